"""An import whose records pass the check: rows that rules refuse are refused, with column and why.

What a rule finds in a record is led back to the row, and the column, that the value came from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.checks.change_rules import happened
from generator.checks.duplicate_rules import names_of_sites
from generator.checks.engine import judge
from generator.checks.paths import PREFIX
from generator.checks.rule import Checked
from generator.core.fields import Record
from generator.core.findings import Finding, Location, Severity, WorkError, clauses
from generator.core.model_walk import growing
from generator.core.raw import Path, RawRecord, places_at
from generator.core.yaml_writer import record_text
from generator.exchange.account import Account, RowAccount, RowOutcome, nearest_column
from generator.exchange.csv_rows import RowError, Table
from generator.exchange.importing import Import, Refusals, import_tables, kind_of
from generator.exchange.sheet_lines import SheetLine
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.kinds.registry import is_leaf, judged_with, judging_others
from generator.kinds.unit.same_unit import fitting_units
from generator.load.files import raw_file


def import_checked(
    tables: Sequence[Table], register: Register, today: date | None = None
) -> Import:
    """Return the records that the tables add and that the check has nothing against.

    What it only warns of is said of the rows. Refused is also what happens after `today`, where
    that is given: once it is recorded no table can mend its day.
    WorkError where a header is not known, or where a new record puts an old one in the wrong.
    """
    refused: Refusals = {}
    while True:
        done = import_tables(tables, register, refused)
        rows = _ImportedRows(tables, done, register)
        found = [*_findings(rows.raws, register), *(rows.in_future(today) if today else ())]
        faulty = rows.errors(one for one in found if one.is_error)
        if not faulty:
            warnings = [one for one in found if not one.is_error]
            account = _warned(done.account, rows, warnings)
            return replace(done, account=_with_units(account, done.made.values(), register))
        # Numbers of later records move up, so all is planned anew without these rows.
        refused = {**refused, **faulty}


def findings_in(records: Mapping[str, Record], register: Register) -> Sequence[Finding]:
    """Return what the check finds in records that are to be written, by path below `records/`.

    WorkError where one puts an old one in the wrong.
    """
    raws = {PREFIX + path: _raw(PREFIX + path, one) for path, one in records.items()}
    return [one for one in _findings(raws, register) if one.path in raws]


def _findings(raws: Mapping[str, RawRecord], register: Register) -> Sequence[Finding]:
    """Return what the check finds since an import; WorkError for errors in records that were there.

    Of other records only warnings are left: a twin of a new one may come behind it.
    """
    if not raws:
        return ()
    reference = _judging(register, raws)
    existing = frozenset(one.raw.path for one in register.filed) | raws.keys()
    # What is found in records that grow, as they are, is no news.
    kept = [_raw(path, record) for path in raws if (record := register.at(path))]
    before = set(judge(kept, reference, existing).findings)
    judged = judge(raws.values(), reference, existing)
    found = [one for one in judged.findings if one not in before]
    for one in found:
        if one.is_error and one.path not in raws:
            raise WorkError(
                f"导入以后“{one.path}”第 {one.line} 行通不过检查："
                f"{clauses(one.message, '什么也没有导入')}",
                one.hint,
            )
    return found


def _judging(register: Register, raws: Mapping[str, RawRecord]) -> Checked:
    """Return the records by which new ones are judged, that they judge, and their twins."""
    beside = {it for path in raws for it in (*judged_with(path), *judging_others(path))}
    sites = names_of_sites(raws.values())
    some = tuple(
        one
        for one in register.filed
        if one.raw.path not in raws
        and (
            not is_leaf(one.raw.path)
            or one.raw.path in beside
            or not sites.isdisjoint(names_of_sites([one.raw]))
        )
    )
    return Checked(tuple(one.raw for one in some), (), Register(register.vocabulary, some))


def _warned(account: Account, rows: "_ImportedRows", warnings: Sequence[Finding]) -> Account:
    """Return the account with what the check only warns of, at the rows that it is about."""
    by_row = rows.errors(one for one in warnings if one.path in rows.raws)
    told: set[tuple[str, str]] = set()
    entries = []
    for one in account.entries:
        # What concerns all of a record is said at the first of its rows.
        some = [
            error
            for error in by_row.get((one.table, one.line), ())
            if (one.record, error.message) not in told
        ]
        told |= {(one.record, error.message) for error in some}
        entries.append(replace(one, warnings=tuple(some)))
    others = tuple(
        f"提醒：导入以后“{one.path}”第 {one.line} 行：{one.message}（{one.code}）。{one.hint}"
        for one in warnings
        if one.path not in rows.raws
    )
    return replace(account, entries=tuple(entries), remarks=(*account.remarks, *others))


def _with_units(account: Account, made: Iterable[Record], register: Register) -> Account:
    """Return the account with the rows that name a unit on record: people link them, no import."""
    fitting = fitting_units((one for one in made if isinstance(one, Issue)), register)
    if not fitting:
        return account
    entries = []
    for one in account.entries:
        found = fitting.get(one.record)
        note = (f"{found.ground}：单位档案 {found.unit}，没有归入",) if found else ()
        entries.append(replace(one, notes=(*one.notes, *note)))
    remark = (
        f"{len(fitting)} 行的点位与已有的单位档案相符，没有归入；提交以后用 lantian units propose "
        "列出，看过再归并，或者在表里加一列“单位档案”。逐行的用 --report 写出"
    )
    return replace(account, entries=tuple(entries), remarks=(*account.remarks, remark))


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

    def in_future(self, today: date) -> Iterator[Finding]:
        """Yield an error for each new entry of a record that happens after today."""
        for path, record in self._records.items():
            for one in growing(record, record):
                there = len(getattr(self._kept.get(record.id), str(one.path[0]), ()))
                for at, entry in enumerate(one.old[there:], start=there):
                    field, day = happened(entry)
                    if day and day.earliest > today:
                        mark = self.raws[path].value_mark((*one.path, at, field))
                        yield _in_future(path, mark, f"{day} 在今天 {today} 以后")

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
        cell = f"第 {row.line} 行" if isinstance(row, SheetLine) else ""
        return RowError(Location(row.line), "", message, finding.hint, cell)


def _in_future(path: str, mark: Location, message: str) -> Finding:
    return Finding(
        code=_FUTURE,
        slug="event-after-commit",
        severity=Severity.ERROR,
        path=path,
        line=mark.line,
        column=mark.column,
        message=message,
        hint="事情发生以后再记；日期写错了的，改正日期",
    )


_FUTURE = "C02"
"""The rule of a change that refuses what is dated after its commit."""


def _raw(path: str, record: Record) -> RawRecord:
    return raw_file(path, record_text(record).encode())
