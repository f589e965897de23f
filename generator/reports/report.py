"""A bulletin in numbers, and its comparison with a published bulletin."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from generator.core.dates import PartialDate, parse_partial
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.bulletin.model import Area, Bulletin, Figure
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import CLOSED, OPEN, IssueSummary
from generator.kinds.issue.summaries import Tally, tally
from generator.kinds.issue.work_periods import PeriodWork
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.team.status import handover
from generator.reports.periods import Filled, ReportPeriod

NO_COUNTY = "区县未注明"


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """The number of issues of a city or county; `code` is the name where a county has no code."""

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
    """One city with its counties by code, then those without a code."""

    place: PlaceCount
    province: str
    counties: Sequence[PlaceCount]


@dataclass(frozen=True, slots=True)
class Onward:
    """The number of issues passed on by a round, and the days of the next (ISO, "" if none)."""

    first: str
    last: str
    open: int
    due: int
    to_verify: int


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of a period as of a day (ISO); all counts are of records (个).

    `programmes` and `cities` are the requested ones, empty for all; `programmes_found` are those
    with issues. `work` is what was done in the period whenever the issue was found, None where
    that is not told. `handed` counts issues handed over at least once, `undated` those whose date
    is too vague to decide.
    """

    period: ReportPeriod
    programmes: Sequence[str]
    cities: Sequence[str]
    today: str
    tally: Tally
    handed: int
    undated: int
    groups: Sequence[GroupCount]
    places: Sequence[CityCount]
    programmes_found: Sequence[str]
    onward: Onward | None
    work: PeriodWork | None = None

    @property
    def total(self) -> int:
        """Return the number of issues of the period."""
        return self.tally.found

    @property
    def categories(self) -> Sequence[CategoryCount]:
        """Return every category with issues, in the order of the vocabulary."""
        return [one for group in self.groups for one in group.categories]


@dataclass(frozen=True, slots=True)
class Asked:
    """The programmes and cities of a bulletin; empty for all."""

    programmes: Sequence[str] = ()
    cities: Sequence[str] = ()


def report(
    register: Register,
    found: Filled,
    today: str,
    asked: Asked | None = None,
    work: PeriodWork | None = None,
) -> Report:
    """Return the bulletin of a period; the register need not hold the issues themselves."""
    asked = asked or Asked()
    period, summaries = found.period, found.summaries
    known = register.programmes
    programme = known.get(period.key.split("-")[0]) if period.is_round else None
    named = [programme.id] if programme else asked.programmes
    return Report(
        period=period,
        programmes=[known[one].name if one in known else one for one in named],
        cities=[_name(register, code) for code in sorted(asked.cities)],
        today=today,
        tally=tally(summaries, today),
        handed=handed_over(summaries),
        undated=len(found.undated),
        groups=_groups(register, summaries),
        places=_places(register, summaries),
        programmes_found=_programmes_found(register, summaries),
        onward=_onward(register, programme, found)
        if programme and not period.is_unknown_round and _is_followed(summaries)
        else None,
        work=work,
    )


def handed_over(summaries: Iterable[IssueSummary]) -> int:
    """Return how many were handed over at least once."""
    return sum(one.handed_on != "" for one in summaries)


def _programmes_found(register: Register, summaries: Iterable[IssueSummary]) -> list[str]:
    used = {one.programme for one in summaries}
    return [one.name for one in register.programmes.values() if one.id in used]


def _name(register: Register, code: str) -> str:
    city = register.cities.get(code)
    return city.name if city else code


def _groups(register: Register, summaries: Iterable[IssueSummary]) -> list[GroupCount]:
    counts = Counter(map(attrgetter("group", "category", "city"), summaries))
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
    """Return group and category in the order of the vocabulary; unknown words come last."""
    words = register.vocabulary.words
    groups = {word: place for place, word in enumerate(words("groups"))}
    categories = {word: place for place, word in enumerate(words("categories"))}

    def place(pair: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        return groups.get(pair[0], len(groups)), categories.get(pair[1], len(categories)), pair

    return sorted(pairs, key=place)


def _places(register: Register, summaries: Iterable[IssueSummary]) -> list[CityCount]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[tuple[str, str], str] = {}
    named = Counter(map(attrgetter("city", "county", "county_name"), summaries))
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
    """Return the key by which counties are sorted: codes, then names, then none."""
    return not word, not word.isdecimal(), word


def _sum(places: Iterable[PlaceCount]) -> int:
    return sum(one.count for one in places)


def _is_followed(summaries: Sequence[IssueSummary]) -> bool:
    """Return whether it is known of any issue how it stands; of none nothing can be passed on."""
    return not summaries or any(one.openness in (OPEN, CLOSED) for one in summaries)


def _onward(register: Register, programme: Programme, found: Filled) -> Onward:
    """Return what the next round takes over; its days follow from the cadence."""
    first, last = _next(programme, found.period)
    handed = handover(register.vocabulary, found.summaries, first, last)
    return Onward(first, last, len(handed.open), len(handed.due), len(handed.to_verify))


def _next(programme: Programme, period: ReportPeriod) -> tuple[str, str]:
    if not period.last:
        return "", ""
    following = programme.next_round_days(period.days[1])
    if following is None:
        return "", ""
    first, last = following
    close = programme.period.end
    if close and first > close.latest:
        return "", ""
    return first.isoformat(), last.isoformat()


_ALL = ("合计",)
_OTHER = re.compile(r"其他（(.+)）")
"""“Other”, with the word in brackets."""

Test = Callable[[IssueSummary], bool]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure and the register's number of records (个) of the same days, place and category.

    `held` is None where nothing can be compared, for a `reason`; `vague` counts records whose date
    is too vague to decide.
    """

    figure: Figure
    held: int | None = None
    vague: int = 0
    reason: str = ""

    @property
    def missing(self) -> Decimal:
        """Return how many the register lacks; negative where it holds more."""
        return self.figure.value - (self.held or 0)

    @property
    def agrees(self) -> bool:
        """Return whether both numbers are equal."""
        return self.held is not None and self.missing == 0


@dataclass(frozen=True, slots=True)
class BulletinComparison:
    """A bulletin compared, figure by figure.

    `outside` counts figures whose days do not lie in the period asked for, `others` those that
    count something else than issues.
    """

    bulletin: Bulletin
    rows: Sequence[Compared]
    outside: int
    others: int


def compared(
    register: Register, bulletin: Bulletin, period: ReportPeriod, summaries: Iterable[IssueSummary]
) -> BulletinComparison:
    """Return the figures of a bulletin in a period with the register's numbers."""
    own = [one for one in summaries if one.programme == bulletin.programme_id]
    counting = register.vocabulary.with_role("metrics", Role.PROBLEMS)
    counting_issues = [one for one in bulletin.rows if one.metric in counting]
    inside = [one for one in counting_issues if _within(one, period)]
    return BulletinComparison(
        bulletin,
        [_compared(register, one, own) for one in inside],
        len(counting_issues) - len(inside),
        len(bulletin.rows) - len(counting_issues),
    )


def _within(figure: Figure, period: ReportPeriod) -> bool:
    """Return whether a figure is in the period; a round without published days holds all."""
    if not period.first:
        return True
    first, last = period.days
    return first <= figure.start.earliest and figure.end.latest <= last


def _compared(register: Register, figure: Figure, summaries: Iterable[IssueSummary]) -> Compared:
    category = _category_test(register.vocabulary, figure.category)
    if category is None:
        return Compared(figure, reason=f"词表里没有与“{figure.category}”对应的类别")
    place = _place_test(register, figure.area)
    if place is None:
        return Compared(figure, reason="原文的范围在台账里没有对应的地方")
    alike = [one for one in summaries if category(one) and place(one)]
    found = [parse_partial(one.found_on) for one in alike]
    return Compared(
        figure,
        sum(_inside(one, figure) for one in found),
        sum(_touches(one, figure) and not _inside(one, figure) for one in found),
    )


def _inside(found: PartialDate, figure: Figure) -> bool:
    return figure.start.earliest <= found.earliest and found.latest <= figure.end.latest


def _touches(found: PartialDate, figure: Figure) -> bool:
    return found.earliest <= figure.end.latest and figure.start.earliest <= found.latest


def _category_test(vocabulary: Vocabulary, category: str | None) -> Test | None:
    """Return the test for the category that a source names; None where no word is like it."""
    if category is None or category in _ALL:
        return lambda one: True
    other = _OTHER.fullmatch(category)
    word = other[1] if other else category
    if word in vocabulary.words("groups") and _has_parts(vocabulary, word):
        return lambda one: one.group == word
    if word in vocabulary.words("categories"):
        return lambda one: one.category == word
    return None


def _has_parts(vocabulary: Vocabulary, word: str) -> bool:
    """Return whether a group is more than the one category of its own name."""
    return any(group == word and one != word for one, group in vocabulary.group_of.items())


def _place_test(register: Register, area: Area) -> Test | None:
    """Return the test for the area that a source names; None where the area is unknown."""
    if area.code:
        codes = _same_place(register, area.code)
        return lambda one: one.city in codes or one.county in codes
    if not (area.county or area.city or area.province):
        return lambda one: True
    cities = [one for one in register.cities.values() if area.province in (None, one.province)]
    if area.city:
        own = [one for one in cities if one.name == area.city]
        if not own and not area.county:
            return _unit_test(cities, area.city)
        cities = own or cities
    return _unit_test(cities, area.county) if area.county else _city_test(cities)


def _same_place(register: Register, code: str) -> set[str]:
    """Return every present and former code of the place: sources and records may use either."""
    for city in register.cities.values():
        for county in city.counties:
            codes = {county.code, *(past.code for past in county.former if past.code)}
            if code in codes:
                return codes
    return {code}


def _city_test(cities: Iterable[City]) -> Test | None:
    codes = {one.id for one in cities}
    return (lambda one: one.city in codes) if codes else None


def _unit_test(cities: Iterable[City], name: str) -> Test | None:
    """Return the test for a county, a zone or a unit, with or without the city's name."""
    units = {
        (one.id, word)
        for one in cities
        for word in (name, one.short_name + name)
        if word in one.codes or word in one.uncoded
    }
    return (lambda one: (one.city, one.county_name) in units) if units else None
