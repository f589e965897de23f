"""How far a problem came: the states of a path that tell how review and verification ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.programme.lifecycle import Path


class End(StrEnum):
    """How the work of a group on a problem ended, in the words of the counts."""

    ACCEPTED = "认定"
    REFUSED = "不予认定"
    CANCELLED = "撤销"
    VERIFIED = "核查到位"


@dataclass(frozen=True, slots=True)
class Stages:
    """The states of a path's first strand that tell how the review and the verification ended."""

    accepted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    cancelled: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()

    def ends(self, status: str, handed_on: str) -> Iterator[End]:
        """The ends that a problem in this state counts for.

        What was handed over was accepted before, even where it was withdrawn later.
        """
        if status in self.refused:
            yield End.REFUSED
        elif self.accepted and (handed_on or status in self.accepted):
            yield End.ACCEPTED
        if status in self.cancelled:
            yield End.CANCELLED
        if status in self.verified:
            yield End.VERIFIED


def stages(path: Path, vocabulary: Vocabulary) -> Stages:
    """Which state says what, read from the steps of the path."""
    steps = path.strands[0].steps
    ends = [(step, outcome) for step in steps for outcome in step.outcomes]

    def states(role: Role) -> set[str]:
        results = vocabulary.with_role("results", role)
        return {outcome.to for _, outcome in ends if outcome.result in results}

    cancelling = vocabulary.with_role("steps", Role.CANCELLED)
    cancelled = states(Role.CANCELLED)
    cancelled |= {step.to for step in steps if step.to and step.step in cancelling}
    refused, accepting = states(Role.REFUSED), states(Role.ACCEPTED)
    checks = vocabulary.with_role("steps", Role.VERIFIED)
    good = {end.to for step, end in ends if step.step in checks and not end.returned}
    without = cancelled | refused
    return Stages(
        accepted=_onward(path, accepting) - without,
        refused=frozenset(refused),
        cancelled=frozenset(cancelled),
        verified=_onward(path, good) - without,
    )


def _onward(path: Path, start: Iterable[str]) -> frozenset[str]:
    """These states and all that steps lead to from them."""
    reached = set(start)
    steps = [step for step in path.strands[0].steps if step.at is not None]
    while True:
        further = {
            state
            for step in steps
            if reached.intersection(step.at or ())
            for state in (step.to, *(outcome.to for outcome in step.outcomes))
            if state
        }
        if further <= reached:
            return frozenset(reached)
        reached |= further
