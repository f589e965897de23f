"""What a campaign's page says of what its plan asks for, where it does: tasks, reports, appraisals,
inspections, grids, monitoring, seasons and quick bulletins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.work.reporting import Arrival, MonthDue, UnitMonths, dues_judged, unit_reports
from generator.kinds.action.model import Action
from generator.kinds.appraisal.pages import Appraising, appraises, appraising
from generator.kinds.grid.pages import Netting, netting
from generator.kinds.issue.ledger import Brief
from generator.kinds.monitor.pages import Monitoring, monitoring
from generator.kinds.programme.model import Programme
from generator.kinds.programme.seasons import SeasonCalendar, season_calendar
from generator.kinds.quick.pages import Editing, editing
from generator.kinds.task.model import Task
from generator.kinds.task.pages import task_sets, tasks_table
from generator.model.calendar import Reporting
from generator.model.oversight import InspectionRules
from generator.render.measures import behind_from
from generator.site.index import Book
from generator.site.links import Links, programme_path
from generator.site.tables import Cell, NumberTable


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Who reported in time: a row for each unit, and how many there are of each sort."""

    dues: tuple[MonthDue, ...]
    rows: tuple[UnitMonths, ...]
    totals: tuple[tuple[Arrival, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class InspectionView:
    """What calls for a special inspection, and the measures that name each cause."""

    rules: InspectionRules
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The sections of a plan; empty ones are left out."""

    reporting: Reporting | None
    units: UnitTable | None
    seasons: SeasonCalendar | None
    inspection: InspectionView | None
    grid: Netting
    appraisal: Appraising | None
    monitoring: Monitoring
    quick: Editing
    tasks: NumberTable


def plan_view(book: Book, programme: Programme, briefs: Sequence[Brief]) -> PlanView:
    """What a campaign asks for again and again, and what is on record of it."""
    path = programme_path(programme.id)
    link = Links(path)
    own = task_sets(book, programme=programme)
    return PlanView(
        reporting=programme.reporting,
        units=_units(book, programme),
        seasons=season_calendar(programme, briefs, behind_from(book, path), book.today),
        inspection=_inspection(book, link, programme),
        grid=netting(book, link, programme),
        appraisal=appraising(book, link, programme) if appraises(book, programme) else None,
        monitoring=monitoring(book, link, programme),
        quick=editing(book, link, programme),
        tasks=tasks_table(link, "本行动的攻坚任务", own),
    )


def _units(book: Book, programme: Programme) -> UnitTable | None:
    """The reports of each unit; None where units are not listed, or reports not on record."""
    dues = dues_judged(programme, book.today)
    units = programme.reporting.units if programme.reporting else []
    if not (dues and units):
        return None
    tasks = book.register.select(Task, programme=programme.id)
    rows = unit_reports(units, tasks, dues, book.today)
    totals = tuple(
        (word, tuple(sum(row.arrivals[at] is word for row in rows) for at in range(len(dues))))
        for word in Arrival
    )
    return UnitTable(
        tuple(dues), tuple(rows), tuple((word, some) for word, some in totals if any(some))
    )


def _inspection(book: Book, link: Links, programme: Programme) -> InspectionView | None:
    rules = programme.inspection
    if rules is None:
        return None
    made = [
        one
        for one in book.register.select(Action, programme=programme.id)
        if one.kind == rules.action
    ]
    rows = tuple(
        (
            trigger,
            tuple(
                Cell(one.id, link.action(one.id)) for one in made if trigger in one.cause.triggers
            ),
        )
        for trigger in rules.triggers
    )
    return InspectionView(rules, rows, len(made))
