"""Words that counts ask the search for, where no facet of it finds exactly the problems counted."""

from collections.abc import Iterator

from generator.core.vocabulary import Vocabulary
from generator.derive.problems.stages import End, Stages, stages
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Replay
from generator.kinds.programme.lifecycle import Path
from generator.kinds.register import Register

NO_COUNTY = "区县：未载"
NO_MONTH = "月份：不详"
_YEAR = 4
"""Letters of a date of which only the year is known."""


def work_words(end: End) -> str:
    """How it is said that a problem counts for an end of a group's work (see stages)."""
    return f"考评：{end}"


def unit_words(name: str) -> str:
    """How the present unit of a problem is named that stands under one of several codes."""
    return f"现属单元：{name}"


def sought_words(
    register: Register, issue: Issue, replayed: Replay | None, handed_on: str
) -> Iterator[str]:
    """All such words of a problem."""
    county = (issue.place.county or issue.place.name) if issue.place else ""
    if not county:
        yield NO_COUNTY
    city = register.cities.get(issue.city_id)
    if city and county:
        yield from map(unit_words, city.present_of.get(county, ()))
    if len(str(issue.found_on)) == _YEAR:
        yield NO_MONTH
    programme = register.programmes.get(issue.programme_id)
    if replayed and programme and not programme.is_published(issue.group_letter):
        found = _stages(replayed.path, register.vocabulary)
        yield from map(work_words, found.ends(replayed.status.name, handed_on))


_KNOWN: dict[tuple[int, int], tuple[Path, Vocabulary, Stages]] = {}
"""Stages by the addresses of what they are read from, which is held here so that nothing else can
come to these addresses: a register has a handful of paths and a hundred thousand problems."""

_MOST = 64
"""Paths that are held: who serves a register reads it anew with every change."""


def _stages(path: Path, vocabulary: Vocabulary) -> Stages:
    key = (id(path), id(vocabulary))
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[key] = (path, vocabulary, stages(path, vocabulary))
    return _KNOWN[key][2]
