"""An issue with all its fields, and lists of issues, as pages show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel

from generator.core.fields import Source
from generator.core.model_walk import reader
from generator.core.vocabulary import Vocabulary
from generator.kinds.issue.debts import Debt, OpenDebt
from generator.kinds.issue.evidence import EvidenceView
from generator.kinds.issue.history import RecordedView, TrailView, plain_commit
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.model import Event, Issue, Quantity, Relation, ledger_of
from generator.kinds.issue.replay import Replay
from generator.kinds.issue.search_words import REPEATED
from generator.kinds.issue.stages import is_unfounded
from generator.kinds.issue.summaries import openness_mark
from generator.kinds.penalty.mentions import PenaltyMention
from generator.kinds.programme.lifecycle import State
from generator.kinds.register import Register
from generator.public.policy import exposing
from generator.site.index import SiteIndex
from generator.site.links import Links, issue_path
from generator.site.tables import number_text, place_of, round_label

WIDE = ("found", "demand", "goal", "measures", "handling")
"""Fields with sentences: they come first and take the whole width."""

APART = (
    "id",
    "unit",
    "place",
    "other_places",
    "site",
    "category",
    "sources",
    "events",
    "relations",
    "evidence",
    *WIDE,
)
"""Fields that have their own place on the page."""


class FieldView(NamedTuple):
    """One field: its Chinese title and its value as text."""

    label: str
    value: str
    wide: bool = False


class EventView(NamedTuple):
    """One line of a history.

    `commit`: by which the unit itself recorded it the same day, and nothing else is to be said of
    that; otherwise "", and `recorded` says it, if anything is known.
    """

    date: str
    step: str
    by: str
    result: str
    details: tuple[FieldView, ...]
    commit: str
    recorded: RecordedView | None


@dataclass(frozen=True, slots=True)
class IssueStatusView:
    """The state of an issue. Whether a deadline has passed depends on the reader's day.

    `besides`: what publications tell of the handling besides the state, "" for nothing.
    `partly`: it follows from the public steps alone, and others may have changed it.
    """

    status: str
    open: str
    mark: str
    meaning: str
    besides: str
    debts: tuple[Debt, ...]
    returned: int
    next: str
    partly: bool = False


@dataclass(frozen=True, slots=True)
class IssueView:
    """One issue, ready to be printed."""

    id: str
    name: str
    masked: bool
    place: str
    county: str
    city_id: str
    city: str
    programme_id: str
    programme: str
    ledger: str
    part: str
    round: str
    group: str
    category: str
    found_on: str
    vagueness: str
    is_exposed: bool
    found: str
    sentences: tuple[FieldView, ...]
    basics: tuple[FieldView, ...]
    events: tuple[EventView, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...]
    standing: IssueStatusView | None
    trail: TrailView | None
    unit: str
    evidence: EvidenceView | None = None
    penalties: tuple[PenaltyMention, ...] = ()


def standing(
    register: Register, programme_id: str, replayed: Replay | None
) -> IssueStatusView | None:
    """Return the replay in words; None where a programme has no lifecycle."""
    if replayed is None:
        return None
    status = replayed.status.name
    gone = is_unfounded(replayed, register.vocabulary)
    openness = "gone" if gone else _openness(replayed.status)
    return IssueStatusView(
        status=status,
        open=openness,
        mark=_mark(openness, waits=register.is_waiting(programme_id, status)),
        meaning=replayed.status.meaning or "",
        besides="、".join(one for one in replayed.told if one != replayed.status.name),
        debts=replayed.debts,
        returned=replayed.returned,
        next="、".join(replayed.next_steps) if replayed.status.open else "",
    )


STATE_MARKS: Mapping[str, str] = {
    "true": "hand",
    "false": "done",
    "told": "acted",
    "unknown": "unk",
    "gone": "gone",
}
"""Whether an issue is open (`openness_mark`) → colour and sign of its state, on every page."""

WAITING = "wait"
"""The mark of an open state in which it is not the place's turn."""


PARTLY = "本页的办理状态只按公开的步骤写，办理中间的步骤不公开。"


def public_standing(now: IssueStatusView, *, partly: bool) -> IssueStatusView:
    """Return what the public edition tells of a state: neither deadlines nor what comes next.

    `partly`: whether steps that are not public may have changed it; then nothing is said of what
    it means, for that may no longer be true.
    """
    meaning = PARTLY if partly else now.meaning
    return replace(now, debts=(), next="", meaning=meaning, partly=partly)


def _mark(openness: str, *, waits: bool) -> str:
    return WAITING if openness == "true" and waits else STATE_MARKS[openness]


def state_mark(register: Register, row: IssueSummary) -> str:
    """Return the mark of the state of an issue: a status has one mark, wherever it stands."""
    return _mark(openness_mark(row), waits=register.is_waiting(row.programme, row.status))


def _openness(state: State) -> str:
    """Return `true`, `false`, `told` where only the result is not public, else `unknown`."""
    if state.known:
        return str(state.open).lower()
    return "unknown" if state.silent else "told"


def issue_view(
    register: Register,
    issue: Issue,
    replayed: Replay | None = None,
    trail: TrailView | None = None,
    part: str = "",
) -> IssueView:
    """Return the view of one issue; `part` is the page of its ledger where that has several."""
    sentences = tuple(_sentences(issue))
    basics = tuple(_basics(register, issue))
    recorded = trail.events if trail else [None] * len(issue.events)
    city = register.cities.get(issue.city_id)
    programme = register.programmes.get(issue.programme_id)
    return IssueView(
        id=issue.id,
        name=issue.site.name,
        masked=issue.site.masked,
        place=place_of(register, issue),
        county=issue.place.name if issue.place else "",
        city_id=issue.city_id,
        city=city.name if city else issue.city_id,
        programme_id=issue.programme_id,
        programme=programme.name if programme else issue.programme_id,
        ledger=ledger_of(issue.id),
        part=part,
        round=round_label(issue.round_number),
        group=register.vocabulary.group_of.get(issue.category, issue.category),
        category=issue.category,
        found_on=str(issue.found_on),
        vagueness=issue.found_on.vagueness,
        is_exposed=bool(exposing(issue, register.vocabulary)),
        found=issue.found,
        sentences=sentences,
        basics=basics,
        events=tuple(
            _event(event, line, len(issue.sources))
            for event, line in zip(issue.events, recorded, strict=False)
        ),
        relations=tuple(issue.relations),
        sources=tuple(issue.sources),
        standing=standing(register, issue.programme_id, replayed),
        trail=trail,
        unit=issue.unit or "",
    )


SHOWN = {"found": "存在问题", "handling": "处理情况", "medium": "环境要素"}
"""Titles of fields of an issue as pages print them; tables and files keep those of the model."""


_WIDE_TITLES = tuple(SHOWN.get(one) or Issue.model_fields[one].title or one for one in WIDE)


def _sentences(issue: Issue) -> Iterator[FieldView]:
    for name, title in zip(WIDE, _WIDE_TITLES, strict=True):
        if getattr(issue, name):
            yield FieldView(title, getattr(issue, name), wide=True)


def usual_fields(issue: Issue, vocabulary: Vocabulary) -> list[str]:
    """Return the fields that go without saying: the first word of their list is the usual one."""
    lists = (("kind", "kinds"), ("medium", "media"))
    return [name for name, words in lists if getattr(issue, name) in vocabulary.words(words)[:1]]


def _basics(register: Register, issue: Issue) -> Iterator[FieldView]:
    code = issue.place.county if issue.place else None
    place = place_of(register, issue)
    yield FieldView("地点", f"{place}（{code}）" if code else place)
    if issue.other_places:
        names = "、".join(one.name for one in issue.other_places)
        yield FieldView(str(Issue.model_fields["other_places"].title), names)
    group = register.vocabulary.group_of.get(issue.category, issue.category)
    category = issue.category
    yield FieldView("问题类别", category if group == category else f"{category}（{group}）")
    usual = usual_fields(issue, register.vocabulary)
    yield from shape_fields(issue, without=(*APART, *usual))
    yield from shape_fields(issue.site, without=("name",))


def shape_fields(shape: BaseModel, *, without: tuple[str, ...] = ()) -> Iterator[FieldView]:
    """Return every field of a shape that has a value, in the order of the model."""
    values = reader(type(shape), without)(shape)
    for title, value in zip(_titles(type(shape), without), values, strict=True):
        if value is None or value is False or value == []:
            continue
        if type(value) is str:
            yield FieldView(title, value)
        elif isinstance(value, Quantity):
            yield FieldView(title, f"{number_text(value.value)} {value.unit}")
        elif isinstance(value, BaseModel):
            yield from shape_fields(value)
        elif isinstance(value, list) and isinstance(value[0], BaseModel):
            raise TypeError(f"{title} has parts of its own: show them in a table of their own")
        else:
            yield FieldView(title, value_text(value))


@cache
def _titles(model: type[BaseModel], without: tuple[str, ...]) -> tuple[str, ...]:
    shown = SHOWN if model is Issue else {}
    fields = model.model_fields.items()
    return tuple(
        shown.get(name) or info.title or name for name, info in fields if name not in without
    )


def value_text(value: object) -> str:
    """Return a single value as text."""
    if value is True:
        return "是"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return str(value)


def _event(event: Event, recorded: RecordedView | None, sources: int) -> EventView:
    day, by = str(event.date), event.by or ""
    commit = plain_commit(recorded, day, by)
    return EventView(
        date=f"不晚于 {day}" if event.not_after else day,
        step=event.step,
        by=by,
        result=event.result or "",
        details=tuple(_details(event, sources)),
        commit=commit,
        recorded=None if commit else recorded,
    )


_OF_EVENT = ("date", "not_after", "step", "by", "result", "words", "source", "same_as")
"""Fields of an event that have their own place in its line."""


def _details(event: Event, sources: int) -> Iterator[FieldView]:
    if event.words:
        label = Event.model_fields["words"].title or ""
        if event.source and sources > 1:
            label = f"{label}（来源 {event.source}）"
        yield FieldView(label, event.words)
    if event.same_as:
        yield FieldView(Event.model_fields["same_as"].title or "", f"第 {event.same_as} 步")
    yield from event_fields(event)


def event_fields(event: Event) -> Iterator[FieldView]:
    """Return the fields of an event that have no place of their own in its line."""
    return shape_fields(event, without=_OF_EVENT)


LONGEST = 50
"""Lines in a list; the search shows the rest."""

NAMELESS = "（名称不显示）"


@dataclass(frozen=True, slots=True)
class IssueListRow:
    """One issue in a list."""

    id: str
    site: str
    href: str
    city: str
    county: str
    category: str
    status: str
    mark: str
    found_on: str
    exposed_on: str
    owed: str
    owed_stated: str
    debts: tuple[str, ...]
    returned: int
    until: str
    days_over: int


@dataclass(frozen=True, slots=True)
class IssueList:
    """The first lines of a list, its length, and a link to all of it ("" for none)."""

    caption: str
    rows: tuple[IssueListRow, ...]
    total: int
    rest: str

    @property
    def is_cut(self) -> bool:
        """Return whether lines were left out."""
        return self.total > len(self.rows)


def issue_list(
    site: SiteIndex,
    link: Links,
    caption: str,
    summaries: Sequence[IssueSummary],
    *,
    rest: str = "",
    longest: int = LONGEST,
) -> IssueList:
    """Return the list of these issues, in this order."""
    return IssueList(caption, issue_rows(site, link, summaries[:longest]), len(summaries), rest)


def issue_rows(
    site: SiteIndex, link: Links, summaries: Sequence[IssueSummary]
) -> tuple[IssueListRow, ...]:
    """Return a line for each of these issues."""
    return tuple(_row(site, link, one) for one in summaries)


def _row(site: SiteIndex, link: Links, summary: IssueSummary) -> IssueListRow:
    city = site.register.cities.get(summary.city)
    return IssueListRow(
        id=summary.id,
        site=summary.site or NAMELESS,
        href=link.to(issue_path(summary)),
        city=city.short_name if city else summary.city,
        county=summary.county_name,
        category=summary.category,
        status=summary.status,
        mark=state_mark(site.register, summary),
        found_on=summary.found_on,
        exposed_on=summary.exposed_on,
        owed=summary.owed,
        owed_stated=summary.owed_stated,
        debts=tuple(_owed_by_each(summary.open_debts)),
        returned=summary.returned,
        until=summary.until,
        days_over=days_over(summary.owed, site.today),
    )


def _owed_by_each(debts: Sequence[OpenDebt]) -> Iterator[str]:
    """Yield what each party owes, the first to be late in front."""
    for party in dict.fromkeys(one.of for one in debts):
        own = (one for one in debts if one.of == party)
        steps = (f"{REPEATED if one.again else ''}{one.awaits}" for one in own)
        yield f"{party}：{'、'.join(steps)}"


def days_over(owed: str, today: date) -> int:
    """Return the days since a deadline (ISO, "" for none) has passed; 0 while it has not."""
    return max(0, (today - date.fromisoformat(owed)).days) if owed else 0
