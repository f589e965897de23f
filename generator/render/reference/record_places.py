"""Where a record that is no problem is shown, and how it is called there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.model.action import Action
from generator.model.appraisal import Appraisal
from generator.model.assessment import Assessment
from generator.model.assistance import Assistance
from generator.model.fields import Record
from generator.model.grid import Grid
from generator.model.incident import Incident
from generator.model.kinds import KINDS
from generator.model.liaison import Liaison
from generator.model.monitor import Monitor
from generator.model.programme import Programme
from generator.model.round import Round
from generator.model.source import CityRecord
from generator.model.target import Target
from generator.model.task import Task
from generator.model.team import Team
from generator.render.book import Book
from generator.render.campaigns.team_groups import team_place
from generator.render.indexes import ASSESSMENT
from generator.render.links import (
    Links,
    action_path,
    appraisals_path,
    grid_path,
    help_path,
    incidents_path,
    liaison_path,
    monitor_path,
    programme_path,
    target_path,
    tasks_path,
)

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
    """ "" for a kind that is shown nowhere by itself."""
    match record:
        case Programme():
            return programme_path(record.id)
        case Round():
            return f"rounds/index.html#{record.id}"
        case Action():
            return action_path(record.id)
        case Assessment():
            return ASSESSMENT
        case Appraisal():
            return appraisals_path(record.programme_id)
        case CityRecord():
            return _place_of_city(book, record)
        case _:
            return ""


def _place_of_city(book: Book, record: CityRecord) -> str:
    match record:
        case Task():
            return f"{tasks_path(record.programme_id, record.city_id)}#{record.id}"
        case Assistance():
            return f"{help_path(record.city_id)}#{record.id}"
        case Target():
            return target_path(record.id)
        case Team():
            return team_place(book, record)
        case Grid():
            return grid_path(record.programme_id, record.city_id)
        case Monitor():
            return monitor_path(record.programme_id, record.city_id)
        case _:
            return _place_of_side(record)


def _place_of_side(record: CityRecord) -> str:
    """Of what a city does for a campaign."""
    match record:
        case Liaison():
            return liaison_path(record.id)
        case Incident():
            return f"{incidents_path(record.city_id)}#{record.id}"
        case _:
            return ""
