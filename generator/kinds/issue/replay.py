"""The replay: events, in order, along a path; the state of the issue and its violations.

The status of an issue is never stored (decision 0001): it is the result of the replay.

See decision 0029.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

from generator.core.dates import PartialDate
from generator.kinds.issue.debts import Debt, Past, SetDeadline, debts_of, first_deadline
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import (
    Lifecycle,
    Outcome,
    Path,
    State,
    Step,
    Strand,
    forms_text,
)


class Violation(StrEnum):
    """The ways in which an event can break the lifecycle."""

    UNKNOWN_STEP = "unknown-step"
    WRONG_STATE = "wrong-state"
    WRONG_ROLE = "wrong-role"
    MISSING_NEED = "missing-need"
    WRONG_RESULT = "wrong-result"
    TOO_EARLY = "too-early"


@dataclass(frozen=True, slots=True)
class Breach:
    """One event that breaks the lifecycle: its position, the violation, facts for the message."""

    position: int
    fault: Violation
    step: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """How an issue stands after one of its events; `due` is the first day by which it owes.

    `returned`: how often a check had sent it back by then; `relapsed`: how often it had come back
    after it was closed, which no check had found wanting.
    """

    status: State
    due: date | None
    returned: int
    relapsed: int


@dataclass(frozen=True, slots=True)
class Replay:
    """The state of an issue after its events; `turns` after each of them.

    `told`: the states of steps that go only forward.
    """

    path: Path
    states: Mapping[str, State]
    debts: tuple[Debt, ...]
    returned: int
    told: tuple[str, ...]
    breaches: tuple[Breach, ...]
    next_steps: tuple[str, ...]
    turns: tuple[Turn, ...] = ()

    @property
    def status(self) -> State:
        """Return its state on the first strand, which people call its status."""
        return self.states[self.path.strands[0].name]

    @property
    def dues(self) -> tuple[Debt, ...]:
        """Return what is owed by a day."""
        return tuple(one for one in self.debts if one.day)

    def days_over(self, today: date) -> int:
        """Return the days past the deadline that passed first; 0 where none has."""
        return max((one.days_over(today) for one in self.debts), default=0)


@dataclass
class _Walk:
    """A replay under way."""

    lifecycle: Lifecycle
    path: Path
    states: dict[str, State]
    offices: Sequence[str] = ()
    past: list[Event] = field(default_factory=list)
    entered: int = 0
    deadlines: dict[str, SetDeadline] = field(default_factory=dict)
    unit_days: dict[str, date] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    moot: dict[str, int] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    returned: int = 0
    relapsed: int = 0


def replay(lifecycle: Lifecycle, issue: Issue, offices: Sequence[str] = ()) -> Replay:
    """Return the replay of an issue's events.

    `offices`: the units and posts that liaison records name for its city; who took a step is
    judged by them, the states do not depend on them.
    """
    return replay_events(
        lifecycle, lifecycle.path_for(issue.group_letter, issue.category), issue.events, offices
    )


def replay_events(
    lifecycle: Lifecycle, path: Path, events: Sequence[Event], offices: Sequence[str] = ()
) -> Replay:
    """Return the replay of events along a path; it continues after violations to find all."""
    beginning = {strand.name: strand.beginning for strand in path.strands}
    walk = _Walk(lifecycle, path, beginning, offices)
    for position, event in enumerate(events):
        _take(walk, position, event)
    return Replay(
        path=path,
        states=walk.states,
        debts=_debts(walk, events),
        returned=walk.returned,
        told=tuple(dict.fromkeys(walk.told)),
        breaches=tuple(walk.breaches),
        next_steps=tuple(
            dict.fromkeys(step.step for step in legal_steps(path, walk.states, walk.past))
        ),
        turns=tuple(walk.turns),
    )


def _debts(walk: _Walk, events: Sequence[Event]) -> tuple[Debt, ...]:
    state = walk.states[walk.path.strands[0].name]
    return debts_of(walk.lifecycle, walk.path, state, _past(walk)) if events else ()


def _past(walk: _Walk) -> Past:
    since = walk.past[walk.entered].date
    return Past(since, walk.deadlines, walk.unit_days, walk.taken, walk.moot)


def legal_steps(path: Path, states: Mapping[str, State], past: Sequence[Event]) -> Iterable[Step]:
    """Return the steps that may come next, in the order of the path."""
    for strand in path.strands:
        for step in strand.steps:
            if _starts_at(step, states[strand.name]) and not _missing_before(step, past):
                yield step


def _take(walk: _Walk, position: int, event: Event) -> None:
    strand, step = _find(walk, event)
    if strand is None or step is None:
        _breach(walk, position, Violation.UNKNOWN_STEP, event, path=walk.path.name)
    else:
        outcome = _outcome(step, event)
        _judge(walk, position, event, strand, step, outcome)
        _move(walk, position, strand, step, outcome)
        _set_deadlines(walk, position, event, step, outcome)
        _note_moot(walk, position)
    walk.past.append(event)
    walk.turns.append(_turn(walk))


def _turn(walk: _Walk) -> Turn:
    state = walk.states[walk.path.strands[0].name]
    due = None
    if walk.deadlines:
        due = first_deadline(walk.lifecycle, walk.path, state, _past(walk))
    return Turn(state, due, walk.returned, walk.relapsed)


def _find(walk: _Walk, event: Event) -> tuple[Strand | None, Step | None]:
    """Return the step of an event: one that fits the state, else one of that name."""
    named = walk.path.by_step.get(event.step, [])
    for strand, step in named:
        if _starts_at(step, walk.states[strand.name]):
            return strand, step
    return named[0] if named else (None, None)


def _judge(
    walk: _Walk, position: int, event: Event, strand: Strand, step: Step, outcome: Outcome | None
) -> None:
    state = walk.states[strand.name]
    if not _starts_at(step, state):
        allowed = "、".join(one.step for one in legal_steps(walk.path, walk.states, walk.past))
        _breach(walk, position, Violation.WRONG_STATE, event, state=state.name, allowed=allowed)
    missing = _missing_before(step, walk.past)
    if missing:
        _breach(walk, position, Violation.TOO_EARLY, event, missing=missing)
    if event.by and not may_take(walk.lifecycle, step, event.by, walk.offices):
        forms = forms_text(walk.lifecycle, step.by)
        facts = {"by": event.by, "roles": "、".join(step.by), "forms": forms}
        _breach(walk, position, Violation.WRONG_ROLE, event, **facts)
    for need in step.needs:
        if getattr(event, need) is None:
            title = Event.model_fields[need].title or need
            _breach(walk, position, Violation.MISSING_NEED, event, field=need, title=title)
    if outcome and outcome.resets and not any(getattr(event, one.field) for one in step.sets):
        fields = [one.field for one in step.sets]
        titles = "或".join(Event.model_fields[name].title or name for name in fields)
        needed = {"field": fields[-1], "title": titles}
        _breach(walk, position, Violation.MISSING_NEED, event, **needed)
    if not _result_fits(step, event, outcome):
        wanted = "、".join(outcome.result for outcome in step.outcomes)
        _breach(
            walk, position, Violation.WRONG_RESULT, event, result=event.result or "", wanted=wanted
        )


def _breach(walk: _Walk, position: int, fault: Violation, event: Event, **facts: str) -> None:
    walk.breaches.append(Breach(position, fault, event.step, facts))


def _starts_at(step: Step, state: State) -> bool:
    return step.at is None or state.name in step.at


def _missing_before(step: Step, past: Sequence[Event]) -> str:
    """Return the missing earlier steps in words; "" where none is missing."""
    if not step.after:
        return ""
    missing = [
        earlier.step + (f"（{earlier.result}）" if earlier.result else "")
        for earlier in step.after
        if not any(
            event.step == earlier.step and earlier.result in (None, event.result) for event in past
        )
    ]
    return "、".join(missing)


def may_take(lifecycle: Lifecycle, step: Step, unit: str, offices: Sequence[str] = ()) -> bool:
    """Return whether a unit, as written in `by`, has one of the roles that the step requires."""
    written = lifecycle.written()
    return (
        not step.by
        or any(fnmatchcase(unit, pattern) for role in step.by for pattern in written.get(role, ()))
        or bool(lifecycle.reached_by_liaison.intersection(step.by) and _is_office(unit, offices))
    )


_PLACE = re.compile(r"^.{1,7}?(省|市|区|县|州|盟|旗)")
"""The name of a place before that of an office: 西安市 in 西安市铁腕治霾办."""

_SHORTEST = 3
"""Signs that are left of an office's name; fewer fit anything."""


def _is_office(unit: str, offices: Sequence[str]) -> bool:
    """Return whether liaison records name this unit, or a post in it, for its city or counties."""
    bare = _PLACE.sub("", unit)
    names = [name for name in (unit, bare, _PLACE.sub("", bare)) if len(name) >= _SHORTEST]
    return any(name in office for name in names for office in offices)


def _result_fits(step: Step, event: Event, outcome: Outcome | None) -> bool:
    return outcome is not None if step.outcomes else event.result is None


def _outcome(step: Step, event: Event) -> Outcome | None:
    return next((one for one in step.outcomes if one.result == event.result), None)


def _move(walk: _Walk, position: int, strand: Strand, step: Step, outcome: Outcome | None) -> None:
    before = walk.states[strand.name]
    after = walk.states[strand.name] = strand.reached(before, step, outcome)
    if strand is walk.path.strands[0] and before.name != after.name:
        walk.entered = position
    if step.forward and step.to:
        walk.told.append(step.to)
    if outcome and outcome.returned:
        walk.returned += before.open
        walk.relapsed += not before.open


def _note_moot(walk: _Walk, position: int) -> None:
    """Keep which steps with a deadline can not be taken after an event."""
    startable = walk.path.startable[walk.states[walk.path.strands[0].name].name]
    walk.moot.update((step, position) for step in walk.deadlines if step not in startable)


def _may_set(step: Step, outcome: Outcome | None) -> bool:
    """Return whether the step sets deadlines: with results that reset them, only with these."""
    return bool(outcome and outcome.resets) or not any(one.resets for one in step.outcomes)


def _set_deadlines(
    walk: _Walk, position: int, event: Event, step: Step, outcome: Outcome | None
) -> None:
    """Keep the deadlines that an event sets: each replaces the one before for the same step."""
    walk.taken[event.step] = position
    if not step.sets or not _may_set(step, outcome):
        return
    for one in step.sets:
        day = getattr(event, one.field)
        if day is None:
            continue
        last = day.latest if isinstance(day, PartialDate) else day
        stated = day.as_deadline if isinstance(day, PartialDate) else str(day)
        if one.field == "unit_due":
            walk.unit_days[one.awaits] = last
        else:
            walk.deadlines[one.awaits] = SetDeadline(one.of, last, stated, position, event.date)
            walk.unit_days.pop(one.awaits, None)
