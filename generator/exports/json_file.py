"""The ledger as JSON for programs: one object for each problem, a line each, nothing guarded."""

import json
from collections.abc import Iterable

from generator.exchange.text_files import clean
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import IssueLine


def json_bytes(lines: Iterable[IssueLine]) -> bytes:
    """A list of objects with the keys of the columns; "" is what is not recorded."""
    rows = ",\n".join(_row(line) for line in lines)
    return f"[\n{rows}\n]\n".encode() if rows else b"[]\n"


def _row(line: IssueLine) -> str:
    values = ((column.name, column.cell(line)) for column in FILE_COLUMNS)
    row = {name: clean(value) if isinstance(value, str) else value for name, value in values}
    return json.dumps(row, ensure_ascii=False)
