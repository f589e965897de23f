"""Assistance (帮扶) as pages and the search show it: status, course, counts beside issues."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Protocol

from generator.core.dates import PartialDate
from generator.core.fields import Correction, Source
from generator.core.serials import id_order
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.assistance import KIND
from generator.kinds.assistance.model import Assistance
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.kinds.register import grouped
from generator.site.index import SiteIndex
from generator.site.links import ASSISTANCE, Links, assistance_path
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import Cell, counted, round_label


@dataclass(frozen=True, slots=True)
class FieldText:
    """A label with its text; `wide` takes the whole row."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One step of an assistance record, as timelines show it."""

    date: str
    step: str
    by: str
    details: tuple[FieldText, ...]
    result: str = ""
    commit: str = ""
    recorded: None = None


class ToldEvent(Protocol):
    """A step of a record that says in words what was done."""

    @property
    def date(self) -> PartialDate: ...
    @property
    def step(self) -> str: ...
    @property
    def by(self) -> str | None: ...
    @property
    def said(self) -> str | None: ...


def event_told(event: ToldEvent) -> TimelineEvent:
    """Return a step as timelines show it, with its words as its one detail."""
    details = (FieldText("内容", event.said),) if event.said else ()
    return TimelineEvent(str(event.date), event.step, event.by or "", details)


@dataclass(frozen=True, slots=True)
class AssistanceView:
    """One assistance record with its course."""

    id: str
    subject: str
    state: str
    is_open: bool
    took: str
    fields: tuple[FieldText, ...]
    events: tuple[TimelineEvent, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]


def assistance_views(site: SiteIndex, some: Sequence[Assistance]) -> tuple[AssistanceView, ...]:
    """Return the views, the latest begun first; of one day by ID."""
    latest = sorted(some, key=lambda one: str(one.events[0].date), reverse=True)
    return tuple(_view(site, one) for one in latest)


def _view(site: SiteIndex, one: Assistance) -> AssistanceView:
    place, number = one.place, one.round_number
    texts = (
        FieldText("轮次", f"{one.programme_id} {round_label(number)}"),
        FieldText("区县", place.name if place else "全市"),
        FieldText("对象", one.receiver or ""),
        FieldText("有关问题", "、".join(one.issues), wide=True),
        FieldText("参加人数", f"{one.people} 人" if one.people else ""),
        FieldText("结果", one.result or "", wide=True),
        FieldText("备注", one.note or "", wide=True),
    )
    now = standing(one, site.register.vocabulary)
    return AssistanceView(
        id=one.id,
        subject=one.subject,
        state=now.value,
        is_open=now is AssistanceStatus.OPEN,
        took=_took(site, one),
        fields=tuple(text for text in texts if text.value),
        events=tuple(event_told(event) for event in one.events),
        sources=tuple(one.sources),
        corrections=tuple(one.corrections),
    )


def _took(site: SiteIndex, one: Assistance) -> str:
    days = days_taken(one, site.register.vocabulary, site.today)
    if days is None:
        return "用时不详：日期只知年月"
    if one.ending(site.register.vocabulary) is None:
        return f"已进行 {days} 天"
    return f"用时 {days} 天" if days else "当天完成"


class AssistanceStatus(StrEnum):
    """The status of an assistance record."""

    OPEN = "进行中"
    SETTLED = "办结"
    ADOPTED = "采纳"
    HELD = "已开展"


_STANDING = {Role.ADOPTED: AssistanceStatus.ADOPTED, Role.HELD: AssistanceStatus.HELD}


def standing(one: Assistance, vocabulary: Vocabulary) -> AssistanceStatus:
    """Return its status, by the event that ended it."""
    end = one.ending(vocabulary)
    if end is None:
        return AssistanceStatus.OPEN
    for role, state in _STANDING.items():
        if vocabulary.has_role(end.step, role, words="assistance_steps"):
            return state
    return AssistanceStatus.SETTLED


def days_taken(one: Assistance, vocabulary: Vocabulary, today: date) -> int | None:
    """Return the days from its first event to its end, or to a day; None where unknown."""
    first, end = one.events[0].date, one.ending(vocabulary)
    if not first.is_exact or (end and not end.date.is_exact):
        return None
    return ((end.date.earliest if end else today) - first.earliest).days


@dataclass(frozen=True, slots=True)
class AssistanceTally:
    """Counts of assistance records; `settled` by an end of any sort, `people` in their audiences.

    `days` are the durations of settled ones, where known.
    """

    given: int = 0
    settled: int = 0
    warnings: int = 0
    people: int = 0
    days: tuple[int, ...] = ()

    @property
    def open(self) -> int:
        """Return how many are open."""
        return self.given - self.settled

    @property
    def usual_days(self) -> str:
        """Return the median of the days taken; "" where none is known."""
        return f"{median(self.days):g}" if self.days else ""


def assistance_tally(
    some: Iterable[Assistance], vocabulary: Vocabulary, today: date
) -> AssistanceTally:
    """Return the counts of these assistance records."""
    given = list(some)
    settled = [one for one in given if one.ending(vocabulary)]
    taken = (days_taken(one, vocabulary, today) for one in settled)
    return AssistanceTally(
        given=len(given),
        settled=len(settled),
        warnings=sum(len(one.warnings(vocabulary)) for one in given),
        people=sum(one.people or 0 for one in given),
        days=tuple(days for days in taken if days is not None),
    )


def assistance_of_round(one: Assistance) -> str:
    """Return the round in which it was given: `LT19-R05`, or `LT19-R00` where none is known."""
    return f"{one.programme_id}-R{one.round_number:02}"


def warned(some: Iterable[Assistance], vocabulary: Vocabulary) -> list[Assistance]:
    """Return those with a warning, the latest warning first."""
    found = [(one, last) for one in some for last in one.warnings(vocabulary)[-1:]]
    by_id = sorted(found, key=lambda pair: id_order(pair[0].id))
    return [one for one, _ in sorted(by_id, key=lambda pair: str(pair[1].date), reverse=True)]


@dataclass(frozen=True, slots=True)
class AssistanceCounts:
    """Issues and assistance side by side; `places` are the cities that were helped."""

    found: Cell
    given: Cell
    settled: Cell
    places: tuple[Cell, ...] = ()


def assisted(link: Links, **facets: str) -> str:
    """Return the search for exactly these assistance records."""
    return link.records(**{"kind": KIND.search_label, **facets})


def assistance_line(
    site: SiteIndex, found: Cell, own: Sequence[Assistance], page: str, **facets: str
) -> AssistanceCounts | None:
    """Return issues and assistance side by side; None where no assistance is on record."""
    if not own:
        return None
    link = Links(page)
    by_city = grouped(own, lambda one: one.city_id)
    return AssistanceCounts(
        found=found,
        given=counted(
            len(own), link.to(assistance_path(own[0].city_id) if len(by_city) == 1 else ASSISTANCE)
        ),
        settled=counted(
            assistance_tally(own, site.register.vocabulary, site.today).settled,
            assisted(link, open=CLOSED, **facets),
        ),
        places=tuple(
            Cell(f"{site.register.cities[code].name} {len(some)}", link.to(assistance_path(code)))
            for code, some in by_city.items()
        ),
    )


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of assistance."""
    for one in site.register.assistance:
        texts_of_events = (event.said for event in one.events)
        texts = (
            assistance_words(one.kind),
            standing(one, site.register.vocabulary).value,
            *texts_of_events,
            one.result,
            one.receiver,
            one.note,
        )
        yield plain_entry(
            KIND.search_label,
            one.id,
            f"{assistance_path(one.city_id)}#{one.id}",
            one.subject,
            "；".join(text for text in texts if text),
            texts=texts_of(one),
            place=site.register.cities[one.city_id].name + (one.place.name if one.place else ""),
            programme=one.programme_id,
            city=one.city_id,
            date=str(one.events[0].date),
            round_number=str(one.round_number),
            openness=CLOSED if one.ending(site.register.vocabulary) else OPEN,
        )


def assistance_words(kind: str) -> str:
    """Return the searchable words for the form of assistance; counts use them."""
    return f"形式：{kind}"


def record_place(site: SiteIndex, record: Assistance) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"{assistance_path(record.city_id)}#{record.id}"
