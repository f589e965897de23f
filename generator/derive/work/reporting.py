"""Reports by month and year: which came in time, which late, which not; as of a day."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.kinds.programme.model import Programme
from generator.kinds.task.model import Task, TaskReport

_YEAR = len("2019")


class Arrival(StrEnum):
    """What became of the report of one month."""

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
        """How a table is to call it."""
        return f"{self.month} 全年" if self.month.isdecimal() else self.month


@dataclass(frozen=True, slots=True)
class TaskMonths:
    """The reports of one task, a word for each month."""

    task: Task
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class UnitMonths:
    """The reports of one unit that has to report, a word for each month or year."""

    unit: str
    arrivals: tuple[Arrival, ...]


def month_due(programme: Programme, day: date) -> MonthDue | None:
    """The monthly report that is due next on a day; None where none is, or all is over."""
    reporting = programme.reporting
    if not (reporting and reporting.monthly and _runs(programme, day)):
        return None
    due = _due_in(day.year, day.month, reporting.monthly.day)
    if due.day < day:
        year, month = divmod(day.year * 12 + day.month, 12)
        due = _due_in(year, month + 1, reporting.monthly.day)
    return due if _runs(programme, due.day) else None


def year_due(programme: Programme, day: date) -> date | None:
    """The day of the yearly report in the year of a day; None where none is, or all is over."""
    reporting = programme.reporting
    if not (reporting and reporting.yearly):
        return None
    month, last = (int(part) for part in reporting.yearly.date.split("-"))
    due = date(day.year, month, min(last, calendar.monthrange(day.year, month)[1]))
    return due if _runs(programme, due) else None


def months_judged(programme: Programme, today: date) -> list[MonthDue]:
    """The months whose reports are on record here, up to that of today or the last one."""
    reporting = programme.reporting
    if not (reporting and reporting.monthly and reporting.recorded_from):
        return []
    first = max(reporting.recorded_from.earliest, programme.period.start.earliest)
    end = programme.period.end
    last = min(today, end.latest) if end else today
    return [_due_in(year, month, reporting.monthly.day) for year, month in _months(first, last)]


def years_judged(programme: Programme, today: date) -> list[MonthDue]:
    """The years whose reports are on record here, up to that of today or the last one."""
    reporting = programme.reporting
    if not (reporting and reporting.yearly and reporting.recorded_from):
        return []
    first = max(reporting.recorded_from.year, programme.period.start.year)
    end = programme.period.end
    last = min(today.year, end.year) if end else today.year
    dues = (year_due(programme, date(year, 1, 1)) for year in range(first, last + 1))
    return [MonthDue(f"{day.year:04}", day) for day in dues if day]


def dues_judged(programme: Programme, today: date) -> list[MonthDue]:
    """Months and years whose reports are on record here, by the days on which they are due."""
    every = [*months_judged(programme, today), *years_judged(programme, today)]
    return sorted(every, key=lambda one: (one.day, len(one.month) == _YEAR))


def reports_of(tasks: Sequence[Task], months: Sequence[MonthDue], today: date) -> list[TaskMonths]:
    """For each task what became of its report of each month."""
    return [TaskMonths(task, tuple(arrival(task, one, today) for one in months)) for task in tasks]


def unit_reports(
    units: Sequence[str], tasks: Sequence[Task], dues: Sequence[MonthDue], today: date
) -> list[UnitMonths]:
    """For each unit what became of its reports; one report on any task will do."""
    reports = [one for task in tasks for one in task.reports]
    return [
        UnitMonths(
            unit, tuple(_first([x for x in reports if x.by == unit], y, today) for y in dues)
        )
        for unit in units
    ]


def arrival(task: Task, due: MonthDue, today: date) -> Arrival:
    """What became of a task's report of one month or year; the first one counts."""
    return _first(task.reports, due, today)


def _covered(report: TaskReport) -> str:
    """The month that a report is about; the year where it is about no single month."""
    return report.date.month_key or f"{report.date.year:04}"


def _first(reports: Sequence[TaskReport], due: MonthDue, today: date) -> Arrival:
    own = [one for one in reports if _covered(one) == due.month]
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
