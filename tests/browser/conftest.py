"""Sites and browsers that the browser tests share. A site is built once for each worker."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from generator.build import build_site
from tests.browser.watched import Watched, launch, watched
from tests.registers import REPOSITORY, TODAY, copied

EXECUTABLE = os.environ.get("LANTIAN_BROWSER", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves the browser tests out where that was asked for, and says so; never on its own."""
    if EXECUTABLE == "skip":
        mark = pytest.mark.skip(reason="BROWSER=skip was given")
        for item in items:
            if "browser" in item.nodeid.split("/"):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, named by LANTIAN_BROWSER; without it the tests fail rather than pass unseen."""
    assert EXECUTABLE, "run through `make test`, or name a Chromium in LANTIAN_BROWSER"
    with sync_playwright() as playwright:
        running = launch(playwright, EXECUTABLE)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository's own register."""
    root = copied(REPOSITORY, tmp_path_factory.mktemp("register"))
    built = build_site(root, root / "site", TODAY)
    assert built.pages, built.verdict.findings
    return root / "site"


@pytest.fixture
def on(browser: Browser, site: Path) -> Iterator[Watched]:
    """A page on the real site; at the end nothing may have gone wrong or outside."""
    with watched(browser, site) as seen:
        yield seen
        assert seen.strange_requests == []
        assert seen.complaints == []
