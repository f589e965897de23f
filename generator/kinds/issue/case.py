"""What the page of one case says: its state in plain words, its handling, and what is still open.

The state follows from the replay of the record, and what publications tell of the handling from
the words of its events: the page never denies what it says itself. See decisions 0060 and 0109.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.vocabulary import TITLES, Vocabulary
from generator.kinds.issue.history import RecordedView
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.views import (
    APART,
    FieldView,
    IssueStatusView,
    IssueView,
    event_fields,
    shape_fields,
    usual_fields,
)


class Told(NamedTuple):
    """What one publication tells of a step; `by` only where others name another unit, or none."""

    words: str
    by: str


@dataclass(frozen=True, slots=True)
class HandlingRow:
    """One step of the handling, what publications tell of it, and the numbers of the sources.

    `by` is the unit that all of them name.
    """

    step: str
    date: str
    by: str
    told: tuple[Told, ...]
    sources: tuple[int, ...]


class CaseStep(NamedTuple):
    """One step of the history; `corrected` are the fields that it corrects, if any."""

    date: str
    step: str
    by: str
    result: str
    details: tuple[FieldView, ...]
    recorded: RecordedView | None


class OpenEnd(NamedTuple):
    """What is still to come, or not known: `due` is the ISO day of a deadline, "" for none."""

    when: str
    due: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """What the page of a case says besides the plain fields of its record.

    `mark` is the class of its state, `told` what publications tell of the handling in one
    sentence, `description` the same for whoever sees only a link to the page. `rows` are the
    steps of the handling that publications tell, `handling` what they tell of it in general.
    """

    mark: str
    told: str
    description: str
    demand: str
    handling: str
    rows: tuple[HandlingRow, ...]
    steps: tuple[CaseStep, ...]
    ends: tuple[OpenEnd, ...]
    facts: tuple[FieldView, ...]
    origin: tuple[FieldView, ...]


def case_view(issue: Issue, view: IssueView, vocabulary: Vocabulary) -> CaseView:
    """Return what the page of a case says; `issue` is the record as the edition shows it."""
    told = _sentence(issue.handling or "；".join(dict.fromkeys(_words(issue.events))))
    status = view.standing.status if view.standing else ""
    return CaseView(
        mark=view.standing.mark if view.standing else "unk",
        told=told,
        description=_brief("，".join(filter(None, (view.category, status))), told or issue.found),
        demand=issue.demand or "",
        handling=issue.handling or "",
        rows=tuple(_rows(issue)),
        steps=tuple(_steps(issue, view)),
        ends=tuple(_ends(view.standing)),
        facts=tuple(_facts(issue, view, vocabulary)),
        origin=tuple(shape_fields(issue.origin)) if issue.origin else (),
    )


_LONGEST = 110
"""Characters that programs show below a link."""


def _brief(state: str, text: str) -> str:
    whole = "：".join(filter(None, (state, " ".join(text.split()))))
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…"


def _words(events: Iterable[Event]) -> Iterator[str]:
    """Yield what publications say of each step; of one told twice what was said first."""
    return (one.words.rstrip("。；，") for one in events if one.words and not one.same_as)


def _sentence(text: str) -> str:
    return text if not text or text.endswith(("。", "！", "？", "…", "”")) else text + "。"


def _rows(issue: Issue) -> Iterator[HandlingRow]:
    """Yield a row for each step that a publication tells, with what others say of the same."""
    for place, event in enumerate(issue.events, 1):
        if event.words and not _is_repeated(event, issue.events):
            same = _same(issue, place, event)
            units = {one.by or "" for one in same if one.words}
            is_one = len(units) == 1
            yield HandlingRow(
                step=event.step,
                date=_day_of(same),
                by=_by_of(same) if is_one else "",
                told=tuple(
                    dict.fromkeys(
                        Told(one.words, "" if is_one else one.by or "") for one in same if one.words
                    )
                ),
                sources=tuple(dict.fromkeys(one.source for one in same if one.source)),
            )


def _same(issue: Issue, place: int, event: Event) -> list[Event]:
    """Return an event, the one at a place from 1 on, with those that tell more of it."""
    more = (one for one in issue.events if one.same_as == place) if event.words else ()
    return [event, *more]


def _day_of(same: Sequence[Event]) -> str:
    """Return the exact day that one of the publications gives; else what the first one says."""
    return _day(_dated(same))


def _dated(same: Sequence[Event]) -> Event:
    return next((one for one in same if not one.not_after), same[0])


def _by_of(same: Sequence[Event]) -> str:
    return "、".join(dict.fromkeys(one.by for one in same if one.by))


def _is_repeated(event: Event, events: Sequence[Event]) -> bool:
    """Return whether an event only tells more of another one that has a row."""
    first = event.same_as and event.same_as <= len(events) and events[event.same_as - 1]
    return bool(first and first.words)


def _day(event: Event) -> str:
    return f"不晚于 {event.date}" if event.not_after else str(event.date)


def _steps(issue: Issue, view: IssueView) -> Iterator[CaseStep]:
    """Yield the history by day; a step told twice stands once, with the day of the table."""
    found: list[tuple[Event, CaseStep]] = []
    for place, (event, shown) in enumerate(zip(issue.events, view.events, strict=True), 1):
        if not _is_repeated(event, issue.events):
            details, same = tuple(event_fields(event)), _same(issue, place, event)
            step = CaseStep(
                *(_day_of(same), shown.step, _by_of(same), shown.result), details, shown.recorded
            )
            dated, at = _dated(same), len(found)
            while at and _is_before(dated, found[at - 1][0]):
                at -= 1
            found.insert(at, (dated, step))
    yield from (step for _, step in found)


def _is_before(one: Event, other: Event) -> bool:
    """Return whether an event surely was before another one: a month says nothing of its days."""
    return not other.not_after and one.date.latest < other.date.earliest


def _ends(standing: IssueStatusView | None) -> Iterator[OpenEnd]:
    """Yield what is owed; else that nothing is told of the result, where that is so."""
    if standing is None:
        return
    for debt in standing.debts:
        day = debt.day.isoformat() if debt.day else ""
        yield OpenEnd(debt.stated, day, f"{debt.of}应办理：{debt.awaits}", "")
    if standing.debts:
        return
    if standing.open == "told":
        yield OpenEnd("", "", "后续整改情况", "公开材料未载明")
    elif standing.open == "unknown":
        yield OpenEnd("", "", "办理结果", "公开材料未载明")
    elif standing.open == "true" and standing.partly:
        yield OpenEnd("", "", "办理结果", "尚未公开")
    elif standing.open == "true":
        yield OpenEnd("", "", "尚未办结", "")


def _facts(issue: Issue, view: IssueView, vocabulary: Vocabulary) -> Iterator[FieldView]:
    """Yield the other fields, but for what goes without saying."""
    usual = usual_fields(issue, vocabulary)
    if view.group != view.category:
        yield FieldView(TITLES["groups"], view.group)
    yield from shape_fields(issue, without=(*APART, "origin", *usual))
    yield from shape_fields(issue.site, without=("name",))
