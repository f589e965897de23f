"""Lists of problems on pages: a line for each, cut where they are long."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.kinds.issue.ledger import Brief
from generator.site.index import Book
from generator.site.links import Links, problem_path

LONGEST = 50
"""Lines that a list holds; the search shows the rest."""

NAMELESS = "（名称不显示）"


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in a list."""

    id: str
    site: str
    href: str
    city: str
    county: str
    category: str
    status: str
    openness: str
    found_on: str
    exposed_on: str
    owed: str
    awaited: str
    owed_by: str
    returned: int
    until: str


@dataclass(frozen=True, slots=True)
class ProblemList:
    """The first lines of a list, how long it is, and where all of it stands ("" nowhere)."""

    caption: str
    rows: tuple[ProblemRow, ...]
    total: int
    rest: str

    @property
    def is_cut(self) -> bool:
        """Whether lines were left out."""
        return self.total > len(self.rows)


def problem_list(
    book: Book,
    link: Links,
    caption: str,
    briefs: Sequence[Brief],
    *,
    rest: str = "",
    longest: int = LONGEST,
) -> ProblemList:
    """The list of these problems, in this order."""
    return ProblemList(caption, problem_rows(book, link, briefs[:longest]), len(briefs), rest)


def problem_rows(book: Book, link: Links, briefs: Sequence[Brief]) -> tuple[ProblemRow, ...]:
    """A line for each of these problems."""
    return tuple(_row(book, link, one) for one in briefs)


def _row(book: Book, link: Links, brief: Brief) -> ProblemRow:
    city = book.register.cities.get(brief.city)
    return ProblemRow(
        id=brief.id,
        site=brief.site or NAMELESS,
        href=link.to(problem_path(brief)),
        city=city.short_name if city else brief.city,
        county=brief.county_name,
        category=brief.category,
        status=brief.status,
        openness={"open": "true", "closed": "false"}.get(brief.openness, "unknown"),
        found_on=brief.found_on,
        exposed_on=brief.exposed_on,
        owed=brief.owed,
        awaited=brief.awaited,
        owed_by=brief.owed_by,
        returned=brief.returned,
        until=brief.until,
    )
