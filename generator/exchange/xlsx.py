"""A list of issues as XLSX: a sheet with a line for each, and a second one that explains it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from itertools import chain

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.exchange.data_package import ZIP_TIME
from generator.exchange.sheet_rows import (
    REMEMBERED,
    SheetRows,
    filled,
    letters,
    parts_of,
    set_pattern,
    text_cell,
    text_row,
)
from generator.exchange.text_files import NUMBER, clean
from generator.kinds.issue.column import Cell, Column, ColumnKind
from generator.kinds.issue.columns import FILE_COLUMNS


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list as a sheet: its name, its columns after the running number, the sheets of paper.

    `across` are the sheets of paper side by side that hold all columns.
    """

    name: str
    columns: tuple[Column, ...]
    across: int = 1


LEDGER = ListForm("问题台账", tuple(FILE_COLUMNS), across=2)
"""The ledger: on a single sheet of paper its letters would be 4 points high."""


def xlsx_bytes(lines: Sequence[object], title: str, note: str, form: ListForm = LEDGER) -> bytes:
    """Return the workbook: the list, and a second sheet with title, note and column meanings."""
    title, note = clean(title), clean(note)
    parts = frame(title, note, len(lines), form)
    return filled(parts, [_list(lines, form), _about(title, note, form)])


def _list(lines: Sequence[object], form: ListForm) -> SheetRows:
    titles = [NUMBER, *(column.title for column in form.columns)]
    return SheetRows(
        len(lines) + 1,
        lambda head, body: chain(
            [text_row(1, head, titles)], _list_rows(lines, body, form.columns)
        ),
    )


def _about(title: str, note: str, form: ListForm) -> SheetRows:
    table = [
        ("名称", title),
        ("说明", note),
        (NUMBER, "在本表中的顺序"),
        *((column.title, column.meaning) for column in form.columns),
    ]
    return SheetRows(
        len(table),
        lambda head, body: (
            text_row(at, head if at == 1 else body, pair) for at, pair in enumerate(table, start=1)
        ),
    )


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_ZERO = 693_594
"""Excel's day 0 as Python counts days: 30 December 1899."""

_SURE_SERIAL = 61
"""1 March 1900. Excel takes 1900 for a leap year, so earlier days are one off."""


def _list_rows(
    lines: Iterable[object], styles: Sequence[str], of: Sequence[Column]
) -> Iterator[str]:
    """Return a row for each line from the second on, numbered; empty cells are left out."""
    names = [letters(at) for at in range(len(of) + 1)]
    columns = [
        (name, style, column.kind, column.cell)
        for name, style, column in zip(names[1:], styles[1:], of, strict=True)
    ]
    for number, line in enumerate(lines, start=2):
        cells = [f'<c r="A{number}" s="{styles[0]}"><v>{number - 1}</v></c>']
        for name, style, kind, cell in columns:
            value = cell(line)
            if value != "":
                cells.append(f'<c r="{name}{number}"{_cell(style, kind, value)}')
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cell(style: str, kind: ColumnKind, value: Cell) -> str:
    number = _serial(value) if kind is ColumnKind.DAY and isinstance(value, str) else value
    if isinstance(number, int):
        return f' s="{style}"><v>{number}</v></c>'
    return text_cell(style, str(value))


@lru_cache(REMEMBERED)
def _serial(text: str) -> int | None:
    """Return the number of a day; None where only the month is known, or Excel counts otherwise."""
    if not _DAY.fullmatch(text):
        return None
    try:
        serial = date.fromisoformat(text).toordinal() - _DAY_ZERO
    except ValueError:
        return None
    return serial if serial >= _SURE_SERIAL else None


ABOUT = "说明"
"""The name of the second sheet."""

_NUMBER_WIDTH, _WIDTH = 7, 12
_ABOUT_WIDTHS = (22, 90)

_PRINTED = 100
"""Letters of a title or note in the margin of a page; Excel takes 255, its own signs included."""

_A4 = 9


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Format
    text: Format
    code: Format
    day: Format
    number: Format

    def of(self, column: Column) -> Format:
        """Return the style of a column below its head."""
        if column.is_code:
            return self.code
        return {
            ColumnKind.TEXT: self.text,
            ColumnKind.DAY: self.day,
            ColumnKind.NUMBER: self.number,
        }[column.kind]


_TITLE, _LINES = "\ue000", 999_998
"""What stands for the title and the number of lines in a file that is made once for all cities."""


def frame(title: str, note: str, lines: int, form: ListForm = LEDGER) -> Mapping[str, bytes]:
    """Return the parts of the file without rows.

    Making it takes longer than the rows of a small city, and those of two cities differ in two
    places. A title with signs that are escaped, or that is cut, gets a file of its own.
    """
    if not title.isalnum() or len(title) > _PRINTED:
        return parts_of(workbook_without_rows(title, note, lines, form))
    values = ((_TITLE, title), (str(_LINES + 1), str(lines + 1)))
    return {path: _with(content, values) for path, content in _frame_of_any(note, form).items()}


@lru_cache(2)
def _frame_of_any(note: str, form: ListForm) -> Mapping[str, bytes]:
    return parts_of(workbook_without_rows(_TITLE, note, _LINES, form))


def _with(content: bytes, values: Iterable[tuple[str, str]]) -> bytes:
    for mark, value in values:
        content = content.replace(mark.encode(), value.encode())
    return content


def workbook_without_rows(title: str, note: str, lines: int, form: ListForm = LEDGER) -> BytesIO:
    """Return the file with filters and frozen panes set for a number of lines below the head."""
    file = BytesIO()
    site = Workbook(file, {"in_memory": True})
    site.set_properties({"title": title, "comments": note, "created": datetime(*ZIP_TIME)})
    styles = _formats(site)
    _set_up_list(site.add_worksheet(form.name), styles, form, lines)
    _set_print(site.worksheets()[0], title, note)
    _set_up_about(site.add_worksheet(ABOUT), styles, title, note)
    site.close()
    return file


def _formats(workbook: Workbook) -> _Styles:
    top = {"valign": "top", "font_size": 10}
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    return _Styles(
        head=workbook.add_format({**head, "font_size": 10, "bg_color": "#E8EEF4"}),
        text=workbook.add_format({**top, "text_wrap": True}),
        # Not for long text: with this format Excel shows more than 255 letters as ####.
        code=workbook.add_format({**top, "num_format": "@"}),
        day=workbook.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
        number=workbook.add_format(top),
    )


def _set_up_list(sheet: Worksheet, styles: _Styles, form: ListForm, lines: int) -> None:
    widths = [_NUMBER_WIDTH, *(column.width or _WIDTH for column in form.columns)]
    set_pattern(sheet, widths, [styles.number, *map(styles.of, form.columns)], styles.head)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, lines, len(form.columns))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{lines + 1}"})
    sheet.fit_to_pages(form.across, 0)
    sheet.repeat_columns(0, 1)
    sheet.print_across()


def _set_up_about(sheet: Worksheet, styles: _Styles, title: str, note: str) -> None:
    set_pattern(sheet, _ABOUT_WIDTHS, [styles.text] * len(_ABOUT_WIDTHS), styles.head)
    _set_print(sheet, title, note)
    sheet.fit_to_pages(1, 0)


def _set_print(sheet: Worksheet, title: str, note: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{_in_margin(title)}&R&A")
    sheet.set_footer(f"&L{_in_margin(note)}&R第 &P 页，共 &N 页")


def _in_margin(text: str) -> str:
    """Return one line; `&` begins a code of Excel, two of them are the sign."""
    line = " ".join(text.split())
    short = line if len(line) <= _PRINTED else line[: _PRINTED - 1] + "…"
    return short.replace("&", "&&")
