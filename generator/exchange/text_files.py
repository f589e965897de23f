"""The ledger as CSV for spreadsheets and as JSON for programs; text that is safe in files.

See decision 0039.
"""

import csv
import json
import re
from collections.abc import Iterable
from io import StringIO

from generator.kinds.issue.column import Cell, Column, ColumnKind
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import LedgerRow

NUMBER = "序号"
"""The head of the first column: the number of a line in this table."""


def csv_bytes(lines: Iterable[LedgerRow]) -> bytes:
    """Return the table with its head in Chinese; see `guarded` for cells with an apostrophe."""
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow([NUMBER, *(column.title for column in FILE_COLUMNS)])
    for number, line in enumerate(lines, start=1):
        writer.writerow([number, *(_cell(column, line) for column in FILE_COLUMNS)])
    return table.getvalue().encode("utf-8-sig")


def _cell(column: Column, line: LedgerRow) -> Cell:
    value = column.cell(line)
    return value if isinstance(value, int) else guarded(value, column.kind)


def json_bytes(lines: Iterable[LedgerRow]) -> bytes:
    """Return a list of objects with the keys of the columns; "" where nothing is recorded."""
    rows = ",\n".join(_row(line) for line in lines)
    return f"[\n{rows}\n]\n".encode() if rows else b"[]\n"


def _row(line: LedgerRow) -> str:
    values = ((column.name, column.cell(line)) for column in FILE_COLUMNS)
    row = {name: clean(value) if isinstance(value, str) else value for name, value in values}
    return json.dumps(row, ensure_ascii=False)


XLSX_LIMIT = 32_767
"""UTF-16 units in a cell; Excel reports a file with a longer one as damaged."""

CUT = "……（太长，下略；全文见 JSON）"

_NOT_TEXT = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ACTED_UPON = re.compile(
    r"'*(?:[=+\-@\t\n＝＋－＠]"
    r"|[(（$¥￥]?[0-9０-９][0-9０-９.,:/\-eE%年月日时分秒 ．，：／％)）]*\Z)"
)
"""Chinese spreadsheets also convert full-width digits, 7月2日, ¥5 and (1), which becomes -1."""
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_LIKE_AN_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """Return text that XML can hold: lines ended by LF, U+FFFD for unreadable characters."""
    if text.isprintable():
        return text
    return _NOT_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def guarded(text: str, kind: ColumnKind = ColumnKind.TEXT) -> str:
    """Return clean text for CSV, with an apostrophe before what a spreadsheet would execute.

    That is a formula, or text of digits, which would become a number or a date. Days stay bare.
    An apostrophe at the beginning is doubled, so that `unguarded` can restore the text.
    """
    if not text:
        return text
    readable = clean(text)
    if not _ACTED_UPON.match(readable) or (kind is ColumnKind.DAY and _DAY.fullmatch(readable)):
        return readable
    return f"'{readable}"


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given, cleaned."""
    return text[1:] if text[:1] == "'" and _ACTED_UPON.match(text, 1) else text


def in_cell(text: str) -> str:
    """Return clean text as XML for a cell of XLSX, cut at Excel's limit."""
    readable = cut(clean(text))
    if "_x" in readable:
        readable = _LIKE_AN_ESCAPE.sub(r"_x005F_\1", readable)
    return readable.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str) -> str:
    """Return text that a cell of XLSX can hold, cut at Excel's limit."""
    if len(text) <= XLSX_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * XLSX_LIMIT:
        return text
    kept = units[: 2 * (XLSX_LIMIT - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT
