"""Every kind of page of both editions, opened from disk with the network off."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.judging import looks, on_phone, plain_look, strange, structure, too_wide
from tests.browser.watched import Watched, watched
from tests.registers import SAMPLE, TODAY
from tests.sites import built_once

PARTS = 8
"""The kinds of pages are dealt to so many tests, so that workers share them."""

BADLY_MADE = """() => {
  const root = document.documentElement;
  const all = words => [...document.querySelectorAll(words)];
  const charts = all(".md-content svg:is(.lt-map, .lt-drawn, .lt-columns, .lt-place)");
  return Object.entries({
    "not one h1": all("h1").length !== 1,
    "not said to be Chinese": root.lang !== "zh-Hans",
    "a place in the frame was left as it was": root.outerHTML.includes("@@lantian"),
    "a table without a caption":
      all("table.lt-table").some(one => !one.caption?.textContent.trim()),
    "a head that does not say its scope": all("table.lt-table th:not([scope])").length > 0,
    "a chart without a title or a description":
      charts.some(one => !one.querySelector("title") || !one.querySelector("desc")),
  }).filter(([, isSo]) => isSo).map(([what]) => what);
}"""
"""What is wrong with the words and tables of a page as it stands."""


def kind_of(path: str) -> str:
    """Return the path with IDs, codes and days left out: pages of one template have the same."""
    *folders, name = path.split("/")
    if folders == ["rules"] and name != "index.html":
        return "rules/rule.html"
    return "/".join(_SAID_ONCE.sub(_form, part) for part in (*folders, name))


_SAID_ONCE = re.compile(r"[A-Z]+\d+(?:-[A-Z0-9][A-Za-z0-9]*)*|\d+(?:-\d+)*|u[0-9a-f]{8}")
"""An ID, a code or days, or the digest of a name that has no code."""


def _form(found: re.Match[str]) -> str:
    first = found[0][0]
    return "A" if first.isupper() else "0" if first.isdigit() else first


def test_kinds_of_pages_are_told_by_their_paths() -> None:
    paths = ("cities/990100/owed.html", "exposures/2017-06.html", "rounds/LS19-R03-cities.html")
    assert [kind_of(one) for one in paths] == [
        "cities/0/owed.html",
        "exposures/0.html",
        "rounds/A-cities.html",
    ]
    assert kind_of("dues/990100-uaa364985.html") == kind_of("dues/990200-u0b9828b2.html")


def largest_of_each_kind(*sites: Path) -> list[Path]:
    """Return of each kind of page that the sites have the page with the most on it."""
    found: dict[str, Path] = {}
    for site in sites:
        for page in sorted(site.rglob("*.html")):
            kind = kind_of(page.relative_to(site).as_posix())
            if kind not in found or page.stat().st_size > found[kind].stat().st_size:
                found[kind] = page
    return [page for _, page in sorted(found.items())]


@pytest.fixture(scope="module")
def tabs(
    browser: Browser, site: Path, sample: Path, public: Path
) -> Iterator[Mapping[Path, Watched]]:
    """One tab for all pages of a site."""
    with ExitStack() as stack:
        yield {one: stack.enter_context(watched(browser, one)) for one in (site, sample, public)}


@pytest.fixture(scope="module")
def public(run: Path) -> Path:
    return built_once(run, SAMPLE, TODAY, is_public=True)


def faults(tabs: Mapping[Path, Watched], file: Path, *, is_full: bool) -> Iterator[str]:
    """What is wrong with a page. One visit tells it, and lasts long enough for late requests.

    The public edition has the styles and switches of the full one: it is looked at in the dark.
    """
    site = next(one for one in tabs if file.is_relative_to(one))
    path = file.relative_to(site).as_posix()
    seen = tabs[site].anew()
    page = on_phone(seen, path)
    seen_in = looks(page) if is_full else plain_look(page, "dark")
    made = page.evaluate(BADLY_MADE)
    for found in (made, too_wide(page), structure(page), seen_in, strange(seen)):
        yield from (f"{path}: {one}" for one in found)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_kind_of_page_is_as_it_should_be_in_every_look_and_width(
    tabs: Mapping[Path, Watched], part: int
) -> None:
    """The full edition of two registers, and the public one."""
    *full, public = tabs
    pages = [(page, True) for page in largest_of_each_kind(*full)]
    pages += [(page, False) for page in largest_of_each_kind(public)]
    own = pages[part::PARTS]
    found = [fault for page, is_full in own for fault in faults(tabs, page, is_full=is_full)]
    assert found == []


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


def test_long_list_of_words_is_narrowed_by_what_is_typed(on: Watched) -> None:
    page = on.open("glossary/index.html")
    box, said = page.get_by_label("查词语"), page.locator('[data-part="filter"] [role=status]')
    box.fill("边督边改")
    assert "边督边改" in page.locator("#terms + div").inner_text()
    assert not page.locator("#units").is_visible()
    assert said.inner_text().startswith("列出 ")
    assert not page.locator(".lt-sections a[href='#units']").is_visible()
    box.fill("没有这个词")
    assert said.inner_text() == "没有含有“没有这个词”的词语"
    box.fill("ＲＯＵＮＤ 一段时间")
    page.reload()
    assert re.fullmatch("列出 1 个词语，共 [0-9]+ 个", said.inner_text())
    page.evaluate("location.hash = 'units'")
    expect(page.locator("#units")).to_be_in_viewport()
    assert (said.inner_text(), "?q=" in page.url) == ("", False)
    assert not page.locator("main tbody tr[hidden]").count()
