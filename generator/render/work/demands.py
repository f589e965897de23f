"""What measures (措施) demand of a city by a day and nobody answered yet, by county."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.kinds.action.model import Action
from generator.site.index import Book
from generator.site.links import Links, action_path
from generator.site.overview.reminders import unanswered


@dataclass(frozen=True, slots=True)
class DemandView:
    """One demand: of which measure, what, of whom, by when."""

    id: str
    href: str
    kind: str
    what: str
    whom: str
    due: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class DemandGroup:
    """The demands on one county, or on the city itself, the longest overdue first."""

    county: str
    rows: tuple[DemandView, ...]

    @property
    def over(self) -> int:
        """How many of them are overdue."""
        return sum(one.is_over for one in self.rows)


def demand_groups(book: Book, link: Links, city: str) -> list[DemandGroup]:
    """The unanswered demands on a city; the county that is longest overdue comes first."""
    found = [
        (due, action, view)
        for action in book.register.select(Action, city=city)
        for due, view in _views(link, action, book.today)
    ]
    found.sort(key=lambda one: (one[0], one[2].id))
    groups: dict[str, list[DemandView]] = {}
    for _, action, view in found:
        groups.setdefault(action.whom.county_name or "全市", []).append(view)
    return [DemandGroup(county, tuple(rows)) for county, rows in groups.items()]


def _views(link: Links, action: Action, today: date) -> Iterator[tuple[date, DemandView]]:
    href = link.to(action_path(action.id))
    for _, demand, due in unanswered(action):
        whom = action.whom.name
        yield (
            due,
            DemandView(action.id, href, action.kind, demand.what, whom, str(due), due < today),
        )


def demanded(groups: Sequence[DemandGroup]) -> int:
    """How many demands there are."""
    return sum(len(one.rows) for one in groups)
