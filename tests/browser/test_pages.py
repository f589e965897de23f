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
    "help/index.html",
    "targets/index.html",
    "targets/SX19-610100.html",
    "assessment/index.html",
    "figures/index.html",
    "figures/DC18-20180617-1.html",
    "programmes/index.html",
    "programmes/LT19.html",
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
PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 256}
"""What is left of a screen of 1280 by 1024 at 400 %."""


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
        page = seen.open(path)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        page.get_by_role("button", name="高对比").click()
        page.get_by_role("button", name="大字").click()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("view", [PHONE, ZOOMED], ids=["phone", "zoomed"])
def test_page_fits_a_phone_and_a_zoom_of_400_percent(
    browser: Browser, site: Path, path: str, view: dict[str, int]
) -> None:
    with watched(browser, site, viewport=view) as seen:
        wide = seen.open(path).evaluate("document.documentElement.scrollWidth")
        assert wide <= view["width"]


@pytest.mark.parametrize("path", KINDS)
def test_tables_have_captions_and_heads_say_their_scope(on: Watched, path: str) -> None:
    page = on.open(path)
    ours = page.locator("table.lt-table")
    bare = "tables => tables.filter(one => !one.caption?.textContent.trim()).length"
    assert ours.evaluate_all(bare) == 0
    assert page.locator("table.lt-table th:not([scope])").count() == 0
    named = "all => all.filter(one => !one.querySelector('title') || !one.querySelector('desc'))"
    charts = page.locator(".md-content svg:is(.lt-map, .lt-bars, .lt-columns, .lt-place)")
    assert charts.evaluate_all(f"all => ({named})(all).length") == 0


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
        assert not page.locator(".lt-strip").is_visible()
        box = page.locator(".lt-scroll").first
        assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


PRINTED = (
    "cities/130200.html",
    "ledgers/DC17-130200-R11.html",
    "figures/DC18-20180617-1.html",
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
    assert "本站生成于" in page.locator(".lt-age").inner_text()
    assert not page.locator(".lt-strip").is_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_table_sorts_up_down_and_back(on: Watched) -> None:
    page = on.open("cities/index.html")
    table = page.locator("table").first
    names = table.locator("tbody th")
    first = names.first.inner_text()
    head = table.get_by_role("button", name="发现")
    head.click()
    head.click()
    assert table.locator("thead th").nth(1).get_attribute("aria-sort") == "descending"
    assert names.first.inner_text() == "唐山市"
    head.click()
    assert names.first.inner_text() == first


def test_pinyin_puts_changzhi_under_c(on: Watched) -> None:
    page = on.open("cities/index.html")
    table = page.locator("table").first
    table.get_by_role("button", name="拼音").click()
    names = table.locator("tbody th").all_inner_texts()
    assert names.index("长治市") < names.index("德州市")
