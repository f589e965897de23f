"""A browser page that keeps account of what it asked for and what went wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, Request, ViewportSize

FLAGS = (
    "--no-sandbox",  # the tests run as root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Headless Chromium that has no business with the network."""
    return playwright.chromium.launch(executable_path=executable, args=list(FLAGS))


LEFT = "net::ERR_ABORTED"
"""What Chromium says of a request that it gives up itself, because its page is left for another.
A file that is not there and a host that must not be asked are other words."""


PATIENCE = 120_000
"""Milliseconds until a page counts as stuck: far more than a page needs on a machine that is busy
with other things, since a test that waits ends as soon as it has what it waits for."""

DESK: ViewportSize = {"width": 1280, "height": 720}
"""The window of a tab for which no other is asked."""

STILL = """() => {
  const boxes = JSON.stringify([...document.querySelectorAll("body *")].map(one => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x, y, width, height];
  }));
  const isSame = boxes === window.boxesBefore;
  window.boxesBefore = boxes;
  return document.readyState === "complete" && document.fonts.status === "loaded" && isSame;
}"""


def settled(page: Page) -> Page:
    """The page once it is laid out: fonts are loaded, and two frames one after the other have each
    element in the same place. The theme's script sets heights in frames of its own."""
    page.evaluate("delete window.boxesBefore")
    page.wait_for_function(STILL, polling="raf")
    return page


@dataclass
class Watched:
    """A page of the site under test, with every request and every complaint."""

    page: Page
    site: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Opens a page of the site from disk."""
        name, _, query = path.partition("?")
        self.page.goto((self.site / name).as_uri() + (f"?{query}" if query else ""))
        return self.page

    def anew(self) -> "Watched":
        """The same tab for another test: as it was at first, with a new account.

        A tab of its own costs as much as a page or two. Whoever counts requests, holds them up or
        adds scripts needs one.
        """
        if self.page.url.startswith(self.site.as_uri()):
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(
            media="screen", color_scheme="light", reduced_motion="no-preference"
        )
        self.requests.clear()
        self.complaints.clear()
        return self

    def settle(self) -> None:
        """Waits until the page has asked for nothing more for half a second."""
        self.page.wait_for_load_state("networkidle")

    def hear_failed(self, request: Request) -> None:
        """Complains of what could not be had; not of what nobody waits for any more."""
        if request.failure != LEFT:
            self.complaints.append(f"failed: {request.url} ({request.failure})")

    @property
    def strange_requests(self) -> list[str]:
        """Requests that leave the site's own folder."""
        inside = (self.site.as_uri() + "/", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(inside)]


@contextmanager
def watched(browser: Browser, site: Path, **context: Any) -> Iterator[Watched]:
    """A fresh page without network, watched."""
    tab = browser.new_context(offline=True, **context)
    tab.set_default_timeout(PATIENCE)
    page = tab.new_page()
    seen = Watched(page, site)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.complaints.append(f"error: {error}"))
    page.on("requestfailed", seen.hear_failed)
    page.on("dialog", lambda dialog: (seen.complaints.append("dialog"), dialog.dismiss()))
    page.on(
        "console",
        lambda line: seen.complaints.append(line.text) if line.type == "error" else None,
    )
    try:
        yield seen
    finally:
        tab.close()
