"""The work of periods: opening and what came in, less what went out, is closing, for any period."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.kinds.as_of import register_on
from generator.kinds.issue.summaries import tally
from generator.kinds.issue.work import (
    Work,
    days_of,
    period_work,
    sum_of,
    work_in,
    work_rows,
    work_text,
    works,
)
from generator.site.build import read_register
from tests.registers import SAMPLE, TODAY
from tests.site_index import full_lines

REGISTER = read_register(SAMPLE).register
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
        assert work_text(work_in(one.work)) == one.work
    rows = work_rows(LINES)
    assert sum_of(one.days for one in works("990100", rows)) == DAYS


def test_closed_issues_are_counted_by_how_they_ended() -> None:
    counts = tally([one.summary for one in LINES], TODAY.isoformat())
    ended = counts.cleared + counts.transferred + counts.cancelled + counts.refused
    assert ended + counts.otherwise == counts.closed
    known = counts.open + counts.closed
    assert known + counts.unknown + counts.silent == counts.found
    assert counts.held_cleared <= counts.held <= counts.accepted
    assert counts.on_time <= counts.timed <= counts.held
