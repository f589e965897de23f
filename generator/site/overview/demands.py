"""What actions (约谈、预警 …) demand of a city and nobody has answered yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.core.serials import id_order
from generator.kinds.action.model import Action
from generator.site.index import SiteIndex
from generator.site.links import Links, action_path
from generator.site.overview.reminders import unanswered


@dataclass(frozen=True, slots=True)
class OpenDemandView:
    """One demand of an action: its text, its unit, its deadline."""

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
    rows: tuple[OpenDemandView, ...]

    @property
    def over(self) -> int:
        """Return how many of them are overdue."""
        return sum(one.is_over for one in self.rows)


def demand_groups(site: SiteIndex, link: Links, city: str) -> list[DemandGroup]:
    """Return the unanswered demands on a city; the county that is longest overdue comes first."""
    found = [
        (due, action, view)
        for action in site.register.select(Action, city=city)
        for due, view in _views(link, action, site.today)
    ]
    found.sort(key=lambda one: (one[0], id_order(one[2].id)))
    groups: dict[str, list[OpenDemandView]] = {}
    for _, action, view in found:
        groups.setdefault(action.whom.county_name or "全市", []).append(view)
    return [DemandGroup(county, tuple(rows)) for county, rows in groups.items()]


def _views(link: Links, action: Action, today: date) -> Iterator[tuple[date, OpenDemandView]]:
    href = link.to(action_path(action.id))
    for _, demand, due in unanswered(action):
        whom = action.whom.name
        yield (
            due,
            OpenDemandView(action.id, href, action.kind, demand.what, whom, str(due), due < today),
        )


def demanded(groups: Sequence[DemandGroup]) -> int:
    """Return how many demands there are."""
    return sum(len(one.rows) for one in groups)
