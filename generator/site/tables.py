"""Cross tables: metrics of a set of issues, cells with links, formats of values.

See decision 0026.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from generator.core.dates import PartialDate
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.issue.summaries import Matrix, Tally
from generator.kinds.register import Register
from generator.site.index import SiteIndex
from generator.site.links import Links

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Cell:
    """A text or a number, with a link to its records; no link where there are none."""

    text: str
    href: str = ""
    sort: str = ""

    @property
    def is_zero(self) -> bool:
        """Return whether nothing was counted."""
        return self.text == "0"


def counted(count: int, href: str) -> Cell:
    """Return a number with a link to its records where there are any."""
    return Cell(str(count), href if count else "")


def recorded(count: int, href: str) -> Cell:
    """Return a number of records, a dash for none: that nothing was found nobody has recorded."""
    return counted(count, href) if count else Cell(NOT_KNOWN, sort="0")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A label, words about it, and numbers or shares; `id` where links lead to it."""

    label: Cell
    cells: tuple[Cell, ...]
    words: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A table of numbers whose columns have different meanings."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[NumberRow, ...]
    words: tuple[str, ...] = ()
    """The heads of the words."""
    ordered_by: str = ""
    """The head of the column by which the rows stand, most first; "" for another order."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its label in front and its total behind."""

    label: Cell
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class CountTable:
    """A whole cross table."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    totals: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a matrix's keys, and the links of its counts; "" is for all."""

    row: Callable[[str], Cell]
    column: Callable[[str], str]
    href: Callable[[str, str], str]


def count_table(caption: str, corner: str, matrix: Matrix[Item], labels: Labels) -> CountTable:
    """Return the matrix with labels and links."""

    def cell(count: int, row: str, column: str) -> Cell:
        return counted(count, labels.href(row, column))

    return CountTable(
        caption=caption,
        corner=corner,
        columns=tuple(labels.column(column) for column in matrix.columns),
        rows=tuple(
            TableRow(
                labels.row(row.key),
                tuple(
                    cell(count, row.key, column)
                    for count, column in zip(row.counts, matrix.columns, strict=True)
                ),
                cell(row.total, row.key, ""),
            )
            for row in matrix.rows
        ),
        totals=tuple(
            cell(count, "", column)
            for count, column in zip(matrix.totals, matrix.columns, strict=True)
        ),
        total=cell(matrix.total, "", ""),
    )


@dataclass(frozen=True, slots=True)
class Metric:
    """One count: its key, its head, its meaning, and the facets that find its records."""

    key: str
    title: str
    meaning: str
    count: Callable[[Tally], int]
    facets: Mapping[str, str] = field(default_factory=dict)
    in_public: str = ""
    """What else it means in the public edition."""

    def meaning_in(self, *, is_public: bool) -> str:
        """Return its meaning in an edition."""
        return "；".join(filter(None, (self.meaning, self.in_public if is_public else "")))


FOUND = Metric("found", "发现", "台账里的问题", lambda one: one.found)
OPEN = Metric(
    "open", "在办", "尚未销号，也没有以其他方式办结的", lambda one: one.open, {"open": "open"}
)
OVERDUE = Metric(
    "overdue",
    "逾期",
    "超过规定期限、尚未完成的",
    lambda one: one.overdue,
    {"overdue": "1"},
    in_public="只计没有公开名称的问题，公开名称的案例不公布期限",
)
RETURNED = Metric(
    "returned", "核查不到位", "核查不到位过的（累计）", lambda one: one.returned, {"returned": "1"}
)
CLEARED = Metric(
    "cleared", "已销号", "核查到位、准予销号的", lambda one: one.cleared, {"outcome": "cleared"}
)
TRANSFERRED = Metric(
    "transferred",
    "移送",
    "移送其他机关、不再由本行动办理的",
    lambda one: one.transferred,
    {"outcome": "transferred"},
)
CANCELLED = Metric(
    "cancelled", "撤销", "认定以后撤销的", lambda one: one.cancelled, {"outcome": "cancelled"}
)
REFUSED = Metric(
    "refused", "不予认定", "审核没有认定的", lambda one: one.refused, {"outcome": "refused"}
)
OTHERWISE = Metric(
    "otherwise", "其他办结", "以其他方式办结的", lambda one: one.otherwise, {"outcome": "otherwise"}
)
UNKNOWN = Metric(
    "unknown",
    "整改结果未公开",
    "收录的公开材料写明了怎样处置，没有写明整改结果",
    lambda one: one.unknown,
    {"open": "unknown"},
)
SILENT = Metric(
    "silent",
    "办理情况未公开",
    "收录的公开材料没有写明怎样处置",
    lambda one: one.silent,
    {"open": "silent"},
)
EXPOSED = Metric(
    "exposed", "公开曝光", "向社会公开曝光的", lambda one: one.exposed, {"exposed": "1"}
)

CASES = Metric("cases", "公开的案例", "逐案公开的", lambda one: one.cases)
"""What the public edition has a page of, whether or not a day of exposure is told."""

ENDED: Sequence[Metric] = (CLEARED, TRANSFERRED, CANCELLED, REFUSED, OTHERWISE)
"""How issues ended: with those that are open and those of which it is unknown, all of them."""

STANDING: Sequence[Metric] = (FOUND, OPEN, OVERDUE, RETURNED, *ENDED, UNKNOWN, SILENT, EXPOSED)
"""The first is left to `CASES` where all of them are published; the last is then the same."""
_IF_ANY = (TRANSFERRED, CANCELLED, REFUSED, OTHERWISE)
_OF_ALL = (FOUND, CASES, UNKNOWN, SILENT, EXPOSED)

NOT_KNOWN = "—"
"""A count or a ratio of issues of which nobody has published how they stand."""


def is_known(metric: Metric, counts: Tally, *, is_public: bool = False) -> bool:
    """Return whether a count says something: of cases without a published result 0 is unknown.

    Of those that the public edition names it publishes no deadline.
    """
    if metric is OVERDUE and is_public and all_named(counts):
        return False
    return metric in _OF_ALL or bool(counts.known or not counts.found or metric.count(counts))


def all_named(counts: Tally) -> bool:
    """Return whether all that is counted in the public edition was made public case by case."""
    return 0 < counts.found == counts.cases


def standing_for(counts: Tally, *, is_public: bool = False) -> Sequence[Metric]:
    """Return the metrics that are known of some issues; of other ways to end those that occur."""
    found = CASES if is_public and all_named(counts) else FOUND
    if not counts.found:
        return [found]
    others = STANDING[1:-1] if found is CASES else STANDING[1:]
    known = [found, *(one for one in others if is_known(one, counts, is_public=is_public))]
    return [one for one in known if one not in _IF_ANY or one.count(counts)]


@dataclass(frozen=True, slots=True)
class Rate:
    """One ratio of counts: its key, its head, and its definition as pages print it."""

    key: str
    title: str
    meaning: str
    part: Callable[[Tally], int]
    whole: Callable[[Tally], int]

    def cell(self, counts: Tally) -> Cell:
        """Return the ratio with numerator and denominator; an empty cell where nothing counts."""
        part, whole = self.part(counts), self.whole(counts)
        if not whole and counts.found and not counts.known:
            return Cell(NOT_KNOWN)
        return Cell(share_text(part, whole), sort=f"{100 * part / whole:.4f}" if whole else "")


CLEARANCE = Rate(
    "clearance",
    "销号率",
    "已销号 ÷ 已交办（发过督办函的问题，撤销和不予认定的除外）",
    lambda one: one.held_cleared,
    lambda one: one.held,
)
TIMELINESS = Rate(
    "timeliness",
    "按期率",
    "整改期限当日或者以前报告完成的 ÷ 已交办、定有整改期限且已经完成或者期限已过的；"
    "核查不到位的，按此后定下的期限算",
    lambda one: one.on_time,
    lambda one: one.timed,
)
REFUSAL = Rate(
    "refusal",
    "不予认定率",
    "不予认定 ÷ 已审核（认定和不予认定之和）",
    lambda one: one.refused,
    lambda one: one.reviewed,
)
CANCELLATION = Rate(
    "cancellation",
    "撤销率",
    "认定以后撤销的 ÷ 认定过的",
    lambda one: one.accepted_cancelled,
    lambda one: one.accepted,
)
RATES: Sequence[Rate] = (CLEARANCE, TIMELINESS, REFUSAL, CANCELLATION)
"""The ratios of the ledger. Issues that were transferred are counted, and stand in no numerator."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Makes links to the records of a number, as seen from a page.

    The public edition holds the counts of all issues, but only records that were made public.
    """

    link: Links
    is_public: bool = False

    def records(self, **facets: str) -> str:
        """Return the search for exactly these issues; "" where the edition does not have them."""
        return "" if self.is_public and not facets.get("exposed") else self.link.records(**facets)

    def cases(self, **facets: str) -> str:
        """Return the search for these cases; the public edition has no other issues to find."""
        return self.link.records(**facets)

    def ledger(self, name: str) -> str:
        """Return a ledger's page; "" where the edition has none."""
        return "" if self.is_public else self.link.ledger(name)

    def cells(self, metrics: Sequence[Metric], counts: Tally, **facets: str) -> tuple[Cell, ...]:
        """Return a cell for each metric, linked to its records."""
        return tuple(self.cell(one, counts, **facets) for one in metrics)

    def cell(self, metric: Metric, counts: Tally, **facets: str) -> Cell:
        """Return the cell of one metric; a dash where it is not known."""
        if not is_known(metric, counts, is_public=self.is_public):
            return Cell(NOT_KNOWN)
        find = self.cases if metric is CASES else self.records
        return counted(metric.count(counts), find(**facets, **metric.facets))


def behind_from(site: SiteIndex, path: str) -> Behind:
    """Return the links to records for a page."""
    return Behind(Links(path), site.is_public)


@dataclass(frozen=True, slots=True)
class Card:
    """One figure at a glance, with its meaning."""

    title: str
    number: Cell
    meaning: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of a page's first line: `mark` is its colour and sign ("" for none).

    `unit` is what it counts in; "" for problems, which have the measure word of the ledger.
    """

    title: str
    number: Cell
    unit: str = ""
    note: str = ""
    mark: str = ""


def cards(behind: Behind, metrics: Sequence[Metric], counts: Tally, **facets: str) -> list[Card]:
    """Return a card for each metric."""
    return [
        Card(
            one.title,
            behind.cell(one, counts, **facets),
            one.meaning_in(is_public=behind.is_public),
        )
        for one in metrics
    ]


def rates_for(counts: Tally) -> Sequence[Rate]:
    """Return the ratios that have a denominator."""
    return [one for one in RATES if one.whole(counts)]


def share_text(part: int, whole: int) -> str:
    """Return `12.3%（45/366）`: a share with its base; "" of nothing."""
    return f"{100 * part / whole:.1f}%（{part}/{whole}）" if whole else ""


UNKNOWN_ROUND = "未注明第几轮"
NO_LIFECYCLE = "没有办理流程"


def round_label(number: int) -> str:
    """Return 第5轮, or that no round is given."""
    return f"第{number}轮" if number else UNKNOWN_ROUND


def round_column(programme_id: str, number: int) -> str:
    """Return the head of a column for one round of one programme."""
    return f"{programme_id} {round_label(number)}"


def place_of(register: Register, issue: Issue) -> str:
    """Return province, city and county as of that day, each once."""
    city = register.cities.get(issue.city_id)
    if city is None:
        return issue.city_id
    return place_text(city, issue.place.name if issue.place else "")


def place_text(city: City | None, county: str) -> str:
    """Return province, city and county, each once; "" where the city is unknown."""
    parts = (city.province, city.name, county) if city else ()
    return "".join(dict.fromkeys(part for part in parts if part))


def number_text(value: Decimal) -> str:
    """Return a number as its source has it, without exponent."""
    return format(value, "f")


def span_text(start: PartialDate, end: PartialDate | None) -> str:
    """Return a range of days in the form of tables."""
    if end is None:
        return f"{start} 起"
    return str(start) if str(start) == str(end) else f"{start} 至 {end}"
