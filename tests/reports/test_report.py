"""Bulletins in numbers, as text, as typed: every count is that of the records behind it."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from generator.core.yaml_writer import record_text
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.ledger import (
    CLOSED,
    OPEN,
    UNKNOWN,
    IssueSummary,
    SentLetter,
    ledger_row,
)
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.summaries import Overview
from generator.kinds.issue.work_periods import days_of, period_work
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.reports.letters import hand_overs, letters_page, letters_sent
from generator.reports.pages import report_pages
from generator.reports.periods import (
    WEEKS,
    Filled,
    ReportPeriod,
    days_text,
    filled,
    filled_days,
    filled_rounds,
    filled_weeks,
    month_of,
    quarter_of,
    week_of,
    year_of,
)
from generator.reports.report import compared, report
from generator.reports.texts import NAMED, comparison_text, numeral, places_text, report_text
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.links import report_path
from generator.site.page import Templates
from generator.site.tables import RATES
from tests.kinds.issue.test_summaries import PLAIN
from tests.making import make_issue, make_programme, make_register
from tests.registers import REPOSITORY, SAMPLE, TODAY, copied
from tests.running import Outcome, lantian
from tests.site.test_counting_pages import matches, parsed
from tests.site_index import full_lines, rendered, site_index_of

GOLDEN = REPOSITORY / "tests" / "golden" / "reports"
TODAY_TEXT = TODAY.isoformat()


def run(*words: object) -> Outcome:
    return lantian("report", *words, "--root", SAMPLE, "--today", TODAY_TEXT)


TEXTS: Sequence[tuple[str, list[str]]] = [
    ("round", ["round", "LS19-R01"]),
    ("round-last", ["round", "LS19-R03"]),
    ("round-unknown", ["round", "LS17-R00"]),
    ("week", ["week", "2019-06-12"]),
    ("month", ["month", "2019-06"]),
    ("month-vague", ["month", "2017-07"]),
    ("month-cities", ["month", "2019-06", "--city", "示例乙市", "--programme", "LS19"]),
    ("quarter", ["quarter", "2019-Q2"]),
    ("year", ["year", "2017"]),
    ("checked", ["year", "2019", "--check-figures", "LS19-20190701-1"]),
    ("letter-next", ["letter", "--city", "990100"]),
    ("letter-sent", ["letter", "LS19-990200-R03-P02-005", "LS19-990100-R01-P01-001"]),
    ("letter-number", ["letter", "--city", "990200", "--letter", "示例函〔2019〕31号"]),
    ("letter-first", ["letter", "--letter", "示例函〔2019〕13号"]),
    ("handed", ["handed", "--city", "示例乙市", "--from", "2019-06-12"]),
]


@pytest.mark.parametrize(("name", "words"), TEXTS, ids=lambda one: str(one))
def test_text_is_as_it_was(name: str, words: list[str]) -> None:
    """LANTIAN_REWRITE=1 writes the texts anew; look at the difference before you accept it."""
    place = GOLDEN / f"{name}.txt"
    shown = run(*words)
    assert (shown.code, shown.err) == (0, "")
    if os.environ.get("LANTIAN_REWRITE"):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(shown.out.encode())
    assert shown.out == place.read_bytes().decode()


@pytest.mark.parametrize("name", ["round", "letter-next", "handed"])
def test_text_in_a_file_is_the_one_that_is_shown(name: str, tmp_path: Path) -> None:
    assert run(*dict(TEXTS)[name], "--out", tmp_path / "text.txt").code == 0
    assert (tmp_path / "text.txt").read_bytes() == (GOLDEN / f"{name}.txt").read_bytes()


def test_every_golden_text_is_made_by_a_test() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {name for name, _ in TEXTS}


WRONG: Sequence[tuple[list[str], int, str]] = [
    (["round", "LS19-R09"], 2, "没有叫 'LS19-R09' 的轮次；是不是“LS19-R0"),
    (["month", "2019年7月"], 2, "'2019年7月' 不是月份的写法，写成 2019-07"),
    (["month", "2019-7"], 2, "写成 2019-07"),
    (["month", "2019-13"], 2, "月份只有 01 到 12"),
    (["month", "七月"], 2, "不是月份的写法，写成 2019-07"),
    (["week", "2019-7"], 2, "2019-05-08"),
    (["quarter", "2019q3"], 2, "'2019q3' 不是季度的写法，写成 2019-Q3"),
    (["quarter", "2019-Q5"], 2, "写成 2019-Q3"),
    (["year", "19"], 2, "写成 2019"),
    (["month", "2019-09"], 3, "有记录的是 2017-07、2017-11、2019-05、2019-06"),
    (["round", "LS19-R01", "--city", "示例乙市"], 3, "第1轮没有符合的问题记录"),
    (["month", "2019-06", "--city", "示例辛市"], 2, "没有叫 '示例辛市' 的城市"),
    (["month", "2019-06", "--check-figures", "LS19-1"], 2, "没有编号为 'LS19-1' 的通报"),
    (["round", "LS19-R01", "--check-figures", "LS17-2017-1"], 2, "LS17-2017-1 是 LS17 的通报"),
    (
        ["year", "2019", "--city", "990100", "--check-figures", "LS19-20190701-1"],
        2,
        "不能和 --city",
    ),
    (["month", "2019-06", "--annex", "x.csv"], 2, "后缀改成 .xlsx"),
    (["letter"], 2, "写出问题的编号，或者用 --city、--round 选择"),
    (["letter", "X"], 2, "没有编号为 'X' 的问题"),
    (["letter", "LS19-990100-R01-P01-099"], 2, "没有编号为 'LS19-990100-R01-P01-099' 的问题"),
    (["letter", "LS19-990100-R01-P01-001", "--city", "990100"], 2, "只能写一种"),
    (["letter", "LS19-990100-R01-P01-002"], 3, "没有在等待发督办函，也没有发过督办函"),
    (["letter", "--city", "990400"], 3, "没有等待发督办函的"),
    (["letter", "--letter", "示例函〔2019〕99号"], 3, "没有文号是 '示例函〔2019〕99号' 的"),
    (["handed", "--city", "990400"], 3, "没有已经交办的"),
    (["handed", "--city", "990100", "--from", "2019-6"], 2, "2019-05-08"),
]


@pytest.mark.parametrize(("words", "code", "said"), WRONG, ids=lambda one: str(one))
def test_what_is_wrong_is_said_with_a_remedy(words: list[str], code: int, said: str) -> None:
    outcome = run(*words)
    assert outcome.code == code
    assert said in outcome.err
    assert outcome.out == ""


def test_file_is_not_written_over_another(tmp_path: Path) -> None:
    out = tmp_path / "通报.txt"
    out.write_text("别动")
    assert "已经存在" in run("round", "LS19-R01", "--out", out).err
    assert out.read_text() == "别动"
    assert run("round", "LS19-R01", "--out", out, "--force").code == 0
    assert "第1轮问题情况通报" in out.read_text(encoding="utf-8")


def test_annex_holds_the_issues_of_the_period(tmp_path: Path) -> None:
    place = tmp_path / "附件.xlsx"
    outcome = run("week", "2019-06-09", "--city", "990200", "--annex", place)
    assert outcome.err == f"附件 5 个问题，写在 {place}\n"
    rows = openpyxl.load_workbook(place).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert [row[1] for row in rows] == [f"LS19-990200-R03-P02-00{n}" for n in range(2, 7)]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (47, "四十七"), (100, "100")],
)
def test_headings_are_counted_in_chinese(number: int, text: str) -> None:
    assert numeral(number) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2019-07-08", "2019-07-08", "2019年7月8日"),
        ("2019-07-08", "2019-07-14", "2019年7月8日至14日"),
        ("2019-05-23", "2019-06-06", "2019年5月23日至6月6日"),
        ("2018-12-31", "2019-01-06", "2018年12月31日至2019年1月6日"),
    ],
)
def test_days_say_once_what_both_ends_share(first: str, last: str, text: str) -> None:
    assert days_text(date.fromisoformat(first), date.fromisoformat(last)) == text


@pytest.mark.parametrize(
    ("period", "key", "first", "last"),
    [
        (week_of(date(2019, 7, 8)), "2019-07-08", "2019-07-08", "2019-07-14"),
        (week_of(date(2019, 7, 14)), "2019-07-08", "2019-07-08", "2019-07-14"),
        (week_of(date(2019, 1, 1)), "2018-12-31", "2018-12-31", "2019-01-06"),
        (month_of(2020, 2), "2020-02", "2020-02-01", "2020-02-29"),
        (quarter_of(2019, 3), "2019-Q3", "2019-07-01", "2019-09-30"),
        (year_of(2019), "2019", "2019-01-01", "2019-12-31"),
    ],
)
def test_period_has_its_days(period: ReportPeriod, key: str, first: str, last: str) -> None:
    assert (period.key, period.first, period.last) == (key, first, last)


JUNE, QUARTER, YEAR = month_of(2019, 6), quarter_of(2019, 2), year_of(2019)


@pytest.mark.parametrize(
    ("period", "found_on", "holds", "may_hold"),
    [
        (JUNE, "2019-06-01", True, False),
        (JUNE, "2019-06-30", True, False),
        (JUNE, "2019-07-01", False, False),
        (JUNE, "2019-06", True, False),
        (JUNE, "2019", False, True),
        (JUNE, "2018", False, False),
        (QUARTER, "2019-06", True, False),
        (QUARTER, "2019", False, True),
        (YEAR, "2019", True, False),
        (week_of(date(2019, 7, 1)), "2019-07", False, True),
        (week_of(date(2019, 7, 1)), "2019-08", False, False),
    ],
)
def test_vague_date_counts_only_where_all_of_it_lies_inside(
    period: ReportPeriod, found_on: str, holds: bool, may_hold: bool
) -> None:
    summary = replace(PLAIN, found_on=found_on)
    assert (period.holds(summary), period.may_hold(summary)) == (holds, may_hold)


def test_only_some_places_are_named_in_official_order() -> None:
    codes = ["610100", "140100", "110000", "370100", "410100", "130100"]
    summaries = [replace(PLAIN, city=code) for code in codes]
    made = report(make_register(make_programme()), filled(YEAR, summaries), TODAY_TEXT)
    named = sorted(codes)[:NAMED]
    assert [one.code for one in made.categories[0].cities] == sorted(codes)
    text = places_text(made.categories[0].cities, "城市")
    assert text == "、".join(f"{one} 1 个" for one in named) + "等 6 个城市"


SAMPLE_REGISTER = read_register(SAMPLE).register
WORDS = SAMPLE_REGISTER.vocabulary
SUMMARIES = st.builds(
    lambda city, number, county, category, found, standing, returned: replace(
        PLAIN,
        city=city,
        round=number,
        county=county,
        county_name=county and "区",
        category=category,
        group=WORDS.group_of[category],
        found_on=found,
        openness=standing,
        returned=returned,
    ),
    st.sampled_from(["990100", "990200", "990300", "999999"]),
    st.integers(0, 3),
    st.sampled_from(["", "990101", "示例高新区"]),
    st.sampled_from(WORDS.words("categories")),
    st.sampled_from(["2019", "2018-12", "2019-01", "2019-03-31", "2019-04-01", "2019-12-31"]),
    st.sampled_from([OPEN, CLOSED, UNKNOWN]),
    st.integers(0, 2),
)


@given(st.lists(SUMMARIES, max_size=30))
def test_parts_add_up_to_the_total(summaries: list[IssueSummary]) -> None:
    made = report(SAMPLE_REGISTER, filled(YEAR, summaries), TODAY_TEXT)
    inside = [one for one in summaries if one.found_on.startswith("2019")]
    assert made.total == len(inside)
    assert sum(one.count for one in made.categories) == made.total
    assert sum(group.count for group in made.groups) == made.total
    assert sum(place.count for one in made.categories for place in one.cities) == made.total
    assert sum(one.place.count for one in made.places) == made.total
    assert sum(county.count for one in made.places for county in one.counties) == made.total
    assert made.tally.open + made.tally.closed + made.tally.unknown == made.total
    order = [one.word for one in made.categories]
    assert order == [word for word in WORDS.words("categories") if word in order]


@given(st.lists(SUMMARIES, max_size=30))
def test_rounds_add_up_to_the_programme(summaries: list[IssueSummary]) -> None:
    rounds = SAMPLE_REGISTER.rounds
    found = list(filled_rounds(Overview(tuple(summaries), TODAY_TEXT), rounds))
    assert sum(report(SAMPLE_REGISTER, one, TODAY_TEXT).total for one in found) == len(summaries)
    assert all(one.period.of(summaries) == list(one.summaries) for one in found)


@given(st.lists(SUMMARIES, max_size=30))
def test_grouping_once_comes_to_the_same_as_asking_each_issue(
    summaries: list[IssueSummary],
) -> None:
    def counts(one: Filled) -> tuple[Counter[IssueSummary], Counter[IssueSummary]]:
        return Counter(one.summaries), Counter(one.undated)

    found = list(filled_days(summaries))
    assert [counts(one) for one in found] == [
        counts(filled(one.period, summaries)) for one in found
    ]
    everywhere = [month_of(year, month) for year in (2018, 2019) for month in range(1, 13)]
    everywhere += [quarter_of(year, number) for year in (2018, 2019) for number in range(1, 5)]
    everywhere += [year_of(2018), year_of(2019)]
    wanted = {one.key for one in everywhere if filled(one, summaries).summaries}
    assert {one.period.key for one in found} == wanted


def published(name: str) -> tuple[Register, Bulletin]:
    """The register of this repository, and one of its bulletins."""
    register = read_register(REPOSITORY).register
    return register, next(one for one in register.bulletins if one.id == name)


COUNTED: Sequence[tuple[str, str, str, str, int]] = [
    ("燃煤锅炉", "130600", "涞水县", "130623", 4),
    ("未安装治污设施", "130600", "涞水县", "130623", 1),
    ("治污设施不正常运行", "131000", "安次区", "131002", 2),
    ("治污设施不正常运行", "130900", "运河区", "130903", 1),
    ("治污设施不正常运行", "371600", "邹平县", "371626", 1),
    ("VOCs治理", "130600", "涞水县", "130623", 1),
    ("建筑工地扬尘", "130600", "涞水县", "130623", 1),
    ("物料堆场扬尘", "130100", "石家庄循环化工园区", "130172", 1),
    ("物料堆场扬尘", "130600", "涞水县", "130623", 1),
    ("黑加油站", "130600", "涞水县", "130623", 1),
    ("露天焚烧", "130600", "涞水县", "130623", 1),
]
"""What the bulletin of 11 November 2018 counts, placed where it says so; else anywhere."""


def invented() -> list[Issue]:
    """An issue (示例) for each that the bulletin counts."""
    places = [one[:-1] for one in COUNTED for _ in range(one[-1])]
    return [
        make_issue(
            id=f"DC18-{city}-R00-G-{number:03}",
            place={"name": county, "county": code},
            site={"name": f"示例点位{number}"},
            category=category,
            found="示例：虚构的问题。",
            events=[{"date": "2018-11-11", "step": "排查"}],
        )
        for number, (category, city, county, code) in enumerate(places, start=901)
    ]


def counted_by(register: Register) -> list[IssueSummary]:
    """The same issues in brief."""
    return [ledger_row(register, issue, None).summary for issue in invented()]


DAY = ReportPeriod(
    week_of(date(2018, 11, 11)).kind, "2018-11-11", "2018年11月11日", *["2018-11-11"] * 2
)


def test_report_says_what_the_published_bulletin_says() -> None:
    register, bulletin = published("DC18-20181112-1")
    summaries = counted_by(register)
    made = report(register, filled(DAY, summaries), TODAY_TEXT)
    said = {one.category: int(one.value) for one in bulletin.rows if not one.area.county}
    assert made.total == said.pop("合计")
    said["露天焚烧"] = said.pop("其他（露天焚烧）")
    assert {one.word: one.count for one in made.categories} == said
    comparison = compared(register, bulletin, DAY, summaries)
    assert len(comparison.rows) == 14
    assert [one.figure.row for one in comparison.rows if not one.agrees] == []
    assert "一致 14 个，不一致 0 个，不能比较 0 个" in comparison_text(comparison)


def test_command_checks_a_register_that_holds_all_against_the_bulletin(tmp_path: Path) -> None:
    root = copied(REPOSITORY, tmp_path)
    shutil.rmtree(root / "records" / "issues")
    for issue in invented():
        place = root / "records" / (BY_NAME["issue"].path_of(issue.id) or "")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(record_text(issue), encoding="utf-8")
    words = ("--check-figures", "DC18-20181112-1", "--root", root, "--today", TODAY_TEXT)
    outcome = lantian("report", "week", "2018-11-11", *words)
    assert (outcome.code, outcome.err) == (0, "")
    assert "（一）工业治污设施 5 个，占 33.3%（5/15）。其中：" in outcome.out
    assert (
        "治污设施不正常运行 4 个，占 26.7%（4/15）。分布：沧州市 1 个、廊坊市 2 个、滨州市 1 个。"
        in outcome.out
    )
    assert "一致 14 个，不一致 0 个，不能比较 0 个" in outcome.out


def test_what_the_register_does_not_hold_is_said() -> None:
    register, bulletin = published("DC18-20181112-1")
    summaries = [one for one in counted_by(register) if one.county_name != "运河区"]
    summaries = [
        replace(one, found_on="2018-11") if one.city == "371600" else one for one in summaries
    ]
    text = comparison_text(compared(register, bulletin, DAY, summaries))
    assert "合计：通报 15 个，台账 13 个（另有 1 个日期不详），台账缺 2。" in text
    assert "河北省沧州市运河区，治污设施不正常运行：通报 1 个，台账 0 个，台账缺 1。" in text
    assert "河北省廊坊市安次区，治污设施不正常运行：通报 2 个，台账 2 个，一致。" in text


def test_figures_of_other_days_and_of_other_things_are_left_out_and_counted() -> None:
    register, bulletin = published("DC18-20181112-1")
    comparison = compared(register, bulletin, month_of(2018, 12), [])
    assert (len(comparison.rows), comparison.outside, comparison.others) == (0, 14, 0)
    assert "时段不在本期内的问题数 14 个" in comparison_text(comparison)


def test_same_text_whether_issues_come_as_records_or_in_brief() -> None:
    site = site_index_of(SAMPLE_REGISTER, TODAY)
    lines = full_lines(SAMPLE_REGISTER, TODAY)
    for one in filled_rounds(site.overview, site.register.rounds):
        period, programme = one.period, one.period.key.split("-")[0]
        days = days_of(line.work for line in lines if line.programme == programme)
        work = period_work(days, period.first, period.last, TODAY_TEXT) if period.first else None
        made = report_text(report(site.register, one, TODAY_TEXT, work=work))
        assert run("round", one.period.key).out == made


def test_period_in_which_issues_were_only_closed_says_so() -> None:
    days = days_of(["2019-05-10f 2019-05-16h 2019-07-12c"] * 20)
    work = period_work(days, "2019-07-01", "2019-07-31", TODAY_TEXT)
    period = filled(month_of(2019, 7), [])
    text = report_text(report(SAMPLE_REGISTER, period, TODAY_TEXT, work=work))
    assert "期初尚未办结 20 个。" in text
    assert "减少 20 个（销号 20 个）。2019年7月31日尚未办结 0 个，逾期 0 个。" in text


def found_by(one: IssueSummary, facets: dict[str, str]) -> bool:
    """What the search finds: the county also by the name of what has no code."""
    county = facets.pop("county", "")
    return county in ("", one.county or one.county_name) and matches(one, facets)


@pytest.fixture(scope="module", params=[SAMPLE, REPOSITORY], ids=["sample", "own"])
def site(request: pytest.FixtureRequest) -> SiteIndex:
    register = SAMPLE_REGISTER if request.param == SAMPLE else read_register(REPOSITORY).register
    return site_index_of(register, TODAY)


def test_every_number_of_a_page_leads_to_as_many_records(site: SiteIndex) -> None:
    checked = 0
    for page in rendered(report_pages, site, Templates()):
        for href, words in parsed(page.body).links:
            if "search/index.html?" in href:
                facets = dict(parse_qsl(urlsplit(href).query))
                found = sum(found_by(one, dict(facets)) for one in site.summaries)
                assert str(found) == words, (page.path, href)
                checked += 1
    assert checked > 100


def test_page_shows_the_numbers_of_the_text(site: SiteIndex) -> None:
    pages = {page.path: page.body for page in rendered(report_pages, site, Templates())}
    found = [
        *filled_rounds(site.overview, site.register.rounds),
        *filled_weeks(site.summaries, TODAY, WEEKS),
        *filled_days(site.summaries),
    ]
    for one in found:
        made = report(site.register, one, TODAY_TEXT)
        body = pages[report_path(one.period.key)]
        assert str(escape(report_text(made))) in body
        for category in made.categories:
            assert f"（{category.count}/{made.total}）</td>" in body
    assert len(pages) == len(found) + 1


def test_public_edition_counts_the_same_and_names_nothing_that_is_not_public() -> None:
    public = site_index_of(SAMPLE_REGISTER, TODAY, is_public=True)
    site = site_index_of(SAMPLE_REGISTER, TODAY)
    full = {page.path: page.body for page in rendered(report_pages, site, Templates())}
    hidden = [one for one in site_index_of(SAMPLE_REGISTER, TODAY).summaries if not one.exposed_on]
    for page in rendered(report_pages, public, Templates(is_public=True)):
        assert [one.id for one in hidden if one.id in page.body or one.site in page.body] == []
        if page.path.startswith("reports/LS19-"):  # a programme that publishes all counts
            assert shares(page.body) == shares(full[page.path]) != []
        for href, _ in parsed(page.body).links:
            assert "ledgers/" not in href
            assert "search/index.html?" not in href or "exposed=1" in href, (page.path, href)


def shares(body: str) -> list[str]:
    """The shares of a bulletin without the ratios, whose parts are internal."""
    for one in RATES:
        body = re.sub(rf"{one.title} [0-9.]+%（[0-9/]+）", "", body)
    return re.findall(r"[0-9.]+%（[0-9/]+）", body)


def test_register_without_issues_says_so() -> None:
    (page,) = rendered(report_pages, site_index_of(make_register(), TODAY), Templates())
    assert "还没有问题记录，没有可以通报的。" in page.body


def test_only_the_last_weeks_have_a_page_and_a_vague_date_is_in_none() -> None:
    days = ("2019-06-09", "2019-06-10", "2019-07-31", "2019-07", "2019-08-05")
    summaries = [replace(PLAIN, found_on=day) for day in days]
    weeks = {one.period.key: one for one in filled_weeks(summaries, date(2019, 8, 1), 8)}
    assert {key: len(one.summaries) for key, one in weeks.items()} == {
        "2019-06-10": 1,
        "2019-07-29": 1,
    }
    assert len(weeks["2019-07-29"].undated) == 1


LETTERS = [
    (one.id, event.letter, str(event.date), str(event.plan_due or ""), str(event.due or ""))
    for one in SAMPLE_REGISTER.issues
    for event in one.events
    if event.letter
]
"""Every letter in the sample's records: issue, number, day, and the days that it set."""


def test_every_letter_is_kept_as_it_was_sent() -> None:
    """A later letter and the end of an issue take nothing from the list of an earlier one."""
    lines = full_lines(SAMPLE_REGISTER, TODAY)
    for some in (lines, [replace(one, openness=CLOSED) for one in lines]):
        sent = letters_sent(SAMPLE_REGISTER, some)
        listed = [
            (entry.line.id, one.letter, one.day, entry.plan_due, entry.due)
            for one in sent
            for entry in one.entries
        ]
        assert sorted(listed) == sorted(LETTERS)
        assert [one.day for one in sent] == sorted(one.day for one in sent)


def test_every_letter_is_on_the_page_of_its_city() -> None:
    lines = full_lines(SAMPLE_REGISTER, TODAY)
    for city in {one.city for one in lines}:
        own = [one for one in lines if one.city == city]
        page = letters_page(Templates(), SAMPLE_REGISTER, city, own)
        assert page.path == f"ledgers/letters-{city}.html"
        shown = re.findall(r'<h3>督办函 <span class="lt-text">(.*?)</span>', page.body)
        numbers = {number for name, number, *_ in LETTERS if name.split("-")[1] == city}
        assert set(shown) == numbers
        assert len(shown) == len(numbers)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda one: one[1])
def test_number_alone_finds_a_letter(letter: tuple[str, ...]) -> None:
    name, number, sent_on, plan_due, due = letter
    text = run("letter", "--letter", number).out
    day = f"{sent_on[:4]}年{int(sent_on[5:7])}月{int(sent_on[8:])}日"
    assert f"督办函\n{number}\n" in text
    assert f"　{day}\n\n附件" in text
    assert name in text
    assert f"方案期限：{plan_due}" in text
    assert ("整改时限：" in text) == bool(due)
    assert f"整改时限：{due}" in text or not due


def test_letter_says_what_was_corrected_after_it() -> None:
    history = (
        {"date": "2019-05-18", "step": "交办", "by": "生态环境部", "letter": "示例函〔2019〕1号"},
        {"date": "2019-05-20", "step": "更正", "corrects": "found", "note": "示例"},
    )
    issue = next(one for one in SAMPLE_REGISTER.issues if one.id == LETTERS[0][0])
    events = [Event.model_validate(one) for one in history]
    changed = issue.model_copy(update={"events": [issue.events[0], *events]})
    (letter,) = ledger_row(SAMPLE_REGISTER, changed, None).sent_letters
    assert letter == SentLetter("示例函〔2019〕1号", "2019-05-18", "", "", "2019-05-20")
    line = ledger_row(SAMPLE_REGISTER, changed, None)
    page = letters_page(Templates(), SAMPLE_REGISTER, line.city, [line])
    assert "发函以后更正：2019-05-20" in page.body
    assert "及时上报整改方案，按整改方案确定的时限完成整改" in page.body


def test_issues_handed_over_on_one_day_are_on_one_sheet() -> None:
    lines = full_lines(SAMPLE_REGISTER, TODAY)
    sheets = hand_overs(SAMPLE_REGISTER, lines)
    assert [one.listed_on for one in sheets] == sorted(one.listed_on for one in sheets)
    waiting = {
        one.id
        for one in lines
        if (one.sent_on or one.handed_on) and one.openness == OPEN and not one.letter
    }
    listed = [entry.line.id for one in sheets for entry in one.entries]
    assert waiting
    assert waiting <= set(listed)
    assert len(listed) == len(set(listed))


def test_hand_over_whose_issues_all_have_letters_is_listed_by_these() -> None:
    lines = [replace(one, letter="示例函〔2019〕1号") for one in full_lines(SAMPLE_REGISTER, TODAY)]
    assert letters_sent(SAMPLE_REGISTER, lines)
    assert hand_overs(SAMPLE_REGISTER, lines) == []
