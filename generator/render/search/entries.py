"""What the search finds besides issues, kind by kind."""

from collections.abc import Iterator

from generator.render.search import (
    of_action,
    of_appraisal,
    of_assessment,
    of_assistance,
    of_bulletin,
    of_city,
    of_grid,
    of_incident,
    of_liaison,
    of_monitor,
    of_programme,
    of_quick,
    of_round,
    of_target,
    of_task,
    of_team,
)
from generator.render.search.entry import SearchEntry
from generator.site.index import Book

ISSUE = "问题"
_SEARCHED = (
    of_bulletin,
    of_city,
    of_programme,
    of_round,
    of_action,
    of_task,
    of_assistance,
    of_team,
    of_appraisal,
    of_grid,
    of_monitor,
    of_quick,
    of_target,
    of_assessment,
    of_liaison,
    of_incident,
)
KINDS = (ISSUE, *(kind.LABEL for kind in _SEARCHED))
"""How the search calls the kinds of records, in the order of its facet."""


def other_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the entries of every record that is no issue."""
    for kind in _SEARCHED:
        yield from kind.search_entries(book)
