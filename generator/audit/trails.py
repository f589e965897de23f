"""The trail of each record: what happened to its file, entry by entry, on the main line.

Trails are kept as lines of JSON, in a store that derive knows only by what it gives. A line becomes
values when somebody asks for that record: a hundred thousand are kept, and few have changed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from generator.audit.diff import REWRITING, ChangeKind
from generator.audit.log import Commit

UNCOMMITTED = -1
"""Stands for the number of a commit where there is none yet."""


class HistoryEntry(NamedTuple):
    """One deed of one commit (its number in the trails); `was` and `now` may be shortened.

    `in_merge`: typed into a merge, no commit of either side explains it. `draft`: changes only
    what the same branch had brought, before it was merged.
    """

    commit: int
    deed: ChangeKind
    name: str = ""
    was: str = ""
    now: str = ""
    in_merge: bool = False
    draft: bool = False

    @property
    def is_rewriting(self) -> bool:
        """Whether something that had been recorded was changed afterwards, or may have been."""
        return not self.draft and self.deed in REWRITING


class Trail(NamedTuple):
    """What happened to one file.

    `blob` is what the main line holds now, "" when deleted; `readable` the last version that could
    be parsed. `events` gives for each event of that version the entries (by place) about it.
    """

    path: str
    blob: str = ""
    readable: str = ""
    events: tuple[tuple[int, ...], ...] = ()
    entries: tuple[HistoryEntry, ...] = ()


class Rows(Protocol):
    """A store of trails. Folders end with `/`; commits are numbered from old to new."""

    def paths(self) -> Iterator[str]:
        """The path of every trail."""

    def row(self, path: str) -> str | None:
        """The row of one trail."""

    def rows_below(self, folder: str) -> dict[str, str]:
        """Path → row, for all in a folder and below it."""

    def blobs_in(self, folder: str) -> dict[str, str]:
        """Path → blob, for all that lies in a folder itself."""

    def commit(self, number: int) -> Commit:
        """The commit of a number."""

    def last_below(self, folder: str) -> int | None:
        """The last commit that touched a folder or what is below it."""

    def last_numbers(self) -> Mapping[str, int]:
        """Folder → the number of the last commit of the main line that touched it."""

    def lasts(self) -> Mapping[str, str]:
        """Folder → the name of the last commit that touched it."""

    def lasts_of_files(self, below: str, without: str = "") -> Mapping[str, int]:
        """Path → the number of the last commit that touched that file, of all below a folder.

        But for those below another folder in it.
        """

    def lately(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Commits with the paths in which they made entries, from new to old."""

    def lately_in(self, folder: str, limit: int) -> list[tuple[int, str]]:
        """The latest so many pairs of commit and path in one folder, and those that tie."""


@dataclass(frozen=True)
class RecordHistories(Mapping[str, Trail]):
    """The trails by path; `made` are those that what is not committed has extended."""

    rows: Rows
    made: Mapping[str, Trail] = field(default_factory=dict)
    _blobs: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, path: str) -> Trail:
        if path in self.made:
            return self.made[path]
        row = self.rows.row(path)
        if row is None:
            raise KeyError(path)
        return trail_of(path, row)

    def __iter__(self) -> Iterator[str]:
        yield from self.rows.paths()
        yield from (path for path in self.made if self.rows.row(path) is None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def not_yet(self) -> list[str]:
        """The paths in which something is not committed."""
        return [
            path
            for path, trail in self.made.items()
            if any(entry.commit == UNCOMMITTED for entry in trail.entries)
        ]

    def blobs_in(self, folder: str) -> Mapping[str, str]:
        """Path → blob, for all that lies in a folder itself, as it is committed."""
        if folder not in self._blobs:
            self._blobs[folder] = self.rows.blobs_in(folder)
        return self._blobs[folder]

    def below(self, folder: str) -> dict[str, Trail]:
        """All in a folder and below it."""
        found = {path: trail_of(path, row) for path, row in self.rows.rows_below(folder).items()}
        start = folder.rstrip("/") + "/"
        return found | {path: one for path, one in self.made.items() if path.startswith(start)}


_DEEDS = list(ChangeKind)
_PLACE = {deed: place for place, deed in enumerate(_DEEDS)}
_as_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def row_of(trail: Trail) -> str:
    """A trail as one line, without path."""
    readable = trail.readable if trail.readable != trail.blob else 0
    entries = [_entry_row(one) for one in trail.entries]
    return _as_text([trail.blob, readable, trail.events, entries])


def _entry_row(entry: HistoryEntry) -> tuple[Any, ...]:
    marks = entry.in_merge + 2 * entry.draft
    row = (entry.commit, _PLACE[entry.deed], entry.name)
    return (*row, entry.was, entry.now, marks) if entry.was or entry.now or marks else row


def trail_of(path: str, row: str) -> Trail:
    """The trail that `row_of` wrote."""
    blob, readable, events, entries = json.loads(row)
    return Trail(
        path,
        blob,
        blob if readable == 0 else readable,
        tuple(tuple(places) for places in events),
        tuple(_entry(*one) for one in entries),
    )


def _entry(
    commit: int, deed: int, name: str, was: str = "", now: str = "", marks: int = 0
) -> HistoryEntry:
    return HistoryEntry(commit, _DEEDS[deed], name, was, now, bool(marks & 1), bool(marks & 2))
