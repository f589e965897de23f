"""Published cases by what publications tell of their handling, as pages show it.

See decision 0060.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.issue.columns import SILENT
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.search_words import TOLD, told_words
from generator.kinds.issue.summaries import Tally
from generator.kinds.issue.views import state_mark
from generator.site.index import SiteIndex
from generator.site.tables import Behind, Cell, NumberRow, NumberTable, counted

HANDLING_TOLD = "已载明处理情况"
HANDLING_SILENT = "处理情况未公开"
_HEADS = ("个数",)


def told_number(counts: Tally) -> int:
    """Return of how many published cases the handling is told."""
    return counts.cases - counts.silent


def silent_cell(behind: Behind, counts: Tally, **facets: str) -> Cell:
    """Return of how many published cases it is not told, with the search for them."""
    return counted(counts.silent, behind.cases(**facets, open=SILENT))


@dataclass(frozen=True, slots=True)
class Handled:
    """How many exposed cases from publications tell their handling, and by which state."""

    total: int
    told: Cell
    silent: Cell
    table: NumberTable
    marks: Mapping[str, str]
    """State → its mark, the same as at the cases themselves."""


def handled(
    site: SiteIndex, behind: Behind, summaries: Sequence[IssueSummary], **facets: str
) -> Handled | None:
    """Return the counts of the published cases among these issues; None where there are none."""
    order = _states(site)
    states = frozenset(order)
    cases = [
        one
        for one in summaries
        if one.exposed_on and (one.programme, one.path, one.status) in states
    ]
    if not cases:
        return None
    silent = sum(one.openness == SILENT for one in cases)
    found = Counter(one.status for one in cases if one.openness != SILENT)
    rows = [
        NumberRow(Cell(state), (_cell(behind, found[state], told_words(state), facets),))
        for state in dict.fromkeys(state for *_, state in order)
        if found[state]
    ]
    return Handled(
        total=len(cases),
        told=_cell(behind, len(cases) - silent, TOLD, facets),
        silent=counted(silent, behind.records(**facets, exposed="1", open=SILENT)),
        table=NumberTable("公开材料载明的处理情况", "处理情况", _HEADS, tuple(rows)),
        marks={one.status: state_mark(site.register, one) for one in cases},
    )


def _cell(behind: Behind, number: int, words: str, facets: Mapping[str, str]) -> Cell:
    return counted(number, behind.records(**facets, exposed="1", q=words))


def _states(site: SiteIndex) -> Sequence[tuple[str, str, str]]:
    """Return programme, path and name of each state of the paths of published cases, in order."""
    return [
        (programme.id, path.name, state.name)
        for programme in site.programmes
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        if path.groups and all(map(programme.is_published, path.groups))
        for state in path.strands[0].states
    ]
