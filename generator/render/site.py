"""The pages of a whole register, and the data files beside them.

A module is loaded when one of its pages has to be made: loading all of them takes a further build
longer than what it makes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from generator.render.book import Book
from generator.render.indexes import ACCOUNTABILITY, SEARCH
from generator.render.links import HOME
from generator.render.page import Page, Templates

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Family:
    """Pages that one function of a module makes: all in these folders ("" is the top).

    The function gives pages one by one; where it gives a single one, `only` is its path.
    """

    folders: tuple[str, ...]
    module: str
    function: str
    only: str = ""

    def pages(self, book: Book, templates: Templates) -> Iterator[Page]:
        """Those of its pages that have to be made."""
        if not book.settled.issuperset(self.folders):
            made = _function(self.module, self.function)
            if not self.only:
                yield from made(book, templates)
            elif book.makes(self.only):
                yield made(book, templates)


FAMILIES = (
    Family(("",), "places.home", "home_page", only=HOME),
    Family(("search",), "search.search", "search_page", only=SEARCH),
    Family(("cities",), "places.cities", "city_pages"),
    Family(("ledgers", "exposures"), "problems.ledgers", "ledger_pages"),
    Family(("progress",), "places.progress", "progress_pages"),
    Family(("figures",), "places.figures", "figure_pages"),
    Family(("actions",), "work.actions", "action_pages"),
    Family(("accountability",), "work.accountability", "accountability_page", only=ACCOUNTABILITY),
    Family(("programmes",), "campaigns.programmes", "programme_pages"),
    Family(("programmes",), "campaigns.one_list", "list_pages"),
    Family(("rounds",), "places.rounds", "round_pages"),
    Family(("teams",), "campaigns.teams", "team_pages"),
    Family(("tasks",), "work.tasks", "task_pages"),
    Family(("dues",), "work.dues", "due_pages"),
    Family(("help",), "work.assistance", "help_pages"),
    Family(("targets",), "work.targets", "target_pages"),
    Family(("assessment",), "work.assessment", "assessment_pages"),
    Family(("reports",), "reports.report_pages", "report_pages"),
    Family(("appraisals",), "work.appraisals", "appraisal_pages"),
    Family(("grids",), "work.grids", "grid_pages"),
    Family(("monitors",), "work.monitors", "monitor_pages"),
    Family(("quick",), "work.quick", "quick_pages"),
    Family(("liaisons",), "work.liaisons", "liaison_pages"),
    Family(("incidents",), "work.incidents", "incident_pages"),
    Family(("changes",), "reference.changes", "change_pages"),
    Family(
        ("about", "dictionary", "glossary", "rules", "sources"),
        "reference.reference",
        "reference_pages",
    ),
)


def data_files(book: Book, shards: Sequence[Row]) -> Mapping[str, str]:
    """Path → text of every feed and data file that shows more than one city's part.

    `shards` are the summaries of those that the search has of problems.
    """
    texts: dict[str, str] = {}
    if "feeds" not in book.settled:
        texts |= _function("feeds", "feed_files")(book)
    if "data" not in book.settled:
        texts |= _function("search.search", "search_files")(book, shards)
    return texts


def _function(module: str, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(f"generator.render.{module}"), name)
    return found
