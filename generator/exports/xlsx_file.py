"""The ledger as XLSX: XlsxWriter makes the workbook with all its settings, `sheet` fills the rows.

Filled cell by cell through XlsxWriter a workbook takes three to five times as long, some 20 s for
100,000 problems. So the rows are set in as a stream while the file is packed.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain

from generator.exchange.data_package import zip_entry
from generator.exchange.text_files import clean
from generator.exchange.xlsx import workbook_without_rows
from generator.exports.csv_file import NUMBER
from generator.exports.sheet import ledger_rows, text_row
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import IssueLine

_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
_EXTENT = re.compile(rb'<dimension ref="A1:([A-Z]+)[0-9]+"/>')
_PATTERN = re.compile(rb'<c r="[A-Z]+([12])" s="([0-9]+)"/>')
_PART = 200
"""Rows that are packed at a time."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """What stands in a sheet: how many rows, and how to make them in the two styles."""

    count: int
    made: Callable[[Sequence[str], Sequence[str]], Iterable[str]]


def xlsx_bytes(lines: Sequence[IssueLine], title: str, note: str) -> bytes:
    """The workbook: the ledger, and a second sheet with title, note and what each column means."""
    title, note = clean(title), clean(note)
    frame = zipfile.ZipFile(workbook_without_rows(title, note, len(lines)))
    sheets = {
        "xl/worksheets/sheet1.xml": _ledger(lines),
        "xl/worksheets/sheet2.xml": _about(title, note),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in frame.namelist():
            with archive.open(zip_entry(path), "w") as file:
                for part in _filled(frame.read(path), sheets.get(path)):
                    file.write(part)
    return packed.getvalue()


def _ledger(lines: Sequence[IssueLine]) -> _Rows:
    titles = [NUMBER, *(column.title for column in FILE_COLUMNS)]
    return _Rows(
        len(lines) + 1,
        lambda head, body: chain([text_row(1, head, titles)], ledger_rows(lines, body)),
    )


def _about(title: str, note: str) -> _Rows:
    table = [
        ("名称", title),
        ("说明", note),
        (NUMBER, "在本表中的顺序"),
        *((column.title, column.meaning) for column in FILE_COLUMNS),
    ]
    return _Rows(
        len(table),
        lambda head, body: (
            text_row(at, head if at == 1 else body, pair) for at, pair in enumerate(table, start=1)
        ),
    )


def _filled(content: bytes, rows: _Rows | None) -> Iterator[bytes]:
    """A file of the workbook; in that of a sheet the rows stand for the two of the pattern."""
    pattern = _ROWS.search(content)
    if rows is None or pattern is None:
        yield content
        return
    extent = rb'<dimension ref="A1:\g<1>%d"/>' % rows.count
    yield _EXTENT.sub(extent, content[: pattern.start()]) + b"<sheetData>"
    yield from _parts(rows.made(*_styles(pattern[0])))
    yield b"</sheetData>" + content[pattern.end() :]


def _styles(pattern: bytes) -> tuple[list[str], list[str]]:
    """The numbers of the styles of the two rows, by column."""
    styles: Mapping[bytes, list[str]] = {b"1": [], b"2": []}
    for row, style in _PATTERN.findall(pattern):
        styles[row].append(style.decode())
    return styles[b"1"], styles[b"2"]


def _parts(rows: Iterable[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _PART:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()
