"""Rows of a table of cases that tell how far a task (攻坚任务) was → tasks.

The facts are read by one strict form; a text that does not have it is refused, never guessed at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from generator.findings import nearest
from generator.model.city import City
from generator.model.dates import PartialDate
from generator.model.programme import Programme
from generator.model.task import Task
from generator.tables.account import Entry, Outcome
from generator.tables.cells import (
    other_name,
    reliability_problem,
    source_fields,
    word_problem,
    yes_problem,
)
from generator.tables.known import Known, Numbers, TableRow
from generator.tables.plan import Plan, entry, unreadable
from generator.tables.rows import Problem, Row
from generator.tables.shapes import Place, differences, shape_problems

KIND = "任务进度"
"""The record kind, as the table calls it, of rows that are read here."""

SERIAL_LIMIT = 999
_ID = "case_id"
_UNNUMBERED = "XX00-000000-T000"
_NUMBER = r"[1-9][0-9]*(?:\.[0-9]+)?|0(?:\.[0-9]+)?"
_FACTS = re.compile(
    rf"(?:(?P<month>[1-9]|1[0-2])月底前)?应完成(?P<goal>{_NUMBER})(?P<unit>万户|户)，"
    rf"检查时(?P<found>(?:仅?完成|安装)(?P<done>{_NUMBER})(?P<unit_done>万户|户)(?P<of>[^（），]*))"
    rf"（(?P<share>{_NUMBER})%）"
)
_FORMS = (
    "只认“10月底前应完成7165户，检查时仅完成621户（8.7%）”这样的写法，期限可以不写；"
    "别的写法逐条录入 records/tasks"
)
_NOT_OF_TASKS = ("round", "round_inferred", "action")
_COLUMNS: dict[Place, str] = {
    ("measure",): "site_name",
    ("place", "name"): "county",
    ("field",): "problem_type",
    ("due",): "facts",
    ("goal", "value"): "facts",
    ("checks", 0, "date"): "date",
    ("checks", 0, "done"): "facts",
    ("checks", 0, "note"): "facts",
    ("origin", "row"): _ID,
    ("origin", "called"): "programme",
    ("sources", 0, "title"): "source_title",
    ("sources", 0, "publisher"): "source_publisher",
    ("sources", 0, "date"): "source_date",
    ("sources", 0, "url"): "source_url",
    ("sources", 0, "reliability"): "source_reliability",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """What the facts of a row say: `month` is that of the deadline, None where none is given."""

    goal: str
    unit: str
    done: str
    month: int | None
    note: str | None


def progress_in(facts: str) -> Progress | str:
    """What the facts say, or why they are not understood."""
    match = _FACTS.fullmatch(facts)
    if match is None:
        return "不是认识的写法"
    if match["unit"] != match["unit_done"]:
        return f"任务量的单位“{match['unit']}”与完成数的单位“{match['unit_done']}”不同"
    goal, done, share = (Decimal(match[name]) for name in ("goal", "done", "share"))
    if not goal:
        return "任务量是 0"
    # Half a unit of the last digit: whichever way the source rounded.
    if abs(100 * done / goal - share) > Decimal((0, (5,), int(share.as_tuple().exponent) - 1)):
        return f"{done}/{goal} 不是 {share}%"
    plain = not match["of"] and "完成" in match["found"]
    return Progress(
        goal=match["goal"],
        unit=match["unit"],
        done=match["done"],
        month=int(match["month"]) if match["month"] else None,
        note=None if plain else f"检查时{match['found']}",
    )


def task_plan(table: str, row: Row, known: Known, numbers: Numbers) -> Plan:
    """What one row comes to: a new task, one that is there, or none."""
    task = _task_from(table, row, known)
    if not isinstance(task, Task):
        return _none(unreadable(table, row, row[_ID], task))
    kept = known.tasks.get(TableRow(table, row[_ID]))
    if kept:
        return _none(_compared(table, row, task, kept))
    beginning = _beginning(row, known)
    serial = numbers.take(beginning)
    if serial > SERIAL_LIMIT:
        message = f"{beginning} 的序号已经用到 {SERIAL_LIMIT}"
        used_up = row.problem(_ID, message, "同一城市的任务放不下了")
        return _none(unreadable(table, row, row[_ID], [used_up]))
    new = task.model_copy(update={"id": f"{beginning}{serial:03}"})
    return Plan((new,), (entry(table, row, row[_ID], Outcome.IMPORTED, record=new.id),))


def _none(one: Entry) -> Plan:
    return Plan((), (one,))


def _beginning(row: Row, known: Known) -> str:
    return f"{known.programmes[row['programme']].id}-{known.cities[row['city']].id}-T"


def _compared(table: str, row: Row, task: Task, kept: Task) -> Entry:
    differing = list(differences(task, kept))
    outcome = Outcome.DIFFERENT if differing else Outcome.SAME
    reason = "、".join(differing)
    return entry(table, row, row[_ID], outcome, record=kept.id, reason=reason)


def _task_from(table: str, row: Row, known: Known) -> Task | Sequence[Problem]:
    """The task, without its number, that a row tells of, or everything that hinders it."""
    programme, city = known.programmes.get(row["programme"]), known.cities.get(row["city"])
    problems = list(_own_problems(row, known, city))
    progress = progress_in(row["facts"])
    if isinstance(progress, str):
        return [*problems, row.problem("facts", f"'{row['facts'][:40]}' {progress}", _FORMS)]
    try:
        task = Task.model_validate(_fields(table, row, progress, programme, city))
    except ValidationError as error:
        return [*problems, *shape_problems(row, error, _COLUMNS)]
    problems += _date_problems(row, progress, task.checks[0].date)
    if problems:
        return problems
    due = _due(task.checks[0].date, progress.month)
    return task.model_copy(update={"due": due})


def _fields(
    table: str, row: Row, progress: Progress, programme: Programme | None, city: City | None
) -> dict[str, object]:
    """The row under the names of the task's fields; the model judges the values."""
    county = row["county"]
    code = city.codes.get(county) if city else None
    return {
        "id": _UNNUMBERED,
        "field": row["problem_type"],
        "measure": row["site_name"],
        "place": {"county": code, "name": county} if county else None,
        "goal": {"value": progress.goal, "unit": progress.unit},
        "checks": [{"date": row["date"], "done": progress.done, "note": progress.note}],
        "sources": [source_fields(row)],
        "origin": {"table": table, "row": row[_ID], "called": other_name(row, programme)},
    }


def _due(checked: PartialDate, month: int | None) -> PartialDate | None:
    """The month of the deadline lies in the year of the check."""
    return PartialDate(checked.year, month) if month else None


def _own_problems(row: Row, known: Known, city: City | None) -> Iterator[Problem]:
    """What the model can not judge: names, words and whether columns agree."""
    words = known.vocabulary
    checked = [
        word_problem(row, "programme", list(known.programmes), "专项行动"),
        word_problem(row, "city", list(known.cities), "城市"),
        word_problem(row, "problem_type", words.words("task_fields"), "任务领域"),
        reliability_problem(row, known),
        yes_problem(row, "site_name_masked", "名称已改写的写 yes，没有改写的空着"),
    ]
    yield from (problem for problem in checked if problem)
    for column in _NOT_OF_TASKS:
        if row[column]:
            yield row.problem(column, "任务没有这一项", "空着；处置情况另写成措施")
    county = row["county"]
    if city and county and county not in city.codes and county not in city.uncoded:
        near = nearest(county, [*city.codes, *city.uncoded])
        add = f"没有代码的单元先加到 records/cities/{city.id}.yml 的 zones 里"
        hint = f"最接近的是“{near}”；{add}" if near else add
        yield row.problem("county", f"{city.name}没有叫 '{county}' 的区县", hint)


def _date_problems(row: Row, progress: Progress, checked: PartialDate) -> Iterator[Problem]:
    precision = "day" if checked.is_exact else "month" if checked.month else "year"
    if row["date_precision"] != precision:
        message = f"'{row['date_precision']}' 与日期 {checked} 不符"
        yield row.problem("date_precision", message, f"这样的日期应写 {precision}")
    if progress.month and (not checked.month or progress.month < checked.month):
        message = f"{progress.month}月底前的年份看不出来：检查日期是 {checked}"
        yield row.problem("facts", message, "期限不在检查的当年以后几个月里的，逐条录入")
