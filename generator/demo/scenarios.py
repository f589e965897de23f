"""Invented issues: where, what, and what happened to each, day by day."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, repeat
from random import Random

from generator.core.dates import PartialDate, months_later
from generator.core.fields import Source
from generator.core.yaml_writer import items_text, record_text
from generator.demo import texts
from generator.demo.lifecycle_walk import GROUPS_OF_A_KIND, Chooser, Move, Units, Ways
from generator.demo.texts import DemoSetting
from generator.kinds.city.model import City
from generator.kinds.issue.model import Event, Issue, Place, Quantity, Site
from generator.kinds.programme.lifecycle import Deadline, Outcome, Path, Step
from generator.kinds.programme.model import GroupKind
from generator.kinds.programme.publication import Grade
from generator.kinds.unit.model import Unit

_LATE = 0.06
_ROUND_DAYS = 15
_PLAN_DAYS = 10
_DUE_DAYS = (20, 60)
_UNIT_DAYS = 15
_LETTERS = 2_000
_RELEASE_DAYS = 5
_LATEST = 30
"""Days; a record is entered at most so long after the step."""

_COUNT = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """One event of an issue, with its author, the day of recording, and the record's text."""

    issue_id: str
    day: date
    author: str
    event: Event
    head: str
    events: Sequence[str]
    upto: int

    @property
    def text(self) -> str:
        """Return the text of the whole record."""
        return self.head + "".join(self.events[: self.upto])


@dataclass(frozen=True, slots=True)
class FoundIssue:
    """An issue on the day when it was found; its record has no event yet but the first.

    `grades` are those in which its programme may expose it.
    """

    issue: Issue
    city: City
    day: date
    finder: str
    grades: Sequence[Grade]


@dataclass(frozen=True, slots=True)
class Term:
    """The grade of an exposure, and the days on which it begins and ends."""

    grade: str
    start: date
    end: date


@dataclass
class _Course:
    """An issue under way."""

    found: FoundIssue
    units: Units
    random: Random
    day: date
    awaited: dict[str, date]


def demo_events(
    found: FoundIssue, moves: Sequence[Move], units: Units, random: Random
) -> tuple[DemoEvent, ...]:
    """Return every state of the record, first to last, each written on a day of its own."""
    course = _Course(found, units, random, found.day, {})
    events = [
        _event(course, move.step, move.outcome, is_first=not n) for n, move in enumerate(moves)
    ]
    return tuple(_written(course, events))


def _event(course: _Course, step: Step, outcome: Outcome | None, *, is_first: bool) -> Event:
    if not is_first:
        course.day = _next_day(course, step)
    day = course.day
    setting = _setting(course, step, outcome)
    wanted = {*step.needs, *(deadline.field for deadline in setting)}
    due = day + timedelta(course.random.randint(*_DUE_DAYS))
    dues = {"plan_due": day + timedelta(_PLAN_DAYS), "due": due}
    course.awaited = {
        one.awaits: dues[one.field] for one in setting if one.field in dues
    } or course.awaited
    finder = course.found.finder if day < _later_round(course) else None
    term = _term(course, day) if "grade" in wanted else None
    return Event(
        date=_exact(day),
        step=step.step,
        by=_unit(course, step, finder),
        result=outcome.result if outcome else None,
        letter=_letter(course, day) if "letter" in wanted else None,
        plan_due=_exact(dues["plan_due"]) if "plan_due" in wanted else None,
        due=_exact(due) if "due" in wanted else None,
        unit=texts.UNIT.format(city=course.found.city.name) if "unit" in wanted else None,
        unit_due=day + timedelta(_UNIT_DAYS) if "unit_due" in wanted else None,
        approved_by=texts.APPROVER if "approved_by" in wanted else None,
        grade=term.grade if term else None,
        publish_from=term.start if term else None,
        publish_until=term.end if term else None,
        corrects="found" if "corrects" in wanted else None,
        statement=_draw(course, step, texts.STATEMENTS) if "statement" in wanted else None,
        note=_draw(course, step, texts.NOTES) if "note" in wanted else None,
    )


def _exact(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _setting(course: _Course, step: Step, outcome: Outcome | None) -> Sequence[Deadline]:
    """Return the deadlines that a step sets: those asked for, and others while none runs."""
    if any(one.resets for one in step.outcomes):
        return step.sets if outcome and outcome.resets else ()
    is_letter = "letter" in step.needs
    return [
        one
        for one in step.sets
        if is_letter or one.field in step.needs or one.awaits not in course.awaited
    ]


def _next_day(course: _Course, step: Step) -> date:
    """Return a later day: near the deadline, if any; a check on the spot comes a round later."""
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
    """Return the unit that takes a step; the exposed unit itself where anybody may reply."""
    if "statement" in step.needs and not step.by:
        return course.found.issue.site.name
    return course.units.of_step(step, course.found.city, course.day, finder)


def _term(course: _Course, day: date) -> Term | None:
    """Return a term as long as its grade allows, or shorter."""
    if not course.found.grades:
        return None
    grade = course.random.choice(course.found.grades)
    start = day + timedelta(course.random.randint(0, _RELEASE_DAYS))
    months = course.random.randint(1, grade.months)
    return Term(grade.grade, start, months_later(start, months) - timedelta(1))


def _draw(course: _Course, step: Step, known: Mapping[str, Sequence[str]]) -> str:
    return course.random.choice(known.get(step.step, texts.ANY_NOTE))


def _head(issue: Issue, event: Event) -> str:
    """Return the record up to its events, with the line that opens them."""
    text = record_text(issue.model_copy(update={"events": [event]}))
    return text.partition(_EVENTS)[0] + _EVENTS


_EVENTS = "\nevents:\n"
"""Events are the last field, and lines of a text are indented: nothing else is written so."""


def _written(course: _Course, events: Sequence[Event]) -> Iterator[DemoEvent]:
    issue = course.found.issue
    head = _head(issue, events[0])
    texts_of_events = [items_text([event]) for event in events]
    day = course.found.day - timedelta(1)
    for position, event in enumerate(events):
        changed = _changed(issue, event)
        if changed is not issue:
            issue, head = changed, _head(changed, event)
        is_late = bool(position) and course.random.random() < _LATE
        delay = timedelta(course.random.randint(1, _LATEST) if is_late else 0)
        day = max(event.date.earliest + delay, day + timedelta(1))
        # Nobody but the staff writes into a register; a reply comes by letter.
        by = event.by if event.by != issue.site.name else None
        author = by or course.units.issuer
        yield DemoEvent(issue.id, day, author, event, head, texts_of_events, position + 1)


def _changed(issue: Issue, event: Event) -> Issue:
    """Return the record with the changes of the event: corrected fact, place of publication."""
    if event.corrects:
        found = _COUNT.sub(lambda count: str(int(count[0]) + 1), issue.found, count=1)
        return issue.model_copy(update={"found": found})
    if event.step == "曝光" and not issue.sources:
        return issue.model_copy(update={"sources": [published(event.date)]})
    return issue


def published(day: PartialDate) -> Source:
    """Return the place where an issue was published."""
    return Source(title=texts.SOURCE_TITLE, publisher=texts.PUBLISHER, date=day)


_SPECIAL_PATHS = 0.05
_WITH_QUANTITY = 0.6
_AT_KNOWN_FIRM = 0.6


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The group that found an issue."""

    kind: GroupKind
    number: int

    @property
    def code(self) -> str:
        """Return the code as in an ID: Z, P03."""
        return f"{self.kind.letter}{self.number:02}" if self.kind.numbered else self.kind.letter


class IssueGenerator:
    """Generates issues in the order of finding; the same seed gives the same issues."""

    def __init__(self, stage: DemoSetting, seed: int) -> None:
        assert stage.programme.lifecycle
        self._stage = stage
        self._random = Random(seed)
        self._units = Units(stage, self._random)
        self._paths = stage.programme.lifecycle.paths
        self._ways = {path.name: Ways(path) for path in self._paths}
        publication = stage.programme.publication
        self._grades = publication.grades if publication else []
        self._serials: Counter[str] = Counter()
        self._inspected: dict[str, date] = {}

    def histories(self, count: int) -> Iterator[tuple[DemoEvent, ...]]:
        """Yield a number of issues; the first ones together take every step of every path."""
        tours = [(path, tour) for path in self._paths for tour in self._ways[path.name].tours()]
        for number, tour in zip(range(count), chain(tours, repeat(None)), strict=False):
            city = self._stage.any_city(self._random)
            path, moves = tour or self._any_walk(city)
            yield self._history(self._stage.found_on(number, count), city, path, moves)

    def _any_walk(self, city: City) -> tuple[Path, tuple[Move, ...]]:
        *special, general = self._paths
        is_special = bool(special) and self._random.random() < _SPECIAL_PATHS
        path = self._random.choice(special) if is_special else general
        ways = self._ways[path.name]
        return path, tuple(ways.walk(Chooser(ways, self._random, self._stage.pace(city))))

    def _history(
        self, day: date, city: City, path: Path, moves: tuple[Move, ...]
    ) -> tuple[DemoEvent, ...]:
        group = self._group(path)
        finder = self._units.group(group.kind, group.number, city, day)
        is_corrected = any("corrects" in move.step.needs for move in moves)
        issue = self._issue(day, city, group, self._category(path), is_corrected=is_corrected)
        found = FoundIssue(issue, city, day, finder, self._grades)
        return demo_events(found, moves, self._units, self._random)

    def _group(self, path: Path) -> FindingGroup:
        """Return a group of a kind that takes this path; mostly of the kind with many groups."""
        taken = {letter for one in self._paths for letter in one.groups}
        kinds = [
            kind
            for kind in self._stage.programme.group_kinds
            if (kind.letter in path.groups if path.groups else kind.letter not in taken)
        ]
        weights = [GROUPS_OF_A_KIND if kind.numbered else 1 for kind in kinds]
        (kind,) = self._random.choices(kinds, weights)
        return FindingGroup(kind, self._random.randint(1, GROUPS_OF_A_KIND))

    def _category(self, path: Path) -> str:
        taken = {category for one in self._paths for category in one.categories}
        free = [category for category in texts.SCENES if category not in taken]
        return self._random.choice(path.categories or free)

    def _issue(
        self, day: date, city: City, group: FindingGroup, category: str, *, is_corrected: bool
    ) -> Issue:
        """Return the issue as it was found; its events are still to come."""
        scene = texts.SCENES.get(category, texts.ANY_SCENE)
        firm = self._firm(city, scene, day)
        county = self._random.choice(city.counties)
        number = self._random.randint(1, 9)
        found_on = PartialDate(day.year, day.month, day.day)
        with_quantity = not is_corrected and self._random.random() < _WITH_QUANTITY
        return Issue(
            id=self._next_id(city, self._stage.round_on(day), group),
            kind="点位问题",
            place=(firm and firm.place) or Place(county=county.code, name=county.name),
            site=Site(name=firm.name if firm else self._name(scene), kind=scene.kind),
            unit=firm.id if firm else None,
            trigger=self._random.choice(texts.TRIGGERS),
            category=category,
            medium=self._stage.programme.media[0],
            quantity=_quantity(number, scene.unit) if with_quantity else None,
            found="示例：" + self._random.choice(scene.found).format(n=number),
            demand="示例：" + scene.demand,
            sources=[published(found_on)] if group.kind.published else [],
            events=[Event(date=found_on, step="排查")],
        )

    def _firm(self, city: City, scene: texts.Scene, day: date) -> Unit | None:
        """Return a firm that is known and fits, for some of the issues found at firms.

        None is inspected twice on a day: that would look like one issue recorded twice.
        """
        fitting = [
            one
            for one in self._stage.firms[city.id]
            if one.name.endswith(scene.names) and self._inspected.get(one.id) != day
        ]
        if not fitting or self._random.random() > _AT_KNOWN_FIRM:
            return None
        firm = self._random.choice(fitting)
        self._inspected[firm.id] = day
        return firm

    def _next_id(self, city: City, round_number: int, group: FindingGroup) -> str:
        of = f"{self._stage.programme.id}-{city.id}-R{round_number:02}-{group.code}"
        self._serials[of] += 1
        return f"{of}-{self._serials[of]:03}"

    def _name(self, scene: texts.Scene) -> str:
        stem = self._random.choice(texts.STEMS) + self._random.choice(texts.BRANCHES)
        return f"示例{stem}{self._random.choice(scene.names)}"


def _quantity(number: int, unit: str) -> Quantity:
    return Quantity.model_validate({"value": str(number), "unit": unit})
