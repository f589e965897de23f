"""Rows of our own exports that come back: compared with the register, and never taken for new."""

from generator.exchange.account import RowAccount, RowOutcome, entry
from generator.exchange.csv_rows import Known, TableLine
from generator.exchange.sheet_lines import SheetLine
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import ledger_row
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay

HINT = "没有改动；改事实用“更正”，办理的经过用办理表导入"


def exported_cells(issue: Issue, known: Known) -> dict[str, str]:
    """Return title of a column → the cell of an issue in an export."""
    programme = known.register.programmes.get(issue.programme_id)
    lifecycle = programme.lifecycle if programme else None
    line = ledger_row(known.register, issue, replay(lifecycle, issue) if lifecycle else None)
    return {one.title: str(one.cell(line)) for one in FILE_COLUMNS}


def compared_with_register(table: str, row: TableLine, issue: Issue, known: Known) -> RowAccount:
    """Return the account of a row with the ID of a known issue: what it says otherwise."""
    cells = exported_cells(issue, known)
    given = _by_head(row)
    differing = [
        title
        for title, text in given.items()
        if title in cells and text and text != " ".join(cells[title].split())
    ]
    outcome = RowOutcome.DIFFERENT if differing else RowOutcome.SAME
    reason = f"{'、'.join(differing)}；{HINT}" if differing else ""
    return entry(table, row, row["序号"], outcome, record=issue.id, reason=reason)


def _by_head(row: TableLine) -> dict[str, str]:
    """Return the cells of a row under the heads of the sheet."""
    if not isinstance(row, SheetLine):
        return {}
    known = {place.head: row[column] for column, place in row.places.items()}
    texts = {**known, **row.others}
    return {head: " ".join(text.split()) for head, text in texts.items()}
