"""A correction as an entry: one field with its new value, and the step that tells why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import ValidationError

from generator.core.vocabulary import Role
from generator.core.yaml_writer import record_text
from generator.form.entry import (
    Desk,
    Draft,
    Entry,
    EntryKind,
    problems_found,
    shape_problems,
)
from generator.form.new_issue import choices_of
from generator.form.next_step import (
    NextStep,
    about_question,
    issue_of,
    path_of,
    shown_question,
    states_after,
)
from generator.form.shown import InputKind, Option, ShownQuestion, asked, with_note
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.load.files import raw_file
from generator.questions.issue import QUESTIONS, IssueQuestion
from generator.questions.issue_answers import Form
from generator.questions.question import AnswerError
from generator.questions.step import LegalStep, next_steps
from generator.questions.step_answers import AnswerFault

_PARTS = ("events", "sources", "relations")
FIELDS: Mapping[str, IssueQuestion] = {
    one.title: one
    for one in QUESTIONS
    if one.asked.field and one.asked.field.split(".")[0] not in _PARTS
}
"""Title → the question about a fact that can be corrected."""

_VALUE = "value"
_LONG = frozenset({"found", "demand"})


class CorrectedFact(EntryKind):
    """A fact of an issue that was recorded wrongly."""

    name = "correction"
    title = "更正记错的内容"

    def questions(self, desk: Desk, entry: Entry) -> Sequence[ShownQuestion]:
        """Return the questions, given the answers so far."""
        found = [about_question(desk, entry)]
        issue = issue_of(desk, entry)
        step = _step(desk, issue) if issue else None
        if issue is None or step is None:
            return found
        found.append(_which_field(issue))
        field = FIELDS.get(entry.answers.get("corrects", ""))
        if field:
            found.append(_new_value(desk, issue, field, entry))
        others = (one for one in step.questions if one.name != "corrects")
        return [*found, *(shown_question(one, entry) for one in others)]

    def draft(self, desk: Desk, entry: Entry) -> Draft:
        """Return the record with the new value and the step of the correction."""
        issue = issue_of(desk, entry)
        step = _step(desk, issue) if issue else None
        if issue is None or step is None:
            return NextStep().draft(desk, entry)
        field = FIELDS.get(entry.answers.get("corrects", ""))
        typed = entry.answers.get(_VALUE, "")
        if field is None or not typed.strip():
            return Draft(problems=[_unanswered(field)])
        answers = {**entry.answers, "step": step.step, "corrects": field.asked.field}
        draft = NextStep().draft(desk, replace(entry, answers=answers))
        return _with_value(desk, issue, draft, field, typed) if draft.text else draft


def _step(desk: Desk, issue: Issue) -> LegalStep | None:
    """Return the step of a correction, where the issue may take it now."""
    register = desk.carried.register_of(path_of(issue.id))
    for one in next_steps(register, issue).steps:
        if register.vocabulary.has_role(one.step, Role.CORRECTED):
            return one
    return None


def _unanswered(field: IssueQuestion | None) -> AnswerFault:
    if field is None:
        return AnswerFault("corrects", "更正的内容", "没有选", "选一项，一次更正一项")
    return AnswerFault(_VALUE, "改为", "没有填", field.help)


def _which_field(issue: Issue) -> ShownQuestion:
    values = [Option(title, _shown(issue, one.asked.field)) for title, one in FIELDS.items()]
    return ShownQuestion(
        name="corrects",
        title="更正的内容",
        help="更正哪一项；一次更正一项，几项的分几条填。",
        input=InputKind.CHOICE,
        is_needed=True,
        choices=values,
    )


def _shown(issue: Issue, field: str) -> str:
    """Return what a field holds, as a list shows it."""
    value: object = issue
    for part in field.split("."):
        value = getattr(value, part, None)
    name = getattr(value, "name", value)
    return f"现为：{name}" if name is not None else "现在没有填"


def _new_value(desk: Desk, issue: Issue, field: IssueQuestion, entry: Entry) -> ShownQuestion:
    form = _form(desk.carried.register_of(path_of(issue.id)), issue)
    shown = asked(field.asked, is_needed=True, is_long=field.name in _LONG)
    help = f"{_shown(issue, field.asked.field)}。{field.help}"
    named = replace(
        shown, name=_VALUE, title="改为", help=help, choices=tuple(choices_of(field.asked, form))
    )
    return with_note(named, entry.answers.get(_VALUE, ""))


def _form(register: Register, issue: Issue) -> Form:
    """Return the answers that the issue gives to what other answers depend on."""
    return Form(
        register,
        programme=register.programmes.get(issue.programme_id),
        city=register.cities.get(issue.city_id),
        round=issue.round_number,
        group=issue.id.split("-")[3],
        category=issue.category,
    )


def _with_value(desk: Desk, issue: Issue, draft: Draft, field: IssueQuestion, typed: str) -> Draft:
    """Return the draft with the new value in its record."""
    form = _form(desk.carried.register_of(draft.path), issue)
    try:
        value = field.answer(form, typed)
        changed = _changed(draft, field.asked.field.split("."), value)
    except AnswerError as error:
        return Draft(problems=[*draft.problems, AnswerFault(_VALUE, "改为", error.message)])
    except ValidationError as error:
        return Draft(problems=[*draft.problems, *shape_problems(error, [field.asked])])
    if draft.before != record_text(issue):
        return Draft(problems=[AnswerFault("", "", *COMMENTED)])
    text = record_text(changed)
    asked_here = [replace(field.asked, name=_VALUE, title="改为")]
    found = [*draft.problems]
    known = {(one.code, one.message) for one in found}
    for one in problems_found(desk, draft.path, text, asked_here):
        if (one.code, one.message) not in known:
            found.append(one)
    after = list(states_after(desk, draft.path, text))
    return replace(draft, text=text, problems=found, after=after)


COMMENTED = (
    "这条记录的文件里有注释，或者没有照规范排列，网页改不了",
    "请管理员先运行 lantian fmt，有注释的在文件里改",
)


def _changed(draft: Draft, path: Sequence[str], value: object) -> Issue:
    """Return the issue of a draft with another value in a field."""
    issue = Issue.model_validate(raw_file(draft.path, draft.text.encode()).content)
    if len(path) == 1:
        changes = {path[0]: value}
    else:
        inner = getattr(issue, path[0])
        changes = {path[0]: inner.model_copy(update={path[1]: value})}
    plain = issue.model_copy(update=changes)
    return Issue.model_validate(dict(plain))
