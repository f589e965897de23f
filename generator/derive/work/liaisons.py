"""Who is reached where (联络): the liaison of a city, and the offices of each of its places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City
from generator.kinds.issue.model import Place
from generator.kinds.liaison.model import Liaison, Post
from generator.kinds.register import Register


@dataclass(frozen=True, slots=True)
class Reach:
    """The offices of one place; `is_own` where they are named for it alone."""

    county: str
    name: str
    posts: Sequence[Post]
    is_own: bool


def reaches(liaison: Liaison, city: City) -> Iterator[Reach]:
    """Every present county and zone of a city, with the offices that are named for it or for all.

    A place under a former name comes last, as its record has it.
    """
    own = {one.place.county or one.place.name: one for one in liaison.places}
    for county, name in _places(city):
        told = own.pop(county or name, None)
        posts = told.posts if told else liaison.counties
        yield Reach(county, name, posts, told is not None)
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
    """The offices of a place; those of the city where no place is known."""
    if place is None:
        return liaison.city
    key = place.county or place.name
    told = (one.posts for one in liaison.places if (one.place.county or one.place.name) == key)
    return next(told, liaison.counties)


def liaison_of(register: Register, city: str, programme: str) -> Liaison | None:
    """The liaison of a city in a campaign, or in one that supports it; None where there is none."""
    programmes = register.programmes
    own = register.select(Liaison, city=city)
    fits = (
        lambda one: one.programme_id == programme,
        lambda one: (
            one.programme_id in programmes and programmes[one.programme_id].supports == programme
        ),
    )
    return next((one for fit in fits for one in own if fit(one)), None)
