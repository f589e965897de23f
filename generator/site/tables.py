"""Cross tables as pages show them: a label, counts and links to the records behind each count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from generator.derive.problems.matrix import Matrix

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Cell:
    """A text or a number, with the page where its records stand; no link where there are none."""

    text: str
    href: str = ""
    sort: str = ""

    @property
    def is_zero(self) -> bool:
        """Whether nothing was counted."""
        return self.text == "0"


def counted(count: int, href: str) -> Cell:
    """A number that leads to its records where there are any."""
    return Cell(str(count), href if count else "")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A label, words that tell more of it, and numbers or shares; `id` where links lead to it."""

    label: Cell
    cells: tuple[Cell, ...]
    words: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A table of numbers whose columns each mean something of their own."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[NumberRow, ...]
    words: tuple[str, ...] = ()
    """The heads of the words."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its label in front and its total behind."""

    label: Cell
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class CountTable:
    """A whole cross table."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    totals: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Labels:
    """How the keys of a matrix are shown, and where its counts lead; "" stands for all."""

    row: Callable[[str], Cell]
    column: Callable[[str], str]
    href: Callable[[str, str], str]


def count_table(caption: str, corner: str, matrix: Matrix[Item], labels: Labels) -> CountTable:
    """The matrix with labels and links."""

    def cell(count: int, row: str, column: str) -> Cell:
        return counted(count, labels.href(row, column))

    return CountTable(
        caption=caption,
        corner=corner,
        columns=tuple(labels.column(column) for column in matrix.columns),
        rows=tuple(
            TableRow(
                labels.row(row.key),
                tuple(
                    cell(count, row.key, column)
                    for count, column in zip(row.counts, matrix.columns, strict=True)
                ),
                cell(row.total, row.key, ""),
            )
            for row in matrix.rows
        ),
        totals=tuple(
            cell(count, "", column)
            for count, column in zip(matrix.totals, matrix.columns, strict=True)
        ),
        total=cell(matrix.total, "", ""),
    )
