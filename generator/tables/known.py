"""What a register already has, by the names that tables use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.bulletin import Bulletin, Figure
from generator.model.city import City
from generator.model.issue import Issue
from generator.model.programme import Programme
from generator.model.register import Register
from generator.model.task import Task
from generator.vocabulary import Vocabulary


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
    issues: Mapping[TableRow, Issue]
    figures: Mapping[TableRow, Printed]
    tasks: Mapping[TableRow, Task] = field(default_factory=dict)


@dataclass
class Numbers:
    """The last serial number used for each beginning of an ID."""

    last: dict[str, int] = field(default_factory=dict)

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
        issues={
            TableRow(issue.origin.table, issue.origin.row): issue
            for issue in register.issues
            if issue.origin
        },
        figures={
            TableRow(bulletin.table, figure.row): Printed(bulletin, figure)
            for bulletin in register.bulletins
            if bulletin.table
            for figure in bulletin.rows
        },
        tasks={
            TableRow(task.origin.table, task.origin.row): task
            for task in register.tasks
            if task.origin
        },
    )


def numbers_from(register: Register) -> Numbers:
    """The serial numbers that the issues and bulletins of the register have used."""
    numbers = Numbers()
    for record in (*register.issues, *register.bulletins):
        beginning, _, serial = record.id.rpartition("-")
        numbers.last[beginning] = max(numbers.last.get(beginning, 0), int(serial))
    for task in register.tasks:
        beginning, serial = task.id[:-3], task.id[-3:]
        numbers.last[beginning] = max(numbers.last.get(beginning, 0), int(serial))
    return numbers
