"""One row of a spreadsheet under the names of our columns, with the address of each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.findings import Location
from generator.exchange.csv_rows import RowError, TableLine

UNSTORED = "没有存结果的公式"
FAULT_HINT = "把这一格改成它该有的内容；公式的，在表格软件里算好以后复制、只粘贴值，再导入"


def fault_text(text: str) -> str:
    """Return what is wrong with a cell that holds an error, or a formula without its result."""
    return f"这一格是{text}" if text == UNSTORED else f"这一格是错误值 {text}"


@dataclass(frozen=True, slots=True)
class HeadCell:
    """The column of a spreadsheet that answers one of ours: its head, and the cell of a row."""

    head: str
    address: str
    number: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class SheetLine(TableLine):
    """One row of a spreadsheet, under the names of our columns; blank where it has no such one.

    `others` are the heads and texts of its columns that answer none of ours.
    """

    places: Mapping[str, HeadCell]
    others: Mapping[str, str]
    damaged: frozenset[str] = frozenset()
    """Columns whose numbers have more digits than spreadsheets keep."""
    faulty: frozenset[str] = frozenset()
    """Columns whose cells hold an error, or a formula without its result."""
    noted: Mapping[str, str] = field(default_factory=dict)
    """Heads and texts of its columns whose words are kept in the note."""
    broken: tuple[RowError, ...] = ()
    """What is wrong with the cells of those columns."""

    @property
    def faults(self) -> Sequence[RowError]:
        """Return the errors of the cells that hold something without a value."""
        answering = [
            self.error(column, fault_text(self.cells[column]), FAULT_HINT)
            for column in self.places
            if column in self.faulty
        ]
        return [*answering, *self.broken]

    def mark(self, column: str) -> Location:
        """Return row and column of the cell; the whole row where the sheet has no such column."""
        place = self.places.get(column)
        return Location(self.line, place.number if place else 1)

    def error(self, column: str, message: str, hint: str) -> RowError:
        """Return an error at a cell, under the head that the sheet gives it."""
        place = self.places.get(column)
        if place:
            return RowError(self.mark(column), place.head, message, hint, place.address)
        is_given = bool(self.cells[column])  # a title above the heads, or an option, said it
        lacking = (
            f"全表的“{column}”：{message}" if is_given else f"表里没有“{column}”一列：{message}"
        )
        whole = f"第 {self.line} 行"
        return RowError(self.mark(column), "", lacking, hint, whole, is_of_table=True)
