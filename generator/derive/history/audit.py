"""What the history says about a register: for each record its trail, and what happened lately.

Knows nothing of Git: commits and trails are values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby

from generator.audit.trails import UNCOMMITTED, Entry, Trail, Trails
from generator.model.commits import Commit

HISTORY = "history"
"""The projection of records to what their commits tell of them."""

LATE_AFTER_DAYS = 15
"""One round: what is recorded later was written down after the group had gone home. A setting of
this register; no published text fixes the days."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What one commit did to one record; no commit where it is not committed yet.

    `more`: how many further records the same commit touched, where not all are listed.
    """

    path: str
    commit: Commit | None
    entries: tuple[Entry, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit trail of a register as of one commit.

    `uncommitted`: paths whose files differ from that commit. `rewritten`: commits seen at an
    earlier reading that are not in the history any more.
    """

    head: Commit
    trails: Trails
    uncommitted: frozenset[str] = frozenset()
    rewritten: tuple[str, ...] = ()

    def commit(self, entry: Entry) -> Commit | None:
        """The commit of an entry; None where it is not committed yet."""
        return self.trails.rows.commit(entry.commit) if entry.commit >= 0 else None

    def blob(self, path: str) -> str:
        """The blob of a record; "" where it differs from what is committed."""
        if path in self.uncommitted:
            return ""
        return self.trails.blobs_in(path[: path.rfind("/") + 1]).get(path, "")

    def trail(self, path: str) -> Trail:
        """The trail of a record; an empty one where nothing is known of it."""
        return self.trails.get(path, Trail(path))

    def trails_below(self, folder: str) -> Mapping[str, Trail]:
        """Path → trail, for all records in a folder and below it, read together."""
        return self.trails.below(folder)

    def last_commit_below(self, folder: str) -> Commit | None:
        """The last commit of the main line that touched a folder or what is below it."""
        last = self.trails.rows.last_below(folder)
        return None if last is None else self.trails.rows.commit(last)

    def last_numbers(self) -> Mapping[str, int]:
        """Folder → number of the last commit of the main line that touched it: later is higher."""
        return self.trails.rows.last_numbers()

    def last_numbers_of_files(self, below: str, without: str = "") -> Mapping[str, int]:
        """The same for each file below a folder, but for those below another folder in it."""
        return self.trails.rows.lasts_of_files(below, without)

    def last_commits(self) -> Mapping[str, str]:
        """Folder (with `/` at the end) → name of the last commit of the main line that touched it.

        As long as that is the same, so are all trails in the folder but for what is uncommitted.
        """
        return self.trails.rows.lasts()

    def newest(self, limit: int, each: int) -> list[Happening]:
        """So many happenings, the latest first; of one commit no more than `each`, by path."""
        found: list[Happening] = []
        made = [(UNCOMMITTED, sorted(self.trails.not_yet))] if self.trails.not_yet else []
        for number, paths in chain(made, self.trails.rows.lately()):
            some = [self._happening(number, path) for path in paths[:each]]
            if len(paths) > each:
                some[-1] = replace(some[-1], more=len(paths) - each)
            found += some
            if len(found) >= limit:
                break
        return found[:limit]

    def newest_in(self, folders: Iterable[str], limit: int) -> list[Happening]:
        """The latest committed happenings in some folders."""
        found = [pair for folder in folders for pair in self.trails.rows.lately_in(folder, limit)]
        return [self._happening(*pair) for pair in _latest(found, limit)]

    def of_record(self, path: str) -> list[Happening]:
        """What happened to one record, from old to new."""
        entries = self.trail(path).entries
        return [
            Happening(path, self.commit(some[0]), tuple(some))
            for _, group in groupby(entries, key=lambda entry: entry.commit)
            if (some := list(group))
        ]

    def _happening(self, number: int, path: str) -> Happening:
        entries = tuple(one for one in self.trail(path).entries if one.commit == number)
        return Happening(path, self.commit(entries[0]), entries)


def _latest(pairs: Sequence[tuple[int, str]], limit: int) -> list[tuple[int, str]]:
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1]))[:limit]


def days_late(happened: date, commit: Commit) -> int:
    """Days from the last day on which an event may have happened to its commit, if late; else 0."""
    days = (commit.day - happened).days
    return days if days > LATE_AFTER_DAYS else 0
