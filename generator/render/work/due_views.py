"""What a city owes as its page shows it: by county and unit, each sort in a group of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.work.dues import Duty, Owed
from generator.site.links import Links, problem_path
from generator.site.tables import Cell, NumberRow, NumberTable, counted

KEYS = {Duty.CONFIRM: "confirm", Duty.PLAN: "plan", Duty.RECTIFY: "rectify"}
"""The names of the duties in addresses, in the order of the pages."""

UNPLACED = "区县未载"


@dataclass(frozen=True, slots=True)
class OwedView:
    """One problem for which something is owed."""

    id: str
    site: str
    href: str
    category: str
    status: str
    due: str


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """What is owed of one sort, by one unit of one county."""

    anchor: str
    title: str
    over: int
    rows: tuple[OwedView, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit of one county owes."""

    anchor: str
    county: str
    by: str
    over: int
    groups: tuple[DutyGroup, ...]
    contact: str = ""

    def count(self, duty: Duty) -> int:
        """How many problems of one sort."""
        return sum(len(one.rows) for one in self.groups if one.title == duty.value)


def shares_of(link: Links, all_of: Sequence[Owed], contacts: Mapping[str, str]) -> Iterator[Share]:
    """What is owed by county and unit; who is longest overdue comes first.

    `contacts`: code of a county, or name where it has none → the office to reach.
    """
    found: dict[tuple[str, str, str], list[Owed]] = {}
    for one in all_of:
        key = (one.brief.county, one.brief.county_name or UNPLACED, one.by)
        found.setdefault(key, []).append(one)
    for number, ((code, county, by), some) in enumerate(found.items(), start=1):
        anchor = f"c{number}"
        groups = tuple(_groups(link, anchor, some))
        yield Share(
            anchor,
            county,
            by,
            sum(one.is_over for one in some),
            groups,
            contacts.get(code or county, ""),
        )


def _groups(link: Links, anchor: str, some: Sequence[Owed]) -> Iterator[DutyGroup]:
    for duty, key in KEYS.items():
        own = [one for one in some if one.duty is duty]
        if own:
            over = sum(one.is_over for one in own)
            rows = tuple(_row(link, one) for one in own)
            yield DutyGroup(f"{anchor}-{key}", duty.value, over, rows)


def _row(link: Links, one: Owed) -> OwedView:
    brief = one.brief
    return OwedView(
        brief.id, brief.site, link.to(problem_path(brief)), brief.category, brief.status, one.due
    )


def share_table(shares: Sequence[Share]) -> NumberTable:
    """How much each unit of each county owes; each number leads to its problems."""
    rows = tuple(
        NumberRow(
            Cell(one.county, f"#{one.anchor}"),
            (
                *(counted(one.count(duty), f"#{one.anchor}-{key}") for duty, key in KEYS.items()),
                counted(one.over, f"#{one.anchor}"),
            ),
            words=(one.by,),
        )
        for one in shares
    )
    heads = (*(duty.value for duty in KEYS), "其中逾期")
    return NumberTable("按区县和应由的单位，逾期久的在前", "区县", heads, rows, words=("应由",))
