"""An import from end to end: tables and register → new record files and the account."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.checks.paths import PREFIX
from generator.core.fields import Record
from generator.core.findings import WorkError, nearest
from generator.core.yaml_writer import record_text
from generator.exchange.account import (
    Account,
    ImportPlan,
    RowAccount,
    RowOutcome,
    TableKind,
    joined,
    unreadable,
)
from generator.exchange.csv_rows import (
    Known,
    Numbers,
    RowError,
    Table,
    TableLine,
    known_from,
    numbers_from,
)
from generator.exchange.record_rows import record_table
from generator.exchange.sheet_lines import SheetLine
from generator.kinds.register import Register
from generator.kinds.registry import KINDS
from generator.questions.record_form import RecordForm


@cache
def table_kinds() -> tuple[TableKind, ...]:
    """Return the tables that the kinds of records are read from, in the order of the kinds."""
    own = (one for kind in KINDS if kind.imports for one in kind.load(kind.imports))
    asked = (record_table(one) for one in record_forms() if not one.table)
    return (*own, *asked)


@cache
def record_forms() -> tuple[RecordForm, ...]:
    """Return what is asked about records other than issues, in the order of the kinds."""
    return tuple(one for kind in KINDS if kind.questions for one in kind.load(kind.questions))


@dataclass(frozen=True, slots=True)
class Import:
    """New records, by path below `records/` in the order to write them, and the account.

    `grown`: path → record that is there already and has more at the end of its last list.
    """

    made: Mapping[str, Record]
    account: Account
    grown: Mapping[str, Record]

    @property
    def files(self) -> Mapping[str, str]:
        """Return path below `records/` → text of each new file."""
        return {path: record_text(record) for path, record in self.made.items()}


Refusals = Mapping[tuple[str, int], Sequence[RowError]]
"""Table and line of a row → why it is not imported although it can be read."""

NONE: Refusals = {}


def import_tables(tables: Sequence[Table], register: Register, refused: Refusals = NONE) -> Import:
    """Return the records that the tables add; WorkError where a header is not known."""
    _refuse_same_names(tables)
    kinds = [kind_of(table) for table in tables]
    known, numbers = known_from(register), numbers_from(register)
    records: dict[str, Record] = {}
    entries: list[RowAccount] = []
    for table, kind in zip(tables, kinds, strict=True):
        plan = _plan(table, kind, known, numbers, refused)
        # A later table may add to what an earlier one made.
        known = known.grown_by((*plan.records, *plan.grown))
        records |= {path_of(one): one for one in (*plan.records, *plan.grown)}
        entries += plan.entries
    kept = {one.raw.path.removeprefix(PREFIX): one.record for one in register.filed}
    _refuse_changed(kept, records)
    remarks = [f"{table.name}：{one}" for table in tables for one in table.remarks]
    return Import(
        made={path: one for path, one in records.items() if path not in kept},
        account=Account(tuple(entries), tuple(remarks)),
        grown={path: one for path, one in records.items() if path in kept},
    )


def _refuse_changed(kept: Mapping[str, Record], records: Mapping[str, Record]) -> None:
    """Raise WorkError where a record that is there would lose or change what it has."""
    for path, record in records.items():
        if path in kept and not only_grown(kept[path], record):
            raise WorkError(
                f"导入会改动“{path}”里已有的内容，什么也没有导入",
                "已有的内容只能在文件里更正；这是程序的错误，把表格交给维护人员",
            )


def only_grown(kept: Record, record: Record) -> bool:
    """Return whether a record is as it was, but for more at the end of its lists, or in a gap."""
    if type(record) is not type(kept):
        return False
    pairs = [(getattr(kept, name), getattr(record, name)) for name in type(kept).model_fields]
    return all(
        new[: len(old)] == old
        if isinstance(old, list) and isinstance(new, list)
        else old in (None, new)
        for old, new in pairs
    )


def _refuse_same_names(tables: Sequence[Table]) -> None:
    names = [table.name for table in tables]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise WorkError(
            f"有几个表格都叫“{'、'.join(twice)}”", "记录里要写明来自哪个表，先给表格起不同的名字"
        )


def kind_of(table: Table) -> TableKind:
    kind = max(table_kinds(), key=lambda one: len(set(one.columns) & set(table.columns)))
    missing = [column for column in kind.columns if column not in table.columns]
    unknown = [column for column in table.columns if column not in kind.columns]
    if len(missing) == len(kind.columns):
        raise WorkError(
            f"表格“{table.name}”的第一行不是认识的表头",
            "；".join(kind.remedy for kind in table_kinds()),
        )
    if missing or unknown:
        faults = [f"没有列 {column}" for column in missing]
        faults += [f"不认识列 {_guess(column, missing)}" for column in unknown]
        raise WorkError(
            f"表格“{table.name}”的表头不是{kind.title}的表头：{'；'.join(faults)}", kind.remedy
        )
    return kind


def is_published(content: bytes) -> bool:
    """Return whether a text file has the heads of one table, as they are published, in line 1.

    English heads belong to no other table: where some are wrong, `kind_of` says which.
    """
    if not _is_utf_8(content):
        return False
    line = content.decode("utf-8-sig", "ignore").lstrip().replace("\r", "\n").split("\n")[0]
    heads = {one.strip().strip('"') for one in line.split(",")}
    return any(
        heads == set(kind.columns) or any(one.isascii() for one in heads & set(kind.columns))
        for kind in table_kinds()
    )


def _is_utf_8(content: bytes) -> bool:
    """Return whether a text is UTF-8, or can be nothing else but spoiled UTF-8."""
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding == "utf-8"
    return not content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _guess(name: str, missing: Sequence[str]) -> str:
    near = nearest(name, missing)
    return f"'{name}'（是不是 {near}？）" if near else f"'{name}'"


def _plan(
    table: Table, kind: TableKind, known: Known, numbers: Numbers, refused: Refusals
) -> ImportPlan:
    """Return the plan of one table, its entries in the order of its lines."""
    unnamed = {row.line: [error] for row, error in _id_errors(table.rows, kind.id_column)}
    sheet_lines = [row for row in table.rows if isinstance(row, SheetLine)]
    faulty = {row.line: faults for row in sheet_lines if (faults := row.faults)}
    failed = {line: errors for (name, line), errors in refused.items() if name == table.name}
    unread = {**unnamed, **faulty}
    rows = [row for row in table.rows if row.line not in unread and row.line not in failed]
    plan = kind.read(table.name, rows, known, numbers)
    entries = [
        unreadable(table.name, row, row[kind.id_column], some[row.line], outcome)
        for some, outcome in ((unread, RowOutcome.UNREADABLE), (failed, RowOutcome.REFUSED))
        for row in table.rows
        if row.line in some
    ]
    entries += [_broken(table.name, error) for error in table.broken]
    return joined([plan, ImportPlan((), tuple(entries))])


def _id_errors(rows: Sequence[TableLine], column: str) -> Iterator[tuple[TableLine, RowError]]:
    """Yield the rows without an ID of their own: by this ID a row is found again."""
    first: dict[str, int] = {}
    for row in rows:
        row_id = row[column]
        if not row_id:
            yield row, row.error(column, "没有填", "每行要有自己的编号，再次导入时据此辨认")
        elif row_id in first:
            message = f"'{row_id}' 与第 {first[row_id]} 行重复"
            yield (
                row,
                row.error(column, message, "同一行写了两次就删去一行，不同的行用不同的编号"),
            )
        else:
            first[row_id] = row.line


def _broken(table: str, error: RowError) -> RowAccount:
    return RowAccount(table, error.mark.line, "", RowOutcome.UNREADABLE, errors=(error,))


def path_of(record: Record) -> str:
    """Return the path of a record below `records/`."""
    kind = next(kind for kind in KINDS if isinstance(record, kind.model))
    path = kind.path_of(record.id)
    assert path is not None
    return path
