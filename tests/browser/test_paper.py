"""What is printed to be handed on: how many sheets, and which way up."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watched import Watched, watched
from tests.registers import SAMPLE, TODAY
from tests.sites import built_once

_BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
UPRIGHT, ACROSS = "upright", "across"

LONGER = """wanted => {
  const rows = [...document.querySelectorAll(".sheet tbody tr[data-record]")];
  const body = rows.at(-1).parentElement;
  for (let n = rows.length; n < wanted; n += 1) body.append(rows[n % rows.length].cloneNode(true));
}"""
"""Makes the list of the page longer, by its own rows."""


RUNNING = """() => {
  const grow = (body, wanted) => {
    while (body.rows.length < wanted) body.append(body.rows[0].cloneNode(true));
  };
  const [worst, owed, all] = [...document.querySelectorAll(".cols table:not(details *)")];
  grow(worst.tBodies[0], 5);
  grow(owed.tBodies[0], 4);
  grow(all.tBodies[0], 9);
  document.querySelector(".cols").insertAdjacentHTML("afterend",
    '<h2>分轮次情况</h2><div style="height: 44mm"></div>');
}"""
"""Fills the home page up to what a campaign of many rounds has: rows, and room for two charts."""


MANY_CASES = """() => {
  const grow = (parent, wanted) => {
    while (parent.children.length < wanted) parent.append(parent.children[0].cloneNode(true));
  };
  const latest = document.querySelector(".cols table"), beside = document.querySelector(".c4");
  // A register whose cases are all published elsewhere has this table; the sample's are its own.
  beside.insertAdjacentHTML("afterbegin", "<h2>处理情况</h2><table><thead><tr><th>处理情况</th>" +
    "<th>个数</th></tr></thead><tbody><tr><td>示例</td><td>9</td></tr></tbody></table>");
  const handled = beside.querySelector("table");
  grow(latest.tBodies[0], 8);
  for (const one of latest.querySelectorAll('[data-h="存在问题"] > span'))
    one.textContent = "示例：某段时间生产负荷很高，没有落实减排措施，监测数据失真。";
  grow(handled.tBodies[0], 11);
  const list = document.querySelector("ul.inline");
  const provinces = list.closest(".cols");
  grow(list, 8);
  for (let n = provinces.children.length; n < 5; n += 1)
    provinces.append(list.parentElement.cloneNode(true));
}"""
"""Fills the home page of the public edition up to what two hundred cases in five provinces need."""


@pytest.fixture(scope="module")
def tab(browser: Browser, sample: Path) -> Iterator[Watched]:
    with watched(browser, sample) as page:
        yield page


def sheets(page: Page) -> list[str]:
    """Return which way each sheet of paper lies."""
    found = _BOX.findall(page.pdf(prefer_css_page_size=True))
    return [ACROSS if float(width) > float(height) else UPRIGHT for width, height in found]


@pytest.mark.parametrize(
    "path",
    [
        "exposures/LS17-990200-R00-G-001.html",
        "exposures/LS17-990200-R00-G-002.html",  # all that a case can have
        "rounds/LS19-R03.html",
        "rounds/LP19-R01.html",
    ],
)
def test_case_and_round_are_one_upright_sheet_each(tab: Watched, path: str) -> None:
    assert sheets(tab.open(path)) == [UPRIGHT]


def test_home_page_of_a_campaign_is_one_upright_sheet(tab: Watched) -> None:
    page = tab.open("index.html")
    page.evaluate(RUNNING)
    assert page.locator("tbody tr").count() >= 18
    assert sheets(page) == [UPRIGHT]


def test_home_page_of_this_register_is_one_upright_sheet(on: Watched) -> None:
    """It has published cases alone, whose texts are long; nothing in a tile is cut off."""
    page = on.open("index.html")
    assert page.locator(".cases tbody tr").count() == 8
    assert sheets(page) == [UPRIGHT]
    page.emulate_media(media="print")
    assert page.locator(".tile:visible").count() > 30
    cut = "all => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length"
    assert page.locator(".tile").evaluate_all(cut) == 0


def test_public_home_page_of_two_hundred_cases_is_one_upright_sheet(
    browser: Browser, run: Path
) -> None:
    with watched(browser, built_once(run, SAMPLE, TODAY, is_public=True)) as tab:
        tab.page.clock.set_fixed_time(f"{TODAY}T12:00:00")
        page = tab.open("index.html")
        page.evaluate(MANY_CASES)
        assert page.locator(".cases tbody tr").count() == 8
        assert page.locator(".inline li").count() >= 30
        assert sheets(page) == [UPRIGHT]


def test_list_of_fifteen_is_one_landscape_sheet_and_a_longer_one_repeats_its_head(
    tab: Watched,
) -> None:
    page = tab.open("dues/990100.html")
    page.evaluate(LONGER, 15)
    assert page.locator(".sheet tbody tr[data-record]").count() == 15
    assert sheets(page) == [ACROSS]
    page.evaluate(LONGER, 60)
    long = sheets(page)
    assert 2 < len(long) <= 5
    assert set(long) == {ACROSS}
    page.emulate_media(media="print")
    head = page.locator(".sheet thead")
    assert head.evaluate("one => getComputedStyle(one).display") == "table-header-group"


def test_what_a_city_owes_and_what_is_owed_to_it_are_landscape_alike(tab: Watched) -> None:
    assert set(sheets(tab.open("cities/990100/owed.html"))) == {ACROSS}
