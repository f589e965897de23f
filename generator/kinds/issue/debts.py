"""What an open issue owes: who has to take which step, since when, and by which day.

A debt follows from the lifecycle alone. A state names the steps that it waits for; a deadline that
a step has set adds the step that it awaits, as long as that step may still be taken from the state
and has not been taken since. So later work ends a debt that it makes moot: once completion is
reported, or found in order, nobody owes the plan any more.

See decision 0058.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.core.dates import PartialDate, parse_partial
from generator.kinds.programme.lifecycle import Duty, Lifecycle, Path, Side, State


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
    the day that the place has set for its own unit; past it nothing is overdue.
    """

    awaits: str
    of: str
    side: Side
    since: PartialDate
    day: date | None = None
    stated: str = ""
    unit_day: date | None = None

    def days_over(self, today: date) -> int:
        """Return the days past the deadline as of a day; 0 while it has not passed."""
        return max(0, (today - self.day).days) if self.day else 0


@dataclass(frozen=True, slots=True)
class Past:
    """What a replay has kept: since when the issue is in its state, and by step of the lifecycle
    the deadlines that were set and the position of the last event that took it."""

    since: PartialDate
    deadlines: Mapping[str, SetDeadline]
    unit_days: Mapping[str, date]
    taken: Mapping[str, int]


def debts_of(lifecycle: Lifecycle, path: Path, state: State, past: Past) -> tuple[Debt, ...]:
    """Return what is owed in a state of the first strand, in the order of the path."""
    if not state.open:
        return ()
    order = {step.step: place for place, step in enumerate(path.strands[0].steps)}
    owed = [*_awaited(path, state, past), *((one, past.since) for one in state.owes)]
    found = [_debt(lifecycle, past, duty, since) for duty, since in owed]
    return tuple(sorted(found, key=lambda one: order.get(one.awaits, len(order))))


def _debt(lifecycle: Lifecycle, past: Past, duty: Duty, since: PartialDate) -> Debt:
    deadline = _deadline(past, duty)
    return Debt(
        awaits=duty.awaits,
        of=duty.of,
        side=lifecycle.side_of(duty.of),
        since=since,
        day=deadline.day if deadline else None,
        stated=deadline.stated if deadline else "",
        unit_day=past.unit_days.get(duty.awaits),
    )


def _deadline(past: Past, duty: Duty) -> SetDeadline | None:
    found = past.deadlines.get(duty.awaits)
    return found if found and found.of == duty.of else None


def _awaited(path: Path, state: State, past: Past) -> Iterator[tuple[Duty, PartialDate]]:
    """Yield the steps with a deadline that may still be taken and were not taken since."""
    named = {one.awaits for one in state.owes}
    startable = {
        step.step for step in path.strands[0].steps if step.at is None or state.name in step.at
    }
    for step, deadline in past.deadlines.items():
        if step in startable - named and past.taken.get(step, -1) < deadline.position:
            yield Duty(awaits=step, of=deadline.of), deadline.on


class OpenDebt(NamedTuple):
    """A debt as texts, as rows keep it; days are ISO, "" for none.

    `since` may stop at the month; `stated` is the deadline as it is printed (see `Debt`).
    """

    side: str
    of: str
    awaits: str
    since: str
    day: str
    unit_day: str
    stated: str

    @property
    def since_at_least(self) -> str:
        """Return the last day that an inexact date leaves: so long at least it has been owed."""
        return parse_partial(self.since).latest.isoformat()

    def is_over(self, today: str) -> bool:
        """Return whether its deadline has passed as of a day (ISO)."""
        return bool(self.day) and self.day < today


def open_debts(debts: Sequence[Debt]) -> tuple[OpenDebt, ...]:
    """Return the debts as texts, the one whose deadline passes first in front."""
    return tuple(
        OpenDebt(
            *(one.side, one.of, one.awaits, str(one.since)),
            *(_text(one.day), _text(one.unit_day), one.stated),
        )
        for one in sorted(debts, key=lambda one: one.day or date.max)
    )


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
