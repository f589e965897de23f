"""The history store: histories by folder and commits by number, in the cache.

The entries are named by their content, and one head names all that belong to one reading. So a
reader keeps the state that it began with while another process reads on: what that one replaces is
deleted only by the next but one.

See decision 0016.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import islice, takewhile
from typing import Any, NamedTuple

from generator.audit.log import Commit
from generator.cache.cache import Cache, CacheBatch, CacheDamaged
from generator.core.findings import WorkError

_NAMESPACE = "history"
_CURRENT = "current"
_BLOCK = 128
"""Commits in one entry."""

_MOST_FOLDERS = 16
_MOST_COMMITS = 20_000
_NAME_LENGTH = 12


@dataclass(frozen=True, slots=True)
class TrailRow:
    """The row of one trail, with the commits (by number) that made new entries in it.

    `last`: the number of the last commit of the main line that touched the file.
    """

    path: str
    blob: str
    last: int
    row: str
    numbers: Iterable[int]


@dataclass(frozen=True, slots=True)
class _Folder:
    """The entries of one folder, and the last commit of the main line that touched it.

    `trails` holds its rows and their commits, `touched` which commit touched which of them.
    """

    trails: str
    touched: str
    last: int | None = None
    last_id: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """One reading: the history up to the commit `upto`, made by this version of the code.

    `retired`: what the reading before had and this one has not. `until`: the first day that a
    commit is dated which lay in the future when it was read ("" for none): then it is read again.
    """

    version: str = ""
    upto: str = ""
    count: int = 0
    folders: Mapping[str, _Folder] = field(default_factory=dict)
    blocks: Sequence[str] = ()
    retired: Sequence[str] = ()
    until: str = ""

    def names(self) -> set[str]:
        """Return the names of all its entries."""
        of_folders = (name for one in self.folders.values() for name in (one.trails, one.touched))
        return {*of_folders, *self.blocks}


@dataclass(slots=True)
class _Trails:
    """The trails of one folder: name in it → blob, → last commit of the main line, and → row.

    The commits in them, by number.
    """

    blobs: dict[str, str] = field(default_factory=dict)
    lasts: dict[str, int] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    commits: dict[int, Commit] = field(default_factory=dict)


class _Numbered(NamedTuple):
    """A commit, its number, and the paths in which it made entries."""

    number: int
    commit: Commit
    paths: Sequence[str]


class HistoryStore:
    """One reading of the history; another process gets its own by pickling."""

    def __init__(self, cache: Cache, name: str) -> None:
        self.cache = cache
        self.name = name
        self.head = _head_of(self._value(name))
        self._folders: dict[str, _Trails] = {}
        self._commits: dict[int, Commit] = {}
        self._blocks: dict[int, list[str]] = {}

    def __reduce__(self) -> tuple[type["HistoryStore"], tuple[Cache, str]]:
        return HistoryStore, (self.cache, self.name)

    @property
    def version(self) -> str:
        """The version of the code that made it."""
        return self.head.version

    @property
    def upto(self) -> str:
        """The commit up to which the history was read."""
        return self.head.upto

    @property
    def count(self) -> int:
        """Return how many commits were read."""
        return self.head.count

    @property
    def until(self) -> str:
        """The day from which on this reading is out of date; "" where it never is."""
        return self.head.until

    def named(self, names: Iterable[str]) -> Iterator[Commit]:
        """The commits of these names that were read; those of late are found quickly."""
        missing = set(names)
        for place in reversed(range(len(self.head.blocks))):
            if not missing:
                return
            text = self.block(place)
            wanted = {name for name in missing if name in text}
            found = [one.commit for one in self._numbered(place)] if wanted else []
            yield from (one for one in found if one.id in wanted)
            missing -= {one.id for one in found}

    def verify(self) -> None:
        """Look at every entry of this reading. CacheDamaged."""
        for name in self.head.names():
            self._value(name)

    def paths(self) -> Iterator[str]:
        """The path of every trail."""
        for folder in self.head.folders:
            yield from (f"{folder}{name}" for name in self.trails(folder).rows)

    def row(self, path: str) -> str | None:
        """The row of one trail."""
        folder, name = _parted(path)
        return self.trails(folder).rows.get(name)

    def rows_below(self, folder: str) -> dict[str, str]:
        """Path → row, for all in a folder and below it; their commits are at hand then."""
        found: dict[str, str] = {}
        for one in self._below(folder):
            trails = self.trails(one)
            self._keep(trails.commits)
            found |= {f"{one}{name}": row for name, row in trails.rows.items()}
        return dict(sorted(found.items()))

    def blobs_in(self, folder: str) -> dict[str, str]:
        """Path → blob, for all that lies in a folder itself."""
        return {f"{folder}{name}": blob for name, blob, _ in self._files_in(folder)}

    def commit(self, number: int) -> Commit:
        """The commit of a number, without its parents."""
        if number not in self._commits:  # a page asks for one commit of many blocks
            place, line = divmod(number, _BLOCK)
            if place not in self._blocks:
                self._blocks[place] = self.block(place).split("\n")
            self._keep({number: _numbered(number, self._blocks[place][line]).commit})
        return self._commits[number]

    def last_below(self, folder: str) -> int | None:
        """The last commit of the main line that touched a folder or what is below it."""
        lasts = (self.head.folders[one].last for one in self._below(folder))
        return max((last for last in lasts if last is not None), default=None)

    def lasts(self) -> Mapping[str, str]:
        """Folder → the name of the last commit of the main line that touched it."""
        folders = sorted(self.head.folders.items())
        return {name: one.last_id for name, one in folders if one.last is not None}

    def last_numbers(self) -> Mapping[str, int]:
        """Folder → the number of the last commit of the main line that touched it."""
        folders = self.head.folders.items()
        return {name: one.last for name, one in folders if one.last is not None}

    def lasts_of_files(self, below: str, without: str = "") -> Mapping[str, int]:
        """Path → the number of the last commit of the main line that touched that file.

        Of all files below a folder, deleted ones too, but for those below another one in it.
        """
        apart = set(self._below(without)) if without else set()
        found: dict[str, int] = {}
        for folder in self._below(below):
            if folder not in apart:
                found |= {f"{folder}{name}": last for name, _, last in self._files_in(folder)}
        return found

    def _files_in(self, folder: str) -> list[tuple[str, str, int]]:
        """The name, blob and last commit of each file; the first line alone tells."""
        if folder not in self.head.folders:
            return []
        line = self._value(self.head.folders[folder].trails).partition(b"\n")[0]
        found: list[tuple[str, str, int]] = json.loads(line)
        return found

    def lately(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Commits with the paths in which they made entries, from new to old."""
        for place in reversed(range(len(self.head.blocks))):
            for one in reversed(self._numbered(place)):
                if one.paths:
                    yield one.number, one.paths

    def lately_in(self, folder: str, limit: int) -> list[tuple[int, str]]:
        """The latest so many pairs of commit and path in one folder, and those that tie."""
        found: list[tuple[int, str]] = []
        lines = filter(None, self.touched(folder).split("\n", limit)[:limit])
        for number, *names in json.loads(f"[{','.join(lines)}]"):  # every city asks every ledger
            if len(found) >= limit:
                break
            found += [(number, f"{folder}{name}") for name in names]
        return found

    def _below(self, folder: str) -> list[str]:
        start = f"{folder.rstrip('/')}/"
        names = self._sorted_folders
        first = bisect_left(names, start)
        return list(takewhile(lambda one: one.startswith(start), islice(names, first, None)))

    @cached_property
    def _sorted_folders(self) -> list[str]:
        return sorted(self.head.folders)

    def trails(self, folder: str) -> _Trails:
        """The trails of one folder; of the last few they stay at hand."""
        if folder not in self.head.folders:
            return _Trails()
        if folder not in self._folders:
            if len(self._folders) >= _MOST_FOLDERS:
                self._folders.clear()
            self._folders[folder] = _trails_of(self._value(self.head.folders[folder].trails))
        return self._folders[folder]

    def touched(self, folder: str) -> str:
        """Which commit touched what in a folder, each on a line, from new to old."""
        one = self.head.folders.get(folder)
        return self._value(one.touched).decode() if one else ""

    def block(self, place: int) -> str:
        """The commits of one entry, each on a line, from old to new."""
        return self._value(self.head.blocks[place]).decode()

    def _numbered(self, place: int) -> list["_Numbered"]:
        lines = self.block(place).split("\n")
        return [_numbered(number, line) for number, line in enumerate(lines, place * _BLOCK)]

    def _keep(self, commits: Mapping[int, Commit]) -> None:
        if len(self._commits) > _MOST_COMMITS:
            self._commits.clear()
            self._blocks.clear()
        self._commits |= commits

    def _value(self, name: str) -> bytes:
        """An entry of this reading. CacheDamaged; WorkError where two others came after it."""
        found = self.cache.get(_NAMESPACE, name)
        if found is not None:
            return found
        current = self.cache.get(_NAMESPACE, _CURRENT)
        if current in (None, self.name.encode()):
            raise self.cache.damaged()
        raise WorkError("审计记录在读取的时候被另一次运行换掉了", "再运行一次")


def opened(cache: Cache, version: str) -> HistoryStore | None:
    """Return what is in a cache; None where it is incomplete or of another version."""
    try:
        name = cache.get(_NAMESPACE, _CURRENT)
        found = HistoryStore(cache, name.decode()) if name else None
    except (CacheDamaged, ValueError):
        return None
    return found if found and found.version == version else None


class HistoryWriter:
    """A reading on its way into a cache; it goes on from an earlier one, or from nothing."""

    def __init__(self, before: HistoryStore | None) -> None:
        self._before = before
        self._head = before.head if before else _Head()
        self._commits: dict[int, Commit] = {}
        self._trails: dict[str, list[TrailRow]] = defaultdict(list)
        self._paths: dict[int, list[str]] = defaultdict(list)
        self._lasts: Mapping[str, int] = {}
        self._until = self._head.until

    def put_commits(self, numbered: Iterable[tuple[int, Commit]]) -> None:
        """Add commits under their numbers."""
        self._commits.update(numbered)

    def put_until(self, day: str) -> None:
        """Say on which day (ISO) a commit lies no longer in the future."""
        self._until = min(filter(None, (self._until, day)))

    def put_trails(self, trails: Iterable[TrailRow]) -> None:
        """Add trails, or replace them."""
        for one in trails:
            self._trails[_parted(one.path)[0]].append(one)
            for number in one.numbers:
                self._paths[number].append(one.path)

    def put_lasts(self, lasts: Mapping[str, int]) -> None:
        """Say for folders which commit touched them last."""
        self._lasts = lasts

    def save(self, cache: Cache, version: str, upto: str, count: int) -> HistoryStore:
        """Write the reading, whole or not at all; CacheRefused."""
        with cache.writing() as batch:
            writing = _Writing(batch)
            if self._before is None:
                batch.clear(_NAMESPACE)
            folders = {**self._head.folders}
            for folder in sorted({*self._trails, *self._lasts}):
                folders[folder] = self._folder(writing, folder)
            blocks = self._blocks(writing, count)
            used = _Head(folders=folders, blocks=blocks).names()
            batch.remove(_NAMESPACE, set(self._head.retired) - used)
            retired = sorted(self._names_before() - used)
            name = writing.put(
                _head_bytes(_Head(version, upto, count, folders, blocks, retired, self._until))
            )
            batch.put(_NAMESPACE, _CURRENT, name.encode())
        return HistoryStore(cache, name)

    def _names_before(self) -> set[str]:
        return {self._before.name, *self._head.names()} if self._before else set()

    def _folder(self, writing: "_Writing", folder: str) -> _Folder:
        was = self._head.folders.get(folder)
        old = self._before.trails(folder) if self._before else _Trails()
        trails = _Trails({**old.blobs}, {**old.lasts}, {**old.rows}, {**old.commits})
        touched: dict[int, list[str]] = defaultdict(list)
        for one in sorted(self._trails.get(folder, ()), key=lambda one: one.path):
            name = _parted(one.path)[1]
            trails.blobs[name], trails.rows[name] = one.blob, one.row
            trails.lasts[name] = one.last
            for number in one.numbers:
                touched[number].append(name)
                trails.commits[number] = self._commit(number)
        before = self._before.touched(folder) if self._before else ""
        last = self._lasts.get(folder, was.last if was else None)
        return _Folder(
            writing.put(_trails_bytes(trails)),
            writing.put((_touched_text(touched) + before).encode()),
            last,
            "" if last is None else self._commit(last).id,
        )

    def _commit(self, number: int) -> Commit:
        if number not in self._commits and self._before:
            return self._before.commit(number)
        return self._commits[number]

    def _blocks(self, writing: "_Writing", count: int) -> list[str]:
        """The entries of all commits; one that was not full is written again."""
        whole = self._head.count // _BLOCK
        lines = self._lines_before(whole)
        lines += [self._commit_line(number) for number in range(self._head.count, count)]
        portions = (lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK))
        new = [writing.put("\n".join(some).encode()) for some in portions]
        return [*self._head.blocks[:whole], *new]

    def _lines_before(self, place: int) -> list[str]:
        begun = self._head.count % _BLOCK > 0
        return self._before.block(place).split("\n") if self._before and begun else []

    def _commit_line(self, number: int) -> str:
        paths = sorted(self._paths.get(number, ()))
        return _as_text([*_commit_row(self._commits[number]), paths])


class _Writing:
    """Entries of a batch, named by their content."""

    def __init__(self, batch: CacheBatch) -> None:
        self._batch = batch

    def put(self, value: bytes) -> str:
        name = blake2b(value, digest_size=_NAME_LENGTH).hexdigest()
        self._batch.put(_NAMESPACE, name, value)
        return name


_as_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def _parted(path: str) -> tuple[str, str]:
    """The folder of a path, with its `/`, and the name in it."""
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def _head_bytes(head: _Head) -> bytes:
    folders = {
        name: (one.trails, one.touched, one.last, one.last_id) for name, one in head.folders.items()
    }
    return _as_text(
        [head.version, head.upto, head.count, folders, head.blocks, head.retired, head.until]
    ).encode()


def _head_of(value: bytes) -> _Head:
    version, upto, count, folders, blocks, retired, until = json.loads(value)
    found = {name: _Folder(*row) for name, row in folders.items()}
    return _Head(version, upto, count, found, blocks, retired, until)


def _trails_bytes(trails: _Trails) -> bytes:
    """Its rows are lines of JSON, so they are not written as JSON once more."""
    names = sorted(trails.rows)
    commits = [(number, *_commit_row(one)) for number, one in sorted(trails.commits.items())]
    blobs = [(name, trails.blobs[name], trails.lasts[name]) for name in names]
    lines = (_as_text(blobs), _as_text(commits), *(trails.rows[name] for name in names))
    return "\n".join(lines).encode()


def _trails_of(value: bytes) -> _Trails:
    blobs, commits, *rows = value.decode().split("\n")
    files = json.loads(blobs)
    named: dict[str, str] = {name: blob for name, blob, _ in files}
    lasts: dict[str, int] = {name: last for name, _, last in files}
    numbered = {number: _commit(row) for number, *row in json.loads(commits)}
    return _Trails(named, lasts, dict(zip(named, rows, strict=True)), numbered)


def _touched_text(touched: Mapping[int, Sequence[str]]) -> str:
    """Commits with the names that they touched, each on a line, from new to old."""
    numbers = sorted(touched, reverse=True)
    return "".join(f"{_as_text([number, *touched[number]])}\n" for number in numbers)


def _numbered(number: int, line: str) -> _Numbered:
    *row, paths = json.loads(line)
    return _Numbered(number, _commit(row), paths)


def _commit_row(commit: Commit) -> tuple[str | None, ...]:
    authored = commit.authored if commit.authored != commit.committed else None
    committer = commit.committer if commit.committer != commit.author else None
    sure = (commit.sure,) if commit.sure else ()
    return commit.id, commit.author, authored, committer, commit.committed, *sure


def _commit(row: Sequence[Any]) -> Commit:
    name, author, authored, committer, committed, *sure = row
    who = (author, authored or committed, committer or author)
    return Commit(name, (), *who, committed, *sure)
