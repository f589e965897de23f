"""The trail of each record: what happened to its file, entry by entry, on the main line.

Trails are kept between runs as plain lists. A list becomes values only when somebody asks for that
record, because ten thousand records are kept and few of them have changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.derive.deltas import REWRITING, Deed
from generator.model.commits import Commit

UNCOMMITTED = -1
"""Stands for the number of a commit where there is none yet."""

NOT_YET = Commit("", (), "", "", "", "")
"""Stands for the commit that has still to come."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed of one commit (its number in the trails); `was` and `now` may be shortened.

    `in_merge`: typed into a merge, no commit of either side explains it. `draft`: changes only
    what the same branch had brought, before it was merged.
    """

    commit: int
    deed: Deed
    name: str = ""
    was: str = ""
    now: str = ""
    in_merge: bool = False
    draft: bool = False

    @property
    def is_rewriting(self) -> bool:
        """Whether something that had been recorded was changed afterwards, or may have been."""
        return not self.draft and self.deed in REWRITING


@dataclass(frozen=True, slots=True)
class Trail:
    """What happened to one file.

    `blob` is what the main line holds now, "" when deleted; `readable` the last version that could
    be parsed. `events` gives for each event of that version the entries (by place) about it.
    """

    path: str
    blob: str = ""
    readable: str = ""
    events: tuple[tuple[int, ...], ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass
class Trails(Mapping[str, Trail]):
    """The trails by path, and the commits that made entries, numbered from old to new."""

    _commits: list[list[str]] = field(default_factory=list)
    _rows: dict[str, list[Any]] = field(default_factory=dict)
    _made: dict[str, Trail] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, path: str) -> Trail:
        if path not in self._made:
            self._made[path] = _trail(path, self._rows[path])
        return self._made[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows.keys() | self._made.keys())

    def __len__(self) -> int:
        return len(self._rows.keys() | self._made.keys())

    def put(self, trail: Trail) -> None:
        """Replaces the trail of one record."""
        self._made[trail.path] = trail

    def number_of(self, commit: Commit) -> int:
        """The number of a commit; it takes one when it is asked for first, in this run."""
        if not commit.id:
            return UNCOMMITTED
        if commit.id not in self._numbers:
            self._numbers[commit.id] = len(self._commits)
            self._commits.append(_commit_row(commit))
        return self._numbers[commit.id]

    def commit(self, number: int) -> Commit:
        """The commit of a number, without its parents."""
        return _commit(self._commits[number])

    def by_commit(self) -> list[tuple[int, str]]:
        """Which commit (by number) did something to which record, from new to old.

        What is not committed yet comes first.
        """
        rows = {path: row[3] for path, row in self._rows.items() if path not in self._made}
        pairs = {(int(entry[0]), path) for path, entries in rows.items() for entry in entries}
        pairs |= {(one.commit, path) for path, made in self._made.items() for one in made.entries}
        return sorted(pairs, key=lambda pair: (pair[0] >= 0, -pair[0], pair[1]))

    def as_rows(self) -> dict[str, Any]:
        """All of it as lists of numbers and texts."""
        rows = self._rows | {path: _row(trail) for path, trail in self._made.items()}
        return {"commits": self._commits, "trails": rows}


def trails_from(rows: Mapping[str, Any]) -> Trails:
    """Trails from what `as_rows` gave. KeyError, TypeError where that is something else."""
    return Trails(list(rows["commits"]), dict(rows["trails"]))


def _commit_row(commit: Commit) -> list[str]:
    row = [commit.id, commit.author, commit.committed]
    if (commit.committer, commit.authored) == (commit.author, commit.committed):
        return row
    return [*row, commit.committer, commit.authored]


def _commit(row: Sequence[str]) -> Commit:
    name, author, committed, *rest = row
    committer, authored = rest or (author, committed)
    return Commit(name, (), author, authored, committer, committed)


_DEEDS = list(Deed)


def _row(trail: Trail) -> list[Any]:
    readable = trail.readable if trail.readable != trail.blob else 0
    return [trail.blob, readable, trail.events, [_entry_row(one) for one in trail.entries]]


def _entry_row(entry: Entry) -> list[Any]:
    marks = entry.in_merge + 2 * entry.draft
    row: list[Any] = [entry.commit, _DEEDS.index(entry.deed), entry.name]
    return [*row, entry.was, entry.now, marks] if entry.was or entry.now or marks else row


def _trail(path: str, row: Sequence[Any]) -> Trail:
    blob, readable, events, entries = row
    return Trail(
        path,
        blob,
        blob if readable == 0 else readable,
        tuple(tuple(places) for places in events),
        tuple(_entry(*one) for one in entries),
    )


def _entry(
    commit: int, deed: int, name: str, was: str = "", now: str = "", marks: int = 0
) -> Entry:
    return Entry(commit, _DEEDS[deed], name, was, now, bool(marks & 1), bool(marks & 2))
