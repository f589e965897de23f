"""A copy of any age agrees with itself: numbers, hits, cards and marks are as of the build day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.site.build import build_site
from tests.browser.searching import found
from tests.browser.watched import Watched, watched
from tests.registers import SAMPLE, TODAY, copied
from tests.shared import filled_once

AGES = (0, 1, 25, 400)
"""Days from the day of the build to the day of the reader."""

COUNTED = (
    *("index.html", "cities/990100.html", "cities/index.html", "progress/index.html"),
    *("progress/status.html", "dues/index.html", "rounds/LS19-R01.html", "reports/LS19-R01.html"),
)
SOME = 8
"""About so many numbers are clicked at each age, and other ones at another."""

NUMBERS = """() => [...document.querySelectorAll('main a[href*="search/index.html?"]')]
  .filter(one => !(one instanceof SVGElement) && /^\\d+$/.test(one.textContent.trim()))
  .map(one => [one.getAttribute("href"), Number(one.textContent)])"""
GROUPS = """() => [...document.querySelectorAll("main tbody")]
  .map(one => [one.querySelector("th[scope=rowgroup]"), one])
  .filter(([head]) => head)
  .map(([head, one]) => [
    /项，逾期 (\\d+)|(\\d+) 项，均已逾期|已经逾期（(\\d+)/.exec(head.textContent) ?? [],
    one.querySelectorAll("tr .lt-over").length])
  .map(([said, marked]) => [Number(said[1] ?? said[2] ?? said[3] ?? 0), marked])"""
MARKED = """() => [...document.querySelectorAll("main [data-record] time[data-due]")]
  .map(one => [one.dataset.due, one.parentElement.querySelector(".lt-over")?.textContent ?? ""])"""
OVER = re.compile(r"逾期 (\d+) 天")


@pytest.fixture(scope="module")
def editions(run: Path) -> dict[str, Path]:
    """Both editions of the sample, as of its day."""

    def fill(folder: Path) -> None:
        root = copied(SAMPLE, folder)
        for name in ("full", "public"):
            assert build_site(root, folder / name, TODAY, is_public=name == "public").pages

    folder = filled_once(run, "one-clock", fill)
    return {name: folder / name for name in ("full", "public")}


@pytest.fixture(params=AGES)
def age(request: pytest.FixtureRequest) -> int:
    value: int = request.param
    return value


@pytest.fixture(params=["full", "public"])
def seen(
    browser: Browser, editions: dict[str, Path], age: int, request: pytest.FixtureRequest
) -> Iterator[Watched]:
    """A browser whose clock is some days after the build."""
    with watched(browser, editions[request.param]) as page:
        page.page.clock.set_fixed_time(f"{TODAY + timedelta(days=age)}T12:00:00")
        yield page
        assert page.strange_requests == []
        assert page.complaints == []


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
                pairs[href.removeprefix("../").removeprefix("./")] = number
    late = [href for href in pairs if "overdue=" in href]
    others = [href for href in pairs if href not in late]
    return {href: pairs[href] for all_of in (late, others) for href in spread(all_of, age)}


def spread(all_of: list[str], start: int) -> list[str]:
    """Return some of them, from all over the list."""
    step = max(1, len(all_of) // SOME)
    return all_of[start % step :: step]


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
            flags = page.locator("[data-hit] .lt-flag").all_inner_texts()
            assert len(flags) == min(hits, 50)
    assert wrong == {}


@pytest.mark.parametrize("path", ["dues/990100.html", "cities/990100.html", "dues/index.html"])
def test_marks_are_as_of_the_build(seen: Watched, path: str) -> None:
    if not (seen.site / path).is_file():
        return
    page = opened(seen, path)
    for said, marked in page.evaluate(GROUPS):
        assert marked == said
    for due, mark in page.evaluate(MARKED):
        over = (TODAY - date.fromisoformat(due)).days
        assert mark == (f"逾期 {over} 天" if over > 0 else "")


def test_hits_say_how_long_a_deadline_had_passed_by_the_build_day(seen: Watched) -> None:
    page = seen.open("search/index.html?overdue=1")
    found(page)
    for row in page.locator("[data-hit]").all():
        due = row.locator("td").nth(3).inner_text()
        over = OVER.search(due)
        assert over
        assert int(over[1]) == (TODAY - date.fromisoformat(due[:10])).days


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


def test_without_scripts_no_line_claims_an_age(browser: Browser, editions: dict[str, Path]) -> None:
    with watched(browser, editions["full"], java_script_enabled=False) as seen:
        for path in ("index.html", "cities/990100.html", "dues/990100.html"):
            page = seen.open(path)
            assert not page.locator('[data-part="copy"]').is_visible()
            assert f"截至 {TODAY}" in page.locator("main").inner_text()
