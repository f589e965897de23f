"""The pages of a whole register, and the feeds and data files beside them.

A module is loaded when one of its pages has to be made: loading all of them takes a further build
longer than what it makes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from generator.render.book import Book
from generator.render.indexes import ACCOUNTABILITY, SEARCH
from generator.render.links import CHANGES, HOME
from generator.render.page import PageJob


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

    def jobs(self, book: Book) -> Iterator[PageJob]:
        """Its pages, each still to be rendered; what tells which there are is read of the book."""
        found = getattr(import_module(f"generator.render.{self.module}"), self.function)
        if self.only:
            yield PageJob(self.only, found)
        else:
            yield from found(book)


FAMILIES = (
    Family("places.home", "home_page", only=HOME),
    Family("search.search", "search_page", only=SEARCH),
    Family("places.cities", "city_pages"),
    Family("problems.ledgers", "ledger_pages"),
    Family("places.progress", "progress_pages"),
    Family("places.figures", "figure_pages"),
    Family("work.actions", "action_pages"),
    Family("work.accountability", "accountability_page", only=ACCOUNTABILITY),
    Family("campaigns.programmes", "programme_pages"),
    Family("campaigns.one_list", "list_pages"),
    Family("places.rounds", "round_pages"),
    Family("campaigns.teams", "team_pages"),
    Family("work.tasks", "task_pages"),
    Family("work.dues", "due_pages"),
    Family("work.assistance", "help_pages"),
    Family("work.targets", "target_pages"),
    Family("work.assessment", "assessment_pages"),
    Family("reports.report_pages", "report_pages"),
    Family("work.appraisals", "appraisal_pages"),
    Family("work.grids", "grid_pages"),
    Family("work.monitors", "monitor_pages"),
    Family("work.quick", "quick_pages"),
    Family("work.liaisons", "liaison_pages"),
    Family("work.incidents", "incident_pages"),
    Family("reference.changes", "change_page", only=CHANGES),
    Family("reference.reference", "reference_pages"),
    Family("feeds", "feeds"),
    Family("search.search", "search_files"),
)
