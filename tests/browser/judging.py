"""What is wrong with a page in any look that it has: structure, colours, widths, requests.

Each check yields what it finds, so that one visit tells all that is wrong with a page.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, expect

from tests.browser.watched import Watched, settled

WIDTHS = {"phone": {"width": 390, "height": 844}, "zoomed": {"width": 320, "height": 256}}
"""A phone, and what is left of a screen of 1280 by 1024 at 400 %."""

SCHEMES = {"light": "default", "dark": "slate"}
"""What the reader's system asks for → what the theme calls it."""

COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""Of axe's rules these alone read colours. Telling a text's ground is also by far what takes axe
longest, so it is asked of one example of each look instead of each row of a table."""

STRUCTURE: Mapping[str, Any] = {"rules": {name: {"enabled": False} for name in COLOUR_RULES}}
COLOURS: Mapping[str, Any] = {"runOnly": COLOUR_RULES}
ROOM: Mapping[str, Any] = {"runOnly": ["scrollable-region-focusable"]}
"""What may change where letters grow: a part of the page that must be scrolled then."""

EXAMPLES = """() => {
  const OF_ONE_THING = new Set(["id", "href", "data-record", "data-hit", "datetime", "title",
    "aria-label", "aria-labelledby", "aria-describedby", "value", "transform", "x", "y", "width"]);
  const traits = one => [...one.attributes].filter(at => !OF_ONE_THING.has(at.name))
    .map(at => `${at.name}=${at.value}`).join(" ");
  const look = one => one ? `${look(one.parentElement)}>${one.tagName} ${traits(one)}` : "";
  const judged = one => one.checkVisibility() && (one.matches("input, select, textarea")
    || one.textContent.trim().length > 1
    && [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const alike = new Map();
  for (const one of [...document.querySelectorAll("body *")].filter(judged)) {
    alike.set(look(one), [...(alike.get(look(one)) ?? []), one]);
  }
  return [...alike.values()].flatMap(
    all => all.length > 4 ? [...all.slice(0, 2), ...all.slice(-2)] : all);
}"""
"""Of the elements in sight with words that look alike (the same element with the same class and
other attributes, within elements that are the same all the way up) the first two and the last two:
a style may tell odd from even and the last from the rest. A single letter is not judged by axe.
An attribute that is not known to be of one thing tells apart what may look alike: that costs time
and loses nothing."""


def axe(page: Page, options: Mapping[str, Any], within: str = "() => document") -> Iterator[str]:
    """What axe finds wrong with a page as it stands, or with the elements that a script names."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # All of it is in this one document: no frame is waited for, no style sheet read again.
    asked = {"resultTypes": ["violations"], "preload": False, "iframes": False, **options}
    run = f"asked => axe.run(({within})(), asked)"
    results = AxeResults(page.evaluate(run, asked))
    if results.violations_count:
        yield results.generate_report()


def colours(page: Page) -> Iterator[str]:
    """Texts that stand out too little from their ground, and links that only a colour marks."""
    return axe(page, COLOURS, f"() => ({{include: ({EXAMPLES})()}})")


def structure(page: Page) -> Iterator[str]:
    """What axe says of the whole page, but for colours. It is asked once: neither a scheme nor a
    switch of ours changes more than colours and sizes."""
    return axe(page, STRUCTURE)


def in_scheme(page: Page, scheme: str) -> None:
    """The same address as a reader with this scheme and without any setting finds it."""
    page.evaluate("localStorage.clear()")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])


def switched(page: Page) -> None:
    """Asks for high contrast and large type, as a reader does in the head of the page."""
    for name in ("高对比", "大字"):
        switch = page.get_by_role("button", name=name)
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")


def looks(page: Page) -> Iterator[str]:
    """What axe says of a page in light and dark, and then with high contrast and large type."""
    for scheme in SCHEMES:
        in_scheme(page, scheme)
        found = [*colours(page)]
        switched(page)
        found += [*colours(page), *axe(page, ROOM)]
        yield from (f"{scheme}: {report}" for report in found)
    page.evaluate("localStorage.clear()")


def too_wide(seen: Watched, path: str) -> Iterator[str]:
    """The narrow screens on which a page must be pushed sideways."""
    for name, size in WIDTHS.items():
        seen.page.set_viewport_size(size)
        wide = settled(seen.open(path)).evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            yield f"{name}: {wide} wide"


def strange(seen: Watched) -> Iterator[str]:
    """What a page asked for outside of its own folder, and what went wrong in it."""
    yield from (f"asked for {url}" for url in seen.strange_requests)
    yield from seen.complaints
