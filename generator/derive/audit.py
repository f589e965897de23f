"""What the history says about a register: for each record its trail, and what happened lately.

Knows nothing of Git: commits and trails are values.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from generator.derive.trails import Entry, Trail, Trails
from generator.model.commits import Commit

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
        return self.trails.commit(entry.commit) if entry.commit >= 0 else None

    def blob(self, path: str) -> str:
        """The blob of a record; "" where it differs from what is committed."""
        if path in self.uncommitted or path not in self.trails:
            return ""
        return self.trails[path].blob

    def trail(self, path: str) -> Trail:
        """The trail of a record; an empty one where nothing is known of it."""
        return self.trails.get(path, Trail(path))

    def newest(self, limit: int, each: int) -> list[Happening]:
        """So many happenings, the latest first; of one commit no more than `each`, by path."""
        found: list[Happening] = []
        for _, group in groupby(self.trails.by_commit(), key=lambda pair: pair[0]):
            pairs = list(group)
            some = [self._happening(*pair) for pair in pairs[:each]]
            if len(pairs) > each:
                some[-1] = replace(some[-1], more=len(pairs) - each)
            found += some
            if len(found) >= limit:
                break
        return found[:limit]

    def newest_of(self, key: Callable[[str], str], limit: int) -> dict[str, list[Happening]]:
        """The latest committed happenings by what `key` gives for their path ("" for none)."""
        chosen: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, path in self.trails.by_commit():
            name = key(path)
            if name and number >= 0 and len(chosen[name]) < limit:
                chosen[name].append((number, path))
        return {name: [self._happening(*pair) for pair in some] for name, some in chosen.items()}

    def of_record(self, path: str) -> list[Happening]:
        """What happened to one record, from old to new."""
        entries = self.trail(path).entries
        return [
            Happening(path, self.commit(some[0]), tuple(some))
            for _, group in groupby(entries, key=lambda entry: entry.commit)
            if (some := list(group))
        ]

    def _happening(self, number: int, path: str) -> Happening:
        entries = tuple(one for one in self.trails[path].entries if one.commit == number)
        return Happening(path, self.commit(entries[0]), entries)


def days_late(happened: date, commit: Commit) -> int:
    """Days from the last day on which an event may have happened to its commit, if late; else 0."""
    days = (commit.day - happened).days
    return days if days > LATE_AFTER_DAYS else 0
