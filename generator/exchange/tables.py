"""Records as tables: a row for each record, and a table for each list of parts that they hold.

The columns follow from the model, in its order. See decision 0063.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import get_args

from pydantic import BaseModel

from generator.core.dates import PartialDate
from generator.core.model_walk import field_at, inner_model, values_at
from generator.exchange.text_files import clean
from generator.kinds.issue.column import ColumnKind

Names = Callable[[type[BaseModel]], Collection[str]]
"""Returns the fields of a part of a record that may stand in a table."""

_SEVERAL = "；"
"""Stands between the values of a list in one cell."""


@dataclass(frozen=True, slots=True)
class DataField:
    """A column of a table: its key for programs, its head, its meaning."""

    key: str
    title: str
    meaning: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table: `name` is that of its files; a cell is "" where nothing is recorded."""

    name: str
    title: str
    fields: Sequence[DataField]
    rows: Sequence[Sequence[str]]


RECORD = DataField("record", "所属记录", "所属记录的编号")
PLACE = DataField("place", "次序", "在该记录中排第几，从 1 数起", ColumnKind.NUMBER)


def all_names(model: type[BaseModel]) -> Collection[str]:
    """Return all fields of a part of a record."""
    return model.model_fields


def record_table(
    name: str, title: str, model: type[BaseModel], records: Iterable[BaseModel], names: Names
) -> DataTable:
    """Return the table of some records, without the lists of parts in them."""
    paths = _paths(model, names)
    rows = [cells_at(one, paths) for one in records]
    return DataTable(name, title, _distinct(fields_at_paths(model, paths)), rows)


def part_lists(model: type[BaseModel], names: Names) -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield each list of parts of a record, with the model of a part."""
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if inner and name in names(model) and _is_list(info.annotation):
            yield name, inner


def part_fields(model: type[BaseModel], names: Names) -> list[DataField]:
    """Return the columns of the rows of `part_rows`."""
    return _distinct([RECORD, PLACE, *fields_at_paths(model, _paths(model, names))])


def part_rows(
    record_id: str, parts: Sequence[BaseModel], model: type[BaseModel], names: Names
) -> list[list[str]]:
    """Return a row for each part of a record, with the ID of the record and the place in it."""
    paths = _paths(model, names)
    return [
        [record_id, str(place), *cells_at(part, paths)] for place, part in enumerate(parts, start=1)
    ]


def fields_at_paths(
    model: type[BaseModel], paths: Sequence[str], prefix: str = ""
) -> list[DataField]:
    """Return the columns of these fields of a model; keys begin with `prefix`."""
    return [_field(model, path, prefix) for path in paths]


def cells_at(record: BaseModel, paths: Sequence[str]) -> list[str]:
    """Return the values at these paths; those of a list with a semicolon between them."""
    return [_SEVERAL.join(map(_text, values_at(record, path.split(".")))) for path in paths]


@cache
def _paths(model: type[BaseModel], names: Names) -> tuple[str, ...]:
    """Return the paths of the cells of a row; cached, for every exposed case asks."""
    return tuple(_leaves(model, names))


def _leaves(model: type[BaseModel], names: Names, at: str = "") -> Iterator[str]:
    """Yield the paths of all fields that have a single value, or a list of plain ones."""
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if name not in names(model):
            continue
        if inner is None:
            yield at + name
        elif not _is_list(info.annotation):
            yield from _leaves(inner, names, f"{at}{name}.")


def _field(model: type[BaseModel], path: str, prefix: str) -> DataField:
    parts = path.split(".")
    heads = (field_at(model, ".".join(parts[: at + 1])) for at in range(len(parts)))
    info = field_at(model, path)
    title = "：".join(str(one.title) for one in heads)
    return DataField(
        prefix + path.replace(".", "_"), title, str(info.description), _kind(info.annotation)
    )


def _distinct(fields: Sequence[DataField]) -> list[DataField]:
    """Return the columns with heads of their own: where two are alike, the key stands behind."""
    titles = [one.title for one in fields]
    return [
        DataField(one.key, f"{one.title}（{one.key}）", one.meaning, one.kind)
        if titles.count(one.title) > 1
        else one
        for one in fields
    ]


def _kind(annotation: object) -> ColumnKind:
    types = set(_types(annotation))
    if list in types or bool in types:
        return ColumnKind.TEXT
    if types & {Decimal, int}:
        return ColumnKind.NUMBER
    return ColumnKind.DAY if types & {date, PartialDate} else ColumnKind.TEXT


def _is_list(annotation: object) -> bool:
    return list in set(_types(annotation))


def _types(annotation: object) -> Iterator[object]:
    yield getattr(annotation, "__origin__", None)
    yield annotation
    for argument in get_args(annotation):
        yield from _types(argument)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else ""
    return f"{value:f}" if isinstance(value, Decimal) else clean(str(value))
