"""What presses on a day: who is late, what falls due, what waits for a check or for closing."""

from dataclasses import replace
from datetime import date

import pytest

from generator.checks.rule import replays
from generator.kinds.issue.debts import OpenDebt, place_deadline
from generator.kinds.issue.ledger import IssueSummary, ledger_row
from generator.kinds.issue.model import Issue
from generator.kinds.issue.pressing import Pressing, pressing
from generator.kinds.issue.replay import replay
from generator.kinds.issue.search_words import sought_words
from generator.kinds.programme.lifecycle import Lifecycle
from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.overview.backlog import backlog_title, backlog_words, backlogs_of
from tests.registers import SAMPLE, TODAY
from tests.site_index import site_index_of

REGISTER: Register = read_register(SAMPLE).register
SITE: SiteIndex = site_index_of(REGISTER, TODAY)
UNDER_WAY = next(one for one in SITE.summaries if one.id == "LS19-990100-R02-Z-001")


def due_on(day: str, number: int = 1) -> IssueSummary:
    """An issue whose place has one deadline."""
    debt = OpenDebt("地方", "地方", "整改完成", "2019-06-01", day, "", day)
    return replace(UNDER_WAY, id=f"LS19-990100-R02-Z-{number:03}", owed=day, debts=(debt,))


def counted(*summaries: IssueSummary) -> Pressing:
    return pressing(summaries, REGISTER.vocabulary, TODAY)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-07-31", Pressing(overdue=1, longest=1)),
        ("2019-08-01", Pressing(week=1, fortnight=1)),
        ("2019-08-08", Pressing(week=1, fortnight=1)),
        ("2019-08-09", Pressing(fortnight=1)),
        ("2019-08-16", Pressing(fortnight=1)),
        ("2019-08-17", Pressing()),
        ("", Pressing()),
    ],
)
def test_deadline_is_overdue_from_the_next_day_and_near_up_to_fifteen_days(
    day: str, expected: Pressing
) -> None:
    assert counted(due_on(day)) == expected


def test_longest_is_of_the_first_deadline_that_passed() -> None:
    found = counted(due_on("2019-07-20", 1), due_on("2019-07-10", 2), due_on("2019-08-02", 3))
    assert (found.overdue, found.longest, found.week) == (2, 22, 1)


def test_issue_that_is_late_twice_is_one_overdue_issue() -> None:
    assert len(UNDER_WAY.open_debts) == 2
    assert counted(UNDER_WAY).overdue == 1


def test_who_owes_a_check_or_a_closing_is_asked_whatever_the_state_is_called() -> None:
    found = pressing(SITE.summaries, REGISTER.vocabulary, TODAY)
    waiting = {one.status for one in SITE.summaries if "核查" in one.awaited.split("、")}
    assert (len(waiting), found.to_check, found.checks) == (2, 1, (("工作组", "核查"),))
    assert (found.to_close, found.closings) == (1, (("部", "销号"),))


def test_what_is_checked_time_and_again_is_counted_apart_and_found_apart() -> None:
    found = pressing(SITE.summaries, REGISTER.vocabulary, TODAY)
    (once, again) = (one for one in backlogs_of(SITE, SITE.summaries) if one.awaits == "核查")
    told = [(one.again, one.number, backlog_title(SITE, one)) for one in (once, again)]
    assert told == [
        (False, found.to_check, "核查"),
        (True, found.to_recheck, "定期核查"),
    ]
    replayed = replays(REGISTER)
    paths = {one.record.id: one.raw.path for one in REGISTER.of(Issue)}
    for one in (once, again):
        ids = {
            issue.id
            for issue in REGISTER.issues
            if backlog_words(one)
            in sought_words(REGISTER, issue, replayed.get(paths[issue.id]), "")
        }
        assert len(ids) == one.number
    assert backlog_words(once) not in backlog_words(again)


def test_of_nothing_nothing_presses() -> None:
    assert counted() == Pressing()


# Only what the place owes is overdue


def of_others(issue: Issue) -> Lifecycle:
    """The lifecycle of an issue in which the day of the plan is set for the ministry."""
    lifecycle = REGISTER.programmes[issue.programme_id].lifecycle
    assert lifecycle
    told = lifecycle.model_dump(exclude_unset=True)
    for path in told["paths"]:
        for strand in path["strands"]:
            for step in strand["steps"]:
                for deadline in step.get("sets") or ():
                    if deadline["field"] == "plan_due":
                        deadline["of"] = "部"
    return Lifecycle.model_validate(told)


def test_day_set_for_those_above_makes_no_place_overdue() -> None:
    issue = next(one for one in REGISTER.issues if one.id == UNDER_WAY.id)
    lifecycle = of_others(issue)
    replayed = replay(lifecycle, issue)
    line = ledger_row(REGISTER, issue, replayed)
    assert [(one.side, one.day) for one in line.open_debts] == [
        ("上级部门", "2019-06-11"),
        ("地方", "2019-07-15"),
    ]
    assert (line.owed, line.owed_stated) == ("2019-07-15", "2019-07-15")
    assert not line.is_over("2019-07-01")
    assert replayed.turns[-1].due == date(2019, 7, 15)
    (above, place) = line.open_debts
    assert not above.is_over("2019-08-01")
    assert place_deadline([above]) is None
    assert place.is_over("2019-08-01")
