"""A copy of the public edition that is older than a term: no page names the case any more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.judging import structure
from tests.browser.searching import found, hits
from tests.browser.watched import Watched, watched
from tests.registers import SAMPLE, TODAY
from tests.sites import built_once

CASE = "LS19-990100-R02-Z-001"
NAME = "示例园区砖瓦企业"
FOUND = "十余家砖瓦窑没有治理设施"
LAST, AFTER = "2020-06-30", "2020-07-01"
NAMING = (
    "index.html",
    "cities/990100/exposures.html",
    "cities/990100/uaa364985.html",
    "exposures/index.html",
    "bulletins/LS19-20190701-1.html",
    "sources/index.html",
    f"exposures/{CASE}.html",
)
"""Every page of the sample's public edition that names the case."""


@pytest.fixture(scope="module")
def public(run: Path) -> Path:
    """The public edition of the sample, made while the case was in its term."""
    return built_once(run, SAMPLE, TODAY, is_public=True)


@pytest.fixture
def seen(browser: Browser, public: Path) -> Iterator[Watched]:
    with watched(browser, public) as page:
        yield page
        assert page.strange_requests == []
        assert page.complaints == []


def opened(seen: Watched, path: str, day: str) -> Page:
    """A page as a reader sees it at noon of a day."""
    seen.page.clock.set_fixed_time(f"{day}T12:00:00")
    page = seen.open(path)
    expect(page.locator(".lt-age-said")).to_be_visible()
    return page


def test_these_are_all_pages_that_name_the_case(public: Path) -> None:
    naming = {
        path.relative_to(public).as_posix()
        for path in public.rglob("*.html")
        if NAME in path.read_text(encoding="utf-8")
    }
    assert naming == set(NAMING)


@pytest.mark.parametrize("path", NAMING)
def test_no_page_names_a_case_after_its_term(seen: Watched, path: str) -> None:
    page = opened(seen, path, LAST)
    assert NAME in page.locator("main").inner_text()
    assert page.locator(".lt-ended").count() == 0
    page = opened(seen, path, AFTER)
    assert NAME not in page.content()
    assert FOUND not in page.content()
    assert "公开期已满，这份副本不再显示名称" in page.locator(".lt-ended").inner_text()
    assert list(structure(page)) == []
    page.emulate_media(media="print")
    expect(page.locator(".lt-ended")).to_be_visible()
    assert NAME not in page.locator("body").inner_text()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
def test_term_ends_at_midnight_in_china_wherever_the_reader_is(
    browser: Browser, public: Path, zone: str
) -> None:
    with watched(browser, public, timezone_id=zone) as seen:
        for time, names in (("15:59:00Z", True), ("16:01:00Z", False)):
            seen.page.clock.set_fixed_time(f"{LAST}T{time}")
            page = seen.open(NAMING[0])
            expect(page.locator(".lt-age-said")).to_be_visible()
            assert (NAME in page.content()) is names
            seen.open(f"search/index.html?q={NAME}")
            found(page)
            assert hits(page) == ([CASE] if names else [])


def test_what_has_no_term_keeps_its_name(seen: Watched) -> None:
    page = opened(seen, "exposures/index.html", AFTER)
    rows = page.locator("tbody tr")
    assert rows.filter(has_text="示例加油站").count() == 1
    ended = rows.filter(has_text=CASE)
    assert "期满" in ended.inner_text()
    assert "在期" not in ended.inner_text()


def searched(seen: Watched, words: str, day: str) -> Page:
    """The search page with the answer to some words."""
    seen.page.clock.set_fixed_time(f"{day}T12:00:00")
    page = seen.open(f"search/index.html?q={words}")
    found(page)
    return page


def test_search_finds_the_case_by_its_number_only(seen: Watched) -> None:
    for words in (NAME, FOUND, "安装治理设施"):
        assert hits(searched(seen, words, LAST)) == [CASE], words
        assert hits(searched(seen, words, AFTER)) == [], words
    page = searched(seen, CASE, AFTER)
    row = page.locator(f'[data-hit="{CASE}"]')
    assert row.locator("th").inner_text() == "（公开期已满，名称不显示）"
    assert NAME not in page.locator("main").inner_text()


def test_saved_hits_do_not_name_the_case(seen: Watched) -> None:
    page = searched(seen, CASE, AFTER)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 CSV").click()
    saved = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert CASE in saved
    assert NAME not in saved
