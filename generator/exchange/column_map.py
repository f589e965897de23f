"""Maps of columns: which columns of other people's tables answer ours, as shipped or as written.

A map says what is taken from where; it never says a value that the table does not hold.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from generator.core.findings import WorkError, near_hint
from generator.exchange.account import TableKind
from generator.load.files import raw_file

_FOLDER = Path(__file__).with_name("column_maps")


@dataclass(frozen=True, slots=True)
class Taken:
    """How a column of ours is taken from columns of the table: all they hold, or what matches."""

    heads: tuple[str, ...]
    pattern: str = ""
    told: str = ""
    """What is taken, for the account."""

    def text(self, cells: Sequence[str]) -> str:
        """Return what is taken of these cells; all that they hold where nothing matches.

        So a message about the answer quotes the cell.
        """
        whole = "、".join(dict.fromkeys(one for one in cells if one))
        match = re.search(self.pattern, whole) if self.pattern else None
        return match[0].strip() if match else whole


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which columns of a table answer ours."""

    kind: str = ""
    """The title of the kind of table whose columns they answer."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Head of the table → our column."""
    taken: Mapping[str, Taken] = field(default_factory=dict)
    """Our column → how it is taken, where the table has no column of its own for it."""
    noted: tuple[str, ...] = ()
    """Heads of columns that have no field of their own: their words go into the note."""

    @property
    def all_heads(self) -> tuple[str, ...]:
        """Return every head of the table that the map names."""
        sources = (head for one in self.taken.values() for head in one.heads)
        return tuple(dict.fromkeys((*self.heads, *sources, *self.noted)))


def map_names() -> list[str]:
    """Return the names of the maps that are shipped."""
    return sorted(path.stem for path in _FOLDER.glob("*.yml"))


def shipped_map(name: str, kinds: Sequence[TableKind]) -> ColumnMap:
    """Return the shipped map of this name."""
    path = _FOLDER / f"{name}.yml"
    return column_map(path.name, path.read_bytes(), kinds)


def _compiled(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(pattern) from error
    return pattern


_TEXTS = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class _Rule(BaseModel):
    """One column under 取自."""

    model_config = _TEXTS
    heads: list[str] = Field(alias="列", min_length=1)
    pattern: Annotated[str, AfterValidator(_compiled)] = Field(alias="取", default="")
    told: str = Field(alias="说明", default="")


class _Parts(BaseModel):
    """The parts of a map as a file has them."""

    model_config = _TEXTS
    heads: dict[str, str] = Field(alias="列名", default={})
    taken: dict[str, _Rule] = Field(alias="取自", default={})
    noted: list[str] = Field(alias="照录", default=[])


def column_map(name: str, content: bytes, kinds: Sequence[TableKind]) -> ColumnMap:
    """Return the map in a file; WorkError where it is none, or names a column that we have not."""
    raw = raw_file(name, content)
    parts = dict(raw.content or {})
    if not any(isinstance(one, dict | list) for one in parts.values()):
        parts = {"列名": parts}
    try:
        read = _Parts.model_validate(parts)
    except ValidationError as error:
        places = [
            "里的".join(f"“{part}”" for part in one["loc"] if part not in parts)
            for one in error.errors()
        ]
        where = "、".join(dict.fromkeys(filter(None, places)))
        raise WorkError(f"列名对照“{name}”{where}读不懂", _remedy("问题清单")) from error
    columns = [*read.heads.values(), *read.taken]
    kind = _kind_of(columns, kinds)
    if raw.faults or not columns:
        raise WorkError(f"列名对照“{name}”读不懂，或者是空的", _remedy(kind.title))
    _refuse_unknown(name, columns, kind)
    if read.noted and not kind.has_note:
        raise WorkError(f"列名对照“{name}”：{kind.title}没有备注可以照录", "删去“照录”")
    taken = {
        column: Taken(tuple(one.heads), one.pattern, one.told) for column, one in read.taken.items()
    }
    return ColumnMap(kind.title, read.heads, taken, tuple(read.noted))


def _kind_of(columns: Collection[str], kinds: Sequence[TableKind]) -> TableKind:
    """Return the kind of table with most of these columns; lists of issues where none has more."""
    lists = [one for one in kinds if one.keys]
    return max(lists, key=lambda one: len(set(one.columns) & set(columns)))


def _refuse_unknown(name: str, columns: Sequence[str], kind: TableKind) -> None:
    wrong = [column for column in columns if column not in kind.columns]
    if wrong:
        near = {one: near_hint(one, kind.columns) for one in wrong}
        meant = [f"“{one}”{hint}" for one, hint in near.items() if hint]
        every = [f"可用的列：{'、'.join(kind.columns)}"] if len(meant) < len(near) else []
        raise WorkError(
            f"列名对照“{name}”：{kind.title}没有叫“{'”“'.join(near)}”的列",
            "；".join([_remedy(kind.title), *meant, *every]),
        )


def _remedy(kind: str) -> str:
    return f"每行写成“表里的列名: {kind}的列名”"
