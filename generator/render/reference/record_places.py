"""Where a record that is no problem is shown, and how it is called there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.core.fields import Record
from generator.kinds.action.model import Action
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.assessment.model import Assessment
from generator.kinds.assistance.model import Assistance
from generator.kinds.grid.model import Grid
from generator.kinds.incident.model import Incident
from generator.kinds.liaison.model import Liaison
from generator.kinds.monitor.model import Monitor
from generator.kinds.programme.model import Programme
from generator.kinds.registry import KINDS
from generator.kinds.target.model import Target
from generator.kinds.task.model import Task
from generator.kinds.team.model import Team
from generator.model.round import Round
from generator.render.search import (
    of_action,
    of_appraisal,
    of_assessment,
    of_assistance,
    of_grid,
    of_incident,
    of_liaison,
    of_monitor,
    of_programme,
    of_round,
    of_target,
    of_task,
    of_team,
)
from generator.site.index import Book
from generator.site.links import Links

_ORDER: Mapping[type[Record], tuple[int, str]] = {
    kind.model: (place, kind.title) for place, kind in enumerate(KINDS)
}


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """Records of one kind: how many, and the first of them with their places."""

    title: str
    count: int
    named: Sequence[tuple[str, str]]


def record_groups(
    book: Book, link: Links, records: Sequence[Record], longest: int
) -> Iterator[RecordGroup]:
    """These records by kind, in the order of the kinds, each with so many names at most."""
    ordered = sorted(records, key=lambda one: (_ORDER[type(one)], one.id))
    for (_, title), group in groupby(ordered, key=lambda one: _ORDER[type(one)]):
        own = list(group)
        named = [(one.id, _linked(link, _place(book, one))) for one in own[:longest]]
        yield RecordGroup(title, len(own), named)


def _linked(link: Links, place: str) -> str:
    return link.to(place) if place else ""


def _place(book: Book, record: Record) -> str:
    """Return where a record is shown; "" for a kind that is shown nowhere by itself."""
    place = _PLACES.get(type(record))
    return place(book, record) if place else ""


_PLACES: Mapping[type[Record], Callable[[Book, Any], str]] = {
    Programme: of_programme.record_place,
    Round: of_round.record_place,
    Action: of_action.record_place,
    Assessment: of_assessment.record_place,
    Appraisal: of_appraisal.record_place,
    Task: of_task.record_place,
    Assistance: of_assistance.record_place,
    Target: of_target.record_place,
    Team: of_team.record_place,
    Grid: of_grid.record_place,
    Monitor: of_monitor.record_place,
    Liaison: of_liaison.record_place,
    Incident: of_incident.record_place,
}
