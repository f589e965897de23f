"""What of a round concerns each department of the organising authority (统筹协调部内司局)."""

from dataclasses import dataclass

from generator.derive.overview import tally
from generator.derive.teams import RoundTeams
from generator.render.book import Book
from generator.render.measures import FOUND, OPEN, OVERDUE, Behind
from generator.render.tables import Cell, NumberRow, NumberTable

_MEASURES = (FOUND, OPEN, OVERDUE)


@dataclass(frozen=True, slots=True)
class DepartmentsView:
    """Problems and tasks by department, and departments of which nothing is known."""

    problems: NumberTable
    tasks: NumberTable
    unmapped: tuple[str, ...]


def departments_view(book: Book, behind: Behind, one: RoundTeams) -> DepartmentsView:
    """The departments of the campaign, each with what concerns it in this round."""
    departments = one.programme.departments
    return DepartmentsView(
        problems=_problems(book, behind, one),
        tasks=_tasks(book, one),
        unmapped=tuple(each.name for each in departments if not each.groups and not each.fields),
    )


def _problems(book: Book, behind: Behind, one: RoundTeams) -> NumberTable:
    facets = {"programme": one.programme.id, "round": str(one.round.number)}
    rows = []
    for department in one.programme.departments:
        for group in department.groups:
            own = [brief for brief in one.briefs if brief.group == group]
            counts = tally(own, book.today.isoformat())
            cells = behind.cells(_MEASURES, counts, **facets, group=group)
            words = (group, department.basis)
            rows.append(NumberRow(Cell(department.name), cells, words=words))
    heads = tuple(measure.title for measure in _MEASURES)
    return NumberTable(
        "本轮发现的问题，按部内司局", "部内司局", heads, tuple(rows), words=("问题大类", "依据")
    )


def _tasks(book: Book, one: RoundTeams) -> NumberTable:
    fields = [task.field for task in book.register.tasks if task.programme_id == one.programme.id]
    wanted = one.programme.departments if fields else []
    rows = tuple(
        NumberRow(
            Cell(department.name),
            (Cell(str(fields.count(field))),),
            words=(field, department.basis),
        )
        for department in wanted
        for field in department.fields
    )
    return NumberTable(
        "本行动的攻坚任务，按部内司局", "部内司局", ("任务",), rows, words=("任务领域", "依据")
    )
