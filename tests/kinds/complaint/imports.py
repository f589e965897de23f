"""The table of complaints, a row for each."""

from collections.abc import Iterator, Sequence

from generator.kinds.complaint.model import Complaint
from pydantic import ValidationError

from generator.exchange.account import (
    ImportPlan,
    Place,
    RowAccount,
    RowOutcome,
    TableKind,
    entry,
    shape_errors,
    unreadable,
)
from generator.exchange.csv_rows import Known, Numbers, TableLine

HEADER = "编号,收到日期,投诉内容,承办单位"
ID_COLUMN = "编号"
FIELDS = {"id": "编号", "received": "收到日期", "text": "投诉内容", "handler": "承办单位"}
PLACES: dict[Place, str] = {(name,): column for name, column in FIELDS.items()}


def read_complaints(
    table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers
) -> ImportPlan:
    """Return the complaints that the register does not have yet."""
    kept = {one.id for one in known.register.select(Complaint)}
    records = dict[str, Complaint]()
    entries = list(_entries(table, rows, kept, records))
    return ImportPlan(tuple(records.values()), tuple(entries))


def _entries(
    table: str, rows: Sequence[TableLine], kept: set[str], records: dict[str, Complaint]
) -> Iterator[RowAccount]:
    for row in rows:
        cells = {name: row[column] or None for name, column in FIELDS.items()}
        try:
            one = Complaint.model_validate(cells)
        except ValidationError as error:
            yield unreadable(table, row, row[ID_COLUMN], list(shape_errors(row, error, PLACES)))
            continue
        outcome = RowOutcome.SAME if one.id in kept else RowOutcome.IMPORTED
        if one.id not in kept:
            records[one.id] = one
        yield entry(table, row, one.id, outcome, record=one.id)


TABLES = (TableKind("示例投诉表", HEADER, ID_COLUMN, read_complaints, lambda _: PLACES),)
