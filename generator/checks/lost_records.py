"""What the merge commits of a branch left out: records and steps that one of their sides had.

A conflict "solved with mine" leaves no trace in the result: each merge is made again and compared.
Values that a merge undid: see undone_values. See decision 0070.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit import merge as audit_merge
from generator.audit.diff import Identity, identity_of
from generator.audit.git import Repository
from generator.audit.merge import JoinedCommit, TreeEntry
from generator.checks.paths import PREFIX, is_record_path
from generator.checks.shape_rules import shaped
from generator.core.fields import Record
from generator.core.findings import Location
from generator.core.model_walk import growing
from generator.core.raw import RawRecord
from generator.load.files import RECORDS, SIZE_LIMIT, raw_blob

_BOTH_NEW = frozenset({2, 3})
_BOTH_CHANGED = frozenset({1, 2, 3})


@dataclass(frozen=True, slots=True)
class LostRecord:
    """A record that a merge commit left out, and where it can be had.

    `merge` made the loss, `side` is the parent that still has the record, `record` as it is there;
    `of_base` says that the target has it too; `steps` are those that are missing of a record that
    was kept, none where all of it is.
    """

    path: str
    merge: str
    side: str
    record: RawRecord
    of_base: bool
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoneValue:
    """A value that one side of a merge commit had changed and that the merge took back.

    `commit` by `author` had changed it; `change` is what it was before and in that commit, `now`
    what it is after the merge, all in short. `of_base` says that the target has it as changed.
    """

    path: str
    mark: Location
    title: str
    merge: str
    commit: str
    author: str
    change: tuple[str, str]
    now: str
    of_base: bool
    others: int = 0


@dataclass(frozen=True, slots=True)
class RemadeMerge:
    """Two sides of a merge commit, and the records in it that Git alone would not have made so.

    `conflicts` says for each path in conflict which sides have it, as in `Merge`.
    """

    name: str
    sides: tuple[str, str]
    paths: tuple[str, ...]
    conflicts: Mapping[str, frozenset[int]]


def identity(raw: RawRecord | None) -> Identity | None:
    """Return what makes a record this one and no other; None if it can not be read."""
    return identity_of(raw.path, raw.content) if raw and raw.content is not None else None


@dataclass(frozen=True)
class Trees:
    """The trees that are compared: of the target, of the branch, and as merging leaves it.

    `inside` is where the register lies in the repository.
    """

    repo: Repository
    inside: str
    base: str
    head: str
    result: str

    @cached_property
    def merges(self) -> tuple[RemadeMerge, ...]:
        """The merge commits that the branch has and the target has not, each made again."""
        found = audit_merge.merges_between(self.repo, self.base, self.head)
        return tuple(
            self._remade(one, (one.parents[0], other)) for one in found for other in one.parents[1:]
        )

    def _remade(self, merge: JoinedCommit, sides: tuple[str, str]) -> RemadeMerge:
        again = audit_merge.merged_again(self.repo, *sides)
        under = f"{self.inside}{RECORDS}"
        edited = audit_merge.differences(self.repo, again.tree, merge.name, under)
        candidates = {one.path for one in edited} | again.conflicts.keys()
        paths = tuple(sorted(path for path in candidates if self._is_record(path)))
        return RemadeMerge(merge.name, sides, paths, again.conflicts)

    def _is_record(self, path: str) -> bool:
        below = path.removeprefix(self.inside)
        return below.startswith(PREFIX) and is_record_path(below.removeprefix(PREFIX))

    def raws(self, tree: str, paths: Sequence[str]) -> dict[str, RawRecord]:
        """Return the records of a tree at these paths of the repository."""
        entries = audit_merge.listed(self.repo, tree, paths) if paths else {}
        return self.read(entries)

    def read(self, entries: Mapping[str, TreeEntry]) -> dict[str, RawRecord]:
        """Return the records in these entries, by path of the repository."""
        blobs = (one.blob for one in entries.values())
        texts = audit_merge.contents(self.repo, blobs, SIZE_LIMIT)
        return {
            path: raw_blob(path.removeprefix(self.inside), one.mode, texts.get(one.blob))
            for path, one in entries.items()
        }

    def coming(self) -> frozenset[Identity]:
        """Return the identities of the records that the result has and the target has not."""
        under = f"{self.inside}{RECORDS}"
        found = audit_merge.differences(self.repo, self.base, self.result, under)
        new = {one.path: one.after for one in found if one.before is None and one.after}
        return frozenset(filter(None, map(identity, self.read(new).values())))


def lost_records(trees: Trees) -> Iterator[LostRecord]:
    """Yield what the merge commits left out and the result lacks too."""
    coming = trees.coming() if trees.merges else frozenset()
    said: set[tuple[str, Identity | None, tuple[str, ...]]] = set()
    for merge in trees.merges:
        for lost in _lost_in(trees, merge, coming):
            key = (lost.path, identity(lost.record), lost.steps)
            if key not in said:
                said.add(key)
                yield lost


def _lost_in(trees: Trees, merge: RemadeMerge, coming: frozenset[Identity]) -> Iterator[LostRecord]:
    """Yield what is lost of two parents of a merge."""
    paths = merge.paths
    base, made, result = (trees.raws(one, paths) for one in (trees.base, merge.name, trees.result))
    for side in merge.sides if paths else ():
        for path, raw in trees.raws(side, paths).items():
            kept, held = result.get(path), base.get(path)
            of_base = identity(held) == identity(raw)
            if identity(kept) == identity(raw):
                if kept and (steps := _missing(raw, *filter(None, (kept, held)))):
                    yield LostRecord(raw.path, merge.name, side, raw, of_base=False, steps=steps)
            elif identity(made.get(path)) == identity(raw):
                continue  # it was changed after the merge
            elif _is_erased(raw, kept, of_base, coming, merge.conflicts.get(path)):
                yield LostRecord(raw.path, merge.name, side, raw, of_base)


def _is_erased(
    raw: RawRecord,
    kept: RawRecord | None,
    of_base: bool,
    coming: frozenset[Identity],
    conflict: frozenset[int] | None,
) -> bool:
    """Return whether a record is nowhere in the result, not even under another number.

    What the target has and the result has not at all is a deleted record, what was only edited is
    an edit; both are other rules.
    """
    own = identity(raw)
    if own is None or own in coming:
        return False
    return conflict == _BOTH_NEW and kept is not None if of_base else conflict != _BOTH_CHANGED


def _missing(raw: RawRecord, *others: RawRecord) -> tuple[str, ...]:
    """Return the entries of lists that only grow which a side has and these others have not.

    What the target has and the result has not is a rewritten entry, which is another rule.
    """
    lacking: list[tuple[str, ...]] = [_entries_without(raw, other) for other in others]
    return tuple(one for one in lacking[0] if all(one in some for some in lacking[1:]))


def _entries_without(raw: RawRecord, other: RawRecord) -> tuple[str, ...]:
    old, new = shaped(raw), shaped(other)
    if not isinstance(old, Record) or type(old) is not type(new):
        return ()
    return tuple(
        f"{one.title}“{getattr(entry, 'step', None) or one.title}”"
        f"（{getattr(entry, 'date', None) or '未写日期'}）"
        for one in growing(old, new)
        for entry in one.old
        if entry not in (one.new or ())
    )
