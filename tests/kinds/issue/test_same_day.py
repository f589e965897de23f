"""The cases that a publication made public on the day of another: who is named where, by value."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from generator.kinds.issue.pages import ledger_pages
from generator.kinds.issue.summaries import ExposedLine
from generator.site.build import read_register
from generator.site.index import Citation, SiteIndex
from generator.site.page import Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import site_index_of

DAY = "2017-08-05"
FIRST, SECOND, OTHER = "LS17-990200-R00-G-001", "LS17-990200-R00-G-002", "LS17-990400-R00-G-001"
"""Three cases that cite the same paper; the last one cites another as well."""


@pytest.fixture(scope="module", params=[False, True], ids=["full", "public"])
def site(request: pytest.FixtureRequest) -> SiteIndex:
    return site_index_of(read_register(SAMPLE).register, TODAY, is_public=request.param)


def exposed_on(site: SiteIndex, days: Mapping[str, str], *hidden: str) -> SiteIndex:
    """The site where cases were made public on these days; `hidden` have their term behind them."""

    def changed(one: ExposedLine) -> ExposedLine:
        line = replace(one.line, exposed_on=days.get(one.line.id, one.line.exposed_on))
        return replace(one, line=line, shown=one.shown and line.id not in hidden)

    return replace(site, exposed=tuple(map(changed, site.exposed)))


def told(site: SiteIndex) -> Sequence[Sequence[str]]:
    """The IDs of each group of August 2017; none where no day of it is known."""
    jobs = [one for one in ledger_pages(site) if one.path == "exposures/same-day-2017-08.js"]
    texts = [str(job.render(site, Templates())) for job in jobs]
    groups = [json.loads(text.partition("(")[2].removesuffix(");\n")) for text in texts]
    return [[one for one, *_ in group] for of_month in groups for group in of_month]


@pytest.mark.parametrize(
    ("days", "groups"),
    [
        ({}, []),  # the month alone is no day
        ({FIRST: DAY}, []),
        ({FIRST: DAY, SECOND: "2017-08-06"}, []),
        ({SECOND: DAY, FIRST: DAY}, [[FIRST, SECOND]]),
        ({FIRST: DAY, SECOND: DAY, OTHER: DAY}, [[FIRST, SECOND, OTHER]]),
    ],
    ids=["month only", "one", "other day", "two", "three"],
)
def test_cases_of_one_day_and_publication_belong_together(
    site: SiteIndex, days: Mapping[str, str], groups: Sequence[Sequence[str]]
) -> None:
    assert told(exposed_on(site, days)) == groups


def test_another_publication_of_the_day_brings_none(site: SiteIndex) -> None:
    cited = [
        Citation(
            one.issue, replace(one.work, title="示例晚报") if one.issue == SECOND else one.work
        )
        for one in site.citations
    ]
    days = dict.fromkeys((FIRST, SECOND), DAY)
    assert told(replace(exposed_on(site, days), citations=tuple(cited))) == []


def test_the_public_sees_no_case_whose_name_is_gone(site: SiteIndex) -> None:
    days = dict.fromkeys((FIRST, SECOND, OTHER), DAY)
    others = [[FIRST, OTHER]] if site.is_public else [[FIRST, SECOND, OTHER]]
    assert told(exposed_on(site, days, SECOND)) == others
