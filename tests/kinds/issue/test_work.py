"""The work of periods: opening and what came in, less what went out, is closing, for any period."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.as_of import as_of
from generator.core.dates import parse_partial
from generator.core.vocabulary import Role
from generator.kinds.as_of import register_on
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import replay
from generator.kinds.issue.summaries import tally
from generator.kinds.issue.work import (
    Work,
    checks_in,
    checks_of,
    outcome_of,
    work_in,
    work_of,
    work_text,
)
from generator.kinds.issue.work_periods import days_of, period_work, sum_of, work_rows, works
from generator.reports.periods import PeriodKind
from generator.site.build import read_register
from generator.site.overview.work import worked_periods
from tests.registers import SAMPLE, TODAY
from tests.site_index import full_lines, site_index_of

REGISTER = read_register(SAMPLE).register
SITE = site_index_of(REGISTER, TODAY)
LINES = full_lines(REGISTER, TODAY)
DAYS = days_of(one.work for one in LINES)
FIRST = date(2017, 1, 1)
ANY_DAY = st.integers(0, (TODAY - FIRST).days).map(lambda days: FIRST + timedelta(days))


@settings(deadline=None)
@given(ANY_DAY, ANY_DAY)
def test_opening_and_in_less_out_is_closing(one: date, other: date) -> None:
    first, last = sorted((one.isoformat(), other.isoformat()))
    work = period_work(DAYS, first, last, TODAY.isoformat())
    assert work.opening + work.came_in - work.went_out == work.closing
    before = (date.fromisoformat(first) - timedelta(1)).isoformat()
    assert work.opening == period_work(DAYS, "0001-01-01", before, before).closing


@pytest.mark.parametrize(
    "day", [TODAY, date(2019, 7, 10), date(2019, 6, 20), date(2019, 5, 20), date(2018, 1, 1)]
)
def test_closing_is_what_the_register_of_that_day_counts(day: date) -> None:
    """Two ways to the same figures: the sum of all changes, and a replay that ends on the day."""
    end = day.isoformat()
    lines = full_lines(register_on(REGISTER, day), day)
    counts = tally([one.summary for one in lines], end)
    work = period_work(DAYS, "0001-01-01", end, end)
    assert (work.closing, work.overdue) == (counts.open, counts.overdue)
    assert work.of(Work.FOUND) == counts.found


GROUPS = [one for name in SITE.group_work for one in SITE.group_work[name]]


@pytest.mark.parametrize("kind", PeriodKind)
def test_every_period_of_every_city_and_group_adds_up(kind: PeriodKind) -> None:
    periods = [one for one in worked_periods(SITE) if one.period.kind is kind]
    assert periods
    for one in periods:
        first, last = one.period.first, one.period.last
        before = (date.fromisoformat(first) - timedelta(1)).isoformat()
        for own in (*SITE.work, *GROUPS):
            work = period_work(own.done, first, last, TODAY.isoformat())
            assert work.opening + work.came_in - work.went_out == work.closing >= 0
            earlier = period_work(own.done, "0001-01-01", before, TODAY.isoformat())
            assert (work.opening, earlier.overdue >= 0) == (earlier.closing, True)


def test_groups_found_what_their_cities_have() -> None:
    """The work of all groups, less the checks that they did, is the work of all cities."""
    whole = sum_of(one.done for one in GROUPS)
    checked = list(Work).index(Work.CHECKED)
    done = {day: [*counts[:checked], 0, *counts[checked + 1 :]] for day, counts in whole.by_day()}
    assert {day: counts for day, counts in done.items() if any(counts)} == {
        day: list(counts) for day, counts in DAYS.by_day()
    }


def test_check_counts_for_the_group_that_its_event_names() -> None:
    """Whichever group had found the issue; who names no round is no known group."""
    checks = {one.id: list(checks_in(one.work)) for one in LINES}
    assert checks["LS19-990100-R01-P01-001"] == [("2019-06-21", "R03-P01")]
    assert checks["LS19-990300-R03-P01-005"] == [
        ("2019-06-14", "R03-P01"),
        ("2019-07-15", "R04-P01"),
    ]
    assert checks["LP19-990100-R01-D02-002"] == [("2019-07-10", "R01-D02")]
    later = next(one for one in SITE.group_work["LS19-R04"] if one.city == "990300")
    work = period_work(later.done, "2019-07-01", "2019-07-31", TODAY.isoformat())
    assert (later.group, work.of(Work.CHECKED), work.of(Work.VERIFIED)) == ("R04-P01", 2, 0)


@pytest.mark.parametrize(
    ("unit", "group"),
    [
        ("第3轮示例甲市第2普通组", "R03-P02"),
        ("第三轮示例甲市第12普通组", "R03-P12"),
        ("第3轮示例甲市中心组", "R03-Z"),
        ("第3轮示例乙市第2普通组", ""),
        ("示例甲市第2普通组", ""),
        ("第3轮示例甲市普通组", ""),
        ("第3轮示例甲市第2巡查组", ""),
        ("示例主管部门", ""),
    ],
)
def test_group_is_known_where_it_is_named_in_full(unit: str, group: str) -> None:
    name = "LS19-990100-R01-P01-001"
    issue = next(one for one in REGISTER.of(Issue) if one.record.id == name).record
    events = [
        one.model_copy(update={"by": unit}) if one.result == "到位" else one for one in issue.events
    ]
    checks = checks_of(
        issue.model_copy(update={"events": events}),
        REGISTER.programmes["LS19"],
        REGISTER.cities["990100"],
        REGISTER.vocabulary,
    )
    assert [one for _, one in checks] == [group] * bool(group)


def test_period_counts_what_was_done_in_it_whenever_the_issue_was_found() -> None:
    text = "2019-05-10f 2019-05-12a 2019-05-16h 2019-06-20r 2019-06-21v 2019-06-22c"
    work = period_work(days_of([text]), "2019-06-01", "2019-06-30", "2019-08-01")
    assert (work.opening, work.came_in, work.went_out, work.closing) == (1, 0, 1, 0)
    assert (work.of(Work.CLOSED), work.of(Work.HANDED)) == (1, 0)


def test_period_ends_on_the_day_of_the_register() -> None:
    days = days_of(["2019-05-10f 2019-06-22c"])
    assert period_work(days, "2019-06-01", "2019-06-30", "2019-06-21").closing == 1


def test_work_comes_back_from_its_text_and_from_the_counts_of_a_city() -> None:
    for one in LINES:
        assert work_text(work_in(one.work), checks_in(one.work)) == one.work
    rows = [row for row in work_rows(LINES) if not row[1]]
    assert sum_of(one.done for one in works("990100", rows)) == DAYS


def test_closed_issues_are_counted_by_how_they_ended() -> None:
    counts = tally([one.summary for one in LINES], TODAY.isoformat())
    ended = counts.cleared + counts.transferred + counts.cancelled + counts.refused
    assert ended + counts.otherwise == counts.closed
    known = counts.open + counts.closed
    assert known + counts.unknown + counts.silent == counts.found
    assert counts.held_cleared <= counts.held <= counts.accepted
    assert counts.on_time <= counts.timed <= counts.held


def test_issue_that_is_withdrawn_after_it_was_cleared_stands_as_withdrawn() -> None:
    words = REGISTER.vocabulary
    cleared = next(one.summary.id for one in LINES if one.summary.outcome == "cleared")
    issue = next(one for one in REGISTER.issues if one.id == cleared)
    (step,) = words.with_role("steps", Role.CANCELLED)
    last = issue.events[-1].model_copy(update={"step": step, "result": None})
    withdrawn = issue.model_copy(update={"events": [*issue.events, last]})
    lifecycle = REGISTER.programmes[issue.programme_id].lifecycle
    assert lifecycle
    assert outcome_of(issue, replay(lifecycle, issue), words) == "cleared"
    assert outcome_of(withdrawn, replay(lifecycle, withdrawn), words) == "cancelled"
    assert [work for _, work in work_of(withdrawn, replay(lifecycle, withdrawn), words)].count(
        Work.CLOSED
    ) == 1


def blurred(issue: Issue, length: int) -> Issue:
    """An issue whose events after the first are dated to the month (7 signs) or the year (4)."""
    first, *rest = issue.events
    later = [one.model_copy(update={"date": parse_partial(str(one.date)[:length])}) for one in rest]
    return issue.model_copy(update={"events": [first, *later]})


@pytest.mark.parametrize("length", [7, 4])
def test_step_dated_to_the_month_does_not_count_before_those_in_front_of_it(length: int) -> None:
    counted = 0
    for issue in (blurred(one, length) for one in REGISTER.issues):
        lifecycle = REGISTER.programmes[issue.programme_id].lifecycle
        assert lifecycle
        work = work_of(issue, replay(lifecycle, issue), REGISTER.vocabulary)
        done = days_of([work_text(work)])
        for day in done.days:
            if day > TODAY.isoformat():
                continue
            kept = as_of(issue, date.fromisoformat(day))
            assert kept, issue.id
            status = replay(lifecycle, kept).status
            is_open = status.open and status.known
            assert period_work(done, day, day, day).closing == is_open, (issue.id, day)
            counted += 1
    assert counted > len(REGISTER.issues)


def checked_issue() -> Issue:
    """An issue of the sample that a group has checked."""
    return next(one for one in REGISTER.issues if work_done(one)[1])


def work_done(issue: Issue, *more: Event) -> tuple[int, int]:
    """The checks that are counted of an issue with further events, of all and by group."""
    told = issue.model_copy(update={"events": [*issue.events, *more]})
    programme = REGISTER.programmes[issue.programme_id]
    city, words = REGISTER.cities[issue.city_id], REGISTER.vocabulary
    found = replay(programme.lifecycle, told) if programme.lifecycle else None
    done = [work for _, work in work_of(told, found, words)]
    return done.count(Work.VERIFIED), len(list(checks_of(told, programme, city, words)))


def test_event_that_tells_more_of_an_earlier_one_is_not_counted_again() -> None:
    issue = checked_issue()
    verifying = REGISTER.vocabulary.with_role("steps", Role.VERIFIED)
    place = next(at for at, one in enumerate(issue.events, 1) if one.step in verifying and one.by)
    again = issue.events[place - 1].model_copy(update={"same_as": place})
    verified, checks = work_done(issue)
    assert work_done(issue, again) == (verified, checks)
    another = again.model_copy(update={"same_as": None})
    assert work_done(issue, another) == (verified + 1, checks + 1)
