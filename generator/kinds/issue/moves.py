"""The newest steps of the issues of a ledger (办理动态), kept as text and read by city."""

import json
from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from generator.kinds.issue.model import Issue

MOST = 40
"""Steps kept of each ledger: more than the fifteen days bring that a page shows."""


class LatestStep(NamedTuple):
    """One step of an issue; the day may stop at the month, "" stands for what is not recorded."""

    day: str
    issue: str
    place: int
    step: str
    result: str
    by: str


def moves_text(issues: Iterable[Issue]) -> str:
    """Return the newest steps of these issues as a text; "" for none."""
    found = (
        LatestStep(str(event.date), one.id, place, event.step, event.result or "", event.by or "")
        for one in issues
        for place, event in enumerate(one.events)
    )
    newest = nlargest(MOST, found)
    return json.dumps(newest, ensure_ascii=False) if newest else ""


def moves_in(texts: Iterable[str]) -> Iterator[LatestStep]:
    """Yield the steps that such texts hold."""
    for text in texts:
        for row in json.loads(text) if text else ():
            yield LatestStep(*row)


def moves_between(moves: Iterable[LatestStep], first: str, last: str) -> list[LatestStep]:
    """Return the steps on the days from `first` to `last` (ISO), the newest in front."""
    return sorted((one for one in moves if first <= one.day <= last), reverse=True)
