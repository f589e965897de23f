"""What stands beside the hits of the search: cards, values to narrow by, what may be meant."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.searching import counts, found, hits, search
from tests.browser.watched import Watched, settled, watched

LISTED = """facet => [...document.querySelectorAll(`[data-facet="${facet}"] li`)].map((one) =>
  [one.querySelector("a").dataset.key, Number(one.querySelector(".n").textContent)])"""
PHONE = {"width": 390, "height": 844}


def listed(page: Page, facet: str) -> dict[str, int]:
    """Key → records, as the list beside the hits says."""
    pairs: list[list[str | int]] = page.evaluate(LISTED, facet)
    return {str(key): int(count) for key, count in pairs}


@pytest.mark.parametrize("facet", ["kind", "status", "city", "county", "category", "year"])
def test_values_beside_the_hits_have_the_counts_of_the_filters(on: Watched, facet: str) -> None:
    page = search(on, "q=唐山")
    shown = listed(page, facet)
    assert shown == counts(page, facet) or (shown == {} and len(counts(page, facet)) == 1)


HOLD = """() => {
  const { page } = lantianSearch;
  const { showCounted } = page;
  window.held = new Promise((come) => {
    page.showCounted = (message) => {
      if (message.number !== page.state.number) return;
      window.release = () => showCounted(message);
      come();
    };
  });
}"""
"""Keeps the counts of the next answer back until `release()`."""


def test_numbers_of_the_query_before_are_hidden_until_the_hits_are_counted(on: Watched) -> None:
    page = search(on, "q=唐山&year=2018")
    page.evaluate(HOLD)
    page.evaluate("lantianSearch.page.change({ q: '锅炉' })")
    page.evaluate("held")
    number = page.locator("[data-part=narrow] .n").first
    year = page.locator("select[name=year] option:checked")
    expect(number).to_be_hidden()
    assert year.text_content() == "2018年"
    page.evaluate("release()")
    expect(number).to_be_visible()
    assert year.text_content() == f"2018年（{found(page)}）"


def test_value_narrows_the_hits_and_is_taken_back(on: Watched) -> None:
    page = search(on, "q=唐山&kind=问题")
    before = found(page)
    wanted = listed(page, "year")["2018"]
    page.locator('[data-facet=year] [data-key="2018"]').click()
    page.wait_for_url(re.compile("year=2018"))
    assert found(page) == wanted < before
    chosen = page.locator('[data-facet=year] [aria-current="true"]')
    expect(chosen).to_have_attribute("data-key", "2018")
    chosen.click()
    assert found(page) == before


def test_value_is_a_link_that_opens_the_same_in_another_tab(browser: Browser, on: Watched) -> None:
    page = search(on, "q=唐山&kind=问题")
    link = page.locator("[data-facet=category] a").first
    address = link.get_attribute("href")
    assert address
    link.click()
    page.wait_for_url(re.compile("category="))
    found(page)
    with watched(browser, on.site) as other:
        assert hits(search(other, address.removeprefix("?"))) == hits(page)


def test_term_is_explained_in_one_line_before_the_hits(on: Watched) -> None:
    on.page.set_viewport_size(PHONE)
    page = search(on, "q=立行立改")
    card = page.locator('[data-card="立行立改"]')
    box = card.bounding_box()
    advice = page.get_by_text("没有符合的记录").bounding_box()
    assert box
    assert advice
    assert box["height"] < 50
    assert box["y"] < advice["y"], "its meaning, then what else can be asked for"
    card.get_by_role("link").click()
    expect(page.locator("tr:target")).to_contain_text("检查时当场指出")


OFFERS = """async (word) => {
  const search = lantianSearch;
  const { lexicon, records: { about, shards } } = search.page.state;
  const packed = await new Promise((come) => {
    lantianShard = (file, digest, text) => come(text);
    const script = document.createElement("script");
    script.src = "../data/" + shards.find(({ counts }) => counts.kind.has(0)).file;
    document.head.append(script);
  });
  const query = { q: word, terms: search.terms(word, lexicon, about.all), filters: [], date: "" };
  let rests = 0;
  const rest = async () => { if (++rests > 20) throw "asked for something else"; };
  const all = [await search.shard(packed, { ...about, lexicon })];
  return search.near(all, query, { ...about, lexicon }, rest).then(() => rests, (reason) => reason);
}"""
"""How often the search for what may have been meant rests, or why it ended."""


def test_what_may_be_meant_is_looked_for_in_pieces_that_a_key_ends(on: Watched) -> None:
    page = search(on, "q=没有这样的词")
    assert (
        page.evaluate(OFFERS, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")
        == "asked for something else"
    )
    assert page.evaluate(OFFERS, "不存在的单位名称啊" * 30) < 5, "a text is no word"


def test_counties_of_one_city_are_named_without_it(on: Watched) -> None:
    page = search(on, "city=130200&kind=问题")
    counties = page.locator("[data-facet=county] a")
    expect(counties.first).to_have_text("唐山高新技术产业开发区")


def test_card_of_a_city_leads_to_it_and_to_its_issues(on: Watched) -> None:
    page = search(on, "q=ts")
    card = page.locator('[data-card="唐山市"]')
    number = card.get_by_role("link", name="个问题")
    count = int(re.sub(r"\D", "", number.inner_text()))
    number.click()
    page.wait_for_url(re.compile("city=130200"))
    assert found(page) == count
    page.go_back()
    card.get_by_role("link", name="唐山市").click()
    expect(page.locator("h1")).to_contain_text("唐山市")


def test_card_of_a_unit_names_its_former_name(on: Watched) -> None:
    card = search(on, "q=滦州").locator("[data-card]")
    expect(card).to_contain_text("原名滦县")
    expect(card.get_by_role("link", name="滦州市")).to_have_attribute(
        "href", "../cities/130200/130284.html"
    )
    assert card.count() == 1


def test_what_may_be_meant_is_found_with_a_click(on: Watched) -> None:
    page = search(on, "q=燃媒锅炉")
    offer = page.locator("[data-part=near] li").first
    count = re.search(r"（(\d+) 条）", offer.inner_text())
    assert count
    offer.get_by_role("link").click()
    expect(page.get_by_role("searchbox")).to_have_value("燃煤锅炉")  # the answer is of this
    assert found(page) == int(count[1])


def test_filters_that_hide_all_hits_are_offered_to_be_left_out(on: Watched) -> None:
    page = search(on, "q=忍字口&city=110000")
    page.locator("[data-part=near]").get_by_role("link", name="去掉全部筛选").click()
    assert found(page) == 1


def test_first_hit_is_on_the_first_screen_of_a_phone(browser: Browser, site: Path) -> None:
    with watched(browser, site, viewport=PHONE) as seen:
        page = settled(search(seen, "q=唐山"))
        box = page.locator("[data-hit] a").first.bounding_box()
        assert box
        assert box["y"] + box["height"] < PHONE["height"]
        narrow = page.locator("[data-part=narrow]").bounding_box()
        assert narrow
        assert narrow["y"] > box["y"], "what narrows the hits comes behind them"


@pytest.mark.parametrize("year", ["2017", "2018"])
def test_bare_year_finds_what_the_year_in_words_finds_and_is_no_campaign(
    on: Watched, year: str
) -> None:
    """Campaigns have years in their names; who types a year alone does not mean one of them."""
    dated = found(search(on, f"q={year}年"))
    assert found(search(on, f"q={year}")) >= dated > 100
