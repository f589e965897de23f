"""Pages with an audit trail in a browser: marks, hostile names, contrast, phone width."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.site.build import build_site
from tests.browser.judging import looks, on_phone, structure, too_wide
from tests.browser.watched import watched
from tests.hostile import PAYLOADS
from tests.making_git import History
from tests.registers import SAMPLE, copied, lend_frame
from tests.shared import filled_once
from tests.site.test_verify import FILE, LEDGER, TODAY, last_event_changed

PAGES = (LEDGER, "changes/index.html", "cities/990100.html", "guide/reading.html")
NAME = PAYLOADS["markup"].partition("@@")[0] + "长" * 200
SHOWN = NAME.replace("<", "").replace(">", "")
"""Git itself takes the brackets of a mail address out of names."""


@pytest.fixture(scope="module")
def proved(run: Path) -> Path:
    """The site of a history with a rewritten and an uncommitted event, by a hostile name."""
    return filled_once(run, "audit", build_proved) / "台账" / "site"


def build_proved(folder: Path) -> None:
    history = History(folder / "台账")
    shutil.rmtree(history.root / "records")
    copied(SAMPLE, history.root)
    history.commit({".gitignore": ".build/\nsite/\n"}, who="张三", day="2019-09-20")
    text = (history.root / FILE).read_text(encoding="utf-8")
    history.commit({FILE: last_event_changed(text)}, who=NAME, day="2019-09-21")
    other = FILE.replace("-001.yml", "-002.yml")
    text = (history.root / other).read_text(encoding="utf-8")
    history.write(other, last_event_changed(text))
    lend_frame(SAMPLE, history.root)
    assert build_site(history.root, history.root / "site", TODAY).pages


@pytest.mark.parametrize("path", PAGES)
def test_page_is_as_it_should_be_in_every_look_and_width(
    browser: Browser, proved: Path, path: str
) -> None:
    with watched(browser, proved) as seen:
        page = on_phone(seen, path)
        assert [*too_wide(page), *structure(page), *looks(page)] == []


def test_hostile_name_is_shown_as_it_is(browser: Browser, proved: Path) -> None:
    with watched(browser, proved) as seen:
        for path in (LEDGER, "changes/index.html"):
            page = seen.open(path)
            assert SHOWN in page.evaluate("document.querySelector('main').textContent")
            assert page.locator(".md-content :is(script, img, [onerror], [onload])").count() == 0
