"""The ledger as CSV for spreadsheets: byte order mark, CRLF, nothing that a sheet acts upon."""

import csv
from collections.abc import Iterable
from io import StringIO

from generator.exchange.text_files import guarded
from generator.kinds.issue.column import Cell, Column
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import IssueLine

NUMBER = "序号"
"""The head of the first column: the place of a line in this table."""


def csv_bytes(lines: Iterable[IssueLine]) -> bytes:
    """The table with its head in Chinese; `texts.guarded` says which cells get an apostrophe."""
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow([NUMBER, *(column.title for column in FILE_COLUMNS)])
    for number, line in enumerate(lines, start=1):
        writer.writerow([number, *(_cell(column, line) for column in FILE_COLUMNS)])
    return table.getvalue().encode("utf-8-sig")


def _cell(column: Column, line: IssueLine) -> Cell:
    value = column.cell(line)
    return value if isinstance(value, int) else guarded(value, column.kind)
