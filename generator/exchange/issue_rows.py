"""Rows of a list of issues (问题清单), of whatever group, → issues, by the questions of a form.

Rows of our own exports are compared with the register, and never taken for new.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import ValidationError

from generator.core.findings import Location
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
from generator.exchange.cell_values import (
    bare_group,
    day_text,
    folded,
    group_text,
    named_group,
    quantity_text,
    unit_name,
)
from generator.exchange.csv_rows import Known, Numbers, RowError, TableLine
from generator.exchange.sheet_lines import SheetLine
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import ledger_row
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.questions.issue import QUESTION, QUESTIONS, IssueQuestion
from generator.questions.issue_answers import Form
from generator.questions.issue_record import issue_fields, reminders
from generator.questions.question import AnswerError, AnswerKind, Question


def exported_cells(issue: Issue, known: Known) -> dict[str, str]:
    """Return title of a column → the cell of an issue in an export."""
    programme = known.register.programmes.get(issue.programme_id)
    lifecycle = programme.lifecycle if programme else None
    line = ledger_row(known.register, issue, replay(lifecycle, issue) if lifecycle else None)
    return {one.title: str(one.cell(line)) for one in FILE_COLUMNS}


def compared_with_register(table: str, row: TableLine, issue: Issue, known: Known) -> RowAccount:
    """Return the account of a row with the ID of a known issue: what it says otherwise."""
    cells = exported_cells(issue, known)
    differing = [
        RowError(place, head, f"{' '.join(cells[head].split()) or '（空）'} → {text}", "", cell)
        for head, place, cell, text in _cells(row)
        if head in cells and text and text != " ".join(cells[head].split())
    ]
    outcome = RowOutcome.DIFFERENT if differing else RowOutcome.SAME
    reason = "、".join(one.column for one in differing)
    return entry(
        table, row, row["序号"], outcome, record=issue.id, reason=reason, changes=differing
    )


def _cells(row: TableLine) -> Iterator[tuple[str, Location, str, str]]:
    """Yield head, place, address and text of each cell of a row."""
    if not isinstance(row, SheetLine):
        return
    for column, place in row.places.items():
        yield place.head, row.mark(column), place.address, " ".join(row[column].split())
    for head, text in row.others.items():
        yield head, Location(row.line), "本行", " ".join(text.split())


ID, NUMBER, GROUP_KIND = "编号", "序号", "组别种类"
_OWN = (
    Question(
        "number",
        NUMBER,
        "本表自己的编号，再次导入时据此辨认。",
        AnswerKind.CODE,
        aliases=("受理编号", "交办编号", "自编号", "行号"),
    ),
    Question("id", ID, "台账里的问题编号；新的问题空着。", AnswerKind.CODE),
    Question(
        "group_kind",
        GROUP_KIND,
        "表里的组别只写数字的，是哪一种组。",
        AnswerKind.WORD,
    ),
)
_NOTED = (
    Question("noted_due", "整改时限", "照录在备注里。", aliases=("整改期限", "完成时限")),
    Question(
        "noted_state",
        "整改进展",
        "照录在备注里；办理的经过用办理表导入。",
        aliases=("整改情况", "处理和整改情况", "整改完成情况", "整改状态"),
    ),
    Question(
        "noted_street", "街道（乡镇）", "照录在备注里。", aliases=("街办（镇）", "乡镇", "街道")
    ),
    Question("noted_finding", "调查核实情况", "照录在备注里。", aliases=("是否属实",)),
)
"""Columns that have no field of their own, as they lack a day or a unit: they go into the note."""

ASKED = (*_OWN, *(one.asked for one in QUESTIONS), *_NOTED)
KEYS = ("点位名称", "问题类别")
EXAMPLE_OF_ISSUE = {
    "site": "示例建材厂",
    "date": "2019-07-08",
    "found": "示例：物料露天堆放，没有覆盖",
    "quantity": "2 台",
}
"""What the row of an empty list shows that is not imported."""

_TITLES = {one.name: one.title for one in QUESTIONS}
_MAY_BE_LEFT = frozenset(
    {
        *(
            "credit_code",
            "quantity",
            "site_kind",
            "trigger",
            "responsible",
            "town",
            "capacity",
        ),
        *("other_places", "other_categories", "other_media", "target_date", "lasting"),
    }
)
"""Answers that a problem can do without: what can not be read goes into the note as it stands."""

_FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "by": ("city", "group", "category"),
    "medium": ("category",),
}
"""Answers that may follow from others: while those are wrong, nobody can say that they lack."""

_UNNUMBERED = "XX00-000000-R00-X-000"
_ORIGIN: Mapping[Place, str] = {("origin", "row"): NUMBER, ("id",): "组别"}


def _places() -> dict[Place, str]:
    """Return the place of each field in an issue → the column that answers it."""
    places: dict[Place, str] = dict(_ORIGIN)
    for one in (question.asked for question in QUESTIONS if question.asked.field):
        first, *rest = one.field.split(".")
        listed = (0,) if first in ("events", "sources", "relations") else ()
        places[(first, *listed, *rest)] = one.title
    places |= {("place", "name"): _TITLES["county"], ("place", "county"): _TITLES["county"]}
    places |= {("quantity", name): _TITLES["quantity"] for name in ("value", "unit")}
    return places


PLACES = _places()


@dataclass
class _Answers:
    """The answers of one row, what is wrong with them, and what goes into the note."""

    row: TableLine
    form: Form
    errors: list[RowError] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)


def read_issues(
    table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers
) -> ImportPlan:
    """Return the new issues of a list of issues, and what becomes of each of its rows."""
    named = _named_groups(rows, known.register)
    index = _Index(known)
    return joined([_plan(table, row, known, numbers, named, index) for row in rows])


class _Index:
    """The issues of the register, and those that this table added, by what tells them apart."""

    def __init__(self, known: Known) -> None:
        self._found: dict[tuple[object, ...], list[Issue]] = {}
        for issue in known.register.issues:
            self.add(issue)

    def add(self, issue: Issue) -> None:
        self._found.setdefault(_key(issue), []).append(issue)

    def like(self, issue: Issue) -> Sequence[Issue]:
        """Return the issues of the same programme, city, round and group at the same site."""
        return self._found.get(_key(issue), ())


def _key(issue: Issue) -> tuple[object, ...]:
    return (issue.id.rpartition("-")[0], folded(issue.site.name))


def _named_groups(rows: Sequence[TableLine], register: Register) -> dict[int, set[str]]:
    """Return number → letters of the kinds of group that rows of a table name with it."""
    found: dict[int, set[str]] = {}
    for row in rows:
        programme = _programme(row[_TITLES["programme"]], register)
        text = row[_TITLES["group"]]
        if not (programme and text):
            continue
        kind = next((one for one in programme.group_kinds if one.name == row[GROUP_KIND]), None)
        group = named_group(bare_group(text, _names_of_cities(register)), programme)
        if group and group[1:]:
            found.setdefault(int(group[1:]), set()).add(group[0])
        elif kind:
            found |= {number: {kind.letter} for number in range(1, 100)}
    return found


def _programme(text: str, register: Register) -> Programme | None:
    """Return the programme of this ID or name; None where it is none, or one of several."""
    form = Form(register)
    with suppress(AnswerError):
        QUESTION["programme"].answer(form, text)
    return form.programme


def _names_of_cities(register: Register) -> list[str]:
    return [name for one in register.cities.values() for name in (one.name, one.short_name)]


def _plan(
    table: str,
    row: TableLine,
    known: Known,
    numbers: Numbers,
    named: Mapping[int, set[str]],
    index: _Index,
) -> ImportPlan:
    """Return the plan of one row: a new issue, one that is there, or none."""
    own = row[ID]
    if own in known.issues:
        return ImportPlan((), (compared_with_register(table, row, known.issues[own], known),))
    answers = _answered(row, known, named)
    if own and _is_issue_id(own):
        hint = "新的问题“编号”空着；不是新的，查对编号"
        answers.errors.append(row.error(ID, f"台账里没有编号是 '{own}' 的问题", hint))
    issue = _issue(table, answers)
    if answers.errors or issue is None:
        return _none(unreadable(table, row, row[NUMBER], answers.errors))
    beginning = issue.id.rpartition("-")[0] + "-"
    kept = _kept(issue, index, known)
    if kept:
        is_new = kept.id not in known.issues
        return _none(_compared(table, answers, issue, kept, is_new=is_new))
    serial = numbers.take(beginning)
    if serial > LAST_SERIAL:
        full = row.error("组别", f"{beginning[:-1]} 的序号已经用到 {LAST_SERIAL}", "换一个组号")
        return _none(unreadable(table, row, row[NUMBER], [full]))
    issue = issue.model_copy(update={"id": f"{beginning}{serial_text(serial)}"})
    index.add(issue)
    notes = tuple(_notes(answers))
    made = entry(
        *(table, row, row[NUMBER], RowOutcome.IMPORTED),
        record=issue.id,
        notes=notes,
        rewritten=answers.rewritten,
    )
    return ImportPlan((issue,), (made,))


def _is_issue_id(text: str) -> bool:
    return text.count("-") >= 4


def _none(one: RowAccount) -> ImportPlan:
    return ImportPlan((), (one,))


def _answered(row: TableLine, known: Known, named: Mapping[int, set[str]]) -> _Answers:
    """Return the answers of a row to the questions of a new issue."""
    answers = _Answers(row, Form(known.register))
    for question in QUESTIONS:
        _answer(answers, question, named)
    for one in _NOTED:
        if text := row[one.title]:
            answers.noted.append(f"{one.title}：{text}")
    if isinstance(row, SheetLine):
        answers.noted += [f"{' '.join(head.split())}：{text}" for head, text in row.noted.items()]
    return answers


def _answer(answers: _Answers, question: IssueQuestion, named: Mapping[int, set[str]]) -> None:
    row, form = answers.row, answers.form
    column, is_damaged = question.title, _is_damaged(answers.row, question.title)
    if not question.can_be_read(form):
        return
    try:
        text = _text(answers, question, named)
        if is_damaged:
            raise AnswerError(
                f"{row[column]!r} 的尾数已经失真：表格软件只留 15 位数字；单元格改为文本，重新填写"
            )
        if text:
            question.answer(form, text)
        elif question.is_needed(form) and _is_decided(form, question.name):
            answers.errors.append(row.error(column, "没有填", _remedy(row, question)))
    except AnswerError as error:
        _wrong(answers, question, error)


def _is_decided(form: Form, name: str) -> bool:
    """Return whether the answers from which this one may follow are there."""
    return all(getattr(form, other) is not None for other in _FOLLOWING.get(name, ()))


def _remedy(row: TableLine, question: IssueQuestion) -> str:
    """Return how to answer a question that a row leaves open."""
    help = question.help.rstrip("。")
    if isinstance(row, SheetLine) and question.title not in row.places:
        return f"加上这一列；全表都一样的，用 --value 写明。{help}"
    return f"{help}；与上一行相同的写“同上”"


def _is_damaged(row: TableLine, column: str) -> bool:
    return isinstance(row, SheetLine) and column in row.damaged


def _wrong(answers: _Answers, question: IssueQuestion, error: AnswerError) -> None:
    """Take an answer that can not be read into the note, or as an error of the row."""
    text = answers.row[question.title]
    if question.name in _MAY_BE_LEFT:
        answers.noted.append(f"{question.title}：{text}")
        answers.notes.append(f"“{question.title}”照录在备注里：{error.message}")
        answers.rewritten.append(f"“{question.title}”照录在备注里")
        return
    fact, _, remedy = error.message.partition("；")
    remedy = remedy or question.help.rstrip("。")
    answers.errors.append(answers.row.error(question.title, fact, remedy))


def _text(answers: _Answers, question: IssueQuestion, named: Mapping[int, set[str]]) -> str:
    """Return the text of a cell in the form in which its question is answered."""
    text = answers.row[question.title]
    if not text:
        return _signs(answers.form) if question.name == "by" else ""
    match question.asked.kind:
        case AnswerKind.DAY:
            return day_text(text, answers.form.period)
        case AnswerKind.QUANTITY:
            return quantity_text(text)
        case AnswerKind.GROUP:
            return _group(answers, text, named)
        case AnswerKind.WORD:
            return _word(answers, question, text)
    return " ".join(text.split()) if question.name == "site" else text


def _group(answers: _Answers, text: str, named: Mapping[int, set[str]]) -> str:
    assert answers.form.programme
    places = _names_of_cities(answers.form.register)
    group = group_text(text, answers.form.programme, places, named)
    if group != text:
        answers.notes.append(f"组别“{text}”记作 {group}")
    return group


def _word(answers: _Answers, question: IssueQuestion, text: str) -> str:
    """Return the word of the vocabulary that is also called so; the text itself for others."""
    words = question.asked.words
    meant = answers.form.register.vocabulary.meant(words, text) if words else None
    if meant and meant != text:
        answers.notes.append(f"{question.title}“{text}”记作“{meant}”")
        answers.rewritten.append(f"“{question.title}”改记为词表里的词")
    return meant or text


def _signs(form: Form) -> str:
    """Return the unit that found it, as the group signs; "" where a publication tells it."""
    kind = form.group_kind
    if not (kind and form.group and form.city) or kind.published:
        return ""
    return unit_name(kind, form.group, form.city.short_name, form.round or 0)


def _issue(table: str, answers: _Answers) -> Issue | None:
    """Return the issue that the answers make, numbered 000; None where some are wrong."""
    form, row = answers.form, answers.row
    if answers.errors or not (form.programme and form.city):
        return None
    if answers.noted:
        told = "；".join(" ".join(one.split()) for one in answers.noted)
        form.note = f"{form.note}。原表所载：{told}" if form.note else f"原表所载：{told}"
    beginning = f"{form.programme.id}-{form.city.id}-R{form.round or 0:02}-{form.group}-"
    try:
        fields = issue_fields(form)
        fields["origin"] = {"table": table, "row": row[NUMBER], "called": None}
        issue = Issue.model_validate({"id": _UNNUMBERED, **fields})
    except ValidationError as error:
        answers.errors += shape_errors(row, error, PLACES)
        return None
    except AnswerError as error:
        answers.errors.append(row.error("问题描述", error.message, "改好词表再导入"))
        return None
    return issue.model_copy(update={"id": f"{beginning}000"})


def _kept(issue: Issue, index: _Index, known: Known) -> Issue | None:
    """Return the issue of the register that a row is: the same content, or the same row changed.

    Neither the name of the file nor the number of the row alone tells: next week's list begins at
    1 again, and a mended file has another name.
    """
    like = index.like(issue)
    for one in like:
        if not list(_changed(issue, one)):
            return one
    for one in like:
        same_row = one.origin and issue.origin and one.origin.row == issue.origin.row
        if same_row and (one.found_on == issue.found_on or one.found == issue.found):
            return one
    return None


def _changed(issue: Issue, kept: Issue) -> Iterator[str]:
    """Return the fields in which a row differs from a record, other than where it came from."""
    return differences(issue, _comparable(issue, kept))


def _comparable(issue: Issue, kept: Issue) -> Issue:
    """Return a record with the origin and the note of a row, which make no other issue of it."""
    first = kept.events[0].model_copy(update={"note": issue.events[0].note})
    return kept.model_copy(update={"origin": issue.origin, "events": [first, *kept.events[1:]]})


_SAME = "与本表前面一行只有备注不同；是两个问题的，点位名称要写得不同"


def _compared(
    table: str, answers: _Answers, issue: Issue, kept: Issue, *, is_new: bool
) -> RowAccount:
    """Return what becomes of a row whose issue is there; `is_new`: since a row of this table."""
    row, differing = answers.row, list(_changed(issue, kept))
    if is_new and not differing and kept.events[0].note != issue.events[0].note:
        return entry(table, row, row[NUMBER], RowOutcome.DIFFERENT, record=kept.id, reason=_SAME)
    outcome = RowOutcome.DIFFERENT if differing else RowOutcome.SAME
    return entry(
        table,
        row,
        row[NUMBER],
        outcome,
        record=kept.id,
        reason="、".join(differing),
        changes=tuple(changes(row, issue, _comparable(issue, kept), PLACES)),
    )


def _notes(answers: _Answers) -> Iterator[str]:
    yield from answers.notes
    yield from reminders(answers.form)
    if isinstance(answers.row, SheetLine):
        for head, text in answers.row.others.items():
            yield f"没有记入的列“{' '.join(head.split())}”：{' '.join(text.split())}"
