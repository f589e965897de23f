"""A form that is filled in by keyboard alone."""

from pathlib import Path

from playwright.sync_api import Download, Page, expect

from tests.browser.watched import Watched

MOST_STOPS = 150
"""Presses of Tab from one end of the page to the other, and more."""


class Sitting:
    """Somebody at the form, without a mouse."""

    def __init__(self, seen: Watched) -> None:
        self.seen = seen
        self.page: Page = seen.page

    def begin(self, file: str) -> None:
        """Opens the file and waits until it can be filled in."""
        self.seen.open(file)
        self.ready()

    def ready(self) -> None:
        expect(self.page.locator("body")).to_have_attribute("data-ready", "true")

    def go(self, place: str) -> None:
        """Moves on by Tab, or back, until an element has the focus."""
        expect(self.page.locator(f"#{place}")).to_be_attached()
        here = "place => document.activeElement?.id === place"
        ahead = """place => !!(document.activeElement?.compareDocumentPosition(
            document.getElementById(place)) & Node.DOCUMENT_POSITION_FOLLOWING)"""
        key = "Tab" if self.page.evaluate(ahead, place) else "Shift+Tab"
        for _ in range(MOST_STOPS):
            if self.page.evaluate(here, place):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"no way to {place} by keyboard")

    def answer(self, name: str, text: str) -> None:
        """Types an answer; in a short list it is reached by the arrow keys."""
        self.go(f"q-{name}")
        field = self.page.locator(f"#q-{name}")
        if field.evaluate("one => one.tagName") != "SELECT":
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)
            return
        self.page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if field.input_value() == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{text} is not offered for {name}")

    def press(self, place: str) -> None:
        self.go(place)
        self.page.keyboard.press("Enter")

    def choose(self, kind: str) -> None:
        """Chooses what is filled in, among the radio buttons."""
        self.page.locator(f"#kind-{kind}").press("Space")
        expect(self.page.locator(f"#kind-{kind}")).to_be_checked()

    def add(self) -> None:
        """Checks the entry, and waits until it is in the list."""
        before = self.entries
        self.press("add")
        expect(self.page.locator("#entries > li")).to_have_count(before + 1)

    @property
    def entries(self) -> int:
        return self.page.locator("#entries > li").count()

    def wrong(self) -> list[str]:
        """What the summary of errors says, line by line."""
        expect(self.page.locator("#summary")).to_be_focused()
        return self.page.locator("#summary li").all_inner_texts()

    def take_home(self, button: str, folder: Path) -> Path:
        """The file that a button gives."""
        with self.page.expect_download() as waiting:
            self.press(button)
        given: Download = waiting.value
        target = folder / given.suggested_filename
        given.save_as(target)
        return target
