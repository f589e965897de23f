"""Rows of a table of cases that tell how far a task (攻坚任务) was → tasks.

The facts are read by one strict form; a text that does not have it is refused, never guessed at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from generator.core.dates import PartialDate
from generator.exchange.case_rows import ID_COLUMN, Case, precision_problems, shared_problems
from generator.exchange.csv_rows import Problem, Row
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.kinds.task.model import Task
from generator.tables.cells import other_name, source_fields, word_problem
from generator.tables.known import Known
from generator.tables.shapes import Place, shape_problems

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
    ("origin", "row"): ID_COLUMN,
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


def task_from(table: str, row: Row, known: Known) -> Case | Sequence[Problem]:
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
    checked = task.checks[0].date
    problems += [*precision_problems(row, checked), *_due_problems(row, progress, checked)]
    if problems or programme is None or city is None:
        return problems
    due = _due(checked, progress.month)
    return Case(f"{programme.id}-{city.id}-T", task.model_copy(update={"due": due}), ())


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
        "origin": {"table": table, "row": row[ID_COLUMN], "called": other_name(row, programme)},
    }


def _due(checked: PartialDate, month: int | None) -> PartialDate | None:
    """The month of the deadline lies in the year of the check."""
    return PartialDate(checked.year, month) if month else None


def _own_problems(row: Row, known: Known, city: City | None) -> Iterator[Problem]:
    """What the model can not judge: names, words and whether columns agree."""
    yield from shared_problems(row, known, city)
    fields = known.vocabulary.words("task_fields")
    wrong = word_problem(row, "problem_type", fields, "任务领域")
    if wrong:
        yield wrong
    for column in _NOT_OF_TASKS:
        if row[column]:
            yield row.problem(column, "任务没有这一项", "空着；处置情况另写成措施")


def _due_problems(row: Row, progress: Progress, checked: PartialDate) -> Iterator[Problem]:
    """The year of a deadline must be that of the check, or it is not known."""
    if progress.month and (not checked.month or progress.month < checked.month):
        message = f"{progress.month}月底前的年份看不出来：检查日期是 {checked}"
        yield row.problem("facts", message, "期限不在检查的当年以后几个月里的，逐条录入")
