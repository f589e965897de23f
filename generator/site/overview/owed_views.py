"""The list of what a place owes (待办清单) as one table: its lines, groups and pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import LONGEST
from generator.kinds.issue.pressing import days_over
from generator.site.index import SiteIndex
from generator.site.links import Links, issue_path
from generator.site.overview.backlog import parts, step_title
from generator.site.overview.dues import NEAR_DAYS, Owed
from generator.site.tables import Cell

OVER, NEAR, LATER, UNDATED = "over", "near", "later", "undated"

_TITLES = {
    OVER: "已经逾期",
    NEAR: f"{NEAR_DAYS} 日内到期",
    LATER: "以后到期",
    UNDATED: "没有定期限",
}


@dataclass(frozen=True, slots=True)
class DueView:
    """One thing that is owed: the last day of its deadline, and how the deadline is printed."""

    what: str
    day: str
    stated: str


@dataclass(frozen=True, slots=True)
class OwedView:
    """An issue as a line of the list; "" for what is not recorded.

    `short_id` and `letter` lack what the list says once for all. `over` are the days past the first
    deadline, `left` those up to it; one of them is "".
    """

    number: int
    id: str
    short_id: str
    site: str
    href: str
    found: str
    demand: str
    units: str
    dues: tuple[DueView, ...]
    letter: str
    over: str
    left: str
    note: str


@dataclass(frozen=True, slots=True)
class OwedGroup:
    """The issues whose first deadlines have passed, are near, are far, or are not known.

    `total` is their number on all pages of the list.
    """

    key: str
    title: str
    total: int
    rows: tuple[OwedView, ...]


@dataclass(frozen=True, slots=True)
class OwedSheet:
    """One page of a list: its groups, the number of all issues and of overdue ones, its pages.

    `id_prefix` and `letter_prefix` stand before each number and are said once; "" for none.
    """

    groups: tuple[OwedGroup, ...]
    total: int
    over: int
    part: int
    pages: tuple[Cell, ...]
    id_prefix: str
    letter_prefix: str

    @property
    def shown(self) -> int:
        """Return how many issues this page shows."""
        return sum(len(one.rows) for one in self.groups)


def owed_sheet(
    site: SiteIndex,
    path: str,
    all_of: Sequence[Owed],
    place_of_part: Callable[[int], str],
    part: int = 1,
    longest: int = LONGEST,
) -> OwedSheet:
    """Return one page of a list, as seen from `path`; `place_of_part` gives the path of each."""
    ids = _said_once((one.summary.id for one in all_of), "-")
    letters = _said_once((one.sheet.letter for one in all_of), "〔")
    first, link = LONGEST * (part - 1), Links(path)
    shown = enumerate(all_of[first : first + longest], start=first + 1)
    rows: dict[str, list[OwedView]] = {}
    for number, one in shown:
        view = _view(site, link, one, number, (ids, letters))
        rows.setdefault(group_of(one, site.today), []).append(view)
    sizes = [group_of(one, site.today) for one in all_of]
    last = parts(len(all_of))
    return OwedSheet(
        groups=tuple(
            OwedGroup(key, _TITLES[key], sizes.count(key), tuple(some))
            for key, some in rows.items()
        ),
        total=len(all_of),
        over=sizes.count(OVER),
        part=part,
        pages=tuple(
            Cell(str(n), link.to(place_of_part(n))) for n in range(1, last + 1) if last > 1
        ),
        id_prefix=ids,
        letter_prefix=letters,
    )


def group_of(one: Owed, today: date) -> str:
    """Return the group of an issue by its first deadline."""
    day = one.summary.owed
    if not day:
        return UNDATED
    if day < today.isoformat():
        return OVER
    return NEAR if day <= (today + timedelta(NEAR_DAYS)).isoformat() else LATER


def _said_once(values: Iterable[str], mark: str) -> str:
    """Return what all of several values begin with, up to the last such mark in it.

    A letter (“环办执法函〔2019〕…”) loses what stands before its year, an ID all up to a hyphen.
    """
    some = sorted(filter(None, values))
    if len(some) <= 1:
        return ""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(some[0], some[-1], strict=False))
    lead, found, _ = "".join(sign for sign, _ in same).rpartition(mark)
    return (lead + found if mark == "-" else lead) if found else ""


def _view(
    site: SiteIndex, link: Links, one: Owed, number: int, said_once: tuple[str, str]
) -> OwedView:
    summary, sheet = one.summary, one.sheet
    over = days_over(summary, site.today)
    left = (date.fromisoformat(summary.owed) - site.today).days if summary.owed else 0
    return OwedView(
        number=number,
        id=summary.id,
        short_id=summary.id.removeprefix(said_once[0]),
        site=summary.site,
        href=link.to(issue_path(summary)),
        found=sheet.found,
        demand=sheet.demand,
        units=sheet.units,
        dues=tuple(_due(site, debt) for debt in one.debts),
        letter=sheet.letter.removeprefix(said_once[1]),
        over=str(over) if over else "",
        left=str(left) if summary.owed and not over else "",
        note="；".join(f"分办期限 {debt.unit_day}" for debt in one.debts if debt.unit_day),
    )


def _due(site: SiteIndex, debt: OpenDebt) -> DueView:
    return DueView(step_title(site.register.vocabulary, debt.awaits), debt.day, debt.stated)
