"""What an open issue owes: who has to take which step, since when, and by which day.

A debt follows from the lifecycle alone. A state names the steps that it waits for; a deadline that
a step has set adds the step that it awaits, as long as that step may still be taken from the state
and has not been taken since. So later work ends a debt that it makes moot, for good where no state
waits for that step: once completion is reported, or found in order, nobody owes the plan any more,
whatever a check finds afterwards, until another deadline is set for it.

See decision 0058.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from generator.core.dates import PartialDate, parse_partial
from generator.kinds.programme.lifecycle import LOCAL, Lifecycle, Path, Side, State


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """The last day that a step has set for another one, and the event that set it.

    `stated` is the deadline as it was set: known to the month, it passes with the last day.
    """

    of: str
    day: date
    stated: str
    position: int
    on: PartialDate


@dataclass(frozen=True, slots=True)
class Debt:
    """One step that is owed: by which role and side, since when, by which day, if any.

    `day` is the last of the deadline, `stated` what is printed of it ("" for none). `unit_day` is
    the day that the place has set for its own unit; past it nothing is overdue. `again`: the step
    was taken, and its result keeps the issue waiting for it (see `Path.repeating`).
    """

    awaits: str
    of: str
    side: Side
    since: PartialDate
    day: date | None = None
    stated: str = ""
    unit_day: date | None = None
    again: bool = False

    def days_over(self, today: date) -> int:
        """Return the days past the deadline as of a day; 0 while it has not passed."""
        return max(0, (today - self.day).days) if self.day else 0


@dataclass(frozen=True, slots=True)
class Past:
    """What a replay has kept: since when the issue is in its state, and by step of the lifecycle
    the deadlines that were set, the position of the last event that took it, and of the last one
    after which it could not be taken."""

    since: PartialDate
    deadlines: Mapping[str, SetDeadline]
    unit_days: Mapping[str, date]
    taken: Mapping[str, int]
    moot: Mapping[str, int]


_Owed = tuple[str, str, PartialDate]
"""A step, the role that owes it, and since when."""


def debts_of(lifecycle: Lifecycle, path: Path, state: State, past: Past) -> tuple[Debt, ...]:
    """Return what is owed in a state of the first strand, in the order of the path."""
    if not state.open:
        return ()
    order = path.first_order
    again = {step for name, step in path.repeating if name == state.name}
    found = [
        replace(_debt(lifecycle, past, *one), again=one[0] in again)
        for one in _owed(path, state, past)
    ]
    return tuple(sorted(found, key=lambda one: order.get(one.awaits, len(order))))


def first_deadline(lifecycle: Lifecycle, path: Path, state: State, past: Past) -> date | None:
    """Return the first day by which the place owes something in a state; None where none is set."""
    if not state.open or not past.deadlines:
        return None
    found = (
        _deadline(past, step, role)
        for step, role, _ in _owed(path, state, past)
        if lifecycle.side_of(role) == LOCAL
    )
    return min((one.day for one in found if one), default=None)


def _debt(lifecycle: Lifecycle, past: Past, step: str, role: str, since: PartialDate) -> Debt:
    deadline = _deadline(past, step, role)
    return Debt(
        awaits=step,
        of=role,
        side=lifecycle.side_of(role),
        since=since,
        day=deadline.day if deadline else None,
        stated=deadline.stated if deadline else "",
        unit_day=past.unit_days.get(step),
    )


def _deadline(past: Past, step: str, role: str) -> SetDeadline | None:
    found = past.deadlines.get(step)
    return found if found and found.of == role else None


def _owed(path: Path, state: State, past: Past) -> Iterator[_Owed]:
    """Yield the steps with a deadline that were not taken since, then those of the state."""
    named = {one.awaits for one in state.owes}
    for step, deadline in past.deadlines.items():
        may_be_taken = step not in named and step in path.startable[state.name]
        if may_be_taken and not _is_ended(path, step, deadline, past):
            yield step, deadline.of, deadline.on
    for one in state.owes:
        yield one.awaits, one.of, past.since


def _is_ended(path: Path, step: str, deadline: SetDeadline, past: Past) -> bool:
    """Return whether the step was taken since its deadline was set, or became moot for good."""
    ended = past.taken.get(step, -1) >= deadline.position
    return ended or (step not in path.duties and past.moot.get(step, -1) > deadline.position)


AGAIN = "again"
"""Marks, in rows, the debt of a step that was taken and is to be repeated."""


class OpenDebt(NamedTuple):
    """A debt as texts, as rows keep it; days are ISO, "" for none.

    `since` may stop at the month; `stated` is the deadline as it is printed (see `Debt`). `again`
    is `AGAIN` for a step that is to be repeated.
    """

    side: str
    of: str
    awaits: str
    since: str
    day: str
    unit_day: str
    stated: str
    again: str = ""

    @property
    def since_at_least(self) -> str:
        """Return the last day that an inexact date leaves: so long at least it has been owed."""
        return parse_partial(self.since).latest.isoformat()

    def is_over(self, today: str) -> bool:
        """Return whether the place is past its deadline as of a day (ISO)."""
        return self.side == LOCAL and bool(self.day) and self.day < today


def open_debts(debts: Sequence[Debt]) -> tuple[OpenDebt, ...]:
    """Return the debts as texts, the one whose deadline passes first in front."""
    return tuple(
        OpenDebt(
            *(one.side, one.of, one.awaits, str(one.since)),
            *(_text(one.day), _text(one.unit_day), one.stated),
            AGAIN if one.again else "",
        )
        for one in sorted(debts, key=lambda one: one.day or date.max)
    )


def place_deadline(debts: Sequence[OpenDebt]) -> OpenDebt | None:
    """Return the debt of the place whose deadline passes first: past it an issue is overdue.

    A day set for a group or for those above them makes nothing overdue for a place.
    """
    return next((one for one in debts if one.day and one.side == LOCAL), None)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
