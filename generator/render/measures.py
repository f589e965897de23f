"""The counts that pages show of any set of problems: their names, their links, their origin."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from generator.kinds.issue.summaries import Tally
from generator.site.index import Book
from generator.site.links import Links
from generator.site.tables import Cell, counted


class Provenance(StrEnum):
    """Where a number comes from: records as they are, derived from them, or a bulletin."""

    RECORDED = "原始记录"
    COMPUTED = "汇总计算"
    PUBLISHED = "公开通报"


RECORDED, COMPUTED, PUBLISHED = Provenance


@dataclass(frozen=True, slots=True)
class Measure:
    """One count: its key, its head, what it means, and the facets that find its records."""

    key: str
    title: str
    meaning: str
    count: Callable[[Tally], int]
    facets: Mapping[str, str] = field(default_factory=dict)
    origin: str = COMPUTED


FOUND = Measure("found", "发现", "台账里的问题", lambda one: one.found, origin=RECORDED)
OPEN = Measure("open", "在办", "还有下一步要做的", lambda one: one.open, {"open": "open"})
OVERDUE = Measure(
    "overdue", "逾期", "期限已过、还没有做到的", lambda one: one.overdue, {"overdue": "1"}
)
RETURNED = Measure(
    "returned", "退回", "被退回过的，不论现在怎样", lambda one: one.returned, {"returned": "1"}
)
CLOSED = Measure(
    "closed", "了结", "销号、移送、撤销和不予认定", lambda one: one.closed, {"open": "closed"}
)
UNKNOWN = Measure(
    "unknown", "办理不详", "公开材料没有写明后来怎样", lambda one: one.unknown, {"open": "unknown"}
)
EXPOSED = Measure("exposed", "曝光", "已经向社会公开的", lambda one: one.exposed, {"exposed": "1"})

STANDING: Sequence[Measure] = (FOUND, OPEN, OVERDUE, RETURNED, CLOSED, UNKNOWN, EXPOSED)
LASTING: Sequence[Measure] = tuple(one for one in STANDING if one is not OVERDUE)
"""Those that do not change because a day has passed."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Where the records behind a number stand, as seen from a page.

    The public edition holds the counts of all problems, but only records that were made public.
    """

    link: Links
    is_public: bool = False

    def records(self, **facets: str) -> str:
        """The search for exactly these problems; "" where the edition does not hold them."""
        return "" if self.is_public and not facets.get("exposed") else self.link.records(**facets)

    def ledger(self, name: str) -> str:
        """A ledger's page; "" where the edition has none."""
        return "" if self.is_public else self.link.ledger(name)

    def cells(self, measures: Sequence[Measure], counts: Tally, **facets: str) -> tuple[Cell, ...]:
        """A cell for each measure, linked to its records."""
        return tuple(self.cell(one, counts, **facets) for one in measures)

    def cell(self, measure: Measure, counts: Tally, **facets: str) -> Cell:
        """The cell of one measure."""
        return counted(measure.count(counts), self.records(**facets, **measure.facets))


def behind_from(book: Book, path: str) -> Behind:
    """Where the records behind the numbers of a page stand."""
    return Behind(Links(path), getattr(book, "is_public", False))


@dataclass(frozen=True, slots=True)
class Card:
    """One figure at a glance, with its meaning and origin."""

    title: str
    number: Cell
    meaning: str
    origin: str


def cards(behind: Behind, measures: Sequence[Measure], counts: Tally, **facets: str) -> list[Card]:
    """A card for each measure."""
    return [
        Card(one.title, behind.cell(one, counts, **facets), one.meaning, one.origin)
        for one in measures
    ]


def share_text(part: int, whole: int) -> str:
    """`12.3%（45/366）`: a share with what it is a share of; "" of nothing."""
    return f"{100 * part / whole:.1f}%（{part}/{whole}）" if whole else ""
