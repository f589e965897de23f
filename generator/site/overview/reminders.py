"""Due dates of a city besides its issues: tasks, reports, demands of actions.

None of them depends on today: a calendar is the same whenever it is made from the same records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.kinds.action.model import Action, Demand
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.kinds.task.model import Task
from generator.kinds.task.status import is_finished, month_due, year_due

LAST_OF_ALL_MONTHS = 28


class Fact(NamedTuple):
    """A text under its title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """One day on which something is due; `repeats` is a rule of RFC 5545 or "".

    `facts` are titles with texts, `folder` is where the record lies that says so.
    """

    key: str
    day: str
    sort: str
    title: str
    facts: tuple[Fact, ...]
    folder: str
    place: str = ""
    repeats: str = ""


def reminders(register: Register) -> Mapping[str, tuple[Reminder, ...]]:
    """Return code of a city → its due dates, by day; cities without any are left out."""
    cities = {one.city_id for one in register.tasks}.union(
        one.whom.city for one in register.actions
    )
    return {city: some for city in sorted(cities) if (some := reminders_of(register, city))}


def reminders_of(register: Register, city: str) -> tuple[Reminder, ...]:
    """Return the due dates of one city, by day."""
    tasks = register.select(Task, city=city)
    actions = register.select(Action, city=city)
    found = [
        _of_task(task, register.programmes.get(task.programme_id))
        for task in tasks
        if task.due and not is_finished(task)
    ]
    for name in sorted({one.programme_id for one in tasks}):
        if programme := register.programmes.get(name):
            found += _of_reports(programme, city)
    found += [_of_demand(action, *one) for action in actions for one in unanswered(action)]
    return tuple(sorted(found, key=lambda one: (one.day, one.key)))


def unanswered(action: Action) -> Iterator[tuple[int, Demand, date]]:
    """Return the demands of an action with a day and without an answer, with their numbers."""
    answered = {one.demand for one in action.sequels}
    for number, demand in enumerate(action.demands, start=1):
        due = demand.last_day(action.date)
        if due and number not in answered:
            yield number, demand, due


def _of_task(task: Task, programme: Programme | None) -> Reminder:
    assert task.due
    done = task.reports[-1].done if task.reports else None
    facts = (
        Fact("编号", task.id),
        Fact("行动", programme.name if programme else ""),
        Fact("任务", task.measure),
        Fact("期限", str(task.due)),
        Fact("任务量", f"{task.goal.value:f} {task.goal.unit}" if task.goal else ""),
        Fact("最近报送", f"{done:f}" if done is not None else ""),
        Fact("应由", "、".join(task.lead or task.responsible)),
    )
    title = f"任务到期：{task.measure.partition('：')[0]}"
    place = task.place.name if task.place else ""
    return Reminder(
        task.id, str(task.due.latest), "攻坚任务", title, facts, _folder("task", task.id), place
    )


def _of_reports(programme: Programme, city: str) -> Iterator[Reminder]:
    """Yield the monthly and the yearly report of a programme, each as a recurring day."""
    reporting = programme.reporting
    if reporting is None:
        return
    first = programme.period.start.earliest
    end = programme.period.end
    until = f";UNTIL={end.latest:%Y%m%d}" if end else ""
    folder = _folder("task", f"{programme.id}-{city}-T001")
    by = Fact("应由", "、".join(reporting.by))
    monthly, month = reporting.monthly, month_due(programme, first)
    if monthly and month:
        facts = (
            Fact("行动", programme.name),
            Fact("报送", monthly.what),
            Fact("报给", monthly.to),
            by,
        )
        key, title = f"{programme.id} {city} 月报", f"月报到期：{programme.name}"
        rule = f"FREQ=MONTHLY{_days(monthly.day)}{until}"
        yield Reminder(key, str(month.day), "月报", title, facts, folder, repeats=rule)
    yearly, day = reporting.yearly, year_due(programme, first)
    if yearly and day:
        facts = (
            Fact("行动", programme.name),
            Fact("报送", yearly.what),
            Fact("报给", yearly.to),
            by,
        )
        key, title = f"{programme.id} {city} 年报", f"年报到期：{programme.name}"
        rule = f"FREQ=YEARLY{until}"
        yield Reminder(key, str(day), "年报", title, facts, folder, repeats=rule)


def _days(day: int) -> str:
    """Return the day of each month; the last one where a month has no such day."""
    if day <= LAST_OF_ALL_MONTHS:
        return ""
    days = ",".join(str(one) for one in range(LAST_OF_ALL_MONTHS, day + 1))
    return f";BYMONTHDAY={days};BYSETPOS=-1"


def _of_demand(action: Action, number: int, demand: Demand, due: date) -> Reminder:
    facts = (
        Fact("编号", f"{action.id} 第 {number} 项要求"),
        Fact("要求", demand.what),
        Fact("对象", action.whom.name),
        Fact("提出", action.by or ""),
    )
    title = f"{action.kind}的要求到期：{demand.what}"
    place = action.whom.county_name or ""
    key = f"{action.id} {number}"
    return Reminder(key, str(due), "措施要求", title, facts, _folder("action", action.id), place)


def _folder(kind: str, record_id: str) -> str:
    path = BY_NAME[kind].path_of(record_id)
    assert path
    return f"records/{path.rpartition('/')[0]}"
