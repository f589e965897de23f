"""The list of what a place owes (待办清单) as one table: its lines, groups, pages and workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from operator import attrgetter

from generator.exchange.xlsx import ListForm, xlsx_bytes
from generator.kinds.issue.column import Cell as ColumnCell
from generator.kinds.issue.column import Column, ColumnKind, Use, derived
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import LONGEST
from generator.kinds.issue.pressing import days_over
from generator.site.index import SiteIndex
from generator.site.links import HOME, Links, issue_path
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

    @property
    def todo(self) -> str:
        """Return all that is owed, in one line."""
        return "；".join(one.what for one in self.dues)

    @property
    def day(self) -> str:
        """Return the last day of the first deadline."""
        return self.dues[0].day

    @property
    def stated(self) -> str:
        """Return the deadlines as printed where the first day does not tell all of them."""
        some = [one.stated for one in self.dues if one.day]
        return "" if some == [self.day] else "；".join(some)


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


# The list as a workbook


def _number(attribute: str) -> Callable[[object], ColumnCell]:
    """Return the cell of a count of days, empty where there is none."""
    read: Callable[[object], str] = attrgetter(attribute)
    return lambda row: int(read(row)) if read(row) else ""


def _column(
    name: str,
    title: str,
    meaning: str,
    width: int,
    kind: ColumnKind = ColumnKind.TEXT,
    cell: Callable[[object], ColumnCell] | None = None,
) -> Column:
    """Return a column that shows an attribute of a line, in the full edition alone."""
    return derived(
        name,
        title,
        meaning,
        Use.FILE,
        public=False,
        reads=name,
        kind=kind,
        cell=cell,
        width=width,
    )


_FORM = ListForm(
    "待办清单",
    (
        _column("site", "点位", "问题所在的单位或地点", 20),
        _column("id", "编号", "问题的编号", 23),
        _column("found", "存在问题", "发现的问题", 40),
        _column("demand", "整改要求", "要求怎样整改", 30),
        _column("units", "责任单位", "负责整改的区县、部门和分办到的单位", 18),
        _column("todo", "应办事项", "下一步要做的，先到期的在前", 18),
        _column("letter", "督办文号", "督办函的文号", 20),
        _column("day", "期限", "最先到的期限的最后一日", 12, ColumnKind.DAY),
        _column("stated", "期限说明", "有几项应办事项的，依次列出期限；期限只写到月的，照原样", 16),
        _column("over", "逾期天数", "过了期限的天数", 10, ColumnKind.NUMBER, _number("over")),
        _column("left", "余下天数", "离期限的天数", 10, ColumnKind.NUMBER, _number("left")),
        _column("note", "备注", "分办期限；其余供填写", 24),
    ),
)


def owed_workbook(site: SiteIndex, name: str, all_of: Sequence[Owed]) -> bytes:
    """Return all lines of a list as a workbook, numbers and letters in full."""
    rows = [
        _view(site, Links(HOME), one, number, said_once=("", ""))
        for number, one in enumerate(all_of, start=1)
    ]
    note = f"数据截至 {site.today}。报送整改完成或者经核查到位的，不再列入本清单。"
    return xlsx_bytes(rows, f"{name}待办清单", note, _FORM)
