"""The work on issues of a period: what was open before it, what was done, what is open after.

See decision 0059.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add, sub
from typing import Protocol

from generator.kinds.issue.work import (
    COMING_IN,
    DAY_LENGTH,
    GOING_OUT,
    Work,
    checks_in,
    group_of,
    work_in,
)

Counts = tuple[int, ...]
"""How often each kind of work was done, in the order of `Work`."""

_PLACES: Mapping[str, int] = {one.value: place for place, one in enumerate(Work)}
_NOTHING: Counts = (0,) * len(Work)


@dataclass(frozen=True, slots=True)
class WorkDays:
    """What was done day by day, added up: the work of any period takes two look-ups."""

    days: tuple[str, ...] = ()
    """The days with work (ISO), in order."""

    sums: tuple[Counts, ...] = (_NOTHING,)
    """What was done before the first of the days, up to the first, up to the second …"""

    def before(self, day: str) -> Counts:
        """Return what was done before a day."""
        return self.sums[bisect_left(self.days, day)]

    def until(self, day: str) -> Counts:
        """Return what was done up to a day, with it."""
        return self.sums[bisect_right(self.days, day)]

    def by_day(self) -> Iterator[tuple[str, Counts]]:
        """Yield each day with what was done on it."""
        for day, before, after in zip(self.days, self.sums, self.sums[1:], strict=False):
            yield day, tuple(map(sub, after, before))


def days_of(texts: Iterable[str]) -> WorkDays:
    """Return what was done on some issues, as `work_text` says it."""
    found: dict[str, list[int]] = {}
    for text in texts:
        for day, work in work_in(text):
            found.setdefault(day, [0] * len(Work))[_PLACES[work]] += 1
    return _added_up(found)


def sum_of(some: Iterable[WorkDays]) -> WorkDays:
    """Return the sum of what was done, day by day."""
    parts = tuple(some)
    if len(parts) == 1:
        return parts[0]
    found: dict[str, Sequence[int]] = {}
    for one in parts:
        for day, done in one.by_day():
            found[day] = tuple(map(add, found.get(day, _NOTHING), done))
    return _added_up(found)


def _added_up(done: Mapping[str, Sequence[int]]) -> WorkDays:
    days, sums = sorted(done), [_NOTHING]
    for day in days:
        sums.append(tuple(map(add, sums[-1], done[day])))
    return WorkDays(tuple(days), tuple(sums))


@dataclass(frozen=True, slots=True)
class PeriodWork:
    """The work of a period: open issues before it, what was done in it, open and overdue after."""

    opening: int = 0
    done: Counts = _NOTHING
    closing: int = 0
    overdue: int = 0

    def of(self, work: Work) -> int:
        """Return how often something was done."""
        return self.done[_PLACES[work]]

    @property
    def came_in(self) -> int:
        """Return how many issues were added to the open ones."""
        return sum(map(self.of, COMING_IN))

    @property
    def went_out(self) -> int:
        """Return how many were taken from them."""
        return sum(map(self.of, GOING_OUT))

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was open and nothing was done."""
        return not (self.opening or self.closing or any(map(self.of, _COUNTED)))

    @property
    def is_followed(self) -> bool:
        """Return whether 0 says something: not where of no issue it is known how it went on."""
        known = self.opening or self.closing or self.went_out > self.of(Work.HIDDEN)
        return bool(known or not self.came_in)


_COUNTED = tuple(one for one in Work if one not in (Work.LATE, Work.CAUGHT_UP))


def period_work(days: WorkDays, first: str, last: str, today: str) -> PeriodWork:
    """Return the work from the first to the last day (ISO), as far as they are past."""
    before = days.before(first)
    end = min(last, today)
    after = days.until(end) if end >= first else before
    return PeriodWork(_open(before), tuple(map(sub, after, before)), _open(after), _late(after))


_IN = tuple(_PLACES[one] for one in COMING_IN)
_OUT = tuple(_PLACES[one] for one in GOING_OUT)


def _open(done: Counts) -> int:
    return sum([done[one] for one in _IN]) - sum([done[one] for one in _OUT])


def _late(done: Counts) -> int:
    return done[_PLACES[Work.LATE]] - done[_PLACES[Work.CAUGHT_UP]]


class _Worked(Protocol):
    """A line of a ledger, as far as its work is concerned."""

    @property
    def id(self) -> str:
        """Return the ID of the issue."""

    @property
    def programme(self) -> str:
        """Return its programme."""

    @property
    def work(self) -> str:
        """Return what was done on it."""


@dataclass(frozen=True, slots=True)
class CityWork:
    """What was done on the issues of one programme in one city, day by day.

    Where a `group` is given (`R05-P01`), on those that it found, and which checks it did.
    """

    city: str
    programme: str
    done: WorkDays
    group: str = ""

    @property
    def round_id(self) -> str:
        """Return the round of the group."""
        return f"{self.programme}-{self.group.partition('-')[0]}"


WorkRow = tuple[str, str, str]
"""Programme, group or "" for all of them, and what was done: `2019-07-08f3h2 2019-07-15c1`."""


def work_rows(lines: Iterable[_Worked]) -> list[WorkRow]:
    """Return what was done on the issues of each programme, and of each group in it."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {}

    def count(programme: str, group: str, day: str, work: Work) -> None:
        days = found.setdefault((programme, group), {})
        days.setdefault(day, [0] * len(Work))[_PLACES[work]] += 1

    for one in lines:
        for day, work in work_in(one.work):
            count(one.programme, "", day, work)
            count(one.programme, group_of(one.id), day, work)
        for day, group in checks_in(one.work):
            count(one.programme, group, day, Work.CHECKED)
    return [(*key, _counts_text(days)) for key, days in sorted(found.items())]


def _counts_text(days: Mapping[str, Sequence[int]]) -> str:
    return " ".join(day + _count_text(days[day]) for day in sorted(days))


def _count_text(done: Sequence[int]) -> str:
    return "".join(f"{letter}{done[place]}" for letter, place in _SORTED if done[place])


_SORTED = sorted(_PLACES.items())
_COUNT = re.compile(r"([a-z])([0-9]+)")


def works(city: str, rows: Iterable[Sequence[str]]) -> Iterator[CityWork]:
    """Yield what some rows of `work_rows` say of a city."""
    for programme, group, text in rows:
        yield CityWork(city, programme, _days_in(text), group)


def _days_in(text: str) -> WorkDays:
    days, sums = [], [_NOTHING]
    for part in text.split():
        done = list(sums[-1])
        for letter, count in _COUNT.findall(part[DAY_LENGTH:]):
            done[_PLACES[letter]] += int(count)
        days.append(part[:DAY_LENGTH])
        sums.append(tuple(done))
    return WorkDays(tuple(days), tuple(sums))
