"""What helps everyone to read: the age of the copy, deadlines, large type, contrast."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.site.page import BUILD_SCRIPT, build_script
from tests.browser.watched import Watched, settled, watched
from tests.shared import filled_once

CITY = "cities/990100.html"
ROOT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
AT_WORK = (
    *("index.html", CITY, "rounds/LS19-R03.html", "progress/status.html"),
    *("teams/LS19-R03.html", "teams/LS19-R03-990100.html", "dues/990100.html"),
    *("reports/LS19-R03.html", "tasks/LS19-990100.html", "assistance/990100.html"),
    *("assessments/LS19-R03.html", "accountability/index.html"),
    *("appraisals/LS17.html", "grids/LS19-990100.html", "monitors/LS19-990100.html"),
    "quick/LS19-2019.html",
)
"""Pages of the sample with issues in hand, people at work and numbers to judge."""


@pytest.fixture(scope="module")
def small(sample: Path, run: Path) -> Path:
    """The site of the sample, with a commit named."""
    return filled_once(run, "small", lambda folder: write_small(sample, folder / "site")) / "site"


def write_small(sample: Path, site: Path) -> None:
    shutil.copytree(sample, site)
    script = build_script(day="2019-08-01", commit="0123456789abcdef", edition="full")
    (site / BUILD_SCRIPT).write_text(script, encoding="utf-8")


@pytest.fixture
def seen(browser: Browser, small: Path) -> Iterator[Watched]:
    with watched(browser, small) as page:
        yield page
        assert page.strange_requests == []
        assert page.complaints == []


def opened(seen: Watched, path: str, day: str) -> Page:
    """A page as a reader sees it at noon of a day."""
    seen.page.clock.set_fixed_time(f"{day}T12:00:00")
    page = seen.open(path)
    expect(page.locator(".lt-age-said")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2019-08-01", "即当日"),
        ("2019-08-31", "距今 30 天"),
        ("2019-07-31", "这台电脑的日期早于生成日期"),
    ],
)
def test_every_foot_says_how_old_the_copy_is(seen: Watched, day: str, said: str) -> None:
    for path in ("index.html", CITY, "guide/reading.html"):
        page = opened(seen, path, day)
        words = page.locator(".lt-age-said").inner_text().strip()
        assert words == f"数据截至 2019-08-01，{said}；依据提交 0123456；完整版。"
        page.get_by_role("link", name="版本与核对").last.click()
        expect(page.get_by_role("heading", name="关于与纠错", exact=True)).to_be_visible()


@pytest.mark.parametrize("day", ["2019-05-26", "2019-08-01", "2020-08-01"])
def test_deadlines_say_how_long_they_had_passed_on_the_day_of_the_build(
    seen: Watched, day: str
) -> None:
    page = opened(seen, CITY, day)
    shown = page.locator("main .st.over", has_text="天")
    assert shown.all_inner_texts() == ["逾期 51 天", "逾期 47 天", "逾期 2 天"]


def test_paper_carries_the_name_of_the_build(seen: Watched) -> None:
    page = opened(seen, CITY, "2019-08-02")
    styles = page.locator("head style").all_inner_texts()
    assert any('content: "蓝天台账 2019-08-01 0123456789ab"' in text for text in styles)


def test_printed_case_begins_on_its_first_page(seen: Watched, small: Path) -> None:
    case = next(iter(sorted((small / "exposures").glob("LS19*.html"))))
    page = opened(seen, f"exposures/{case.name}", "2019-08-02")
    page.emulate_media(media="print")
    breaks = "one => getComputedStyle(one).breakInside"
    assert page.locator("article.lt-case").evaluate(breaks) == "auto"


def test_without_scripts_the_day_stands_alone(browser: Browser, small: Path) -> None:
    with watched(browser, small, java_script_enabled=False) as seen:
        page = seen.open(CITY)
        assert page.locator("main .st.over", has_text="天").first.inner_text() == "逾期 51 天"
        assert page.locator(".lt-age").get_by_role("link", name="版本与核对").is_visible()
        assert page.locator(".lt-display").count() == 0


def test_map_changes_its_metric_without_scripts(browser: Browser, small: Path) -> None:
    with watched(browser, small, java_script_enabled=False) as seen:
        page = seen.open("index.html")
        for label, shown in (("逾期", "v1"), ("销号率", "v3"), ("累计发现", "v4")):
            page.locator(".mapbox label", has_text=label).click()
            visible = page.locator(".tile b:visible")
            assert visible.count() == page.locator(".tile").count()
            assert visible.first.get_attribute("class") == shown
            assert page.locator(".mapbox .key:visible").count() == 1


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until the wanted element has the focus; each stop on the way must be seen."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("the keyboard never came there")


@pytest.mark.parametrize(("name", "key"), [("大字版", "large"), ("高对比度", "contrast")])
def test_switch_is_worked_by_keyboard_and_remembered(seen: Watched, name: str, key: str) -> None:
    page = seen.open("index.html")
    size = page.evaluate(ROOT_SIZE)
    menu, switch = page.locator(".lt-display summary"), page.get_by_role("checkbox", name=name)
    tab_to(page, menu)
    page.keyboard.press("Enter")
    tab_to(page, switch)
    assert not switch.is_checked()
    page.keyboard.press("Space")
    assert switch.is_checked()
    assert page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('lantian:'))") == [
        f"lantian:{key}"
    ]
    page.keyboard.press("Escape")
    assert focused(page).inner_text() == "显示"
    page = seen.open(CITY)
    page.locator(".lt-display summary").click()
    switch = page.get_by_role("checkbox", name=name)
    assert switch.is_checked()
    assert (page.evaluate(ROOT_SIZE) > size) == (key == "large")
    switch.uncheck()
    assert page.evaluate("localStorage.getItem('lantian:" + key + "')") is None
    assert page.evaluate(ROOT_SIZE) == size


def test_large_type_still_fits_a_phone(browser: Browser, small: Path) -> None:
    with watched(browser, small, viewport={"width": 390, "height": 844}) as seen:
        seen.open("index.html").evaluate("localStorage.setItem('lantian:large', 'on')")
        for path in AT_WORK:
            page = seen.open(path)
            assert page.evaluate("document.documentElement.hasAttribute('data-lt-large')")
            assert settled(page).evaluate("document.documentElement.scrollWidth") <= 390, path


def test_forced_colours_leave_the_numbers_of_charts_readable(browser: Browser, small: Path) -> None:
    with watched(browser, small, forced_colors="active") as seen:
        page = seen.open("index.html")
        colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
        text, ground = page.locator(".tile").first.evaluate(colours)
        assert text != ground
