"""What a round hands over to the next (交接): what is open, what falls due, what is to verify."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.ledger import OPEN, Brief
from generator.kinds.issue.summaries import due_between
from generator.kinds.programme.model import Programme

NEVER = "9999"
"""Stands after every day, for what has no deadline."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The problems of one round; `first` and `last` are the days of the round that follows."""

    first: str = ""
    last: str = ""
    open: Sequence[Brief] = ()
    due: Sequence[Brief] = ()
    to_verify: Sequence[Brief] = ()
    returned: Sequence[Brief] = ()


def handover(
    programme: Programme, vocabulary: Vocabulary, briefs: Sequence[Brief], first: str, last: str
) -> Handover:
    """What is handed over to the days from `first` to `last` (ISO, "" where not known)."""
    waiting = _verifiable(programme, vocabulary)
    unclosed = [one for one in briefs if one.openness == OPEN]
    unclosed.sort(key=lambda one: (one.owed or NEVER, one.id))
    return Handover(
        first=first,
        last=last,
        open=unclosed,
        due=due_between(briefs, first, last) if first else (),
        to_verify=[one for one in unclosed if (one.path, one.status) in waiting],
        returned=sorted((one for one in briefs if one.returned), key=_most_returned),
    )


def _most_returned(brief: Brief) -> tuple[int, str]:
    return -brief.returned, brief.id


def _verifiable(programme: Programme, vocabulary: Vocabulary) -> set[tuple[str, str]]:
    """Path and state in which nothing but a verification (核查) is awaited."""
    verifying = vocabulary.with_role("steps", Role.VERIFIED)
    lifecycle = programme.lifecycle
    found = set()
    for path in lifecycle.paths if lifecycle else ():
        steps = [step for strand in path.strands for step in strand.steps]
        for state in path.strands[0].states:
            ways = {step.step for step in steps if state.name in (step.at or ())}
            if ways and ways <= verifying:
                found.add((path.name, state.name))
    return found
