"""Which commit made each difference that a merge brought, and what a merge left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.audit.changes import Maker, Step
from generator.audit.diff import Content, Deed, Delta, difference, event_name, events_of

Contents = Callable[[str], Content | None]
_EVENT_DEEDS = frozenset(
    {Deed.EVENT, Deed.INSERTED, Deed.EVENT_CHANGED, Deed.EVENT_REMOVED, Deed.REORDERED}
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference with the commit that made it; where that is a merge, it was typed into it."""

    delta: Delta
    commit: Maker


@dataclass(frozen=True, slots=True)
class _Told:
    """The differences that one step made."""

    commit: Maker
    deltas: tuple[Delta, ...]


def explained(
    deltas: Sequence[Delta], steps: Sequence[Step], main: Maker, contents: Contents
) -> list[Explained]:
    """Each difference with its commit: one of the branch, else a merge within it, else `main`."""
    told = [_told(step, contents) for step in steps]
    own = [one for one in told if not one.commit.is_merge]
    merges = [one for one in told if one.commit.is_merge]
    found: list[Explained] = []
    for delta in (part for whole in deltas for part in _parts(whole, own)):
        commit = _maker(delta, own) or _maker(delta, merges) or main
        found.append(Explained(delta, commit))
    return found


def dropped(
    steps: Sequence[Step], kept: Content | None, main: Maker, contents: Contents
) -> Iterator[Explained]:
    """The events that commits of a branch brought and that the merge does not have."""
    told = [_told(step, contents) for step in steps]
    there = set(events_of(kept))
    for number, one in enumerate(told):
        later = {delta.was for after in told[number:] for delta in after.deltas}
        for delta in one.deltas:
            if delta.now and delta.deed in _EVENT_DEEDS and delta.now not in there | later:
                lost = Delta(Deed.DROPPED, delta.name, was=delta.now)
                yield Explained(lost, main)


def _parts(delta: Delta, own: Sequence[_Told]) -> Sequence[Delta]:
    """An event in the place of another one, as one that came and one that the merge left out.

    Only where the branch brought the one and did not touch the other.
    """
    others = [other for one in own for other in one.deltas]
    touched = any(other.was == delta.was for other in others)
    brought = any(other.now == delta.now for other in others)
    if delta.deed is not Deed.EVENT_CHANGED or touched or not brought:
        return (delta,)
    gone = Delta(Deed.DROPPED, event_name(delta.was), delta.place, delta.was)
    return (gone, Delta(Deed.EVENT, delta.name, delta.place, now=delta.now))


def _told(step: Step, contents: Contents) -> _Told:
    change = step.change
    if not change.new:
        return _Told(step.commit, (Delta(Deed.DELETED),))
    old = contents(change.old) if change.old else None
    return _Told(step.commit, difference(old, contents(change.new)).deltas)


def _maker(delta: Delta, told: Sequence[_Told]) -> Maker | None:
    """The last commit that brought this; for a field only if no later one changed it again."""
    for one in reversed(told):
        for other in one.deltas:
            if _same(delta, other):
                return one.commit
            if delta.deed is Deed.FIELD and (other.deed, other.name) == (Deed.FIELD, delta.name):
                return None
    return None


def _same(delta: Delta, other: Delta) -> bool:
    if delta.deed in _EVENT_DEEDS and other.deed in _EVENT_DEEDS:
        wanted, given = (delta.now, other.now) if delta.now else (delta.was, other.was)
        return wanted == given
    return (delta.deed, delta.name, delta.now) == (other.deed, other.name, other.now)
