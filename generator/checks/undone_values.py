"""Values that the merge commits of a branch took back although nobody there had changed them.

"Mine" or "theirs" as the strategy of a merge, or a hand that solved it, puts the old value in the
place of the new one, and the result looks like an edit of whoever merged. See decision 0087.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit import merge as audit_merge
from generator.audit.log import is_ancestor, one_commit
from generator.checks.changed_values import (
    ChangedValue,
    in_short,
    label,
    values_between,
)
from generator.checks.lost_records import RemadeMerge, Trees, UndoneValue, identity
from generator.core.raw import Path, RawRecord
from generator.kinds.registry import model_of


@dataclass(frozen=True, slots=True)
class _Undone:
    """What a side had changed (`made`), and how another version differs there from that side.

    In `differs`, `old` is the value of the other version and `new` that of the side.
    """

    made: ChangedValue
    differs: ChangedValue


@dataclass(frozen=True)
class _Versions:
    """One record in a merge: in the fork, in both sides, after the merge."""

    fork: RawRecord
    side: RawRecord
    other: RawRecord
    merged: RawRecord

    @cached_property
    def made(self) -> list[ChangedValue]:
        """What the side had changed."""
        return list(values_between(self.fork, self.side))

    def undone_in(self, version: RawRecord) -> Iterator[_Undone]:
        """Yield what the side had changed and a version of the record has otherwise."""
        for differs in values_between(version, self.side):
            made = next((one for one in self.made if _is_about(one, differs)), None)
            if made:
                yield _Undone(made, differs)

    def rival(self, made: ChangedValue) -> ChangedValue | None:
        """Return how the other side had changed the same value; entries of lists have no rival."""
        if isinstance(made.path[-1], int):
            return None
        others = values_between(self.fork, self.other)
        return next((one for one in others if (one.name, one.old) == (made.name, made.old)), None)

    def is_written_anew(self, undone: _Undone) -> bool:
        """Return whether both had changed it and the merge holds a third value, made of both."""
        made, differs = undone.made, undone.differs
        rival = self.rival(made) if made.path == differs.path else None
        return rival is not None and differs.old not in (made.old, rival.new)


def _is_about(made: ChangedValue, differs: ChangedValue) -> bool:
    """Return whether a difference is about a value that was changed, or about a part of it."""
    if made.new is None or differs.new is None:  # the place is that in another version
        return (made.new, made.name, made.old) == (differs.new, differs.name, differs.old)
    return _within(made.path, differs.path) or _within(differs.path, made.path)


def _within(whole: Path, part: Path) -> bool:
    return part[: len(whole)] == whole


def undone_values(trees: Trees) -> Iterator[UndoneValue]:
    """Yield what merge commits took back of the changes of one side and the result has not either.

    Once for each field of a record that is there in the end; what is deleted is another finding.
    """
    said: set[tuple[str, Path, str]] = set()
    for merge in trees.merges:
        fork = audit_merge.fork_of(trees.repo, *merge.sides) if merge.paths else ""
        for path, side, versions in _changed_by_a_side(trees, merge, fork):
            for own in _by_field(_lasting(trees, merge, path, versions)).values():
                found = _told(trees, merge, path, (fork, side), versions, own)
                key = (path, own[0].made.path[:1], found.change[1]) if found else None
                if found and key and key not in said:
                    said.add(key)
                    yield found


def _changed_by_a_side(
    trees: Trees, merge: RemadeMerge, fork: str
) -> Iterator[tuple[str, str, _Versions]]:
    """Yield the path, the side and the versions of each record that a side of a merge changed."""
    if not merge.paths:
        return
    revisions = (fork, merge.name, trees.result, *merge.sides)
    before, merged, after, *both = (trees.raws(one, merge.paths) for one in revisions)
    for path in merge.paths:
        for at, side in enumerate(merge.sides):
            own, other = both[at].get(path), both[1 - at].get(path)
            if own and path in merged and path in after:
                first = before.get(path) or _blank(own)
                yield path, side, _Versions(first, own, other or first, merged[path])


def _blank(raw: RawRecord) -> RawRecord:
    """Return the record before it was there."""
    return RawRecord(raw.path, {}, {}, {}, ())


def _lasting(trees: Trees, merge: RemadeMerge, path: str, versions: _Versions) -> Iterator[_Undone]:
    """Yield what the merge undid and no later version has put right, also not for a while.

    What was put right and changed again is an edit like any other.
    """
    undone = [
        one for one in versions.undone_in(versions.merged) if not versions.is_written_anew(one)
    ]
    if not undone or not _is_one_record(versions):
        return
    later = audit_merge.descendants_of(trees.repo, merge.name, trees.head, path)
    for version in (trees.result, *later):
        raw = trees.raws(version, [path]).get(path)
        if raw and raw.content is not None:
            still = {one.made.path for one in versions.undone_in(raw)}
            undone = [one for one in undone if one.made.path in still]
    yield from undone


def _is_one_record(versions: _Versions) -> bool:
    """Return whether it is the record of the side; else it was erased, which is another finding."""
    return bool(versions.fork.content) or identity(versions.merged) == identity(versions.side)


def _by_field(undone: Iterator[_Undone]) -> Mapping[str, Sequence[_Undone]]:
    found: dict[str, list[_Undone]] = {}
    for one in undone:
        found.setdefault(one.made.field, []).append(one)
    return found


def _told(
    trees: Trees,
    merge: RemadeMerge,
    path: str,
    span: tuple[str, str],
    versions: _Versions,
    undone: Sequence[_Undone],
) -> UndoneValue | None:
    """Return the undone values of one field; None where the target neither has them nor lacks them.

    A value that both sides had changed has to be one of the two: it is told only if it was that of
    the target.
    """
    base = trees.raws(trees.base, [path]).get(path)
    lacking = {one.made.path for one in versions.undone_in(base)} if base else set()
    held = [one for one in undone if base and one.made.path not in lacking]
    known = is_ancestor(trees.repo, span[1], trees.base)
    own = held or [one for one in undone if not known and not versions.rival(one.made)]
    if not own:
        return None
    commit = one_commit(trees.repo, _maker(trees, path, span, versions, own[0]))
    made, differs = own[0].made, own[0].differs
    shown = ChangedValue(differs.path, made.old if made.path == differs.path else None, differs.new)
    after = trees.raws(trees.result, [path])[path]
    return UndoneValue(
        path=after.path,
        mark=after.value_mark(differs.path[:1]),
        title=label(model_of(after.path), differs),
        merge=merge.name,
        commit=commit.id,
        author=commit.author,
        change=in_short(shown),
        now=in_short(differs)[0],
        of_base=bool(held),
        others=len(own) - 1,
    )


def _maker(
    trees: Trees, path: str, span: tuple[str, str], versions: _Versions, undone: _Undone
) -> str:
    """Return the commit of a side from which on it has a value as it is there."""
    found = span[1]
    for commit in audit_merge.commits_of(trees.repo, *span, path):
        raw = trees.raws(commit, [path]).get(path)
        if raw is None or any(one.made == undone.made for one in versions.undone_in(raw)):
            break
        found = commit
    return found
