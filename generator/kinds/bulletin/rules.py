"""Rules about the figures of one bulletin: agreement with each other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.kinds.bulletin.model import Bulletin, Figure


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure with its place among the rows of its bulletin."""

    place: int
    figure: Figure


def county_sum(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for figures by county that do not add up to their total, unless the list is partial.

    A unit without counties of its own (西咸新区) counts as one of them.
    """
    for one in checked.register.of(Bulletin):
        for rows in _alike(one.record):
            for total in (row for row in rows if _is_total(row.figure)):
                listed = _listed(rows, total.figure)
                found = sum((row.figure.value for row in listed), Decimal(0))
                if listed and found != total.figure.value:
                    yield RuleViolation(
                        one.raw.path,
                        one.mark("rows", total.place, "value"),
                        f"合计 '{total.figure.value:f}' 与分县所列之和 {found:f} 不符",
                        "查对原文；原文分县清单不全的，各行写 partial: true",
                    )


def _alike(bulletin: Bulletin) -> Iterator[Sequence[_Row]]:
    """Return rows that count the same thing in the same days; none where a list is partial."""
    found: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for place, one in enumerate(bulletin.rows):
        key = (str(one.start), str(one.end), one.metric, one.category or "", one.unit)
        found[key].append(_Row(place, one))
    yield from (rows for rows in found.values() if not any(row.figure.partial for row in rows))


def _is_total(figure: Figure) -> bool:
    return not figure.area.city and not figure.area.county


def _listed(rows: Sequence[_Row], total: Figure) -> list[_Row]:
    """Return the counties within a total and units without one; none where no county is named."""
    inside = [
        row
        for row in rows
        if not _is_total(row.figure) and total.area.province in (None, row.figure.area.province)
    ]
    split = {row.figure.area.city for row in inside if row.figure.area.county}
    if not split:
        return []
    return [row for row in inside if row.figure.area.county or row.figure.area.city not in split]


def empty_bulletin(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for bulletins that hold neither a figure nor another fact."""
    for one in checked.register.of(Bulletin):
        if not one.record.rows and not one.record.facts:
            yield RuleViolation(
                one.raw.path,
                one.mark("id"),
                "通报里没有数字，也没有情况",
                "在 rows 里写数字，或者在 facts 里写情况",
            )


RULES = (
    Rule("D11", "county-sum", "分县之和与合计不符", county_sum, Severity.WARNING),
    Rule("D14", "empty-bulletin", "通报没有内容", empty_bulletin),
)
