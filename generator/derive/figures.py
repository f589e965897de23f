"""The published figures of a place. Figures are never added up: units and areas differ."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.kinds.bulletin.model import Bulletin, Figure
from generator.kinds.register import Register


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One figure with the bulletin that holds it."""

    bulletin: Bulletin
    figure: Figure


def published_figures(register: Register) -> Iterator[PublishedFigure]:
    """Every figure, in order of bulletin and row."""
    for bulletin in register.bulletins:
        for figure in bulletin.rows:
            yield PublishedFigure(bulletin, figure)


def figures_by_city(register: Register) -> Mapping[str, list[PublishedFigure]]:
    """Code → the figures that a source gives for that city, its counties or attached units."""
    owners: dict[str, set[str]] = defaultdict(set)
    for city in register.cities.values():
        for word in (city.id, *city.known_codes, city.name, *(one.name for one in city.attached)):
            owners[word].add(city.id)
    found: dict[str, list[PublishedFigure]] = {code: [] for code in register.cities}
    for one in published_figures(register):
        area = one.figure.area
        for code in owners.get(area.city or "", set()) | owners.get(area.code or "", set()):
            found[code].append(one)
    return found
