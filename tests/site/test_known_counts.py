"""Of cases that others published nobody knows how they stand: no 0 and no ratio is told of them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.kinds.issue.summaries import Tally
from generator.kinds.issue.work_periods import PeriodWork, days_of, period_work
from generator.kinds.register import Register
from generator.kinds.round.pages import round_views
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.links import Links
from generator.site.overview.home import home_page
from generator.site.overview.progress import progress_pages
from generator.site.overview.work import heads_of, numbers_of, occurring
from generator.site.page import Templates
from generator.site.tables import (
    CLEARED,
    FOUND,
    NOT_KNOWN,
    OPEN,
    OVERDUE,
    RATES,
    RETURNED,
    STANDING,
    Behind,
    behind_from,
    rates_for,
    standing_for,
)
from tests.registers import AFTER_ALL, REPOSITORY, SAMPLE
from tests.site_index import rendered, site_index_of

PUBLISHED = Tally(found=8, unknown=5, silent=3, exposed=8)
KNOWN = Tally(found=8, open=1, unknown=4, silent=3, exposed=8)


@pytest.fixture(scope="module")
def own() -> Register:
    return read_register(REPOSITORY).register


@pytest.fixture(scope="module", params=[False, True], ids=["full", "public"])
def site(own: Register, request: pytest.FixtureRequest) -> SiteIndex:
    return site_index_of(own, AFTER_ALL, is_public=request.param)


def test_count_that_is_not_known_is_a_dash() -> None:
    behind = Behind(Links("index.html"))
    assert [behind.cell(one, PUBLISHED).text for one in (FOUND, OPEN, CLEARED)] == ["8", "—", "—"]
    assert behind.cell(OVERDUE, KNOWN).text == "0"
    assert behind.cell(OVERDUE, Tally()).text == "0"
    assert behind.cell(RETURNED, Tally(found=1, unknown=1, returned=1)).text == "1"


def test_only_known_counts_are_told() -> None:
    assert [one.key for one in standing_for(PUBLISHED)] == ["found", "unknown", "silent", "exposed"]
    told = {one.key for one in standing_for(KNOWN)}
    assert {"open", "overdue", "returned", "cleared"} <= told


NAMED = Tally(found=8, cases=8, open=3, closed=1, silent=4, exposed=2)


def test_public_edition_tells_no_count_of_deadlines_that_it_does_not_publish() -> None:
    public, full = Behind(Links("index.html"), is_public=True), Behind(Links("index.html"))
    some_unnamed = replace(NAMED, found=9)
    assert public.cell(OVERDUE, NAMED).text == "—"
    assert [public.cell(OVERDUE, some_unnamed).text, full.cell(OVERDUE, NAMED).text] == ["0", "0"]
    told = [one.title for one in standing_for(NAMED, is_public=True)]
    assert told == [
        "公开的案例",
        "在办",
        "核查不到位",
        "已销号",
        "整改结果未公开",
        "办理情况未公开",
    ]
    assert {"发现", "逾期"} <= {one.title for one in standing_for(some_unnamed, is_public=True)}


def test_ratio_of_cases_without_a_published_result_is_a_dash() -> None:
    assert {one.cell(PUBLISHED).text for one in RATES} == {NOT_KNOWN}
    assert {one.cell(KNOWN).text for one in RATES} == {""}


def test_no_ratio_counts_a_case_of_the_publications(site: SiteIndex) -> None:
    counts = site.overview.all
    assert counts.found > 200
    assert (counts.held, counts.timed, counts.accepted) == (0, 0, 0)
    assert rates_for(counts) == []


def test_own_records_are_not_said_to_be_open_or_closed(site: SiteIndex) -> None:
    """All are cases that others published: a column of zeros would deny what happened since."""
    heads = [one.title for one in STANDING if one not in standing_for(site.overview.all)]
    assert "已销号" in heads
    templates = Templates(is_public=site.is_public)
    pages = [home_page(site, templates), *rendered(progress_pages, site, templates)]
    for page in pages:
        for head in heads:
            assert f'<th scope="col" class="lt-num">{head}</th>' not in page.body
            assert f"<dt>{head} " not in page.body


def test_home_says_which_publication_is_the_newest(own: Register) -> None:
    public = site_index_of(own, AFTER_ALL, is_public=True)
    page = home_page(public, Templates(is_public=True))
    days = [one.line.exposed_on for one in public.exposed]
    told = re.search(r"最近一份公开材料是 ([\d-]+) 的，数据截至", page.body)
    assert told
    assert max(days) <= told[1] < "2026"


def test_work_of_published_cases_says_nothing_of_what_is_not_known() -> None:
    found, hidden, closed = "2019-06-03f", "2019-06-03f 2019-06-03u", "2019-06-03f 2019-06-05c"
    assert not work_in_june(hidden, hidden).is_followed
    assert work_in_june(hidden, closed).is_followed
    assert work_in_june(found, found).is_followed
    assert work_in_june().is_followed


def work_in_june(*texts: str) -> PeriodWork:
    return period_work(days_of(texts), "2019-06-01", "2019-06-30", "2019-12-31")


@pytest.mark.parametrize("source", [SAMPLE, REPOSITORY], ids=["sample", "own"])
def test_states_of_published_cases_speak_of_the_sources_that_are_held(source: Path) -> None:
    """Of what else was published somewhere the register knows nothing, nor who is to blame."""
    states = [
        state
        for programme in read_register(source).register.programmes.values()
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        if path.groups and all(map(programme.is_published, path.groups))
        for state in path.strands[0].states
    ]
    meanings = [state.meaning for state in states if state.meaning]
    assert meanings
    assert [one for one in meanings if not one.startswith("收录的公开材料")] == []
    assert [one for one in meanings if "未公开" in one] == []
    assert [state.name for state in states if "责任人" in state.name] == []


def test_round_of_which_nothing_is_recorded_is_not_said_to_have_found_nothing(
    site: SiteIndex,
) -> None:
    """Rounds did find problems; the publications name the round of no case."""
    programme = site.register.programmes["LT19"]
    views = round_views(site, behind_from(site, "programmes/LT19.html"), programme)
    bare = [one for one in views if one.id != "LT19-R00"]
    assert len(bare) > 40
    assert {(one.count.text, one.cities.text) for one in bare} == {(NOT_KNOWN, NOT_KNOWN)}
    assert [one.title for one in standing_for(Tally())] == ["发现"]


def test_table_of_the_work_on_published_cases_has_no_column_of_what_is_not_known() -> None:
    published = work_in_june("2019-06-01fu", "2019-06-01fu", "2019-06-02fhu")
    titles = occurring([published])
    assert heads_of(titles) == ["新增", "交办", "整改结果未公开"]
    assert numbers_of(titles, published) == [3, 1, 3]
    followed = occurring([published, work_in_june("2019-06-01f")])
    assert heads_of(followed)[:2] == ["期初尚未办结", "新增"]
    assert "销号" in heads_of(followed)
