"""The pages of a whole register, and the feeds and data files beside them.

A module is loaded when one of its pages has to be made: loading all of them takes a further build
longer than what it makes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from generator.kinds.registry import KINDS
from generator.site.index import SiteIndex
from generator.site.links import CHANGES, HOME, SEARCH
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
        found = getattr(import_module(self.module), self.function)
        if self.only:
            yield PageJob(self.only, found)
        else:
            yield from found(site)


def _of_kinds() -> Iterator[Family]:
    for kind in KINDS:
        for reference in kind.pages:
            module, _, function = reference.partition(":")
            yield Family(f"{kind.package}.{module}", function)


FAMILIES = (
    Family("generator.site.overview.home", "home_page", only=HOME),
    Family("generator.site.search.page", "search_page", only=SEARCH),
    Family("generator.site.overview.progress", "progress_pages"),
    Family("generator.site.overview.work", "work_pages"),
    Family("generator.site.overview.work_tables", "work_tables"),
    Family("generator.site.overview.trend_pages", "trend_pages"),
    *_of_kinds(),
    Family("generator.site.overview.due_pages", "due_pages"),
    Family("generator.site.overview.near_pages", "near_pages"),
    Family("generator.reports.pages", "report_pages"),
    Family("generator.site.overview.changes", "change_page", only=CHANGES),
    Family("generator.site.overview.reference", "reference_pages"),
    Family("generator.site.open_data", "open_data"),
    Family("generator.site.feeds", "feeds"),
    Family("generator.site.search.page", "search_files"),
    Family("generator.site.search.words", "word_file"),
)
