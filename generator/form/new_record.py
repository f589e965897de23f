"""A record of another kind than issues, or an entry of one, as an entry of a sitting.

The questions are those of the kind; what the answers make is what a row of its table would.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.checks.paths import PREFIX
from generator.core.fields import Record
from generator.core.findings import WorkError
from generator.core.record_kind import RecordKind
from generator.core.serials import split_serial
from generator.core.yaml_writer import record_text
from generator.exchange.account import ImportPlan, RowOutcome
from generator.exchange.cell_values import day_text
from generator.exchange.csv_rows import Numbers, RowError, known_from
from generator.exchange.grown_text import grown_text
from generator.exchange.record_rows import NUMBER, read_records
from generator.exchange.sheet_lines import HeadCell, SheetLine
from generator.form.correction import COMMENTED
from generator.form.entry import Desk, Draft, Entry, EntryKind, problems_found
from generator.form.new_issue import choices_of
from generator.form.shown import InputKind, Option, ShownQuestion, asked, folded, with_note
from generator.kinds.assistance import questions as assistance
from generator.kinds.incident import questions as incident
from generator.kinds.register import Register
from generator.kinds.registry import BY_MODEL
from generator.kinds.task import questions as task
from generator.kinds.team import questions as team
from generator.questions.question import AnswerError, AnswerKind
from generator.questions.record_form import RecordAnswers, RecordForm, RecordQuestion
from generator.questions.step_answers import AnswerFault

_PLACES = frozenset({AnswerKind.PROGRAMME, AnswerKind.CITY, AnswerKind.ROUND})
_USUAL = _PLACES | {AnswerKind.COUNTY, AnswerKind.GROUP}
_TOLD = frozenset({"by", "said", "site", "receiver"})
"""Who did what, where and for whom: no record needs it, and a good one has it."""
_KEPT = frozenset({"programme", "city", "round", "group", "date", "by", "received"})
_LONG = frozenset({"said", "what", "note", "matter", "next", "result"})
_SAME = ("台账里已经有同样的一条", "不用再填；内容不同的，改成不同的再检查")
_OTHER = ("台账里已经有这一条，与所填的{}不同", "已有的内容不改动；记错了的由管理员更正")


class RecordEntry(EntryKind):
    """An entry that answers the questions of a form of a kind."""

    def __init__(self, form: RecordForm) -> None:
        """`form` says what is asked, and what follows."""
        self.name, self.title = form.name, form.title
        self._form = form
        self._kind: RecordKind = BY_MODEL[form.model]

    def questions(self, desk: Desk, entry: Entry) -> Sequence[ShownQuestion]:
        """Return the questions, given the answers so far."""
        typed = {**_meant(desk), **entry.answers}
        answers, errors = RecordAnswers(self._register(desk)), dict[str, str]()
        found = []
        for question in filter(_is_recorded, self._form.questions):
            _read(question, answers, typed.get(question.name, ""), errors)
            found.append(self._shown(desk, question, answers, typed, errors))
        return folded(found, self._usual)

    @property
    def _usual(self) -> frozenset[str]:
        form = self._form
        of_places = {one.name for one in form.questions if one.asked.kind in _USUAL}
        return frozenset({*form.keys, *form.found_by, *form.example, *of_places, *_TOLD})

    def _shown(
        self,
        desk: Desk,
        question: RecordQuestion,
        answers: RecordAnswers,
        typed: Mapping[str, str],
        errors: Mapping[str, str],
    ) -> ShownQuestion:
        one = question.asked
        titles = {other.name: other.asked.title for other in self._form.questions}
        waits = [titles[name] for name in one.after if getattr(answers, name) is None]
        choices = [] if waits else list(self._choices(question, answers))
        base = asked(one, is_needed=one.needed, is_long=one.name in _LONG)
        complete = replace(
            base,
            input=InputKind.CHOICE if choices else base.input,
            choices=choices,
            is_open=one.kind is AnswerKind.TEXT,
            waits_for=waits,
            default=_meant(desk).get(one.name, ""),
            error=errors.get(one.name, ""),
            keeps=one.name in _KEPT,
        )
        is_text = complete.input in (InputKind.LINE, InputKind.LONG)
        return with_note(complete, typed.get(one.name, "")) if is_text else complete

    def _choices(self, question: RecordQuestion, answers: RecordAnswers) -> Iterable[Option]:
        """Return what can be chosen, where that is known by now."""
        if question.choices is None:
            return choices_of(question.asked, answers)
        about = self._about(question, answers)
        return [Option(one, about.get(one, "")) for one in question.choices(answers)]

    def _about(self, question: RecordQuestion, answers: RecordAnswers) -> Mapping[str, str]:
        """Return what else is known of each answer: what is reported on, beside its ID."""
        rows = self._form.filled(answers) if self._form.filled else ()
        found = {}
        for row in rows:
            others = (text for name, text in row.items() if name != question.name)
            if question.name in row:
                found[row[question.name]] = "　".join(filter(None, others))
        return found

    def draft(self, desk: Desk, entry: Entry) -> Draft:
        """Return the record that the answers make or add to, or what is wrong with them."""
        row = self._row({**_meant(desk), **entry.answers})
        known = known_from(self._register(desk))
        plan = read_records(self._form, "", [row], known, Numbers())
        problems = list(self._problems(plan))
        if problems:
            return Draft(problems=problems)
        record, path = self._placed(desk, entry, [*plan.records, *plan.grown][0])
        if not path:
            return Draft(problems=[AnswerFault("", "", *_FULL)])
        before = desk.text_of(path)
        try:
            text = _text_of(path, before, record)
        except WorkError:
            return Draft(problems=[AnswerFault("", "", *COMMENTED)])
        questions = [one.asked for one in self._form.questions]
        return Draft(
            record_id=record.id,
            path=path,
            text=text,
            before=before,
            problems=list(problems_found(desk, path, text, questions)),
            label=f"{record.id} {self.title}",
            title=self._called(entry),
            subject=f"{record.id} 加上{self.title}" if before else f"新增{self.title} {record.id}",
        )

    def _placed(self, desk: Desk, entry: Entry, record: Record) -> tuple[Record, str]:
        """Return the record under a number of its own, and its path; "" where none is left."""
        if not self._kind.serial or self._form.goes_on:
            return record, f"{PREFIX}{self._kind.path_of(record.id)}"
        beginning, _ = split_serial(record.id)
        record_id, path = desk.numbered(self._kind, beginning, entry.record_id)
        return record.model_copy(update={"id": record_id}), path

    def _called(self, entry: Entry) -> str:
        names = [name for name in self._form.keys if name in entry.answers]
        return "　".join(entry.answers[name] for name in names)[:60]

    def _register(self, desk: Desk) -> Register:
        return desk.carried.register_with(self._kind.folder, desk.files)

    def _row(self, typed: Mapping[str, str]) -> SheetLine:
        """Return the answers as a row of the table of the kind."""
        cells = {one.title: typed.get(one.name, "").strip() for one in self._form.questions}
        heads = {title: HeadCell(title, "", at) for at, title in enumerate(cells, start=1)}
        return SheetLine(1, "", {NUMBER.title: "1", **cells}, heads, {})

    def _problems(self, plan: ImportPlan) -> Iterator[AnswerFault]:
        [entry] = plan.entries
        for error in entry.errors:
            yield self._fault(error)
        if entry.outcome is RowOutcome.SAME:
            yield AnswerFault("", "", *_SAME)
        elif entry.outcome is RowOutcome.DIFFERENT:
            fact, remedy = _OTHER
            yield AnswerFault("", "", f"{entry.record}：{fact.format(f'“{entry.reason}”')}", remedy)

    def _fault(self, error: RowError) -> AnswerFault:
        """Return what is wrong with a cell at the question that it answers."""
        question = next((one for one in self._form.questions if one.title == error.column), None)
        name, title = (question.name, question.asked.title) if question else ("", error.column)
        return AnswerFault(name, title, error.message, error.hint)


_FULL = ("序号已经用完", "换一个轮次或城市")


def _text_of(path: str, before: str | None, record: Record) -> str:
    """Return the file of a record, what is there already as it stands; WorkError."""
    return grown_text(path, before.encode(), record).decode() if before else record_text(record)


def _is_recorded(question: RecordQuestion) -> bool:
    """Return whether an answer goes into the record or its ID; some columns are only to look at."""
    return bool(question.asked.field) or question.asked.kind is not AnswerKind.TEXT


def _meant(desk: Desk) -> Mapping[str, str]:
    """Return the answers that can only be meant."""
    carried = desk.carried
    city = carried.register.cities.get(carried.city)
    usual = {"programme": carried.programme, "city": city.name if city else ""}
    return {name: value for name, value in usual.items() if value}


def _read(
    question: RecordQuestion, answers: RecordAnswers, typed: str, errors: dict[str, str]
) -> None:
    """Read an answer as far as it can be read by now, and note what is wrong with it."""
    if not typed.strip() or not question.can_be_read(answers):
        return
    try:
        is_day = question.asked.kind is AnswerKind.DAY
        question.answer(answers, day_text(typed, None) if is_day else typed)
    except AnswerError as error:
        errors[question.name] = error.message


RECORD_ENTRIES: Sequence[EntryKind] = tuple(
    RecordEntry(form) for form in (incident.FORM, assistance.FORM, task.REPORT, team.FORM)
)
"""What is filled in besides issues."""
