"""Related issues: each page names the other; the public edition names no internal one."""

from datetime import date

from generator.kinds.issue.model import Issue
from generator.kinds.issue.pages import pages_of_ledger
from generator.kinds.issue.views import issue_view
from generator.public.policy import exposure_of, public_case
from generator.site.build import read_register
from generator.site.page import Templates
from tests.registers import SAMPLE

REGISTER = read_register(SAMPLE).register
RELATED = [one for one in REGISTER.issues if one.relations]
INTERNAL = "LS19-990100-R02-P01-001"


def shown(issue: Issue) -> Issue | None:
    programme = REGISTER.programmes[issue.programme_id]
    exposure = exposure_of(issue, programme, REGISTER.vocabulary, date(2017, 12, 1))
    return public_case(issue, programme, exposure)


def test_records_of_the_sample_name_each_other() -> None:
    pairs = {(one.id, other.id) for one in RELATED for other in one.relations}
    assert len(pairs) == 4
    assert {(other, one) for one, other in pairs} == pairs


def test_ledger_page_names_the_related_issue() -> None:
    for issue in RELATED:
        (page,) = pages_of_ledger(Templates(), REGISTER, [issue_view(REGISTER, issue)])
        (other,) = issue.relations
        assert f"{other.kind}</span>：<a " in page.body
        assert f">{other.id}</code></a>" in page.body


def test_public_case_names_related_cases_that_others_published() -> None:
    cases = [one for one in RELATED if one.group_letter == "G"]
    assert cases
    for issue in cases:
        public = shown(issue)
        assert public
        assert public.relations == issue.relations


def test_exposed_issue_of_a_group_names_no_other_in_public() -> None:
    """Of all issues that groups found, on all days of the campaign, some are exposed."""
    relation = next(one for one in REGISTER.issues if one.id == INTERNAL).relations
    programme = REGISTER.programmes["LS19"]
    days = [date(2019, month, 1) for month in range(5, 13)]
    found = [one for one in REGISTER.issues if one.programme_id == "LS19"]
    named = [one.model_copy(update={"relations": relation}) for one in found]
    cases = [
        public_case(one, programme, exposure_of(one, programme, REGISTER.vocabulary, day))
        for one in named
        if one.group_letter != "G"
        for day in days
    ]
    assert [case.relations for case in cases if case] == [[] for case in cases if case]
    assert any(cases)
