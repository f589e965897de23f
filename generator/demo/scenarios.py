"""What happened to one invented problem, and how its record read after each step."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from generator.core.dates import PartialDate, months_later
from generator.demo import texts
from generator.demo.lifecycle_walk import Move
from generator.demo.units import Units
from generator.demo.yaml_writer import event_text, issue_head
from generator.kinds.city.model import City
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Step
from generator.model.publication import Grade
from generator.model.source import Source

_LATE = 0.06
_ROUND_DAYS = 15
_PLAN_DAYS = 10
_DUE_DAYS = (20, 60)
_LETTERS = 2_000
_RELEASE_DAYS = 5
_LATEST = 30
"""Days; a record comes to the register at most so long after the step."""

_COUNT = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A record as it was written down with one of its events: when, by whom, in which words."""

    issue_id: str
    day: date
    author: str
    event: Event
    head: str
    events: Sequence[str]
    upto: int

    @property
    def text(self) -> str:
        """The whole record."""
        return self.head + "".join(self.events[: self.upto])


@dataclass(frozen=True, slots=True)
class Found:
    """A problem on the day when it was found; its record has no event yet but the first.

    `grades` are those in which its campaign may expose it.
    """

    issue: Issue
    city: City
    day: date
    finder: str
    grades: Sequence[Grade]


@dataclass(frozen=True, slots=True)
class Term:
    """In which grade an exposure is public, from when until when."""

    grade: str
    start: date
    end: date


@dataclass
class _Course:
    """A problem under way."""

    found: Found
    units: Units
    random: Random
    day: date
    awaited: dict[str, date]


def told_by(found: Found, moves: Sequence[Move], units: Units, random: Random) -> tuple[Told, ...]:
    """Every state of the record, first to last. Each is written down on a day of its own."""
    course = _Course(found, units, random, found.day, {})
    events = [
        _event(course, move.step, move.result, is_first=not n) for n, move in enumerate(moves)
    ]
    return tuple(_written(course, events))


def _event(course: _Course, step: Step, result: str | None, *, is_first: bool) -> Event:
    if not is_first:
        course.day = _next_day(course, step)
    day = course.day
    wanted = {*step.needs, *(deadline.field for deadline in step.sets)}
    due = day + timedelta(course.random.randint(*_DUE_DAYS))
    dues = {"plan_due": day + timedelta(_PLAN_DAYS), "due": due}
    course.awaited = {one.awaits: dues[one.field] for one in step.sets} or course.awaited
    finder = course.found.finder if day < _later_round(course) else None
    term = _term(course, day) if "grade" in wanted else None
    return Event(
        date=PartialDate(day.year, day.month, day.day),
        step=step.step,
        by=_unit(course, step, finder),
        result=result,
        letter=_letter(course, day) if "letter" in wanted else None,
        plan_due=dues["plan_due"] if "plan_due" in wanted else None,
        due=due if "due" in wanted else None,
        approved_by=texts.APPROVER if "approved_by" in wanted else None,
        grade=term.grade if term else None,
        publish_from=term.start if term else None,
        publish_until=term.end if term else None,
        corrects="found" if "corrects" in wanted else None,
        statement=_said(course, step, texts.STATEMENTS) if "statement" in wanted else None,
        note=_said(course, step, texts.NOTES) if "note" in wanted else None,
    )


def _next_day(course: _Course, step: Step) -> date:
    """A later day: near the deadline where one runs; a check on the spot comes a round later."""
    last = course.awaited.get(step.step, course.day + timedelta(4)) + timedelta(5)
    day = course.day + timedelta(course.random.randint(1, max(1, (last - course.day).days)))
    is_visit = bool(step.outcomes) and course.units.is_for_groups(step)
    return max(day, _later_round(course)) if is_visit else day


def _later_round(course: _Course) -> date:
    return course.found.day + timedelta(_ROUND_DAYS)


def _letter(course: _Course, day: date) -> str:
    number = course.random.randint(1, _LETTERS)
    return texts.LETTER.format(year=day.year, number=number)


def _unit(course: _Course, step: Step, finder: str | None) -> str | None:
    """Who takes a step; what anybody may say to the public, the one says who was made public."""
    if "statement" in step.needs and not step.by:
        return course.found.issue.site.name
    return course.units.of_step(step, course.found.city, course.day, finder)


def _term(course: _Course, day: date) -> Term | None:
    """A term as long as its grade allows, or shorter."""
    if not course.found.grades:
        return None
    grade = course.random.choice(course.found.grades)
    start = day + timedelta(course.random.randint(0, _RELEASE_DAYS))
    months = course.random.randint(1, grade.months)
    return Term(grade.grade, start, months_later(start, months) - timedelta(1))


def _said(course: _Course, step: Step, known: Mapping[str, Sequence[str]]) -> str:
    return course.random.choice(known.get(step.step, texts.ANY_NOTE))


def _written(course: _Course, events: Sequence[Event]) -> Iterator[Told]:
    issue = course.found.issue
    head = issue_head(issue)
    spelt = [event_text(event) for event in events]
    day = course.found.day - timedelta(1)
    for position, event in enumerate(events):
        changed = _changed(issue, event)
        if changed is not issue:
            issue, head = changed, issue_head(changed)
        is_late = bool(position) and course.random.random() < _LATE
        delay = timedelta(course.random.randint(1, _LATEST) if is_late else 0)
        day = max(event.date.earliest + delay, day + timedelta(1))
        # Nobody but the staff writes into a register; a reply comes by letter.
        by = event.by if event.by != issue.site.name else None
        author = by or course.units.issuer
        yield Told(issue.id, day, author, event, head, spelt, position + 1)


def _changed(issue: Issue, event: Event) -> Issue:
    """The record with what an event brings along: the corrected fact, the place of publication."""
    if event.corrects:
        found = _COUNT.sub(lambda count: str(int(count[0]) + 1), issue.found, count=1)
        return issue.model_copy(update={"found": found})
    if event.step == "曝光" and not issue.sources:
        return issue.model_copy(update={"sources": [published(event.date)]})
    return issue


def published(day: PartialDate) -> Source:
    """Where a problem was made public."""
    return Source(title=texts.SOURCE_TITLE, publisher=texts.PUBLISHER, date=day)
