"""Working days: the table is what the notices say, terms become days, nothing is guessed."""

from collections import Counter
from datetime import date, timedelta

import pytest

from generator.core.working_days import (
    FIRST,
    HOLIDAYS,
    LAST,
    is_working_day,
    working_days_in,
    working_days_later,
)


def test_working_days_of_each_year_are_as_many_as_in_the_notices() -> None:
    days = (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
    counts = Counter(day.year for day in days if is_working_day(day))
    assert counts == {2017: 249, 2018: 250, 2019: 250, 2020: 249, 2021: 250}


@pytest.mark.parametrize("year", HOLIDAYS, ids=lambda one: str(one.year))
def test_only_weekends_are_worked_instead(year: object) -> None:
    [one] = [each for each in HOLIDAYS if each == year]
    assert all(day.weekday() >= 5 for day in one.days_worked)
    assert not one.days_worked & one.days_off
    assert one.notices
    assert all(notice.number and notice.issued for notice in one.notices)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2018-07-13", 1, "2018-07-16"),
        ("2018-07-16", 20, "2018-08-13"),
        ("2019-04-26", 3, "2019-04-30"),
        ("2019-04-30", 1, "2019-05-05"),
        ("2020-01-23", 1, "2020-02-03"),
        ("2018-12-28", 2, "2019-01-02"),
    ],
)
def test_term_ends_after_so_many_working_days(start: str, count: int, last: str) -> None:
    assert working_days_later(date.fromisoformat(start), count) == date.fromisoformat(last)


@pytest.mark.parametrize("start", ["2021-12-20", "2014-06-03", "2022-03-01"])
def test_day_outside_the_table_is_not_guessed(start: str) -> None:
    assert working_days_later(date.fromisoformat(start), 20) is None


@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("20个工作日内", 20),
        ("二十个工作日内", 20),
        ("约谈后15 个工作日内", 15),
        ("年底前", None),
        ("30日内", None),
    ],
)
def test_working_days_are_read_from_a_term(term: str, count: int | None) -> None:
    assert working_days_in(term) == count
