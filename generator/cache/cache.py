"""The cache: one SQLite file, entries with a checksum, one version.

See decision 0016.
"""

import json
import os
import sqlite3
import stat
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

from generator.core.findings import WorkError

FORM = 2
"""Version of the schema and of what the entries hold. A file of any other is discarded."""

NAME = "cache.db"
WORK = ".build"

_SCHEMA = f"""
CREATE TABLE entries (
    namespace TEXT NOT NULL, key TEXT NOT NULL, checksum INTEGER NOT NULL, value BLOB NOT NULL
);
CREATE INDEX place ON entries (namespace, key, checksum);
PRAGMA user_version = {FORM};
"""
_SEALS = "seals"
"""The namespace of one entry for each sealed namespace: how many entries it has, and their sum."""

_WAIT = 30.0
"""Seconds to wait for another process that is writing; the largest write takes about two."""

_IGNORED = "# 缓存，可以随时删除\n*\n"
_SUM = 1 << 60
_MODE = 0o600
"""Nobody else may write it, whatever the umask: see `_is_ours_alone`."""

_inherited: list[sqlite3.Connection] = []
"""Connections of the process that this one was forked from. SQLite forbids to use or close them."""


class CacheDamaged(WorkError):
    """An entry is not what was written. The file is deleted by now: the work can be done again."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"缓存“{file}”坏了，已经删去", "再运行一次")
        self.file = file

    def __reduce__(self) -> tuple[type["CacheDamaged"], tuple[Path]]:
        return CacheDamaged, (self.file,)


class CacheRefused(Exception):
    """The file can not be written: no permission, no room, or another process is at it."""


class Cache:
    """The entries of one file. Another process gets its own connection, also when forked.

    Each call is one short transaction; no lock is held between two of them.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._process = 0
        self._open: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._waiting: dict[tuple[str, str], bytes] = {}

    def __reduce__(self) -> tuple[type["Cache"], tuple[Path]]:
        return Cache, (self.file,)

    def get(self, namespace: str, key: str) -> bytes | None:
        """Return the value of an entry, or None where there is none. CacheDamaged."""
        words = "SELECT key, checksum, value FROM entries WHERE namespace = ? AND key = ?"
        for _, value in self._read(namespace, words, namespace, key):
            return value
        return None

    def items(self, namespace: str) -> dict[str, bytes]:
        """Return all entries of a sealed namespace. CacheDamaged where one is missing."""
        words = "SELECT key, checksum, value FROM entries WHERE namespace = ?"
        found = dict(self._read(namespace, words, namespace))
        total = sum(_checksum(namespace, key, value) for key, value in found.items())
        seal = self.get(_SEALS, namespace)
        if seal != _seal(len(found), total) and (found or seal is not None):
            raise self.damaged()
        return found

    @contextmanager
    def writing(self) -> Iterator["CacheBatch"]:
        """Give a batch that is written whole or not at all. CacheRefused."""
        try:
            store = self._connection(creates=True)
            assert store
            store.execute("BEGIN IMMEDIATE")
            batch = CacheBatch(store)
            try:
                for (namespace, key), value in self._waiting.items():
                    batch.put(namespace, key, value)
                yield batch
                store.execute("COMMIT")
                self._waiting.clear()
            except BaseException:
                with suppress(sqlite3.Error):
                    store.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            raise CacheRefused(str(error)) from error
        except sqlite3.Error as error:
            raise self.damaged() from error
        except OSError as error:
            raise CacheRefused(str(error)) from error

    def put(self, namespace: str, key: str, value: bytes) -> None:
        """Save one entry, unless the file can not be written or is broken."""
        with suppress(CacheRefused, CacheDamaged):
            if self.get(namespace, key) != value:
                with self.writing() as batch:
                    batch.put(namespace, key, value)

    def put_with_next(self, namespace: str, key: str, value: bytes) -> None:
        """Save one entry with the next that is written: a disk without room is met late, not now.

        After a write that failed half-way, SQLite may not read the file again either.
        """
        self._waiting[namespace, key] = value

    def can_write(self) -> bool:
        """Return whether entries can be written now."""
        try:
            with self.writing():
                return True
        except (CacheRefused, CacheDamaged):
            return False

    def damaged(self) -> CacheDamaged:
        """Delete the file and return the error to raise."""
        self._discard()
        return CacheDamaged(self.file)

    def close(self) -> None:
        """Close the connection of this process; the next call opens another."""
        if self._open is not None and self._process == os.getpid():
            self._open.close()
        self._open = None

    def _read(self, namespace: str, words: str, *given: str) -> Iterator[tuple[str, bytes]]:
        try:
            store = self._connection(creates=False)
            rows = store.execute(words, given).fetchall() if store else []
            for key, checksum, value in rows:
                if checksum != _checksum(namespace, key, value):
                    raise self.damaged()
                yield key, value
        except (sqlite3.Error, TypeError, ValueError, OverflowError) as error:
            raise self.damaged() from error

    def _connection(self, *, creates: bool) -> sqlite3.Connection | None:
        """Return a connection to a file that can be used; None where there is none and none to be.

        A file that is foreign, broken, of another form or writable by others is discarded.
        """
        if self._open is not None and self._process != os.getpid():
            _inherited.append(self._open)
            self._open = None
        if self._open is None:
            self._process = os.getpid()
            self._open = self._opened()
        if self._open is None and creates:
            with suppress(FileExistsError):
                self._create()
            self._open = self._opened()
            if self._open is None:
                raise sqlite3.OperationalError(f"{self.file} is in the way")
        return self._open

    def _opened(self) -> sqlite3.Connection | None:
        try:
            found = os.lstat(self.file)
        except OSError:
            return None
        self._identity = (found.st_dev, found.st_ino)
        store = _connected(self.file) if _is_ours_alone(found) else None
        if store is None:
            self._discard()
        return store

    def _create(self) -> None:
        """Make an empty file, unless another process has made one meanwhile."""
        self.file.parent.mkdir(exist_ok=True)
        (self.file.parent / ".gitignore").write_text(_IGNORED, encoding="utf-8")
        os.close(os.open(self.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE))
        with closing(sqlite3.connect(self.file, isolation_level=None)) as store:
            store.executescript(f"BEGIN EXCLUSIVE; {_SCHEMA} COMMIT;")

    def _discard(self) -> None:
        """Delete the file that was opened, but not one that has taken its place since."""
        self.close()
        with suppress(OSError):
            found = os.lstat(self.file)
            if self._identity in (None, (found.st_dev, found.st_ino)):
                Path(f"{self.file}-journal").unlink(missing_ok=True)
                self.file.unlink()


class CacheBatch:
    """Entries on their way into a file."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store

    def put(self, namespace: str, key: str, value: bytes) -> None:
        """Write an entry, in the place of the one of this key."""
        self.put_all(namespace, {key: value})

    def put_all(self, namespace: str, entries: Mapping[str, bytes]) -> None:
        """Write entries, each in the place of the one of its key."""
        self.remove(namespace, entries)
        rows = (
            (namespace, key, _checksum(namespace, key, value), value)
            for key, value in entries.items()
        )
        self._store.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", rows)

    def remove(self, namespace: str, keys: Iterable[str]) -> None:
        """Delete entries."""
        words = "DELETE FROM entries WHERE namespace = ? AND key = ?"
        self._store.executemany(words, ((namespace, key) for key in keys))

    def clear(self, namespace: str) -> None:
        """Delete all entries of a namespace."""
        self._store.execute("DELETE FROM entries WHERE namespace = ?", (namespace,))

    def update(self, namespace: str, keys: Collection[str], new: Mapping[str, bytes]) -> None:
        """Make a sealed namespace hold entries of these keys: some `new`, the others as before."""
        before = self._checksums(namespace)
        gone = before.keys() - keys
        self.remove(namespace, gone)
        self.put_all(namespace, new)
        now = {key: one for key, one in before.items() if key not in gone}
        now |= {key: _checksum(namespace, key, value) for key, value in new.items()}
        self.put(_SEALS, namespace, _seal(len(now), sum(now.values())))

    def replace(self, namespace: str, entries: Mapping[str, bytes]) -> None:
        """Make a sealed namespace hold these entries, most of which it has already."""
        before = self._checksums(namespace)
        new = {
            key: value
            for key, value in entries.items()
            if before.get(key) != _checksum(namespace, key, value)
        }
        self.update(namespace, entries.keys(), new)

    def _checksums(self, namespace: str) -> dict[str, int]:
        words = "SELECT key, checksum FROM entries WHERE namespace = ?"
        return dict(self._store.execute(words, (namespace,)))


def temporary_cache() -> Cache:
    """Return a cache in a folder of its own, which goes when nobody in this process uses it."""
    folder = Path(mkdtemp(prefix="lantian-cache-"))
    cache = Cache(folder / NAME)
    finalize(cache, _clear, folder, os.getpid())
    return cache


def cache_of(root: Path) -> Cache:
    """Return the cache of the register below `root`. WorkError."""
    return Cache(work_folder(root) / NAME)


def work_folder(root: Path) -> Path:
    """Return the folder of a register that commands write into and delete from.

    WorkError where it is a link or holds one: a link that somebody committed would have files
    outside the register overwritten and deleted.
    """
    folder = root / WORK
    links = [folder] if folder.is_symlink() else []
    with suppress(OSError):
        links = links or [Path(one.path) for one in os.scandir(folder) if one.is_symlink()]
    if links:
        raise WorkError(f"“{links[0]}”是链接，不在里面写东西", "删去这个链接，再重新运行")
    return folder


def cache_after_damage(root: Path) -> Cache:
    """Return the cache anew; one for a while where the broken file could not be deleted."""
    found = cache_of(root)
    return temporary_cache() if found.file.exists() else found


def _connected(file: Path) -> sqlite3.Connection | None:
    """Return a connection to a file of this form; None where it is of another, or broken."""
    mode = "rw" if os.access(file, os.W_OK) else "ro"
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    try:
        store = sqlite3.connect(
            uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error:
        return None
    try:
        if store.execute("PRAGMA user_version").fetchone() == (FORM,):
            store.execute("PRAGMA synchronous = NORMAL")
            return store
    except sqlite3.Error:
        pass
    store.close()
    return None


def _clear(folder: Path, process: int) -> None:
    """Not in a process that forked off: the one that it came from goes on reading."""
    if os.getpid() == process:
        rmtree(folder, ignore_errors=True)


def _is_ours_alone(found: os.stat_result) -> bool:
    """Return whether it is a file that nobody but its owner, who runs this, can write or read.

    Git checks files out with the modes that all new files get: a cache that somebody committed can
    be told from ours by that.
    """
    if not stat.S_ISREG(found.st_mode):
        return False
    if not hasattr(os, "geteuid"):  # Windows has no such bits
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def _checksum(namespace: str, key: str, value: bytes) -> int:
    """Return the CRC of an entry: a slip of the disk is noticed; who may write the file may lie."""
    return zlib.crc32(value, zlib.crc32(f"{namespace}\0{key}\0".encode("utf-8", "surrogateescape")))


def _seal(count: int, total: int) -> bytes:
    return f"{count} {total % _SUM}".encode()


_NAMESPACE = "notes"


def load_note(cache: Cache, name: str) -> Mapping[str, Any] | None:
    """Return the note of this name; None where there is none."""
    try:
        content = json.loads(cache.get(_NAMESPACE, name) or b"null")
    except (CacheDamaged, ValueError):
        return None
    return content if isinstance(content, dict) else None


def save_note(cache: Cache, name: str, content: Mapping[str, Any]) -> None:
    """Save a note, unless it is saved already or the file can not be written."""
    cache.put(_NAMESPACE, name, _as_value(content))


def save_note_with_next(cache: Cache, name: str, content: Mapping[str, Any]) -> None:
    """Save a note together with what is written next."""
    cache.put_with_next(_NAMESPACE, name, _as_value(content))


def _as_value(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def cache_fault(root: Path) -> str:
    """Return what is wrong with the cache of a register, "" for nothing; it stays as it is."""
    folder = root / WORK
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return f"“{folder}”不是普通文件夹"
    file = folder / NAME
    if not file.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as store:
            [answer] = store.execute("PRAGMA quick_check(1)").fetchone()
    except (sqlite3.Error, OSError):
        return f"“{file}”读不出来"
    return "" if answer == "ok" else f"“{file}”的内容有损坏"
