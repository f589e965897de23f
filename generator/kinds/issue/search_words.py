"""The words by which counts lead to issues in the search: what no column holds."""

from collections.abc import Iterator, Sequence

from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Replay
from generator.kinds.issue.stages import End, stages_of
from generator.kinds.programme.lifecycle import LOCAL
from generator.kinds.register import Register

REPEATED = "定期"
"""Put before the name of a step that is to be repeated."""

NO_COUNTY = "区县：未注明"
NO_MONTH = "月份：不详"
_YEAR = 4
"""Letters of the year in a date."""


def work_words(end: End) -> str:
    """Return the searchable words for an issue that counts for an end of a group's work."""
    return f"考评：{end}"


TOLD = "处置情况：已写明"
"""The searchable words for a published case whose handling is told."""


def told_words(status: str) -> str:
    """Return the searchable words for a published case by what is told of its handling."""
    return f"通报处理：{status}"


def unit_words(name: str) -> str:
    """Return the searchable words for the present unit of an issue under one of several codes."""
    return f"现属单元：{name}"


def debt_words(of: str, awaits: str = "", *, again: bool = False) -> str:
    """Return the searchable words for an issue with a debt of a role, or with this one of it.

    The dots end a name, so that no longer one is found by it. What is to be repeated (`again`) is
    found apart from what is owed for the first time.
    """
    return f"应办：{of}·{REPEATED if again else ''}{awaits}·" if awaits else f"应办：{of}·"


def responsible_words(unit: str) -> str:
    """Return the searchable words for an issue about which a place's unit owes something."""
    return f"责任单位：{unit}·"


def sought_words(
    register: Register,
    issue: Issue,
    replayed: Replay | None,
    brought_on: str,
    units: Sequence[str] = (),
) -> Iterator[str]:
    """Return all such words of an issue; `units` are those in charge of it (`WorkSheet`).

    A word costs one character per row in a shard; a facet costs a column and a list to choose from.
    """
    yield from public_words(register, issue, replayed)
    debts = replayed.debts if replayed else ()
    yield from (debt_words(debt.of, debt.awaits, again=debt.again) for debt in debts)
    if any(debt.side == LOCAL for debt in debts):
        yield from map(responsible_words, units)
    if replayed and not register.is_published(issue.id):
        found = stages_of(replayed.path, register.vocabulary)
        yield from map(work_words, found.ends(replayed.status.name, brought_on))


def public_words(register: Register, issue: Issue, replayed: Replay | None) -> Iterator[str]:
    """Return those words of an issue by which the public edition counts as well."""
    county = (issue.place.county or issue.place.name) if issue.place else ""
    if not county:
        yield NO_COUNTY
    city = register.cities.get(issue.city_id)
    if city and county:
        yield from map(unit_words, city.present_of.get(county, ()))
    if len(str(issue.found_on)) == _YEAR:
        yield NO_MONTH
    if replayed and not replayed.status.silent and register.is_published(issue.id):
        yield TOLD
        yield told_words(replayed.status.name)
