"""The pages of liaison (联络): a list of cities, and for each whom to reach where, by office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.work.liaisons import Reach, reaches
from generator.model.city import City
from generator.model.liaison import Liaison
from generator.model.programme import Programme
from generator.render.book import Book
from generator.render.links import LIAISONS, Links, dues_path, incidents_path, liaison_path
from generator.render.page import Page, Templates
from generator.render.tables import Cell, counted


@dataclass(frozen=True, slots=True)
class LiaisonView:
    """The liaison of one city in one campaign, with links as seen from one page."""

    liaison: Liaison
    city: City
    programme: Programme
    href: str
    reaches: tuple[Reach, ...]

    @property
    def counts(self) -> tuple[Cell, ...]:
        """How many places there are, have offices of their own, and have nobody named for them."""
        own = sum(one.is_own for one in self.reaches)
        unreached = sum(not one.posts for one in self.reaches)
        places = f"{self.href}#counties"
        return tuple(counted(number, places) for number in (len(self.reaches), own, unreached))


def liaison_views(book: Book, page: str, city: str = "") -> list[LiaisonView]:
    """Every liaison, or those of one city, by campaign; of what is not recorded there is none."""
    link = Links(page)
    found = {(one.programme_id, one.city_id): one for one in book.register.liaisons}
    return [
        LiaisonView(
            own,
            place,
            programme,
            link.to(liaison_path(own.id)),
            tuple(reaches(own, place)),
        )
        for programme in book.programmes
        for place in book.cities
        if place.id == city or not city
        if (own := found.get((programme.id, place.id)))
    ]


def contacts_of(views: Sequence[LiaisonView]) -> Mapping[str, str]:
    """Code of a county, or name where it has none → the office to reach: the last one named."""
    return {
        place.county or place.name: f"{place.posts[-1].role}：{place.posts[-1].office}"
        for view in reversed(views)
        for place in view.reaches
        if place.posts
    }


def liaison_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The list of cities and one page for each liaison."""
    all_of = liaison_views(book, LIAISONS)
    if book.makes(LIAISONS):
        yield templates.page("liaisons.html", LIAISONS, "联络机制", all=all_of)
    cities = {one.city_id for one in book.register.incidents}
    for one in all_of:
        path = liaison_path(one.liaison.id)
        if not book.makes(path):
            continue
        yield templates.page(
            "liaison.html",
            path,
            f"{one.city.name}联络机制（{one.programme.id}）",
            one=one,
            dues=dues_path(one.city.id),
            incidents=incidents_path(one.city.id) if one.city.id in cities else "",
        )
