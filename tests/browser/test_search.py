"""The record search on disk: what it finds, what its filters do, what its address keeps."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.searching import WAITING, found, search
from tests.browser.watched import Watched

CHANGE_ADDRESS = """address => {
  history.replaceState(null, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
}"""


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("VOCs", "DC17-120000-R00-G-002"),
        ("vocs", "DC17-120000-R00-G-002"),
        ("ＶＯＣｓ", "DC17-120000-R00-G-002"),
        ("1蒸吨", "DC18-371500-R00-G-001"),
        ("东沙", "DC17-130200-R11-G-002"),
        ("DC17-130200-R11-G-002", "DC17-130200-R11-G-002"),
        ("dc17-130200-r11-g-002", "DC17-130200-R11-G-002"),
        ("迁西　东沙", "DC17-130200-R11-G-002"),
        ("130227", "DC17-130200-R11-G-002"),
        ("第十一轮次", "DC17-130200-R11-G-002"),
    ],
)
def test_what_is_typed_finds_the_record(on: Watched, typed: str, hit: str) -> None:
    page = search(on, f"q={typed}")
    assert page.locator(f'[data-hit="{hit}"]').count() == 1


def test_exact_id_comes_first(on: Watched) -> None:
    page = search(on, "q=DC17-130200-R11-G-002")
    assert page.locator("[data-hit]").first.get_attribute("data-hit") == "DC17-130200-R11-G-002"


def test_issues_come_before_figures(on: Watched) -> None:
    page = search(on, "q=VOCs")
    kinds = page.locator("[data-hit]").evaluate_all("all => all.map(one => one.dataset.hit)")
    assert "/" not in kinds[0]
    assert any("/" in hit for hit in kinds)


def test_hit_leads_to_the_record(on: Watched) -> None:
    page = search(on, "q=忍字口东沙厂")
    page.locator("[data-hit] a").first.click()
    expect(page.locator('[data-record="DC17-130200-R11-G-002"]')).to_be_visible()


def test_filters_stay_in_the_address(on: Watched) -> None:
    page = on.open("search/index.html")
    expect(page.locator('[data-part="status"]')).to_have_text(WAITING)
    everything = int(WAITING.findall(page.locator('[data-part="status"]').inner_text())[0])
    page.get_by_text("更多条件").click()
    page.locator("select[name=city]").select_option("130200")
    page.locator("select[name=kind]").select_option("问题")
    page.wait_for_url(re.compile("kind=.*city=130200"))
    few = found(page)
    assert 0 < few < everything
    page.reload()
    assert found(page) == few
    assert page.locator("select[name=city]").input_value() == "130200"


@pytest.mark.parametrize(
    "query",
    [
        "q=没有这样的词",
        "q=<script>alert(1)</script>",
        "q=%22%27%5C",
        "city=999999",
        "q=%F0%9F%98%80",
    ],
)
def test_nonsense_finds_nothing_and_says_so(on: Watched, query: str) -> None:
    page = search(on, query)
    assert found(page) == 0
    assert page.get_by_text("没有符合的记录").is_visible()
    page.get_by_role("button", name="清除条件", exact=True).click()
    expect(page.locator('[data-part="none"]')).to_be_hidden()


def test_search_strip_of_another_page_leads_here(on: Watched) -> None:
    page = on.open("cities/130200.html")
    page.locator(".md-header input[type=search]").fill("VOCs")
    page.get_by_role("button", name="查问题").click()
    page.wait_for_url("**/search/index.html?*")
    assert found(page) > 0


def test_every_total_of_the_progress_tables_leads_to_as_many_records(on: Watched) -> None:
    """The cells of one row, all row totals and all column totals of city by group."""
    page = on.open("progress/index.html")
    totals = page.locator("tbody tr td:last-child a, tfoot a, tbody tr:nth-child(4) td a")
    links = totals.evaluate_all("all => all.map(one => [one.getAttribute('href'), one.innerText])")
    assert len(links) > 40
    page = search(on, links[0][0].partition("?")[2])
    for href, count in links:
        page.evaluate(
            "url => history.replaceState(null, '', url)",
            page.url.split("?")[0] + "?" + href.partition("?")[2],
        )
        page.evaluate("window.dispatchEvent(new PopStateEvent('popstate'))")
        expect(page.locator('[data-part="status"]')).to_have_text(re.compile(f"符合 {count} 条"))


@pytest.mark.parametrize(
    ("path", "totals"),
    [
        ("cities/130200.html", "#counties ~ .tbl tbody td a"),
        ("cities/140400.html", "#counties ~ .tbl tbody td a"),
        ("rounds/index.html", "tbody td.lt-num a"),
        ("progress/rounds.html", "tfoot a"),
        ("progress/status.html", "tfoot a, tbody td:last-child a"),
        ("programmes/DC17.html", "#cities ~ .lt-scroll tbody td.lt-num a"),
    ],
)
def test_totals_elsewhere_lead_to_as_many_records(on: Watched, path: str, totals: str) -> None:
    found_links = on.open(path).locator(totals)
    links = found_links.evaluate_all(
        "all => all.map(one => [one.getAttribute('href'), one.innerText])"
    )
    links = [link for link in links if "search/" in link[0]]
    assert links
    page = search(on, links[0][0].partition("?")[2])
    for href, count in links:
        page.evaluate(CHANGE_ADDRESS, "?" + href.partition("?")[2])
        expect(page.locator('[data-part="status"]')).to_have_text(re.compile(f"符合 {count} 条"))


def test_months_lead_to_as_many_records(on: Watched) -> None:
    page = on.open("progress/months.html")
    href = page.locator("tbody td:last-child a").first.get_attribute("href")
    count = page.locator("tbody td:last-child a").first.text_content()
    assert count
    assert href
    assert found(search(on, href.partition("?")[2])) == int(count)
