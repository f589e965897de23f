"""The state of a task (攻坚任务) on a day, and the timeliness of reports."""

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from generator.core.dates import PartialDate
from generator.core.serials import id_order
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.kinds.task.model import Task, TaskCheck, TaskReport


class TaskStatus(StrEnum):
    """The state of a task, in the words of the pages."""

    LATE = "逾期未完成"
    RUNNING = "推进中"
    REPORTED = "报送完成，待核实"
    DONE = "完成"
    UNHEARD = "后续情况未公开"
    UNKNOWN = "没有进展记录"


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """The latest known cumulative number, and whether it was checked on the spot."""

    done: Decimal
    on: PartialDate
    is_checked: bool

    @property
    def reaches_to(self) -> date:
        """Return the last day that it certainly covers: a report its period, a check its day."""
        return self.on.earliest if self.is_checked else self.on.latest


@dataclass(frozen=True, slots=True)
class Overstatement:
    """A check that found less than had been reported by then."""

    report: TaskReport
    check: TaskCheck
    reported: Decimal

    @property
    def gap(self) -> Decimal:
        """Return how much less was found than was reported."""
        return self.reported - self.check.done


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task with its state from reports and checks as of a day."""

    task: Task
    standing: TaskStatus
    figure: TaskProgress | None
    overstatements: tuple[Overstatement, ...]

    @property
    def latest_check(self) -> TaskCheck | None:
        """Return the check that was recorded last."""
        return self.task.checks[-1] if self.task.checks else None

    @property
    def reported(self) -> Decimal | None:
        """Return the cumulative number that was reported last."""
        numbers = (one.done for one in reversed(self.task.reports))
        return next((number for number in numbers if number is not None), None)


def as_of(task: Task, today: date) -> Task:
    """Return a task with what was received, or checked, by a day."""
    reports = [one for one in task.reports if _is_known(one, today)]
    checks = [one for one in task.checks if one.date.earliest <= today]
    if len(reports) == len(task.reports) and len(checks) == len(task.checks):
        return task
    return task.model_copy(update={"reports": reports, "checks": checks})


def _is_known(report: TaskReport, today: date) -> bool:
    """Return whether a report was there on a day; without a day of receipt its period decides."""
    return (report.received or report.date).earliest <= today


def task_state(task: Task, programme: Programme | None, today: date) -> TaskState:
    """Return the state of a task of a programme on a day."""
    task = as_of(task, today)
    figure = _figure(task)
    standing = _standing(task, figure, today)
    ended = programme is not None and programme.has_ended(today)
    if standing is TaskStatus.RUNNING and ended:
        standing = TaskStatus.UNHEARD
    return TaskState(task, standing, figure, tuple(_overstated(task)))


def is_finished(task: Task) -> bool:
    """Return whether the latest number, reported or checked, reaches its goal."""
    figure = _figure(task)
    return bool(figure and task.goal and figure.done >= task.goal.value)


def _figure(task: Task) -> TaskProgress | None:
    """Return the last number by its date; of one day the check counts."""
    figures = [
        TaskProgress(one.done, one.date, False) for one in task.reports if one.done is not None
    ]
    figures += [TaskProgress(one.done, one.date, True) for one in task.checks]
    return max(figures, key=lambda one: (one.on.latest, one.is_checked), default=None)


def _standing(task: Task, figure: TaskProgress | None, today: date) -> TaskStatus:
    over = task.due is not None and task.due.latest < today
    if figure and task.goal and figure.done >= task.goal.value:
        return TaskStatus.DONE if figure.is_checked else TaskStatus.REPORTED
    if over and task.due and figure and task.goal and figure.reaches_to >= task.due.latest:
        return TaskStatus.LATE
    if over:
        return TaskStatus.UNHEARD
    return TaskStatus.RUNNING if task.reports or task.checks else TaskStatus.UNKNOWN


def _overstated(task: Task) -> Iterable[Overstatement]:
    """Yield each check that found less than the last report that certainly came before it."""
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
    """The tasks of one body (单位): IDs of those that it leads, helps with, answers for."""

    name: str
    leads: tuple[str, ...]
    cooperates: tuple[str, ...]
    answers: tuple[str, ...]


def bodies(tasks: Sequence[Task]) -> list[Body]:
    """Return every body that tasks name; those that lead most come first."""
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
    """Return the unfinished ones that are overdue or due within some days; oldest first."""
    last = today + timedelta(days)
    finished = (TaskStatus.DONE, TaskStatus.REPORTED)
    due = [
        (one.task.due.latest, one)
        for one in states
        if one.task.due and one.task.due.latest <= last and one.standing not in finished
    ]
    return [one for _, one in sorted(due, key=lambda pair: (pair[0], id_order(pair[1].task.id)))]


_YEAR = len("2019")


class Arrival(StrEnum):
    """The timeliness of a monthly report."""

    IN_TIME = "按时"
    LATE = "迟报"
    UNDATED = "已报，日期未记"
    MISSING = "未报"
    AWAITED = "未到期"


@dataclass(frozen=True, slots=True)
class MonthDue:
    """The day by which the report of a month (`YYYY-MM`), or of a year (`YYYY`), is due."""

    month: str
    day: date

    @property
    def label(self) -> str:
        """Return the label for a table."""
        return f"{self.month} 全年" if self.month.isdecimal() else self.month


@dataclass(frozen=True, slots=True)
class TaskMonths:
    """The reports of one task, a word for each month."""

    task: Task
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class UnitMonths:
    """The reports of one unit, a word for each month or year."""

    unit: str
    arrivals: tuple[Arrival, ...]


def month_due(programme: Programme, day: date) -> MonthDue | None:
    """Return the next monthly report due on a day; None where none is, or all is over."""
    reporting = programme.reporting
    if not (reporting and reporting.monthly and _runs(programme, day)):
        return None
    due = _due_in(day.year, day.month, reporting.monthly.day)
    if due.day < day:
        year, month = divmod(day.year * 12 + day.month, 12)
        due = _due_in(year, month + 1, reporting.monthly.day)
    return due if _runs(programme, due.day) else None


def year_due(programme: Programme, day: date) -> date | None:
    """Return the day of the yearly report in the year of a day; None where none is due."""
    reporting = programme.reporting
    if not (reporting and reporting.yearly):
        return None
    month, last = (int(part) for part in reporting.yearly.date.split("-"))
    due = date(day.year, month, min(last, calendar.monthrange(day.year, month)[1]))
    return due if _runs(programme, due) else None


def months_judged(programme: Programme, today: date) -> list[MonthDue]:
    """Return the months with reports on record, up to that of today or the last one."""
    reporting = programme.reporting
    if not (reporting and reporting.monthly and reporting.recorded_from):
        return []
    first = max(reporting.recorded_from.earliest, programme.period.start.earliest)
    end = programme.period.end
    last = min(today, end.latest) if end else today
    return [_due_in(year, month, reporting.monthly.day) for year, month in _months(first, last)]


def years_judged(programme: Programme, today: date) -> list[MonthDue]:
    """Return the years with reports on record, up to that of today or the last one."""
    reporting = programme.reporting
    if not (reporting and reporting.yearly and reporting.recorded_from):
        return []
    first = max(reporting.recorded_from.year, programme.period.start.year)
    end = programme.period.end
    last = min(today.year, end.year) if end else today.year
    dues = (year_due(programme, date(year, 1, 1)) for year in range(first, last + 1))
    return [MonthDue(f"{day.year:04}", day) for day in dues if day]


def dues_judged(programme: Programme, today: date) -> list[MonthDue]:
    """Return months and years with reports on record, by the days on which they are due."""
    every = [*months_judged(programme, today), *years_judged(programme, today)]
    return sorted(every, key=lambda one: (one.day, len(one.month) == _YEAR))


def reports_of(tasks: Sequence[Task], months: Sequence[MonthDue], today: date) -> list[TaskMonths]:
    """Return for each task the timeliness of its report of each month."""
    return [TaskMonths(task, tuple(arrival(task, one, today) for one in months)) for task in tasks]


def unit_reports(
    units: Sequence[str], tasks: Sequence[Task], dues: Sequence[MonthDue], today: date
) -> list[UnitMonths]:
    """Return for each unit the timeliness of its reports; a report on any task counts."""
    reports = [one for task in tasks for one in task.reports]
    return [
        UnitMonths(
            unit, tuple(_first([x for x in reports if x.by == unit], y, today) for y in dues)
        )
        for unit in units
    ]


@dataclass(frozen=True, slots=True)
class ReportsDue:
    """The report of one month of a city: each unit that owes it, or each task, with its word."""

    arrivals: tuple[tuple[str, Arrival], ...]
    counts: str
    """What is counted: units or tasks."""

    def named(self, *words: Arrival) -> list[str]:
        """Return the units, or tasks, whose report is so."""
        return [name for name, word in self.arrivals if word in words]

    @property
    def is_behind(self) -> bool:
        """Return whether one is missing or was late."""
        return bool(self.named(Arrival.MISSING, Arrival.LATE))

    @property
    def words(self) -> str:
        """Return how many are how, the whole number first."""
        found = Counter(word for _, word in self.arrivals)
        parts = "、".join(f"{word} {found[word]}" for word in Arrival if found[word])
        return f"应报 {len(self.arrivals)} {self.counts}：{parts}"


def reports_due(
    programme: Programme, city: City, tasks: Sequence[Task], due: MonthDue, today: date
) -> ReportsDue:
    """Return the report of a month: unit by unit where the programme names those that owe it."""
    units = units_of(programme, city, tasks)
    if units:
        rows = unit_reports(units, tasks, [due], today)
        return ReportsDue(tuple((row.unit, row.arrivals[0]) for row in rows), "个单位")
    words = [(task.id, arrival(task, due, today)) for task in tasks]
    return ReportsDue(tuple(words), "项任务")


def units_of(programme: Programme, city: City, tasks: Sequence[Task]) -> list[str]:
    """Return the units that owe reports about the tasks of a city.

    Of a programme with several cities these are the units that its tasks name, that have reported
    on one, or whose name holds that of the city or of one of its counties.
    """
    units = programme.reporting.units if programme.reporting else []
    if len(programme.cities or ()) <= 1:
        return units
    named = {one.by for task in tasks for one in task.reports}
    named.update(*((*task.lead, *task.cooperating, *task.responsible) for task in tasks))
    places = [city.name, *(county.name for county in city.counties)]
    return [one for one in units if one in named or any(place in one for place in places)]


def arrival(task: Task, due: MonthDue, today: date) -> Arrival:
    """Return the timeliness of a task's report of one month or year; the first one counts."""
    return _first(task.reports, due, today)


def _covered(report: TaskReport) -> str:
    """Return the month that a report covers; the year where it covers no single month."""
    return report.date.month_key or f"{report.date.year:04}"


def _first(reports: Sequence[TaskReport], due: MonthDue, today: date) -> Arrival:
    own = [one for one in reports if _covered(one) == due.month and _is_known(one, today)]
    report = min(
        own, key=lambda one: one.received.latest if one.received else date.max, default=None
    )
    if report is None:
        return Arrival.AWAITED if today <= due.day else Arrival.MISSING
    if report.received is None:
        return Arrival.UNDATED
    if report.received.latest <= due.day:
        return Arrival.IN_TIME
    return Arrival.LATE if report.received.earliest > due.day else Arrival.UNDATED


def _runs(programme: Programme, day: date) -> bool:
    return programme.period.start.earliest <= day and not programme.has_ended(day)


def _due_in(year: int, month: int, day: int) -> MonthDue:
    last = calendar.monthrange(year, month)[1]
    return MonthDue(f"{year:04}-{month:02}", date(year, month, min(day, last)))


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1
