"""The audit of a register: the history of each record, and its last commits.

Pages read it traced: each answer counts like a read of the register. See decision 0015.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, groupby, product

from generator.audit.log import Commit
from generator.audit.trails import UNCOMMITTED, HistoryEntry, RecordHistories, Trail
from generator.core import tracing
from generator.core.tracing import Index, Selector
from generator.kinds.registry import judging

HEAD = "head"
"""The projection to the commit that is read: what is not committed does not change it."""

HISTORY = "history"
"""The projection of records to what their commits tell of them."""

LATE_AFTER_DAYS = 15
"""One round: what is recorded later was written down after the group had gone home. A setting of
this register; no published text fixes the days."""


@dataclass(frozen=True, slots=True)
class Happening:
    """The changes of one commit to one record; no commit where it is not committed yet.

    `more`: how many further records the same commit touched, where not all are listed.
    """

    path: str
    commit: Commit | None
    entries: tuple[HistoryEntry, ...]
    more: int = 0


@dataclass(frozen=True)
class Audit:
    """The audit trail of a register as of one commit.

    `uncommitted`: paths whose files differ from that commit. `rewritten`: commits seen at an
    earlier reading that are not in the history any more. `branch` is the full name of the branch
    that is checked out, "" for none.
    """

    head: Commit
    trails: RecordHistories
    uncommitted: frozenset[str] = frozenset()
    rewritten: tuple[str, ...] = ()
    branch: str = ""
    name_of: Callable[[str], str] | None = None
    """Author of a commit → what pages say in its place; the name itself where it is None."""

    def numbered(self, number: int) -> Commit:
        """The commit of a number, with what pages say of its authors."""
        commit = self.trails.rows.commit(number)
        if self.name_of is None:
            return commit
        return replace(
            commit, author=self.name_of(commit.author), committer=self.name_of(commit.committer)
        )

    @cached_property
    def latest(self) -> "Latest":
        """The last commits to what selectors stand for; looked up once for all who ask."""
        return Latest(self)

    def commit(self, entry: HistoryEntry) -> Commit | None:
        """The commit of an entry; None where it is not committed yet."""
        return self.numbered(entry.commit) if entry.commit >= 0 else None

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
        return None if last is None else self.numbered(last)

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
        """Return the changes of one record, oldest first."""
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
    """Days from the last day on which an event may have happened to its commit, if late; else 0.

    Also 0 where the clock of the commit was wrong.
    """
    if commit.sure:
        return 0
    days = (commit.day - happened).days
    return days if days > LATE_AFTER_DAYS else 0


RECORDS = "records/"
ISSUES = "records/issues/"
PROJECTED = 5
"""Parts of the path of a ledger: records, issues, programme, city and round."""


@dataclass(frozen=True)
class Latest:
    """The last commits, of the main line, to whatever a selector stands for.

    What a page shows at that commit is what it shows now: no later one touched any of it.
    """

    audit: Audit

    def newest(self, selectors: Iterable[Selector]) -> Commit | None:
        """The newest commit to any of these; None where none is committed."""
        number = max(map(self._number, outermost(selectors)), default=-1)
        return self.audit.numbered(number) if number >= 0 else None

    def of_folders(self, *folders: str) -> Commit | None:
        """The last commit to the records directly in these folders."""
        return self.newest(f"{folder}/" for folder in folders)

    def of_record(self, path: str) -> Commit | None:
        """The last commit to one record."""
        return self.newest([path])

    def _number(self, selector: Selector) -> int:
        if selector not in self._numbers:
            path, _, projection = selector.partition("#")
            if projection:
                found = max(map(self._number, _projected(path, projection)), default=-1)
            elif path.startswith(ISSUES) and path.endswith(".yml"):
                found = self._of_issue(path)
            elif path.startswith(ISSUES):
                found = max(self._ledgers.select(path), default=-1)
            else:
                found = max(self._records.select(path), default=-1)
            self._numbers[selector] = found
        return self._numbers[selector]

    def _of_issue(self, path: str) -> int:
        """The files of a ledger are looked up together."""
        folder = path[: path.rfind("/") + 1]
        if folder not in self._issues:
            self._issues[folder] = self.audit.last_numbers_of_files(folder)
        return self._issues[folder].get(path, -1)

    @cached_property
    def _ledgers(self) -> Index[int]:
        found = self.audit.last_numbers()
        return Index({path: last for path, last in found.items() if path.startswith(ISSUES)})

    @cached_property
    def _records(self) -> Index[int]:
        return Index(self.audit.last_numbers_of_files(RECORDS, ISSUES))

    @cached_property
    def _numbers(self) -> dict[Selector, int]:
        return {}

    @cached_property
    def _issues(self) -> dict[str, Mapping[str, int]]:
        return {}


def outermost(selectors: Iterable[Selector]) -> list[Selector]:
    """These selectors but for single issues of ledgers that others of them name.

    An issue is no newer than its ledger, so its file need not be looked up.
    """
    found: list[Selector] = []
    ledgers: set[Selector] = set()
    issues: dict[str, list[Selector]] = {}
    for one in selectors:
        if not one.startswith(ISSUES):
            found.append(one)
            continue
        path, _, projection = one.partition("#")
        if path.endswith(".yml"):
            issues.setdefault(path[: path.rfind("/") + 1], []).append(one)
            continue
        found.append(one)
        if projection not in ("", HISTORY):
            ledgers.add(path)
    for folder, some in issues.items():
        if not _is_within(folder, ledgers):
            found += some
    return found


def _is_within(folder: str, ledgers: Collection[Selector]) -> bool:
    """Return whether one of these selectors of ledgers names that of a folder."""
    if ISSUES in ledgers or not ledgers:
        return bool(ledgers)
    _, _, *names = folder.split("/")[:PROJECTED]
    parts = product(*((name, "*") for name in names))
    return len(names) == PROJECTED - 2 and any(_ledgers(*some) in ledgers for some in parts)


def _ledgers(programme: str, city: str, name: str) -> Selector:
    """The ledgers of a programme, a city and a round, each of which may be `*`."""
    return f"{ISSUES}{programme}/{city}/{name}/".rstrip("*/") + "/"


def _projected(path: str, projection: str) -> Iterator[Selector]:
    """What a projection of ledgers, or of an issue, is made from: records and what judges them."""
    if projection in (HISTORY, HEAD):
        yield path
        if path == RECORDS:
            yield ISSUES
        return
    # An issue that was dated anew has left its month: the ledger that had it says when.
    yield ISSUES if "@" in projection else path
    names = path.rstrip("/").split("/")[2:PROJECTED]
    programme, city, name = (*names, *("*" for _ in range(3 - len(names))))
    yield from judging(programme, city, name)


_CITY = 3
"""The position of the city in `records/issues/<programme>/<city>/…`."""


class TracedAudit:
    """Answers questions about the history, and records which records they are about."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    @property
    def head(self) -> Commit:
        """Return the commit that the register is read at."""
        tracing.read(f"{RECORDS}#{HEAD}")
        return self._audit.head

    @property
    def uncommitted(self) -> frozenset[str]:
        """Return the paths whose files differ from that commit."""
        return self._of_all.uncommitted

    @property
    def rewritten(self) -> tuple[str, ...]:
        """Return the commits seen at an earlier reading that are not in the history any more."""
        return self._of_all.rewritten

    def newest(self, limit: int, each: int) -> list[Happening]:
        """Return so many happenings, the latest first; of one commit no more than `each`."""
        return self._of_all.newest(limit, each)

    def newest_of_city(self, city: str, limit: int) -> list[Happening]:
        """Return the latest committed happenings to the issues of a city (code)."""
        tracing.read(f"{ISSUES}*/{city}/#{HISTORY}")
        return self._audit.newest_in(self._folders.get(city, ()), limit)

    def of_record(self, path: str) -> list[Happening]:
        """Return the changes of one record, oldest first."""
        tracing.read(f"{path}#{HISTORY}")
        return self._audit.of_record(path)

    def last_commit(self, path: str) -> str:
        """Return the ID of the last commit to a record; "" where it is not committed."""
        tracing.read(f"{path}#{HISTORY}")
        last = self._audit.latest.of_record(path)
        return last.id if last else ""

    @property
    def _of_all(self) -> Audit:
        tracing.read(f"{RECORDS}#{HISTORY}")
        return self._audit

    @cached_property
    def _folders(self) -> Mapping[str, Sequence[str]]:
        """Return code of a city → the folders of its issues: an index, so it is no read."""
        found: dict[str, list[str]] = {}
        for folder in self._audit.last_numbers():
            names = folder.split("/")
            if len(names) > _CITY and folder.startswith(ISSUES):
                found.setdefault(names[_CITY], []).append(folder)
        return found
