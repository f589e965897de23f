"""The pages of a programme's work by keyboard alone, without scripts, and in every look."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.judging import WIDTHS, looks, on_phone, strange, structure, too_wide
from tests.browser.watched import DESK, Watched, settled, watched

WORK = (
    "teams/LS19-R03.html",
    "teams/LS19-R03-990100.html",
    "dues/990100.html",
    "cities/990100/owed.html",
    "rounds/LS19-R03.html",
    "rounds/LS19-R03-cities.html",
    "assistance/990100.html",
    "targets/LS19-990100.html",
    "assessments/index.html",
    "actions/LS19-C2019-001.html",
    "accountability/index.html",
    "appraisals/LS19.html",
    "grids/LS19-990100.html",
    "monitors/LS19-990100.html",
    "quick/LS19-2019.html",
    "liaisons/LX19-990100-L.html",
    "incidents/990100.html",
    "tasks/LS19-990100.html",
    "ledgers/letters-990100.html",
    "programmes/LP19-990100.html",
    "programmes/LS19.html",
    "reports/LS19-R01.html",
)
"""A page of each kind, in the sample."""

LOOKED_AT = (
    *WORK,
    *("index.html", "cities/990100.html", "rounds/LS19-R03.html", "progress/status.html"),
    *("reports/LS19-R03.html", "assessments/LS19-R03.html", "appraisals/LS17.html"),
)
"""And others with issues in hand, people at work and numbers to judge."""

UNFOLD = """addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
});"""

LONGEST = 30
"""Stops on one page; the first of a long page are as good as all."""

NOTE_STOPS = """() => {
  window.stops = [];
  const all = [...document.querySelectorAll(".md-content *")];
  const shows = one => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  document.addEventListener("focusin", ({ target }) => {
    if (!target.closest(".md-content")) return;
    const box = target.getBoundingClientRect();
    window.stops.push({
      place: all.indexOf(target), name: target.outerHTML.slice(0, 100), link: target.matches("a"),
      seen: box.width > 0 && box.height > 0 && shows(target),
    });
  });
  return all.filter(one => one.matches("a[href], button, input, summary, [tabindex='0']")
    && one.checkVisibility() && !one.closest("details:not([open]) > :not(summary)")).length;
}"""
"""Keeps account of where the focus comes in the main part; gives how many stops there may be."""

STUCK = """() => [...document.querySelectorAll(".md-content *")].filter(one =>
  one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
  && ["auto", "scroll"].includes(getComputedStyle(one).overflowX)
  && !(one.tabIndex >= 0 && one.getAttribute("role") === "region"
    && one.getAttribute("aria-label"))).map(one => one.outerHTML.slice(0, 100))"""
"""What can be scrolled sideways and not by keyboard, or does not say what it is."""

UNSEEN = """() => [...document.querySelectorAll(".md-content *")].filter(one =>
  [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
  && !one.checkVisibility()
  && !one.closest("details:not([open]), script, style, title, desc, .lt-internal, .printonly")
  ).map(one => one.outerHTML.slice(0, 100))"""
"""Words in the main part that nobody sees, no keyboard opens, and no paper shows."""

NARROW = """() => [...document.querySelectorAll(".md-content table :is(td, th)")].filter(one => {
  const { fontSize, paddingLeft, paddingRight } = getComputedStyle(one);
  const inside = one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  const letters = one.innerText.replace(/\\s/g, "").length;
  const heads = one.closest("thead");
  if (heads && getComputedStyle(heads).clipPath !== "none") return false;
  return one.checkVisibility() && letters > 6 && inside < 3.4 * parseFloat(fontSize);
}).map(one => one.outerHTML.slice(0, 100))"""
"""Cells in which words stand with three letters a line or fewer, unless they are only read out."""

FIGURES = """() => [...document.querySelectorAll(".md-content :is(td, th, dd)")].map(one => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll(".st.over").forEach(part => part.remove());
  return copy.textContent.replace(/\\s+/g, "");
})"""
"""What tables and figures say, but for the days that the reader's own clock adds."""


def stops(page: Page) -> Sequence[Any]:
    """Where the Tab key comes in the main part, from its start."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the menus
    for _ in range(min(page.evaluate(NOTE_STOPS), LONGEST)):
        page.keyboard.press("Tab")
    found: Sequence[Any] = page.evaluate("window.stops")
    return found


def open_by_keyboard(page: Page) -> list[str]:
    """The parts that open on demand and do not when Enter is pressed on their name."""
    closed = []
    for name in page.locator(".md-content details > summary").all()[:2]:
        name.focus()
        page.keyboard.press("Enter")
        if not name.evaluate("one => one.parentElement.open"):
            closed.append(name.inner_text())
    return closed


@pytest.fixture(scope="module")
def reader(browser: Browser, sample: Path) -> Iterator[Watched]:
    """One tab for all pages, as a browser has it."""
    with watched(browser, sample) as seen:
        yield seen
        assert seen.complaints == []


@pytest.fixture(scope="module")
def plain(browser: Browser, sample: Path) -> Iterator[Watched]:
    """One tab without scripts."""
    with watched(browser, sample, java_script_enabled=False) as seen:
        yield seen


@pytest.mark.parametrize("path", WORK)
def test_page_of_the_work_by_keyboard_and_without_scripts(
    reader: Watched, plain: Watched, path: str
) -> None:
    page = settled(reader.open(path))
    passed = stops(page)
    places = [stop["place"] for stop in passed]
    assert places == sorted(set(places))
    assert any(stop["link"] for stop in passed)
    assert [stop["name"] for stop in passed if not stop["seen"]] == []
    assert open_by_keyboard(page) == []
    page.set_viewport_size(WIDTHS["phone"])
    settled(page)
    assert page.evaluate(STUCK) == []
    assert page.evaluate(NARROW) == []
    page.set_viewport_size(DESK)
    still = plain.open(path)
    assert still.evaluate(UNSEEN) == []
    assert still.evaluate(FIGURES) == page.evaluate(FIGURES)


@pytest.fixture(scope="module")
def unfolded(browser: Browser, sample: Path) -> Iterator[Watched]:
    """One tab in which what is folded away is open: it is judged as well."""
    with watched(browser, sample) as seen:
        seen.page.add_init_script(UNFOLD)
        yield seen


@pytest.mark.parametrize("path", LOOKED_AT)
def test_page_of_the_work_is_as_it_should_be_in_every_look_and_width(
    unfolded: Watched, path: str
) -> None:
    """As in `test_pages`: the register of this repository has no record for most of these."""
    seen = unfolded.anew()
    page = on_phone(seen, path)
    assert page.locator("details:not([open])").count() == 0
    assert [*too_wide(page), *structure(page), *looks(page), *strange(seen)] == []
