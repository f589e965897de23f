"""A site below a folder of a server, as GitHub Pages and GitLab Pages put it: `/repo/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

REPO = "/repo/"
ADDRESSES = "all => all.map(one => one.href ?? one.src ?? one.action).filter(Boolean)"
REFERRING = "a[href], link[rel~=stylesheet], link[rel~=icon], script[src], img[src], form[action]"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files; what is missing gets the page of the site for that, as those servers do."""

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "repo/404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{REPO}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def address(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("server")
    (root / "repo").symlink_to(sample, target_is_directory=True)
    with served(root) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A tab in which each answer has to be one of the site's own."""
    context = browser.new_context()
    tab = context.new_page()
    strange: list[str] = []
    tab.on("request", lambda one: None if own(one.url, address) else strange.append(one.url))
    tab.on("pageerror", lambda error: strange.append(str(error)))
    yield tab
    context.close()
    assert strange == []


def own(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:"))


@pytest.mark.parametrize("path", ["", "cities/990100/owed.html", "exposures/index.html"])
def test_all_that_a_page_refers_to_lies_below_the_folder(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    found = page.locator(REFERRING).evaluate_all(ADDRESSES)
    here = [one for one in found if one.startswith(urljoin(address, "/"))]
    assert len(here) > 20
    assert [one for one in here if not one.startswith(address)] == []
    ground = page.locator("header.md-header").evaluate(
        "one => getComputedStyle(one).backgroundColor"
    )
    assert ground == "rgb(29, 74, 120)"


def test_search_of_the_head_leads_to_a_record_and_back_home(page: Page, address: str) -> None:
    page.goto(address + "cities/index.html")
    page.get_by_role("searchbox").fill("示例堆场")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="示例堆场").first.click()
    expect(page.locator("h1, article h3").first).to_be_visible()
    assert page.url.startswith(address)
    page.get_by_role("link", name="首页").first.click()
    assert page.url == f"{address}index.html"


def test_page_for_what_is_missing_loads_nothing_from_a_host_named_in_the_path(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    tab, asked = context.new_page(), set[str]()
    tab.on("request", lambda one: asked.add(urljoin(one.url, "/")))
    tab.goto(urljoin(address, "/") + "/another.example/cities/nothing.html")
    context.close()
    assert asked == {urljoin(address, "/")}


@pytest.mark.parametrize("path", ["cities/nothing/at/all.html", "nothing.html", "not/ours.html"])
def test_page_for_what_is_missing_finds_its_styles_below_a_folder_of_the_site(
    page: Page, address: str, path: str
) -> None:
    answer = page.goto(address + path)
    assert answer
    assert answer.status == 404
    page.get_by_role("link", name="首页").first.click()
    assert page.url == f"{address}index.html"
