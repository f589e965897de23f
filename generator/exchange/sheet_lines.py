"""One row of a spreadsheet under the names of our columns, with the address of each cell."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.core.findings import Location
from generator.exchange.csv_rows import RowError, TableLine


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

    def mark(self, column: str) -> Location:
        """Return row and column of the cell; the whole row where the sheet has no such column."""
        place = self.places.get(column)
        return Location(self.line, place.number if place else 1)

    def error(self, column: str, message: str, hint: str) -> RowError:
        """Return an error at a cell, under the head that the sheet gives it."""
        place = self.places.get(column)
        if place:
            return RowError(self.mark(column), place.head, message, hint, place.address)
        lacking = f"表里没有“{column}”一列：{message}"
        return RowError(self.mark(column), "", lacking, hint, f"第 {self.line} 行")
