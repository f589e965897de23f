"""All problems grouped and counted, once for all pages; from briefs, never from records."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from generator.core.tracing import traced_property
from generator.derive.grouping import grouped
from generator.kinds.issue.ledger import CLOSED, OPEN, UNKNOWN, Brief
from generator.kinds.issue.summary_rows import Briefs, Lazy


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems there are and how they stand; `overdue` as of a day."""

    found: int = 0
    open: int = 0
    closed: int = 0
    unknown: int = 0
    overdue: int = 0
    returned: int = 0
    exposed: int = 0

    @property
    def known(self) -> int:
        """Of how many it is known whether something is still to be done."""
        return self.open + self.closed


NOTHING = Tally()


def tally(briefs: Sequence[Brief], today: str) -> Tally:
    """The counts of these problems as of a day (ISO)."""
    standing = Counter(one.openness for one in briefs)
    return Tally(
        found=len(briefs),
        open=standing[OPEN],
        closed=standing[CLOSED],
        unknown=standing[UNKNOWN],
        overdue=sum(one.is_over(today) for one in briefs),
        returned=sum(one.returned > 0 for one in briefs),
        exposed=sum(one.exposed_on != "" for one in briefs),
    )


def round_id(brief: Brief) -> str:
    """The round in which a problem was found: `LT19-R05`, or `LT19-R00` where none is known."""
    return f"{brief.programme}-R{brief.round:02}"


def month_key(brief: Brief) -> str:
    """The month of finding, `2019-07`; where only the year is known, the year."""
    return brief.found_on[:_MONTH]


_MONTH = 7
"""Letters of a year and a month."""


@dataclass(frozen=True)
class Overview:
    """The problems of a register as of a day (ISO); groupings are made once, when asked for."""

    briefs: Sequence[Brief]
    today: str

    @cached_property
    def by_id(self) -> Mapping[str, Brief]:
        """ID → problem."""
        if isinstance(self.briefs, Briefs):
            return self.briefs.by_id()
        return {one.id: one for one in self.briefs}

    @cached_property
    def by_city(self) -> Mapping[str, tuple[Brief, ...]]:
        """Code → the problems of that city."""
        if isinstance(self.briefs, Briefs):
            return self.briefs.by_city()
        return grouped(self.briefs, lambda one: one.city)

    @cached_property
    def by_programme(self) -> Mapping[str, tuple[Brief, ...]]:
        """ID → the problems of that campaign."""
        if isinstance(self.briefs, Briefs):
            return self.briefs.by_programme()
        return grouped(self.briefs, lambda one: one.programme)

    @cached_property
    def by_round(self) -> Mapping[str, tuple[Brief, ...]]:
        """ID → the problems of that round."""
        if isinstance(self.briefs, Briefs):
            return self.briefs.by_round()
        return grouped(self.briefs, round_id)

    @cached_property
    def by_month(self) -> Mapping[str, tuple[Brief, ...]]:
        """The month of finding (`2019-07`, or `2019` where no more is known) → its problems."""
        if isinstance(self.briefs, Briefs):
            return self.briefs.by_month(month_key)
        return grouped(self.briefs, month_key)

    def rounds_of(self, programme: str) -> list[int]:
        """The numbers of the rounds of a campaign in which something was found."""
        if isinstance(self.briefs, Briefs):
            return self.briefs.rounds_of(programme)
        names = (name.rpartition("-R") for name in self.by_round)
        return [int(number) for owner, _, number in names if owner == programme]

    @traced_property
    def all(self) -> Tally:
        """The counts of all problems."""
        return tally(self.briefs, self.today)

    @cached_property
    def cities(self) -> Mapping[str, Tally]:
        """Code → the counts of that city; a city without problems is not in it."""
        return self._tallies(self.by_city)

    @cached_property
    def rounds(self) -> Mapping[str, Tally]:
        """ID → the counts of that round; a round without problems is not in it."""
        return self._tallies(self.by_round)

    def _tallies(self, some: Mapping[str, Sequence[Brief]]) -> Mapping[str, Tally]:
        def counts(name: str) -> Tally:
            return tally(some[name], self.today)

        return some.derived(counts) if isinstance(some, Lazy) else Lazy(some, counts)

    def overdue(self, briefs: Iterable[Brief]) -> list[Brief]:
        """Those whose deadline has passed, the longest overdue first."""
        late = (one for one in briefs if one.is_over(self.today))
        return sorted(late, key=lambda one: (one.owed, one.id))

    def due_within(self, briefs: Iterable[Brief], days: int) -> list[Brief]:
        """Those whose deadline comes within so many days from the day itself, the next first."""
        last = (date.fromisoformat(self.today) + timedelta(days)).isoformat()
        return due_between(briefs, self.today, last)


def due_between(briefs: Iterable[Brief], first: str, last: str) -> list[Brief]:
    """Those whose deadline lies between two days (ISO, both included), the next first."""
    soon = (one for one in briefs if one.owed and first <= one.owed <= last)
    return sorted(soon, key=lambda one: (one.owed, one.id))


def newest_exposed(briefs: Iterable[Brief]) -> list[Brief]:
    """Those that were made public, the latest first; of one day by ID."""
    return _newest((one for one in briefs if one.exposed_on), lambda one: one.exposed_on)


def newest_found(briefs: Iterable[Brief]) -> list[Brief]:
    """The problems by day of finding, the latest first; of one day by ID."""
    return _newest(briefs, lambda one: one.found_on)


def _newest(briefs: Iterable[Brief], day: Callable[[Brief], str]) -> list[Brief]:
    by_id = sorted(briefs, key=lambda one: one.id)
    # A month without a day counts as its last day: "~" stands after "-".
    return sorted(by_id, key=lambda one: f"{day(one)}~", reverse=True)
