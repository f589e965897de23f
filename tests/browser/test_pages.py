"""Every kind of page of the real register, opened from disk with the network off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.judging import looks, strange, structure, too_wide
from tests.browser.watched import Watched, watched

KINDS = (
    "index.html",
    "search/index.html",
    "cities/index.html",
    "cities/130200.html",
    "cities/130200/problems.html",
    "cities/130200/exposures.html",
    "cities/130200/tasks.html",
    "cities/130200/130229.html",
    "exposures/index.html",
    "exposures/DC17-130200-R11-G-001.html",
    "ledgers/index.html",
    "ledgers/DC17-130200-R11.html",
    "ledgers/letters-130200.html",
    "progress/index.html",
    "progress/rounds.html",
    "progress/months.html",
    "progress/status.html",
    "actions/index.html",
    "actions/YT14-C2018-001.html",
    "accountability/index.html",
    "assistance/index.html",
    "targets/index.html",
    "targets/SX19-610100.html",
    "assessments/index.html",
    "appraisals/index.html",
    "appraisals/HZ19.html",
    "grids/index.html",
    "monitors/index.html",
    "monitors/HZ19-610700.html",
    "quick/index.html",
    "bulletins/index.html",
    "bulletins/DC18-20180617-1.html",
    "programmes/index.html",
    "programmes/LT19.html",
    "programmes/HZ19.html",
    "programmes/JL20.html",
    "programmes/JL20-220100.html",
    "programmes/XA19.html",
    "liaisons/index.html",
    "liaisons/XA19-610100-L.html",
    "incidents/index.html",
    "penalties/index.html",
    "units/index.html",
    "visits/index.html",
    "dues/610100.html",
    "tasks/index.html",
    "tasks/HZ19-610700.html",
    "tasks/DC17-130100.html",
    "dues/index.html",
    "teams/index.html",
    "reports/DC17-R11.html",
    "dues/130100.html",
    "rounds/index.html",
    "rounds/DC17-R11.html",
    "rounds/DC17-R00.html",
    "about/index.html",
    "dictionary/index.html",
    "glossary/index.html",
    "sources/index.html",
    "changes/index.html",
    "rules/index.html",
    "rules/tab.html",
    "guide/reading.html",
    "guide/writing.html",
)
BARE_TABLES = "all => all.filter(one => !one.caption?.textContent.trim()).length"
CHARTS = ".md-content svg:is(.lt-map, .lt-bars, .lt-columns, .lt-place)"
NAMELESS = """all => all.filter(
  one => !one.querySelector("title") || !one.querySelector("desc")).length"""


def badly_made(page: Page) -> Iterator[str]:
    """What is wrong with the words and tables of a page as it stands."""
    if page.locator("h1").count() != 1:
        yield "not one h1"
    if page.locator("html").get_attribute("lang") != "zh-Hans":
        yield "not said to be Chinese"
    if "@@lantian" in page.content():
        yield "a place in the frame was left as it was"
    if page.locator("table.lt-table").evaluate_all(BARE_TABLES):
        yield "a table without a caption"
    if page.locator("table.lt-table th:not([scope])").count():
        yield "a head that does not say its scope"
    if page.locator(CHARTS).evaluate_all(NAMELESS):
        yield "a chart without a title or a description"


@pytest.fixture(scope="module")
def tab(browser: Browser, site: Path) -> Iterator[Watched]:
    """One tab for all kinds of pages."""
    with watched(browser, site) as seen:
        yield seen


@pytest.mark.parametrize("path", KINDS)
def test_page_is_as_it_should_be_in_every_look_and_width(tab: Watched, path: str) -> None:
    """One visit tells all that is wrong with a page; it lasts long enough for late requests."""
    seen = tab.anew()
    page = seen.open(path)
    found = [*badly_made(page), *structure(page), *looks(page), *too_wide(seen, path)]
    assert [*found, *strange(seen)] == []


@pytest.mark.parametrize("path", ["index.html", "ledgers/DC17-130200-R11.html"])
def test_page_is_readable_without_scripts(browser: Browser, site: Path, path: str) -> None:
    with watched(browser, site, java_script_enabled=False) as seen:
        page = seen.open(path)
        assert page.locator("h1").is_visible()
        assert page.locator("table:visible").first.is_visible()
        assert page.get_by_role("link", name="城市").first.is_visible()


def test_search_without_scripts_says_where_else_to_look(browser: Browser, site: Path) -> None:
    with watched(browser, site, java_script_enabled=False) as seen:
        said = seen.open("search/index.html").locator("noscript .lt-warning")
        assert said.is_visible()
        assert "问题台账" in said.inner_text()


def test_print_hides_menus_and_shows_whole_tables(browser: Browser, site: Path) -> None:
    with watched(browser, site, color_scheme="dark") as seen:
        page = seen.open("progress/index.html")
        page.emulate_media(media="print")
        assert not page.locator(".md-header").is_visible()
        assert not page.locator(".md-tabs").is_visible()
        box = page.locator(".lt-scroll").first
        assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


PRINTED = (
    "cities/130200.html",
    "ledgers/DC17-130200-R11.html",
    "bulletins/DC18-20180617-1.html",
    "exposures/DC17-130200-R11-G-001.html",
)


@pytest.mark.parametrize("path", PRINTED)
def test_paper_repeats_heads_cuts_no_row_and_names_the_build(on: Watched, path: str) -> None:
    page = on.open(path)
    page.emulate_media(media="print")
    style = "(all, name) => all.map(one => getComputedStyle(one)[name])"
    heads = page.locator(".lt-table thead").evaluate_all(style, "display")
    assert set(heads) <= {"table-header-group"}
    rows = page.locator(".lt-table tbody tr").evaluate_all(style, "breakInside")
    assert set(rows) <= {"avoid"}
    assert page.locator(".lt-commit").is_visible()
    assert "数据截至" in page.locator(".lt-age").inner_text()
    assert not page.locator(".md-tabs").is_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_table_sorts_up_down_and_back(on: Watched) -> None:
    page = on.open("cities/index.html")
    table = page.locator("table").first
    names = table.locator("tbody th")
    first = names.first.inner_text()
    head = table.get_by_role("button", name="发现")
    head.click()
    assert table.locator("thead th").nth(1).get_attribute("aria-sort") == "descending"
    assert names.first.inner_text() == "唐山市"
    head.click()
    assert table.locator("thead th").nth(1).get_attribute("aria-sort") == "ascending"
    head.click()
    assert names.first.inner_text() == first


def test_pinyin_puts_changzhi_under_c(on: Watched) -> None:
    page = on.open("cities/index.html")
    table = page.locator("table").first
    table.get_by_role("button", name="城市").click()
    names = table.locator("tbody th").all_inner_texts()
    assert names.index("长治市") < names.index("德州市")
