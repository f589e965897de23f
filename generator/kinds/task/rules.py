"""Rules about the progress of a task. None of them depends on today's date."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from generator.checks.common import misplaced
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.dates import PartialDate
from generator.core.findings import Severity
from generator.kinds.register import FiledRecord
from generator.kinds.task.model import Task

_CLAUSE = re.compile(r"第[1-9][0-9]*条(第[1-9][0-9]*款)?(第[1-9][0-9]*项)?")
_TITLES = {"reports": "报送", "checks": "核实"}
_SAYING = {"reports": "进展", "checks": "情况"}
"""The free text of an entry."""

Dated = tuple[str, int, PartialDate, Decimal | None]
"""A list of a task (`reports` or `checks`), a position in it, its date and its number."""


def _dated(task: Task) -> Iterator[list[Dated]]:
    """Yield the reports, then the checks."""
    yield [("reports", at, one.date, one.done) for at, one in enumerate(task.reports)]
    yield [("checks", at, one.date, one.done) for at, one in enumerate(task.checks)]


def progress_falls(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for cumulative numbers that fall from one report, or check, to the next."""
    for one in checked.register.of(Task):
        for some in _dated(one.record):
            counted = [(name, at, date, done) for name, at, date, done in some if done is not None]
            for (_, _, before, more), (name, at, date, less) in pairwise(counted):
                if less < more:
                    yield RuleViolation(
                        one.raw.path,
                        one.mark(name, at, "done"),
                        f"{_TITLES[name]}的累计数从 {before} 的 {more:f} 减到 {date} 的 {less:f}",
                        "填的应是累计数，不是当月数；确实减少的，在情况里写明原因",
                    )


def reports_backward(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for reports, or checks, that are not in order of date."""
    for one in checked.register.of(Task):
        for some in _dated(one.record):
            for (_, _, before, _), (name, at, date, _) in pairwise(some):
                if before.is_after(date):
                    yield RuleViolation(
                        one.raw.path,
                        one.mark(name, at, "date"),
                        f"{_TITLES[name]}的日期 {date} 早于前一项的 {before}",
                        "查对两处日期；前一项还没有合并的，把这一项移到它前面，"
                        f"已经合并的不移动，补记的写在末尾一项的“{_SAYING[name]}”里",
                    )


def before_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for reports and checks before the programme began."""
    for one, start in _with_start(checked):
        for some in _dated(one.record):
            for name, at, date, _ in some:
                if start.is_after(date):
                    yield RuleViolation(
                        one.raw.path,
                        one.mark(name, at, "date"),
                        f"{_TITLES[name]}的日期 {date} 早于 {one.record.programme_id} "
                        f"开始的日期 {start}",
                        "查对日期和编号里的行动；开始日期有误就改 records/programmes 里的 period",
                    )


def due_before_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for tasks due before their programme began."""
    for one, start in _with_start(checked):
        due = one.record.due
        if due and start.is_after(due):
            yield RuleViolation(
                one.raw.path,
                one.mark("due"),
                f"期限 {due} 早于 {one.record.programme_id} 开始的日期 {start}",
                "查对期限的年份和编号里的行动",
            )


def _with_start(checked: Checked) -> Iterator[tuple[FiledRecord[Task], PartialDate]]:
    for one in checked.register.of(Task):
        programme = checked.register.programmes.get(one.record.programme_id)
        if programme:
            yield one, programme.period.start


def over_goal(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers above the goal."""
    for one in checked.register.of(Task):
        goal = one.record.goal
        for some in _dated(one.record) if goal else ():
            for name, at, _, done in some:
                if goal and done is not None and done > goal.value:
                    yield RuleViolation(
                        one.raw.path,
                        one.mark(name, at, "done"),
                        f"{_TITLES[name]}的累计数 {done:f} 大于任务量 {goal.value:f} {goal.unit}",
                        "查对单位和小数点；确实超额的，在情况里写明",
                    )


def number_without_goal(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers without a goal."""
    for one in checked.register.of(Task):
        for some in _dated(one.record) if one.record.goal is None else ():
            for name, at, _, done in some:
                if done is not None:
                    yield RuleViolation(
                        one.raw.path,
                        one.mark(name, at, "done"),
                        f"{_TITLES[name]}写了数 {done:f}，任务没有写任务量和单位",
                        "补上 goal 的 value 和 unit；没有数量的任务，进展写在 said 里",
                    )


def place_outside_city(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for places outside the city of the ID, or not named as their code says."""
    return misplaced(checked, checked.register.of(Task), "全市的任务不写 place")


def clause_form(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for clauses that are not written as 第40条."""
    for one in checked.register.of(Task):
        clause = one.record.clause
        if clause and not _CLAUSE.fullmatch(clause):
            yield RuleViolation(
                one.raw.path,
                one.mark("clause"),
                f"条款 {clause!r} 不是规定的写法",
                "写成 第40条，有款、项的写成 第40条第2款第1项，数字用阿拉伯数字",
            )


RULES = (
    Rule("A01", "task-progress-falls", "任务的累计数减少", progress_falls, Severity.WARNING),
    Rule("A02", "task-backward", "任务的报送、核实日期倒退", reports_backward),
    Rule("A03", "task-before-programme", "任务进展早于行动开始", before_programme),
    Rule("A04", "task-over-goal", "完成数大于任务量", over_goal, Severity.WARNING),
    Rule("A05", "task-without-goal", "有完成数而没有任务量", number_without_goal),
    Rule("A06", "task-due-early", "任务期限早于行动开始", due_before_programme),
    Rule("A07", "task-place", "任务的区县与城市不符", place_outside_city),
    Rule("A08", "task-clause", "条款写法不对", clause_form),
)
