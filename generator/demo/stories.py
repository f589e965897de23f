"""Invented problems, one after the other: where, what, and what happened to each, day by day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, repeat
from random import Random

from generator.core.dates import PartialDate
from generator.demo import texts
from generator.demo.choosing import Chooser
from generator.demo.lifecycle_walk import Move, Ways
from generator.demo.places import Stage
from generator.demo.scenarios import Found, Told, published, told_by
from generator.demo.units import GROUPS_OF_A_KIND, Units
from generator.kinds.city.model import City
from generator.kinds.issue.model import Event, Issue, Place, Quantity, Site
from generator.kinds.programme.lifecycle import Path
from generator.kinds.programme.model import GroupKind

_SPECIAL_PATHS = 0.05
_WITH_QUANTITY = 0.6


@dataclass(frozen=True, slots=True)
class Group:
    """The group that found a problem."""

    kind: GroupKind
    number: int

    @property
    def code(self) -> str:
        """As in an ID: Z, P03."""
        return f"{self.kind.letter}{self.number:02}" if self.kind.numbered else self.kind.letter


class Teller:
    """Tells of problems in the order in which they were found; the same seed tells the same."""

    def __init__(self, stage: Stage, seed: int) -> None:
        assert stage.programme.lifecycle
        self._stage = stage
        self._random = Random(seed)
        self._units = Units(stage, self._random)
        self._paths = stage.programme.lifecycle.paths
        self._ways = {path.name: Ways(path) for path in self._paths}
        publication = stage.programme.publication
        self._grades = publication.grades if publication else []
        self._serials: Counter[str] = Counter()

    def stories(self, count: int) -> Iterator[tuple[Told, ...]]:
        """So many problems; the first ones together take every step of every path."""
        tours = [(path, tour) for path in self._paths for tour in self._ways[path.name].tours()]
        span = self._stage.used_rounds * (self._stage.programme.cadence_days or 1)
        start = self._stage.first
        for number, tour in zip(range(count), chain(tours, repeat(None)), strict=False):
            path, moves = tour or self._any_walk()
            yield self._story(start + timedelta(number * span // count), path, moves)

    def _any_walk(self) -> tuple[Path, tuple[Move, ...]]:
        *special, general = self._paths
        is_special = bool(special) and self._random.random() < _SPECIAL_PATHS
        path = self._random.choice(special) if is_special else general
        ways = self._ways[path.name]
        return path, tuple(ways.walk(Chooser(ways, self._random)))

    def _story(self, day: date, path: Path, moves: tuple[Move, ...]) -> tuple[Told, ...]:
        city = self._random.choice(self._stage.cities)
        group = self._group(path)
        finder = self._units.group(group.kind, group.number, city, day)
        is_corrected = any("corrects" in move.step.needs for move in moves)
        issue = self._issue(day, city, group, self._category(path), is_corrected=is_corrected)
        found = Found(issue, city, day, finder, self._grades)
        return told_by(found, moves, self._units, self._random)

    def _group(self, path: Path) -> Group:
        """A group of a kind that goes this path; mostly of the kind that has many groups."""
        taken = {letter for one in self._paths for letter in one.groups}
        kinds = [
            kind
            for kind in self._stage.programme.group_kinds
            if (kind.letter in path.groups if path.groups else kind.letter not in taken)
        ]
        weights = [GROUPS_OF_A_KIND if kind.numbered else 1 for kind in kinds]
        (kind,) = self._random.choices(kinds, weights)
        return Group(kind, self._random.randint(1, GROUPS_OF_A_KIND))

    def _category(self, path: Path) -> str:
        taken = {category for one in self._paths for category in one.categories}
        free = [category for category in texts.SCENES if category not in taken]
        return self._random.choice(path.categories or free)

    def _issue(
        self, day: date, city: City, group: Group, category: str, *, is_corrected: bool
    ) -> Issue:
        """The problem as it was found; its events are still to come."""
        scene = texts.SCENES.get(category, texts.ANY_SCENE)
        county = self._random.choice(city.counties)
        number = self._random.randint(1, 9)
        found_on = PartialDate(day.year, day.month, day.day)
        with_quantity = not is_corrected and self._random.random() < _WITH_QUANTITY
        return Issue(
            id=self._next_id(city, self._stage.round_on(day), group),
            kind="点位问题",
            place=Place(county=county.code, name=county.name),
            site=Site(name=self._name(scene), kind=scene.kind),
            trigger=self._random.choice(texts.TRIGGERS),
            category=category,
            medium=self._stage.programme.media[0],
            quantity=_quantity(number, scene.unit) if with_quantity else None,
            found="示例：" + self._random.choice(scene.found).format(n=number),
            demand="示例：" + scene.demand,
            sources=[published(found_on)] if group.kind.published else [],
            events=[Event(date=found_on, step="排查")],
        )

    def _next_id(self, city: City, round_number: int, group: Group) -> str:
        of = f"{self._stage.programme.id}-{city.id}-R{round_number:02}-{group.code}"
        self._serials[of] += 1
        return f"{of}-{self._serials[of]:03}"

    def _name(self, scene: texts.Scene) -> str:
        stem = self._random.choice(texts.STEMS) + self._random.choice(texts.BRANCHES)
        return f"示例{stem}{self._random.choice(scene.names)}"


def _quantity(number: int, unit: str) -> Quantity:
    return Quantity.model_validate({"value": str(number), "unit": unit})
