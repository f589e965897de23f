"""The lists of what places owe: a line an issue, what all share said once, a list for each unit."""

import re
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.work_sheet import WorkSheet
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.links import dues_part_path
from generator.site.overview.due_pages import due_pages, units_of
from generator.site.overview.dues import owed
from generator.site.overview.owed_views import OwedSheet, owed_sheet, owed_workbook
from generator.site.page import Page, Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import rendered, site_index_of

SITE: SiteIndex = site_index_of(read_register(SAMPLE).register, TODAY)
UNDER_WAY = next(one for one in SITE.summaries if one.id == "LS19-990100-R02-Z-001")


def owing(number: int, day: str, letter: str = "", **sheet: str) -> IssueSummary:
    """An issue whose place owes one thing by a day ("" for none)."""
    debt = OpenDebt("地方", "地方", "整改完成", "2019-06-01", day, "", day)
    row = WorkSheet("示例：问题", "示例：要求", letter, "示例东区", "", "")._replace(**sheet)
    name = f"LS19-990100-R02-Z-{number:03}"
    return replace(UNDER_WAY, id=name, owed=day, debts=(debt,), sheet=row)


def sheet_of(*summaries: IssueSummary) -> OwedSheet:
    place = partial(dues_part_path, "990100")
    return owed_sheet(SITE, "dues/990100.html", owed(summaries), place)


def test_groups_are_by_the_first_deadline_and_empty_ones_are_left_out() -> None:
    days = ("", "2019-07-31", "2019-08-01", "2019-08-16", "2019-08-17", "2019-07-01")
    sheet = sheet_of(*(owing(number, day) for number, day in enumerate(days, start=1)))
    assert [(one.title, [row.number for row in one.rows]) for one in sheet.groups] == [
        ("已经逾期", [1, 2]),
        ("15 日内到期", [3, 4]),
        ("以后到期", [5]),
        ("没有定期限", [6]),
    ]
    assert [row.over or row.left for one in sheet.groups for row in one.rows] == [
        *("31", "1", "0", "15", "16", "")
    ]
    assert (sheet.total, sheet.over) == (6, 2)
    assert [one.title for one in sheet_of(owing(1, "2019-08-03")).groups] == ["15 日内到期"]


@pytest.mark.parametrize(
    ("letters", "prefix", "shown"),
    [
        (["示例函〔2019〕12号", "示例函〔2019〕7号"], "示例函", ["〔2019〕12号", "〔2019〕7号"]),
        (["示例函〔2019〕12号", "示例函〔2020〕7号"], "示例函", ["〔2019〕12号", "〔2020〕7号"]),
        (
            ["示例函〔2019〕12号", "", "示例函〔2019〕7号"],
            "示例函",
            ["〔2019〕12号", "", "〔2019〕7号"],
        ),
        (["示例函〔2019〕12号", "别函〔2019〕7号"], "", ["示例函〔2019〕12号", "别函〔2019〕7号"]),
        (["示例函〔2019〕12号", "示例函〔2019〕12号"], "示例函", ["〔2019〕12号"] * 2),
        (["第3号", "第4号"], "", ["第3号", "第4号"]),
    ],
)
def test_what_all_letters_begin_with_is_said_once(
    letters: list[str], prefix: str, shown: list[str]
) -> None:
    sheet = sheet_of(*(owing(n, "2019-08-03", one) for n, one in enumerate(letters, start=1)))
    assert sheet.letter_prefix == prefix
    assert [row.letter for group in sheet.groups for row in group.rows] == shown
    assert sheet.id_prefix == "LS19-990100-R02-Z-"


def test_one_line_alone_keeps_its_whole_number() -> None:
    sheet = sheet_of(owing(1, "2019-08-03", "示例函〔2019〕12号"))
    (row,) = sheet.groups[0].rows
    assert (row.short_id, row.letter) == (row.id, "示例函〔2019〕12号")


def test_each_unit_in_charge_has_its_list_and_no_other_issue() -> None:
    some = owed(
        [
            owing(1, "2019-07-01", department="示例市住建局"),
            owing(2, "2019-07-02", place="示例西区", department="示例市住建局"),
            owing(3, "2019-07-03", place=""),
        ]
    )
    found = {
        unit.name: [one.summary.id[-3:] for one in unit.owed] for unit in units_of(some).values()
    }
    assert found == {
        "示例东区": ["001"],
        "示例市住建局": ["001", "002"],
        "示例西区": ["002"],
    }
    assert all(re.fullmatch(r"[0-9]{6}|u[0-9a-f]{8}", key) for key in units_of(some))


def test_lists_of_units_hold_what_the_list_of_the_city_holds_of_them() -> None:
    made = {page.path: page.body for page in rendered(due_pages, SITE, Templates())}
    city = owed(SITE.overview.by_city["990100"])
    for key, unit in units_of(city).items():
        body = made[f"dues/990100-{key}.html"]
        listed = re.findall(r'<tr[^>]* data-record="([^"]+)"', body)
        assert listed == [one.summary.id for one in unit.owed]
        assert f'href="../../dues/990100-{key}.html"' in made["cities/990100/owed.html"]
        assert "联络员：" in body
        assert "填报日期：" in body


def test_city_that_owes_nothing_says_so_and_has_no_table() -> None:
    made = {page.path: page.body for page in rendered(due_pages, SITE, Templates())}
    assert "没有应由本市办理的问题" in made["dues/990400.html"]
    assert "<table" not in made["dues/990400.html"]


def lines_of(book: bytes) -> list[dict[str, Any]]:
    """The lines of a workbook by their heads, without empty cells."""
    heads, *rows = openpyxl.load_workbook(BytesIO(book)).worksheets[0].iter_rows()
    assert not [one for row in rows for one in row if one.data_type == "f"]
    titles = [one.value for one in heads]
    cells = ([(k, one.value) for k, one in zip(titles, row, strict=True)] for row in rows)
    return [{title: value for title, value in row if value is not None} for row in cells]


def test_workbook_of_a_list_holds_its_lines_whole() -> None:
    late = owing(7, "2019-07-30", "示例函〔2019〕12号", found="=HYPERLINK(1)")
    (debt,) = late.debts
    later = debt._replace(day="2019-08-31", stated="2019-08", unit_day="2019-08-20")
    late = replace(late, debts=(debt, later))
    first, second = lines_of(owed_workbook(SITE, "示例市", owed([owing(8, "2019-08-03"), late])))
    assert first == {
        "序号": 1,
        "点位": UNDER_WAY.site,
        "编号": "LS19-990100-R02-Z-007",
        "存在问题": "=HYPERLINK(1)",
        "整改要求": "示例：要求",
        "责任单位": "示例东区",
        "应办事项": "完成整改；完成整改",
        "督办文号": "示例函〔2019〕12号",
        "期限": datetime(2019, 7, 30),
        "期限说明": "2019-07-30；2019-08",
        "逾期天数": 2,
        "备注": "分办期限 2019-08-20",
    }
    assert (second["期限"], second["余下天数"]) == (datetime(2019, 8, 3), 2)
    assert not {"期限说明", "逾期天数"} & second.keys()


def test_each_list_leads_to_a_workbook_of_the_same_lines() -> None:
    made = {job.path: job.render(SITE, Templates()) for job in due_pages(SITE)}
    pages = {path: one.body for path, one in made.items() if isinstance(one, Page)}
    books = {path: one for path, one in made.items() if isinstance(one, bytes)}
    for path, book in books.items():
        page = pages[path.replace(".xlsx", ".html")]
        assert f'href="../{path}" download="' in page
        assert len(re.findall(r"\.xlsx", _tools(page))) == 2, "one file, and its name"
        listed = re.findall(r'<tr[^>]* data-record="([^"]+)"', page)
        assert [line["编号"] for line in lines_of(book)] == listed
    assert len(books) == sum(
        path.startswith("dues/99") and "<table" in pages[path] for path in pages
    )
    assert all(
        re.findall(r'href="([^"]+\.xlsx)"', _tools(pages[f"cities/{city}/owed.html"]))
        == [f"../../dues/{city}.xlsx"]
        for city in CITIES
    )


def _tools(page: str) -> str:
    """Return the buttons of a page: those of its head and of its list."""
    return "".join(re.findall(r'<div class="tools".*?</div>', page))


CITIES = ("990100", "990200", "990300")
