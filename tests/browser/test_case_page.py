"""The page of a case and the tables of a page as people use them: on a phone, on paper, by ear."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.watched import Watched, watched

CASE = "exposures/LS17-990200-R00-G-002.html"
LEDGERS = "ledgers/index.html"
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def seen(browser: Browser, sample: Path) -> Iterator[Watched]:
    with watched(browser, sample) as page:
        yield page
        assert page.complaints == []


def test_case_tells_its_state_first_and_can_be_given_on(seen: Watched) -> None:
    page = seen.open(CASE)
    state = page.locator(".state")
    assert "有关人员已拘留" in state.inner_text()
    box, found = state.bounding_box(), page.locator("#found").bounding_box()
    assert box
    assert found
    assert box["y"] < found["y"]
    buttons = page.locator('[data-part="tools"] button')
    assert buttons.all_inner_texts()[:2] == ["打印", "复制链接"]
    buttons.nth(1).click()
    expect(page.locator('[data-part="tools"] [role=status]')).not_to_be_empty()


def test_numbers_stand_behind_the_links_to_other_cases(seen: Watched) -> None:
    """The file of the day is the test's own: the sample has no two cases of one day."""
    page = seen.open(CASE)
    texts = page.locator("li:has(> a[data-cases])").all_inner_texts()
    assert texts == ["示例乙市的曝光案例（3）", "未安装治污设施案例（1）", "全部曝光案例（7）"]
    page.evaluate(NAMED_TOGETHER)
    place = page.locator('[data-part="same-day"]')
    assert place.locator("> ul a").all_inner_texts() == [f"示例{n}<b>" for n in range(1, 6)]
    assert place.locator("> ul a").first.get_attribute("href") == "LS17-990200-R00-G-101.html"
    place.get_by_text("其余 1 个").click()
    expect(place.get_by_role("link", name="示例7<b>")).to_be_visible()
    assert place.get_by_role("link", name="示例6<b>").count() == 0  # its term is over


NAMED_TOGETHER = """() => {
  const place = document.createElement("div");
  Object.assign(place.dataset, { part: "same-day", case: "LS17-990200-R00-G-002" });
  document.querySelector("main").append(place);
  const other = (n) => [`LS17-990200-R00-G-10${n}`, `示例${n}<b>`, n === 6 ? "2019-01-31" : ""];
  const group = [["LS17-990200-R00-G-002", "示例", ""], ...[1, 2, 3, 4, 5, 6, 7].map(other)];
  lantianSameDay([[other(9), other(8)], group, group]);
}"""


def test_case_fits_a_narrow_screen(seen: Watched) -> None:
    page = seen.open(CASE)
    page.set_viewport_size(NARROW)
    assert page.evaluate(FITS)


def test_rows_are_cards_on_a_phone_with_status_in_front(seen: Watched) -> None:
    page = seen.open(LEDGERS)
    page.set_viewport_size(PHONE)
    row = page.locator("table.rows tbody tr").first
    days = row.locator('td[data-h="逾期天数"]').bounding_box()
    category = row.locator('td[data-h="类别"]').bounding_box()
    assert days
    assert category
    assert days["y"] <= category["y"]
    assert page.evaluate(FITS)


def test_cross_table_is_whole_on_a_phone_and_leaves_out_what_is_nowhere(seen: Watched) -> None:
    page = seen.open("progress/status.html")
    page.set_viewport_size(PHONE)
    box = page.get_by_role("region", name="各市问题数，按办理状态")
    assert box.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    assert box.locator("td.lt-zero").count() > 0
    assert box.locator("td.lt-zero:visible").count() == 0
    assert box.locator("td:not(.lt-zero):visible").count() > 0


def test_sorting_is_announced_and_numbers_have_names(seen: Watched) -> None:
    page = seen.open(LEDGERS)
    stated = page.get_by_role("columnheader", name="逾期天数").first
    expect(stated).to_have_attribute("aria-sort", "descending")  # as the build ordered them
    page.get_by_role("button", name="逾期天数", exact=True).first.click()
    said = page.locator('[role=status][data-part="sorted"]')
    expect(said).to_have_text("按逾期天数从少到多排列")
    page.get_by_role("button", name="第1轮", exact=True).first.click()
    expect(said).to_have_text("按第1轮从多到少排列")
    page.get_by_role("button", name="点位", exact=True).first.click()
    expect(said).to_have_text("按点位升序排列")
    assert page.get_by_role("link", name="示例甲市 第1轮 6", exact=True).count() == 1
