"""What was made of each ledger, kept between builds in one SQLite file below `.build/`.

It holds nothing that the records do not give again. A file that is broken, foreign or of another
form is thrown away and begun anew; a build that is killed leaves it as it was.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import WorkError
from generator.store.stored import Row, Stored

FORM = 5
"""Raised when the tables or what stands in them change."""

_TABLES = """
create table ledgers (
    folder text primary key, key text not null, since text not null, until text not null,
    leaves integer not null, doubtful text not null, files text not null, briefs text not null,
    exposed text not null, cited text not null, public text not null, internal text not null,
    marks text not null, lines blob not null
) without rowid;
create table cities (
    city text primary key, key text not null, files text not null, shards text not null
) without rowid;
create table sheets (path text primary key, key text, digest text) without rowid;
create table published (path text primary key, digest text, size integer, time integer)
    without rowid;
create table place (folder text not null);
"""
_QUICK = 1
"""Level of compression: lines are written with every change of their ledger."""


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """What one folder of problems came to.

    `key` says from what; it holds from the day `since` until before `until` (ISO, "" for always).
    `doubtful`: paths in which something was found. `files`: path in the site → SHA-256.
    `briefs`, `exposed` and `lines` are rows of those values, `cited` rows of citations; `public`
    and `internal` are the texts of its problems, in the public edition only. `marks`: which part
    of it → a digest of that part.
    """

    folder: str
    key: str
    since: str = ""
    until: str = ""
    leaves: int = 0
    doubtful: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    briefs: Sequence[Row] = ()
    exposed: Sequence[Row] = ()
    cited: Sequence[Row] = ()
    public: Sequence[str] = ()
    internal: Sequence[str] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Row] = ()
    """Empty where they were not read."""


@dataclass(frozen=True, slots=True)
class KeptCity:
    """What the ledgers of one city together came to; `shards` are rows of summaries."""

    city: str
    key: str
    files: Mapping[str, str]
    shards: Sequence[Row]


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A page of the whole register that depends on a part of it, and on which (`key`)."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site as it was when it was put in place."""

    digest: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is known of the last build but the lines."""

    ledgers: Mapping[str, KeptLedger] = field(default_factory=dict)
    cities: Mapping[str, KeptCity] = field(default_factory=dict)
    sheets: Mapping[str, KeptSheet] = field(default_factory=dict)
    published: Mapping[str, Published] = field(default_factory=dict)


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
_SHEET = "path, key, digest"
_FILE = "path, digest, size, time"
_BRIEFLY = (
    "folder, key, since, until, leaves, doubtful, files, briefs, exposed, cited, public, internal,"
    " marks"
)
_MARKS = ", ".join("?" for _ in f"{_BRIEFLY}, lines".split(","))


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
    wanted = list(folders)
    if not wanted:
        return
    try:
        with closing(_open(file)) as store:
            for folder in wanted:
                asked = store.execute("select lines from ledgers where folder = ?", (folder,))
                yield folder, json.loads(zlib.decompress(asked.fetchone()[0]))
    except (sqlite3.Error, ValueError, TypeError, zlib.error) as error:
        raise WorkError(f"“{file}”读不出来", "删去这个文件，再重新运行") from error


def save(file: Path, out: Path, ledgers: Iterable[KeptLedger], kept: Kept) -> None:
    """Keeps all of `kept`, and of the ledgers those that are new with their lines.

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
            f"replace into ledgers ({_BRIEFLY}, lines) values ({_MARKS})",
            (_row(one) for one in ledgers),
        )
        cities = (
            (one.city, one.key, _text(one.files), _text(one.shards)) for one in kept.cities.values()
        )
        _replace(store, "cities", _CITY, set(cities))
        sheets = ((path, one.key, one.digest) for path, one in kept.sheets.items())
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
    texts = (*lists, one.public, one.internal, one.marks)
    lines = zlib.compress(_text(one.lines).encode(), _QUICK)
    return (one.folder, one.key, one.since, one.until, one.leaves, *map(_text, texts), lines)


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
