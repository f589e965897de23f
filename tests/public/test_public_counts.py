"""How many issues groups found is public only where the programme says so."""

import re

import pytest

from generator.checks.rule import replays
from generator.kinds.city.pages import city_pages
from generator.kinds.issue.columns import SILENT
from generator.kinds.issue.model import Issue
from generator.kinds.issue.stages import is_accepted
from generator.kinds.issue.summaries import NOTHING, tally
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord, Register
from generator.public.redaction import edition_view
from generator.site.build import read_register
from generator.site.page import Templates
from generator.site.tables import RATES, TIMELINESS
from tests.registers import SAMPLE, TODAY
from tests.site_index import rendered, site_index_of

REGISTER = read_register(SAMPLE).register
CAMPAIGN = "LS19"


def _with(counts: str | None) -> Register:
    """The sample whose campaign has this setting; None: without rules of publication."""

    def changed(filed: FiledRecord) -> FiledRecord:
        record = filed.record
        if not isinstance(record, Programme) or record.id != CAMPAIGN:
            return filed
        assert record.publication
        rules = record.publication.model_copy(update={"counts": counts}) if counts else None
        return FiledRecord(filed.kind, record.model_copy(update={"publication": rules}), filed.raw)

    return Register(REGISTER.vocabulary, tuple(map(changed, REGISTER.filed)))


@pytest.mark.parametrize("counts", [None, "不公开", "已认定", "全部"])
def test_public_edition_counts_unpublished_issues_as_the_campaign_says(counts: str | None) -> None:
    register = _with(counts)
    found = replays(register)
    counted, unpublished, accepted = set(), set(), set()
    for one in register.of(Issue):
        if one.record.programme_id != CAMPAIGN:
            continue
        replayed = found.get(one.raw.path)
        seen = edition_view(register, TODAY, one.record, replayed, is_public=True)
        if seen.exposed:
            assert seen.summary
            continue
        unpublished.add(one.record.id)
        full = edition_view(register, TODAY, one.record, replayed, is_public=False)
        if (
            replayed
            and full.line
            and is_accepted(replayed, register.vocabulary, full.line.handed_on)
        ):
            accepted.add(one.record.id)
        if seen.summary:
            counted.add(one.record.id)
    assert unpublished > accepted > set()
    assert counted == {"全部": unpublished, "已认定": accepted}.get(counts or "", set())


def test_rules_that_say_nothing_of_counts_publish_none() -> None:
    field = Programme.model_fields["publication"]
    assert field.default is None
    rules = REGISTER.programmes[CAMPAIGN].publication
    assert rules
    bare = type(rules).model_validate(rules.model_dump(exclude={"counts"}))
    assert not bare.counts_issue(is_accepted=True)


def test_pages_count_published_cases_by_one_measure_and_say_nothing_of_deadlines() -> None:
    site = site_index_of(_with("不公开"), TODAY, is_public=True)
    made = {one.path: one.body for one in rendered(city_pages, site, Templates(is_public=True))}
    city = max(site.overview.by_city, key=lambda code: len(site.overview.by_city[code]))
    cases = site.exposed_in(city)
    body = made[f"cities/{city}.html"]
    silent = sum(site.overview.by_id[one.line.id].openness == SILENT for one in cases)
    told = len(cases) - silent
    assert cases
    figures = re.findall(r"<b[^>]*>([^<]+)</b>.*?>(\d+)<", body.partition("counties")[0])
    assert figures == [
        ("公开的案例", str(len(cases))),
        ("已载明处理情况", str(told)),
        ("处理情况未公开", str(silent)),
    ]
    assert not [path for path, text in made.items() if "逾期" in text or ">发现<" in text]


@pytest.mark.parametrize("counts", [None, "不公开", "已认定", "全部"])
def test_ratios_of_the_public_edition_are_those_of_the_full_one_or_blank(
    counts: str | None,
) -> None:
    register = _with(counts)
    told, known = (
        tally(
            [
                one
                for one in site_index_of(register, TODAY, is_public=is_public).summaries
                if one.programme == CAMPAIGN
            ],
            TODAY.isoformat(),
        )
        for is_public in (True, False)
    )
    assert all(rate.whole(known) for rate in RATES)
    for rate in RATES:
        shown = rate.cell(told)
        is_told = counts == "全部" and rate is not TIMELINESS  # reports of completion are internal
        assert shown == (rate.cell(known) if is_told else rate.cell(NOTHING)), rate.title
