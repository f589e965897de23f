"""A new issue as an entry: the questions of a new issue, and the record that the answers make."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from generator.core.yaml_writer import record_text
from generator.exchange.cell_values import day_text, unit_name
from generator.form import shown as offered
from generator.form.entry import (
    Desk,
    Draft,
    Entry,
    EntryKind,
    problems_found,
    shape_problems,
)
from generator.form.shown import Option, ShownQuestion, asked, with_note
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.questions.issue import QUESTIONS, IssueQuestion, asked_of
from generator.questions.issue_answers import Form
from generator.questions.issue_record import issue_fields, reminders
from generator.questions.question import AnswerError, AnswerKind, Question
from generator.questions.step_answers import AnswerFault

_LONG = frozenset({"found", "demand", "note"})
_KEEPS = frozenset({"programme", "city", "round", "group", "date", "by", "county", "trigger"})
_USUAL = frozenset({"county", "round"})
"""What a good record has besides what every record needs."""
_FULL = "这个组这一轮的序号已经用完"


_Choices = Callable[[Form], Iterable[Option]]


@dataclass(frozen=True, slots=True)
class _Read:
    """The answers as the record takes them, and what is wrong with each."""

    form: Form
    questions: Sequence[IssueQuestion]
    errors: Mapping[str, str]


def _read(register: Register, answers: Mapping[str, str]) -> _Read:
    form, errors = Form(register), dict[str, str]()
    for question in QUESTIONS:
        typed = answers.get(question.name, "").strip()
        if not typed or not question.can_be_read(form) or question not in _asked_now(form):
            continue
        try:
            is_day = question.asked.kind is AnswerKind.DAY
            question.answer(form, day_text(typed, form.period) if is_day else typed)
        except AnswerError as error:
            errors[question.name] = error.message
    return _Read(form, _asked_now(form), errors)


def _asked_now(form: Form) -> Sequence[IssueQuestion]:
    """Return the questions that this programme and group call for."""
    if form.programme is None:
        return QUESTIONS
    kinds = form.programme.group_kinds
    on_the_spot = next((one.letter for one in kinds if not one.published), kinds[0].letter)
    return asked_of(form.programme, form.group[0] if form.group else on_the_spot)


class NewIssue(EntryKind):
    """An issue that is not recorded yet."""

    name = "issue"
    title = "新问题"

    def questions(self, desk: Desk, entry: Entry) -> Sequence[ShownQuestion]:
        """Return the questions, given the answers so far."""
        read = _read(desk.carried.answering, _with_defaults(desk, entry.answers))
        asked_now = [_shown(desk, one, read, entry.answers) for one in read.questions]
        return offered.folded([one for one in asked_now if not _is_idle(one)], _USUAL)

    def draft(self, desk: Desk, entry: Entry) -> Draft:
        """Return the record of the issue, or what is missing for it."""
        read = _read(desk.carried.answering, entry.answers)
        problems = list(_unanswered(read, entry.answers))
        if problems or not (read.form.programme and read.form.city):
            return Draft(problems=problems)
        record_id, path = _numbered(desk, read.form, entry.record_id)
        if not record_id:
            return Draft(problems=[AnswerFault("group", "组别", _FULL, "换一个组号")])
        fields = [one.asked for one in read.questions]
        try:
            issue = Issue.model_validate({"id": record_id, **issue_fields(read.form)})
        except AnswerError as error:
            return Draft(problems=[AnswerFault("", "", error.message)])
        except ValidationError as error:
            return Draft(problems=list(shape_problems(error, fields)))
        text = record_text(issue)
        return Draft(
            record_id=record_id,
            path=path,
            text=text,
            problems=list(problems_found(desk, path, text, fields)),
            title=f"{issue.site.name}　{issue.category}",
            subject=f"新增 {record_id}",
            after=[*reminders(read.form), *_next_steps(read.form, issue)],
        )


def _is_idle(one: ShownQuestion) -> bool:
    """Return whether there is no unit on record to choose from."""
    return one.name == "firm" and not (one.choices or one.error or one.waits_for)


def _with_defaults(desk: Desk, answers: Mapping[str, str]) -> Mapping[str, str]:
    """Return the answers with what can only be meant where nothing was typed yet."""
    carried = desk.carried
    usual = {"programme": carried.programme, "city": carried.city}
    return {**{name: value for name, value in usual.items() if value}, **answers}


def _unanswered(read: _Read, answers: Mapping[str, str]) -> Iterator[AnswerFault]:
    """Yield for each question what is wrong with its answer, or that there is none."""
    for one in read.questions:
        if one.name in read.errors:
            yield AnswerFault(one.name, one.title, read.errors[one.name])
        elif not answers.get(one.name, "").strip() and one.is_needed(read.form):
            yield AnswerFault(one.name, one.title, "没有填", one.help)


def _numbered(desk: Desk, form: Form, kept: str) -> tuple[str, str]:
    """Return the ID and the path: those it has, as long as the answers still fit them."""
    assert form.programme
    assert form.city
    beginning = f"{form.programme.id}-{form.city.id}-R{form.round or 0:02}-{form.group}-"
    return desk.numbered(BY_NAME["issue"], beginning, kept)


def _next_steps(form: Form, issue: Issue) -> Iterator[str]:
    lifecycle = form.programme.lifecycle if form.programme else None
    if lifecycle is None:
        return
    replayed = replay(lifecycle, issue)
    state = replayed.states[replayed.path.strands[0].name].name
    steps = "、".join(replayed.next_steps)
    yield f"记下以后的状态是“{state}”，接下来可以：{steps}" if steps else f"状态是“{state}”"


def _shown(
    desk: Desk, question: IssueQuestion, read: _Read, answers: Mapping[str, str]
) -> ShownQuestion:
    one = question.asked
    typed = answers.get(one.name, "")
    base = asked(one, is_needed=question.is_needed(read.form), is_long=one.name in _LONG)
    titles = {other.name: other.title for other in QUESTIONS}
    waits = [titles[name] for name in one.after if getattr(read.form, name) is None]
    complete = replace(
        base,
        choices=() if waits else tuple(choices_of(one, read.form)),
        is_open=one.name == "by",
        waits_for=waits,
        default=_default(desk, one.name, read.form),
        error=read.errors.get(one.name, ""),
        keeps=one.name in _KEEPS,
    )
    return with_note(complete, typed) if one.kind is AnswerKind.TEXT else complete


def _default(desk: Desk, name: str, form: Form) -> str:
    """Return the answer that is meant where none is given; "" where that is not known."""
    if name == "programme":
        return desk.carried.programme
    if name == "city":
        city = desk.carried.register.cities.get(desk.carried.city)
        return city.name if city else ""
    return _finder(form) if name == "by" else ""


def _finder(form: Form) -> str:
    """Return how the group signs; "" where it works from publications."""
    kind = form.group_kind
    if not (kind and form.group and form.city) or kind.published:
        return ""
    return unit_name(kind, form.group, form.city.short_name, form.round or 0)


def choices_of(question: Question, form: Form) -> Iterable[Option]:
    """Return what can be chosen, where that is known by now."""
    if question.name in _OF_ITS_OWN:
        return _OF_ITS_OWN[question.name](form)
    if question.words:
        return offered.words(form.register, question.words)
    return _OF_KIND[question.kind](form) if question.kind in _OF_KIND else ()


def _of_programme(choices: Callable[[Programme], Iterable[Option]]) -> _Choices:
    return lambda form: choices(form.programme) if form.programme else ()


_OF_ITS_OWN: Mapping[str, _Choices] = {
    "comes_from": _of_programme(lambda programme: map(Option, programme.origins)),
    "medium": _of_programme(lambda programme: map(Option, programme.media)),
    "by": lambda form: map(Option, filter(None, [_finder(form)])),
}
_OF_KIND: Mapping[AnswerKind, _Choices] = {
    AnswerKind.PROGRAMME: lambda form: offered.programmes(form.register),
    AnswerKind.CITY: lambda form: offered.cities(form.register, form.programme),
    AnswerKind.COUNTY: lambda form: offered.counties(form.city) if form.city else (),
    AnswerKind.UNIT: lambda form: offered.units(form.register, form.city) if form.city else (),
    AnswerKind.ROUND: lambda form: (
        offered.rounds(form.register, form.programme) if form.programme else ()
    ),
    AnswerKind.GROUP: _of_programme(offered.groups),
    AnswerKind.YES: lambda form: (Option("是"), Option("否")),
}
