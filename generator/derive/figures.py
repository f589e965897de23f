"""The published figures of a place. Figures are never added up: units and areas differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.bulletin import Bulletin, Figure
from generator.model.city import City
from generator.model.register import Register


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


def figures_of_city(register: Register, city: City) -> list[PublishedFigure]:
    """The figures that a source gives for this city, its counties or its attached units."""
    names = {city.name, *(unit.name for unit in city.attached)}
    codes = {city.id, *city.known_codes}
    return [
        one
        for one in published_figures(register)
        if one.figure.area.city in names or one.figure.area.code in codes
    ]
