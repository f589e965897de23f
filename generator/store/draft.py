"""Writes what was read of the history: into a new file, which takes the old one's place when whole.

A run that is killed leaves the old file; a disk that refuses costs nothing but reading again.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from generator.errors import WorkError
from generator.model.commits import Commit
from generator.store.shelf import Shelf, parted
from generator.store.whole import seal

_DRAFT = "audit-draft-"
_STALE = 3600
"""Seconds by which a draft is older than a new one when nobody is at work on it any more."""

_QUICK = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
_TABLES = """
CREATE TABLE reading (version TEXT, upto TEXT, count INTEGER);
CREATE TABLE commits (
    number INTEGER PRIMARY KEY, id TEXT, author TEXT, authored TEXT, committer TEXT, committed TEXT
);
CREATE TABLE folders (id INTEGER PRIMARY KEY, name TEXT UNIQUE, last INTEGER);
CREATE TABLE trails (
    id INTEGER PRIMARY KEY, folder INTEGER, name TEXT, blob TEXT, row TEXT, UNIQUE (folder, name)
);
CREATE TABLE touched (
    folder INTEGER, number INTEGER, trail INTEGER, PRIMARY KEY (folder, number, trail)
) WITHOUT ROWID;
"""
_INDEX = "CREATE INDEX IF NOT EXISTS lately ON touched (number)"


@dataclass(frozen=True, slots=True)
class Kept:
    """The row of one trail, with the commits (by number) that made new entries in it."""

    path: str
    blob: str
    row: str
    numbers: Iterable[int]


class Draft:
    """A file that is being written."""

    def __init__(self, open_: sqlite3.Connection) -> None:
        self._open = open_
        self._folders: dict[str, int] = dict(open_.execute("SELECT name, id FROM folders"))
        self._trails: int = open_.execute("SELECT count(*) FROM trails").fetchone()[0]
        self._goes_on = self._trails > 0

    def put_commits(self, numbered: Iterable[tuple[int, Commit]]) -> None:
        """Adds commits under their numbers."""
        rows = ((number, *_row(commit)) for number, commit in numbered)
        self._open.executemany("INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)", rows)

    def put_trails(self, trails: Iterable[Kept]) -> None:
        """Adds trails, or replaces them."""
        rows: list[tuple[int, int, str, str, str]] = []
        touched: list[tuple[int, int, int]] = []
        for one in trails:
            folder, name = self._place(one.path)
            trail = self._known(folder, name) or self._next()
            rows.append((trail, folder, name, one.blob, one.row))
            touched += [(folder, number, trail) for number in one.numbers]
        self._open.executemany("INSERT OR REPLACE INTO trails VALUES (?, ?, ?, ?, ?)", rows)
        self._open.executemany("INSERT INTO touched VALUES (?, ?, ?)", touched)

    def put_lasts(self, lasts: Mapping[str, int]) -> None:
        """Says for folders which commit touched them last."""
        rows = [(last, self._folders[name]) for name, last in lasts.items()]
        self._open.executemany("UPDATE folders SET last = ? WHERE id = ?", rows)

    def finish(self, version: str, upto: str, count: int) -> None:
        """Says how far the history was read."""
        self._open.execute("DELETE FROM reading")
        self._open.execute("INSERT INTO reading VALUES (?, ?, ?)", (version, upto, count))
        self._open.execute(_INDEX)

    def _place(self, path: str) -> tuple[int, str]:
        folder, name = parted(path)
        if folder not in self._folders:
            self._folders[folder] = len(self._folders) + 1
            row = (self._folders[folder], folder)
            self._open.execute("INSERT INTO folders (id, name) VALUES (?, ?)", row)
        return self._folders[folder], name

    def _known(self, folder: int, name: str) -> int:
        """The number of a trail that an earlier run wrote; 0 where there is none."""
        if not self._goes_on:
            return 0
        words = "SELECT id FROM trails WHERE folder = ? AND name = ?"
        found = self._open.execute(words, (folder, name)).fetchone()
        return int(found[0]) if found else 0

    def _next(self) -> int:
        self._trails += 1
        return self._trails


class Desk:
    """Where a draft is written: beside the file that it will replace, else in a place for a day."""

    def __init__(self, file: Path | None) -> None:
        self._file = file if file and _can_hold(file.parent) else None
        beside = self._file.parent if self._file else None
        self._folder = Path(mkdtemp(prefix=_DRAFT, dir=beside))
        self._draft = self._folder / "audit.db"

    @contextmanager
    def written(self, old: Shelf | None) -> Iterator[Draft]:
        """A draft that goes on from an old one, or from nothing."""
        try:
            self._folder.mkdir(exist_ok=True)
            self._draft.unlink(missing_ok=True)  # of a process that was killed
            if old:
                shutil.copyfile(old.file, self._draft)
            with closing(sqlite3.connect(self._draft, isolation_level=None)) as connection:
                connection.executescript(_QUICK if old else _QUICK + _TABLES)
                connection.execute("BEGIN")
                yield Draft(connection)
                connection.execute("COMMIT")
            seal(self._draft)
        except BaseException as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            if isinstance(error, sqlite3.OperationalError):
                message = f"写不下读到的审计记录：{error}"
                raise WorkError(message, "看看磁盘是不是满了，再运行一次") from error
            raise

    def shelved(self) -> Shelf:
        """The finished draft at its place, where the disk allows that."""
        if self._file:
            with suppress(OSError):
                self._draft.replace(self._file)
                self._clear(self._file.parent)
                return Shelf(self._file)
        return Shelf(self._draft, aside=self._folder)

    def _clear(self, beside: Path) -> None:
        """Takes away the empty folder of the draft, and what killed runs left long ago."""
        now = self._folder.stat().st_mtime
        for folder in beside.glob(f"{_DRAFT}*"):
            if folder == self._folder or now - folder.stat().st_mtime > _STALE:
                shutil.rmtree(folder, ignore_errors=True)


def _can_hold(folder: Path) -> bool:
    try:
        folder.mkdir(exist_ok=True)
        Path(mkdtemp(prefix=_DRAFT, dir=folder)).rmdir()
    except OSError:
        return False
    return True


def _row(commit: Commit) -> tuple[str | None, ...]:
    authored = commit.authored if commit.authored != commit.committed else None
    committer = commit.committer if commit.committer != commit.author else None
    return commit.id, commit.author, authored, committer, commit.committed
