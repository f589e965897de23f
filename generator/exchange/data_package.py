"""A Frictionless Data Package (v1): the ledger with a description of every column.

See decision 0039.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from generator.exchange.text_files import NUMBER, clean, csv_bytes, json_bytes
from generator.kinds.issue.column import Column, ColumnKind
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import LedgerRow

DESCRIPTION = "datapackage.json"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time in a ZIP; the time of packing would make equal ledgers differ."""

_MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
_TYPES = {ColumnKind.TEXT: "string", ColumnKind.NUMBER: "integer", ColumnKind.DAY: "string"}
DAY_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
GUARD = "；像公式、数字或日期的文本前面加了一个撇号（'），防止电子表格误读"
_ALL_READABLE = 0o644 << 16

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of a package: its path beside the description, and its bytes."""

    path: str
    content: bytes

    @property
    def form(self) -> str:
        """Return `csv` or `json`."""
        return self.path.rpartition(".")[2]


def datapackage(name: str, title: str, note: str, resources: Sequence[Resource]) -> str:
    """Return the description of ledgers in files; `name` matches `[a-z0-9._-]+`."""
    content = {
        "profile": "tabular-data-package",
        "name": name,
        "title": clean(title),
        "description": clean(note),
        "resources": [_resource(resource) for resource in resources],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def package_bytes(lines: Sequence[LedgerRow], name: str, title: str, note: str) -> bytes:
    """Return a ZIP of the ledger as CSV and as JSON with their description."""
    resources = (
        Resource("ledger.csv", csv_bytes(lines)),
        Resource("ledger.json", json_bytes(lines)),
    )
    described = datapackage(name, title, note, resources).encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for one in (Resource(DESCRIPTION, described), *resources):
            archive.writestr(zip_entry(one.path), one.content)
    return packed.getvalue()


def zip_entry(path: str) -> zipfile.ZipInfo:
    """Return a ZIP entry that does not depend on the time and the machine."""
    entry = zipfile.ZipInfo(path, ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = _ALL_READABLE
    return entry


def _resource(resource: Resource) -> Json:
    is_table = resource.form == "csv"
    dialect = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}
    return {
        "profile": "tabular-data-resource",
        "name": resource.path.replace("/", "-").replace(".", "-").lower(),
        "path": resource.path,
        "format": resource.form,
        "mediatype": _MEDIA_TYPES[resource.form],
        "encoding": "utf-8",
        # No `bytes` beside it: Frictionless does not count those of JSON, and then finds fault.
        "hash": f"sha256:{sha256(resource.content).hexdigest()}",
        **({"dialect": {**dialect, "header": True}} if is_table else {}),
        "schema": {
            "fields": _fields_of_table() if is_table else [_field(one) for one in FILE_COLUMNS],
            "missingValues": [""],
            "primaryKey": FILE_COLUMNS[0].title if is_table else FILE_COLUMNS[0].name,
        },
    }


def _fields_of_table() -> list[Json]:
    """Return the fields under the heads of the table, as Frictionless wants; JSON has the keys."""
    number: Json = {
        "name": NUMBER,
        "title": NUMBER,
        "type": "integer",
        "description": "在本表中的顺序",
    }
    return [number, *({**_field(one, GUARD), "name": one.title} for one in FILE_COLUMNS)]


def _field(column: Column, guard: str = "") -> Json:
    field: Json = {
        "name": column.name,
        "title": column.title,
        "type": _TYPES[column.kind],
        "description": column.meaning + (guard if column.kind is ColumnKind.TEXT else ""),
    }
    # A date of Frictionless is always a whole day; ours may end at the month.
    return (
        {**field, "constraints": {"pattern": DAY_PATTERN}}
        if column.kind is ColumnKind.DAY
        else field
    )
