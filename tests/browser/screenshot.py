"""Takes the picture of the home page that README.md shows: `make screenshot`."""

import os

from playwright.sync_api import sync_playwright

from generator.site.build import build_site
from tests.browser.watched import launch, watched
from tests.registers import REPOSITORY, TODAY

PICTURE = REPOSITORY / "generator" / "docs" / "images" / "home.png"
SIZE = {"width": 1200, "height": 1000}


def main() -> None:
    """Builds the site of this repository and photographs its first page."""
    site = REPOSITORY / "site"
    build_site(REPOSITORY, site, TODAY)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright, os.environ["LANTIAN_BROWSER"])
        with watched(browser, site, viewport=SIZE) as seen:
            seen.open("index.html").screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
