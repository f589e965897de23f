"""Where a task (攻坚任务) stands on a day: what was reported, what was found, and what differs.

Nothing is concluded from silence: where nothing is on record after the deadline, that is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from generator.core.dates import PartialDate
from generator.kinds.programme.model import Programme
from generator.kinds.task.model import Task, TaskCheck, TaskReport


class Standing(StrEnum):
    """How a task stands, in the words of the pages."""

    LATE = "逾期未完成"
    RUNNING = "进行中"
    REPORTED = "报送完成，待核实"
    DONE = "完成"
    UNHEARD = "后来情况未载"
    UNKNOWN = "没有进展记录"


@dataclass(frozen=True, slots=True)
class Figure:
    """The cumulative number that is known last, and whether it was checked on the spot."""

    done: Decimal
    on: PartialDate
    is_checked: bool

    @property
    def reaches_to(self) -> date:
        """The last day that it surely tells of: a report covers its period, a check its day."""
        return self.on.earliest if self.is_checked else self.on.latest


@dataclass(frozen=True, slots=True)
class Overstatement:
    """A check that found less than had been reported by then."""

    report: TaskReport
    check: TaskCheck
    reported: Decimal

    @property
    def gap(self) -> Decimal:
        """How much less was found than was reported."""
        return self.reported - self.check.done


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task with what follows from its reports and checks as of a day."""

    task: Task
    standing: Standing
    figure: Figure | None
    overstatements: tuple[Overstatement, ...]

    @property
    def latest_report(self) -> TaskReport | None:
        """The report that was recorded last."""
        return self.task.reports[-1] if self.task.reports else None

    @property
    def latest_check(self) -> TaskCheck | None:
        """The check that was recorded last."""
        return self.task.checks[-1] if self.task.checks else None

    @property
    def reported(self) -> Decimal | None:
        """The cumulative number that was reported last."""
        numbers = (one.done for one in reversed(self.task.reports))
        return next((number for number in numbers if number is not None), None)


def task_state(task: Task, programme: Programme | None, today: date) -> TaskState:
    """How a task of a campaign stands on a day."""
    figure = _figure(task)
    standing = _standing(task, figure, today)
    ended = programme is not None and programme.has_ended(today)
    if standing is Standing.RUNNING and ended:
        standing = Standing.UNHEARD
    return TaskState(task, standing, figure, tuple(_overstated(task)))


def is_finished(task: Task) -> bool:
    """Whether its goal was reached by the number that is known last, reported or checked."""
    figure = _figure(task)
    return bool(figure and task.goal and figure.done >= task.goal.value)


def _figure(task: Task) -> Figure | None:
    """The last number by its date; of one day the check counts."""
    told = [Figure(one.done, one.date, False) for one in task.reports if one.done is not None]
    told += [Figure(one.done, one.date, True) for one in task.checks]
    return max(told, key=lambda one: (one.on.latest, one.is_checked), default=None)


def _standing(task: Task, figure: Figure | None, today: date) -> Standing:
    over = task.due is not None and task.due.latest < today
    if figure and task.goal and figure.done >= task.goal.value:
        return Standing.DONE if figure.is_checked else Standing.REPORTED
    if over and task.due and figure and task.goal and figure.reaches_to >= task.due.latest:
        return Standing.LATE
    if over:
        return Standing.UNHEARD
    return Standing.RUNNING if task.reports or task.checks else Standing.UNKNOWN


def _overstated(task: Task) -> Iterable[Overstatement]:
    """Each check that found less than the last report that surely came before it."""
    for check in task.checks:
        before = [
            (one, one.done)
            for one in task.reports
            if one.done is not None and one.date.latest <= check.date.earliest
        ]
        if before and before[-1][1] > check.done:
            yield Overstatement(before[-1][0], check, before[-1][1])


@dataclass(frozen=True, slots=True)
class Body:
    """What one body (单位) has to do with: IDs of tasks that it leads, helps with, answers for."""

    name: str
    leads: tuple[str, ...]
    cooperates: tuple[str, ...]
    answers: tuple[str, ...]


def bodies(tasks: Sequence[Task]) -> list[Body]:
    """Every body that tasks name; who leads most comes first."""
    names = dict.fromkeys(
        name for task in tasks for name in (*task.lead, *task.cooperating, *task.responsible)
    )
    found = [
        Body(
            name,
            tuple(task.id for task in tasks if name in task.lead),
            tuple(task.id for task in tasks if name in task.cooperating),
            tuple(task.id for task in tasks if name in task.responsible),
        )
        for name in names
    ]
    return sorted(found, key=lambda one: (-len(one.leads), -len(one.answers), -len(one.cooperates)))


def tasks_due(states: Iterable[TaskState], today: date, days: int) -> list[TaskState]:
    """The unfinished ones whose deadline has passed or comes within so many days; oldest first."""
    last = today + timedelta(days)
    finished = (Standing.DONE, Standing.REPORTED)
    due = [
        (one.task.due.latest, one)
        for one in states
        if one.task.due and one.task.due.latest <= last and one.standing not in finished
    ]
    return [one for _, one in sorted(due, key=lambda pair: (pair[0], pair[1].task.id))]
