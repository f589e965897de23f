"""Tasks on pages and in the search: progress, reports and checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generator.core.fields import Correction, Source
from generator.kinds.issue.views import FieldView
from generator.kinds.task import KIND
from generator.kinds.task.model import Goal, Task, TaskCheck, TaskReport
from generator.kinds.task.status import Overstatement, TaskState, TaskStatus
from generator.site.index import SiteIndex
from generator.site.links import tasks_path
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import number_text

KEYS = {
    TaskStatus.LATE: "late",
    TaskStatus.RUNNING: "running",
    TaskStatus.REPORTED: "reported",
    TaskStatus.DONE: "done",
    TaskStatus.UNHEARD: "unheard",
    TaskStatus.UNKNOWN: "unknown",
}
"""The names of the states in addresses, in the order of the pages."""

MEANINGS = {
    TaskStatus.LATE: "期限之日或者以后的报送、核实表明没有完成",
    TaskStatus.RUNNING: "期限没有过，报送、核实还没有达到任务量",
    TaskStatus.REPORTED: "报送已达到任务量，还没有核实",
    TaskStatus.DONE: "核实达到任务量",
    TaskStatus.UNHEARD: "期限已过或者行动已经结束，此后没有报送、核实的记录",
    TaskStatus.UNKNOWN: "没有报送、核实的记录",
}
_OPEN = {TaskStatus.DONE: "false", TaskStatus.UNHEARD: "unknown", TaskStatus.UNKNOWN: "unknown"}
MARKS = {
    TaskStatus.LATE: "over",
    TaskStatus.RUNNING: "hand",
    TaskStatus.REPORTED: "wait",
    TaskStatus.DONE: "done",
    TaskStatus.UNHEARD: "unk",
    TaskStatus.UNKNOWN: "unk",
}
"""The mark of each state; the most pressing state stands first."""

WHOLE = 100
"""The length of a gauge of a finished task."""

HEADLINE = 24
"""The longest headline before the first colon that can replace the whole task."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """The progress of a task, in hundredths; None where no number is known."""

    id: str
    title: str
    words: str
    reported: int | None
    checked: int | None


@dataclass(frozen=True, slots=True)
class TaskHistoryLine:
    """One report or check in the history of a task."""

    date: str
    kind: str
    by: str
    done: str
    share: str
    received: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overstated:
    """A report and the check that found less, in words."""

    task: "TaskView"
    reported_on: str
    reported: str
    checked_on: str
    checked: str
    gap: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task for printing."""

    id: str
    short: str
    headline: str
    field: str
    place: str
    lead: str
    due: str
    due_day: str
    goal: str
    report: str
    check: str
    standing: str
    key: str
    open: str
    gauge: Gauge | None
    fields: tuple[FieldView, ...]
    history: tuple[TaskHistoryLine, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]


def task_view(state: TaskState) -> TaskView:
    """Return the view of a task."""
    task = state.task
    report = next((one for one in reversed(task.reports) if one.done is not None), None)
    check = state.latest_check
    return TaskView(
        id=task.id,
        short=task.id.rpartition("-")[2],
        headline=headline(task),
        field=task.field,
        place=task.place.name if task.place else "",
        lead="、".join(task.lead or task.responsible),
        due=str(task.due or ""),
        due_day=task.due.latest.isoformat() if task.due else "",
        goal=_amount(task.goal.value, task.goal) if task.goal else "",
        report=f"{report.date}：{_amount(report.done, task.goal)}" if report else "",
        check=f"{check.date}：{_amount(check.done, task.goal)}" if check else "",
        standing=state.standing.value,
        key=KEYS[state.standing],
        open=_OPEN.get(state.standing, "true"),
        gauge=_gauge(state),
        fields=tuple(_fields(task)),
        history=_history(task),
        sources=tuple(task.sources),
        corrections=tuple(task.corrections),
    )


def progress_text(state: TaskState) -> str:
    """Return the share of its goal that was reached at last, and whether that was checked."""
    known = state.figure
    share = _share(known.done if known else None, state.task.goal)
    return f"{'核实' if known.is_checked else '报送'} {share}" if known and share else ""


def headline(task: Task) -> str:
    """Return the text before the first colon, if short; else the whole task."""
    first = task.measure.partition("：")[0]
    return first if len(first) <= HEADLINE else task.measure


def overstated_views(states: Sequence[TaskState]) -> list[Overstated]:
    """Return every check that found less than was reported, by task."""
    return [_overstated(state, one) for state in states for one in state.overstatements]


def _overstated(state: TaskState, one: Overstatement) -> Overstated:
    goal = state.task.goal
    return Overstated(
        task=task_view(state),
        reported_on=str(one.report.date),
        reported=_amount(one.reported, goal),
        checked_on=str(one.check.date),
        checked=_amount(one.check.done, goal),
        gap=_amount(one.gap, goal),
    )


def _amount(value: Decimal | None, goal: Goal | None) -> str:
    if value is None:
        return ""
    return f"{number_text(value)} {goal.unit}" if goal else number_text(value)


def _share(value: Decimal | None, goal: Goal | None) -> str:
    """Return a share of the goal, to two digits at most."""
    if value is None or goal is None or not goal.value:
        return ""
    share = (WHOLE * value / goal.value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{number_text(share).rstrip('0').rstrip('.')}%"


def _gauge(state: TaskState) -> Gauge | None:
    task, goal = state.task, state.task.goal
    checked = state.latest_check.done if state.latest_check else None
    if goal is None or not goal.value or (checked is None and state.reported is None):
        return None
    figures = (("核实", checked), ("报送", state.reported))
    words = "；".join(
        f"{word} {number_text(value)}/{_amount(goal.value, goal)}（{_share(value, goal)}）"
        for word, value in figures
        if value is not None
    )
    return Gauge(
        id=task.id,
        title=f"{headline(task)}的进展",
        words=words,
        reported=_length(state.reported, goal),
        checked=_length(checked, goal),
    )


def _length(value: Decimal | None, goal: Goal) -> int | None:
    if value is None:
        return None
    return max(0, min(WHOLE, round(WHOLE * value / goal.value)))


def _fields(task: Task) -> list[FieldView]:
    named = (
        ("任务", task.measure, True),
        ("任务领域", task.field, False),
        ("条款", task.clause or "", False),
        ("区县", task.place.name if task.place else "", False),
        ("任务量", _amount(task.goal.value, task.goal) if task.goal else "", False),
        ("期限", str(task.due or ""), False),
        ("牵头单位", "、".join(task.lead), True),
        ("配合单位", "、".join(task.cooperating), True),
        ("负责单位", "、".join(task.responsible), True),
        ("备注", task.note or "", True),
    )
    return [FieldView(label, value, wide) for label, value, wide in named if value]


def _history(task: Task) -> tuple[TaskHistoryLine, ...]:
    """Return reports and checks by date; of one day the report comes first."""
    steps = [(one.date.latest, 0, _reported(one, task.goal)) for one in task.reports]
    steps += [(one.date.latest, 1, _checked(one, task.goal)) for one in task.checks]
    return tuple(step for _, _, step in sorted(steps, key=lambda one: one[:2]))


def _reported(one: TaskReport, goal: Goal | None) -> TaskHistoryLine:
    return TaskHistoryLine(
        date=str(one.date),
        kind="报送",
        by=one.by or "",
        done=_amount(one.done, goal),
        share=_share(one.done, goal),
        received=str(one.received or ""),
        said=tuple(
            f"{title}：{text}" for title, text in (("进展", one.said), ("下月", one.next)) if text
        ),
    )


def _checked(one: TaskCheck, goal: Goal | None) -> TaskHistoryLine:
    note = (one.note,) if one.note else ()
    return TaskHistoryLine(
        str(one.date),
        "核实",
        one.by or "",
        _amount(one.done, goal),
        _share(one.done, goal),
        "",
        note,
    )


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of tasks."""
    for task in site.register.tasks:
        city = site.register.cities.get(task.city_id)
        said = [text for one in task.reports for text in (one.said, one.next)]
        lines = [
            *(task.field, task.measure, task.clause),
            *(*task.lead, *task.cooperating, *task.responsible),
            *said,
            *(one.note for one in task.checks),
        ]
        yield plain_entry(
            KIND.search_label,
            task.id,
            f"{tasks_path(task.programme_id, task.city_id)}#{task.id}",
            headline(task),
            "；".join(line for line in lines if line),
            texts=texts_of(task),
            place=(city.name if city else "") + (task.place.name if task.place else ""),
            programme=task.programme_id,
            city=task.city_id,
            date=str(task.due or ""),
        )


def record_place(site: SiteIndex, record: Task) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"{tasks_path(record.programme_id, record.city_id)}#{record.id}"
