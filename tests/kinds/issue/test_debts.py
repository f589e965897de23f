"""What an issue owes: who, which step, since when, by which day; when a debt ends; its lists."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.core.dates import PartialDate
from generator.kinds.issue.debts import open_debts
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.pages import pages_of_ledger
from generator.kinds.issue.replay import Replay, replay, replay_events
from generator.kinds.issue.views import issue_view
from generator.kinds.issue.work_sheet import work_sheet
from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.overview.due_pages import due_pages
from generator.site.overview.dues import owed
from generator.site.page import Page, Templates
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import pages, rendered, site_index_of

REGISTER: Register = read_register(SAMPLE).register
UNDER_WAY = "LS19-990100-R02-Z-001"


def sample_issue(issue_id: str) -> Issue:
    return next(one for one in REGISTER.issues if one.id == issue_id)


def replayed(register: Register, issue: Issue) -> Replay:
    lifecycle = register.programmes[issue.programme_id].lifecycle
    assert lifecycle
    return replay(lifecycle, issue)


def after(*events: dict[str, object]) -> Replay:
    """The sample's issue under rectification after further events; none of them is illegal."""
    lifecycle = REGISTER.programmes["LS19"].lifecycle
    assert lifecycle
    issue = sample_issue(UNDER_WAY)
    path = lifecycle.path_for(issue.group_letter, issue.category)
    further = [Event.model_validate(one) for one in events]
    found = replay_events(lifecycle, path, [*issue.events, *further])
    assert found.breaches == ()
    return found


def debts(found: Replay) -> list[tuple[str, str, str]]:
    """Role, step and day of each debt, the first day in front."""
    return [(one.of, one.awaits, one.day) for one in open_debts(found.debts)]


def with_plan_by_month() -> Issue:
    """The sample's issue under rectification, whose letter sets days that stop at the month."""
    issue = sample_issue(UNDER_WAY)
    months = {"plan_due": PartialDate(2019, 6), "due": PartialDate(2019, 7)}
    events = [one.model_copy(update=months) if one.plan_due else one for one in issue.events]
    return issue.model_copy(update={"events": events})


def test_deadline_known_to_the_month_passes_with_its_end_and_is_no_day_on_any_page() -> None:
    issue = with_plan_by_month()
    found = open_debts(replayed(REGISTER, issue).debts)
    assert [(one.day, one.stated) for one in found] == [
        ("2019-06-30", "2019-06 底"),
        ("2019-07-31", "2019-07 底"),
    ]
    filed = tuple(
        replace(one, record=issue) if one.record.id == UNDER_WAY else one for one in REGISTER.filed
    )
    exact = printed(REGISTER, sample_issue(UNDER_WAY))
    by_month = printed(Register(REGISTER.vocabulary, filed), issue)
    assert (by_month.count("2019-06 底"), by_month.count("2019-07 底")) == (11, 9)
    for day in ("2019-06-30", "2019-07-31"):  # the sample's own days and no others
        assert by_month.count(day) == exact.count(day)


def printed(register: Register, issue: Issue) -> str:
    """All pages that people read of a register, and the ledger page of one issue."""
    made = [*pages(site_index_of(register, TODAY), Templates()), *ledger_of(issue)]
    return "".join(_ATTRIBUTES.sub("", page.body) for page in made)


_ATTRIBUTES = re.compile(r'(?:datetime|data-[a-z]+)="[^"]*"')
"""Attributes with days that scripts compute with."""


def ledger_of(issue: Issue) -> list[Page]:
    """The page of a ledger that holds the issue alone."""
    view = issue_view(REGISTER, issue, replayed(REGISTER, issue))
    return list(pages_of_ledger(Templates(), REGISTER, [view]))


@pytest.mark.parametrize(
    ("issue_id", "expected"),
    [
        ("LS19-990100-R02-P01-002", [("部", "审核", "")]),
        ("LS19-990200-R03-P02-002", [("地方", "确认", "")]),
        (UNDER_WAY, [("地方", "整改方案", "2019-06-11"), ("地方", "整改完成", "2019-07-15")]),
        ("LS19-990200-R03-P02-005", [("工作组", "核查", "")]),
        (
            "LS19-990100-R01-P01-005",
            [("地方", "整改完成", "2019-06-15"), ("部", "督办", "")],
        ),
        ("LS19-990200-R03-P02-006", [("部", "销号", "")]),
        ("LS19-990100-R01-P01-001", []),
    ],
)
def test_each_state_owes_what_its_lifecycle_says(
    issue_id: str, expected: list[tuple[str, str, str]]
) -> None:
    assert debts(replayed(REGISTER, sample_issue(issue_id))) == expected


@pytest.mark.parametrize("root", [SAMPLE, REPOSITORY], ids=["sample", "records"])
def test_every_open_issue_owes_something_and_no_other_does(root: Path) -> None:
    register = read_register(root).register
    found = [replayed(register, one) for one in register.issues]
    assert [bool(one.debts) for one in found] == [one.status.open for one in found]


PLACE = "示例甲市人民政府"
PLAN = {"date": "2019-07-01", "step": "整改方案", "by": PLACE}
DONE = {"date": "2019-07-02", "step": "整改完成", "by": PLACE}
CHECK = {"date": "2019-07-05", "step": "核查", "by": "第3轮示例甲市第1普通组"}


def test_plan_ends_its_own_debt_alone() -> None:
    assert debts(after(PLAN)) == [("地方", "整改完成", "2019-07-15")]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([DONE], [("工作组", "核查", "")]),
        ([{**CHECK, "result": "到位"}], [("部", "销号", "")]),
    ],
)
def test_report_of_completion_or_a_good_check_ends_the_debt_of_the_plan(
    events: list[dict[str, object]], expected: list[tuple[str, str, str]]
) -> None:
    assert debts(after(*events)) == expected


PART = {**CHECK, "result": "阶段性完成", "due": "2019-08-20"}
SENT_BACK = {**CHECK, "result": "不到位"}
LETTER = {
    "date": "2019-07-09",
    "step": "督办",
    "by": "示例主管部门",
    "letter": "示例函〔2019〕99号",
}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([DONE, PART], [("地方", "整改完成", "2019-08-20")]),
        ([DONE, SENT_BACK, LETTER], [("地方", "整改完成", "2019-07-15")]),
        (
            [DONE, SENT_BACK, {**LETTER, "plan_due": "2019-07-19"}],
            [("地方", "整改完成", "2019-07-15"), ("地方", "整改方案", "2019-07-19")],
        ),
    ],
)
def test_plan_that_completion_made_moot_is_owed_again_only_by_another_letter(
    events: list[dict[str, object]], expected: list[tuple[str, str, str]]
) -> None:
    assert debts(after(*events)) == expected


def test_check_that_finds_less_brings_the_old_deadline_back() -> None:
    found = after(DONE, {**CHECK, "result": "不到位"})
    assert debts(found) == [("地方", "整改完成", "2019-07-15"), ("部", "督办", "")]
    assert {str(one.since) for one in found.debts} == {"2019-07-05"}


def test_day_of_a_place_for_its_own_unit_is_no_deadline() -> None:
    found = after(
        {
            "date": "2019-06-03",
            "step": "分办",
            "by": PLACE,
            "unit": "示例市住建局",
            "unit_due": "2019-06-20",
        }
    )
    assert debts(found) == debts(after())
    assert [one.unit_day for one in open_debts(found.debts)] == ["", "2019-06-20"]


def test_debt_of_an_inexact_date_begins_with_its_last_day() -> None:
    found = after({**DONE, "date": "2019-07"})
    assert found.debts[0].since == PartialDate(2019, 7)
    (debt, *_) = open_debts(found.debts)
    assert (debt.since, debt.since_at_least) == ("2019-07", "2019-07-31")


# Who is responsible


def test_responsible_is_whom_record_and_programme_name() -> None:
    river = work_sheet(REGISTER, sample_issue("LP19-990100-R01-D02-001"))
    assert river.all_units == ["示例东区管委会", "示例市生态环境部门", "示例甲市水利部门"]
    pit = work_sheet(REGISTER, sample_issue("LP19-990100-R01-D01-001"))
    assert pit.units == "示例东区、示例市自然资源部门"


def test_nobody_is_responsible_for_what_others_have_published() -> None:
    register = read_register(REPOSITORY).register
    published = [one for one in register.issues if one.group_letter == "G"]
    assert published
    assert {work_sheet(register, one).units for one in published} == {""}


# The lists


def pages_of(site: SiteIndex) -> dict[str, str]:
    templates = Templates(is_public=site.is_public)
    return {page.path: page.body for page in rendered(due_pages, site, templates)}


def test_each_debt_stands_in_the_list_of_its_side() -> None:
    site = site_index_of(REGISTER, TODAY)
    bodies = pages_of(site)
    lists = {"地方": "", "工作组": "groups", "上级部门": "above"}
    for one in site.summaries:
        for debt in one.open_debts:
            body = bodies[f"dues/{lists[debt.side] or one.city}.html"]
            assert f'data-record="{one.id}"' in body, (one.id, debt)


def mine(site: SiteIndex) -> list[IssueSummary]:
    """The issues of the city of the one under rectification."""
    return [one for one in site.summaries if one.city == "990100"]


def test_issue_that_is_late_twice_is_one_line_with_both_things_owed() -> None:
    site = site_index_of(REGISTER, date(2019, 8, 1))
    (issue,) = (one for one in site.summaries if one.id == UNDER_WAY)
    (line,) = owed([issue])
    assert [one.awaits for one in line.debts] == ["整改方案", "整改完成"]
    assert issue.is_over("2019-08-01")
    body = pages_of(site)["dues/990100.html"]
    assert body.count(f'data-record="{UNDER_WAY}"') == 1
    row = body.partition(f'data-record="{UNDER_WAY}"')[2].partition("</tr>")[0]
    assert "报整改方案<br>完成整改" in row
    assert re.findall(r'datetime="([0-9-]+)"', row) == ["2019-06-11", "2019-07-15"]
    assert f"已经逾期（{sum(one.is_over('2019-08-01') for one in mine(site))} 个）" in body


def test_list_of_more_than_200_is_cut_into_pages_that_hold_every_debt_once() -> None:
    site = site_index_of(REGISTER, TODAY)
    (issue,) = (one for one in site.summaries if one.id == UNDER_WAY)
    check = next(one for one in site.summaries if one.status == "待核查")
    many = [
        *(replace(issue, id=f"LS19-990100-R02-P02-{n:03}", exposed_on="") for n in range(1, 301)),
        *(replace(check, id=f"LS19-990100-R02-P03-{n:03}") for n in range(1, 251)),
    ]
    bodies = pages_of(replace(site, summaries=many))
    parts = [bodies[f"dues/{name}.html"] for name in ("990100", "990100-2")]
    lines = [body.count(' data-record="LS19-990100-R02-P02') for body in parts]
    assert lines == [200, 100]
    assert "dues/990100-3.html" not in bodies
    groups = [bodies[f"dues/{name}.html"].count("data-record=") for name in ("groups", "groups-2")]
    assert groups == [200, 50]
    assert ">201</td>" in parts[1]
    assert "（300 个，本页 200 个）" in parts[0]


def test_nothing_of_it_is_in_the_public_edition() -> None:
    site = site_index_of(REGISTER, TODAY, is_public=True)
    assert not any(one.debts or one.sheet for one in site.summaries)
    assert list(pages_of(site)) == ["dues/index.html"]
