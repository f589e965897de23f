"""Rows of a workbook as XML: XlsxWriter makes the frame, the rows are filled in.

Filled cell by cell, even in its fastest mode, XlsxWriter takes three to five times as long: some
20 s for 100,000 issues.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.exchange.data_package import zip_entry
from generator.exchange.text_files import in_cell

_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
_EXTENT = re.compile(rb'<dimension ref="A1:([A-Z]+)[0-9]+"/>')
_PATTERN = re.compile(rb'<c r="[A-Z]+([12])" s="([0-9]+)"/>')
_PART = 200
"""Rows packed at a time."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The content of a sheet: the number of rows, and how to make them.

    `made` is given the numbers of the styles of the head and of the rows below, by column.
    """

    count: int
    made: Callable[[Sequence[str], Sequence[str]], Iterable[str]]


def set_pattern(
    sheet: Worksheet, widths: Sequence[int], styles: Sequence[Format], head: Format
) -> None:
    """Prepare a sheet for `filled`: the widths, and two rows that only tell the styles."""
    for at, (width, style) in enumerate(zip(widths, styles, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_blank(0, at, None, head)
        sheet.write_blank(1, at, None, style)


def parts_of(file: BytesIO) -> Mapping[str, bytes]:
    """Return the files that a workbook consists of, in their order."""
    source = zipfile.ZipFile(file)
    return {path: source.read(path) for path in source.namelist()}


def filled(frame: Mapping[str, bytes], sheets: Sequence[SheetRows]) -> bytes:
    """Return the workbook of these parts with rows in its sheets, in their order."""
    packed = BytesIO()
    rows: Mapping[str, SheetRows] = {
        f"xl/worksheets/sheet{number}.xml": one for number, one in enumerate(sheets, start=1)
    }
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in frame.items():
            with archive.open(zip_entry(path), "w") as file:
                for part in _filled(content, rows.get(path)):
                    file.write(part)
    return packed.getvalue()


def _filled(content: bytes, rows: SheetRows | None) -> Iterator[bytes]:
    """Return a file of the workbook; in a sheet the rows replace the two of the pattern."""
    pattern = _ROWS.search(content)
    if rows is None or pattern is None:
        yield content
        return
    extent = rb'<dimension ref="A1:\g<1>%d"/>' % rows.count
    yield _EXTENT.sub(extent, content[: pattern.start()]) + b"<sheetData>"
    yield from _parts(rows.made(*_styles(pattern[0])))
    yield b"</sheetData>" + content[pattern.end() :]


def _styles(pattern: bytes) -> tuple[list[str], list[str]]:
    """Return the numbers of the styles of the two rows, by column."""
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


REMEMBERED = 2048
"""Texts kept in memory: words, places and days recur."""


def letters(column: int) -> str:
    """Return the name of a column counted from 0: A … Z, AA …"""
    first, last = divmod(column, 26)
    return (letters(first - 1) if first else "") + chr(ord("A") + last)


@lru_cache(REMEMBERED)
def text_cell(style: str, text: str) -> str:
    """Return a cell after its reference: text, never a formula, a number or a date.

    XlsxWriter would take text from `<r>` to `</r>` for its own markup.
    """
    edge = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f' s="{style}" t="inlineStr"><is><t{edge}>{in_cell(text)}</t></is></c>'


def text_row(number: int, style: Sequence[str], texts: Iterable[str]) -> str:
    """Return a row of text, the number counted from 1."""
    cells = (
        f'<c r="{letters(at)}{number}"{text_cell(style[at], text)}' for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'
