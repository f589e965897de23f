"""What a city owes (应办): confirmations, plans, rectifications; from problems in brief."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.ledger import Brief
from generator.kinds.programme.model import Programme

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


@dataclass(frozen=True, slots=True)
class Duties:
    """What makes a city owe something.

    `confirmers`: programme, path and state in which a confirmation is awaited → by whom;
    `awaited`: step that has a deadline → what is owed.
    """

    confirmers: Mapping[tuple[str, str, str], str]
    awaited: Mapping[str, Duty]


def duties(programmes: Iterable[Programme], vocabulary: Vocabulary) -> Duties:
    """Return the duties that the lifecycles of programmes and the roles of steps give."""
    plans, rectified = (
        vocabulary.with_role("steps", role) for role in (Role.PLANNED, Role.RECTIFIED)
    )
    awaited = {**dict.fromkeys(plans, Duty.PLAN), **dict.fromkeys(rectified, Duty.RECTIFY)}
    return Duties(_confirmers(programmes, vocabulary.with_role("steps", Role.CONFIRMED)), awaited)


def _confirmers(
    programmes: Iterable[Programme], confirming: frozenset[str]
) -> Mapping[tuple[str, str, str], str]:
    return {
        (programme.id, path.name, state): "、".join(step.by)
        for programme in programmes
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        for step in path.strands[0].steps
        if step.step in confirming
        for state in step.at or ()
    }


def owed(briefs: Iterable[Brief], known: Duties, today: str) -> list[Owed]:
    """What is owed of these problems on a day (ISO), the longest overdue first.

    A problem with two deadlines stands here once, with the one that passes first.
    """
    found = _owed(briefs, known, today)
    return sorted(found, key=lambda one: (one.due or NEVER, one.brief.id))


def _owed(briefs: Iterable[Brief], known: Duties, today: str) -> Iterator[Owed]:
    for one in briefs:
        confirmer = known.confirmers.get((one.programme, one.path, one.status))
        if confirmer is not None:
            yield Owed(one, Duty.CONFIRM, confirmer, one.owed, one.is_over(today))
        elif one.awaited in known.awaited:
            yield Owed(one, known.awaited[one.awaited], one.owed_by, one.owed, one.is_over(today))
