"""Words that a ministry would not write are on no page and in no bulletin."""

import re
from html import unescape

import pytest

from generator.kinds.issue.work import days_of, period_work
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
