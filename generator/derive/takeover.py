"""What a team took over from those before it (压茬交接), and what nobody handed over.

Problems come as briefs, so where they stand is as of the day of the book.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.derive.handover import Handover, handover
from generator.derive.lines import OPEN, Brief
from generator.model.programme import Programme
from generator.model.round import Round
from generator.model.team import Team

PROMISED = frozenset({"整改方案"})
"""What a place announced, or has to announce: the plan by which it rectifies."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a team found when it came.

    `listed` stood open on its first day: it is the list that was to be handed over. `now` says
    what of it is still open, falls due in the round and waits for verification. `promised` waits
    for a plan of the place. `accepted` was taken over; `left` stood on the list and nobody took
    it. `beside` are IDs that the team accepted and that do not stand on the list.
    """

    listed: Sequence[Brief]
    now: Handover
    promised: Sequence[Brief]
    accepted: Sequence[Brief]
    left: Sequence[Brief]
    beside: Sequence[str]


def taken_over(
    programme: Programme, record: Round, team: Team, briefs: Iterable[Brief]
) -> TakenOver:
    """What the team took over; `briefs` are the problems of its city."""
    first = record.start.isoformat()
    listed = sorted(
        (one for one in briefs if _is_earlier(one, record) and _stood_open(one, first)),
        key=lambda one: one.id,
    )
    handed = team.handover
    named = set(handed.issues) if handed else set()
    whole = handed is not None and handed.whole
    accepted = [one for one in listed if whole or one.id in named]
    now = handover(programme, listed, first, record.end.isoformat())
    return TakenOver(
        listed=listed,
        now=now,
        promised=[one for one in now.open if one.awaited in PROMISED],
        accepted=accepted,
        left=[] if whole else [one for one in listed if one.id not in named],
        beside=sorted(named - {one.id for one in listed}),
    )


def _is_earlier(brief: Brief, record: Round) -> bool:
    """Whether an earlier round of the same campaign found it; what has no round goes by its day."""
    if brief.programme != record.programme_id:
        return False
    if brief.round:
        return brief.round < record.number
    return brief.found_on < record.start.isoformat()


def _stood_open(brief: Brief, first: str) -> bool:
    """Whether something was still to be done on a day.

    Of what ended otherwise than by being closed no day is known; it does not count.
    """
    return brief.openness == OPEN or (brief.closed_on != "" and brief.closed_on >= first)
