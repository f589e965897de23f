"""Rows of published cases → issues (问题). Rows of other kinds are read elsewhere, or wait."""

from collections.abc import Sequence

from generator.model.issue import Issue
from generator.tables.account import Entry, Outcome
from generator.tables.case_rows import ID_COLUMN, WAITING, Case, case_from
from generator.tables.known import Known, Numbers, TableRow
from generator.tables.plan import Plan, entry, joined, unreadable
from generator.tables.rows import Problem, Row
from generator.tables.shapes import differences
from generator.tables.task_rows import KIND as TASK
from generator.tables.task_rows import task_plan

SERIAL_LIMIT = 999


def read_cases(table: str, rows: Sequence[Row], known: Known, numbers: Numbers) -> Plan:
    """The new issues of a table of cases."""
    return joined([_plan(table, row, known, numbers) for row in rows])


def _plan(table: str, row: Row, known: Known, numbers: Numbers) -> Plan:
    """What one row comes to: a new issue, one that is there, or none."""
    row_id, kind = row[ID_COLUMN], row["record_kind"]
    if kind == TASK:
        return task_plan(table, row, known, numbers)
    if kind in WAITING:
        return _none(entry(table, row, row_id, Outcome.WAITING, reason=WAITING[kind]))
    case = case_from(table, row, known)
    if not isinstance(case, Case):
        return _none(unreadable(table, row, row_id, case))
    kept = known.issues.get(TableRow(table, row_id))
    if kept:
        return _none(_compared(table, row, case, kept))
    serial = numbers.take(case.beginning)
    if serial > SERIAL_LIMIT:
        return _none(unreadable(table, row, row_id, [_used_up(row, case.beginning)]))
    issue = case.issue.model_copy(update={"id": f"{case.beginning}-{serial:03}"})
    imported = entry(table, row, row_id, Outcome.IMPORTED, record=issue.id, notes=case.notes)
    return Plan((issue,), (imported,))


def _none(one: Entry) -> Plan:
    return Plan((), (one,))


def _compared(table: str, row: Row, case: Case, kept: Issue) -> Entry:
    differing = list(differences(case.issue, kept))
    if kept.id.rpartition("-")[0] != case.beginning:
        differing.insert(0, f"编号（按表应以 {case.beginning} 开头）")
    return entry(
        table,
        row,
        row[ID_COLUMN],
        Outcome.DIFFERENT if differing else Outcome.SAME,
        record=kept.id,
        reason="、".join(differing),
        notes=case.notes,
    )


def _used_up(row: Row, beginning: str) -> Problem:
    return row.problem(
        ID_COLUMN, f"{beginning} 的序号已经用到 {SERIAL_LIMIT}", "同一城市同一轮次的记录放不下了"
    )
