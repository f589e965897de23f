"""Working days of 2017 to 2021, by the yearly notices of the State Council's General Office.

A working day is a weekday that is no day off, or a weekend day on which the notices let people
work. Days outside the table are not guessed. See decision 0061.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from generator.core.dates import small_number

_WEEKEND = 5
"""The first weekday that is no working day."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on public holidays, with its number and day."""

    title: str
    number: str
    issued: str


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The weekdays off and the weekend days worked in a year, as `MM-DD`, or a span of these."""

    year: int
    off: str
    worked: str
    notices: Sequence[Notice]

    @property
    def days_off(self) -> frozenset[date]:
        """Return every day off named here; those on weekends are off anyway."""
        return frozenset(_days(self.year, self.off))

    @property
    def days_worked(self) -> frozenset[date]:
        """Return the weekend days that are worked."""
        return frozenset(_days(self.year, self.worked))


def _yearly(year: int, number: str, issued: str) -> Notice:
    return Notice(f"国务院办公厅关于{year}年部分节假日安排的通知", number, issued)


_OF_2018 = _yearly(2018, "国办发明电〔2017〕12号", "2017-11-30")
_OF_2019 = _yearly(2019, "国办发明电〔2018〕15号", "2018-12-04")

HOLIDAYS = (
    HolidayYear(
        2017,
        "01-01..01-02 01-27..02-02 04-02..04-04 04-29..05-01 05-28..05-30 10-01..10-08 "
        "12-30..12-31",
        "01-22 02-04 04-01 05-27 09-30",
        (_yearly(2017, "国办发明电〔2016〕17号", "2016-12-01"), _OF_2018),
    ),
    HolidayYear(
        2018,
        "01-01 02-15..02-21 04-05..04-07 04-29..05-01 06-16..06-18 09-22..09-24 10-01..10-07 "
        "12-30..12-31",
        "02-11 02-24 04-08 04-28 09-29 09-30 12-29",
        (_OF_2018, _OF_2019),
    ),
    HolidayYear(
        2019,
        "01-01 02-04..02-10 04-05..04-07 05-01..05-04 06-07..06-09 09-13..09-15 10-01..10-07",
        "02-02 02-03 04-28 05-05 09-29 10-12",
        (
            _OF_2019,
            Notice(
                "国务院办公厅关于调整2019年劳动节假期安排的通知",
                "国办发明电〔2019〕3号",
                "2019-03-22",
            ),
        ),
    ),
    HolidayYear(
        2020,
        "01-01 01-24..02-02 04-04..04-06 05-01..05-05 06-25..06-27 10-01..10-08",
        "01-19 04-26 05-09 06-28 09-27 10-10",
        (
            _yearly(2020, "国办发明电〔2019〕16号", "2019-11-21"),
            Notice(
                "国务院办公厅关于延长2020年春节假期的通知", "国办发明电〔2020〕1号", "2020-01-26"
            ),
        ),
    ),
    HolidayYear(
        2021,
        "01-01..01-03 02-11..02-17 04-03..04-05 05-01..05-05 06-12..06-14 09-19..09-21 "
        "10-01..10-07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
        (_yearly(2021, "国办发明电〔2020〕27号", "2020-11-25"),),
    ),
)


def _days(year: int, spans: str) -> list[date]:
    found: list[date] = []
    for span in spans.split():
        first, _, last = span.partition("..")
        start, end = (date.fromisoformat(f"{year}-{one}") for one in (first, last or first))
        found += [start + timedelta(step) for step in range((end - start).days + 1)]
    return found


FIRST, LAST = date(HOLIDAYS[0].year, 1, 1), date(HOLIDAYS[-1].year, 12, 31)
"""The first and the last day of the table."""

_OFF = frozenset(chain.from_iterable(one.days_off for one in HOLIDAYS))
_WORKED = frozenset(chain.from_iterable(one.days_worked for one in HOLIDAYS))


def is_working_day(day: date) -> bool:
    """Return whether people work on a day; ValueError for a day outside the table."""
    if not FIRST <= day <= LAST:
        raise ValueError(day)
    return day in _WORKED or (day.weekday() < _WEEKEND and day not in _OFF)


def working_days_later(start: date, count: int) -> date | None:
    """Return the last of a number of working days after a day; None where the table ends before."""
    day = start
    while count:
        day += timedelta(1)
        if not FIRST <= day <= LAST:
            return None
        count -= is_working_day(day)
    return day


_TERM = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*个?工作日")


def working_days_in(term: str) -> int | None:
    """Return the number of working days that a term names: 20 of 20个工作日内; None for none."""
    match = _TERM.search(term)
    return small_number(match[1]) if match else None
