"""The tasks (攻坚任务): a list of programmes and cities, and a page for each of these."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.kinds.task.model import Task
from generator.kinds.task.status import (
    Arrival,
    MonthDue,
    TaskState,
    TaskStatus,
    bodies,
    dues_judged,
    reports_of,
    task_state,
    unit_reports,
    units_of,
)
from generator.kinds.task.views import (
    KEYS,
    MARKS,
    MEANINGS,
    TaskView,
    headline,
    overstated_views,
    progress_text,
    task_view,
)
from generator.site.index import SiteIndex
from generator.site.links import TASKS, Links, tasks_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Card, Cell, NumberRow, NumberTable, counted

Count = Callable[[Sequence[TaskState]], int]
ALL, OVERSTATED = "tasks", "overstated"
OVERSTATED_HEAD = "报送数与核实数不符"
"""The anchor on a page of tasks besides those of the states."""


@dataclass(frozen=True, slots=True)
class TaskSet:
    """The tasks of one city in one programme, as of a day."""

    programme: Programme
    city: City
    states: tuple[TaskState, ...]

    @property
    def path(self) -> str:
        """Return its page."""
        return tasks_path(self.programme.id, self.city.id)


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """The tasks of one state."""

    key: str
    title: str
    meaning: str
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class MonthTable:
    """The reports of months and years: a row for each unit that owes them, and totals.

    Where the programme names no units there is a row for each task. `measure` counts the rows.
    """

    corner: str
    measure: str
    months: tuple[MonthDue, ...]
    rows: tuple[tuple[Cell, tuple[Arrival, ...]], ...]
    totals: tuple[tuple[Arrival, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body (单位): short name and anchor of each of its tasks."""

    name: str
    leads: tuple[tuple[str, str], ...]
    cooperates: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


def task_sets(site: SiteIndex, only: str = "", programme: Programme | None = None) -> list[TaskSet]:
    """Return the tasks by programme and city, or those of one city, of one programme only.

    A city or programme that is not recorded has none.
    """
    found: dict[tuple[str, str], list[Task]] = {}
    owner = programme.id if programme else ""
    for task in site.register.select(Task, programme=owner, city=only):
        found.setdefault((task.programme_id, task.city_id), []).append(task)
    return [
        TaskSet(
            own,
            city,
            tuple(task_state(one, own, site.today) for one in found[own.id, city.id]),
        )
        for own in ([programme] if programme else site.programmes)
        for city in (site.cities if not only else _city(site, only))
        if (own.id, city.id) in found
    ]


def _city(site: SiteIndex, code: str) -> Sequence[City]:
    found = site.register.cities.get(code)
    return [found] if found else ()


def task_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list, and a page for each city of each programme."""
    yield PageJob(TASKS, _list_page)
    for one in task_sets(site):
        yield PageJob(one.path, _set_page, (one.programme, one.city))


def _list_page(site: SiteIndex, templates: Templates) -> Page:
    sets = task_sets(site)
    return templates.page(
        "tasks.html",
        TASKS,
        "攻坚任务",
        today=site.today,
        table=tasks_table(Links(TASKS), "各行动、各市的攻坚任务", sets, of_many=True),
        meanings=_meanings(sets),
    )


def _set_page(site: SiteIndex, templates: Templates, programme: Programme, city: City) -> Page:
    tasks = site.register.select(Task, programme=programme.id, city=city.id)
    states = tuple(task_state(one, programme, site.today) for one in tasks)
    return _page(site, templates, TaskSet(programme, city, states))


def _how_many(wanted: TaskStatus) -> Count:
    return lambda states: sum(one.standing is wanted for one in states)


COLUMNS: Sequence[tuple[str, str, Count]] = (
    ("任务", ALL, len),
    *((standing.value, key, _how_many(standing)) for standing, key in KEYS.items()),
    (OVERSTATED_HEAD, OVERSTATED, lambda states: sum(bool(one.overstatements) for one in states)),
)
"""Return head, anchor and count of each column."""


ALWAYS = (ALL, KEYS[TaskStatus.LATE], KEYS[TaskStatus.DONE], OVERSTATED)
"""Columns that a table has even where all their numbers are 0."""


def tasks_table(
    link: Links, caption: str, sets: Sequence[TaskSet], *, of_many: bool = False
) -> NumberTable:
    """Return the number of tasks of each city by state, each with a link to them.

    `of_many`: the tasks are of several programmes, so each row names its own.
    """
    columns = [one for one in COLUMNS if one[1] in ALWAYS or any(one[2](x.states) for x in sets)]
    rows = tuple(
        NumberRow(
            Cell(one.city.name, link.to(one.path), sort=one.city.id),
            tuple(
                counted(count(one.states), f"{link.to(one.path)}#{anchor}")
                for _, anchor, count in columns
            ),
            words=(one.programme.name,) if of_many else (),
        )
        for one in sets
    )
    heads = tuple(head for head, _, _ in columns)
    return NumberTable(caption, "城市", heads, rows, words=("行动",) if of_many else ())


def city_tasks(site: SiteIndex, city: City, path: str) -> list[Cell]:
    """Return the number of a city's tasks in each programme, and of those that were overstated,
    as seen from a page."""
    link = Links(path)
    found: list[Cell] = []
    for one in task_sets(site, city.id):
        page = link.to(one.path)
        found.append(Cell(f"{one.programme.name} {len(one.states)} 项", page))
        over = sum(bool(state.overstatements) for state in one.states)
        if over:
            found.append(Cell(f"其中{OVERSTATED_HEAD} {over} 项", f"{page}#{OVERSTATED}"))
    return found


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in the short table on the page of its city."""

    id: str
    name: Cell
    due: str
    progress: str
    standing: str
    mark: str


LISTED = 15
"""Tasks in the short table of a city; the page of its tasks has all."""


def city_task_rows(site: SiteIndex, city: City, path: str) -> list[TaskRow]:
    """Return the first tasks of a city, as seen from a page: the most pressing state in front,
    then the earliest deadline."""
    link, pressing = Links(path), list(MARKS)
    found = [(link.to(one.path), state) for one in task_sets(site, city.id) for state in one.states]
    found.sort(key=lambda one: (pressing.index(one[1].standing), _due_day(one[1].task)))
    return [_row(page, state) for page, state in found[:LISTED]]


def _due_day(task: Task) -> date:
    return task.due.latest if task.due else date.max


def _row(page: str, state: TaskState) -> TaskRow:
    task = state.task
    name = Cell(headline(task), f"{page}#{task.id}")
    due, mark = str(task.due or ""), MARKS[state.standing]
    return TaskRow(task.id, name, due, progress_text(state), state.standing.value, mark)


def _meanings(sets: Sequence[TaskSet]) -> list[tuple[str, str]]:
    used = {state.standing for one in sets for state in one.states}
    return [(standing.value, MEANINGS[standing]) for standing in KEYS if standing in used]


def _page(site: SiteIndex, templates: Templates, one: TaskSet) -> Page:
    views = {state.task.id: task_view(state) for state in one.states}
    return templates.page(
        "task_set.html",
        one.path,
        f"{one.city.name}攻坚任务（{one.programme.id}）",
        today=site.today,
        city=one.city,
        programme=one.programme,
        cards=_cards(one),
        groups=_groups(one, views),
        overstated=overstated_views(one.states),
        months=_months(site, one, views),
        bodies=_bodies(one),
        tasks=list(views.values()),
    )


def _cards(one: TaskSet) -> list[Card]:
    """Return the columns of the table that are not 0."""
    meanings = {ALL: "记录在案的任务", OVERSTATED: "核实的数少于此前报送的数"}
    meanings |= {key: MEANINGS[standing] for standing, key in KEYS.items()}
    return [
        Card(head, counted(count(one.states), f"#{anchor}"), meanings[anchor])
        for head, anchor, count in COLUMNS
        if count(one.states)
    ]


def _groups(one: TaskSet, views: dict[str, TaskView]) -> list[StandingGroup]:
    return [
        StandingGroup(KEYS[standing], standing.value, MEANINGS[standing], found)
        for standing in KEYS
        if (found := _standing_so(one, views, standing))
    ]


def _standing_so(
    one: TaskSet, views: dict[str, TaskView], standing: TaskStatus
) -> tuple[TaskView, ...]:
    return tuple(views[state.task.id] for state in one.states if state.standing is standing)


def _months(site: SiteIndex, one: TaskSet, views: dict[str, TaskView]) -> MonthTable | None:
    """Return the reports of months and years; None where this register does not hold them."""
    months = dues_judged(one.programme, site.today)
    if not months:
        return None
    tasks = [state.task for state in one.states]
    units = units_of(one.programme, one.city, tasks)
    rows = [
        (Cell(row.unit), row.arrivals) for row in unit_reports(units, tasks, months, site.today)
    ] or [
        (_task_cell(views[row.task.id]), row.arrivals)
        for row in reports_of(tasks, months, site.today)
    ]
    totals = tuple(
        (
            word,
            tuple(sum(arrivals[at] is word for _, arrivals in rows) for at in range(len(months))),
        )
        for word in Arrival
    )
    return MonthTable(
        "单位" if units else "任务",
        "个" if units else "项",
        tuple(months),
        tuple(rows),
        tuple((word, counts) for word, counts in totals if any(counts)),
    )


def _task_cell(view: TaskView) -> Cell:
    return Cell(f"{view.short} {view.headline}", f"#{view.id}")


def _bodies(one: TaskSet) -> list[BodyRow]:
    def named(ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return tuple((task.rpartition("-")[2], f"#{task}") for task in ids)

    return [
        BodyRow(body.name, named(body.leads), named(body.cooperates), named(body.answers))
        for body in bodies([state.task for state in one.states])
    ]
