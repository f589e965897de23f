"""Ledgers as files: what comes back from CSV, XLSX and JSON is what the lines said."""

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any, get_type_hints

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exchange.data_package import package_bytes
from generator.exchange.sheet_rows import letters, parts_of
from generator.exchange.text_files import (
    CUT,
    XLSX_LIMIT,
    clean,
    csv_bytes,
    guarded,
    in_cell,
    json_bytes,
    unguarded,
)
from generator.exchange.xlsx import frame, workbook_without_rows, xlsx_bytes
from generator.kinds.issue.column import ColumnKind
from generator.kinds.issue.columns import FILE_COLUMNS, OWN_COLUMNS
from generator.kinds.issue.ledger import LedgerRow
from tests.making import make_line

TEXTS = [
    *(name for name, kind in get_type_hints(LedgerRow).items() if kind is str),
    *(column.name for column in OWN_COLUMNS),
]
PLACE = {"序号": 0} | {one.title: at for at, one in enumerate(FILE_COLUMNS, start=1)}
"""Title of a column → its place in a table, counted from 0."""

LAST = letters(len(PLACE) - 1)
"""The letters of the last column."""
ONE = make_line(
    programme="LT19",
    round=5,
    found_on="2019-07",
    city_name="渭南市",
    site="=HYPERLINK(1)",
    credit_code="911101080000000000",
    found='说“不”，\n又说 "是"',
    due="2019-08-30",
    states=("整改中", "未公开"),
)


def csv_rows(content: bytes) -> list[list[str]]:
    """The rows of a CSV file with a byte order mark."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_rows(content: bytes, sheet: int = 0) -> list[tuple[Any, ...]]:
    """The rows of a sheet as another library reads them; literal escapes undone as Excel does."""
    site = openpyxl.load_workbook(BytesIO(content))
    return [
        tuple(re.sub("_x005F_", "_", v) if isinstance(v, str) else v for v in row)
        for row in site.worksheets[sheet].iter_rows(values_only=True)
    ]


def cell(row: Sequence[Any], title: str) -> Any:
    """What stands in a row of a table in the column of this title."""
    return row[PLACE[title]]


LEDGER = [
    "序号",
    "编号",
    "行动",
    "轮次",
    "发现日期",
    "省",
    "市",
    "县（区）",
    "单位（点位）名称",
    "统一社会信用代码",
    "问题大类",
    "问题类别",
    "问题描述",
    "推送确认日期",
    "交办日期",
    "首次督办",
    "末次督办",
    "督办函文号",
    "整改要求",
    "整改时限",
    "责任单位",
    "整改进展",
    "完成日期",
    "核查日期",
    "核查结论",
    "是否销号",
    "销号日期",
    "是否曝光",
    "回头看日期",
    "回头看结论",
    "备注",
]
"""The columns that people expect of a ledger, in their order."""


def test_csv_is_for_spreadsheets() -> None:
    text = csv_bytes([ONE]).decode()
    assert text.startswith("\ufeff序号,编号,")
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")
    assert ',"说“不”，\n又说 ""是""",' in text
    head, row = csv_rows(csv_bytes([ONE]))
    assert [title for title in head if title in LEDGER] == LEDGER
    assert {title: cell(row, title) for title in head if cell(row, title)} == {
        "序号": "1",
        "编号": "LT19-610500-R01-P01-001",
        "行动": "LT19",
        "轮次": "5",
        "发现日期": "2019-07",
        "市": "渭南市",
        "单位（点位）名称": "'=HYPERLINK(1)",
        "统一社会信用代码": "'911101080000000000",
        "问题描述": '说“不”，\n又说 "是"',
        "整改时限": "2019-08-30",
        "整改进展": "整改中",
        "是否销号": "否",
        "是否曝光": "否",
    }


@pytest.mark.parametrize(
    ("text", "in_table"),
    [
        ("", ""),
        ("示例厂", "示例厂"),
        ("3号炉", "3号炉"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-示例", "'-示例"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("'示例'", "'示例'"),
        ("007", "'007"),
        ("7-11", "'7-11"),
        ("7月2日", "'7月2日"),
        ("2019年7月", "'2019年7月"),
        ("１２", "'１２"),
        ("(1)", "'(1)"),
        ("（2）", "'（2）"),
        ("¥5", "'¥5"),
        ("10 000", "'10 000"),
        ("5家", "5家"),
        ("1E5", "'1E5"),
        ("91110108MA01234567", "91110108MA01234567"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00\x1b\ud800\ufffeb", "a\ufffd\ufffd\ufffd\ufffdb"),
    ],
)
def test_csv_guards_what_a_spreadsheet_would_act_upon(text: str, in_table: str) -> None:
    assert guarded(text) == in_table
    assert unguarded(in_table) == clean(text)


def test_days_stay_bare_in_csv() -> None:
    assert [guarded(day, ColumnKind.DAY) for day in ("2019-07-08", "2019-07", "=1")] == [
        "2019-07-08",
        "2019-07",
        "'=1",
    ]


def test_json_has_the_keys_and_nothing_guarded() -> None:
    [row] = json.loads(json_bytes([ONE]))
    assert list(row) == [column.name for column in FILE_COLUMNS]
    assert row["site"] == "=HYPERLINK(1)"
    assert row["round"] == 5
    assert row["credit_code"] == "911101080000000000"
    assert row["closed_on"] == ""


def test_xlsx_holds_text_as_text_and_days_as_days() -> None:
    site = openpyxl.load_workbook(BytesIO(xlsx_bytes([ONE], "渭南市问题台账", "示例")))
    sheet = site["问题台账"]
    cells = {column.name: sheet.cell(2, at) for at, column in enumerate(FILE_COLUMNS, start=2)}
    assert sheet["A2"].value == 1
    shown = ("id", "site", "credit_code", "found_on", "round")
    assert {name: (cells[name].value, cells[name].data_type) for name in shown} == {
        "id": ("LT19-610500-R01-P01-001", "s"),
        "site": ("=HYPERLINK(1)", "s"),
        "credit_code": ("911101080000000000", "s"),
        "found_on": ("2019-07", "s"),
        "round": (5, "n"),
    }
    assert (cells["due"].value, cells["due"].number_format) == (datetime(2019, 8, 30), "yyyy-mm-dd")
    assert (cells["id"].number_format, cells["credit_code"].number_format) == ("@", "@")
    assert cells["found"].alignment.wrap_text
    assert cells["handed_on"].value is None


def test_xlsx_is_set_up_for_reading_and_print() -> None:
    title = "R&D 25 示例" + "长" * 200
    site = openpyxl.load_workbook(BytesIO(xlsx_bytes([ONE] * 3, title, "说明 & 备注")))
    for sheet in site:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddHeader.left.text == f"R&&D 25 示例{'长' * 90}…"
        assert sheet.oddFooter.left.text == "说明 && 备注"
        assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"
    sheet = site.worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.dimensions) == (
        "C2",
        f"A1:{LAST}4",
        f"A1:{LAST}4",
    )
    assert sheet.column_dimensions[letters(PLACE["问题描述"])].width > 40
    assert {sheet.cell(1, at + 1).font.bold for at in PLACE.values()} == {True}


@pytest.mark.parametrize("title", ["渭南市问题台账", "示例 A&B", "长" * 120, "12市", ""])
def test_xlsx_of_a_city_is_as_if_made_for_it_alone(title: str) -> None:
    frame("另一个市问题台账", "示例", 7)
    for lines in (0, 1, 12_345):
        alone = parts_of(workbook_without_rows(title, "示例", lines))
        assert frame(title, "示例", lines) == alone


def test_second_sheet_explains_every_column() -> None:
    rows = sheet_rows(xlsx_bytes([], "标题", "说明文字"), sheet=1)
    assert rows[:4] == [
        ("名称", "标题"),
        ("说明", "说明文字"),
        ("序号", "在本表中的顺序"),
        ("编号", "行动-城市代码-轮次-组别-序号，例如 LT19-610100-R05-P03-012"),
    ]
    assert [row[0] for row in rows[3:]] == [column.title for column in FILE_COLUMNS]


@pytest.mark.parametrize(
    "text",
    [
        "<r><t>x</t></r>",
        "]]>&amp;<!--",
        "_x0041_ _x000D_",
        "\x00\x08\x1b[31m",
        "\ud800\udfff\uffff",
        " vor und nach \n",
        "=1+1",
        "{=1}",
        "http://example.org/",
        "😀" * 40,
        "1",
        "TRUE",
    ],
)
def test_hostile_text_comes_back_from_xlsx(text: str) -> None:
    line = make_line(**dict.fromkeys(TEXTS, text), states=(text,))
    content = xlsx_bytes([line], text, text)
    row = sheet_rows(content)[1]
    told = {title: cell(row, title) for title in PLACE if title not in ("是否销号", "是否曝光")}
    assert set(told.values()) == {clean(text), None, 1}
    assert sheet_rows(content, sheet=1)[0][1] == clean(text)


def test_what_looks_like_an_escape_of_excel_is_escaped() -> None:
    assert in_cell("_x0041__x00e9_ _x41_") == "_x005F_x0041__x005F_x00e9_ _x41_"


def test_extent_of_a_sheet_is_that_of_its_rows() -> None:
    content = BytesIO(xlsx_bytes([ONE] * 2, "", ""))
    site = openpyxl.load_workbook(content, read_only=True)  # believes what the file says of it
    assert [sheet.calculate_dimension() for sheet in site] == [
        f"A1:{LAST}3",
        f"A1:B{len(PLACE) + 2}",
    ]
    site.close()


@pytest.mark.parametrize("sign", ["长", "😀", "&"])
def test_text_too_long_for_excel_is_cut_and_says_so(sign: str) -> None:
    units = len(sign.encode("utf-16-le")) // 2
    fits, over = sign * (XLSX_LIMIT // units), sign * (XLSX_LIMIT // units + 1)
    row = sheet_rows(xlsx_bytes([make_line(found=fits, demand=over)], "", ""))[1]
    assert cell(row, "问题描述") == fits
    demand = cell(row, "整改要求")
    assert demand.endswith(CUT)
    assert demand.strip(sign) == CUT
    assert len(demand.encode("utf-16-le")) // 2 <= XLSX_LIMIT
    assert json.loads(json_bytes([make_line(demand=over)]))[0]["demand"] == over


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2019-07-08", datetime(2019, 7, 8)),
        ("1900-03-01", datetime(1900, 3, 1)),
        ("1900-02-28", "1900-02-28"),
        ("9999-12-31", datetime(9999, 12, 31)),
        ("2019-02-30", "2019-02-30"),
        ("2019-W01-1", "2019-W01-1"),
        ("2019-07", "2019-07"),
        ("2019", "2019"),
        ("", None),
    ],
)
def test_only_whole_days_that_excel_can_count_are_dates(day: str, value: object) -> None:
    row = sheet_rows(xlsx_bytes([make_line(due=day)], "", ""))[1]
    assert cell(row, "整改时限") == value


@pytest.mark.parametrize(
    ("column", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_have_the_names_that_excel_gives(column: int, name: str) -> None:
    assert letters(column) == name


def test_empty_ledger_has_its_head() -> None:
    assert len(csv_rows(csv_bytes([]))) == 1
    assert json_bytes([]) == b"[]\n"
    assert [len(row) for row in sheet_rows(xlsx_bytes([], "", ""))] == [len(PLACE)]


def test_lines_that_say_nothing_are_lines() -> None:
    empty = make_line(id="")
    assert "".join(csv_rows(csv_bytes([empty]))[1]) == "1否否"
    row = sheet_rows(xlsx_bytes([empty], "", ""))[1]
    assert {title: cell(row, title) for title in PLACE if cell(row, title) is not None} == {
        "序号": 1,
        "是否销号": "否",
        "是否曝光": "否",
    }
    assert json.loads(json_bytes([empty]))[0]["id"] == ""


def test_package_describes_its_files() -> None:
    archive = zipfile.ZipFile(BytesIO(package_bytes([ONE], "lantian-610500", "标题", "说明")))
    assert archive.namelist() == ["datapackage.json", "ledger.csv", "ledger.json"]
    described = json.loads(archive.read("datapackage.json"))
    assert (described["name"], described["title"], described["description"]) == (
        "lantian-610500",
        "标题",
        "说明",
    )
    for resource in described["resources"]:
        content = archive.read(resource["path"])
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert re.fullmatch(r"[-a-z0-9._]+", resource["name"])
    table, objects = described["resources"]
    assert [one["name"] for one in table["schema"]["fields"]] == csv_rows(
        archive.read("ledger.csv")
    )[0]
    assert [one["name"] for one in objects["schema"]["fields"]] == list(
        json.loads(archive.read("ledger.json"))[0]
    )
    assert (table["mediatype"], objects["mediatype"]) == ("text/csv", "application/json")
    of_table = {one["name"]: one for one in table["schema"]["fields"]}
    of_objects = {one["name"]: one for one in objects["schema"]["fields"]}
    assert of_objects["found_on"] == {
        "name": "found_on",
        "title": "发现日期",
        "type": "string",
        "description": "只知年月的写到月",
        "constraints": {"pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    }
    assert of_table["单位（点位）名称"] == {
        "name": "单位（点位）名称",
        "title": "单位（点位）名称",
        "type": "string",
        "description": "企业、工地、村庄等的名称，照通报；"
        "像公式、数字或日期的文本前面加了一个撇号（'），防止电子表格误读",
    }


PRINT_DIGESTS = """
import os, sys
from hashlib import sha256
os.umask(int(sys.argv[1], 8))
from generator.exchange.text_files import csv_bytes
from generator.exchange.text_files import json_bytes
from generator.exchange.data_package import package_bytes
from generator.exchange.xlsx import xlsx_bytes
from tests.making import make_line
lines = [make_line(found=f"示例{number}", due="2019-07-08") for number in range(450)]
files = csv_bytes(lines), json_bytes(lines), package_bytes(lines, "a", "b", "c"), \
    xlsx_bytes(lines, "b", "c")
print(*(sha256(file).hexdigest() for file in files))
"""


def test_same_lines_give_the_same_bytes_in_any_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", PRINT_DIGESTS, umask],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
            capture_output=True,
            check=True,
            encoding="ascii",
        ).stdout
        for umask, zone, seed in [("022", "UTC", "1"), ("077", "Asia/Shanghai", "2")]
    }
    assert len(digests) == 1
    assert len(next(iter(digests)).split()) == 4


def any_line() -> st.SearchStrategy[LedgerRow]:
    """Lines in which any text stands anywhere, also what no record could hold."""
    anything = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
        ["=1", "'", "2019-07-08", "<r></r>", "_x0000_", "\r\n", "007"]
    )
    texts = dict.fromkeys(TEXTS, anything)
    return st.builds(make_line, **texts, round=st.integers(0, 99), states=st.tuples(anything))


def said(lines: Sequence[LedgerRow]) -> list[list[str]]:
    """What each line says, column by column, as text."""
    return [[clean(str(column.cell(line))) for column in FILE_COLUMNS] for line in lines]


@given(st.lists(any_line(), max_size=3))
@settings(deadline=None)
def test_any_text_comes_back_from_csv(lines: list[LedgerRow]) -> None:
    rows = csv_rows(csv_bytes(lines))[1:]
    assert [row[0] for row in rows] == [str(at + 1) for at in range(len(lines))]
    assert [[unguarded(cell) for cell in row[1:]] for row in rows] == said(lines)


@given(st.lists(any_line(), max_size=3))
@settings(deadline=None)
def test_any_text_comes_back_from_json(lines: list[LedgerRow]) -> None:
    rows = json.loads(json_bytes(lines).decode("utf-8"))
    assert [[str(value) for value in row.values()] for row in rows] == said(lines)


@given(st.lists(any_line(), max_size=2))
@settings(deadline=None, max_examples=40)
def test_any_text_comes_back_from_xlsx(lines: list[LedgerRow]) -> None:
    rows = [row[1:] for row in sheet_rows(xlsx_bytes(lines, "题", "注"))[1:]]
    assert [[as_text(cell) for cell in row] for row in rows] == said(lines)


def as_text(cell: object) -> str:
    """A cell as the line said it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


@given(st.text(st.characters(exclude_categories=())))
def test_no_cell_holds_what_xml_can_not(text: str) -> None:
    in_cell(text).encode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\r<>\ufffe\uffff]", in_cell(text))


def test_every_text_of_a_line_is_tried() -> None:
    assert {field.name for field in fields(LedgerRow)} - set(TEXTS) == {
        "round",
        "returned",
        "states",
        "own",
        "has_page",
        "debts",
        "sheet",
        "letters",
        "steps",
    }
