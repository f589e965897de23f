"""What people type, and what they must find first: tables of queries over the real records and over
an invented register (示例).

A line of a table: what is typed, the card that stands first ("" for none), and the first hit by its
ID; "近似 …" is the first query that is offered where nothing was found, "无" nothing at all.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.kinds.issue.ledger import LedgerRow
from generator.site.build import read_register
from generator.site.links import MANIFEST
from generator.site.search.page import issue_shards, search_facets
from generator.site.search.shards import manifest_text
from tests.browser.searching import ANSWERED, lines_of
from tests.browser.watched import Watched, watched
from tests.registers import SAMPLE, TODAY

TABLES = Path(__file__).parent / "queries"
NEAR = "近似 "
NOTHING = "无"

ASK = "q => lantianSearch.page.change({ q })"
OFFERED = f"""() => {{
  const state = lantianSearch.page.state;
  return ({ANSWERED})() && (state.answer.total > 0 || state.near === state.number);
}}"""
"""Whether the answer stands, and where nothing was found what may have been meant as well."""
TOLD = """() => [
  lantianSearch.page.state.answer.total,
  document.querySelector('[data-part=how]:not([hidden]), [data-part=near]:not([hidden]) p')
    ?.innerText.trim() ?? "",
  [...document.querySelectorAll('[data-part=cards]:not([hidden]) [data-card]')].map(
    one => one.textContent.replaceAll("\u3000", " ")),
]"""
SHOWN = """() => ({
  card: document.querySelector('[data-part=cards]:not([hidden]) [data-card]')?.dataset.card ?? "",
  hit: document.querySelector('[data-hit]')?.dataset.hit ?? "",
  near: document.querySelector('[data-part=near]:not([hidden]) a')?.textContent ?? "",
})"""


@dataclass(frozen=True, slots=True)
class Query:
    """One line of a table."""

    typed: str
    card: str
    first: str


def queries(name: str) -> list[Query]:
    """The lines of a table; those with # are headings."""
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Query(*line.split("\t")) for line in lines if line and not line.startswith("# ")]


def answered(page: Page, typed: str) -> Query:
    """What the page shows first for what is typed."""
    page.evaluate(ASK, typed)
    page.wait_for_function(OFFERED)
    shown = page.evaluate(SHOWN)
    near = NEAR + shown["near"] if shown["near"] else NOTHING
    return Query(typed, shown["card"], shown["hit"] or near)


def wrong(browser: Browser, site: Path, wanted: Sequence[Query]) -> str:
    """A line for each query that is answered otherwise, with its answer; all in one page."""
    with watched(browser, site) as seen:
        page = seen.open("search/index.html")
        page.wait_for_function("() => lantianSearch.page.state.lexicon !== null")
        found = [(one, answered(page, one.typed)) for one in wanted]
        assert seen.strange_requests == []
        assert seen.complaints == []
    return "\n".join(f"{one} 得到 {answer}" for one, answer in found if one != answer)


def test_what_is_found_otherwise_is_told_apart(on: Watched) -> None:
    """Typed, the number of hits, the line above them and the cards where they matter."""
    page = on.open("search/index.html")
    page.wait_for_function("() => lantianSearch.page.state.lexicon !== null")
    lines = (TABLES / "told.tsv").read_text(encoding="utf-8").splitlines()
    for typed, *wanted in (line.split("\t") for line in lines if not line.startswith("# ")):
        page.evaluate(ASK, typed)
        page.wait_for_function(OFFERED)
        total, line, cards = page.evaluate(TOLD)
        found = [str(total), line, *cards]
        assert (typed, found[: max(2, len(wanted))]) == (typed, wanted)


def test_tables_hold_what_people_type() -> None:
    every = [one.typed for name in ("records", "sample") for one in queries(name)]
    assert len(every) >= 150
    assert len(set(every)) == len(every)


def test_real_records_are_found_as_people_type(browser: Browser, site: Path) -> None:
    assert wrong(browser, site, queries("records")) == ""


def test_invented_records_are_found_as_people_type(browser: Browser, invented: Path) -> None:
    assert wrong(browser, invented, queries("sample")) == ""


@pytest.fixture
def invented(sample: Path, tmp_path: Path) -> Path:
    """The sample's search with more issues: long numbers, hard names, measures."""
    site = tmp_path / "site"
    for folder in ("search", "assets", "data"):
        shutil.copytree(sample / folder, site / folder)
    lines = [*lines_of(SAMPLE), *further_lines()]
    by_city = groupby(sorted(lines, key=lambda one: one.city), key=lambda one: one.city)
    shards = [
        one
        for city, some in by_city
        for one in issue_shards(city, list(some), {line.id: "index.html" for line in lines})
    ]
    for one in shards:
        (site / one.path).write_text(one.text, encoding="utf-8")
    facets = search_facets(read_register(SAMPLE).register)
    text = manifest_text([one.summary for one in shards], facets, TODAY.isoformat())
    (site / MANIFEST).write_text(text, encoding="utf-8")
    return site


FURTHER = {
    "100": ("示例轧钢厂", "示例：三台2.5蒸吨热风炉没有低氮改造。"),
    "1000": ("示例昇達玻璃厂", "示例：两座玻璃窑炉没有脱硝设施。"),
    "1001": ("示例重庆路加油站", "示例：十二支加油枪没有油气回收。"),
    "1002": ("示例蓝海化工（集团）有限公司", "示例：储罐区呼吸阀泄漏。"),
    "1003": ("示例“诚信”砖厂", "示例：破碎工序没有除尘设备。"),
    "1004": ("示例长行物流园", "示例：柴油货车冒黑烟，见LS19-990100-R01-P01-100。"),
}
"""Running number → name and finding of an issue, all of one ledger."""


def further_lines() -> Iterator[LedgerRow]:
    """These issues, otherwise like one of the sample."""
    like = next(one for one in lines_of(SAMPLE) if one.id == "LS19-990100-R01-P01-004")
    for serial, (site, found) in FURTHER.items():
        name = f"LS19-990100-R01-P01-{serial}"
        yield replace(like, id=name, site=site, found=found, found_on="2019-05-20", extra_text="")
