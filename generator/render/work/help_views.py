"""One piece of help (帮扶), ready to be printed: what it was about, its course, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.kinds.assistance.model import Assistance, AssistanceEvent
from generator.kinds.assistance.views import Standing, days_taken, standing
from generator.model.source import Source
from generator.render.terms import round_label
from generator.site.index import Book


@dataclass(frozen=True, slots=True)
class FieldText:
    """A label with its text; `wide` takes the whole row."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class HelpEvent:
    """One step of a piece of help, as timelines show it."""

    date: str
    step: str
    by: str
    details: tuple[FieldText, ...]
    result: str = ""
    commit: str = ""
    recorded: None = None


@dataclass(frozen=True, slots=True)
class HelpView:
    """One piece of help with its course."""

    id: str
    subject: str
    state: str
    is_open: bool
    took: str
    fields: tuple[FieldText, ...]
    events: tuple[HelpEvent, ...]
    sources: tuple[Source, ...]


def help_views(book: Book, some: Sequence[Assistance]) -> tuple[HelpView, ...]:
    """The latest begun first; of one day by ID."""
    latest = sorted(some, key=lambda one: str(one.events[0].date), reverse=True)
    return tuple(_view(book, one) for one in latest)


def _view(book: Book, one: Assistance) -> HelpView:
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
    now = standing(one, book.register.vocabulary)
    return HelpView(
        id=one.id,
        subject=one.subject,
        state=now.value,
        is_open=now is Standing.OPEN,
        took=_took(book, one),
        fields=tuple(text for text in texts if text.value),
        events=tuple(_event(event) for event in one.events),
        sources=tuple(one.sources),
    )


def _took(book: Book, one: Assistance) -> str:
    days = days_taken(one, book.register.vocabulary, book.today)
    if days is None:
        return "用时不详：日期只知年月"
    if one.ending(book.register.vocabulary) is None:
        return f"已进行 {days} 天"
    return f"用时 {days} 天" if days else "当天完成"


def _event(event: AssistanceEvent) -> HelpEvent:
    said = (FieldText("内容", event.said),) if event.said else ()
    return HelpEvent(str(event.date), event.step, event.by or "", said)
