"""What is wrong with a page in any look that it has: structure, colours, widths, requests.

Each check yields what it finds, so that one visit tells all that is wrong with a page.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, expect

from tests.browser.watched import DESK, Watched, settled

WIDTHS = {"phone": {"width": 390, "height": 844}, "zoomed": {"width": 320, "height": 256}}
"""A phone, and what is left of a screen of 1280 by 1024 at 400 %."""

SCHEMES = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 31)"}
"""What the reader's system asks for → the ground that the page then has."""

COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""Of axe's rules these alone read colours. Telling a text's ground is also by far what takes axe
longest, so it is asked of one example of each look instead of each row of a table."""

STRUCTURE: Mapping[str, Any] = {"rules": {name: {"enabled": False} for name in COLOUR_RULES}}
COLOURS: Mapping[str, Any] = {"runOnly": COLOUR_RULES}
ROOM: Mapping[str, Any] = {"runOnly": ["scrollable-region-focusable"]}
"""What may change where letters grow: a part of the page that must be scrolled then."""

STYLE = """() => [
  ...[...document.styleSheets].map(one => one.href ?? `<style>${one.ownerNode.textContent}`),
  `${innerWidth} ${matchMedia("(prefers-color-scheme: dark)").matches}`
    + ` ${matchMedia("print").matches}`,
]"""
"""Addresses and texts of the style sheets of a page, and what their conditions ask for."""

COLOURS_OF_NEW_LOOKS = """async ([options, judged]) => {
  const OF_ONE_THING = new Set(["id", "href", "data-record", "data-hit", "datetime", "title",
    "aria-label", "aria-labelledby", "aria-describedby", "value", "transform", "x", "y", "width"]);
  const digest = text => {
    let [low, high] = [17, 31];
    for (let at = 0; at < text.length; at += 1) {
      low = Math.imul(low ^ text.charCodeAt(at), 2654435761);
      high = Math.imul(high ^ text.charCodeAt(at), 1597334677);
    }
    return (high >>> 11) * 4294967296 + (low >>> 0);
  };
  const looks = new Map([[null, 0]]);
  const traits = one => [...one.attributes].filter(at => !OF_ONE_THING.has(at.name))
    .map(at => `${at.name}=${at.value}`).join(" ");
  const look = one => {
    if (!looks.has(one)) {
      looks.set(one, digest(`${look(one.parentElement)}>${one.tagName} ${traits(one)}`));
    }
    return looks.get(one);
  };
  const shows = one => one.checkVisibility() && (one.matches("input, select, textarea")
    || one.textContent.trim().length > 1
    && [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const known = new Set(judged);
  const alike = new Map();
  for (const one of [...document.querySelectorAll("body *")].filter(shows)) {
    if (!known.has(look(one))) alike.set(look(one), [...(alike.get(look(one)) ?? []), one]);
  }
  const include = [...alike.values()].flatMap(
    all => all.length > 4 ? [...all.slice(0, 2), ...all.slice(-2)] : all);
  return [[...alike.keys()], include.length ? await axe.run({ include }, options) : null];
}"""
"""Of the elements in sight with words that look alike (the same element with the same class and
other attributes, within elements that are the same all the way up) axe judges the first two and
the last two: a style may tell odd from even and the last from the rest. A single letter is not
judged by axe. An attribute that is not known to be of one thing tells apart what may look alike:
that costs time and loses nothing. Gives the looks and the results."""

_judged: dict[str, set[int]] = defaultdict(set)
"""What decides colours besides the elements → the looks in which axe has found nothing wrong."""


def asked(page: Page, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The options of a run of axe, for which the page is made ready."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # All of it is in this one document: no frame is waited for, no style sheet read again.
    return {"resultTypes": ["violations"], "preload": False, "iframes": False, **options}


def reported(answer: Any) -> Iterator[str]:
    """What axe found wrong; None where nothing was judged."""
    if answer and (results := AxeResults(answer)).violations_count:
        yield results.generate_report()


def axe(page: Page, options: Mapping[str, Any]) -> Iterator[str]:
    """What axe finds wrong with a page as it stands."""
    yield from reported(page.evaluate("asked => axe.run(document, asked)", asked(page, options)))


def colours(page: Page) -> Iterator[str]:
    """Texts that stand out too little from their ground, and links that only a colour marks.

    A look that is sound on one page is so on every page with the same styles: judged once a run.
    """
    sound = _judged[style(page)]
    looks, answer = page.evaluate(COLOURS_OF_NEW_LOOKS, [asked(page, COLOURS), [*sound]])
    found = [*reported(answer)]
    if not found:
        sound.update(looks)
    yield from found


def style(page: Page) -> str:
    """What decides the colours of a page besides its elements; copies of a site have the same."""
    parts: list[str] = page.evaluate(STYLE)
    return " ".join(digest_of(part) for part in parts)


@cache
def digest_of(part: str) -> str:
    """The digest of a style sheet, by its address or its text. No test changes one that is read."""
    path = urlsplit(part).path if part.startswith("file:") else ""
    return sha256(Path(unquote(path)).read_bytes() if path else part.encode()).hexdigest()


def structure(page: Page) -> Iterator[str]:
    """What axe says of the whole page, but for colours. It is asked once: neither a scheme nor a
    switch of ours changes more than colours and sizes."""
    return axe(page, STRUCTURE)


SWITCHES = 2
"""High contrast and large type."""

IN_SCHEME = "dark => document.documentElement.hasAttribute('data-lt-dark') === dark"
"""Whether the script of the menu has seen which colours the reader's system asks for."""


def in_scheme(page: Page, scheme: str) -> None:
    """The page as a reader with this scheme has it; settings of the reader stay."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_function(IN_SCHEME, arg=scheme == "dark", polling="raf")


SWITCH = """() => {
  const boxes = [...document.querySelectorAll(".lt-display input[type=checkbox]")];
  for (const box of boxes) if (!box.checked) box.click();
  return boxes.length;
}"""
"""Asks for high contrast and large type; that a reader finds both is shown in test_reading_aids."""


def switched(page: Page) -> None:
    """The page with all that can be asked for in its head, whether that menu is open or not."""
    assert page.evaluate(SWITCH) == SWITCHES


def looks(page: Page) -> Iterator[str]:
    """What axe says of a page in light and dark, and then with high contrast and large type.

    Letters are as large in either scheme, so their room is judged in one.
    """
    for scheme in SCHEMES:
        yield from (f"{scheme}: {report}" for report in plain_look(page, scheme))
    switched(page)
    for scheme in SCHEMES:
        in_scheme(page, scheme)
        yield from (f"{scheme}, switched: {report}" for report in colours(page))
    yield from axe(page, ROOM)
    page.evaluate("localStorage.clear()")


def plain_look(page: Page, scheme: str) -> Iterator[str]:
    """What axe says of a page in one scheme, where its reader has set nothing."""
    in_scheme(page, scheme)
    expect(page.locator("body")).to_have_css("background-color", SCHEMES[scheme])
    return colours(page)


def on_phone(seen: Watched, path: str) -> Page:
    """A page opened on a phone. `too_wide` goes from there to a desk, so that one visit is all."""
    seen.page.set_viewport_size(WIDTHS["phone"])
    return seen.open(path)


PUSHED = """() => [...document.querySelectorAll(".lt-scroll, .tbl, pre")]
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.getAttribute("aria-label") ?? one.textContent.trim().slice(0, 40))"""
"""The parts of a page that must be pushed sideways to be read whole."""


def too_wide(page: Page) -> Iterator[str]:
    """The narrow screens on which a page or a part of it must be pushed sideways; at the end it is
    on a desk."""
    for name, size in WIDTHS.items():
        page.set_viewport_size(size)
        wide = settled(page).evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            yield f"{name}: {wide} wide"
        yield from (f"{name}: {one} is pushed" for one in page.evaluate(PUSHED))
    page.set_viewport_size(DESK)


def strange(seen: Watched) -> Iterator[str]:
    """What a page asked for outside of its own folder, and what went wrong in it."""
    yield from (f"asked for {url}" for url in seen.strange_requests)
    yield from seen.complaints
