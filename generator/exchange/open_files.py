"""Tables as files that anybody can read: CSV, JSON, one SQLite database, a data package.

Equal tables give equal bytes. See decision 0063.
"""

import csv
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from io import BytesIO, StringIO

from generator.exchange.data_package import DAY_PATTERN, DESCRIPTION, GUARD, zip_entry
from generator.exchange.tables import DataField, DataTable
from generator.exchange.text_files import guarded
from generator.kinds.issue.column import ColumnKind

Json = Mapping[str, object]

_ABOUT = "about"
_FIELDS = "fields"
_SQL_TYPES = {ColumnKind.TEXT: "TEXT", ColumnKind.DAY: "TEXT", ColumnKind.NUMBER: "NUMERIC"}
_TYPES = {ColumnKind.TEXT: "string", ColumnKind.DAY: "string", ColumnKind.NUMBER: "number"}


def table_csv(table: DataTable) -> bytes:
    """Return the table with its head in Chinese; see `guarded` for cells with an apostrophe."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([one.title for one in table.fields])
    kinds = [one.kind for one in table.fields]
    for row in table.rows:
        writer.writerow([_in_csv(*pair) for pair in zip(row, kinds, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _in_csv(cell: str, kind: ColumnKind) -> str:
    return cell if kind is ColumnKind.NUMBER else guarded(cell, kind)


def table_json(table: DataTable) -> bytes:
    """Return a list of objects with the keys of the columns; null where nothing is recorded."""
    rows = ",\n".join(json.dumps(_object(table, row), ensure_ascii=False) for row in table.rows)
    return f"[\n{rows}\n]\n".encode() if rows else b"[]\n"


def _object(table: DataTable, row: Sequence[str]) -> Mapping[str, str | int | float | None]:
    pairs = zip(table.fields, row, strict=True)
    return {one.key: value_of(cell, one.kind) for one, cell in pairs}


def value_of(cell: str, kind: ColumnKind) -> str | int | float | None:
    """Return the value of a cell: a number, a text, None where nothing is recorded."""
    if not cell:
        return None
    if kind is not ColumnKind.NUMBER:
        return cell
    return float(cell) if "." in cell else int(cell)


def database(tables: Sequence[DataTable], about: Mapping[str, str]) -> bytes:
    """Return one SQLite database of all tables.

    `fields` says what their columns mean, `about` what the database is.
    """
    with closing(sqlite3.connect(":memory:")) as store:
        store.execute(f"CREATE TABLE {_ABOUT} (name TEXT, value TEXT)")
        store.executemany(f"INSERT INTO {_ABOUT} VALUES (?, ?)", about.items())
        store.execute(f"CREATE TABLE {_FIELDS} (name TEXT, field TEXT, title TEXT, meaning TEXT)")
        for table in tables:
            _insert(store, table)
        store.commit()
        return store.serialize()


def _insert(store: sqlite3.Connection, table: DataTable) -> None:
    columns = ", ".join(f'"{one.key}" {_SQL_TYPES[one.kind]}' for one in table.fields)
    kinds = [one.kind for one in table.fields]
    store.execute(f'CREATE TABLE "{table.name}" ({columns})')
    store.executemany(
        f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(kinds))})',
        ([value_of(*pair) for pair in zip(row, kinds, strict=True)] for row in table.rows),
    )
    store.executemany(
        f"INSERT INTO {_FIELDS} VALUES (?, ?, ?, ?)",
        [(table.name, one.key, one.title, one.meaning) for one in table.fields],
    )


def package_description(
    tables: Sequence[DataTable], contents: Mapping[str, bytes], about: Mapping[str, object]
) -> bytes:
    """Return the data package of the CSV files of these tables, whose bytes are `contents`."""
    content = {
        "profile": "tabular-data-package",
        **about,
        "resources": [_resource(one, contents[f"{one.name}.csv"]) for one in tables],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(table: DataTable, content: bytes) -> Json:
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {"fields": [_described(one) for one in table.fields], "missingValues": [""]},
    }


def _described(field: DataField) -> Json:
    guard = GUARD if field.kind is ColumnKind.TEXT else ""
    content: Json = {
        "name": field.title,
        "title": field.title,
        "type": _TYPES[field.kind],
        "description": field.meaning + guard,
    }
    # A date of Frictionless is always a whole day; ours may end at the month.
    is_day = field.kind is ColumnKind.DAY
    return {**content, "constraints": {"pattern": DAY_PATTERN}} if is_day else content


def package(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files, the description of the package first."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files, key=lambda name: (name != DESCRIPTION, name)):
            archive.writestr(zip_entry(name), files[name])
    return packed.getvalue()
