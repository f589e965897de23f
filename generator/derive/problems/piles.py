"""Problems in brief as they lie, ledger by ledger: read when somebody asks for them.

Of a hundred thousand problems a page shows those of a city, a round or some months.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar, overload

from generator.derive.problems.lines import Brief
from generator.model.issue import ledger_of

Value = TypeVar("Value")


class Lazy(Mapping[str, Value]):
    """A mapping of which each value is made when it is asked for, and kept."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Value]) -> None:
        self._names = dict.fromkeys(sorted(names))
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Pile:
    """The problems of one ledger (`DC17-130200-R11`), as rows, and the months of their finding."""

    ledger: str
    months: tuple[str, ...]
    rows: Sequence[Sequence[Any]]

    @cached_property
    def briefs(self) -> tuple[Brief, ...]:
        """Its problems."""
        return tuple(Brief(*row) for row in self.rows)

    @property
    def programme(self) -> str:
        """The campaign of all its problems."""
        return self.ledger.split("-")[0]

    @property
    def city(self) -> str:
        """The city of all its problems."""
        return self.ledger.split("-")[1]

    @property
    def round_id(self) -> str:
        """The round of all its problems: `LT19-R05`."""
        programme, _, number = self.ledger.split("-")
        return f"{programme}-{number}"


class Briefs(Sequence[Brief]):
    """All problems by ID; who asks for a part has only that part read."""

    def __init__(self, piles: Sequence[Pile]) -> None:
        self._piles = piles

    @cached_property
    def all(self) -> tuple[Brief, ...]:
        """All of them."""
        return _sorted(self._piles)

    @overload
    def __getitem__(self, place: int) -> Brief: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Brief]: ...

    def __getitem__(self, place: int | slice) -> Brief | Sequence[Brief]:
        return self.all[place]

    def __len__(self) -> int:
        return len(self.all)

    def __iter__(self) -> Iterator[Brief]:
        return iter(self.all)

    def by(self, key: Callable[[Pile], str]) -> Mapping[str, tuple[Brief, ...]]:
        """The problems by what `key` says of their ledger, in order of the keys."""
        piles: dict[str, list[Pile]] = {}
        for one in self._piles:
            piles.setdefault(key(one), []).append(one)
        return Lazy(piles, lambda name: _sorted(piles[name]))

    def by_month(self, key: Callable[[Brief], str]) -> Mapping[str, tuple[Brief, ...]]:
        """The problems by month of finding, which `key` says of each."""
        piles: dict[str, list[Pile]] = {}
        for one in self._piles:
            for month in one.months:
                piles.setdefault(month, []).append(one)

        def of_month(month: str) -> tuple[Brief, ...]:
            return tuple(one for one in _sorted(piles[month]) if key(one) == month)

        return Lazy(piles, of_month)

    def by_id(self) -> Mapping[str, Brief]:
        """ID → problem; to go through all of it has all of them read."""
        return _ById(self)

    def named(self, name: str) -> Brief | None:
        """The problem of an ID."""
        pile = self._by_ledger.get(ledger_of(name))
        return next((one for one in pile.briefs if one.id == name), None) if pile else None

    @cached_property
    def _by_ledger(self) -> Mapping[str, Pile]:
        return {one.ledger: one for one in self._piles}


class _ById(Mapping[str, Brief]):
    def __init__(self, briefs: Briefs) -> None:
        self._briefs = briefs

    def __getitem__(self, name: str) -> Brief:
        found = self._briefs.named(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (one.id for one in self._briefs)

    def __len__(self) -> int:
        return len(self._briefs)


def _sorted(piles: Iterable[Pile]) -> tuple[Brief, ...]:
    briefs = chain.from_iterable(one.briefs for one in piles)
    return tuple(sorted(briefs, key=attrgetter("id")))
