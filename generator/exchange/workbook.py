"""Tables as one workbook: a sheet of explanations, then a sheet for each table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.exchange.data_package import ZIP_TIME
from generator.exchange.open_files import value_of
from generator.exchange.tables import DataField, DataTable
from generator.exchange.text_files import cut

_ABOUT = "说明"
_HEADS = ("表", "列", "含义")
_WIDTHS = (18, 24, 80)
_WIDTH = 14


def workbook(tables: Sequence[DataTable], about: Mapping[str, str]) -> bytes:
    """Return the workbook; text is never taken for a formula, a number or a link."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "constant_memory": False})
    book.set_properties({"title": next(iter(about.values()), ""), "created": datetime(*ZIP_TIME)})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
    meanings = [(one.title, field.title, field.meaning) for one in tables for field in one.fields]
    rows = [*((name, value, "") for name, value in about.items()), _HEADS, *meanings]
    sheet = book.add_worksheet(_ABOUT)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(number, at, cut(text), head if row is _HEADS else None)
    for table in tables:
        _fill(book.add_worksheet(table.title), table, head)
    book.close()
    return file.getvalue()


def _fill(sheet: Worksheet, table: DataTable, head: Format) -> None:
    sheet.set_column(0, max(len(table.fields) - 1, 0), _WIDTH)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.fields) - 1)
    for at, field in enumerate(table.fields):
        sheet.write_string(0, at, field.title, head)
        _fill_column(sheet, at, field, [row[at] for row in table.rows])


def _plain(text: str) -> str:
    """Return text that XlsxWriter does not take for its own markup, which is all from r to r."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _fill_column(sheet: Worksheet, at: int, field: DataField, cells: Sequence[str]) -> None:
    for number, cell in enumerate(cells, start=1):
        value = value_of(cell, field.kind)
        if isinstance(value, str):
            sheet.write_string(number, at, _plain(cut(value)))
        elif value is not None:
            sheet.write_number(number, at, value)
