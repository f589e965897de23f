"""Empty lists to fill in as a workbook: the heads are the questions, with their allowed answers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.exchange.data_package import ZIP_TIME
from generator.exchange.form_sheets import EXAMPLE, FormSheet
from generator.exchange.record_rows import NUMBER
from generator.exchange.sheet_rows import letters
from generator.exchange.sheet_tables import ABOUT, HOW, LISTS
from generator.kinds.city.model import City
from generator.questions.question import AnswerKind, Question

ROWS = 1_000
"""Rows that can be filled in."""

_TITLE, _HEAD, _FIRST = 0, 1, 2
"""The rows, from 0, of what is the same for all rows, of the heads and of the example."""

_WIDE = frozenset(
    {"site", "found", "demand", "note", "staff", "said", "measure", "what", "subject"}
)
_MARK = "*"


def template_workbook(title: str, sheets: Sequence[FormSheet], cities: Sequence[City]) -> bytes:
    """Return the workbook with these sheets to fill in.

    Counties to choose from are those of the city in the row; heads and lists can not be changed.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(*ZIP_TIME)})
    forms = [book.add_worksheet(one.title) for one in sheets]
    about = book.add_worksheet(ABOUT)
    lists = _Lists(book, cities)
    styles = _FormStyles(book)
    for sheet, form in zip(sheets, forms, strict=True):
        styles.fill(form, sheet)
        lists.add(form, sheet)
    _fill_about(book, about, sheets)
    book.close()
    return file.getvalue()


class _FormStyles:
    """The formats of a workbook, and the sheets that are filled with them."""

    def __init__(self, book: Workbook) -> None:
        base = {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}
        self._head = book.add_format({**base, "bg_color": "#E8EEF4"})
        self._needed = book.add_format({**base, "bg_color": "#F6D5D5"})
        free = {"num_format": "@", "locked": False, "text_wrap": True}
        self._free = book.add_format(free)
        self._example = book.add_format({**free, "italic": True, "font_color": "#707070"})
        self._title = book.add_format({"bold": True})

    def fill(self, form: Worksheet, sheet: FormSheet) -> None:
        """Write the heads, the example and the rows that are begun."""
        given = [f"{title}：{text}" for title, text in sheet.given.items()]
        form.write_string(_TITLE, 0, "　".join([sheet.title, *given]), self._title)
        for at, one in enumerate(sheet.heads):
            form.set_column(at, at, _width(one), self._free)
            style = self._needed if one.needed else self._head
            form.write_string(_HEAD, at, _head_text(one), style)
            form.write_comment(_HEAD, at, one.help)
        self._write_row(form, sheet, _FIRST, {NUMBER.name: EXAMPLE, **sheet.example}, self._example)
        for at, row in enumerate(sheet.begun, start=_FIRST + 1):
            self._write_row(form, sheet, at, row, self._free)
        form.freeze_panes(_FIRST, 1)
        form.protect(
            "", {"format_columns": True, "format_rows": True, "insert_rows": True, "sort": True}
        )

    def _write_row(
        self, form: Worksheet, sheet: FormSheet, at: int, row: Mapping[str, str], style: Format
    ) -> None:
        for column, one in enumerate(sheet.heads):
            if text := row.get(one.name):
                form.write_string(at, column, text, style)


def _width(question: Question) -> int:
    if question is NUMBER:
        return 7
    return 28 if question.name in _WIDE else 14


def _head_text(question: Question) -> str:
    return question.title + (_MARK if question.needed else "")


def _fill_about(book: Workbook, about: Worksheet, sheets: Sequence[FormSheet]) -> None:
    body = book.add_format({"text_wrap": True, "valign": "top"})
    about.set_column(0, 1, 20, body)
    about.set_column(2, 2, 80, body)
    for at, line in enumerate(_about_rows(sheets)):
        about.write_row(at, 0, line)


def _about_rows(sheets: Sequence[FormSheet]) -> Iterator[tuple[str, str, str]]:
    yield HOW, "", "在各张表里填写，带 * 的必填；不用的表空着；填好后用 lantian import 导入。"
    yield "示例", "", f"“{NUMBER.title}”写着“{EXAMPLE}”的行只是样子，不导入，可以删去。"
    yield "日期", "", "2019-07-08、2019年7月8日、2019/7/8 都可以。"
    yield "同上", "", "与上一行相同的可以写“同上”。"
    for sheet in sheets:
        yield sheet.title, "", f"{sheet.about}。"
        for one in sheet.heads:
            yield sheet.title, _head_text(one), one.help


class _Lists:
    """The hidden sheet with all that can be chosen, and the rules that refer to it."""

    def __init__(self, book: Workbook, cities: Sequence[City]) -> None:
        self._sheet = book.add_worksheet(LISTS)
        self._sheet.hide()
        self._column = 0
        self._areas: dict[tuple[str, ...], str] = {}
        self._counties: dict[str, str] = {}
        for city in cities:
            names = [*(one.name for one in city.counties), *city.uncoded]
            self._counties[city.name] = area = self._area(city.name, names)
            book.define_name(f"区县_{city.name}", area)

    def _area(self, title: str, words: Sequence[str]) -> str:
        """Return the area of a list; the same list stands there once."""
        key = tuple(words)
        if key not in self._areas:
            column = letters(self._column)
            self._sheet.write_column(0, self._column, [title, *words])
            self._areas[key] = f"={LISTS}!${column}$2:${column}${len(words) + 1}"
            self._column += 1
        return self._areas[key]

    def add(self, form: Worksheet, sheet: FormSheet) -> None:
        """Give each question that has choices a list to choose from; other answers are refused."""
        for at, one in enumerate(sheet.heads):
            if words := sheet.choices.get(one.name):
                rule = {
                    "error_title": "不在列表里",
                    "error_message": f"{one.title}从下拉列表中选",
                }
                self._validate(form, at, self._area(one.title, words), rule)
            elif one.kind is AnswerKind.COUNTY and (source := self._county_source(sheet)):
                rule = {
                    "error_type": "warning",
                    "error_title": "不在列表里",
                    "error_message": "查对区县；当日的名称与现在不同的照写",
                }
                self._validate(form, at, source, rule)

    def _county_source(self, sheet: FormSheet) -> str:
        """Return where the counties of a row are: those of its city, in the row or of all rows."""
        kinds = [one.kind for one in sheet.heads]
        if AnswerKind.CITY in kinds:
            return f'=INDIRECT("区县_"&${letters(kinds.index(AnswerKind.CITY))}{_FIRST + 1})'
        return next(iter(self._counties.values()), "")

    def _validate(self, form: Worksheet, at: int, source: str, rule: dict[str, str]) -> None:
        last = _FIRST + ROWS
        form.data_validation(_FIRST, at, last, at, {"validate": "list", "source": source, **rule})
