"""A copy of any age agrees with itself: numbers, hits, cards and marks are as of the build day."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.core.dates import parse_partial
from tests.browser.searching import found
from tests.browser.watched import Watched, watched
from tests.registers import SAMPLE, TODAY
from tests.sites import built_once

AGES = (0, 400)
"""Days from the day of the build to the day of the reader: none, and past all that is due."""

COUNTED = (
    *("index.html", "cities/990100.html", "cities/990100/owed.html", "cities/index.html"),
    *("cities/990100/990102.html", "progress/index.html"),
    *("progress/status.html", "dues/index.html", "rounds/LS19-R01.html", "reports/LS19-R01.html"),
)
SOME = 3
"""About so many numbers are clicked at each age, and other ones at another; all are asked for."""

_LINK = re.compile(r'<a\b[^>]*href="[^"]*search/index\.html\?([^"#]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"(?:\S.*\s)?(\d+)(?:\s*[个条项])?")
"""Of a bar of a chart the number comes behind its label."""

ASKED = """async (queries) => {
  const { page, parse } = window.lantianSearch;
  const { state } = page;
  const answered = () => state.answer?.complete && state.answer.number === state.number;
  const ask = async (view) => {
    state.view = view;
    page.ask();
    while (!answered()) await new Promise((done) => setTimeout(done, 0));
    const rows = [...document.querySelectorAll("[data-hit]")];
    const over = (row) => Boolean(row.querySelector(".st.over"));
    return [state.answer.total, rows.length, rows.filter(over).length];
  };
  const found = {};
  for (const query of queries) found[query] = await ask(parse("?" + query));
  return found;
}"""
"""Query → hits, rows and flagged rows that the search page shows for it."""

FACETS = """() => Object.fromEntries([...document.querySelectorAll(".lt-facets select")].flatMap(
  ({ name, options }) => [...options].slice(1).map(({ value, text }) =>
    [`${name}=${encodeURIComponent(value)}`, Number(/（(\\d+)）$/.exec(text)?.[1] ?? -1)])))"""
"""Query of each choice of each filter → the number that stands beside it."""

ROWS = 50
"""Rows of a page of hits."""

NUMBERS = """() => [...document.querySelectorAll('main a[href*="search/index.html?"]')]
  .filter(one => !(one instanceof SVGElement) && /^\\d+$/.test(one.textContent.trim()))
  .map(one => [one.getAttribute("href"), Number(one.textContent)])"""
GROUPS = """() => [...document.querySelectorAll("main tbody")]
  .map(one => [one.querySelector("th[scope=rowgroup]"), one])
  .filter(([head]) => head)
  .map(([head, one]) => [
    /项，逾期 (\\d+)|(\\d+) 项，均已逾期|已经逾期（(\\d+)/.exec(head.textContent) ?? [],
    one.querySelectorAll("tr .st.over").length])
  .map(([said, marked]) => [Number(said[1] ?? said[2] ?? said[3] ?? 0), marked])"""
MARKED = """() => [...document.querySelectorAll("main [data-record] time[data-due]")]
  .map(one => [one.dataset.due, one.parentElement.querySelector(".st.over")?.textContent ?? ""])"""
OVER = re.compile(r"逾期 (\d+) 天")


@pytest.fixture(scope="module")
def editions(run: Path) -> dict[str, Path]:
    """Both editions of the sample, as of its day."""
    return {
        name: built_once(run, SAMPLE, TODAY, is_public=name == "public")
        for name in ("full", "public")
    }


@pytest.fixture(scope="module", params=AGES)
def age(request: pytest.FixtureRequest) -> int:
    value: int = request.param
    return value


@pytest.fixture(scope="module", params=["full", "public"])
def tab(
    browser: Browser, editions: dict[str, Path], age: int, request: pytest.FixtureRequest
) -> Iterator[Watched]:
    """A browser whose clock is some days after the build."""
    with watched(browser, editions[request.param]) as page:
        page.page.clock.set_fixed_time(f"{TODAY + timedelta(days=age)}T12:00:00")
        yield page


@pytest.fixture
def seen(tab: Watched) -> Iterator[Watched]:
    yield tab.anew()
    assert tab.strange_requests == []
    assert tab.complaints == []


def opened(seen: Watched, path: str) -> Page:
    page = seen.open(path)
    expect(page.locator(".lt-age-said")).to_be_visible()
    return page


def numbers(seen: Watched, age: int) -> dict[str, int]:
    """Address of a search → the number that leads there: some of what is overdue, some others."""
    pairs: dict[str, int] = {}
    for path in COUNTED:
        if (seen.site / path).is_file():
            for href, number in opened(seen, path).evaluate(NUMBERS):
                pairs[href[href.index("search/") :]] = number
                assert number in linked_numbers(seen.site)[href.partition("?")[2]]
    late = [href for href in pairs if "overdue=" in href]
    others = [href for href in pairs if href not in late]
    return {href: pairs[href] for all_of in (late, others) for href in spread(all_of, age)}


def spread(all_of: list[str], start: int) -> list[str]:
    """Return some of them, from all over the list."""
    step = max(1, len(all_of) // SOME)
    return all_of[start % step :: step]


@cache
def linked_numbers(site: Path) -> Mapping[str, set[int]]:
    """Query → every number on any page that leads there; scripts change none, see below."""
    found: dict[str, set[int]] = {}
    for path in site.rglob("*.html"):
        for link in _LINK.finditer(path.read_text(encoding="utf-8")):
            number = _NUMBER.fullmatch(html.unescape(_TAG.sub(" ", link[2])).strip())
            if number:
                found.setdefault(html.unescape(link[1]), set()).add(int(number[1]))
    return found


def test_every_number_of_every_page_leads_to_as_many_hits(seen: Watched) -> None:
    numbers = linked_numbers(seen.site)
    assert len(numbers) > SOME
    page = seen.open("search/index.html?overdue=1")
    found(page)
    answers = page.evaluate(ASKED, list(numbers))
    wrong = {query: some for query, some in numbers.items() if some != {answers[query][0]}}
    assert wrong == {}
    for query, (hits, rows, flagged) in answers.items():
        assert rows == min(hits, ROWS)
        assert flagged == (rows if "overdue=1" in query else flagged), query


def test_every_choice_of_a_filter_leads_to_as_many_hits_as_it_says(seen: Watched) -> None:
    page = seen.open("search/index.html?q=")
    page.evaluate(ASKED, [""])
    said = page.evaluate(FACETS)
    assert said
    answers = page.evaluate(ASKED, list(said))
    assert {query: (number, answers[query][0]) for query, number in said.items()} == {
        query: (answers[query][0], answers[query][0]) for query in said
    }


def test_each_number_leads_to_as_many_hits(seen: Watched, age: int) -> None:
    asked = numbers(seen, age)
    assert asked
    wrong = {}
    for href, number in asked.items():
        page = seen.open(href)
        hits = found(page)
        if hits != number:
            wrong[unquote(href)] = (number, hits)
        if "overdue=1" in href:
            flags = page.locator("[data-hit] .st.over").all_inner_texts()
            assert len(flags) == min(hits, 50)
    assert wrong == {}


def test_marks_are_as_of_the_build(seen: Watched) -> None:
    """Pages of one city; of those of all others the test below compares groups and rows."""
    for path in ("dues/990100.html", "cities/990100/owed.html", "dues/index.html"):
        if not (seen.site / path).is_file():
            continue
        page = opened(seen, path)
        for said, marked in page.evaluate(GROUPS):
            assert marked == said
        for due, mark in page.evaluate(MARKED):
            over = (TODAY - date.fromisoformat(due)).days
            assert mark == (f"逾期 {over} 天" if over > 0 else "")


def test_groups_of_rows_have_as_many_marks_as_they_say(
    browser: Browser, editions: dict[str, Path]
) -> None:
    """Marks are made by one script from deadlines and the day of the build, on every page."""
    site = editions["full"]
    paths = list(site.rglob("*.html"))
    with watched(browser, site) as seen:
        seen.page.clock.set_fixed_time(f"{TODAY + timedelta(days=AGES[-1])}T12:00:00")
        groups = {
            str(path.relative_to(site)): opened(seen, str(path.relative_to(site))).evaluate(GROUPS)
            for path in paths
            if "rowgroup" in path.read_text("utf-8")
        }
    assert any(marked for all_of in groups.values() for _, marked in all_of)
    assert [path for path, all_of in groups.items() if any(a != b for a, b in all_of)] == []


def test_hits_say_how_long_a_deadline_had_passed_by_the_build_day(seen: Watched) -> None:
    page = seen.open("search/index.html?overdue=1")
    found(page)
    for row in page.locator("[data-hit]").all():
        due = row.locator("td").nth(3).inner_text()
        over = OVER.search(due)
        assert over
        assert int(over[1]) == (TODAY - parse_partial(due.split()[0]).latest).days


def test_a_line_on_top_says_how_old_a_copy_is(seen: Watched, age: int) -> None:
    for path in ("index.html", "cities/990100.html", "search/index.html", "guide/reading.html"):
        page = opened(seen, path)
        line = page.locator('[data-part="copy"]')
        if age == 0:
            assert not line.is_visible()
            continue
        assert line.inner_text().startswith(f"本副本截至 {TODAY}，距今 {age} 天。")
        heading = page.locator("h1").bounding_box()
        box = line.bounding_box()
        assert heading
        assert box
        assert box["y"] < heading["y"]
        page.emulate_media(media="print")
        assert line.is_visible()
        page.emulate_media(media="screen")


def test_without_scripts_no_line_claims_an_age(browser: Browser, editions: dict[str, Path]) -> None:
    with watched(browser, editions["full"], java_script_enabled=False) as seen:
        for path in ("index.html", "cities/990100.html", "dues/990100.html"):
            page = seen.open(path)
            assert not page.locator('[data-part="copy"]').is_visible()
            assert f"截至 {TODAY}" in page.locator("main").inner_text()
