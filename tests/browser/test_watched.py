"""That the browser tests notice what they are for: each thing is broken once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.judging import colours, strange, structure
from tests.browser.watched import Watched, watched

GREY = "color: #aaa; background: #bbb"
ROWS = "".join(f"<tr><th scope='row'>{row}</th><td>{row}</td></tr>" for row in range(10, 40))


@pytest.fixture
def seen(browser: Browser, tmp_path: Path) -> Iterator[Watched]:
    """A page in a folder that is empty at first."""
    with watched(browser, tmp_path) as page:
        yield page


def written(seen: Watched, body: str, name: str = "page.html") -> str:
    """The name of a page with this body, and with an icon, for which the browser asks as well."""
    head = "<meta charset='utf-8'><title>页</title><link rel='icon' href='data:,'>"
    text = f"<!doctype html><html lang='zh'>{head}<main><h1>页</h1>{body}</main></html>"
    (seen.site / name).write_text(text, encoding="utf-8")
    return name


def test_nothing_is_said_of_a_sound_page(seen: Watched) -> None:
    page = seen.open(written(seen, f"<table><caption>表</caption>{ROWS}</table>"))
    seen.settle()
    assert [*structure(page), *colours(page), *strange(seen)] == []


@pytest.mark.parametrize(
    "element", ["<img alt='图' src='no.png'>", "<script src='no.js'></script>"]
)
def test_missing_file_is_noticed(seen: Watched, element: str) -> None:
    seen.open(written(seen, element))
    assert any("net::ERR_FILE_NOT_FOUND" in one for one in seen.complaints)
    assert any("failed: file:" in one for one in seen.complaints)


def test_request_to_another_host_is_noticed_and_refused(seen: Watched) -> None:
    seen.open(written(seen, "<img alt='图' src='https://example.org/far.png'>"))
    assert seen.strange_requests == ["https://example.org/far.png"]
    assert any("net::ERR_INTERNET_DISCONNECTED" in one for one in seen.complaints)


def test_error_in_a_script_is_noticed(seen: Watched) -> None:
    seen.open(written(seen, "<script>missing.part()</script>"))
    assert any("missing is not defined" in one for one in seen.complaints)


def test_request_that_is_under_way_when_the_page_is_left_is_no_complaint(seen: Watched) -> None:
    held: list[Route] = []
    seen.page.route("**/late.png", lambda route: held.append(route))
    first = written(seen, "<img alt='图' src='late.png'>", "first.html")
    with seen.page.expect_request("**/late.png"):
        seen.page.goto((seen.site / first).as_uri(), wait_until="commit")
    # On a busy machine the page itself may be under way still, and fail first.
    with seen.page.expect_event("requestfailed", lambda one: one.url.endswith("/late.png")):
        seen.open(written(seen, ""))
    assert [*strange(seen)] == []


def test_one_grey_row_among_many_is_noticed(seen: Watched) -> None:
    grey = f"<tr><th scope='row'>40</th><td style='{GREY}'>40</td></tr>"
    page = seen.open(written(seen, f"<table><caption>表</caption>{ROWS}{grey}</table>"))
    assert "color-contrast" in "".join(colours(page))
    assert [*structure(page)] == []


def test_grey_of_the_odd_rows_is_noticed(seen: Watched) -> None:
    style = f"<style>tr:nth-child(even) td {{ {GREY} }}</style>"
    page = seen.open(written(seen, f"{style}<table><caption>表</caption>{ROWS}</table>"))
    assert "color-contrast" in "".join(colours(page))


def test_fault_of_structure_in_the_last_row_is_noticed(seen: Watched) -> None:
    row = "<tr><th scope='row'>40</th><td><img src='data:,'></td></tr>"
    page = seen.open(written(seen, f"<table><caption>表</caption>{ROWS}{row}</table>"))
    assert "image-alt" in "".join(structure(page))


def test_look_is_judged_once_in_one_style_and_anew_in_another(seen: Watched) -> None:
    """A style that is the same file elsewhere, one that only another file has, one in the page."""
    words = "<p class='said'>词语</p>"
    linked = "<link rel='stylesheet' href='said.css'>"
    for folder, style in (("a", ""), ("b", f".said {{ {GREY} }}")):
        (seen.site / folder).mkdir()
        (seen.site / folder / "said.css").write_text(style, encoding="utf-8")
    sound = seen.open(written(seen, linked + words, "a/page.html"))
    assert [*colours(sound)] == []
    for name, style in (("b/page.html", linked), ("page.html", f"<style>p {{ {GREY} }}</style>")):
        page = seen.open(written(seen, style + words, name))
        assert "color-contrast" in "".join(colours(page))
        assert "color-contrast" in "".join(colours(page)), "what is not sound is said again"
