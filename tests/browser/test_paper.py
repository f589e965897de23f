"""Lists and sheets on paper: how many pages, which way up, heads on each."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watched import Watched, watched

_BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")

LONGER = """wanted => {
  const rows = [...document.querySelectorAll(".sheet tbody tr[data-record]")];
  const body = rows.at(-1).parentElement;
  for (let n = rows.length; n < wanted; n += 1) body.append(rows[n % rows.length].cloneNode(true));
}"""
"""Makes the list of the page longer, by its own rows."""


@pytest.fixture
def seen(browser: Browser, sample: Path) -> Iterator[Watched]:
    with watched(browser, sample) as page:
        yield page


def sheets(page: Page) -> list[bool]:
    """Of each sheet of paper whether it lies on its side."""
    found = _BOX.findall(page.pdf(prefer_css_page_size=True))
    return [float(width) > float(height) for width, height in found]


def test_list_of_fifteen_is_one_landscape_sheet_and_a_longer_one_repeats_its_head(
    seen: Watched,
) -> None:
    page = seen.open("dues/990100.html")
    page.evaluate(LONGER, 15)
    assert page.locator(".sheet tbody tr[data-record]").count() == 15
    assert sheets(page) == [True]
    page.evaluate(LONGER, 60)
    long = sheets(page)
    assert 2 < len(long) <= 5
    assert all(long)
    page.emulate_media(media="print")
    head = page.locator(".sheet thead")
    assert head.evaluate("one => getComputedStyle(one).display") == "table-header-group"


@pytest.mark.parametrize("path", ["rounds/LS19-R03.html", "rounds/LP19-R01.html"])
def test_dispatch_sheet_of_a_round_is_one_upright_sheet(seen: Watched, path: str) -> None:
    assert sheets(seen.open(path)) == [False]
