"""The words that the search knows: places by all their names, words of the vocabulary, programmes,
terms with their meaning.

The scripts in theme/assets decide what follows from one that is typed. See decision 0099.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from generator.core.provinces import provinces
from generator.core.vocabulary import TITLES, Vocabulary
from generator.kinds.city.model import City, County
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.kinds.programme.model import Programme
from generator.kinds.registry import BY_NAME
from generator.kinds.round.model import Round
from generator.kinds.unit.model import Unit
from generator.site.glossary import RATIOS, TERMS, word_lists
from generator.site.index import SiteIndex
from generator.site.links import (
    SEARCH_WORDS,
    city_path,
    programme_path,
    round_path,
    unit_key,
    unit_path,
)
from generator.site.page import PageJob, Templates
from generator.site.search.shards import script_json
from generator.site.tables import place_text, round_label

FACETED = {"groups": "group", "categories": "category", "media": "medium", "origins": "origin"}
"""Lists of the vocabulary whose words are keys of a facet."""

_EXPLAINED = (
    *(TERMS, RATIOS, "groups", "categories", "steps", "actions"),
    *("incidents", "assistances", "confirmations", "penalties"),
)
"""Lists of the glossary whose words get a card with their meaning: what a reader may not know."""

_STATES = (
    {"names": ("逾期", "已逾期", "超期"), "facet": "overdue", "key": "1"},
    {"names": ("未办结",), "facet": "open", "key": OPEN},
    {"names": ("已办结",), "facet": "open", "key": CLOSED},
)
"""Words for what no text of a record says, but a facet knows."""

_ENDINGS = ("自治县", "特区", "地区", "林区", "市", "区", "县", "旗")
_OF_PROVINCES = ("特别行政区", "自治区", "省", "市")
_SHORTEST = 2
"""Characters that remain of a name without its ending: 滦 alone means nothing."""


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """Names of a unit of a city, the usual one first, and its keys in the facet of counties.

    `former` are those of `names` that it had once. `page` is its name in addresses, "" where that
    is the first of its keys.
    """

    names: Sequence[str]
    keys: Sequence[str]
    former: Sequence[str] = ()
    page: str = ""


def word_file(_: SiteIndex) -> Iterator[PageJob]:
    """The file of the words."""
    yield PageJob(SEARCH_WORDS, _words_text)


def _words_text(site: SiteIndex, _: Templates) -> str:
    content = {
        "cities": [_of_city(city) for city in site.cities],
        "areas": [{"names": names, "keys": keys} for names, keys in _areas(site.cities)],
        "words": list(_of_vocabulary(site.register.vocabulary)),
        "states": _STATES,
        "programmes": [_of_programme(one) for one in site.programmes],
        "rounds": list(_of_rounds(site)),
        "city_kind": BY_NAME["city"].search_label,
        "outside": list(_outside(site.cities)),
        "terms": list(_of_glossary(site.register.vocabulary)),
        "firms": [_of_unit(site, one) for one in site.register.select(Unit)[:_MOST_UNITS]],
    }
    return f"lantianWords({script_json(content)});\n"


def _of_city(city: City) -> dict[str, object]:
    return {
        "key": city.id,
        "names": _distinct((city.name, city.short_name, _without(city.name, _ENDINGS))),
        "within": city.province,
        "address": city_path(city.id),
        "units": [
            {
                "names": one.names,
                "keys": one.keys,
                **({"former": one.former} if one.former else {}),
                **({"page": one.page} if one.page else {}),
            }
            for one in place_words(city)
        ],
    }


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))


def place_words(city: City) -> Iterator[PlaceWord]:
    """Return the units of a city; one is known by its former names as well."""
    for county in city.counties:
        yield _of_county(city, county)
    for zone in city.zones:
        names = (zone.name, *zone.called)
        yield _place(city, names, names, page=unit_key("", zone.name))
    for unit in city.attached:
        names = (unit.name, *unit.called)
        page = "" if unit.code else unit_key("", unit.name)
        yield _place(city, names, [unit.code] if unit.code else names, page=page)


def _of_county(city: City, county: County) -> PlaceWord:
    former = [past.name for past in county.former if past.name != county.name]
    uncoded = [past.name for past in county.former if not past.code]
    names = [county.name, *county.called, *former]
    return _place(city, names, [*county.codes, *uncoded], former)


def _place(
    city: City,
    names: Sequence[str],
    keys: Sequence[str],
    former: Sequence[str] = (),
    page: str = "",
) -> PlaceWord:
    bare = [city.bare_name(name) for name in names]
    short = [_without(name, _ENDINGS) for name in names]
    own = (city.name, city.short_name)
    known = [name for name in _distinct((*names, *bare, *short)) if name not in own]
    return PlaceWord(known, _distinct(keys), former, page)


def _without(name: str, endings: Iterable[str]) -> str:
    """Return a name without its ending; "" where it has none, or too little remains."""
    for ending in endings:
        if name.endswith(ending) and len(name) >= len(ending) + _SHORTEST:
            return name.removesuffix(ending)
    return ""


def _areas(cities: Iterable[City]) -> Iterator[tuple[list[str], list[str]]]:
    """Return names and city codes of provinces that are more than a city, and of regions."""
    found: dict[str, list[str]] = defaultdict(list)
    for city in cities:
        found[city.region].append(city.id)
        if city.province != city.name:
            found[city.province].append(city.id)
    for name, codes in found.items():
        short = _without(name, _OF_PROVINCES)
        yield [name, *filter(None, [short])], codes


def _outside(cities: Iterable[City]) -> Iterator[list[str]]:
    """Return the names of provinces without a city on record, to say that they are left out."""
    known = {city.province for city in cities}
    for name in provinces().values():
        if name not in known:
            yield _distinct((name, _without(name, _OF_PROVINCES)))


def _of_vocabulary(vocabulary: Vocabulary) -> Iterator[dict[str, object]]:
    """Return the words of faceted lists, and all others that are also called otherwise."""
    for name in TITLES:
        facet = FACETED.get(name, "")
        for entry in vocabulary.entries(name):
            if facet or entry.called:
                yield {"names": [entry.word, *entry.called], "facet": facet}


def _of_glossary(vocabulary: Vocabulary) -> Iterator[dict[str, object]]:
    """Return the words that have a card; of one that is in several lists the first.

    A term is also meant by its beginning: 包保 is said for 包保到市.
    """
    seen: set[str] = set()
    for some in word_lists(vocabulary):
        for entry in some.words if some.name in _EXPLAINED else ():
            if entry.retired or entry.word in seen:
                continue
            seen.add(entry.word)
            made = {"names": [entry.word, *entry.called], "meaning": entry.meaning}
            begins = {"begins": True} if some.name == TERMS else {}
            yield {**made, "address": some.path(entry), **begins}


def _of_rounds(site: SiteIndex) -> Iterator[dict[str, object]]:
    """Return number, name and address of the rounds on record, by programme; the last first."""
    for programme in reversed(site.programmes):
        found = site.register.select(Round, programme=programme.id)
        rounds = sorted(found, key=attrgetter("number"), reverse=True)
        names = [(str(one.number), round_label(one.number), round_path(one.id)) for one in rounds]
        if names:
            yield {"programme": programme.id, "rounds": names}


_MOST_UNITS = 2_000
"""Units with a card of their own: every reader loads these words. Hits name all of them."""


def _of_unit(site: SiteIndex, unit: Unit) -> dict[str, object]:
    city = site.register.cities.get(unit.city_id)
    return {
        "names": _distinct((*(one.name for one in reversed(unit.names)), *unit.called)),
        "within": place_text(city, unit.place.name if unit.place else ""),
        "address": unit_path(unit.id),
    }


def _of_programme(programme: Programme) -> dict[str, object]:
    return {
        "key": programme.id,
        "names": [programme.name, *programme.called],
        "address": programme_path(programme.id),
    }
