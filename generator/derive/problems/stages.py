"""How far a problem came: the states of a path that tell how review and verification ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.lifecycle import Path
from generator.vocabulary import Vocabulary

ACCEPTED, REFUSED, CANCELLED, VERIFIED = "认定", "不予认定", "撤销", "核查到位"
"""What counts call these ends; the first two are the results of the review as well."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The states of a path's first strand that tell how the review and the verification ended."""

    accepted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    cancelled: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()

    def ends(self, status: str, handed_on: str) -> Iterator[str]:
        """The ends that a problem in this state counts for.

        What was handed over was accepted before, even where it was withdrawn later.
        """
        if status in self.refused:
            yield REFUSED
        elif self.accepted and (handed_on or status in self.accepted):
            yield ACCEPTED
        if status in self.cancelled:
            yield CANCELLED
        if status in self.verified:
            yield VERIFIED


def stages(path: Path, vocabulary: Vocabulary) -> Stages:
    """Which state says what, read from the steps of the path."""
    steps = path.strands[0].steps
    ends = [(step, outcome) for step in steps for outcome in step.outcomes]
    cancelling = vocabulary.results_marking("cancelled")
    cancelled = {outcome.to for _, outcome in ends if outcome.result in cancelling}
    cancelled |= {
        step.to for step in steps if step.to and step.step in vocabulary.steps_marking("cancelled")
    }
    refused = {outcome.to for _, outcome in ends if outcome.result == REFUSED}
    accepting = {outcome.to for _, outcome in ends if outcome.result == ACCEPTED}
    checks = vocabulary.steps_marking("verified")
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
