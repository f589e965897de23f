"""Which mentions of units in records may be of the same unit: by code, by form of name, by county.

What is told with certainty is only proposed, too: a person accepts it. See decision 0110.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.core.serials import id_order
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue, Place
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import Register
from generator.kinds.unit.model import Unit


class Ground(StrEnum):
    """Why mentions are taken for the same unit; the first two leave no doubt."""

    CODE = "统一社会信用代码相同"
    NAME = "名称、城市、区县都相同"
    FORM = "名称的写法相近，城市相同、区县不矛盾"

    @property
    def is_certain(self) -> bool:
        """Return whether nothing but a mistake in the records speaks against it."""
        return self is not Ground.FORM


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that names a unit; `unit` is the one that it points to already, "" for none."""

    record: str
    city: str
    name: str
    code: str
    county: str
    masked: bool
    unit: str
    is_problem: bool


@dataclass(frozen=True, slots=True)
class UnitProposal:
    """Mentions that may be of one unit: the unit that is there, "" for a new one, and why."""

    unit: str
    ground: Ground
    mentions: tuple[Mention, ...]

    @property
    def unlinked(self) -> tuple[Mention, ...]:
        """Return those that point to no unit yet."""
        return tuple(one for one in self.mentions if not one.unit)


def mentions(register: Register) -> Iterator[Mention]:
    """Yield every unit that problems and penalties name, and those on record themselves."""
    yield from (_of_issue(filed.record) for filed in register.of(Issue))
    for one in register.select(Penalty):
        whom = one.whom
        yield Mention(
            one.id,
            one.city_id,
            whom.name,
            whom.credit_code or "",
            _county(one.place),
            whom.masked,
            one.unit or "",
            is_problem=False,
        )
    yield from _on_record(register)


def _of_issue(issue: Issue) -> Mention:
    return Mention(
        issue.id,
        issue.city_id,
        issue.site.name,
        issue.site.credit_code or "",
        _county(issue.place),
        issue.site.masked,
        issue.unit or "",
        is_problem=True,
    )


def _on_record(register: Register) -> Iterator[Mention]:
    """Yield every unit on record under each of its names."""
    for unit in register.select(Unit):
        for name in dict.fromkeys(unit.all_names):
            code, county = unit.credit_code or "", _county(unit.place)
            yield Mention(
                unit.id, unit.city_id, name, code, county, False, unit.id, is_problem=False
            )


def _county(place: Place | None) -> str:
    return (place.county or place.name) if place else ""


_MARKS = re.compile(r"[\s\"'“”‘’《》〈〉()\[\]【】·.,，、]+")
_SUFFIX = re.compile(
    r"(?:集团)?(?:股份)?(?:有限)?(?:责任)?(?:总)?公司$|(?:有限合伙|普通合伙|个体工商户)$"
)
_NO_NAME = re.compile(r"^(?:某|一|无名|该|两|数|多)|某|×|\*|X{2}")
_SHORTEST = 3
"""Characters that a form of a name needs to tell one unit from another."""


def folded(name: str) -> str:
    """Return a name without width, spaces, quotation marks and brackets."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name))


def form_of(name: str, city: City | None) -> str:
    """Return what remains of a name without its place in front and its kind of company behind."""
    text = folded(name)
    if city:
        for lead in (city.province, city.province[:-1], city.name, city.short_name):
            text = text.removeprefix(lead)
        for unit in city.units:
            text = text.removeprefix(unit.name)
    return _SUFFIX.sub("", text)


def is_nameless(one: Mention) -> bool:
    """Return whether its name can not tell it from others: rewritten, or none at all."""
    return one.masked or bool(_NO_NAME.search(one.name)) or len(folded(one.name)) < _SHORTEST


def proposals(register: Register) -> list[UnitProposal]:
    """Return what may be linked: units on record, new ones of two problems or with a code."""
    every = sorted(mentions(register), key=lambda one: id_order(one.record))
    found: list[UnitProposal] = []
    seen: set[str] = set()
    for ground, groups in _groups(register, every):
        for some in groups:
            left = [one for one in some if one.unit or one.record not in seen]
            proposal = _proposal(ground, left)
            if proposal and proposal.unlinked:
                found.append(proposal)
                seen.update(one.record for one in proposal.mentions)
    return found


def fitting_units(issues: Iterable[Issue], register: Register) -> Mapping[str, UnitProposal]:
    """Return problem → the unit on record that it names beyond doubt, and points to not yet."""
    known: dict[tuple[Ground, str], set[str]] = defaultdict(set)
    for one in _on_record(register):
        for key in _sure_keys(one):
            known[key].add(one.unit)
    found: dict[str, UnitProposal] = {}
    for mention in map(_of_issue, issues):
        fitting = [(key, known[key]) for key in _sure_keys(mention) if len(known.get(key, ())) == 1]
        if fitting and not mention.unit:
            (ground, _), (unit,) = fitting[0]
            found[mention.record] = UnitProposal(unit, ground, (mention,))
    return found


def _sure_keys(one: Mention) -> Iterator[tuple[Ground, str]]:
    """Yield what is alike in mentions of one unit beyond doubt."""
    if one.code:
        yield Ground.CODE, one.code
    if one.county and not is_nameless(one):
        yield Ground.NAME, f"{one.city} {one.county} {folded(one.name)}"


Groups = Iterable[Sequence[Mention]]


def _groups(register: Register, every: Sequence[Mention]) -> Iterator[tuple[Ground, Groups]]:
    named = [one for one in every if not is_nameless(one)]
    yield Ground.CODE, _by(every, lambda one: one.code)
    yield (
        Ground.NAME,
        _by(named, lambda one: one.county and f"{one.city} {one.county} {folded(one.name)}"),
    )
    cities = register.cities

    def form(one: Mention) -> str:
        text = form_of(one.name, cities.get(one.city))
        return f"{one.city} {text}" if len(text) >= _SHORTEST else ""

    yield Ground.FORM, (some for some in _by(named, form) if _agree(some))


def _by(some: Iterable[Mention], key: object) -> Groups:
    groups: dict[str, list[Mention]] = defaultdict(list)
    assert callable(key)
    for one in some:
        if value := key(one):
            groups[value].append(one)
    return groups.values()


def _agree(some: Sequence[Mention]) -> bool:
    """Return whether no two of them have different codes or counties."""
    codes = {one.code for one in some if one.code}
    counties = {one.county for one in some if one.county}
    return len(codes) <= 1 and len(counties) <= 1


def _proposal(ground: Ground, some: Sequence[Mention]) -> UnitProposal | None:
    """Return what these come to; None where a single problem without a code stands alone."""
    units = {one.unit for one in some if one.unit}
    problems = sum(one.is_problem for one in some)
    has_code = any(one.code for one in some)
    if len(units) > 1 or not some or not (units or has_code or problems > 1):
        return None
    return UnitProposal(next(iter(units), ""), ground, tuple(some))


def by_city(some: Iterable[UnitProposal]) -> Mapping[str, list[UnitProposal]]:
    """Return the proposals by the city of their first mention."""
    found: dict[str, list[UnitProposal]] = defaultdict(list)
    for one in some:
        found[one.mentions[0].city].append(one)
    return found
