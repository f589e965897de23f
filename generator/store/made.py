"""What was made of each ledger, kept between builds in one SQLite file below `.build/`.

It holds nothing that the records do not give again. A file that is broken, foreign or of another
form is thrown away and begun anew; a build that is killed leaves it as it was.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.errors import WorkError
from generator.store.kept import Kept, KeptCity, KeptLedger, KeptSheet, Published
from generator.store.stored import Row, Stored

FORM = 7
"""Raised when the tables or what stands in them change."""

_TABLES = """
create table ledgers (
    folder text primary key, key text not null, since text not null, until text not null,
    leaves integer not null, doubtful text not null, files text not null, briefs text not null,
    exposed text not null, cited text not null, public text not null, internal text not null,
    marks text not null, blobs text not null, lines blob not null
) without rowid;
create table cities (
    city text primary key, key text not null, files text not null, shards text not null
) without rowid;
create table sheets (path text primary key, key text, digest text, commit_id text, names text)
    without rowid;
create table published (path text primary key, digest text, size integer, time integer)
    without rowid;
create table place (folder text not null);
"""
_QUICK = 1
"""Level of compression: lines are written with every change of their ledger."""


def load(file: Path, out: Path) -> Kept:
    """What the last build into `out` kept; nothing where the file can not be used."""
    try:
        with closing(_open(file)) as store:
            if store.execute("select folder from place").fetchone() != (str(out.resolve()),):
                return Kept()
            return Kept(
                {row[0]: _ledger(row) for row in store.execute(f"select {_BRIEFLY} from ledgers")},
                {row[0]: _city(row) for row in store.execute(f"select {_CITY} from cities")},
                {
                    path: KeptSheet(*rest)
                    for path, *rest in store.execute(f"select {_SHEET} from sheets")
                },
                {
                    path: Published(*rest)
                    for path, *rest in store.execute(f"select {_FILE} from published")
                },
            )
    except (sqlite3.Error, ValueError, TypeError, OSError):
        return Kept()


_CITY = "city, key, files, shards"
_SHEET = "path, key, digest, commit_id, names"
_FILE = "path, digest, size, time"
_BRIEFLY = (
    "folder, key, since, until, leaves, doubtful, files, briefs, exposed, cited, public, internal,"
    " marks"
)
_MARKS = ", ".join("?" for _ in f"{_BRIEFLY}, blobs, lines".split(","))


def _ledger(row: Row) -> KeptLedger:
    folder, key, since, until, leaves, doubtful, files, briefs, exposed, cited, *texts = row
    return KeptLedger(
        *(folder, key, since, until, leaves, json.loads(doubtful), json.loads(files)),
        *(Stored(briefs), Stored(exposed), Stored(cited)),
        *(json.loads(text) for text in texts),
    )


def _city(row: Row) -> KeptCity:
    city, key, *texts = row
    return KeptCity(city, key, *(json.loads(text) for text in texts))


def lines_of(file: Path, folders: Iterable[str]) -> Iterator[tuple[str, Sequence[Row]]]:
    """Each folder with the lines of its problems; WorkError where they can not be had."""
    for folder, lines in _of_folders(file, "lines", folders):
        with _readable(file):
            yield folder, unpacked(lines)


def blobs_of(file: Path, folders: Iterable[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each folder with the blobs of its problems; WorkError where they can not be had."""
    for folder, blobs in _of_folders(file, "blobs", folders):
        with _readable(file):
            yield folder, json.loads(blobs)


def _of_folders(file: Path, column: str, folders: Iterable[str]) -> Iterator[tuple[str, Any]]:
    wanted = list(folders)
    if not wanted:
        return
    with _readable(file), closing(_open(file)) as store:
        for folder in wanted:
            asked = store.execute(f"select {column} from ledgers where folder = ?", (folder,))
            yield folder, asked.fetchone()[0]


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """WorkError where what is kept can not be read."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, zlib.error) as error:
        raise WorkError(f"“{file}”读不出来", "删去这个文件，再重新运行") from error


def stowed(ledger: KeptLedger) -> KeptLedger:
    """The ledger with its lines as they are kept: small on the way between processes as well."""
    return replace(ledger, lines=(), packed=zlib.compress(_text(ledger.lines).encode(), _QUICK))


def unpacked(packed: bytes) -> Sequence[Row]:
    """The lines of a ledger that was `stowed`."""
    rows: list[Row] = json.loads(zlib.decompress(packed))
    return rows


def save(file: Path, out: Path, ledgers: Iterable[KeptLedger], kept: Kept) -> None:
    """Keeps all of `kept`, and of the ledgers those that are new, which are `stowed`.

    All or nothing; where that can not be done, nothing is kept.
    """
    try:
        _save(file, out, ledgers, kept)
    except (sqlite3.Error, OSError):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _save(file: Path, out: Path, ledgers: Iterable[KeptLedger], kept: Kept) -> None:
    with _written(file) as store:
        store.execute("delete from place")
        store.execute("insert into place values (?)", (str(out.resolve()),))
        there = {row[0] for row in store.execute("select folder from ledgers")}
        gone = [(one,) for one in there - kept.ledgers.keys()]
        store.executemany("delete from ledgers where folder = ?", gone)
        store.executemany(
            f"replace into ledgers ({_BRIEFLY}, blobs, lines) values ({_MARKS})",
            (_row(one) for one in ledgers),
        )
        cities = (
            (one.city, one.key, _text(one.files), _text(one.shards)) for one in kept.cities.values()
        )
        _replace(store, "cities", _CITY, set(cities))
        sheets = (
            (path, one.key, one.digest, one.commit, one.names) for path, one in kept.sheets.items()
        )
        _replace(store, "sheets", _SHEET, set(sheets))
        files = ((path, one.digest, one.size, one.time) for path, one in kept.published.items())
        _replace(store, "published", _FILE, set(files))


def _replace(store: sqlite3.Connection, table: str, columns: str, rows: set[Row]) -> None:
    """Makes a table hold these rows, most of which it has; the first column names a row."""
    before = set(store.execute(f"select {columns} from {table}"))
    name, *others = columns.split(", ")
    store.executemany(f"delete from {table} where {name} = ?", ((row[0],) for row in before - rows))
    marks = ", ".join("?" for _ in (name, *others))
    store.executemany(f"insert into {table} ({columns}) values ({marks})", rows - before)


def _row(one: KeptLedger) -> Row:
    lists = (one.doubtful, one.files, one.briefs, one.exposed, one.cited)
    texts = (*lists, one.public, one.internal, one.marks, one.blobs)
    return (one.folder, one.key, one.since, one.until, one.leaves, *map(_text, texts), one.packed)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def _written(file: Path) -> Iterator[sqlite3.Connection]:
    file.parent.mkdir(exist_ok=True)
    try:
        store = _open(file)
    except sqlite3.Error:
        file.unlink(missing_ok=True)
        store = sqlite3.connect(file)
        store.executescript(f"{_TABLES} pragma user_version = {FORM};")
    with closing(store), store:
        yield store


def _open(file: Path) -> sqlite3.Connection:
    """The store; sqlite3.Error where there is none of this form."""
    store = sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)
    try:
        if store.execute("pragma user_version").fetchone() != (FORM,):
            raise sqlite3.DatabaseError
    except sqlite3.Error:
        store.close()
        raise
    return store
