"""What a city owes (应办): confirmations, plans, rectifications; from problems in brief."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.derive.problems.lines import MARKED, Brief
from generator.model.programme import Programme

CONFIRM = "确认"
PLAN = "整改方案"
NEVER = "9999"
"""Stands after every day, for what has no deadline."""


class Duty(StrEnum):
    """What is owed, in the words of the pages."""

    CONFIRM = "待确认"
    PLAN = "报整改方案"
    RECTIFY = "完成整改"


@dataclass(frozen=True, slots=True)
class Owed:
    """One problem for which something is owed: what, by whom, by which day ("" none is set)."""

    brief: Brief
    duty: Duty
    by: str
    due: str
    is_over: bool


Confirmers = Mapping[tuple[str, str, str], str]
"""Campaign, path and state in which a confirmation is awaited → by whom."""


def confirmers(programmes: Iterable[Programme]) -> Confirmers:
    """Where the lifecycles of campaigns await a confirmation (确认)."""
    return {
        (programme.id, path.name, state): "、".join(step.by)
        for programme in programmes
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        for step in path.strands[0].steps
        if step.step == CONFIRM
        for state in step.at or ()
    }


def owed(briefs: Iterable[Brief], waiting: Confirmers, today: str) -> list[Owed]:
    """What is owed of these problems on a day (ISO), the longest overdue first.

    A problem with two deadlines stands here once, with the one that passes first.
    """
    found = _owed(briefs, waiting, today)
    return sorted(found, key=lambda one: (one.due or NEVER, one.brief.id))


def _owed(briefs: Iterable[Brief], waiting: Confirmers, today: str) -> Iterator[Owed]:
    for one in briefs:
        confirmer = waiting.get((one.programme, one.path, one.status))
        if confirmer is not None:
            yield Owed(one, Duty.CONFIRM, confirmer, one.owed, one.is_over(today))
        elif one.awaited in _DUTIES:
            yield Owed(one, _DUTIES[one.awaited], one.owed_by, one.owed, one.is_over(today))


_DUTIES = {PLAN: Duty.PLAN, **dict.fromkeys(MARKED["rectified"], Duty.RECTIFY)}
"""What the awaited step of a problem makes the city owe."""
