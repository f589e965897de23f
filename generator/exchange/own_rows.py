"""Rows of our own exports that come back: compared with the register, and never taken for new."""

from collections.abc import Iterator

from generator.core.findings import Location
from generator.exchange.account import RowAccount, RowOutcome, entry
from generator.exchange.csv_rows import Known, RowError, TableLine
from generator.exchange.sheet_lines import SheetLine
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import ledger_row
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay


def exported_cells(issue: Issue, known: Known) -> dict[str, str]:
    """Return title of a column → the cell of an issue in an export."""
    programme = known.register.programmes.get(issue.programme_id)
    lifecycle = programme.lifecycle if programme else None
    line = ledger_row(known.register, issue, replay(lifecycle, issue) if lifecycle else None)
    return {one.title: str(one.cell(line)) for one in FILE_COLUMNS}


def compared_with_register(table: str, row: TableLine, issue: Issue, known: Known) -> RowAccount:
    """Return the account of a row with the ID of a known issue: what it says otherwise."""
    cells = exported_cells(issue, known)
    differing = [
        RowError(place, head, f"{' '.join(cells[head].split()) or '（空）'} → {text}", "", cell)
        for head, place, cell, text in _cells(row)
        if head in cells and text and text != " ".join(cells[head].split())
    ]
    outcome = RowOutcome.DIFFERENT if differing else RowOutcome.SAME
    reason = "、".join(one.column for one in differing)
    return entry(
        table, row, row["序号"], outcome, record=issue.id, reason=reason, changes=differing
    )


def _cells(row: TableLine) -> Iterator[tuple[str, Location, str, str]]:
    """Yield head, place, address and text of each cell of a row."""
    if not isinstance(row, SheetLine):
        return
    for column, place in row.places.items():
        yield place.head, row.mark(column), place.address, " ".join(row[column].split())
    for head, text in row.others.items():
        yield head, Location(row.line), "本行", " ".join(text.split())
