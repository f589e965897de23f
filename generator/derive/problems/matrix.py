"""Counts by two properties at once, with the totals of rows and columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, one count for each column, and their sum."""

    key: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix(Generic[Item]):
    """A cross table. Only columns in which something was counted are kept, in the given order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    total: int


def cross(
    items: Iterable[Item],
    row_of: Callable[[Item], str],
    column_of: Callable[[Item], str],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
) -> Matrix[Item]:
    """How many items fall on each pair; every given row is kept, also an empty one.

    Raises KeyError for an item whose row or column was not given: nothing is left out unseen.
    """
    counts = Counter((row_of(item), column_of(item)) for item in items)
    strange = {row for row, _ in counts} - set(rows) | {column for _, column in counts} - set(
        columns
    )
    if strange:
        raise KeyError(*strange)
    used = tuple(column for column in columns if any(counts[row, column] for row in rows))
    table = tuple(_row(row, [counts[row, column] for column in used]) for row in rows)
    totals = tuple(sum(row.counts[place] for row in table) for place in range(len(used)))
    return Matrix(used, table, totals, sum(totals))


def _row(key: str, counts: Sequence[int]) -> Row:
    return Row(key, tuple(counts), sum(counts))
