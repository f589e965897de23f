"""Every kind of page of the real register, opened from disk with the network off."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.watched import Watched, watched

KINDS = (
    "index.html",
    "search/index.html",
    "cities/index.html",
    "cities/130200.html",
    "exposures/index.html",
    "exposures/DC17-130200-R11-G-001.html",
    "ledgers/index.html",
    "ledgers/DC17-130200-R11.html",
    "progress/index.html",
    "progress/rounds.html",
    "progress/months.html",
    "progress/status.html",
    "figures/index.html",
    "figures/DC18-20180617-1.html",
    "programmes/index.html",
    "programmes/LT19.html",
    "rounds/index.html",
    "dictionary/index.html",
    "glossary/index.html",
    "sources/index.html",
    "changes/index.html",
    "rules/index.html",
    "rules/tab.html",
    "guide/reading.html",
    "guide/writing.html",
)
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("path", KINDS)
def test_page_opens_from_disk_without_requests_or_errors(on: Watched, path: str) -> None:
    page = on.open(path)
    on.settle()
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "zh"
    assert "@@lantian" not in page.content()


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_has_no_accessibility_findings(
    browser: Browser, site: Path, path: str, scheme: str
) -> None:
    with watched(browser, site, color_scheme=scheme) as seen:
        results = Axe().run(seen.open(path))
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", KINDS)
def test_page_fits_a_phone(browser: Browser, site: Path, path: str) -> None:
    with watched(browser, site, viewport=PHONE) as seen:
        wide = seen.open(path).evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]


@pytest.mark.parametrize("path", ["index.html", "ledgers/DC17-130200-R11.html"])
def test_page_is_readable_without_scripts(browser: Browser, site: Path, path: str) -> None:
    with watched(browser, site, java_script_enabled=False) as seen:
        page = seen.open(path)
        assert page.locator("h1").is_visible()
        assert page.locator("table").first.is_visible()
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
        assert not page.locator(".lt-strip").is_visible()
        box = page.locator(".lt-scroll").first
        assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_table_sorts_up_down_and_back(on: Watched) -> None:
    page = on.open("cities/index.html")
    table = page.locator("table").first
    names = table.locator("tbody th")
    first = names.first.inner_text()
    head = table.get_by_role("button", name="问题")
    head.click()
    head.click()
    assert table.locator("thead th").last.get_attribute("aria-sort") == "descending"
    assert names.first.inner_text() == "唐山市"
    head.click()
    assert names.first.inner_text() == first


def test_pinyin_puts_changzhi_under_c(on: Watched) -> None:
    page = on.open("cities/index.html")
    table = page.locator("table").first
    table.get_by_role("button", name="拼音").click()
    names = table.locator("tbody th").all_inner_texts()
    assert names.index("长治市") < names.index("德州市")
