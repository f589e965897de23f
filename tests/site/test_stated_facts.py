"""Pages state what their figures mean: days by year and basis, populations, gaps in time."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from generator.exchange.data_package import DESCRIPTION
from generator.kinds.issue.model import Issue
from generator.kinds.issue.pages import CaseInputs, case_page, exposure_index, report_to
from generator.kinds.issue.views import issue_view
from generator.kinds.register import Register
from generator.kinds.registry import TEMPLATE_FOLDERS
from generator.kinds.round.board import _reports_note
from generator.kinds.round.model import Round
from generator.public.policy import exposure_of
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.links import DATA, DATA_FOLDER
from generator.site.open_data import open_data
from generator.site.overview.home_full import Clock
from generator.site.overview.home_full import clock as clock_of
from generator.site.overview.progress import every_month
from generator.site.overview.reference import _about
from generator.site.page import Page, Templates
from generator.site.settings import DataLicence
from tests.registers import SAMPLE, TODAY
from tests.site_index import pages, site_index_of

REGISTER: Register = read_register(SAMPLE).register
CASE = "LS19-990100-R02-Z-001"


@pytest.fixture(scope="module")
def site() -> SiteIndex:
    """The public edition of the sample."""
    return site_index_of(REGISTER, TODAY, is_public=True)


def test_home_page_names_the_programme_it_follows_where_others_are_under_way() -> None:
    now = clock_of(site_index_of(REGISTER, TODAY))
    assert now
    assert now.said == "LP19 第1轮（6月10日至7月25日）已经结束"
    assert [(one.text, one.href) for one in now.beside] == [("LS19 第3轮", "rounds/LS19-R03.html")]
    before_that = clock_of(site_index_of(REGISTER, date(2019, 6, 1)))
    assert before_that
    assert (before_that.beside, before_that.said[:3]) == ((), "第2轮")


def clock(start: date, end: date, today: date, *, is_computed: bool) -> Clock:
    before = SimpleNamespace(end=date(2021, 2, 24))
    record = SimpleNamespace(start=start, end=end, number=49)
    return Clock(cast(Round, record), cast(Round, before), today, is_computed)


@pytest.mark.parametrize(
    ("start", "end", "today", "is_computed", "said"),
    [
        ("2021-03-10", "2021-03-24", "2026-11-30", True,
         "第49轮（推算，2021年3月10日至3月24日）已经结束"),
        ("2026-11-20", "2026-12-04", "2026-11-30", False, "第49轮（11月20日至12月4日）第 11 天"),
        ("2025-12-28", "2026-01-11", "2026-01-02", False,
         "第49轮（2025年12月28日至2026年1月11日）第 6 天"),
    ],
)  # fmt: skip
def test_home_page_says_the_year_of_a_round_and_that_it_was_computed(
    start: str, end: str, today: str, is_computed: bool, said: str
) -> None:
    days = [date.fromisoformat(one) for one in (start, end, today)]
    assert clock(*days, is_computed=is_computed).said == said


def test_home_page_says_the_year_of_the_day_compared_with() -> None:
    days = (date(2021, 3, 10), date(2021, 3, 24))
    assert clock(*days, date(2026, 11, 30), is_computed=True).compared == "2021年2月24日"
    assert clock(*days, date(2021, 3, 30), is_computed=True).compared == "2月24日"


def test_months_in_which_nothing_was_found_stand_between_the_others() -> None:
    assert list(every_month("2017-11", "2018-02")) == ["2017-11", "2017-12", "2018-01", "2018-02"]


def test_groups_that_need_not_have_reported_are_accounted_for() -> None:
    assert _reports_note(272, 226, 0) == "共 272 个组，已报送 226 个，46 个未到报送期限"
    assert _reports_note(272, 226, 46) == "共 272 个组，已报送 226 个"


def test_latest_exposures_come_first_and_tell_of_a_withdrawn_one_beside_its_state(
    site: SiteIndex,
) -> None:
    days = [one.line.exposed_on for one in site.exposures]
    assert days == sorted(days, reverse=True)
    body = exposure_index(site, Templates(is_public=True)).body
    (hidden,) = [one for one in site.exposures if not one.shown][:1]
    row = body.partition(f'data-record="{hidden.line.id}"')[2].partition("</tr>")[0]
    problem, _, standing = row.partition('data-h="公开情况"')
    assert hidden.reason not in problem
    assert hidden.reason in standing


def test_list_of_exposures_says_of_how_many_the_day_is_told(site: SiteIndex) -> None:
    one, *others = site.exposed
    undated = replace(one, line=replace(one.line, exposed_on=""))
    changed = replace(site, exposed=(undated, *others))
    body = exposure_index(changed, Templates(is_public=True)).body
    assert f"共 {len(others) + 1} 个案例，其中 {len(others)} 个载明曝光日期。" in body


def test_data_package_and_page_name_the_licence_that_is_set_and_no_other(site: SiteIndex) -> None:
    set_one = replace(site, licence=DataLicence("CC-BY-4.0", "署名 4.0 国际", "https://a.example/"))
    for one, licences, said in (
        (site, None, "本台账没有声明数据的使用许可"),
        (
            set_one,
            [{"name": "CC-BY-4.0", "title": "署名 4.0 国际", "path": "https://a.example/"}],
            "本台账的数据以 <a href=",
        ),
    ):
        jobs = {job.path: job for job in open_data(one)}
        package = jobs[f"{DATA_FOLDER}/{DESCRIPTION}"].render(one, Templates(is_public=True))
        assert json.loads(cast(bytes, package)).get("licenses") == licences
        page = jobs[DATA].render(one, Templates(is_public=True))
        assert said in cast(Page, page).body


TELLS_OVERDUE = re.compile(r"<(?:th|b|dt)[^>]*>(?:<[^>]*>)?逾期<|逾期 (?:<[^>]*>)?\d+")


def test_public_page_says_once_what_it_counts_as_overdue(site: SiteIndex) -> None:
    told = {
        page.path: page.body.count("只计没有公开名称的问题")
        for page in pages(site, Templates(is_public=True))
        if TELLS_OVERDUE.search(page.body)
    }
    assert {path.partition("/")[0] for path in told} >= {"cities", "progress", "rounds", "reports"}
    assert {path: number for path, number in told.items() if number != 1} == {}


def test_pages_with_room_for_buttons_have_the_script_that_puts_them_in() -> None:
    room = ('data-tools="print"', 'data-part="tools"')
    with_room = [
        path
        for folder in TEMPLATE_FOLDERS
        for path in Path(folder).glob("*.html")
        if any(one in path.read_text(encoding="utf-8") for one in room)
    ]
    assert {path.name for path in with_room} >= {"due.html", "exposure.html", "round_board.html"}
    lacking = [p.name for p in with_room if "page-tools.js" not in p.read_text(encoding="utf-8")]
    assert lacking == []


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (None, []),
        ("示例信箱@example.invalid", ["示例信箱@example.invalid"]),
        ("https://example.invalid/纠错", ["https://example.invalid/纠错"]),
        ("029-88880000", ["029-88880000"]),
    ],
)
def test_where_errors_are_reported_stands_on_the_page_of_the_site_and_of_a_case(
    site: SiteIndex, to: str | None, said: list[str]
) -> None:
    programme = site.register.programmes["LS19"]
    assert programme.publication
    publication = programme.publication.model_copy(update={"report_to": to})
    changed = programme.model_copy(update={"publication": publication})
    filed = tuple(
        replace(one, record=changed) if one.record is programme else one
        for one in site.register.filed
    )
    register = Register(site.register.vocabulary, filed)
    about = _about(replace(site, register=register), Templates(is_public=True)).body
    report = about[about.index('<h2 id="report">') : about.index('<h2 id="data">')]
    assert "12369" in report
    assert re.findall(r"<dd><(?:a|span)[^>]*>([^<]+)<", report) == said
    reported = report_to(changed, "纠错 示例")
    assert [reported.text] == (said or [""])
    assert reported.href == {
        "示例信箱@example.invalid": "mailto:示例信箱@example.invalid?subject="
        "%E7%BA%A0%E9%94%99%20%E7%A4%BA%E4%BE%8B",
        "https://example.invalid/纠错": "https://example.invalid/纠错",
    }.get(to or "", "")
    issue = next(one.record for one in REGISTER.of(Issue) if one.record.id == CASE)
    exposure = exposure_of(issue, changed, REGISTER.vocabulary, TODAY)
    inputs = CaseInputs(issue, issue_view(register, issue), exposure, "")
    body = case_page(Templates(is_public=True), register, inputs).body
    told = body[body.index('<h2 id="report">') :]
    assert "12369" in told
    assert (said[0] if said else "提出；本台账没有收录它的纠错联系方式。") in told
