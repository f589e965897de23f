"""An import whose records pass the check: rows that rules refuse are refused, with column and why.

What a rule finds in a record is led back to the row, and the column, that the value came from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.checks.engine import judge
from generator.checks.paths import PREFIX
from generator.checks.rule import Checked
from generator.core.fields import Record
from generator.core.findings import Finding, Location, WorkError
from generator.core.raw import Path, RawRecord, places_at
from generator.core.yaml_writer import record_text
from generator.exchange.account import Account, RowAccount, RowOutcome
from generator.exchange.csv_rows import RowError, Table
from generator.exchange.importing import Import, Refusals, import_tables, kind_of
from generator.exchange.record_rows import nearest_column
from generator.kinds.register import Register
from generator.kinds.registry import is_leaf, judged_with, judging_others
from generator.load.files import raw_file


def import_checked(tables: Sequence[Table], register: Register) -> Import:
    """Return the records that the tables add and that the check has nothing against.

    WorkError where a header is not known, or where a new record puts an old one in the wrong.
    """
    refused: Refusals = {}
    while True:
        done = import_tables(tables, register, refused)
        rows = _ImportedRows(tables, done, register)
        found = _findings(done, rows.raws, register)
        faulty = rows.errors(one for one in found if one.is_error)
        if not faulty:
            warned = rows.errors(one for one in found if not one.is_error)
            return replace(done, account=_noted(done.account, warned))
        # Numbers of later records move up, so all is planned anew without these rows.
        refused = {**refused, **faulty}


def _findings(done: Import, raws: Mapping[str, RawRecord], register: Register) -> Sequence[Finding]:
    """Return what the check finds in the records of an import; WorkError for what is elsewhere."""
    if not raws:
        return ()
    reference = _judging(register, raws.keys())
    existing = frozenset(one.raw.path for one in register.filed) | raws.keys()
    before = set(judge((), reference, existing).findings)
    judged = judge(raws.values(), reference, existing)
    found = [one for one in judged.findings if one not in before]
    for one in found:
        if one.is_error and one.path not in raws:
            raise WorkError(
                f"导入以后“{one.path}”第 {one.line} 行通不过检查：{one.message}；什么也没有导入",
                one.hint,
            )
    return [one for one in found if one.path in raws]


def _judging(register: Register, paths: Iterable[str]) -> Checked:
    """Return the records by which those at these paths are judged, and that they judge."""
    new = set(paths)
    beside = {it for path in new for it in (*judged_with(path), *judging_others(path))}
    some = tuple(
        one
        for one in register.filed
        if one.raw.path not in new and (not is_leaf(one.raw.path) or one.raw.path in beside)
    )
    return Checked(tuple(one.raw for one in some), (), Register(register.vocabulary, some))


def _noted(account: Account, warned: Refusals) -> Account:
    """Return the account with what the check only warns of, as notes on the rows."""
    entries = (
        replace(one, notes=(*one.notes, *map(_note, warned.get((one.table, one.line), ()))))
        for one in account.entries
    )
    return replace(account, entries=tuple(entries))


def _note(error: RowError) -> str:
    column = f"{error.column} 列：" if error.column else ""
    return f"{column}{error.message}。{error.hint}"


class _ImportedRows:
    """The records of an import as files, and the rows that they come from."""

    def __init__(self, tables: Sequence[Table], done: Import, register: Register) -> None:
        records = {**done.made, **done.grown}
        self.raws = {PREFIX + path: _raw(PREFIX + path, one) for path, one in records.items()}
        self._records = {PREFIX + path: record for path, record in records.items()}
        self._tables = {table.name: table for table in tables}
        self._made: dict[str, list[RowAccount]] = {}
        for entry in done.account.entries:
            if entry.outcome in (RowOutcome.IMPORTED, RowOutcome.ADDED):
                self._made.setdefault(entry.record, []).append(entry)
        self._kept = {one.record.id: one.record for one in register.filed}

    def errors(self, findings: Iterable[Finding]) -> Refusals:
        """Return the findings as errors of the rows that they are about."""
        found: dict[tuple[str, int], list[RowError]] = {}
        for finding in findings:
            for entry, error in self._led_back(finding):
                found.setdefault((entry.table, entry.line), []).append(error)
        return found

    def _led_back(self, finding: Finding) -> Iterator[tuple[RowAccount, RowError]]:
        record = self._records[finding.path]
        raw = self.raws[finding.path]
        places = list(places_at(raw, finding.line, finding.column))
        for entry in self._entries(record, places):
            yield entry, self._error(entry, record, places, finding)

    def _entries(self, record: Record, places: Sequence[Path]) -> Sequence[RowAccount]:
        """Return the row of a part of the record, or all rows where it concerns all of it."""
        entries = self._made[record.id]
        parts = kind_of(self._tables[entries[0].table]).parts
        for place in places:
            at = place[1] if len(place) > 1 and place[0] in parts else None
            if isinstance(at, int) and len(entries) > 1:
                there = getattr(self._kept.get(record.id), str(place[0]), ())
                return [entries[at - len(there)]]
        return entries

    def _error(
        self, entry: RowAccount, record: Record, places: Sequence[Path], finding: Finding
    ) -> RowError:
        table = self._tables[entry.table]
        row = next(row for row in table.rows if row.line == entry.line)
        columns = kind_of(table).places(record)
        message = f"{finding.message}（{finding.code}）"
        for place in places:
            if column := nearest_column(columns, place):
                return row.error(column, message, finding.hint)
        return RowError(Location(row.line), "", message, finding.hint)


def _raw(path: str, record: Record) -> RawRecord:
    return raw_file(path, record_text(record).encode())
