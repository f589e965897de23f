"""What a team took over from those before it (压茬交接), and what nobody handed over.

Problems come as briefs, so where they stand is as of the day of the book.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.core.vocabulary import Role, Vocabulary
from generator.derive.work.handover import Handover, handover
from generator.kinds.issue.ledger import OPEN, Brief
from generator.kinds.programme.model import Programme
from generator.kinds.team.model import Team
from generator.model.round import Round


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a team found when it came.

    `listed` stood open on its first day: it is the list that was to be handed over. `now` says
    what of it is still open, falls due in the round and waits for verification. `promised` waits
    for a plan of the place, `announced` for what it promised to do. `accepted` was taken over;
    `left` stood on the list and nobody took it. `beside` are IDs that the team accepted and that
    do not stand on the list.
    """

    listed: Sequence[Brief]
    now: Handover
    promised: Sequence[Brief]
    announced: Sequence[Brief]
    accepted: Sequence[Brief]
    left: Sequence[Brief]
    beside: Sequence[str]


def taken_over(
    programme: Programme,
    vocabulary: Vocabulary,
    record: Round,
    team: Team,
    briefs: Iterable[Brief],
) -> TakenOver:
    """What the team took over; `briefs` are the problems of its city."""
    first = record.start.isoformat()
    earlier = _earlier(record, briefs)
    listed = sorted((one for one in earlier if _stood_open(one, first)), key=lambda one: one.id)
    handed = team.handover
    named = set(handed.issues) if handed else set()
    whole = handed is not None and handed.whole
    accepted = [one for one in listed if whole or one.id in named]
    now = handover(programme, vocabulary, listed, first, record.end.isoformat())
    return TakenOver(
        listed=listed,
        now=now,
        promised=[one for one in now.open if vocabulary.has_role(one.awaited, Role.PLANNED)],
        announced=[one for one in now.open if vocabulary.has_role(one.awaited, Role.RECTIFIED)],
        accepted=accepted,
        left=[] if whole else [one for one in listed if one.id not in named],
        beside=sorted(named - {one.id for one in listed}),
    )


def _earlier(record: Round, briefs: Iterable[Brief]) -> Iterator[Brief]:
    """What earlier rounds of the same campaign found; what has no round goes by its day."""
    programme, number, first = record.programme_id, record.number, record.start.isoformat()
    for one in briefs:
        if one.programme == programme:
            is_earlier = one.round < number if one.round else one.found_on < first
            if is_earlier:
                yield one


def _stood_open(brief: Brief, first: str) -> bool:
    """Whether something was still to be done on a day.

    Of what ended otherwise than by being closed no day is known; it does not count.
    """
    return brief.openness == OPEN or (brief.closed_on != "" and brief.closed_on >= first)
