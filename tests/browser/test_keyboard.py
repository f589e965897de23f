"""The whole way by keyboard: home → search → issue → exposure, and the map on the way."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.searching import found
from tests.browser.watched import Watched

PROBLEM = "DC17-130200-R11-G-002"
SEEN_FOCUS = """one => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && box.height > 0;
}"""


def tab_to(page: Page, wanted: Locator, limit: int = 150) -> None:
    """Presses Tab until the wanted element has the focus."""
    expect(wanted).to_be_attached()
    for _ in range(limit):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            assert page.locator(":focus").evaluate(SEEN_FOCUS)
            return
    raise AssertionError("the keyboard never came there")


def test_first_tab_leads_past_the_menus(on: Watched) -> None:
    page = on.open("cities/130200.html")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("one => Boolean(one.closest('main'))")


def test_home_search_issue_and_exposure_by_keyboard(on: Watched) -> None:
    page = on.open("index.html")
    box = page.get_by_role("searchbox").first
    tab_to(page, box)
    page.keyboard.type(PROBLEM)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?*")
    hit = page.locator(f'[data-hit="{PROBLEM}"]').get_by_role("link").first
    found(page)
    expect(hit).to_be_visible()
    tab_to(page, hit)
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-record="{PROBLEM}"]').first).to_be_visible()
    if "/exposures/" not in page.url:
        tab_to(page, page.locator(f'[href*="exposures/{PROBLEM}"]').first)
        page.keyboard.press("Enter")
    page.wait_for_url(f"**/exposures/{PROBLEM}.html")
    back = page.locator('main a[href*="ledgers/"]').last
    tab_to(page, back)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledgers/*")
    expect(page.locator(f'[data-record="{PROBLEM}"]').first).to_be_visible()


def test_metric_of_the_map_is_chosen_with_arrow_keys(on: Watched) -> None:
    page = on.open("index.html")
    tab_to(page, page.get_by_role("radio", name="累计发现"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="公开曝光")).to_be_checked()
    tile = page.locator(".tile").first
    expect(tile.locator(".v2")).to_be_visible()
    expect(tile.locator(".v1")).to_be_hidden()
    tab_to(page, tile)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/*.html")
