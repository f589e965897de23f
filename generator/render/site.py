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
    Family(("",), "home", "home_page", only=HOME),
    Family(("search",), "search", "search_page", only=SEARCH),
    Family(("cities",), "cities", "city_pages"),
    Family(("ledgers", "exposures"), "ledgers", "ledger_pages"),
    Family(("progress",), "progress", "progress_pages"),
    Family(("figures",), "figures", "figure_pages"),
    Family(("actions",), "actions", "action_pages"),
    Family(("accountability",), "accountability", "accountability_page", only=ACCOUNTABILITY),
    Family(("programmes",), "programmes", "programme_pages"),
    Family(("programmes",), "one_list", "list_pages"),
    Family(("rounds",), "rounds", "round_pages"),
    Family(("teams",), "teams", "team_pages"),
    Family(("tasks",), "tasks", "task_pages"),
    Family(("dues",), "dues", "due_pages"),
    Family(("help",), "assistance", "help_pages"),
    Family(("targets",), "targets", "target_pages"),
    Family(("assessment",), "assessment", "assessment_pages"),
    Family(("reports",), "report_pages", "report_pages"),
    Family(("appraisals",), "appraisals", "appraisal_pages"),
    Family(("grids",), "grids", "grid_pages"),
    Family(("monitors",), "monitors", "monitor_pages"),
    Family(("quick",), "quick", "quick_pages"),
    Family(("liaisons",), "liaisons", "liaison_pages"),
    Family(("incidents",), "incidents", "incident_pages"),
    Family(("changes",), "changes", "change_pages"),
    Family(("about", "dictionary", "glossary", "rules", "sources"), "reference", "reference_pages"),
)


def pages(book: Book, templates: Templates) -> Iterator[Page]:
    """Every page that shows more than one city's part and has to be made."""
    for family in FAMILIES:
        yield from family.pages(book, templates)


def data_files(book: Book, shards: Sequence[Row]) -> Mapping[str, str]:
    """Path → text of every feed and data file that shows more than one city's part.

    `shards` are the summaries of those that the search has of problems.
    """
    texts: dict[str, str] = {}
    if "feeds" not in book.settled:
        texts |= _function("feeds", "feed_files")(book)
    if "data" not in book.settled:
        texts |= _function("search", "search_files")(book, shards)
    return texts


def _function(module: str, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(f"generator.render.{module}"), name)
    return found
