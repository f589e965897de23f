"""The dues of each city (待办): its issues by deadline, tasks, reports, demands.

What the groups and those above them owe is in `backlog`; what is owed at all, in
`kinds/issue/debts`; the pages in `due_pages`. See decision 0058.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.core.serials import id_order
from generator.kinds.city.model import City
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.pressing import FORTNIGHT
from generator.kinds.issue.summary_rows import units_of_summary, work_sheet_of
from generator.kinds.issue.work_sheet import WorkSheet
from generator.kinds.programme.lifecycle import LOCAL
from generator.kinds.task.pages import TaskSet, task_sets
from generator.kinds.task.status import (
    Arrival,
    month_due,
    months_judged,
    reports_due,
    tasks_due,
    year_due,
)
from generator.kinds.task.views import Overstated, TaskView, overstated_views, task_view
from generator.site.index import SiteIndex
from generator.site.links import Links
from generator.site.overview.demands import DemandGroup, demand_groups
from generator.site.overview.reminders import unanswered

NEVER = "9999"
"""Sorts after every day, for what is owed without a deadline."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An issue and all that its place owes about it, the first deadline in front."""

    summary: IssueSummary
    debts: tuple[OpenDebt, ...]

    @property
    def sheet(self) -> WorkSheet:
        """Return what its list prints of it."""
        return work_sheet_of(self.summary)

    @property
    def units(self) -> Sequence[str]:
        """Return the units in charge of it."""
        return units_of_summary(self.summary)

    def debt(self, step: str) -> OpenDebt | None:
        """Return what is owed of one step."""
        return next((one for one in self.debts if one.awaits == step), None)


def owed(summaries: Iterable[IssueSummary]) -> list[Owed]:
    """Return the issues about which their places owe something, the longest overdue first."""
    found = [Owed(one, tuple(debts)) for one in summaries if (debts := one.owed_of(LOCAL))]
    return sorted(found, key=lambda one: (one.summary.owed or NEVER, id_order(one.summary.id)))


SOON_DAYS = 30
"""Tasks and reports are listed so many days ahead."""

NEAR_DAYS = FORTNIGHT
"""Deadlines of issues within so many days are listed apart: one round."""


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """The report of one month or year: who owes it, who has not sent it, who sent it late."""

    programme: str
    label: str
    day: str
    to: str
    state: str
    missing: tuple[str, ...]
    late: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class TaskDuty:
    """A task that is overdue or due soon."""

    task: TaskView
    programme: str
    href: str


@dataclass(frozen=True, slots=True)
class OverstatedDuty:
    """A task of which a check found less than was reported."""

    said: Overstated
    programme: str
    href: str


@dataclass(frozen=True, slots=True)
class CityDues:
    """All dues of one city as of a day; `summaries` are its issues."""

    city: City
    summaries: Sequence[IssueSummary]
    owed: tuple[Owed, ...]
    tasks: tuple[TaskDuty, ...]
    reports: tuple[ReportDuty, ...]
    demands: tuple[DemandGroup, ...]
    overstated: tuple[OverstatedDuty, ...]

    @property
    def reports_missing(self) -> int:
        """Return how many reports of units or of tasks are missing."""
        return sum(len(one.missing) for one in self.reports)

    @property
    def is_owing(self) -> bool:
        """Return whether there are any dues, of whatever side."""
        waits = any(one.debts for one in self.summaries)
        return bool(waits or self.tasks or self.reports or self.demands or self.overstated)


def owing_cities(site: SiteIndex) -> list[City]:
    """Return the cities that have issues, tasks, a liaison or demands."""
    tasks = {one.city.id for one in task_sets(site)}
    reached = {one.city_id for one in site.register.liaisons}
    asked = {one.whom.city for one in site.register.actions if any(unanswered(one))}
    some = reached.union(site.overview.by_city, tasks, asked)
    return [city for city in site.cities if city.id in some]


def dues_of(site: SiteIndex, city: City, path: str) -> CityDues:
    """Return the dues of a city, with links as seen from a page."""
    link = Links(path)
    summaries = site.overview.by_city.get(city.id, ())
    running = [one for one in task_sets(site, city.id) if not one.programme.has_ended(site.today)]
    return CityDues(
        city,
        summaries,
        tuple(owed(summaries)),
        tuple(duty for one in running for duty in _task_duties(site, link, one)),
        tuple(duty for one in running for duty in _report_duties(site, link, one)),
        tuple(demand_groups(site, link, city.id)),
        tuple(duty for one in running for duty in _overstated(link, one)),
    )


def _task_duties(site: SiteIndex, link: Links, one: TaskSet) -> Iterator[TaskDuty]:
    for state in tasks_due(one.states, site.today, SOON_DAYS):
        yield TaskDuty(task_view(state), one.programme.name, f"{link.to(one.path)}#{state.task.id}")


def _overstated(link: Links, one: TaskSet) -> Iterator[OverstatedDuty]:
    for said in overstated_views(one.states):
        yield OverstatedDuty(said, one.programme.name, f"{link.to(one.path)}#{said.task.id}")


def _report_duties(site: SiteIndex, link: Links, one: TaskSet) -> Iterator[ReportDuty]:
    """Yield monthly reports that are missing or late, the next one, and a yearly one due soon."""
    programme, reporting = one.programme, one.programme.reporting
    if reporting is None:
        return
    href = f"{link.to(one.path)}#reports"
    coming = month_due(programme, site.today)
    judged = months_judged(programme, site.today)
    tasks = [state.task for state in one.states]
    for month in dict.fromkeys([*judged, *([coming] if coming else [])]):
        found = reports_due(programme, one.city, tasks, month, site.today) if judged else None
        if reporting.monthly and (month == coming or (found and found.is_behind)):
            yield ReportDuty(
                programme=programme.name,
                label=f"{month.month} 月报",
                day=str(month.day),
                to=reporting.monthly.to,
                state=found.words if found else "没有收录，不判断",
                missing=tuple(found.named(Arrival.MISSING, Arrival.AWAITED)) if found else (),
                late=tuple(found.named(Arrival.LATE)) if found else (),
                href=href,
            )
    yearly = year_due(programme, site.today)
    if reporting.yearly and yearly and 0 <= (yearly - site.today).days <= SOON_DAYS:
        label, to = f"{yearly.year} 年报", reporting.yearly.to
        yield ReportDuty(programme.name, label, str(yearly), to, "", (), (), href)
