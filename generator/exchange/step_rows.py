"""Rows of a list of steps (办理表) → one more step of the issues that they name.

Such a list is exported with the open issues, one a row, and filled in. See decision 0092.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from generator.checks.paths import PREFIX
from generator.core.findings import WorkError
from generator.core.vocabulary import Role
from generator.core.yaml_writer import record_text
from generator.exchange.account import (
    ImportPlan,
    Place,
    RowAccount,
    RowOutcome,
    TableKind,
    entry,
    joined,
    unreadable,
)
from generator.exchange.cell_values import day_text
from generator.exchange.csv_rows import Known, Numbers, RowError, TableLine
from generator.exchange.sheet_lines import SheetLine
from generator.kinds.issue.model import Event, Issue
from generator.kinds.registry import BY_NAME as KIND_BY_NAME
from generator.load.files import raw_file
from generator.questions.question import AnswerError, AnswerKind, Question, shown
from generator.questions.step import BY_NAME, QUESTIONS, SOURCE, STEP, current_state
from generator.questions.step_answers import AnswerFault, StepForm, meant_letter, read_answers
from generator.questions.step_record import TakenStep, faults_of, taken_step

NUMBER = Question("number", "序号", "本表自己的序号。", AnswerKind.CODE, aliases=("行号",))
ID = Question(
    "id",
    "编号",
    "台账里的问题编号，不改动。",
    AnswerKind.CODE,
    aliases=("问题编号",),
    needed=True,
)
STATE = Question(
    "state",
    "办理状态",
    "导出时的状态，不改动；导出以后状态变了的，这一行不导入。",
    aliases=("状态", "当前状态"),
)
LAST = Question("last", "最近一步", "导出时的最后一步，不改动。")
SHOWN = (
    Question("city", "城市", "不改动。", AnswerKind.CITY),
    Question("county", "区县", "不改动。"),
    Question("site", "点位名称", "不改动。"),
    Question("category", "问题类别", "不改动。"),
    STATE,
    Question("owed", "应办", "由谁做哪一步。"),
    Question("owed_by_day", "应办期限", "应办的最早一个期限。"),
    LAST,
)
"""What a list tells of each issue; what tells issues apart is compared when it comes back."""

ASKED = (NUMBER, ID, *SHOWN, *QUESTIONS)
KEYS = (ID.title, STEP.title)


def _places() -> dict[Place, str]:
    """Return the place of each field in an issue → the column that answers it."""
    places: dict[Place, str] = {("id",): ID.title}
    for one in QUESTIONS:
        first, _, rest = one.field.partition(".")
        places[(first, 0, rest)] = one.title
    return places


PLACES = _places()


def read_steps(table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers) -> ImportPlan:
    """Return the issues that have one more step, and what becomes of each row.

    A row without a step is none. What is wrong with a step is said of the cell.
    """
    plan = _StepPlan(table, known)
    for row in rows:
        plan.read(row)
    return plan.judged()


@dataclass
class _Drafted:
    """The step of one row, not judged yet."""

    row: TableLine
    taken: TakenStep
    notes: list[str]


@dataclass
class _StepPlan:
    """What the rows of one table come to."""

    table: str
    known: Known
    entries: list[RowAccount] = field(default_factory=list)
    drafts: list[_Drafted] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    """ID of an issue → line of the row that is about it."""

    def read(self, row: TableLine) -> None:
        """Read one more row."""
        filled = [one for one in QUESTIONS if row[one.title]]
        issue = self._issue(row)
        if not filled:
            self._note(row, RowOutcome.EMPTY, issue.id if issue else "")
        elif issue is None:
            self._refuse(row, [row.error(ID.title, *_unknown(row[ID.title]))])
        elif issue.id in self.rows:
            message = f"与第 {self.rows[issue.id]} 行是同一个问题"
            self._refuse(row, [row.error(ID.title, message, "一次记一步；下一步重新导出再填")])
        else:
            self.rows[issue.id] = row.line
            self._draft(row, issue, filled)

    def _issue(self, row: TableLine) -> Issue | None:
        """Return the issue that a row names, as earlier tables left it."""
        name = normalize("NFKC", row[ID.title]).strip().upper()
        if KIND_BY_NAME["issue"].path_of(name) is None:
            return None
        found = self.known.record(Issue, name)
        return found if isinstance(found, Issue) else None

    def _draft(self, row: TableLine, issue: Issue, filled: Sequence[Question]) -> None:
        """Take the step of a row: unless it can not be read, is there already or comes too late."""
        read = _answered(row, StepForm(self.known.register, issue), filled)
        if read.errors:
            self._refuse(row, read.errors)
            return
        try:
            taken = _taken(read.form)
        except WorkError as error:
            self._refuse(row, [row.error(ID.title, error.message, error.hint)])
            return
        if taken.event in issue.events:
            self._note(row, RowOutcome.SAME, issue.id)
        elif late := list(_late(row, read.form)):
            self._refuse(row, late, RowOutcome.REFUSED)
        else:
            self.drafts.append(_Drafted(row, taken, read.notes))

    def judged(self) -> ImportPlan:
        """Return the plan: the rules have nothing against the steps that are in it."""
        found = faults_of(self.known.register, [one.taken for one in self.drafts])
        grown = []
        for draft in self.drafts:
            faults = found[draft.taken.path]
            errors = [one for one in faults if one.is_error]
            if errors:
                refused = [_row_error(draft.row, one) for one in errors]
                self._refuse(draft.row, refused, RowOutcome.REFUSED)
                continue
            grown.append(_after(draft.taken))
            event = draft.taken.event
            reason = event_text(event)
            notes = [*draft.notes, *_other_columns(draft.row)]
            self._note(draft.row, RowOutcome.ADDED, draft.taken.issue.id, reason, notes)
        return joined([ImportPlan((), tuple(self.entries), grown=tuple(grown))])

    def _note(
        self,
        row: TableLine,
        outcome: RowOutcome,
        record: str,
        reason: str = "",
        notes: Sequence[str] = (),
    ) -> None:
        self.entries.append(
            entry(
                *(self.table, row, row[NUMBER.title], outcome),
                record=record,
                reason=reason,
                notes=tuple(notes),
            )
        )

    def _refuse(
        self,
        row: TableLine,
        errors: Sequence[RowError],
        outcome: RowOutcome = RowOutcome.UNREADABLE,
    ) -> None:
        self.entries.append(unreadable(self.table, row, row[NUMBER.title], errors, outcome))


def _unknown(text: str) -> tuple[str, str]:
    """Return what is wrong with an ID that no issue has, and how to mend it."""
    if not text:
        return "没有填", "写问题的编号，例如 LT19-610100-R05-P03-012"
    return f"台账里没有编号是 {shown(text)} 的问题", "查对编号；在“查问题”页可以查到"


@dataclass
class _StepRow:
    """The answers of a row, what is wrong with them, and what was understood otherwise."""

    form: StepForm
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _answered(row: TableLine, form: StepForm, filled: Sequence[Question]) -> _StepRow:
    """Return the answers of a row to the questions of a step."""
    read, typed = _StepRow(form), dict[str, str]()
    for question in filled:
        try:
            typed[question.name] = _text(row, question, read.notes)
        except AnswerError as error:
            fact, _, remedy = error.message.partition("；")
            read.errors.append(row.error(question.title, fact, remedy or _help(question)))
    wrong = {one.column for one in read.errors}
    faults = read_answers(form, typed)
    errors = (_row_error(row, one) for one in faults)
    read.errors += [one for one in errors if one.column not in wrong]
    if current_state(form.register, form.issue) is None:
        message = f"{form.issue.programme_id} 的记录里没有办理流程，不能判断这一步合不合规定"
        read.errors.append(row.error(ID.title, message, "先在行动的记录里写上 lifecycle"))
    step = str(form.answers.get(STEP.name))
    if form.register.vocabulary.has_role(step, Role.CORRECTED):
        message = f"“{step}”要同时改记录里的内容，不能用办理表做"
        read.errors.append(row.error(STEP.title, message, f"在记录的文件里改，同时加上“{step}”"))
    return read


def _help(question: Question) -> str:
    return question.help.rstrip("。")


def _text(row: TableLine, question: Question, notes: list[str]) -> str:
    """Return the text of a cell in the form in which its question is answered."""
    text = row[question.title]
    if isinstance(row, SheetLine) and question.title in row.damaged:
        raise AnswerError(f"{text!r} 的尾数已经失真；单元格改为文本，重新填写")
    match question.kind:
        case AnswerKind.DAY | AnswerKind.WHOLE_DAY:
            return _day(text)
        case AnswerKind.NUMBER:
            return normalize("NFKC", text)
        case AnswerKind.CODE if question.name == "letter":
            meant = meant_letter(text)
            if meant != text:
                notes.append(f"{question.title}“{text}”记作“{meant}”")
            return meant
    return text


def _day(text: str) -> str:
    try:
        return day_text(text, None)
    except AnswerError as error:
        raise AnswerError(f"{text!r} 没有写年份；写上年份，例如 2019年7月3日") from error


def _taken(form: StepForm) -> TakenStep:
    """Return the step, on the record as `lantian fmt` writes it; its file is written elsewhere."""
    path = f"{PREFIX}{KIND_BY_NAME['issue'].path_of(form.issue.id)}"
    content = record_text(form.issue).encode()
    return taken_step(form, raw_file(path, content), content)


def _after(taken: TakenStep) -> Issue:
    """Return the issue with the step, and with its new source."""
    return Issue.model_validate(raw_file(taken.path, taken.after).content)


def _late(row: TableLine, form: StepForm) -> Iterator[RowError]:
    """Yield the error of a row that tells of another issue, or of this one as it was before."""
    state, told = current_state(form.register, form.issue), row[STATE.title].strip()
    now = state.replayed.status.name if state else ""
    last = last_step(form.issue)
    if moved := [one for one in _told(form) if one.differs(row)]:
        yield row.error(moved[0].title, moved[0].message(row), _MOVED)
    elif told != now and (told or _has(row, STATE.title)):
        since = "" if row[LAST.title] == last else f"，最近一步是 {last}"
        message = f"表里的状态是“{told}”，问题现在是“{now}”{since}：导出以后已经变了"
        blank = f"空着；问题现在是“{now}”，看不出导出以后变了没有"
        yield row.error(STATE.title, message if told else blank, _EXPORT)
    elif row[LAST.title] and row[LAST.title].strip() != last:
        message = f"表里是“{row[LAST.title]}”，问题现在是“{last}”：导出以后已经变了，或者行错了位"
        yield row.error(LAST.title, message, _EXPORT)


_EXPORT = "重新导出，看过变化再填这一行"
_MOVED = "编号与同一行的其他格不是同一个问题（例如只排序了一部分列）；重新导出再填"


def _has(row: TableLine, column: str) -> bool:
    """Return whether the table has a column at all."""
    return not isinstance(row, SheetLine) or column in row.places


@dataclass(frozen=True, slots=True)
class _ToldCell:
    """What a list tells of an issue in a column, in each of the ways it may be called."""

    title: str
    ways: tuple[str, ...]

    def differs(self, row: TableLine) -> bool:
        """Return whether the row tells something else; a blank cell tells nothing."""
        text = _plain(row[self.title])
        return bool(text) and text not in map(_plain, self.ways)

    def message(self, row: TableLine) -> str:
        """Return what the row says, and what the issue of its ID has."""
        kept = self.ways[0] if self.ways else ""
        return f"表里是“{row[self.title]}”，这个编号的问题是“{kept or '（空）'}”"


def _told(form: StepForm) -> Iterator[_ToldCell]:
    """Yield what tells an issue apart from others."""
    issue = form.issue
    city = form.register.cities.get(issue.city_id)
    called = (city.name, city.short_name) if city else ()
    yield _ToldCell("城市", (*called, issue.city_id))
    yield _ToldCell("区县", (issue.place.name, issue.place.county or "") if issue.place else ())
    yield _ToldCell("点位名称", (issue.site.name,))
    yield _ToldCell("问题类别", (issue.category,))


def _plain(text: str) -> str:
    return "".join(normalize("NFKC", text).split())


def last_step(issue: Issue) -> str:
    """Return the last step of an issue as lists tell it: 2019-07-15 整改完成."""
    return event_text(issue.events[-1])


def event_text(event: Event) -> str:
    """Return a step in one line: 2019-08-02 核查（到位）."""
    return f"{event.date} {event.step}" + (f"（{event.result}）" if event.result else "")


def _row_error(row: TableLine, fault: AnswerFault) -> RowError:
    """Return a fault at the cell that answers its question."""
    title = BY_NAME[fault.question].title if fault.question else ID.title
    if fault.question.startswith(SOURCE) and not row[title]:
        title = BY_NAME[f"{SOURCE}title"].title
    code = f"（{fault.code}）" if fault.code else ""
    hint = fault.hint or _help(BY_NAME.get(fault.question, ID))
    return row.error(title, f"{fault.message}{code}", hint)


def _other_columns(row: TableLine) -> Iterator[str]:
    if isinstance(row, SheetLine):
        for head, text in row.others.items():
            yield f"没有记入的列“{' '.join(head.split())}”：{' '.join(text.split())}"


STEP_TABLE = TableKind(
    "办理表",
    ",".join(one.title for one in ASKED),
    NUMBER.title,
    read_steps,
    lambda _: PLACES,
    asked=ASKED,
    keys=KEYS,
    parts=("events",),
)
"""The table whose rows add steps; other kinds of tables are in `kinds/issue/imports.py`."""
