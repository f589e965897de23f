"""Rows of published cases → issues (问题), actions (措施) and tasks (攻坚任务)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from generator.core.dates import PartialDate
from generator.core.fields import Record
from generator.core.serials import LAST_SERIAL, serial_text
from generator.exchange.account import (
    ImportPlan,
    Place,
    RowAccount,
    RowOutcome,
    changes,
    differences,
    entry,
    joined,
    shape_errors,
    unreadable,
)
from generator.exchange.case_rows import (
    ACTIONS,
    CASE_PLACES,
    ID_COLUMN,
    TASK,
    Case,
    case_from,
    event_places,
    exposer,
    place_fields,
    place_notes,
    precision_errors,
    published_before_errors,
    shared_errors,
)
from generator.exchange.csv_rows import (
    CaseRecord,
    Known,
    Numbers,
    RecordedRow,
    RowError,
    RowPlace,
    TableLine,
    ministry_in,
    programme_of,
    row_place,
    word_error,
)
from generator.exchange.published_columns import other_name, source_fields, source_places
from generator.kinds.action.model import Action
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.task.model import Task

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
    ("id",): "programme",
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
    **source_places("sources", 0),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """The numbers in the facts of a row; `month` is that of the deadline, None if not given."""

    goal: str
    unit: str
    done: str
    month: int | None
    note: str | None


def progress_in(facts: str) -> Progress | str:
    """Return the progress in the facts, or why they can not be parsed."""
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


def task_from(table: str, row: TableLine, known: Known) -> Case | Sequence[RowError]:
    """Return the task in a row, without its number, or the errors that prevent it."""
    programme, place = programme_of(row, known), row_place(row, known)
    city = place.city
    errors = list(_own_errors(row, known, place))
    progress = progress_in(row["facts"])
    if isinstance(progress, str):
        return [*errors, row.error("facts", f"'{row['facts'][:40]}' {progress}", _FORMS)]
    try:
        task = Task.model_validate(_fields(table, row, progress, programme, place))
    except ValidationError as error:
        return [*errors, *shape_errors(row, error, _COLUMNS)]
    checked = task.checks[0].date
    errors += [*precision_errors(row, checked), *_due_errors(row, progress, checked)]
    if errors or programme is None or city is None:
        return errors
    due = _due(checked, progress.month)
    return Case(f"{programme.id}-{city.id}-T", task.model_copy(update={"due": due}), ())


def _fields(
    table: str, row: TableLine, progress: Progress, programme: Programme | None, place: RowPlace
) -> dict[str, object]:
    """Return the row under the names of the task's fields; the model judges the values."""
    return {
        "id": _UNNUMBERED,
        "field": row["problem_type"],
        "measure": row["site_name"],
        "place": place_fields(place),
        "goal": {"value": progress.goal, "unit": progress.unit},
        "checks": [{"date": row["date"], "done": progress.done, "note": progress.note}],
        "sources": [source_fields(row)],
        "origin": {"table": table, "row": row[ID_COLUMN], "called": other_name(row, programme)},
    }


def _due(checked: PartialDate, month: int | None) -> PartialDate | None:
    """Return the deadline: a month in the year of the check."""
    return PartialDate(checked.year, month) if month else None


def _own_errors(row: TableLine, known: Known, place: RowPlace) -> Iterator[RowError]:
    """Yield the errors that the model can not see: names, words and columns that disagree."""
    yield from shared_errors(row, known, place)
    fields = known.vocabulary.words("task_fields")
    called = known.vocabulary.called("task_fields")
    wrong = word_error(row, "problem_type", fields, "任务领域", called)
    if wrong:
        yield wrong
    for column in _NOT_OF_TASKS:
        if row[column]:
            yield row.error(column, "任务没有这一项", "空着；处置情况另写成措施")


def _due_errors(row: TableLine, progress: Progress, checked: PartialDate) -> Iterator[RowError]:
    """Yield an error where the deadline is not in the year of the check."""
    if progress.month and (not checked.month or progress.month < checked.month):
        message = f"{progress.month}月底前的年份看不出来：检查日期是 {checked}"
        yield row.error("facts", message, "期限不在检查的当年以后几个月里的，逐条录入")


_UNNUMBERED_ACTION = "XX00-C0000-000"
_IN_PUBLIC = "公开约谈"
_PUBLICLY = "公开"
_TAKEN = re.compile(
    r"(?P<by>(?!首次|集体|集中|公开|联合|警示)[^，。；]+?)?"
    r"(?P<how>(?:首次|集体|集中|公开|联合)*)(?:约谈|警示谈话)"
)
_BY_A_DAY = re.compile(r"要求(?P<term>[0-9]+月[0-9]+日前)(?P<what>[^，。；]+)")
_DEMAND = re.compile(r"(?P<term>[0-9]+(?:个工作日|个月|日|天)内)(?P<what>[^，。；]+)")
_ACTIONS: dict[Place, str] = {
    ("id",): "programme",
    ("date",): "date",
    ("whom", "county_name"): "county",
    ("whom", "name"): "site_name",
    ("cause", "facts"): "facts",
    ("handling",): "action",
    ("origin", "row"): ID_COLUMN,
    ("origin", "called"): "programme",
    **source_places("sources", 0),
}


def action_from(table: str, row: TableLine, known: Known) -> Case | Sequence[RowError]:
    """Return the action in a row, or the errors that prevent it."""
    programme, place = programme_of(row, known), row_place(row, known)
    city = place.city
    errors = list(_action_errors(row, known, place))
    try:
        action = Action.model_validate(_action_fields(table, row, programme, place))
    except ValidationError as error:
        return [*errors, *shape_errors(row, error, _ACTIONS)]
    errors += precision_errors(row, action.date)
    if action.sources[0].date:
        errors += published_before_errors(
            row, action.date, action.sources[0].date, "采取措施的日期"
        )
    if errors or programme is None or city is None:
        return errors
    beginning = f"{programme.id}-C{action.date.year:04}-"
    return Case(beginning, action, tuple(_notes(row, city)))


def _action_fields(
    table: str, row: TableLine, programme: Programme | None, place: RowPlace
) -> dict[str, object]:
    """Return the row under the names of the action's fields; the model judges the values."""
    return {
        "id": _UNNUMBERED_ACTION,
        "kind": _kind(row),
        "date": row["date"],
        "by": _by(row),
        "whom": {
            "city": place.city.id if place.city else "000000",
            "county": place.code,
            "county_name": place.county or None,
            "name": row["site_name"],
        },
        "cause": {"facts": row["facts"]},
        "demands": [
            {"what": found["what"], "term": found["term"]}
            for pattern in (_DEMAND, _BY_A_DAY)
            for found in pattern.finditer(row["action"])
        ],
        "handling": row["action"] or None,
        "sources": [source_fields(row)],
        "origin": {
            "table": table,
            "row": row[ID_COLUMN],
            "called": other_name(row, programme),
        },
    }


def _kind(row: TableLine) -> str:
    """Return the word for the kind of action."""
    taken = _TAKEN.match(row["action"])
    return _IN_PUBLIC if taken and _PUBLICLY in taken["how"] else ACTIONS[row["record_kind"]]


def _by(row: TableLine) -> str | None:
    """Return who took the action: named before the talk, or the ministry that a title is of."""
    taken = _TAKEN.match(row["action"])
    named = (taken["by"] if taken else None) or row["source_title"]
    return ministry_in(named) or (taken["by"] if taken else None)


def _action_errors(row: TableLine, known: Known, place: RowPlace) -> Iterator[RowError]:
    yield from shared_errors(row, known, place)
    if _kind(row) not in known.vocabulary.words("actions"):
        yield row.error(
            "record_kind",
            f"措施 '{_kind(row)}' 不在词表里",
            "在 records/vocabulary.yml 的 actions 里加上",
        )


def _notes(row: TableLine, city: City) -> Iterator[str]:
    yield from place_notes(row, city)
    for column, title in (("round", "轮次"), ("round_inferred", "推算轮次")):
        if row[column]:
            yield f"措施没有“{title}”一项，表中的“{row[column]}”没有记入"


def column_places(record: Record) -> Mapping[Place, str]:
    """Return the columns that the fields of a record come from."""
    if isinstance(record, Issue):
        return CASE_PLACES | event_places(len(record.events))
    return _ACTIONS if isinstance(record, Action) else _COLUMNS


Reader = Callable[[str, TableLine, Known], Case | Sequence[RowError]]
"""A row of the table of this name → its record, or the errors that prevent it."""

READERS: Mapping[str, Reader] = {**dict.fromkeys(ACTIONS, action_from), TASK: task_from}
"""Record kind of the table → reader of its rows; all other rows are issues."""


def read_cases(table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers) -> ImportPlan:
    """Return the new records of a table of cases."""
    return joined([_plan(table, row, known, numbers) for row in rows])


def _plan(table: str, row: TableLine, known: Known, numbers: Numbers) -> ImportPlan:
    """Return the plan of one row: a new record, one that is there, or none."""
    row_id, kind = row[ID_COLUMN], row["record_kind"]
    case = READERS.get(kind, case_from)(table, row, known)
    if not isinstance(case, Case):
        return _none(unreadable(table, row, row_id, case))
    kept = known.cases.get(RecordedRow(table, row_id))
    if kept:
        return _none(_compared(table, row, case, kept))
    if again := _imported_before(row, known):
        return _none(_said_again(table, row, case, again))
    serial = numbers.take(case.beginning)
    if serial > LAST_SERIAL:
        return _none(unreadable(table, row, row_id, [_used_up(row, case.beginning)]))
    record = case.record.model_copy(update={"id": f"{case.beginning}{serial_text(serial)}"})
    imported = entry(table, row, row_id, RowOutcome.IMPORTED, record=record.id, notes=case.notes)
    return ImportPlan((record,), (imported,))


def _imported_before(row: TableLine, known: Known) -> CaseRecord | None:
    """Return the record of the same row in a table of another name: a copy, or a renamed file."""
    reader = READERS.get(row["record_kind"], case_from)
    for one in known.same_row.get(row[ID_COLUMN], ()):
        assert one.origin
        case = reader(one.origin.table, row, known)
        if isinstance(case, Case) and not _differing(case, one):
            return one
    return None


def _said_again(table: str, row: TableLine, case: Case, kept: CaseRecord) -> RowAccount:
    """Return the account of a row that was imported from a table of another name."""
    assert kept.origin
    note = f"与表格“{kept.origin.table}”的同一行内容相同"
    same, notes = RowOutcome.SAME, (*case.notes, note)
    return entry(table, row, row[ID_COLUMN], same, record=kept.id, notes=notes)


def _none(one: RowAccount) -> ImportPlan:
    return ImportPlan((), (one,))


def _compared(table: str, row: TableLine, case: Case, kept: CaseRecord) -> RowAccount:
    differing = _differing(case, kept)
    return entry(
        table,
        row,
        row[ID_COLUMN],
        RowOutcome.DIFFERENT if differing else RowOutcome.SAME,
        record=kept.id,
        reason="、".join(differing),
        notes=case.notes,
        changes=tuple(_changes(row, case, kept)),
    )


def _changes(row: TableLine, case: Case, kept: CaseRecord) -> Iterator[RowError]:
    """Yield the cells that say something else than the record made from the row before."""
    if type(kept) is type(case.record):
        given = _as_recorded(case.record, kept)
        yield from changes(row, given, kept, column_places(given))


def _differing(case: Case, kept: CaseRecord) -> list[str]:
    """Return the fields in which the row differs from the record made from it before."""
    if type(kept) is not type(case.record):
        return ["记录种类"]
    differing = list(differences(_as_recorded(case.record, kept), kept))
    if not kept.id.startswith(case.beginning):
        differing.insert(0, f"编号（按表应以 {case.beginning.rstrip('-')} 开头）")
    return differing


def _as_recorded(given: CaseRecord, kept: CaseRecord) -> CaseRecord:
    """Return what a row gives, with publishers as older imports wrote them: with their copies."""
    if not isinstance(given, Issue) or not isinstance(kept, Issue):
        return given
    events = [
        event.model_copy(update={"by": was.by}) if event.by == exposer(was.by or "") else event
        for event, was in zip(given.events, kept.events, strict=False)
    ]
    return given.model_copy(update={"events": [*events, *given.events[len(events) :]]})


def _used_up(row: TableLine, beginning: str) -> RowError:
    return row.error(
        ID_COLUMN,
        f"{beginning.rstrip('-')} 的序号已经用到 {LAST_SERIAL}",
        "同一城市同一轮次的记录放不下了",
    )
