"""Words that a ministry would not write are on no page and in no bulletin."""

import re
from html import unescape
from pathlib import Path

import pytest

from generator.kinds.issue.work_periods import days_of, period_work
from generator.reports.periods import filled_rounds
from generator.reports.report import report
from generator.reports.texts import report_text
from generator.site.build import read_register
from generator.site.page import Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import full_lines, pages, site_index_of

RETIRED = ("其中逾期", "退回过", "是否退回", "退回次数", "了结", "办理不详")
RECORDED = re.compile(r'<(\w+)[^>]*class="[^"]*lt-text[^"]*"[^>]*>.*?</\1>', re.DOTALL)
"""Texts out of records, which keep their words."""
OF_RECORDS = re.compile(r"(?:(?<![第0-9])[0-9]+|多少|几) ?条(?!记录|规则)")
"""A number of records, changes or rules; issues and cases are counted in 个."""
ROWS = {"changes/index.html", "rules/index.html", "sources/index.html"}
"""Pages that count changes, rules and records of any kind in 条."""
MISCOUNTED = ("条问题", "问题条数", "件问题", "件案例", "件曝光", "条案例", "条逾期", "件帮扶")
LABEL = re.compile(r'aria-label="([^"]*)"')
PRODUCT = Path(__file__).parents[2]


@pytest.mark.parametrize("edition", ["full", "public"])
def test_no_page_has_a_retired_word(edition: str) -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY, is_public=edition == "public")
    made = list(pages(site, Templates(is_public=site.is_public)))
    bodies = {page.path: unescape(RECORDED.sub("", page.body)) for page in made}
    found = {(path, word) for path, body in bodies.items() for word in RETIRED if word in body}
    heads = {path for path, body in bodies.items() if re.search(r">退回(?! ?[^<\s\d])", body)}
    assert (found, heads) == (set(), set())
    assert len(bodies) > 40


def test_no_bulletin_has_a_retired_word() -> None:
    register = read_register(SAMPLE).register
    site = site_index_of(register, TODAY)
    today = TODAY.isoformat()
    days = days_of(one.work for one in full_lines(register, TODAY))
    for one in filled_rounds(site.overview, register.rounds):
        first, last = one.period.first, one.period.last
        work = period_work(days, first, last, today) if first else None
        text = report_text(report(register, one, today, work=work))
        assert [word for word in RETIRED if word in text] == []


def _miscounted(text: str) -> list[str]:
    return OF_RECORDS.findall(text) + [word for word in MISCOUNTED if word in text]


@pytest.mark.parametrize("edition", ["full", "public"])
def test_issues_and_cases_are_counted_in_their_measure_word(edition: str) -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY, is_public=edition == "public")
    made = list(pages(site, Templates(is_public=site.is_public)))
    bodies = {page.path: unescape(RECORDED.sub("", page.body)) for page in made}
    texts = {path: re.sub(r"<[^>]+>", "", body) for path, body in bodies.items()}
    labels = {path: " ".join(LABEL.findall(body)) for path, body in bodies.items()}
    wrong = [
        (path, counted)
        for path in texts.keys() - ROWS
        for counted in _miscounted(f"{texts[path]} {labels[path]}")
    ]
    assert wrong == []
    assert len(texts) > 40


def test_no_text_of_the_product_counts_issues_as_rows() -> None:
    suffixes = {".py", ".html", ".js", ".md", ".yml", ".json"}
    texts = (one for one in (PRODUCT / "generator").rglob("*") if one.suffix in suffixes)
    guides = (PRODUCT / "records" / "README.md", PRODUCT / "README.zh-CN.md")
    found = {
        (str(one.relative_to(PRODUCT)), word)
        for one in (*texts, *guides)
        for word in MISCOUNTED
        if word in one.read_text("utf-8")
    }
    assert found == set()
