"""Table files of any form → sheets of cells with their addresses.

Workbooks (xlsx, xls, ods) and text in UTF-8, GB18030 or UTF-16, between commas, tabs or semicolons.
What the cells mean is left to `sheet_tables`.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from generator.core.findings import WorkError
from generator.exchange.sheet_rows import letters
from generator.exchange.text_files import unguarded
from generator.exchange.workbook_marks import NO_MARKS, SheetMarks, unseen_marks, workbook_marks

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of workbooks, new and old."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",\t;"
_EXACT = 10**15
"""Spreadsheets keep no more than 15 digits of a number."""

_ROWS, _COLUMNS = 100_000, 500
"""More than this is no list that somebody filled in, and would fill the memory."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: its text, and how the spreadsheet held it."""

    text: str
    is_number: bool = False
    is_damaged: bool = False
    """Whether it is a number of more digits than spreadsheets keep."""
    is_merged: bool = False
    """Whether the text is that of a merged cell, written once for several rows or columns."""
    is_fault: bool = False
    """Whether something is there without a value: an error, a formula without its result."""


EMPTY = SheetCell("")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows as in the file, the first one being row 1."""

    title: str
    rows: Sequence[Sequence[SheetCell]]
    is_text: bool = False
    """Whether it is a text file, in which merged cells have left blanks behind."""
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    """Rows and columns that are not shown, counted from 0; a filter hides rows as well."""
    marks: SheetMarks = NO_MARKS
    unseen: str = ""
    """What of its cells can not be seen in a file of this form."""


def address(row: int, column: int) -> str:
    """Return the address of a cell, both counted from 0: B3."""
    return f"{letters(column)}{row + 1}"


def read_sheets(name: str, content: bytes) -> list[Sheet]:
    """Return the sheets of a file; WorkError where it is no table that can be read."""
    if not content.strip():
        raise WorkError(f"表格“{name}”是空的", "检查导出时是否选对了工作表")
    if other := other_form(content):
        raise WorkError(
            f"“{name}”其实是{other}，不是工作簿，也不是 csv",
            "用打开它的程序另存为 .xlsx，或者把里面的表格复制到表格软件里再存",
        )
    if content.startswith(_WORKBOOKS):
        return _of_workbook(name, content)
    return [_of_text(name, content)]


_FORMS = (
    (re.compile(rb"%PDF-"), "PDF 文件"),
    (
        re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|table)\b", re.I | re.S),
        "网页",
    ),
    (re.compile(rb"(?:MIME-Version|Content-Type):", re.I), "网页（单个文件）"),
    (re.compile(rb"\s*<\?xml"), "XML 文件"),
    (re.compile(rb"\{\\rtf"), "RTF 文档"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}", re.S), "图片"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), "压缩包"),
)
"""How files of other forms begin, that are given the name of a table."""

_PARTS = {"word/document.xml": "Word 文档", "ppt/presentation.xml": "演示文稿"}
_TABLES = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}


def other_form(content: bytes) -> str:
    """Return what a file is that is no table, whatever it is called; "" where it may be one."""
    start = content[:2000].removeprefix(b"\xef\xbb\xbf")
    if found := next((name for form, name in _FORMS if form.match(start)), ""):
        return found
    if not zipfile.is_zipfile(io.BytesIO(content)) or not content.startswith(_WORKBOOKS):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = set(archive.namelist())
    if parts & _TABLES:
        return ""
    return next((name for part, name in _PARTS.items() if part in parts), "压缩包")


def is_workbook(content: bytes) -> bool:
    """Return whether a file is a workbook and not text."""
    return content.startswith(_WORKBOOKS)


def _of_workbook(name: str, content: bytes) -> list[Sheet]:
    # Loaded where it is needed: other commands, and text files, do without it.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        marks = workbook_marks(content)
        kept = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
        return [
            replace(
                _filled(name, book.get_sheet_by_name(one.name), marks.get(one.name, NO_MARKS)),
                title=one.name,
                is_hidden=one.visible is not SheetVisibleEnum.Visible,
                unseen=unseen_marks(content),
            )
            for one in kept
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise WorkError(
            f"工作簿“{name}”打不开",
            "用表格软件打开它，另存为 .xlsx（不设密码），再导入",
        ) from error


def _filled(name: str, sheet: object, marks: SheetMarks) -> Sheet:
    """Return a sheet with the text of each merged cell in all cells that it covers."""
    title = sheet.name  # type: ignore[attr-defined]
    height, width = sheet.height, sheet.width  # type: ignore[attr-defined]
    if height > _ROWS or width > _COLUMNS:
        raise WorkError(
            f"“{name}”的工作表“{title}”有 {height} 行 {width} 列，太大",
            f"一张表最多 {_ROWS} 行 {_COLUMNS} 列；删去空行空列，或者分成几个文件",
        )
    rows = [
        [_cell(value) for value in row]
        for row in sheet.to_python(skip_empty_area=False)  # type: ignore[attr-defined]
    ]
    for place, fault in marks.faults.items():
        _put_fault(rows, place, fault)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():  # type: ignore[attr-defined]
        _spread(rows, (top, left), (bottom, right))
    return Sheet(
        title,
        rows,
        hidden_rows=marks.hidden_rows,
        hidden_columns=marks.hidden_columns,
        marks=marks,
    )


def _put_fault(rows: list[list[SheetCell]], place: tuple[int, int], fault: str) -> None:
    """Put what stands in a cell without a value, also beyond the last cell that has one."""
    row, column = place
    if row >= _ROWS or column >= _COLUMNS:
        return
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [EMPTY] * (column + 1 - len(rows[row]))
    rows[row][column] = SheetCell(fault, is_fault=True)


def _spread(rows: list[list[SheetCell]], first: tuple[int, int], last: tuple[int, int]) -> None:
    (top, left), (bottom, right) = first, last
    if top >= len(rows) or left >= len(rows[top]) or not rows[top][left].text:
        return
    own = rows[top][left]
    copy = replace(own, is_merged=True)
    for row in rows[top : bottom + 1]:
        for at in range(left, min(right + 1, len(row))):
            row[at] = copy


def _cell(value: object) -> SheetCell:
    """Return what a cell of a workbook shows."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return SheetCell("是" if value else "否")
    if isinstance(value, datetime):
        return SheetCell(str(value.date()))
    if isinstance(value, date):
        return SheetCell(str(value))
    if isinstance(value, time | timedelta):
        return SheetCell(str(value))
    if isinstance(value, int | float):
        whole = int(value) if float(value).is_integer() else value
        return SheetCell(str(whole), is_number=True, is_damaged=abs(value) >= _EXACT)
    return SheetCell(str(value).strip())


def _of_text(name: str, content: bytes) -> Sheet:
    text = _decoded(name, content)
    delimiter = _delimiter(text)
    lines = io.StringIO(f"{text}\n{_LAST}", newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[list[SheetCell]] = []
    first, last = 1, 1
    try:
        for row in reader:
            if row == [_LAST]:
                return Sheet("", rows, is_text=True)
            rows.append(
                [SheetCell(unguarded(cell.strip())) if cell.strip() else EMPTY for cell in row]
            )
            first, last = last, reader.line_num + 1
    except csv.Error:  # a cell of more than some hundred thousand signs
        raise _swallowed(name, last) from None
    raise _swallowed(name, first)


_LAST = "\x00end of the table\x00"
"""A line behind the last one: what swallows it is a quote that was left open."""


def _swallowed(name: str, line: int) -> WorkError:
    return WorkError(
        f"表格“{name}”第 {line} 行有一个英文双引号没有配对，后面的行都并进了这一格；什么也没有导入",
        "补上或者删去这个引号；格里本来有双引号的，写成两个，整格再用双引号括起来；"
        "也可以在表格软件里另存为 .xlsx 再导入",
    )


def _decoded(name: str, content: bytes) -> str:
    """Return the text in the only encoding of the three that all of it is in."""
    encodings = ["utf-16"] if content.startswith(_UTF_16) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise WorkError(
        f"表格“{name}”不是 UTF-8、GB18030 或 UTF-16 编码", "在表格软件里另存为 .xlsx，再导入"
    )


def _delimiter(text: str) -> str:
    """Return the sign between cells: the one that most lines have most often."""
    counts = Counter[str]()
    for line in text.split("\n")[:50]:
        counts.update({sign: line.count(sign) for sign in _DELIMITERS})
    return max(_DELIMITERS, key=lambda sign: counts[sign])
