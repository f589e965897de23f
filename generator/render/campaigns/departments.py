"""What of a round concerns each department of the organising authority (统筹协调部内司局)."""

from dataclasses import dataclass

from generator.kinds.issue.summaries import tally
from generator.kinds.task.pages import ALWAYS, COLUMNS, task_sets
from generator.kinds.team.status import RoundTeams
from generator.render.measures import FOUND, OPEN, OVERDUE, Behind
from generator.site.index import Book
from generator.site.tables import Cell, NumberRow, NumberTable, counted

_MEASURES = (FOUND, OPEN, OVERDUE)
_OF_TASKS = tuple(one for one in COLUMNS if one[1] in ALWAYS)


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
        tasks=_tasks(book, behind, one),
        unmapped=tuple(
            each.name
            for each in departments
            if not each.groups and not each.fields and not each.media
        ),
    )


def _problems(book: Book, behind: Behind, one: RoundTeams) -> NumberTable:
    facets = {"programme": one.programme.id, "round": str(one.round.number)}
    rows = []
    for department in one.programme.departments:
        wanted = [("medium", word) for word in department.media]
        wanted += [("group", word) for word in department.groups]
        for facet, word in wanted:
            own = [brief for brief in one.briefs if getattr(brief, facet) == word]
            counts = tally(own, book.today.isoformat())
            cells = behind.cells(_MEASURES, counts, **facets, **{facet: word})
            words = (word, department.basis)
            rows.append(NumberRow(Cell(department.name), cells, words=words))
    heads = tuple(measure.title for measure in _MEASURES)
    called = one.programme.departments_called
    words = ("要素、问题大类", "依据")
    return NumberTable(f"本轮发现的问题，按{called}", called, heads, tuple(rows), words=words)


def _tasks(book: Book, behind: Behind, one: RoundTeams) -> NumberTable:
    """Tasks that concern each department; city by city they stand on the campaign's page."""
    page = f"{behind.link.programme(one.programme.id)}#tasks"
    states = [
        state
        for each in task_sets(book)
        if each.programme.id == one.programme.id
        for state in each.states
    ]
    rows = tuple(
        NumberRow(
            Cell(department.name),
            tuple(
                counted(count([state for state in states if state.task.field == field]), page)
                for _, _, count in _OF_TASKS
            ),
            words=(field, department.basis),
        )
        for department in (one.programme.departments if states else ())
        for field in department.fields
    )
    called, heads = one.programme.departments_called, tuple(title for title, _, _ in _OF_TASKS)
    caption = f"本行动的攻坚任务，按{called}，截至 {book.today}"
    return NumberTable(caption, called, heads, rows, words=("任务领域", "依据"))
