"""The pages of liaison (联络): a list of cities, and for each whom to reach where, by office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.work.liaisons import Reach, reaches
from generator.kinds.city.model import City
from generator.kinds.incident.model import Incident
from generator.kinds.liaison.model import Liaison
from generator.kinds.programme.model import Programme
from generator.site.index import Book
from generator.site.links import LIAISONS, Links, dues_path, incidents_path, liaison_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, counted


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
    recorded = book.register.select(Liaison, city=city)
    found = {(one.programme_id, one.city_id): one for one in recorded}
    return [
        LiaisonView(
            own,
            place,
            programme,
            link.to(liaison_path(own.id)),
            tuple(reaches(own, place)),
        )
        for programme in book.programmes
        for place in _cities(book, city)
        if (own := found.get((programme.id, place.id)))
    ]


def _cities(book: Book, only: str) -> Sequence[City]:
    found = book.register.cities.get(only) if only else None
    return [found] if found else () if only else book.cities


def contacts_of(views: Sequence[LiaisonView]) -> Mapping[str, str]:
    """Code of a county, or name where it has none → the office to reach: the last one named."""
    return {
        place.county or place.name: f"{place.posts[-1].role}：{place.posts[-1].office}"
        for view in reversed(views)
        for place in view.reaches
        if place.posts
    }


def liaison_pages(book: Book) -> Iterator[PageJob]:
    """The list of cities and one page for each liaison."""
    yield PageJob(LIAISONS, _liaison_list)
    for one in liaison_views(book, LIAISONS):
        yield PageJob(liaison_path(one.liaison.id), _liaison_page, (one.liaison,))


def _liaison_list(book: Book, templates: Templates) -> Page:
    all_of = liaison_views(book, LIAISONS)
    return templates.page("liaisons.html", LIAISONS, "联络机制", all=all_of)


def _liaison_page(book: Book, templates: Templates, liaison: Liaison) -> Page:
    views = liaison_views(book, LIAISONS, liaison.city_id)
    (one,) = (view for view in views if view.liaison is liaison)
    has_incidents = book.register.select(Incident, city=one.city.id)
    return templates.page(
        "liaison.html",
        liaison_path(liaison.id),
        f"{one.city.name}联络机制（{one.programme.id}）",
        one=one,
        dues=dues_path(one.city.id),
        incidents=incidents_path(one.city.id) if has_incidents else "",
    )
