"""The ends of review and verification, read from the states and steps of a lifecycle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.replay import Replay
from generator.kinds.programme.lifecycle import Outcome, Path


class End(StrEnum):
    """The ends of a group's work on an issue, in the words of the counts."""

    ACCEPTED = "认定"
    REFUSED = "不予认定"
    CANCELLED = "撤销"
    VERIFIED = "核查到位"


@dataclass(frozen=True, slots=True)
class Stages:
    """The states of a path's first strand that mark the ends of review and verification."""

    accepted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    cancelled: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()

    def ends(self, status: str, brought_on: str) -> Iterator[End]:
        """Return the ends that an issue in this state counts for.

        An issue that was brought before the local side on some day (`brought_on`, "" for never) had
        been accepted, even if it was withdrawn later.
        """
        if status in self.refused:
            yield End.REFUSED
        elif self.accepted and (brought_on or status in self.accepted):
            yield End.ACCEPTED
        if status in self.cancelled:
            yield End.CANCELLED
        if status in self.verified:
            yield End.VERIFIED


def stages(path: Path, vocabulary: Vocabulary) -> Stages:
    """Return the states by their meaning, read from the steps of the path."""
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
    good = {end.to for step, end in ends if step.step in checks and is_final(end)}
    without = cancelled | refused
    return Stages(
        accepted=_onward(path, accepting) - without,
        refused=frozenset(refused),
        cancelled=frozenset(cancelled),
        verified=_onward(path, good, final=True) - without,
    )


def is_final(outcome: Outcome) -> bool:
    """Return whether a result leaves nothing to be mended: neither returned nor only in part."""
    return not (outcome.returned or outcome.resets)


def _onward(path: Path, start: Iterable[str], *, final: bool = False) -> frozenset[str]:
    """Return these states and all that steps lead to from them, with final results alone or any."""
    reached = set(start)
    steps = [step for step in path.strands[0].steps if step.at is not None]
    while True:
        further = {
            state
            for step in steps
            if reached.intersection(step.at or ())
            for state in (step.to, *(one.to for one in step.outcomes if not final or is_final(one)))
            if state
        }
        if further <= reached:
            return frozenset(reached)
        reached |= further


_KNOWN: dict[tuple[int, int], tuple[Path, Vocabulary, Stages]] = {}
"""Stages by the addresses of what they are read from, which is held here so that nothing else can
come to these addresses: a register has a handful of paths and a hundred thousand issues."""

_MOST = 64
"""Paths that are cached: `serve` reads the register anew with every change."""


def is_accepted(replayed: Replay, vocabulary: Vocabulary, handed_on: str) -> bool:
    """Return whether an issue was recognised, or handed over, which only recognised ones are."""
    ends = stages_of(replayed.path, vocabulary).ends(replayed.status.name, handed_on)
    return End.ACCEPTED in ends


def only_accepted_exposed(path: Path, vocabulary: Vocabulary) -> bool:
    """Return whether a path lets only recognised issues be exposed: an exposure tells of that."""
    exposing = vocabulary.with_role("steps", Role.EXPOSED)
    accepted = vocabulary.with_role("results", Role.ACCEPTED)
    return any(
        step.step in exposing and any(one.result in accepted for one in step.after)
        for strand in path.strands
        for step in strand.steps
    )


def is_unfounded(replayed: Replay, vocabulary: Vocabulary) -> bool:
    """Return whether an issue did not stand: cancelled, or not recognised."""
    found = stages_of(replayed.path, vocabulary)
    return replayed.status.name in found.cancelled | found.refused


def stages_of(path: Path, vocabulary: Vocabulary) -> Stages:
    """Return the states by their meaning, from the cache where the path was read before."""
    key = (id(path), id(vocabulary))
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[key] = (path, vocabulary, stages(path, vocabulary))
    return _KNOWN[key][2]
