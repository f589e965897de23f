"""The workbook of errors: the file that came in, with what is wrong in it marked and explained."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from generator.core.findings import sentences
from generator.exchange.account import Account, RowAccount, RowOutcome
from generator.exchange.csv_rows import RowError, Table
from generator.exchange.sheet_heads import RESULT, plain_head
from generator.exchange.sheets import Sheet
from generator.exchange.workbook_marks import OWN_AUTHOR

_WRONG = PatternFill("solid", fgColor="FFC7CE")
_WIDTH = 60
_XLSX = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class _Marked:
    """One sheet of the workbook, the table that was read from it, and the accounts of its rows."""

    sheet: Worksheet
    table: Table
    entries: Sequence[RowAccount]


def error_workbook(
    content: bytes, sheets: Sequence[Sheet], tables: Sequence[Table], account: Account
) -> bytes:
    """Return the file as a workbook: cells that are wrong are red and say why, the last column too.

    Marks of an earlier run go. A file of another form than xlsx becomes one, with its texts.
    """
    if content.startswith(_XLSX) and _is_xlsx(content):
        book = load_workbook(io.BytesIO(content), keep_links=False)
        _take_values(book, sheets)
    else:
        book = _copied(sheets)
    for table in tables:
        entries = [one for one in account.entries if one.table == table.name]
        sheet = book[table.sheet] if table.sheet in book.sheetnames else book.worksheets[0]
        if isinstance(sheet, Worksheet):
            _mark(_Marked(sheet, table, entries))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _is_xlsx(content: bytes) -> bool:
    """Return whether it is such a workbook, and not one of ods, which begins alike."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "xl/workbook.xml" in archive.namelist()


_ACTED_UPON = tuple("=+-@\t＝＋－＠")
"""Signs with which a text begins that a spreadsheet may take for a formula."""


def _take_values(book: Workbook, sheets: Sequence[Sheet]) -> None:
    """Put values in place of all formulas, and let texts that look like formulas stay texts.

    Of a formula without a result its own text is kept, so that people see what stood there.
    """
    texts = {one.title: one for one in sheets}
    for sheet in book.worksheets:
        known = texts.get(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell):
                    _take_value(cell, known)


def _take_value(cell: Cell, sheet: Sheet | None) -> None:
    if cell.data_type == "f":
        row = sheet.rows[cell.row - 1] if sheet and cell.row <= len(sheet.rows) else ()
        found = row[cell.column - 1] if cell.column <= len(row) else None
        if found and not found.is_fault and found.is_number:
            cell.value = float(found.text)
        else:
            _write(cell, found.text if found and not found.is_fault else _formula_text(cell))
    elif isinstance(cell.value, str) and cell.value.startswith(_ACTED_UPON):
        _write(cell, cell.value)


def _formula_text(cell: Cell) -> str:
    """Return the text of a formula; of one for several cells, or a table of data, what it says."""
    return str(getattr(cell.value, "text", None) or cell.value)


def _copied(sheets: Sequence[Sheet]) -> Workbook:
    """Return a workbook with the texts of the sheets, none of which is taken for a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, one in enumerate(sheets, start=1):
        sheet = book.create_sheet(one.title or f"表{number}")
        sheet.sheet_state = "hidden" if one.is_hidden else "visible"
        for at, row in enumerate(one.rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell.text:
                    _write(sheet.cell(at, column), cell.text)
    return book


def _write(cell: Cell, text: str) -> None:
    """Write text that stays text, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def _mark(marked: _Marked) -> None:
    column = _result_column(marked)
    _clear(marked, column)
    for entry in marked.entries:
        told = "\n".join(_told(entry))
        cell = marked.sheet.cell(entry.line, column)
        _write(cell, told)
        if not entry.outcome.is_taken:
            cell.fill = _WRONG
            _mark_cells(marked.sheet, entry)
    marked.sheet.column_dimensions[cell_letter(marked.sheet, column)].width = _WIDTH


def cell_letter(sheet: Worksheet, column: int) -> str:
    """Return the letter of a column counted from 1."""
    return str(sheet.cell(1, column).column_letter)


def _result_column(marked: _Marked) -> int:
    """Return the column of results: that of an earlier run, or a new one behind the others."""
    head = marked.table.head
    for cell in marked.sheet[head]:
        if plain_head(str(cell.value or "")) == RESULT:
            return int(str(cell.column))
    column = int(marked.sheet.max_column) + 1
    marked.sheet.cell(head, column).value = RESULT
    return column


def _clear(marked: _Marked, column: int) -> None:
    """Take away what an earlier run marked; comments and colours of others stay."""
    for row in marked.sheet.iter_rows(min_row=marked.table.head + 1):
        for cell in row:
            if not isinstance(cell, Cell):
                continue
            if cell.column == column:
                cell.value = None
            if cell.comment and cell.comment.author == OWN_AUTHOR:
                cell.comment = None
            if cell.fill.fgColor.rgb == _WRONG.fgColor.rgb:
                cell.fill = PatternFill()


def _mark_cells(sheet: Worksheet, entry: RowAccount) -> None:
    found: dict[tuple[int, int], list[RowError]] = {}
    for error in entry.errors:
        if error.cell and error.column:
            found.setdefault((error.mark.line, error.mark.column), []).append(error)
    for (line, column), errors in found.items():
        cell = sheet.cell(line, column)
        if isinstance(cell, MergedCell):
            continue
        cell.fill = _WRONG
        cell.comment = Comment("\n".join(map(_sentence, errors)), OWN_AUTHOR, width=320, height=120)


def _told(entry: RowAccount) -> Iterator[str]:
    """Yield the lines of the last column of a row: its outcome, what is wrong, how to mend it."""
    yield f"{entry.outcome}：{entry.record}" if entry.record else str(entry.outcome)
    if entry.outcome is RowOutcome.DIFFERENT:
        yield entry.reason
    for error in entry.errors:
        place = f"“{' '.join(error.column.split())}”" if error.column else ""
        yield f"{place}{_sentence(error)}"


def _sentence(error: RowError) -> str:
    return sentences(error.message, error.hint)
