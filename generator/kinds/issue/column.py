"""Columns of an issue's row: their use, and their description from the model.

See decisions 0018 and 0034.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from operator import attrgetter

from generator.core.model_walk import field_at, has_pattern, list_of_words, text_paths
from generator.kinds.issue.model import Issue
from generator.public.policy import is_public

Cell = str | int
Key = Callable[[object], str]
"""Returns the key of a `LedgerRow` for a filter of the search."""


class ColumnKind(StrEnum):
    """The content of a column: `DAY` is an ISO day, or only year and month; "" is empty."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


class Use(Flag):
    """The uses of a column. `TOMBSTONE` and `COUNTED` are allow-lists of redaction."""

    FILE = auto()
    """In spreadsheets, CSV, JSON and data packages."""
    SHARD = auto()
    """In the shards of the search."""
    WORDS = auto()
    """The search finds issues by the words in it."""
    HIT = auto()
    """In the table of hits."""
    TOMBSTONE = auto()
    """Kept in a tombstone."""
    COUNTED = auto()
    """The public edition counts by it, also the issues that it does not show."""


NOWHERE = Use(0)
SEARCHED = Use.SHARD | Use.WORDS
LISTED = Use.FILE | SEARCHED
KEPT = Use.TOMBSTONE | Use.COUNTED


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in data, its head, its meaning, its uses.

    `cell` reads it from a `LedgerRow`, of which it needs the attributes `reads`. `field` is the
    path of the model's field that it shows, "" for none; of a field of events it shows one value.
    `facet` returns the key where the search filters by it, under the name of the column. `width` is
    that of the column in spreadsheets, None for the usual one.
    """

    name: str
    title: str
    meaning: str
    kind: ColumnKind
    uses: Use
    cell: Callable[[object], Cell]
    field: str
    is_public: bool
    reads: tuple[str, ...]
    facet: Key | None
    width: int | None

    @property
    def is_own(self) -> bool:
        """Return whether only the table reads it: then it is in `LedgerRow.own`."""
        return not self.reads

    @property
    def is_code(self) -> bool:
        """Return whether it is text even if it looks like a number: its field has a pattern."""
        return self.field in _TEXT_PATHS and has_pattern(field_at(Issue, self.field))

    @property
    def is_free_text(self) -> bool:
        """Return whether people type it instead of choosing it from a list of the vocabulary."""
        return self.field in _TEXT_PATHS and list_of_words(field_at(Issue, self.field)) is None


_TEXT_PATHS = frozenset(text_paths(Issue))


def column(
    name: str,
    field: str,
    uses: Use = LISTED,
    *,
    title: str = "",
    meaning: str = "",
    kind: ColumnKind = ColumnKind.TEXT,
    reads: str = "",
    cell: Callable[[object], Cell] | None = None,
    facet: Key | None = None,
    width: int | None = None,
) -> Column:
    """Return the column of a field of the model; texts that are not given come from the model.

    `reads` names attributes of a line, with spaces between them: none for an own column.
    """
    info = field_at(Issue, field)
    return Column(
        name=name,
        title=title or str(info.title),
        meaning=meaning or str(info.description),
        kind=kind,
        uses=uses,
        cell=cell or (attrgetter(reads.split()[0]) if reads else _no_place),
        field=field,
        is_public=is_public(field),
        reads=tuple(reads.split()),
        facet=facet,
        width=width,
    )


def derived(
    name: str,
    title: str,
    meaning: str,
    uses: Use = LISTED,
    *,
    public: bool,
    reads: str,
    kind: ColumnKind = ColumnKind.TEXT,
    cell: Callable[[object], Cell] | None = None,
    facet: Key | None = None,
    width: int | None = None,
) -> Column:
    """Return a column that is no field of the model."""
    needed = tuple(reads.split())
    cell = cell or attrgetter(needed[0])
    return Column(name, title, meaning, kind, uses, cell, "", public, needed, facet, width)


def _no_place(line: object) -> Cell:
    """Stand in for the cell of an own column until the table has given it its place."""
    raise LookupError(line)


def key(attribute: str) -> Key:
    """Return the value of an attribute as key."""
    read = attrgetter(attribute)
    return lambda line: str(read(line))


def flag(attribute: str) -> Key:
    """Return `1` where an attribute has a value, else `0`."""
    read = attrgetter(attribute)
    return lambda line: str(int(bool(read(line))))


def yes(attribute: str) -> Callable[[object], str]:
    """Return 是 where an attribute has a value, else 否."""
    read = attrgetter(attribute)
    return lambda line: "是" if read(line) else "否"


def as_text(value: object) -> str:
    """Return a value as a cell holds it: words of a list in one line, "" for nothing."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
