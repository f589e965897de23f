"""A bulletin in numbers: the problems of a period by category and place, and how they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from generator.derive.work.handover import handover
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.summaries import Tally, tally
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.reports.periods import Filled, Period

NO_COUNTY = "区县未载"


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many problems a city or county has; `code` is the name where a county has no code."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """One category with its cities in official order."""

    word: str
    count: int
    cities: Sequence[PlaceCount]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group of categories (问题大类), its categories in the order of the vocabulary."""

    word: str
    count: int
    categories: Sequence[CategoryCount]


@dataclass(frozen=True, slots=True)
class CityCount:
    """One city with its counties by code, those without a code behind them."""

    place: PlaceCount
    province: str
    counties: Sequence[PlaceCount]


@dataclass(frozen=True, slots=True)
class Onward:
    """How much a round hands on, and the days of the next (ISO, "" where none is to come)."""

    first: str
    last: str
    open: int
    due: int
    to_verify: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a bulletin says of a period as of a day (ISO); all counts are of records (条).

    `programmes` and `cities` name what was asked for, nothing where all were; `campaigns` those in
    which something was found. `handed` counts what was handed over at least once, `undated` what
    may belong here but has too vague a date.
    """

    period: Period
    programmes: Sequence[str]
    cities: Sequence[str]
    today: str
    tally: Tally
    handed: int
    undated: int
    groups: Sequence[GroupCount]
    places: Sequence[CityCount]
    campaigns: Sequence[str]
    onward: Onward | None

    @property
    def total(self) -> int:
        """All problems of the period."""
        return self.tally.found

    @property
    def categories(self) -> Sequence[CategoryCount]:
        """Every category in which something was found, in the order of the vocabulary."""
        return [one for group in self.groups for one in group.categories]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a bulletin is to be about besides its period; empty for all."""

    programmes: Sequence[str] = ()
    cities: Sequence[str] = ()


def report(register: Register, found: Filled, today: str, asked: Asked | None = None) -> Report:
    """The bulletin of a period; the register need not hold the problems themselves."""
    asked = asked or Asked()
    period, briefs = found.period, found.briefs
    known = register.programmes
    programme = known.get(period.key.split("-")[0]) if period.is_round else None
    named = [programme.id] if programme else asked.programmes
    return Report(
        period=period,
        programmes=[known[one].name if one in known else one for one in named],
        cities=[_name(register, code) for code in sorted(asked.cities)],
        today=today,
        tally=tally(briefs, today),
        handed=handed_over(briefs),
        undated=len(found.undated),
        groups=_groups(register, briefs),
        places=_places(register, briefs),
        campaigns=_campaigns(register, briefs),
        onward=_onward(register, programme, found)
        if programme and not period.is_unknown_round
        else None,
    )


def handed_over(briefs: Iterable[Brief]) -> int:
    """How many were handed over at least once."""
    return sum(one.handed_on != "" for one in briefs)


def _campaigns(register: Register, briefs: Iterable[Brief]) -> list[str]:
    used = {one.programme for one in briefs}
    return [one.name for one in register.programmes.values() if one.id in used]


def _name(register: Register, code: str) -> str:
    city = register.cities.get(code)
    return city.name if city else code


def _groups(register: Register, briefs: Iterable[Brief]) -> list[GroupCount]:
    counts = Counter(map(attrgetter("group", "category", "city"), briefs))
    cities: dict[tuple[str, str], list[PlaceCount]] = defaultdict(list)
    for group, word, code in sorted(counts, key=lambda key: key[2]):
        cities[group, word].append(
            PlaceCount(code, _name(register, code), counts[group, word, code])
        )
    inside: dict[str, list[CategoryCount]] = defaultdict(list)
    for group, word in _in_order(register, cities):
        places = cities[group, word]
        inside[group].append(CategoryCount(word, _sum(places), places))
    return [
        GroupCount(group, sum(one.count for one in words), words) for group, words in inside.items()
    ]


def _in_order(register: Register, pairs: Iterable[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Group and category in the order of the vocabulary; words that it does not know come last."""
    words = register.vocabulary.words
    groups = {word: place for place, word in enumerate(words("groups"))}
    categories = {word: place for place, word in enumerate(words("categories"))}

    def place(pair: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        return groups.get(pair[0], len(groups)), categories.get(pair[1], len(categories)), pair

    return sorted(pairs, key=place)


def _places(register: Register, briefs: Iterable[Brief]) -> list[CityCount]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[tuple[str, str], str] = {}
    named = Counter(map(attrgetter("city", "county", "county_name"), briefs))
    for (code, county, name), count in named.items():
        counts[code][county or name] += count
        names[code, county or name] = name or NO_COUNTY
    return [
        CityCount(
            PlaceCount(code, _name(register, code), sum(counts[code].values())),
            _province(register.cities.get(code)),
            [
                PlaceCount(county, names[code, county], counts[code][county])
                for county in sorted(counts[code], key=_county_order)
            ],
        )
        for code in sorted(counts)
    ]


def _province(city: City | None) -> str:
    return city.province if city else ""


def _county_order(word: str) -> tuple[bool, bool, str]:
    """Codes first, then names, last what names no county."""
    return not word, not word.isdecimal(), word


def _sum(places: Iterable[PlaceCount]) -> int:
    return sum(one.count for one in places)


def _onward(register: Register, programme: Programme, found: Filled) -> Onward:
    """What the next round takes over; its days follow from the cadence, within the campaign."""
    first, last = _next(programme, found.period)
    handed = handover(programme, register.vocabulary, found.briefs, first, last)
    return Onward(first, last, len(handed.open), len(handed.due), len(handed.to_verify))


def _next(programme: Programme, period: Period) -> tuple[str, str]:
    if not programme.cadence_days or not period.last:
        return "", ""
    _, end = period.days
    first, last = end + timedelta(1), end + timedelta(programme.cadence_days)
    close = programme.period.end
    if close and first > close.latest:
        return "", ""
    return first.isoformat(), last.isoformat()
