"""Selects issues by their fields, and the folders below `records/` that hold them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from generator.kinds.issue.ledger import OPEN, LedgerRow, ledger_row
from generator.kinds.issue.replay import replay
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME

Words = frozenset[str]
ANY: Words = frozenset()


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions on an issue; `ANY` matches everything, several words are alternatives.

    `rounds` are spelled `LT19-R05`, `counties` are names or codes, `categories` may be groups, and
    `overdue_on` is the day (ISO) by which a deadline must have passed, "" for none.
    """

    programmes: Words = ANY
    cities: Words = ANY
    rounds: Words = ANY
    counties: Words = ANY
    categories: Words = ANY
    states: Words = ANY
    letters: Words = ANY
    only_open: bool = False
    overdue_on: str = ""

    def holds(self, line: LedgerRow) -> bool:
        """Return whether an issue matches."""
        asked = (
            (self.programmes, (line.programme,)),
            (self.cities, (line.city,)),
            (self.rounds, (f"{line.programme}-R{line.round:02}",)),
            (self.counties, (line.county, line.county_name)),
            (self.categories, (line.category, line.group)),
            (self.states, line.states),
            (self.letters, tuple(one.number for one in line.sent_letters)),
            (frozenset({OPEN}) if self.only_open else ANY, (line.openness,)),
        )
        if any(words and words.isdisjoint(values) for words, values in asked):
            return False
        return not self.overdue_on or bool(line.owed and line.owed < self.overdue_on)

    def folders(self, register: Register) -> Sequence[str]:
        """Return the folders below `records/` that hold all such issues; some may be missing."""
        top = BY_NAME["issue"].folder
        if not (self.programmes or self.cities or self.rounds):
            return [top]
        programmes = sorted(self.programmes or register.programmes)
        if not (self.cities or self.rounds):
            return [f"{top}/{programme}" for programme in programmes]
        cities = sorted(self.cities or register.cities)
        return [
            "/".join((top, programme, city, *rounds))
            for programme, city in product(programmes, cities)
            for rounds in self._rounds_of(programme)
        ]

    def _rounds_of(self, programme: str) -> Iterator[tuple[str, ...]]:
        if not self.rounds:
            yield ()
        for one in sorted(self.rounds):
            owner, _, number = one.partition("-")
            if owner == programme:
                yield (number,)


def selected(register: Register, selection: Selection) -> list[LedgerRow]:
    """Return the lines of the matching issues, by ID."""
    return [line for line in _lines(register) if selection.holds(line)]


def _lines(register: Register) -> Iterator[LedgerRow]:
    for issue in register.issues:
        programme = register.programmes.get(issue.programme_id)
        lifecycle = programme.lifecycle if programme else None
        yield ledger_row(register, issue, replay(lifecycle, issue) if lifecycle else None)
