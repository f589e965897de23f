"""Sites and browsers that the browser tests share. A site is built once for all workers."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.watched import PATIENCE, Watched, launch, watched
from tests.registers import AFTER_ALL, REPOSITORY, SAMPLE, TODAY
from tests.sites import built_once

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
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = launch(playwright, EXECUTABLE)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(run: Path) -> Path:
    """The site of this repository's own register; no test changes it."""
    return built_once(run, REPOSITORY, AFTER_ALL)


@pytest.fixture(scope="session")
def sample(run: Path) -> Path:
    """The site of the sample, which has a lifecycle with deadlines; no test changes it."""
    return built_once(run, SAMPLE, TODAY)


@pytest.fixture
def on(browser: Browser, site: Path) -> Iterator[Watched]:
    """A page on the real site; at the end nothing may have gone wrong or outside."""
    with watched(browser, site) as seen:
        yield seen
        assert seen.strange_requests == []
        assert seen.complaints == []
