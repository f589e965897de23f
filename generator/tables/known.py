"""What a register already has, by the names that tables use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.core.vocabulary import Vocabulary
from generator.kinds.action.model import Action
from generator.kinds.bulletin.model import Bulletin, Figure
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.task.model import Task

SERIAL_DIGITS = 3
"""At the end of the ID of a case, a measure or a task."""

CaseRecord = Issue | Action | Task
"""What a row of a table of cases can become."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The row of a table from which a record, or a part of one, was made."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure that the register has, in its bulletin."""

    bulletin: Bulletin
    figure: Figure


@dataclass(frozen=True, slots=True)
class Known:
    """The register, looked up by name and by row of origin."""

    vocabulary: Vocabulary
    programmes: Mapping[str, Programme]
    cities: Mapping[str, City]
    cases: Mapping[TableRow, CaseRecord]
    figures: Mapping[TableRow, Printed]


@dataclass
class Numbers:
    """The last serial number used for each beginning of an ID."""

    last: dict[str, int] = field(default_factory=dict)

    def used(self, beginning: str, serial: int) -> None:
        """Takes note of a number that is in use."""
        self.last[beginning] = max(self.last.get(beginning, 0), serial)

    def take(self, beginning: str) -> int:
        """The next free number for IDs that begin so."""
        self.last[beginning] = self.last.get(beginning, 0) + 1
        return self.last[beginning]


def known_from(register: Register) -> Known:
    """What tables need to know of the register."""
    return Known(
        vocabulary=register.vocabulary,
        programmes={
            name: programme
            for programme in register.programmes.values()
            for name in (*programme.called, programme.name)
        },
        cities={city.name: city for city in register.cities.values()},
        cases={
            TableRow(one.origin.table, one.origin.row): one
            for one in _from_cases(register)
            if one.origin
        },
        figures={
            TableRow(bulletin.table, figure.row): Printed(bulletin, figure)
            for bulletin in register.bulletins
            if bulletin.table
            for figure in bulletin.rows
        },
    )


def numbers_from(register: Register) -> Numbers:
    """The serial numbers that the records of the register have used."""
    numbers = Numbers()
    for bulletin in register.bulletins:
        beginning, _, serial = bulletin.id.rpartition("-")
        numbers.used(beginning, int(serial))
    for record in _from_cases(register):
        numbers.used(record.id[:-SERIAL_DIGITS], int(record.id[-SERIAL_DIGITS:]))
    return numbers


def _from_cases(register: Register) -> Iterator[CaseRecord]:
    yield from register.issues
    yield from register.actions
    yield from register.tasks
