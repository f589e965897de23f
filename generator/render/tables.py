"""Cross tables as pages show them: a label, counts and links to the records behind each count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from generator.derive.matrix import Matrix

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

    def counted(count: int, row: str, column: str) -> Cell:
        return Cell(str(count), labels.href(row, column) if count else "")

    return CountTable(
        caption=caption,
        corner=corner,
        columns=tuple(labels.column(column) for column in matrix.columns),
        rows=tuple(
            TableRow(
                labels.row(row.key),
                tuple(
                    counted(count, row.key, column)
                    for count, column in zip(row.counts, matrix.columns, strict=True)
                ),
                counted(row.total, row.key, ""),
            )
            for row in matrix.rows
        ),
        totals=tuple(
            counted(count, "", column)
            for count, column in zip(matrix.totals, matrix.columns, strict=True)
        ),
        total=counted(matrix.total, "", ""),
    )
