"""Rows of published cases → issues (问题), measures (措施) and tasks (攻坚任务)."""

from collections.abc import Callable, Mapping, Sequence

from generator.exchange.account import Entry, Outcome
from generator.exchange.case_rows import ID_COLUMN, MEASURES, TASK, Case, case_from
from generator.exchange.csv_rows import Problem, Row
from generator.exchange.import_cases import task_from
from generator.tables.action_rows import action_from
from generator.tables.known import CaseRecord, Known, Numbers, TableRow
from generator.tables.plan import Plan, entry, joined, unreadable
from generator.tables.shapes import differences

SERIAL_LIMIT = 999

Reader = Callable[[str, Row, Known], Case | Sequence[Problem]]
"""A row of the table of this name → the record that it tells of, or all that hinders it."""

READERS: Mapping[str, Reader] = {**dict.fromkeys(MEASURES, action_from), TASK: task_from}
"""What reads the rows of a record kind of the table; all others are rows of issues."""


def read_cases(table: str, rows: Sequence[Row], known: Known, numbers: Numbers) -> Plan:
    """The new records of a table of cases."""
    return joined([_plan(table, row, known, numbers) for row in rows])


def _plan(table: str, row: Row, known: Known, numbers: Numbers) -> Plan:
    """What one row comes to: a new record, one that is there, or none."""
    row_id, kind = row[ID_COLUMN], row["record_kind"]
    case = READERS.get(kind, case_from)(table, row, known)
    if not isinstance(case, Case):
        return _none(unreadable(table, row, row_id, case))
    kept = known.cases.get(TableRow(table, row_id))
    if kept:
        return _none(_compared(table, row, case, kept))
    serial = numbers.take(case.beginning)
    if serial > SERIAL_LIMIT:
        return _none(unreadable(table, row, row_id, [_used_up(row, case.beginning)]))
    record = case.record.model_copy(update={"id": f"{case.beginning}{serial:03}"})
    imported = entry(table, row, row_id, Outcome.IMPORTED, record=record.id, notes=case.notes)
    return Plan((record,), (imported,))


def _none(one: Entry) -> Plan:
    return Plan((), (one,))


def _compared(table: str, row: Row, case: Case, kept: CaseRecord) -> Entry:
    differing = _differing(case, kept)
    return entry(
        table,
        row,
        row[ID_COLUMN],
        Outcome.DIFFERENT if differing else Outcome.SAME,
        record=kept.id,
        reason="、".join(differing),
        notes=case.notes,
    )


def _differing(case: Case, kept: CaseRecord) -> list[str]:
    """In what the row differs from the record that was made of it once."""
    if type(kept) is not type(case.record):
        return ["记录种类"]
    differing = list(differences(case.record, kept))
    if not kept.id.startswith(case.beginning):
        differing.insert(0, f"编号（按表应以 {case.beginning.rstrip('-')} 开头）")
    return differing


def _used_up(row: Row, beginning: str) -> Problem:
    return row.problem(
        ID_COLUMN,
        f"{beginning.rstrip('-')} 的序号已经用到 {SERIAL_LIMIT}",
        "同一城市同一轮次的记录放不下了",
    )
