"""The list of what a place owes as values to print: its lines, groups and pages."""

from dataclasses import dataclass

from generator.site.tables import Cell


@dataclass(frozen=True, slots=True)
class OwedView:
    """One debt of a place as a line of its list; "" for what is not recorded.

    `due` is the last day of its deadline, `stated` the deadline as it is printed.
    """

    number: int
    id: str
    site: str
    href: str
    found: str
    demand: str
    units: str
    what: str
    letter: str
    due: str
    stated: str
    days_over: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class OwedGroup:
    """The debts whose deadlines have passed, are near, are far, or are not known."""

    title: str
    rows: tuple[OwedView, ...]


@dataclass(frozen=True, slots=True)
class OwedSheet:
    """One page of the list of a city: its groups, the number of all debts, and its pages."""

    groups: tuple[OwedGroup, ...]
    total: int
    part: int
    pages: tuple[Cell, ...]
