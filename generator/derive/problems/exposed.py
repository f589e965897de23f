"""A problem that was made public, as lists, feeds and counts of the whole register see it."""

from dataclasses import dataclass
from typing import Any

from generator.kinds.issue.ledger import IssueLine


@dataclass(frozen=True, slots=True)
class ExposedLine:
    """The line of an exposed problem and where its exposure stands.

    `state` is a word of `edition.exposures.Publicity`, `reason` a sentence; `changed_on` the day of
    the last event that the public may see. Where the name is not `shown`, the line has none.
    """

    line: IssueLine
    state: str
    reason: str
    grade: str
    until: str
    changed_on: str
    shown: bool

    @property
    def month(self) -> str:
        """The month in which it was made public, or the year where that is all that is known."""
        return self.line.exposed_on[:_MONTH]

    @property
    def row(self) -> tuple[Any, ...]:
        """Its values in their order, those of the line first."""
        own = (self.state, self.reason, self.grade, self.until, self.changed_on, self.shown)
        return (*self.line.row, *own)


_OWN = 6
_MONTH = len("2019-05")


def exposed_line(row: tuple[Any, ...]) -> ExposedLine:
    """What `row` gave."""
    return ExposedLine(IssueLine(*row[:-_OWN]), *row[-_OWN:])
