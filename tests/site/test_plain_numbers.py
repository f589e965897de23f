"""Numbers without a link: only those that a source printed or that count no records."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html.parser import HTMLParser

import pytest

from generator.kinds.issue.work import WORK_CHECKED, WORK_DONE, WORK_OUT
from generator.kinds.visit.views import VISIT_RATES
from generator.site.build import read_register
from generator.site.page import Page, Templates
from generator.site.tables import RATES
from tests.registers import SAMPLE, TODAY
from tests.site_index import pages, site_index_of

NUMBER = re.compile(r"[1-9][\d.]*( [个项件条家台人])?")

PLAIN: Mapping[str, str] = {
    "代码": "a name that is a number",
    "序号": "a place in a list",
    "日期": "a date",
    "发布日期": "a date",
    "发现日期": "a date",
    "时间": "a date",
    "时段": "a date",
    "起止": "a date",
    "适用期间": "a date",
    "年份": "a date",
    "数值": "printed in a bulletin or reported",
    "当月": "reported",
    "累计": "reported",
    "累计完成": "reported or checked",
    "报送累计": "reported",
    "核实": "checked on the spot",
    "相差": "reported and not found",
    "任务量": "set by the plan",
    "名次": "printed in an appraisal",
    "得分": "printed in an appraisal",
    "一季度": "a rank",
    "二季度": "a rank",
    "三季度": "a rank",
    "四季度": "a rank",
    "人数": "people",
    "新轮换人员": "people",
    "参加人数": "people",
    "天数": "days",
    "逾期天数": "days",
    "已等天数": "days",
    "轮次天数": "days",
    "每轮天数": "days",
    "与下一轮重叠天数": "days",
    "最长月数": "months",
    "各组几日以内报送": "days",
    "发现到交办（天，中位数）": "days",
    "用时（天，中位数）": "days",
    "推算轮次": "the number of a round",
    "数量": "printed in a case",
    "字段": "the fields of a kind, listed on its own page",
    "编号例如": "the code of a city, as an example",
    **dict.fromkeys(("行数", "列数", "字节数"), "the size of a file"),
    **dict.fromkeys(
        ("检查点位", "其中清单内", "清单内", "清单外", "未分清内外", "有问题点位", "任务清单点位"),
        "reported by groups",
    ),
    "台账点位": "sites of the issues beside",
    **{one.title: "a ratio, with numerator and denominator" for one in VISIT_RATES},
    **dict.fromkeys(
        ("期初尚未办结", "期末尚未办结", "期末逾期"),
        "issues as they were on another day, which no search tells",
    ),
    **dict.fromkeys(
        (one.title for one in (*WORK_DONE, *WORK_OUT, WORK_CHECKED)), "events of a period"
    ),
    **dict.fromkeys((one.title for one in RATES), "a ratio, with numerator and denominator"),
}
"""Head of a column, or term of a figure → what its plain numbers are, if not counts of records."""


PARTS = ("table", "thead", "tbody", "tfoot")
CELLS = ("td", "th", "dt", "dd")
ENDING = (*PARTS, *CELLS, "tr", "dl")
"""What ends a cell that has no end tag of its own."""


class Numbers(HTMLParser):
    """The figures of a page: head of the column or term, text, and whether a link is in it.

    Foot lines of a table add up what stands above them and are left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, bool]] = []
        self._heads: list[str] = []
        self._in = ""
        self._cell = ""
        self._text = ""
        self._linked = False
        self._column = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ENDING:
            self._close()
        if tag in PARTS:
            self._in = tag
        if tag == "thead":
            self._heads = []
        if tag == "tr":
            self._column = 0
        if tag in CELLS:
            self._cell, self._text, self._linked = tag, "", False
        if tag == "a":
            self._linked = True

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ENDING:
            self._close()

    def _close(self) -> None:
        text, cell, self._cell = " ".join(self._text.split()), self._cell, ""
        if cell == "dt":
            self._heads = [text.partition(" ")[0]]
        elif cell == "dd":
            self.found.append((self._heads[0], text, self._linked))
        elif cell and self._in == "thead":
            self._heads.append(text)
        elif cell:
            head = self._heads[self._column] if self._column < len(self._heads) else ""
            if self._in != "tfoot":
                self.found.append((head, text, self._linked))
            self._column += 1


def plain(page: Page) -> Iterator[str]:
    """Heads of the numbers of a page that lead nowhere."""
    numbers = Numbers()
    numbers.feed(page.body)
    for head, text, is_linked in numbers.found:
        if NUMBER.fullmatch(text) and not is_linked:
            yield head


OVER = {"交接清单", "已经接收", "承诺未完成"}
"""What was taken over in a round that is long over: its board says that it lists it no more."""


TRENDS = "progress/trends.html"
"""Its numbers are events of a round or month and states of days gone by, which no search tells."""


@pytest.mark.parametrize(("day", "besides"), [(date(2019, 6, 10), set()), (TODAY, OVER)])
def test_a_number_without_a_link_counts_no_records(day: date, besides: set[str]) -> None:
    site = site_index_of(read_register(SAMPLE).register, day)
    found = {(head, page.path) for page in pages(site, Templates()) for head in plain(page)}
    counts = {(head, path) for head, path in found if head not in PLAIN}
    assert {head for head, path in counts if path != TRENDS} == besides
    assert {path for _, path in counts} <= {"teams/LS19-R02.html", TRENDS}
    assert len(found) > 20


def test_plain_numbers_are_seen() -> None:
    rows = "<tr><th>示例<td>2<td><a>3</a><tr><th>示例<td>0<td>4 项"
    body = f"<table><thead><tr><th>城<th>甲<th>乙</thead><tbody>{rows}</tbody></table>"
    body += "<dl><dt>丙 汇总<dd>5</dl>"
    assert list(plain(Page("x.html", "", body))) == ["甲", "乙", "丙"]
