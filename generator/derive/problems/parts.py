"""The pages of a ledger: one while it is short, then one for each 200 serial numbers of a group.

A part is named by its group and its serial numbers, never by its place among the others, so that an
issue that is filed later moves no other issue. See `generator/docs/decisions/bounded-pages.md`.
"""

from dataclasses import dataclass

from generator.kinds.issue.model import ledger_of

LONGEST = 200
"""How many issues a page of a ledger shows at most."""

_LAST_SERIAL = 999


@dataclass(frozen=True, slots=True, order=True)
class LedgerPart:
    """The issues of one ledger and group with the serial numbers from `first` to `last`."""

    ledger: str
    group: str
    first: int

    @property
    def last(self) -> int:
        """The highest serial number that belongs here."""
        return min(self.first + LONGEST - 1, _LAST_SERIAL)

    @property
    def name(self) -> str:
        """`DC18-130600-R00.G.201-400`: no ID of a record and no other ledger is written so."""
        return f"{self.ledger}.{self.group}.{self.first:03}-{self.last:03}"

    @property
    def label(self) -> str:
        """`G-201 至 G-400`, as its first and last ID would end."""
        return f"{self.group}-{self.first:03} 至 {self.group}-{self.last:03}"


def is_split(size: int) -> bool:
    """Whether a ledger of so many issues has several pages."""
    return size > LONGEST


def part_of(issue_id: str) -> LedgerPart:
    """The part of its ledger that an issue belongs to."""
    group, serial = issue_id.rsplit("-", 2)[1:]
    return LedgerPart(ledger_of(issue_id), group, (int(serial) - 1) // LONGEST * LONGEST + 1)
