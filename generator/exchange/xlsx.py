"""The workbook of a ledger without its rows, made by XlsxWriter: sheets, styles, print settings.

Each sheet has two rows of empty cells: they carry the style of the head and of what is below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.exchange.data_package import ZIP_TIME
from generator.kinds.issue.column import Column, Kind
from generator.kinds.issue.columns import FILE_COLUMNS

LEDGER, ABOUT = "问题台账", "说明"
"""The names of the two sheets."""

_NUMBER_WIDTH, _WIDTH = 7, 12
_ABOUT_WIDTHS = (22, 90)

_PRINTED = 100
"""Letters of a title or note in the margin of a page; Excel takes 255, its own signs included."""

_SHEETS_ACROSS = 2
"""Sheets of paper side by side; on a single one the letters would be 4 points high."""

_A4 = 9


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Format
    text: Format
    code: Format
    day: Format
    number: Format

    def of(self, column: Column) -> Format:
        """The style of a column below its head."""
        if column.is_code:
            return self.code
        return {Kind.TEXT: self.text, Kind.DAY: self.day, Kind.NUMBER: self.number}[column.kind]


def workbook_without_rows(title: str, note: str, lines: int) -> BytesIO:
    """The file, with filters and frozen panes set for so many lines below the head."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "comments": note, "created": datetime(*ZIP_TIME)})
    styles = _styles(book)
    _set_up_ledger(book.add_worksheet(LEDGER), styles, title, note, lines)
    _set_up_about(book.add_worksheet(ABOUT), styles, title, note)
    book.close()
    return file


def _styles(book: Workbook) -> _Styles:
    top = {"valign": "top", "font_size": 10}
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    return _Styles(
        head=book.add_format({**head, "font_size": 10, "bg_color": "#E8EEF4"}),
        text=book.add_format({**top, "text_wrap": True}),
        # Not for long text: with this format Excel shows more than 255 letters as ####.
        code=book.add_format({**top, "num_format": "@"}),
        day=book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
        number=book.add_format(top),
    )


def _set_up_ledger(sheet: Worksheet, styles: _Styles, title: str, note: str, lines: int) -> None:
    widths = [_NUMBER_WIDTH, *(column.width or _WIDTH for column in FILE_COLUMNS)]
    _set_columns(sheet, widths, [styles.number, *map(styles.of, FILE_COLUMNS)], styles.head)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, lines, len(FILE_COLUMNS))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{lines + 1}"})
    _set_print(sheet, title, note)
    sheet.fit_to_pages(_SHEETS_ACROSS, 0)
    sheet.repeat_columns(0, 1)
    sheet.print_across()


def _set_up_about(sheet: Worksheet, styles: _Styles, title: str, note: str) -> None:
    _set_columns(sheet, _ABOUT_WIDTHS, [styles.text] * len(_ABOUT_WIDTHS), styles.head)
    _set_print(sheet, title, note)
    sheet.fit_to_pages(1, 0)


def _set_columns(
    sheet: Worksheet, widths: Sequence[int], styles: Sequence[Format], head: Format
) -> None:
    for at, (width, style) in enumerate(zip(widths, styles, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_blank(0, at, None, head)
        sheet.write_blank(1, at, None, style)


def _set_print(sheet: Worksheet, title: str, note: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{_in_margin(title)}&R&A")
    sheet.set_footer(f"&L{_in_margin(note)}&R第 &P 页，共 &N 页")


def _in_margin(text: str) -> str:
    """One line; `&` begins an order to Excel, two of them are the sign."""
    line = " ".join(text.split())
    short = line if len(line) <= _PRINTED else line[: _PRINTED - 1] + "…"
    return short.replace("&", "&&")
