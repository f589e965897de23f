"""The hits of the record search: filters and their counts, order, pages, address, keyboard."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.kinds.issue.ledger import LedgerRow
from tests.browser.judging import colours, structure
from tests.browser.searching import WAITING, counts, found, head, hits, lines_of, search
from tests.browser.watched import Watched, settled, watched
from tests.registers import REPOSITORY, SAMPLE, TODAY

SOON = date(2019, 8, 16)
NOON = datetime(2019, 8, 1, 12)


def lateness(line: LedgerRow) -> str:
    """As the page should say it on TODAY."""
    if not line.owed:
        return ""
    return "1" if line.owed < str(TODAY) else "soon" if line.owed <= str(SOON) else "later"


FACETS: dict[str, Callable[[LedgerRow], str]] = {
    "programme": lambda one: one.programme,
    "round": lambda one: str(one.round),
    "city": lambda one: one.city,
    "county": lambda one: one.county or one.county_name,
    "group": lambda one: one.group,
    "category": lambda one: one.category,
    "status": lambda one: one.status,
    "open": lambda one: one.openness,
    "overdue": lateness,
    "exposed": lambda one: "1" if one.exposed_on else "0",
    "returned": lambda one: "1" if one.returned else "0",
    "medium": lambda one: one.medium,
    "origin": lambda one: one.comes_from,
    "year": lambda one: one.found_on[:4],
}


@pytest.fixture(scope="module")
def tab(browser: Browser, sample: Path) -> Iterator[Watched]:
    """A page on the sample's site, on the day as of which it was made."""
    with watched(browser, sample) as seen:
        seen.page.clock.set_fixed_time(NOON)
        yield seen


@pytest.fixture
def on_sample(tab: Watched) -> Iterator[Watched]:
    yield tab.anew()
    assert tab.strange_requests == []
    assert tab.complaints == []


@pytest.mark.parametrize("facet", FACETS)
def test_filter_counts_are_those_of_the_records(on_sample: Watched, facet: str) -> None:
    lines = lines_of(SAMPLE)
    page = search(on_sample, "kind=问题")
    wanted = Counter(FACETS[facet](one) for one in lines)
    del wanted[""]
    assert counts(page, facet) == wanted
    for key, count in wanted.items():
        page.locator(f"select[name={facet}]").evaluate(
            "(select, key) => { select.value = key;"
            " select.dispatchEvent(new Event('change', {bubbles: true})); }",
            key,
        )
        expect(page.locator("[data-part=status]")).to_have_text(re.compile(f"符合 {count} 条"))
        found(page)
        assert counts(page, facet) == wanted, "its own counts are those without itself"
        assert set(hits(page)) <= {one.id for one in lines if FACETS[facet](one) == key}


def test_answer_of_several_kinds_says_how_many_issues_are_in_it(on_sample: Watched) -> None:
    page = search(on_sample, "city=990200")
    others = counts(page, "kind")
    issues = others.pop("问题")
    assert others
    said = f"（问题 {issues} 个，其他记录 {sum(others.values())} 条）"
    expect(page.locator("[data-part=status]")).to_have_text(re.compile(said))


def test_counts_before_a_search_come_from_the_list_of_shards(on_sample: Watched) -> None:
    page = on_sample.open("search/index.html")
    expect(page.locator("[data-part=status]")).to_have_text(re.compile("输入检索词"))
    everything = counts(page, "category")
    assert everything == Counter(one.category for one in lines_of(SAMPLE))
    on_sample.settle()
    assert not [url for url in on_sample.requests if "/data/records" in url]


def test_only_shards_that_can_matter_are_read(on_sample: Watched) -> None:
    search(on_sample, "city=990200&kind=问题")
    on_sample.settle()
    read = [url.rpartition("/")[2] for url in on_sample.requests if "/data/" in url]
    assert sorted(read) == ["build.js", "manifest.js", "records-990200.js", "words.js"]
    page = on_sample.page
    assert counts(page, "city").keys() <= {"990200"}, "counts of what was not read are not known"
    page.get_by_role("button", name=re.compile("^去掉筛选 城市")).click()
    expect(page.locator("[data-part=status]")).to_have_text(
        re.compile(f"符合 {len(lines_of(SAMPLE))} 条")
    )


@pytest.mark.parametrize("words", ["示例 2019", "990100 锅炉", "锅炉 990100", "甲 乙"])
def test_several_words_must_stand_together(on_sample: Watched, words: str) -> None:
    lines = {
        one.id: " ".join(str(value) for value in asdict(one).values()) for one in lines_of(SAMPLE)
    }
    page = search(on_sample, f"kind=问题&q={words}")
    wanted = {name for name, text in lines.items() if all(word in text for word in words.split())}
    assert set(hits(page)) == wanted


def test_deadline_known_to_the_month_is_no_day_in_a_hit(on_sample: Watched) -> None:
    wanted = {one.id: one.owed_stated for one in lines_of(SAMPLE)}
    page = search(on_sample, "kind=问题&q=990300")
    cells = {one: page.locator(f'[data-hit="{one}"] td.lt-date').first for one in hits(page)}
    shown = {one: cell.text_content() or "" for one, cell in cells.items()}
    stated = {one: text.partition(" 逾期")[0] for one, text in shown.items()}
    assert stated == {one: wanted[one] for one in shown}
    assert "2019-07 底 逾期 1 天" in shown.values()


@pytest.mark.parametrize(
    ("column", "name", "key"),
    [
        ("单位", "site", lambda one: one.site),
        ("期限", "owed", lambda one: one.owed),
        ("发现日期", "found_on", lambda one: one.found_on),
        ("编号", "id", lambda one: one.id),
    ],
)
def test_column_sorts_up_down_and_back(
    on_sample: Watched, column: str, name: str, key: Callable[[LedgerRow], str]
) -> None:
    keys = {one.id: key(one) for one in lines_of(SAMPLE)}
    page = search(on_sample, "kind=问题")
    as_it_was = hits(page)
    button = head(page, column).get_by_role("button")
    for state, reverse in (("ascending", False), ("descending", True)):
        button.click()
        expect(head(page, column)).to_have_attribute("aria-sort", state)
        found(page)
        shown = [keys[one] for one in hits(page)]
        filled = [one for one in shown if one]
        assert filled == sorted(filled, reverse=reverse)
        assert shown == filled + [""] * (len(shown) - len(filled)), "what is empty stands last"
        assert page.url.endswith(f"sort={'-' * reverse}{name}")
    button.click()
    expect(head(page, column)).not_to_have_attribute("aria-sort", re.compile("."))
    found(page)
    assert hits(page) == as_it_was


def test_places_sort_in_official_order(on_sample: Watched) -> None:
    places = {one.id: (one.city, one.county) for one in lines_of(SAMPLE) if one.county}
    page = search(on_sample, "kind=问题&sort=place")
    shown = [places[one] for one in hits(page) if one in places]
    assert [city for city, _ in shown] == sorted(city for city, _ in shown)


def test_newest_come_first_and_of_one_day_the_lowest_id(on_sample: Watched) -> None:
    page = search(on_sample, "kind=问题&city=990100")
    days = {one.id: one.found_on for one in lines_of(SAMPLE)}
    shown = hits(page)
    assert shown == sorted(sorted(shown), key=lambda one: days[one], reverse=True)


def test_pages_hold_fifty_and_together_everything(on: Watched) -> None:
    page = search(on, "kind=问题")
    total = found(page)
    seen = hits(page)
    assert len(seen) == 50
    while page.get_by_role("button", name="下一页").count():
        page.get_by_role("button", name="下一页").click()
        first = seen[-50]
        expect(page.locator(f'[data-hit="{first}"]')).to_have_count(0)
        assert page.evaluate("document.activeElement.dataset.part") == "results"
        seen += hits(page)
    assert len(seen) == len(set(seen)) == total
    assert page.locator("[aria-current=page]", has_text=str(-(-total // 50))).count() == 1


def test_page_beyond_the_last_shows_the_last(on: Watched) -> None:
    page = search(on, "kind=问题&page=99")
    assert page.locator("[data-hit]").count() > 0
    assert page.get_by_role("button", name="下一页").count() == 0


def test_shared_address_gives_the_same_view(browser: Browser, on: Watched, site: Path) -> None:
    page = search(on, "q=排放&kind=问题")
    head(page, "单位").get_by_role("button").click()
    page.locator("select[name=year]").evaluate(
        "select => { select.value = '2017';"
        " select.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    page.wait_for_url(re.compile("year=2017.*sort=site"))
    status = page.locator("[data-part=status]")
    found(page)
    shown = hits(page)
    assert shown
    with watched(browser, site) as other:
        again = search(other, page.url.partition("?")[2])
        assert hits(again) == shown
        assert again.locator("[data-part=status]").inner_text() == status.inner_text()
        assert again.get_by_role("button", name="去掉筛选 年份：2017年").is_visible()


def test_back_goes_back_over_each_step(on: Watched) -> None:
    page = search(on, "kind=问题")
    first = hits(page)
    page.get_by_role("searchbox").press_sequentially("锅炉")
    page.wait_for_url(re.compile("q="))
    found(page)
    boilers = hits(page)
    assert boilers != first
    head(page, "编号").get_by_role("button").click()
    expect(head(page, "编号")).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    expect(head(page, "编号")).not_to_have_attribute("aria-sort", "ascending")
    found(page)
    assert hits(page) == boilers
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.locator("[data-hit]").first).to_have_attribute("data-hit", first[0])
    page.go_forward()
    expect(page.get_by_role("searchbox")).to_have_value("锅炉")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("programme=LS19&round=LS19-R02", "programme=LS19&round=2"),
        ("round=R02", "round=2"),
        ("exposed=yes", "exposed=1"),
        ("overdue=true", "overdue=1"),
        ("open=1", "open=open"),
        ("open=0", "open=closed"),
        ("returned=yes", "returned=1"),
        ("date=2019-04..2019-06&kind=问题", "date=2019-05..2019-06&kind=问题"),
    ],
)
def test_other_spellings_in_an_address_are_understood(
    on_sample: Watched, written: str, meant: str
) -> None:
    here = hits(search(on_sample, written))
    assert here
    assert here == hits(search(on_sample, meant))


def press_until(page: Page, key: str, condition: str) -> None:
    """Presses a key until the focused element is the wanted one."""
    for _ in range(120):
        if page.evaluate(f"(() => {{ const on = document.activeElement; return {condition}; }})()"):
            return
        page.keyboard.press(key)
    raise AssertionError(condition)


def test_search_goes_by_keyboard_from_the_first_to_the_last_action(on: Watched) -> None:
    page = on.open("search/index.html")
    expect(page.locator('[data-part="status"]')).to_have_text(WAITING)
    press_until(page, "Tab", "on.name === 'q'")
    page.keyboard.type("公司")
    found(page)
    press_until(page, "Tab", "on.tagName === 'SUMMARY' && on.closest('form') !== null")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "on.name === 'kind'")
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("kind="))
    found(page)
    press_until(page, "Tab", "on.closest('[data-sort=found_on]') !== null")
    page.keyboard.press("Enter")
    expect(head(page, "发现日期")).to_have_attribute("aria-sort", "ascending")
    found(page)
    press_until(page, "Tab", "on.getAttribute('aria-label') === '下一页'")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("page=2"))
    found(page)
    wanted = hits(page)[0]
    press_until(page, "Tab", "on.closest('[data-hit]') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{wanted}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_hits_have_no_accessibility_findings(
    browser: Browser, site: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    with watched(browser, site, color_scheme=scheme, viewport=size) as seen:
        page = search(seen, "q=锅炉&kind=问题&sort=-found_on&year=2017")
        assert [*structure(page), *colours(page)] == []


@pytest.mark.parametrize("width", [390, 320])
def test_hits_fit_a_phone_and_a_page_at_400_percent(
    browser: Browser, site: Path, width: int
) -> None:
    with watched(browser, site, viewport={"width": width, "height": 800}) as seen:
        page = search(seen, "q=锅炉&kind=问题&year=2017")
        assert settled(page).evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("[data-hit]").first.is_visible()


def test_print_shows_the_hits_as_a_table(on: Watched) -> None:
    page = search(on, "q=锅炉")
    page.emulate_media(media="print")
    assert page.locator("[data-part=results] table").is_visible()
    assert not page.locator(".lt-search-form").is_visible()
    assert not page.locator("[data-part=downloads]").is_visible()


def test_repository_is_what_the_site_shows(on: Watched) -> None:
    assert found(search(on, "kind=问题")) == len(lines_of(REPOSITORY))


def test_search_answers_without_workers_as_well(browser: Browser, site: Path) -> None:
    with watched(browser, site) as seen:
        with_worker = hits(search(seen, "q=锅炉&kind=问题"))
    with watched(browser, site) as seen:
        seen.page.add_init_script("delete window.Worker")
        assert hits(search(seen, "q=锅炉&kind=问题")) == with_worker


def test_hits_stand_before_all_is_read_and_stay_under_the_reader(on: Watched) -> None:
    held: list[Route] = []
    page = on.page
    page.route("**/data/records-130200.js", lambda route: held.append(route))
    address = (on.site / "search/index.html").as_uri() + "?q=公司&kind=问题"
    page.goto(address, wait_until="commit")
    line = page.locator("[data-part=loading]")
    expect(line).to_contain_text("正在载入记录")
    expect(page.locator("[data-hit]").nth(2)).to_be_visible()
    expect(line).to_contain_text(re.compile(r"（(\d+) / (?!\1)\d+ 份），已找到 [1-9]\d* 条"))
    some = page.locator("[data-hit]").nth(2)
    name = some.get_attribute("data-hit")
    some.locator("a").focus()
    assert not any("-130200-" in one for one in hits(page))
    assert page.locator("[data-part=downloads]").is_hidden()
    held[0].continue_()
    found(page)
    assert line.is_hidden()
    assert any("-130200-" in one for one in hits(page))
    assert page.evaluate("document.activeElement.closest('[data-hit]')?.dataset.hit") == name
