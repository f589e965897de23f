"""Addresses of issues in a ledger of several pages, followed from disk in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.searching import search
from tests.browser.watched import Watched, watched
from tests.long_ledgers import LEDGER, long_site

MAIN = f"ledgers/{LEDGER}.html"
ISSUE = f"{LEDGER}-T01-205"
PART = f"ledgers/{LEDGER}.T01.201-400.html"


@pytest.fixture
def on_long(browser: Browser, run: Path) -> Iterator[Watched]:
    """A page on a site with a ledger of 450 issues; at the end nothing may have gone wrong."""
    with watched(browser, long_site(run)) as seen:
        yield seen
        assert seen.strange_requests == []
        assert seen.complaints == []


def address(on: Watched, path: str, fragment: str) -> str:
    return f"{(on.site / path).as_uri()}#{fragment}"


def test_old_address_of_an_issue_leads_to_the_page_that_shows_it(on_long: Watched) -> None:
    on_long.page.goto(address(on_long, MAIN, ISSUE))
    expect(on_long.page).to_have_url(address(on_long, PART, ISSUE))
    expect(on_long.page.locator(f"article[id='{ISSUE}']")).to_be_in_viewport()


def test_old_address_that_is_typed_on_the_page_leads_on_as_well(on_long: Watched) -> None:
    page = on_long.open(MAIN)
    page.evaluate("id => { location.hash = id }", ISSUE)
    expect(page).to_have_url(address(on_long, PART, ISSUE))


@pytest.mark.parametrize("fragment", [f"{LEDGER}-T01-401", f"{LEDGER}-Z-001", "nothing", ""])
def test_address_that_no_page_shows_stays(on_long: Watched, fragment: str) -> None:
    on_long.page.goto(address(on_long, MAIN, fragment))
    on_long.settle()
    expect(on_long.page).to_have_url(address(on_long, MAIN, fragment))
    expect(on_long.page.locator("h1")).to_be_visible()


def test_hit_of_the_search_leads_to_the_page_that_shows_it(on_long: Watched) -> None:
    name = f"{LEDGER}-P01-225"
    page = search(on_long, f"q={name}")
    page.locator("[data-hit] a").first.click()
    expect(page).to_have_url(address(on_long, f"ledgers/{LEDGER}.P01.201-400.html", name))
    expect(page.locator(f"article[id='{name}']")).to_be_in_viewport()


def test_old_address_without_scripts_shows_where_to_look(
    on_long: Watched, browser: Browser
) -> None:
    with watched(browser, on_long.site, java_script_enabled=False) as plain:
        plain.page.goto(address(plain, MAIN, ISSUE))
        link = plain.page.get_by_role("link", name="T01-201 至 T01-400")
        expect(link).to_be_visible()
        expect(plain.page.get_by_text("看它们就知道问题在哪一页")).to_be_visible()
