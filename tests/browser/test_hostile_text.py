"""Whatever is typed into a record is shown as typed and never becomes markup."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.site.build import build_site
from tests.browser.watched import Watched, settled, watched
from tests.hostile import PAYLOADS, in_one_line, spelled, write_hostile_register
from tests.registers import SAMPLE, TODAY, ready
from tests.shared import filled_once

FULL = "LS19-990100-R01-P01-001"
EXPOSED = "LS19-990100-R02-Z-001"
PAGES = {
    "ledgers/LS19-990100-R01.html": ("name", "found", "demand", "by", "letter"),
    f"exposures/{EXPOSED}.html": ("name", "found", "handling", "by", "title", "publisher"),
    "exposures/LS17-990200-R00-G-001.html": ("table", "row"),
    "ledgers/LS19-990100-R02.html": ("round_stated",),
    "programmes/LS19.html": (
        *("name", "issuer", "number", "scale", "unpublished", "note", "called"),
        *("level", "triggers", "forms", "season", "focus", "units", "copies"),
    ),
    "actions/index.html": ("name", "facts", "by", "what"),
    "actions/LS19-C2019-001.html": ("name", "facts", "handling", "what", "term", "letter", "note"),
    "accountability/index.html": ("name", "title", "office", "facts", "note", "publisher"),
    "cities/990100.html": ("name", "province", "change"),
    "rounds/index.html": ("note",),
    "rounds/LS19-R03-issues.html": ("name", "province"),
    "cities/990100/owed.html": ("found", "what"),
    "bulletins/LS19-20190701-1.html": ("title", "scope", "category", "round_stated"),
    "glossary/index.html": ("meaning",),
    "assistance/990100.html": ("subject", "said", "by", "result", "receiver", "note"),
    "targets/LS19-990100.html": ("name", "text", "by"),
    "assessments/index.html": ("unit", "reasons", "by"),
    "appraisals/index.html": ("unit", "veto", "subjects", "what", "note", "name"),
    "appraisals/LS19.html": ("unit", "reason", "by", "note", "monthly"),
    "grids/LS19-990100.html": ("name", "level", "office", "covered", "area", "note"),
    "monitors/LS19-990100.html": ("name", "what", "town", "by", "note"),
    "quick/LS19-2019.html": ("name", "by", "text", "to", "copies", "note"),
    "actions/LS19-C2019-007.html": ("triggers", "forms"),
    "liaisons/LX19-990100-L.html": ("office", "duty", "unit", "note"),
    "incidents/990200.html": ("what", "matter", "said", "by", "result"),
    "incidents/990100.html": ("site", "handler", "note"),
    "visits/LS19-990100-R01-V.html": ("note",),
    "penalties/index.html": ("name", "cause"),
    "units/U990200-001.html": ("name", "called", "permit", "basis", "note"),
    "penalties/LS19-990100.html": ("name", "cause", "basis", "what", "to", "said", "by", "note"),
    "sources/index.html": ("title", "publisher"),
    "index.html": ("short_name", "name"),
    "exposures/index.html": ("found",),
    "cities/index.html": ("province",),
    "bulletins/index.html": ("publisher",),
}
FOREIGN = (
    ".md-content :is(script:not([src$='/page-tools.js'], [src$='/filter.js'], "
    "[src$='/case-links.js'], [src*='/exposures/']), img, iframe, "
    "[onerror], [onload], [onmouseover])"
)
OWN_SCRIPTS = ".md-content script[src^='../assets/']"


@pytest.fixture(params=PAYLOADS, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def payload(name: str) -> str:
    return PAYLOADS[name]


@pytest.fixture(scope="module")
def hostile(name: str, payload: str, run: Path) -> Path:
    def fill(root: Path) -> None:
        write_hostile_register(ready(SAMPLE, root), payload)
        built = build_site(root, root / "site", TODAY)
        assert built.pages, built.verdict.findings

    return filled_once(run, f"hostile-{name}", fill) / "site"


@pytest.fixture
def seen(browser: Browser, hostile: Path) -> Iterator[Watched]:
    with watched(browser, hostile) as page:
        # On a later day the copy itself would hide what the term of publication covered.
        page.page.clock.set_fixed_time(f"{TODAY}T12:00:00")
        yield page
        assert page.strange_requests == []
        assert page.complaints == []


def shown(page: Page) -> str:
    """The text of the page as it stands in the document, with the lines of SVG and hidden parts."""
    text: str = page.evaluate("document.querySelector('main').textContent")
    return text


def test_payload_is_shown_as_typed_in_every_field(seen: Watched, payload: str) -> None:
    for path, fields in PAGES.items():
        page = seen.open(path)
        text = in_one_line(shown(page))
        for field in fields:
            assert in_one_line(spelled(payload, field)) in text, (path, field)
        assert page.locator(FOREIGN).count() == 0, path
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.locator("h1").count() == 1
        wide = settled(page).evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"] if page.viewport_size else True


def test_payload_is_plain_text_in_the_title(seen: Watched, payload: str) -> None:
    page = seen.open(f"exposures/{EXPOSED}.html")
    assert in_one_line(spelled(payload, "name")) in in_one_line(page.title())


def test_payload_can_be_searched_and_is_text_among_the_hits(seen: Watched, payload: str) -> None:
    page = seen.open(f"search/index.html?q={EXPOSED}")
    hit = page.locator(f'[data-hit="{EXPOSED}"]')
    expect(hit).to_have_count(1)
    title = hit.locator("a").evaluate("link => link.textContent")
    assert in_one_line(title) == in_one_line(spelled(payload, "name"))
    assert page.locator(FOREIGN).count() == page.locator(OWN_SCRIPTS).count()
    hit.locator("a").click()
    expect(page.locator(f'[data-record="{EXPOSED}"]')).to_be_visible()
