"""The same register framed by both renderers: the same files and bodies, both fine on disk."""

import shutil
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.site.build import build_site
from generator.site.layouts import BODY_END, BODY_START
from generator.site.renderers import RENDERERS
from generator.site.verify import verify_site
from tests.browser.judging import SCHEMES, looks, on_phone, strange, structure, too_wide
from tests.browser.watched import Watched, settled, watched
from tests.making_git import History
from tests.registers import SAMPLE, TODAY, copied
from tests.shared import filled_once

KINDS = (
    "index.html",
    "404.html",
    "search/index.html",
    "cities/index.html",
    "cities/990100.html",
    "exposures/index.html",
    "exposures/LS17-990200-R00-G-001.html",
    "ledgers/LS19-990100-R01.html",
    "progress/rounds.html",
    "bulletins/LS17-2017-1.html",
    "programmes/LS19.html",
    "changes/index.html",
    "dictionary/index.html",
    "rules/index.html",
    "rules/tab.html",
    "guide/reading.html",
    "guide/writing.html",
)
LOOKED_AT = ("404.html", "search/index.html", "ledgers/LS19-990100-R01.html", "guide/reading.html")
"""One page of each make, for what takes long; their bodies are looked at in the first frame."""

ISSUE = "LS19-990100-R01-P01-001"
NAMES = list(RENDERERS)


@pytest.fixture(scope="module")
def sites(run: Path) -> Mapping[str, Path]:
    """One site for each renderer, of the same records with the same history."""
    root = filled_once(run, "framed", build_both) / "台账"
    return {name: root / f"site-{name}" for name in NAMES}


def build_both(folder: Path) -> None:
    history = History(folder / "台账")
    shutil.rmtree(history.root / "records")
    copied(SAMPLE, history.root)
    history.commit({".gitignore": ".build/\nsite*/\n"}, day="2019-07-20")
    for name in NAMES:
        assert build_site(history.root, history.root / f"site-{name}", TODAY, renderer=name).pages


def files_in(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def body(page: str) -> str:
    return page.partition(BODY_START)[2].rpartition(BODY_END)[0]


class Article(HTMLParser):
    """The elements and words of the article of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.within = False
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within |= tag == "article"
        # Zensical's own: the target of its skip link, and a class for blocks of code.
        if self.within and dict(attrs).get("id") != "__skip":
            # Links that the frame makes begin with `./` there.
            same = [(name, (value or "").removeprefix("./")) for name, value in attrs]
            self.found.append((tag, [pair for pair in same if pair != ("class", "highlight")]))

    def handle_endtag(self, tag: str) -> None:
        self.within &= tag != "article"

    def handle_data(self, data: str) -> None:
        if self.within:
            self.found += data.split()


def article(page: str) -> list[object]:
    reader = Article()
    reader.feed(page)
    return reader.found


def test_both_sites_have_the_same_files_but_for_the_theme(sites: Mapping[str, Path]) -> None:
    one, other = (files_in(sites[name]) for name in NAMES)
    assert one == other
    assert len([file for file in one if file.startswith("feeds/")]) > 1


def test_data_and_feeds_are_the_same_bytes(sites: Mapping[str, Path]) -> None:
    one, other = (sites[name] for name in NAMES)
    data = [name for name in files_in(one) if name.startswith(("data/", "feeds/"))]
    assert len(data) > 3
    for name in set(data) - {"data/build.json"}:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_bodies_of_all_pages_are_the_same(sites: Mapping[str, Path]) -> None:
    one, other = (sites[name] for name in NAMES)
    made = written = 0
    for name in sorted(file for file in files_in(one) if file.endswith(".html")):
        pages = [(site / name).read_text(encoding="utf-8") for site in (one, other)]
        if BODY_START in pages[0]:
            made += 1
            assert body(pages[0]) == body(pages[1]), name
        else:
            written += 1
        assert article(pages[0]) == article(pages[1]), name
    assert made > 30
    assert written > 60


@pytest.mark.parametrize("name", NAMES)
def test_either_site_shows_what_git_holds(sites: Mapping[str, Path], name: str) -> None:
    assert verify_site(sites[name].parent, sites[name]).differences == ()


def test_builds_of_the_same_records_give_the_same_bytes(
    sites: Mapping[str, Path], tmp_path: Path
) -> None:
    root = Path(shutil.copytree(sites["zensical"].parent, tmp_path / "台账", symlinks=True))
    shutil.rmtree(root / ".build" / "layouts-zensical")
    build_site(root, tmp_path / "again", TODAY, renderer="zensical")
    for name in files_in(sites["zensical"]):
        first = (sites["zensical"] / name).read_bytes()
        assert (tmp_path / "again" / name).read_bytes() == first, name


def badly_framed(seen: Watched, path: str) -> Iterator[str]:
    """What is wrong with a page of a frame, and what it asks for until it is quiet."""
    seen.requests.clear()
    seen.complaints.clear()
    page = seen.open(path)
    seen.settle()
    if page.locator("h1").count() != 1:
        yield "not one h1"
    if page.locator("html").get_attribute("lang") != "zh-Hans":
        yield "not said to be Chinese"
    if page.locator(".md-search, [data-md-component=search]").count():
        yield "the search of the theme"
    yield from strange(seen)


@pytest.mark.parametrize("name", NAMES)
def test_pages_open_from_disk_without_requests_or_errors(
    browser: Browser, sites: Mapping[str, Path], name: str
) -> None:
    with watched(browser, sites[name]) as seen:
        assert {path: found for path in KINDS if (found := [*badly_framed(seen, path)])} == {}


@pytest.mark.parametrize("path", LOOKED_AT)
def test_second_frame_is_as_it_should_be_in_every_look_and_width(
    browser: Browser, sites: Mapping[str, Path], path: str
) -> None:
    with watched(browser, sites["zensical"]) as seen:
        page = on_phone(seen, path)
        assert [*too_wide(page), *structure(page), *looks(page)] == []


@pytest.mark.parametrize("name", NAMES)
def test_record_is_found_from_the_box_of_any_page(
    browser: Browser, sites: Mapping[str, Path], name: str
) -> None:
    with watched(browser, sites[name]) as seen:
        page = seen.open("cities/990100.html")
        page.locator(".md-header input[type=search]").fill(ISSUE)
        page.locator(".md-header button[type=submit]").click()
        page.locator(f'[data-hit="{ISSUE}"]').wait_for()
        assert seen.strange_requests == []
        assert seen.complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_section_of_the_page_is_marked_and_stands_above_it(
    browser: Browser, sites: Mapping[str, Path], name: str
) -> None:
    with watched(browser, sites[name]) as seen:
        page = seen.open("guide/reading.html")
        assert page.locator(".md-tabs [aria-current]").all_inner_texts() == ["资料说明"]
        assert page.locator(".lt-crumbs li").all_inner_texts() == ["首页", "资料说明", "使用说明"]
        assert page.locator(".md-toc a").first.get_attribute("href").startswith("#")


@pytest.mark.parametrize("name", NAMES)
def test_choice_of_colours_stands_at_the_edge_and_is_remembered(
    browser: Browser, sites: Mapping[str, Path], name: str
) -> None:
    with watched(browser, sites[name], viewport={"width": 1000, "height": 700}) as seen:
        page = seen.open("cities/990100.html")
        menu = page.locator(".lt-display summary")
        box = settled(page).locator(".lt-display summary").bounding_box()
        assert box is not None
        assert box["x"] > 850
        menu.click()
        page.get_by_role("radio", name="深色").check()
        page = seen.open("rules/tab.html")
        expect(page.locator("body")).to_have_css("background-color", SCHEMES["dark"])


@pytest.mark.parametrize("name", NAMES)
def test_first_key_leads_past_the_menus(
    browser: Browser, sites: Mapping[str, Path], name: str
) -> None:
    """One skip link, the first thing that the tab key meets, and its target is there."""
    with watched(browser, sites[name]) as seen:
        for path in ("cities/990100.html", "guide/reading.html"):
            page = seen.open(path)
            assert page.locator(".md-skip").count() == 1
            page.keyboard.press("Tab")
            target = page.evaluate("document.activeElement.getAttribute('href')")
            assert target.startswith("#")
            assert page.locator(f"[id='{target[1:]}']").count() == 1
