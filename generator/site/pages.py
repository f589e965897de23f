"""The pages of a whole register, and the feeds and data files beside them.

A module is loaded when one of its pages has to be made: loading all of them takes a further build
longer than what it makes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from generator.site.index import SiteIndex
from generator.site.links import ACCOUNTABILITY, CHANGES, HOME, SEARCH
from generator.site.page import PageJob


@dataclass(frozen=True, slots=True)
class Family:
    """Pages, or files of text, that one function of a module enumerates.

    A function that makes the only page of its family has the path of it as `only`.
    """

    module: str
    function: str
    only: str = ""

    @property
    def name(self) -> str:
        """Its name among all families."""
        return f"{self.module}.{self.function}"

    def jobs(self, site: SiteIndex) -> Iterator[PageJob]:
        """Return its pages, still to be rendered; which there are is read of the site index."""
        found = getattr(import_module(f"generator.{self.module}"), self.function)
        if self.only:
            yield PageJob(self.only, found)
        else:
            yield from found(site)


FAMILIES = (
    Family("site.overview.home", "home_page", only=HOME),
    Family("site.search.page", "search_page", only=SEARCH),
    Family("kinds.city.pages", "city_pages"),
    Family("kinds.issue.pages", "ledger_pages"),
    Family("site.overview.progress", "progress_pages"),
    Family("kinds.bulletin.pages", "figure_pages"),
    Family("kinds.action.pages", "action_pages"),
    Family("kinds.programme.accountability_pages", "accountability_page", only=ACCOUNTABILITY),
    Family("kinds.programme.pages", "programme_pages"),
    Family("kinds.programme.one_list", "list_pages"),
    Family("kinds.round.pages", "round_pages"),
    Family("kinds.team.pages", "team_pages"),
    Family("kinds.task.pages", "task_pages"),
    Family("site.overview.dues", "due_pages"),
    Family("kinds.assistance.pages", "assistance_pages"),
    Family("kinds.target.pages", "target_pages"),
    Family("kinds.assessment.pages", "assessment_pages"),
    Family("reports.pages", "report_pages"),
    Family("kinds.appraisal.pages", "appraisal_pages"),
    Family("kinds.grid.pages", "grid_pages"),
    Family("kinds.monitor.pages", "monitor_pages"),
    Family("kinds.quick.pages", "quick_pages"),
    Family("kinds.liaison.pages", "liaison_pages"),
    Family("kinds.incident.pages", "incident_pages"),
    Family("site.overview.changes", "change_page", only=CHANGES),
    Family("site.overview.reference", "reference_pages"),
    Family("site.feeds", "feeds"),
    Family("site.search.page", "search_files"),
)
