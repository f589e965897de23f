"""The frame in a browser: lean pages look the same, and the page for missing addresses leads on."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser

from generator.site.build import build_site
from generator.site.layouts import load_layouts
from generator.site.links import FOLDERS
from generator.site.renderers import RENDERERS
from tests.browser.watched import settled, watched
from tests.registers import REPOSITORY, SAMPLE, TODAY, copied
from tests.shared import filled_once

BOXES = """() => [...document.querySelectorAll("body *:not(script)")]
.map(one => {
  const box = one.getBoundingClientRect();
  return [one.tagName, one.className.baseVal ?? one.className, box.x, box.y, box.width, box.height];
})"""
NEEDED = """() => [...document.querySelectorAll("link[rel=stylesheet], script[src]")]
  .map(one => one.href ?? one.src)"""
SIZES = ({"width": 1300, "height": 900}, {"width": 390, "height": 844})
WHOLE = ("cities/index.html", "rounds/index.html", "guide/reading.html", "rules/tab.html")
ADDRESSES = ("/wrong.html", "/cities/wrong.html", "/ledgers/2019/deep/wrong.html", "/404.html")


@pytest.fixture
def root(sample: Path) -> Path:
    return sample.parent


@pytest.fixture(scope="module")
def frames(run: Path) -> tuple[Path, Path]:
    """The frame as mkdocs makes it, and as our builds use it."""
    made = filled_once(run, "whole-and-lean", _both_frames)
    return made / ".build" / "layouts", made / "lean" / ".build" / "layouts"


def _both_frames(folder: Path) -> None:
    root = copied(SAMPLE, folder / "lean")
    (root / ".build").mkdir()
    load_layouts(root, FOLDERS)
    whole = folder / ".build"
    shutil.copytree(root / ".build", whole)
    shutil.rmtree(whole / "layouts")
    settings = (whole / "mkdocs.yml").read_text().replace(str(root / ".build"), str(whole))
    (whole / "mkdocs.yml").write_text(settings)
    with RENDERERS["mkdocs"].running(whole, whole / "mkdocs.yml") as ended:
        ended()


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_lean_pages_stand_where_whole_ones_stand(
    browser: Browser, frames: tuple[Path, Path], size: dict[str, int]
) -> None:
    """Every element of a frame has the same place and size when the frame is lean."""
    for path in WHOLE:
        before, after = (boxes(browser, frame, path, size) for frame in frames)
        assert len(before) > 15
        assert after == before, path


def boxes(browser: Browser, frame: Path, path: str, size: dict[str, int]) -> list[object]:
    """The name, place and size of each element of a page."""
    with watched(browser, frame, viewport=size) as seen:
        found: list[object] = settled(seen.open(path)).evaluate(BOXES)
    return found


@contextmanager
def served(folder: Path, below: str) -> Iterator[str]:
    """A server that shows the page for missing addresses as static hosts do; its address."""

    class Host(SimpleHTTPRequestHandler):
        def send_error(self, code: int, *_: Any, **__: Any) -> None:
            page = (folder / below / "404.html").read_bytes()
            self.send_response(HTTPStatus(code))
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{below}".rstrip("/")
    finally:
        server.shutdown()
        server.server_close()


def lost(browser: Browser, address: str, start: str) -> None:
    """Opens a missing address: the page has its styles, and its links lead into the site."""
    tab = browser.new_context()
    page = tab.new_page()
    loaded: set[str] = set()
    page.on("response", lambda one: loaded.add(one.url) if one.status == HTTPStatus.OK else None)
    page.goto(address)
    assert page.locator("h1").inner_text() == "没有这一页"
    # A browser that looks ahead may ask for them at the wrong place first, and for nothing.
    needed = page.evaluate(NEEDED)
    assert len(needed) > 4
    assert set(needed) <= loaded
    links = page.locator(".md-content a[href]").evaluate_all("all => all.map(one => one.href)")
    assert links[:3] == [f"{start}/{name}index.html" for name in ("", "search/", "cities/")]
    page.locator(".md-header input[type=search]").fill("示例")
    page.locator(".md-header button[type=submit]").click()
    page.locator("[data-hit]").first.wait_for()
    assert page.url.startswith(f"{start}/search/index.html?")
    tab.close()


@pytest.mark.parametrize("asked", ADDRESSES)
def test_missing_page_leads_on_from_any_depth(browser: Browser, root: Path, asked: str) -> None:
    with served(root / "site", "") as start:
        lost(browser, start + asked, start)


@pytest.mark.parametrize("asked", ADDRESSES[1:])
def test_missing_page_finds_a_site_that_stands_in_a_folder(
    browser: Browser, root: Path, asked: str
) -> None:
    with served(root, "site") as start:
        lost(browser, start + asked, start)


@pytest.fixture(scope="module")
def addressed(run: Path) -> Path:
    """A register whose settings name the address of its site, with a site by each renderer."""
    return filled_once(run, "addressed", _with_an_address)


def _with_an_address(folder: Path) -> None:
    root = copied(SAMPLE, folder)
    menu = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(f"site_url: https://example.org/mkdocs/\n{menu}")
    for name in RENDERERS:
        build_site(root, root / name, TODAY, renderer=name)


def test_missing_page_believes_the_address_that_is_set(browser: Browser, addressed: Path) -> None:
    """Where no folder of ours stands in the address, only the set address can tell."""
    with served(addressed, "mkdocs") as start:
        lost(browser, f"{start}/some/where/wrong.html", start)


@pytest.mark.parametrize("name", RENDERERS)
def test_set_address_is_never_asked_for(browser: Browser, addressed: Path, name: str) -> None:
    with watched(browser, addressed / name) as seen:
        for path in ("index.html", "404.html", "cities/990100.html", "guide/reading.html"):
            seen.open(path)
            seen.settle()
        assert seen.strange_requests == []
        assert seen.complaints == []
