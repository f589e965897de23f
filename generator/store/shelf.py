"""Reads what is kept of the history, row by row, as somebody asks for it.

A finished file is never changed: a newer one takes its place. So nothing has to be locked, and who
has it open goes on reading the state that it began with.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote
from weakref import finalize

from generator.errors import WorkError
from generator.model.commits import Commit
from generator.store.whole import is_whole

Value = str | int | None
_MOST_COMMITS = 20_000
_COMMIT = "number, id, author, authored, committer, committed"
_BELOW = "folders.name >= ? AND folders.name < ?"


class Shelf:
    """A finished file, open for reading; another process gets its own by pickling."""

    def __init__(self, file: Path, upto: str = "", aside: Path | None = None) -> None:
        self.file = file
        if aside:  # a folder that goes when nobody reads in it any more
            finalize(self, _clear, aside, os.getpid())
        self._process = 0
        self._commits: dict[int, Commit] = {}
        self.upto = upto or self._upto()
        if self.upto != self._upto():
            raise WorkError("审计记录在读取的时候被另一次运行换掉了", "再运行一次")

    def __reduce__(self) -> tuple[type["Shelf"], tuple[Path, str]]:
        return Shelf, (self.file, self.upto)

    @property
    def count(self) -> int:
        """How many commits were read."""
        return self._number("SELECT count FROM reading")

    @property
    def version(self) -> str:
        """The version of the code that made it."""
        return str(self._rows("SELECT version FROM reading")[0][0])

    def __len__(self) -> int:
        return self._number("SELECT count(*) FROM trails")

    def paths(self) -> Iterator[str]:
        """The path of every trail."""
        words = "SELECT folders.name || trails.name FROM trails JOIN folders ON folders.id = folder"
        return (str(path) for (path,) in self._rows(words))

    def row(self, path: str) -> str | None:
        """The row of one trail."""
        words = "SELECT row FROM trails JOIN folders ON folders.id = folder"
        found = self._rows(f"{words} WHERE folders.name = ? AND trails.name = ?", *parted(path))
        return str(found[0][0]) if found else None

    def rows_below(self, folder: str) -> dict[str, str]:
        """Path → row, for all in a folder and below it; their commits are at hand then."""
        words = "SELECT folders.name || trails.name, row FROM folders JOIN trails ON folder = "
        found = self._rows(f"{words} folders.id WHERE {_BELOW} ORDER BY 1", *_span(folder))
        self._keep_commits_below(folder)
        return {str(path): str(row) for path, row in found}

    def blobs_in(self, folder: str) -> dict[str, str]:
        """Path → blob, for all that lies in a folder itself."""
        words = "SELECT trails.name, blob FROM trails JOIN folders ON folders.id = folder"
        found = self._rows(f"{words} WHERE folders.name = ?", folder)
        return {f"{folder}{name}": str(blob) for name, blob in found}

    def commit(self, number: int) -> Commit:
        """The commit of a number, without its parents."""
        if number not in self._commits:
            found = self._rows(f"SELECT {_COMMIT} FROM commits WHERE number = ?", number)
            self._keep(found)
        return self._commits[number]

    def last_below(self, folder: str) -> int | None:
        """The last commit of the main line that touched a folder or what is below it."""
        words = f"SELECT max(last) FROM folders WHERE {_BELOW}"
        ((last,),) = self._rows(words, *_span(folder))
        return last if isinstance(last, int) else None

    def lasts(self) -> Mapping[str, str]:
        """Folder → the name of the last commit of the main line that touched it."""
        words = "SELECT name, commits.id FROM folders JOIN commits ON number = last ORDER BY name"
        return {str(folder): str(commit) for folder, commit in self._rows(words)}

    def last_numbers(self) -> Mapping[str, int]:
        """Folder → the number of the last commit of the main line that touched it."""
        found = self._rows("SELECT name, last FROM folders WHERE last IS NOT NULL")
        return {str(folder): int(last or 0) for folder, last in found}

    def lately(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Commits with the paths in which they made entries, from new to old."""
        numbers = self._asked("SELECT DISTINCT number FROM touched ORDER BY number DESC")
        words = (
            "SELECT folders.name || trails.name FROM touched JOIN trails ON trails.id = trail"
            " JOIN folders ON folders.id = touched.folder WHERE number = ? ORDER BY 1"
        )
        for (number,) in numbers:
            yield int(number or 0), [str(path) for (path,) in self._rows(words, number)]

    def lately_in(self, folder: str, limit: int) -> list[tuple[int, str]]:
        """The latest so many pairs of commit and path in one folder, and those that tie."""
        words = (
            "SELECT number, folders.name || trails.name FROM touched"
            " JOIN trails ON trails.id = trail JOIN folders ON folders.id = touched.folder"
            " WHERE touched.folder = (SELECT id FROM folders WHERE name = ?1) AND number >= ("
            " SELECT min(number) FROM (SELECT number FROM touched WHERE folder ="
            " (SELECT id FROM folders WHERE name = ?1) ORDER BY number DESC LIMIT ?2))"
        )
        return [(int(number or 0), str(path)) for number, path in self._rows(words, folder, limit)]

    def _upto(self) -> str:
        return str(self._rows("SELECT upto FROM reading")[0][0])

    def _keep_commits_below(self, folder: str) -> None:
        touched = "SELECT number FROM touched JOIN folders ON folders.id = folder"
        words = f"SELECT {_COMMIT} FROM commits WHERE number IN ({touched} WHERE {_BELOW})"
        self._keep(self._rows(words, *_span(folder)))

    def _keep(self, rows: Sequence[Sequence[Value]]) -> None:
        if len(self._commits) > _MOST_COMMITS:
            self._commits.clear()
        self._commits |= {int(row[0] or 0): _commit(row) for row in rows}

    def _number(self, words: str) -> int:
        return int(self._rows(words)[0][0] or 0)

    def _rows(self, words: str, *given: Value) -> list[tuple[Value, ...]]:
        return list(self._asked(words, *given))

    def _asked(self, words: str, *given: Value) -> Iterator[tuple[Value, ...]]:
        """SQLite's answer. A connection must not be used in a process that forked off."""
        if self._process != os.getpid():
            self._open = _connected(self.file)
            self._process = os.getpid()
        return iter(self._open.execute(words, given))


def opened(file: Path, version: str) -> Shelf | None:
    """What is kept in a file; None where it is not whole, or another version made it."""
    if not is_whole(file):
        return None
    try:
        shelf = Shelf(file)
        return shelf if shelf.version == version else None
    except (sqlite3.Error, LookupError):
        return None


def parted(path: str) -> tuple[str, str]:
    """The folder of a path, with its `/`, and the name in it."""
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def _clear(folder: Path, process: int) -> None:
    """Not in a process that forked off: the one that it came from goes on reading."""
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


def _connected(file: Path) -> sqlite3.Connection:
    place = quote(str(file.resolve()))
    return sqlite3.connect(f"file:{place}?mode=ro&immutable=1", uri=True)


def _span(folder: str) -> tuple[str, str]:
    """From a folder to what sorts after all that is below it: `0` follows `/`."""
    bare = folder.rstrip("/")
    return f"{bare}/", f"{bare}0"


def _commit(row: Sequence[Value]) -> Commit:
    name, author, authored, committer, committed = (str(one or "") for one in row[1:])
    return Commit(name, (), author, authored or committed, committer or author, committed)
