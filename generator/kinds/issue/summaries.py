"""Summaries of all issues, grouped and counted, from rows that are read on demand.

See decision 0026.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar

from generator.core.serials import id_order
from generator.core.tracing import traced_property
from generator.kinds.issue.columns import SILENT, UNKNOWN
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import CLOSED, OPEN, IssueState, IssueSummary, LedgerRow
from generator.kinds.issue.summary_rows import IssueSummaries, Lazy
from generator.kinds.issue.work import ENDS, UNFOUNDED, Work
from generator.kinds.programme.lifecycle import SIDES
from generator.kinds.register import grouped


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of issues by state; `overdue`, `timed` as of a day.

    `cases` have a page of their own: in the public edition all that were made public.
    `cleared`, `transferred`, `cancelled`, `refused`, `otherwise` are the closed ones by how they
    ended. `held` were handed over by letter and not cancelled or refused since, `held_cleared` of
    them were cleared. `timed` have a day set for completion that has passed, or are
    completed; `on_time` of them were completed by it. `accepted` were recognised at least once.
    """

    found: int = 0
    cases: int = 0
    open: int = 0
    closed: int = 0
    unknown: int = 0
    silent: int = 0
    overdue: int = 0
    returned: int = 0
    exposed: int = 0
    cleared: int = 0
    transferred: int = 0
    cancelled: int = 0
    refused: int = 0
    otherwise: int = 0
    held: int = 0
    held_cleared: int = 0
    timed: int = 0
    on_time: int = 0
    accepted: int = 0
    accepted_cancelled: int = 0

    @property
    def reviewed(self) -> int:
        """Return how many were recognised or refused."""
        return self.accepted + self.refused

    @property
    def known(self) -> int:
        """Return how many are known to be open or closed."""
        return self.open + self.closed


NOTHING = Tally()


def tally(states: Sequence[IssueState], today: str) -> Tally:
    """Return the counts of these issues as of a day (ISO)."""
    standing = Counter(one.openness for one in states)
    outcomes = Counter(one.outcome for one in states)
    held = [one for one in states if _HANDED in one.marks and one.outcome not in UNFOUNDED]
    timed = [one for one in held if one.limit and (one.done_on or one.limit < today)]
    accepted = [one for one in states if is_accepted(one)]
    return Tally(
        found=len(states),
        cases=sum(one.has_page for one in states),
        open=standing[OPEN],
        closed=standing[CLOSED],
        unknown=standing[UNKNOWN],
        silent=standing[SILENT],
        overdue=sum(one.is_over(today) for one in states),
        returned=sum(one.returned > 0 for one in states),
        exposed=sum(one.exposed_on != "" for one in states),
        cleared=outcomes[ENDS[Work.CLOSED]],
        transferred=outcomes[ENDS[Work.TRANSFERRED]],
        cancelled=outcomes[ENDS[Work.CANCELLED]],
        refused=outcomes[ENDS[Work.REFUSED]],
        otherwise=outcomes[ENDS[Work.ENDED]],
        held=len(held),
        held_cleared=sum(one.outcome == ENDS[Work.CLOSED] for one in held),
        timed=len(timed),
        on_time=sum("" < one.done_on <= one.limit for one in timed),
        accepted=len(accepted),
        accepted_cancelled=sum(one.outcome == ENDS[Work.CANCELLED] for one in accepted),
    )


_HANDED, _ACCEPTED = Work.HANDED.value, Work.ACCEPTED.value


def is_accepted(state: IssueState) -> bool:
    """Return whether it was recognised: by a review, or by a letter where there is no review."""
    known = _ACCEPTED in state.marks or _HANDED in state.marks
    return known and state.outcome != ENDS[Work.REFUSED]


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many issues wait for one step of one role, how many too long, and since when at most.

    `again`: the step is to be repeated; such issues are counted apart.
    """

    side: str
    of: str
    awaits: str
    again: bool
    number: int
    over: int
    since: str


def backlogs(
    summaries: Iterable[IssueSummary], steps: Sequence[str], today: str
) -> tuple[Backlog, ...]:
    """Return what is owed, by side, then in the order of `steps`; nothing that nobody owes."""
    found: dict[tuple[str, str, str, bool], list[OpenDebt]] = {}
    for one in summaries:
        for debt in one.open_debts:
            found.setdefault((debt.side, debt.of, debt.awaits, bool(debt.again)), []).append(debt)
    order = {step: place for place, step in enumerate(steps)}
    return tuple(
        Backlog(
            *name,
            number=len(some),
            over=sum(debt.is_over(today) for debt in some),
            since=min(debt.since_at_least for debt in some),
        )
        for name, some in sorted(
            found.items(),
            key=lambda pair: (SIDES.index(pair[0][0]), order.get(pair[0][2], 0), pair[0]),
        )
    )


def round_id(summary: IssueSummary) -> str:
    """Return the round of an issue: `LT19-R05`, or `LT19-R00` where none is known."""
    return f"{summary.programme}-R{summary.round:02}"


def month_key(summary: IssueSummary) -> str:
    """Return the month of finding, `2019-07`; where only the year is known, the year."""
    return summary.found_on[:_MONTH]


_MONTH = 7
"""Letters of a year and a month."""


@dataclass(frozen=True)
class Overview:
    """The issues of a register as of a day (ISO); groupings are made once, on demand."""

    summaries: Sequence[IssueSummary]
    today: str

    @cached_property
    def by_id(self) -> Mapping[str, IssueSummary]:
        """Return ID → issue."""
        if isinstance(self.summaries, IssueSummaries):
            return self.summaries.by_id()
        return {one.id: one for one in self.summaries}

    @cached_property
    def by_city(self) -> Mapping[str, tuple[IssueSummary, ...]]:
        """Return code → issues of that city."""
        if isinstance(self.summaries, IssueSummaries):
            return self.summaries.by_city()
        return grouped(self.summaries, lambda one: one.city)

    @cached_property
    def by_programme(self) -> Mapping[str, tuple[IssueSummary, ...]]:
        """Return ID → issues of that programme."""
        if isinstance(self.summaries, IssueSummaries):
            return self.summaries.by_programme()
        return grouped(self.summaries, lambda one: one.programme)

    @cached_property
    def by_round(self) -> Mapping[str, tuple[IssueSummary, ...]]:
        """Return ID → issues of that round."""
        if isinstance(self.summaries, IssueSummaries):
            return self.summaries.by_round()
        return grouped(self.summaries, round_id)

    @cached_property
    def by_month(self) -> Mapping[str, tuple[IssueSummary, ...]]:
        """Return month of finding (`2019-07`, or `2019` if no more is known) → issues."""
        if isinstance(self.summaries, IssueSummaries):
            return self.summaries.by_month(month_key)
        return grouped(self.summaries, month_key)

    def rounds_of(self, programme: str) -> list[int]:
        """Return the numbers of the rounds of a programme in which issues were found."""
        if isinstance(self.summaries, IssueSummaries):
            return self.summaries.rounds_of(programme)
        names = (name.rpartition("-R") for name in self.by_round)
        return [int(number) for owner, _, number in names if owner == programme]

    @traced_property
    def all(self) -> Tally:
        """Return the counts of all issues."""
        return tally(self.summaries, self.today)

    @cached_property
    def cities(self) -> Mapping[str, Tally]:
        """Return code → counts of that city, without cities that have no issues."""
        return self._tallies(self.by_city)

    @cached_property
    def rounds(self) -> Mapping[str, Tally]:
        """Return ID → counts of that round, without rounds that have no issues."""
        return self._tallies(self.by_round)

    def _tallies(self, some: Mapping[str, Sequence[IssueSummary]]) -> Mapping[str, Tally]:
        def counts(name: str) -> Tally:
            return tally(some[name], self.today)

        return some.derived(counts) if isinstance(some, Lazy) else Lazy(some, counts)

    def overdue(self, summaries: Iterable[IssueSummary]) -> list[IssueSummary]:
        """Return those whose deadline has passed, the longest overdue first."""
        late = (one for one in summaries if one.is_over(self.today))
        return sorted(late, key=lambda one: (one.owed, id_order(one.id)))

    def due_within(self, summaries: Iterable[IssueSummary], days: int) -> list[IssueSummary]:
        """Return those whose deadline is within some days from the day itself, the next first."""
        last = (date.fromisoformat(self.today) + timedelta(days)).isoformat()
        return due_between(summaries, self.today, last)


def due_between(summaries: Iterable[IssueSummary], first: str, last: str) -> list[IssueSummary]:
    """Return those whose deadline is between two days (ISO, both included), the next first."""
    soon = (one for one in summaries if one.owed and first <= one.owed <= last)
    return sorted(soon, key=lambda one: (one.owed, id_order(one.id)))


def newest_found(summaries: Iterable[IssueSummary]) -> list[IssueSummary]:
    """Return the issues by day of finding, the latest first; of one day by ID."""
    return _newest(summaries, lambda one: one.found_on)


def _newest(
    summaries: Iterable[IssueSummary], day: Callable[[IssueSummary], str]
) -> list[IssueSummary]:
    by_id = sorted(summaries, key=lambda one: id_order(one.id))
    # A month without a day counts as its last day: "~" stands after "-".
    return sorted(by_id, key=lambda one: f"{day(one)}~", reverse=True)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger; `round_number` 0 is for issues without a round, or with an unknown one."""

    programme_id: str
    city_id: str
    round_number: int
    count: int

    @property
    def id(self) -> str:
        """Return `DC17-130200-R11`."""
        return f"{self.programme_id}-{self.city_id}-R{self.round_number:02}"


def ledgers(summaries: Iterable[IssueSummary]) -> tuple[Ledger, ...]:
    """Return every ledger that has at least one issue, by programme, city and round."""
    counts = Counter((one.programme, one.city, one.round) for one in summaries)
    return tuple(Ledger(*key, counts[key]) for key in sorted(counts))


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its key, one count for each column, and their sum."""

    key: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix(Generic[Item]):
    """A cross table with only those columns that have counts, in the given order."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[int, ...]
    total: int


def cross(
    items: Iterable[Item],
    row_of: Callable[[Item], str],
    column_of: Callable[[Item], str],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
) -> Matrix[Item]:
    """Return the number of items of each pair; every given row is kept, also an empty one.

    Raises KeyError for an item whose row or column was not given: none is left out silently.
    """
    counts = Counter((row_of(item), column_of(item)) for item in items)
    strange = {row for row, _ in counts} - set(rows) | {column for _, column in counts} - set(
        columns
    )
    if strange:
        raise KeyError(*strange)
    used = tuple(column for column in columns if any(counts[row, column] for row in rows))
    table = tuple(_row(row, [counts[row, column] for column in used]) for row in rows)
    totals = tuple(sum(row.counts[place] for row in table) for place in range(len(used)))
    return Matrix(used, table, totals, sum(totals))


def _row(key: str, counts: Sequence[int]) -> MatrixRow:
    return MatrixRow(key, tuple(counts), sum(counts))


_MARKS = {OPEN: "true", CLOSED: "false", UNKNOWN: "told"}
"""Openness → how pages mark a state; all else is unknown."""


def openness_mark(summary: IssueSummary) -> str:
    """Return the mark of a state: `true` where open, `false`, `told`, `unknown`.

    `gone` where the issue did not stand.
    """
    return "gone" if summary.outcome in UNFOUNDED else _MARKS.get(summary.openness, "unknown")


@dataclass(frozen=True, slots=True)
class ExposedLine:
    """The line of an exposed issue and the state of its exposure.

    `state` is a word of `Publicity`, `reason` a sentence; `changed_on` the day of
    the last event that the public may see. Where the name is not `shown`, the line has none.
    """

    line: LedgerRow
    state: str
    reason: str
    grade: str
    until: str
    changed_on: str
    shown: bool

    @property
    def month(self) -> str:
        """Return the month in which it was made public, or the year if no more is known."""
        return self.line.exposed_on[:_EXPOSED_MONTH]

    @property
    def row(self) -> tuple[Any, ...]:
        """Return its values in their order, those of the line first."""
        own = (self.state, self.reason, self.grade, self.until, self.changed_on, self.shown)
        return (*self.line.row, *own)


_OWN = 6
_EXPOSED_MONTH = len("2019-05")


def exposed_line(row: tuple[Any, ...]) -> ExposedLine:
    """Return the line from the values that `row` returned."""
    return ExposedLine(LedgerRow(*row[:-_OWN]), *row[-_OWN:])
