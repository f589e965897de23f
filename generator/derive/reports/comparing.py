"""A published bulletin beside the register: what its figures say and what the records come to.

A figure counts enterprises, sites or problems in its own unit, a record is one 条: the two are set
side by side and never added up.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.core.dates import PartialDate, parse_partial
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.bulletin.model import Area, Bulletin, Figure
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import Brief
from generator.kinds.register import Register
from generator.reports.periods import Period

_ALL = ("合计",)
_OTHER = re.compile(r"其他（(.+)）")
"""“Other”, with the word in brackets that says which."""

Test = Callable[[Brief], bool]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure and how many records (条) the register has of the same days, place and category.

    `held` is None where `reason` says why nothing can be set beside the figure; `vague` counts
    records whose date is too vague to tell.
    """

    figure: Figure
    held: int | None = None
    vague: int = 0
    reason: str = ""

    @property
    def missing(self) -> Decimal:
        """How many the register does not hold; negative where it holds more."""
        return self.figure.value - (self.held or 0)

    @property
    def agrees(self) -> bool:
        """Whether both say the same number."""
        return self.held is not None and self.missing == 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A bulletin compared, figure by figure.

    `outside` counts figures whose days do not lie in the period asked for, `others` those that
    count something else than problems.
    """

    bulletin: Bulletin
    rows: Sequence[Compared]
    outside: int
    others: int


def compared(
    register: Register, bulletin: Bulletin, period: Period, briefs: Iterable[Brief]
) -> Comparison:
    """The figures of a bulletin that fall into a period beside what the register has."""
    own = [one for one in briefs if one.programme == bulletin.programme_id]
    counting = register.vocabulary.with_role("metrics", Role.PROBLEMS)
    problems = [one for one in bulletin.rows if one.metric in counting]
    inside = [one for one in problems if _within(one, period)]
    return Comparison(
        bulletin,
        [_compared(register, one, own) for one in inside],
        len(problems) - len(inside),
        len(bulletin.rows) - len(problems),
    )


def _within(figure: Figure, period: Period) -> bool:
    """A round whose days nobody published holds every figure: its records are taken by their ID."""
    if not period.first:
        return True
    first, last = period.days
    return first <= figure.start.earliest and figure.end.latest <= last


def _compared(register: Register, figure: Figure, briefs: Iterable[Brief]) -> Compared:
    category = _category_test(register.vocabulary, figure.category)
    if category is None:
        return Compared(figure, reason=f"词表里没有与“{figure.category}”对应的类别")
    place = _place_test(register, figure.area)
    if place is None:
        return Compared(figure, reason="原文的范围在台账里没有对应的地方")
    alike = [one for one in briefs if category(one) and place(one)]
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
    """Whether a record is of the category that a source names; None where no word is like it."""
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
    """Whether a group is more than the one category of its own name."""
    return any(group == word and one != word for one, group in vocabulary.group_of.items())


def _place_test(register: Register, area: Area) -> Test | None:
    """Whether a record lies in the area that a source names; None where the area is unknown."""
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
    """Every code that the place of a code has or had: sources give one, records that of the day."""
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
    """A county, a zone or a unit counted with a city; a source may leave out the city's name."""
    units = {
        (one.id, word)
        for one in cities
        for word in (name, one.short_name + name)
        if word in one.codes or word in one.uncoded
    }
    return (lambda one: (one.city, one.county_name) in units) if units else None
