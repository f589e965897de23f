"""The work on issues by the day of each event: what came in, what was done, what went out.

Whatever is counted follows from events alone, so opening + in - out = closing for any period.
See decision 0059.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from generator.core.dates import first_days, round_of_unit
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.city.model import City
from generator.kinds.issue import KIND
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import Replay, Turn
from generator.kinds.programme.model import Programme


class Work(StrEnum):
    """What is counted of an event; the value is how it is written in `work_text`."""

    FOUND = "f"
    REOPENED = "o"
    ACCEPTED = "a"
    HANDED = "h"
    PLANNED = "p"
    RECTIFIED = "r"
    VERIFIED = "v"
    RETURNED = "b"
    CLOSED = "c"
    CANCELLED = "x"
    REFUSED = "n"
    TRANSFERRED = "t"
    ENDED = "e"
    HIDDEN = "u"
    LATE = "l"
    CAUGHT_UP = "k"
    CHECKED = "d"


COMING_IN = (Work.FOUND, Work.REOPENED)
"""What adds to the open issues."""

GOING_OUT = (
    Work.CLOSED,
    Work.CANCELLED,
    Work.REFUSED,
    Work.TRANSFERRED,
    Work.ENDED,
    Work.HIDDEN,
)
"""What takes from the open issues; the last where nothing more is published."""

ENDS: Mapping[Work, str] = {
    Work.CLOSED: "cleared",
    Work.TRANSFERRED: "transferred",
    Work.CANCELLED: "cancelled",
    Work.REFUSED: "refused",
    Work.ENDED: "otherwise",
}
"""How an issue that is no longer open came to be so, as summaries say it."""

UNFOUNDED = (ENDS[Work.CANCELLED], ENDS[Work.REFUSED])
"""The outcomes of issues that did not stand."""


@dataclass(frozen=True, slots=True)
class WorkTitle:
    """What is counted, its head in tables and texts, and its unit there."""

    work: Work
    title: str
    unit: str = KIND.measure
    always: bool = True
    """Whether it is told even where there was none."""


WORK_DONE: Sequence[WorkTitle] = (
    WorkTitle(Work.FOUND, "新增"),
    WorkTitle(Work.REOPENED, "重新列入", always=False),
    WorkTitle(Work.ACCEPTED, "认定"),
    WorkTitle(Work.HANDED, "交办"),
    WorkTitle(Work.PLANNED, "报整改方案", "次"),
    WorkTitle(Work.RECTIFIED, "报告整改完成", "次"),
    WorkTitle(Work.VERIFIED, "核查", "次"),
    WorkTitle(Work.RETURNED, "核查不到位", "次"),
)
"""What is done on open issues, in the order of the work."""

WORK_OUT: Sequence[WorkTitle] = (
    WorkTitle(Work.CLOSED, "销号"),
    WorkTitle(Work.CANCELLED, "撤销"),
    WorkTitle(Work.REFUSED, "不予认定"),
    WorkTitle(Work.TRANSFERRED, "移送"),
    WorkTitle(Work.ENDED, "其他办结", always=False),
    WorkTitle(Work.HIDDEN, "整改结果未公开", always=False),
)
"""How issues cease to be open."""

WORK_CHECKED = WorkTitle(Work.CHECKED, "本组实施核查", "次")
"""The checks that a group did itself, whichever group had found the issue."""

Done = tuple[str, Work]
"""A day (ISO) and what was done on it. A date without a day counts as the first that it may be,
which is not before the step in front of it."""


def work_of(issue: Issue, replayed: Replay | None, vocabulary: Vocabulary) -> Iterator[Done]:
    """Yield what was done on an issue, in order of its events; deadlines may pass in the future."""
    if replayed is None:
        return
    meaning = vocabulary.derived(_Meaning)
    before: Turn | None = None
    seen: set[Work] = set()
    days = _days(issue)
    for event, day, turn in zip(issue.events, days, replayed.turns, strict=True):
        for work in (*_in_and_out(event, before, turn, meaning), *meaning.steps(event)):
            if work not in _ONCE or work not in seen:
                yield day, work
            seen.add(work)
        if turn.returned > (before.returned if before else 0):
            yield day, Work.RETURNED
        before = turn
    yield from _lateness(days, replayed.turns)


def _days(issue: Issue) -> list[str]:
    """Return the day (ISO) on which each event of an issue counts."""
    return [day.isoformat() for day in first_days(event.date for event in issue.events)]


_ONCE = frozenset({Work.FOUND, Work.ACCEPTED, Work.HANDED})
"""What is counted once for each issue, on its first day."""


@dataclass(frozen=True)
class _Meaning:
    """What the words of events mean to the counts."""

    vocabulary: Vocabulary

    def steps(self, event: Event) -> Sequence[Work]:
        """Return what an event counts for whatever the state; nothing where it only tells more."""
        if event.same_as:
            return ()
        counted = self._by_step.get(event.step, ())
        return (Work.ACCEPTED, *counted) if event.result in self._accepted else counted

    def way_out(self, event: Event) -> Work:
        """Return how an issue ceases to be open by an event."""
        roles = self.vocabulary.roles_of("steps").get(event.step, ())
        words = self.vocabulary.with_role
        if Role.CANCELLED in roles or event.result in words("results", Role.CANCELLED):
            return Work.CANCELLED
        if event.result in words("results", Role.REFUSED):
            return Work.REFUSED
        return next((work for role, work in _WAYS_OUT.items() if role in roles), Work.ENDED)

    @cached_property
    def _accepted(self) -> frozenset[str]:
        return self.vocabulary.with_role("results", Role.ACCEPTED)

    @cached_property
    def _by_step(self) -> Mapping[str, Sequence[Work]]:
        roles_of = self.vocabulary.roles_of("steps")
        return {step: tuple(_works_of(roles)) for step, roles in roles_of.items()}


def _works_of(roles: Sequence[Role]) -> Iterator[Work]:
    if Role.HANDED_OVER in roles and Role.TRANSFERRED not in roles:
        yield Work.HANDED
    for role, work in _BY_STEP.items():
        if role in roles:
            yield work


_BY_STEP: Mapping[Role, Work] = {
    Role.PLANNED: Work.PLANNED,
    Role.RECTIFIED: Work.RECTIFIED,
    Role.VERIFIED: Work.VERIFIED,
}
_WAYS_OUT: Mapping[Role, Work] = {
    Role.CLOSED: Work.CLOSED,
    Role.TRANSFERRED: Work.TRANSFERRED,
}


def _in_and_out(event: Event, before: Turn | None, turn: Turn, meaning: _Meaning) -> Iterator[Work]:
    was_open, is_open = before is not None and _is_open(before), _is_open(turn)
    if before is None:
        yield Work.FOUND
        was_open = True
    elif not was_open and (is_open or _is_known_at_last(before, turn)):
        yield Work.REOPENED
        was_open = True
    if was_open and not is_open:
        yield meaning.way_out(event) if turn.status.known else Work.HIDDEN


def _is_open(turn: Turn) -> bool:
    return turn.status.known and turn.status.open


def _is_known_at_last(before: Turn, turn: Turn) -> bool:
    """Return whether only now it is published how an issue ended."""
    return not before.status.known and turn.status.known


def _lateness(days: Sequence[str], turns: Sequence[Turn]) -> Iterator[Done]:
    """Yield the days from which on a deadline is missed, and on which it no longer is."""
    late_since = ""
    for place, (day, turn) in enumerate(zip(days, turns, strict=True)):
        late = _late_from(turn)
        if late_since and (not late or late > day):
            yield max(late_since, day), Work.CAUGHT_UP
            late_since = ""
        if late and not late_since:
            following = days[place + 1 :]
            starts = max(late, day)
            if not following or following[0] > starts:
                late_since = starts
                yield starts, Work.LATE


def _late_from(turn: Turn) -> str:
    """Return the first day on which the issue is overdue as it stands; "" where none runs."""
    if not _is_open(turn) or not turn.due:
        return ""
    return (turn.due + timedelta(1)).isoformat()


def outcome_of(issue: Issue, replayed: Replay, vocabulary: Vocabulary) -> str:
    """Return how an issue that is closed came to be as it is.

    One that was cleared and then withdrawn is withdrawn: the work of its period stays what it was,
    but it stands no longer as cleared.
    """
    meaning = vocabulary.derived(_Meaning)
    found, before = Work.ENDED, ""
    for event, turn in zip(issue.events, replayed.turns, strict=True):
        if _is_open(turn) or not turn.status.known:
            found, before = Work.ENDED, ""
        elif turn.status.name != before:
            way = meaning.way_out(event)
            found = found if before and way is Work.ENDED else way
            before = turn.status.name
    return ENDS[found]


def done_on(issue: Issue, replayed: Replay | None, vocabulary: Vocabulary) -> str:
    """Return the day of the last report of completion, unless it was sent back afterwards."""
    reports = vocabulary.with_role("steps", Role.RECTIFIED)
    found, sent_back = "", 0
    for event, turn in zip(issue.events, replayed.turns if replayed else (), strict=False):
        if turn.returned + turn.relapsed > sent_back:
            found, sent_back = "", turn.returned + turn.relapsed
        if event.step in reports:
            found = str(event.date)
    return found


Check = tuple[str, str]
"""A day (ISO) and the group that checked an issue on it: `R05-P01`."""


def checks_of(
    issue: Issue, programme: Programme | None, city: City | None, vocabulary: Vocabulary
) -> Iterator[Check]:
    """Yield the checks of an issue whose events name a group of its city."""
    steps = vocabulary.with_role("steps", Role.VERIFIED)
    for event, day in zip(issue.events, _days(issue), strict=True):
        if event.by and event.step in steps and not event.same_as:
            group = _group_named(event.by, issue, programme, city)
            if group:
                yield day, group


def _group_named(unit: str, issue: Issue, programme: Programme | None, city: City | None) -> str:
    """Return the group that a unit is: the one that found the issue, or one named in full.

    Of a group without a round nobody knows which one it was.
    """
    if unit == issue.events[0].by:
        return group_of(issue.id)
    number = round_of_unit(unit)
    if not number or not programme or not city:
        return ""
    for kind in programme.group_kinds:
        behind = (
            f"第([0-9]+){re.escape(kind.name)}" if kind.numbered else f"(){re.escape(kind.name)}"
        )
        match = re.fullmatch(f"第[^第轮]+轮([^第]+){behind}", unit)
        if match and city.name.startswith(match[1]):
            return f"R{number:02}-{kind.letter}{match[2] and f'{int(match[2]):02}'}"
    return ""


def group_of(issue_id: str) -> str:
    """Return the round and the group of an issue: `R05-P01`."""
    return "-".join(issue_id.split("-")[2:4])


def work_text(done: Iterable[Done], checks: Iterable[Check] = ()) -> str:
    """Return what was done on an issue in short: `2019-07-08f 2019-07-15av@R05-P01`."""
    by_day: dict[str, list[str]] = {}
    for day, work in done:
        by_day.setdefault(day, []).append(work.value)
    for day, group in checks:
        by_day.setdefault(day, []).append(f"@{group}")
    return " ".join(f"{day}{''.join(by_day[day])}" for day in sorted(by_day))


DAY_LENGTH = len("2019-07-08")


def work_in(text: str) -> Iterator[Done]:
    """Yield what `work_text` says was done, whoever did it."""
    for part in text.split():
        for letter in part[DAY_LENGTH:].partition("@")[0]:
            yield part[:DAY_LENGTH], Work(letter)


def checks_in(text: str) -> Iterator[Check]:
    """Yield the checks that `work_text` says."""
    for part in text.split():
        for group in part.split("@")[1:]:
            yield part[:DAY_LENGTH], group
