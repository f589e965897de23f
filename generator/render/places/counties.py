"""The counties of a city with their counts: present ones first, then units without a code."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.problems.sought import NO_COUNTY, unit_words
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.summaries import tally
from generator.render.measures import STANDING, Behind
from generator.site.index import Book
from generator.site.tables import Cell


@dataclass(frozen=True, slots=True)
class CountyView:
    """One county-level unit: what it was called before, and its counts."""

    name: str
    code: str
    former: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Counties:
    """All units of a city, and what names no county ("未载"), if there is such."""

    heads: tuple[str, ...]
    units: tuple[CountyView, ...]
    unplaced: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    code: str
    former: str
    words: tuple[str, ...]
    """The codes, or else the names, under which its problems are recorded; first the present."""


def counties(book: Book, behind: Behind, city: City, briefs: Sequence[Brief]) -> Counties:
    """The units of a city; problems under a former code count for the present county."""
    placed: dict[str, list[Brief]] = defaultdict(list)
    for one in briefs:
        placed[one.county or one.county_name].append(one)

    def cells(words: Sequence[str]) -> tuple[Cell, ...]:
        own = [one for word in words for one in placed[word]]
        counts = tally(own, book.overview.today)
        used = [word for word in words if placed[word]]
        return behind.cells(STANDING, counts, city=city.id, **_facet(words, used))

    return Counties(
        heads=tuple(one.title for one in STANDING),
        units=tuple(
            CountyView(one.name, one.code, one.former, cells(one.words)) for one in _units(city)
        ),
        unplaced=cells([""]) if placed[""] else (),
    )


def _facet(words: Sequence[str], used: Sequence[str]) -> Mapping[str, str]:
    """What finds the problems of a unit: its one code or name, or the name that all of them have.

    `used` are those of its codes or names that problems stand under.
    """
    if len(used) > 1:
        return {"q": unit_words(words[0])}
    word = used[0] if used else words[0]
    if not word:
        return {"q": NO_COUNTY}
    return {"county": word} if word.isdecimal() else {"q": word}


def _units(city: City) -> Iterator[_Unit]:
    for county in city.counties:
        former = "；".join(f"{past.name}（{past.change}）" for past in county.former)
        yield _Unit(county.name, county.code, former, county.codes)
    for zone in city.zones:
        yield _Unit(zone.name, "", zone.note or "", (zone.name,))
    for unit in city.attached:
        yield _Unit(unit.name, unit.code or "", unit.note, (unit.code or unit.name,))
