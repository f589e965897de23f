"""Tables as one workbook: a sheet of explanations, then a sheet for each table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import chain

from xlsxwriter import Workbook

from generator.exchange.data_package import ZIP_TIME
from generator.exchange.open_files import value_of
from generator.exchange.sheet_rows import (
    SheetRows,
    filled,
    letters,
    parts_of,
    set_pattern,
    text_cell,
    text_row,
)
from generator.exchange.tables import DataTable
from generator.kinds.issue.column import ColumnKind

_ABOUT = "说明"
_HEADS = ("表", "列", "含义")
_WIDTHS = (18, 24, 80)
_WIDTH = 14


def workbook(tables: Sequence[DataTable], about: Mapping[str, str]) -> bytes:
    """Return the workbook; text is never taken for a formula, a number or a link."""
    frame = _workbook_without_rows(tables, next(iter(about.values()), ""))
    return filled(parts_of(frame), [_about(tables, about), *map(_rows, tables)])


def _workbook_without_rows(tables: Sequence[DataTable], title: str) -> BytesIO:
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(*ZIP_TIME)})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
    body = book.add_format({"valign": "top"})
    set_pattern(book.add_worksheet(_ABOUT), _WIDTHS, [body] * len(_WIDTHS), head)
    for table in tables:
        sheet, width = book.add_worksheet(table.title), len(table.fields)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), width - 1)
        set_pattern(sheet, [_WIDTH] * width, [body] * width, head)
    book.close()
    return file


def _about(tables: Sequence[DataTable], about: Mapping[str, str]) -> SheetRows:
    meanings = [(one.title, field.title, field.meaning) for one in tables for field in one.fields]
    rows = [*((name, value, "") for name, value in about.items()), _HEADS, *meanings]
    return SheetRows(
        len(rows),
        lambda head, body: (
            text_row(number, head if row is _HEADS else body, row)
            for number, row in enumerate(rows, start=1)
        ),
    )


def _rows(table: DataTable) -> SheetRows:
    titles = [one.title for one in table.fields]
    return SheetRows(
        len(table.rows) + 1,
        lambda head, body: chain([text_row(1, head, titles)], _body(table, body)),
    )


def _body(table: DataTable, styles: Sequence[str]) -> Iterator[str]:
    """Yield a row for each of the table, from the second on; empty cells are left out."""
    columns = [
        (letters(at), style, field.kind is ColumnKind.NUMBER)
        for at, (style, field) in enumerate(zip(styles, table.fields, strict=True))
    ]
    for number, row in enumerate(table.rows, start=2):
        yield f'<row r="{number}">{"".join(_cells(number, row, columns))}</row>'


def _cells(
    number: int, row: Sequence[str], columns: Iterable[tuple[str, str, bool]]
) -> Iterator[str]:
    for cell, (name, style, is_number) in zip(row, columns, strict=True):
        if not cell:
            continue
        if is_number:
            value = value_of(cell, ColumnKind.NUMBER)
            yield f'<c r="{name}{number}" s="{style}"><v>{value}</v></c>'
        else:
            yield f'<c r="{name}{number}"{text_cell(style, cell)}'
