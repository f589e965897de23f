"""What comes out of one table: new records, and an entry for each of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.fields import Record
from generator.exchange.account import Entry, Outcome
from generator.exchange.csv_rows import Problem, Row


@dataclass(frozen=True, slots=True)
class Plan:
    """New records in the order in which they are to be written, and the entries of the rows."""

    records: tuple[Record, ...]
    entries: tuple[Entry, ...]


def entry(
    table: str,
    row: Row,
    row_id: str,
    outcome: Outcome,
    *,
    record: str = "",
    reason: str = "",
    notes: tuple[str, ...] = (),
) -> Entry:
    """The entry of a row that was understood."""
    return Entry(table, row.line, row_id, outcome, record=record, reason=reason, notes=notes)


def unreadable(table: str, row: Row, row_id: str, problems: Sequence[Problem]) -> Entry:
    """The entry of a row that was not understood: from left to right, a column's first problem."""
    firsts = {problem.column: problem for problem in reversed(problems)}.values()
    ordered = tuple(sorted(firsts, key=lambda one: (one.mark.line, one.mark.column)))
    return Entry(table, row.line, row_id, Outcome.UNREADABLE, problems=ordered)


def joined(plans: Sequence[Plan]) -> Plan:
    """Several plans as one; the entries in the order of their lines."""
    entries = [entry for plan in plans for entry in plan.entries]
    return Plan(
        records=tuple(record for plan in plans for record in plan.records),
        entries=tuple(sorted(entries, key=lambda entry: entry.line)),
    )
