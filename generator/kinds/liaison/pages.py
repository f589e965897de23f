"""The pages of liaison (联络): the offices to contact, by place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City
from generator.kinds.incident.model import Incident
from generator.kinds.issue.model import Place
from generator.kinds.liaison import KIND
from generator.kinds.liaison.model import Liaison, Post
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.site.index import SiteIndex
from generator.site.links import LIAISONS, Links, dues_path, incidents_path, liaison_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import Cell, counted


@dataclass(frozen=True, slots=True)
class Reach:
    """The offices of one place; `is_own` where they are named for it alone."""

    county: str
    name: str
    posts: Sequence[Post]
    is_own: bool


def reaches(liaison: Liaison, city: City) -> Iterator[Reach]:
    """Return every present county and zone of a city, with its offices or those named for all.

    A place under a former name comes last, as its record has it.
    """
    own = {one.place.county or one.place.name: one for one in liaison.places}
    for county, name in _places(city):
        entry = own.pop(county or name, None)
        posts = entry.posts if entry else liaison.counties
        yield Reach(county, name, posts, entry is not None)
    for left in own.values():
        yield Reach(left.place.county or "", left.place.name, left.posts, True)


def _places(city: City) -> Iterator[tuple[str, str]]:
    for county in city.counties:
        yield county.code, county.name
    for zone in city.zones:
        yield "", zone.name
    for unit in city.attached:
        yield unit.code or "", unit.name


def posts_at(liaison: Liaison, place: Place | None) -> Sequence[Post]:
    """Return the offices of a place; those of the city where no place is known."""
    if place is None:
        return liaison.city
    key = place.county or place.name
    named = (one.posts for one in liaison.places if (one.place.county or one.place.name) == key)
    return next(named, liaison.counties)


def liaison_of(register: Register, city: str, programme: str) -> Liaison | None:
    """Return the liaison of a city in a programme, or in one that supports it; None without any."""
    programmes = register.programmes
    own = register.select(Liaison, city=city)
    fits = (
        lambda one: one.programme_id == programme,
        lambda one: (
            one.programme_id in programmes and programmes[one.programme_id].supports == programme
        ),
    )
    return next((one for fit in fits for one in own if fit(one)), None)


@dataclass(frozen=True, slots=True)
class LiaisonView:
    """The liaison of one city in one programme, with links as seen from one page."""

    liaison: Liaison
    city: City
    programme: Programme
    href: str
    reaches: tuple[Reach, ...]

    @property
    def counts(self) -> tuple[Cell, ...]:
        """Return how many places there are, have offices of their own, and have none named."""
        own = sum(one.is_own for one in self.reaches)
        unreached = sum(not one.posts for one in self.reaches)
        places = f"{self.href}#counties"
        return tuple(counted(number, places) for number in (len(self.reaches), own, unreached))


def liaison_views(site: SiteIndex, page: str, city: str = "") -> list[LiaisonView]:
    """Return every recorded liaison, or those of one city, by programme."""
    link = Links(page)
    recorded = site.register.select(Liaison, city=city)
    found = {(one.programme_id, one.city_id): one for one in recorded}
    return [
        LiaisonView(
            own,
            place,
            programme,
            link.to(liaison_path(own.id)),
            tuple(reaches(own, place)),
        )
        for programme in site.programmes
        for place in _cities(site, city)
        if (own := found.get((programme.id, place.id)))
    ]


def _cities(site: SiteIndex, only: str) -> Sequence[City]:
    found = site.register.cities.get(only) if only else None
    return [found] if found else () if only else site.cities


def contacts_of(views: Sequence[LiaisonView]) -> Mapping[str, str]:
    """Return code of a county, or name where it has none → its office: the last one named."""
    return {
        place.county or place.name: f"{place.posts[-1].role}：{place.posts[-1].office}"
        for view in reversed(views)
        for place in view.reaches
        if place.posts
    }


def liaison_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of cities and one page for each liaison."""
    yield PageJob(LIAISONS, _liaison_list)
    for one in liaison_views(site, LIAISONS):
        yield PageJob(liaison_path(one.liaison.id), _liaison_page, (one.liaison,))


def _liaison_list(site: SiteIndex, templates: Templates) -> Page:
    all_of = liaison_views(site, LIAISONS)
    return templates.page("liaisons.html", LIAISONS, "联络机制", all=all_of)


def _liaison_page(site: SiteIndex, templates: Templates, liaison: Liaison) -> Page:
    views = liaison_views(site, LIAISONS, liaison.city_id)
    (one,) = (view for view in views if view.liaison is liaison)
    has_incidents = site.register.select(Incident, city=one.city.id)
    return templates.page(
        "liaison.html",
        liaison_path(liaison.id),
        f"{one.city.name}联络机制（{one.programme.id}）",
        one=one,
        dues=dues_path(one.city.id),
        incidents=incidents_path(one.city.id) if has_incidents else "",
    )


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of liaison."""
    for one in site.register.liaisons:
        city, programme = site.register.cities[one.city_id], site.register.programmes
        posts = [*one.city, *one.counties, *(post for own in one.places for post in own.posts)]
        texts = [f"{post.role}：{post.office}" for post in posts]
        yield plain_entry(
            KIND.search_label,
            one.id,
            liaison_path(one.id),
            f"{city.name}联络机制",
            "；".join([programme[one.programme_id].name, *dict.fromkeys(texts)]),
            texts=texts_of(one),
            place=city.province,
            programme=one.programme_id,
            city=city.id,
        )


def record_place(site: SiteIndex, record: Liaison) -> str:
    """Return where a record is shown, as a path in the site."""
    return liaison_path(record.id)
