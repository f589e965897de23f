"""Takes the pictures of an invented campaign that both READMEs show: `make pictures`.

The campaign and the clock of the browser are of one fixed day, so that only a change of a page
changes its picture.
"""

import base64
import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from generator.cli.demo import run_campaign
from generator.core.dates import CHINA
from generator.form.from_register import carried_part
from generator.form.page import form_file
from generator.load.files import contents
from generator.public.policy import exposing
from generator.site.build import build_site, read_register
from tests.browser.watched import PATIENCE, Watched, launch, settled, watched
from tests.registers import REPOSITORY

PICTURES = REPOSITORY / "generator" / "docs" / "images"
DAY = date(2026, 11, 27)
RECORDS = 1500
SIZE: ViewportSize = {"width": 1200, "height": 800}
QUALITY = 60
"""Of WebP: text stays sharp at it, and a picture stays below 100 kB."""

FORM = "form.html"


def main() -> None:
    """Builds the campaign and takes each picture."""
    expect.set_options(timeout=PATIENCE)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, os.environ["LANTIAN_BROWSER"])
        root = Path(folder) / "campaign"
        run_campaign(root, RECORDS, 1, DAY)
        site = root / "site"
        build_site(root, site, DAY)
        (site / FORM).write_bytes(_form(root))
        with watched(browser, site, viewport=SIZE) as seen:
            seen.page.clock.set_fixed_time(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=CHINA))
            for name, path in _pages(root, seen).items():
                _take(settled(seen.open(path)), PICTURES / f"{name}.webp")
        browser.close()


def _pages(root: Path, seen: Watched) -> Mapping[str, str]:
    """Return name of a picture → page: the worst city, its list, the case with most steps."""
    worst = seen.open("index.html").locator("main td a, main th a").first.get_attribute("href")
    assert worst
    code = Path(worst).stem
    return {
        "home": "index.html",
        "city": f"cities/{code}.html",
        "owed": f"dues/{code}.html",
        "case": f"exposures/{_case(root)}.html",
        "form": FORM,
    }


def _case(root: Path) -> str:
    """Return the exposed issue with most steps among those that stay exposed."""
    register = read_register(root).register
    exposed = [
        one
        for one in register.issues
        if exposing(one, register.vocabulary)
        and not any(event.step in ("撤下", "信用修复") for event in one.events)
    ]
    return max(exposed, key=lambda one: (len(one.events), one.id)).id


def _form(root: Path) -> bytes:
    files = {one.path: one.content for one in contents(root)}
    judgement = read_register(root)
    [programme] = judgement.register.programmes
    return form_file(carried_part(judgement, files, "示例台账", DAY, programme=programme))


def _take(page: Page, path: Path) -> None:
    """Write what a window shows as WebP, which Playwright itself does not offer."""
    if path.stem == "form":
        expect(page.locator("body")).to_have_attribute("data-ready", "true")
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    path.write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    main()
