"""How the answers about a next step are read, each as its field of the model takes it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from generator.core.fields import Letter, names_in
from generator.core.model_walk import field_at
from generator.core.web_address import wrong_address
from generator.kinds.issue.model import Event, Issue
from generator.kinds.register import Register
from generator.questions.question import (
    AnswerError,
    AnswerKind,
    Question,
    instead,
    shown,
    typed_date,
    typed_day,
    typed_text,
    typed_word,
)
from generator.questions.step import (
    ABOUT_SOURCE,
    CORRECTABLE,
    DATE,
    QUESTIONS,
    SOURCE,
    STEP,
    YES_OR_NO,
    CurrentState,
    current_state,
    field_titles,
)


@dataclass
class StepForm:
    """The answers so far about a next step of an issue, by the names of the questions."""

    register: Register
    issue: Issue
    answers: dict[str, object] = field(default_factory=dict)

    @property
    def state(self) -> CurrentState | None:
        """Return how the issue stands; None where no lifecycle says it."""
        return current_state(self.register, self.issue)

    @property
    def source(self) -> dict[str, object]:
        """Return the answers about a new source under the names of its fields."""
        return {
            name.removeprefix(SOURCE): self.answers[name]
            for name in ABOUT_SOURCE
            if name in self.answers
        }


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """One thing that is wrong with answers: at which question, what, and how to mend it.

    `question` is "" where it concerns the record as a whole; `code` is that of a rule, "" for an
    answer that can not be read. A warning does not keep the step from being taken.
    """

    question: str
    title: str
    message: str
    hint: str = ""
    code: str = ""
    is_error: bool = True


def read_answers(form: StepForm, typed: Mapping[str, str]) -> list[AnswerFault]:
    """Read the typed answers, by the names of the questions, into the form; return what is wrong.

    Blank ones are not answered. What a step needs besides its name and its date is left to the
    rules.
    """
    faults = []
    for question in QUESTIONS:
        text = typed.get(question.name) or ""
        if text.strip():
            try:
                form.answers[question.name] = answer(form, question, text)
            except AnswerError as error:
                fact, _, remedy = error.message.partition("；")
                faults.append(fault_at(question, fact, remedy))
    unread = {one.question for one in faults}
    for question in (STEP, DATE):
        if question.name not in form.answers and question.name not in unread:
            faults.append(fault_at(question, "没有填", question.help.rstrip("。")))
    return [*faults, *_source_faults(form)]


def fault_at(question: Question, message: str, hint: str = "") -> AnswerFault:
    """Return a fault at a question."""
    return AnswerFault(question.name, question.title, message, hint)


def _source_faults(form: StepForm) -> list[AnswerFault]:
    """Return what is wrong with a new source as a whole."""
    title = next(one for one in QUESTIONS if one.name == f"{SOURCE}title")
    if form.source and title.name not in form.answers:
        return [fault_at(title, "没有填", "写了来源的其他各项，也写标题")]
    if form.source and "source" in form.answers:
        listed = next(one for one in QUESTIONS if one.name == "source")
        return [fault_at(listed, "指已经列出的来源，不能与新的来源一起写", "两样只写一样")]
    return []


def answer(form: StepForm, question: Question, typed: str) -> object:
    """Return an answer as the event, or its source, takes it; AnswerError where it can not."""
    read = _OF_QUESTION.get(question.name) or _OF_KIND.get(question.kind, _line)
    return read(form, question, typed)


def _line(form: StepForm, question: Question, typed: str) -> str:
    """Return a text in one line."""
    text = typed_text(typed)
    if re.search(r"[\n\t]", text):
        raise AnswerError("写成一行，不换行，不用制表符")
    return text


def _text(form: StepForm, question: Question, typed: str) -> str:
    return typed_text(typed)


def _step(form: StepForm, question: Question, typed: str) -> str:
    """Return the step; AnswerError with the nearest legal one where it is no step at all.

    Other names of a step are only pointed out (decision 0082).
    """
    words, text = form.register.vocabulary, typed_text(typed)
    if text in words.words("steps"):
        return text
    legal = [one.step for one in form.state.next_steps] if form.state else words.words("steps")
    raise AnswerError(f"没有叫 {shown(text)} 的步骤；{instead(text, legal, words.called('steps'))}")


def _word(form: StepForm, question: Question, typed: str) -> str:
    """Return a word that is in use; where it is none, the results of the step are named."""
    vocabulary, words = form.register.vocabulary, question.words
    used = [one.word for one in vocabulary.entries(words) if not one.retired]
    text = typed_text(typed)
    own = () if text in used else _own_results(form, question)
    return typed_word(text, own or used, question.title, vocabulary.called(words))


def _own_results(form: StepForm, question: Question) -> list[str]:
    """Return the results of the step that was answered; none for other questions."""
    state = form.state if question.name == "result" else None
    step = state.named(str(form.answers.get(STEP.name))) if state else None
    return [one.result for one in step.outcomes] if step else []


_LETTER: TypeAdapter[str] = TypeAdapter(Letter)


def meant_letter(text: str) -> str:
    """Return a document number with its year in 〔〕, as letters have it, whatever was typed."""
    try:
        return _LETTER.validate_python(text)
    except ValidationError as error:
        return str(error.errors()[0].get("ctx", {}).get("meant", text))


def _letter(form: StepForm, question: Question, typed: str) -> str:
    text = _line(form, question, typed)
    if (meant := meant_letter(text)) != text:
        raise AnswerError(f"文号 {shown(text)} 的年份不用这种括号；写成 {meant}")
    return text


def _number(form: StepForm, question: Question, typed: str) -> int:
    text = typed_text(typed)
    match = re.fullmatch(r"第?\s*([1-9][0-9]?)\s*(?:个|步)?", text)
    if not match:
        raise AnswerError(f"{shown(text)} 不是 1 到 99 的数")
    return int(match[1])


def _yes(form: StepForm, question: Question, typed: str) -> bool:
    return typed_word(typed, YES_OR_NO, question.title) == YES_OR_NO[0]


def _url(form: StepForm, question: Question, typed: str) -> str:
    address = typed_text(typed)
    if remedy := wrong_address(address):
        raise AnswerError(f"网址 {shown(address)} 不能用：{remedy}")
    return address


def _corrected(form: StepForm, question: Question, typed: str) -> str:
    """Return the fields that are corrected by their names; their titles are known as well."""
    titles = field_titles()
    names = [titles.get(name, name) for name in names_in(typed_text(typed))]
    for name in names:
        if name not in Event.model_fields and not _is_field(name):
            raise AnswerError(
                f"问题没有叫 {shown(name)} 的字段；{instead(name, [*titles, *CORRECTABLE])}"
            )
    if not names:
        raise AnswerError("什么也没有写")
    return "、".join(names)


def _is_field(path: str) -> bool:
    """Return whether an issue has a field at a path such as `site.name`."""
    try:
        field_at(Issue, ".".join(part for part in path.split(".") if not part.isdigit()))
    except KeyError:
        return False
    return path.split(".")[0] in CORRECTABLE


_Read = Callable[[StepForm, Question, str], object]

_OF_KIND: Mapping[AnswerKind, _Read] = {
    AnswerKind.WORD: _word,
    AnswerKind.DAY: lambda form, question, typed: typed_date(typed),
    AnswerKind.WHOLE_DAY: lambda form, question, typed: typed_day(typed),
    AnswerKind.NUMBER: _number,
    AnswerKind.YES: _yes,
    AnswerKind.FIELDS: _corrected,
}
_OF_QUESTION: Mapping[str, _Read] = {
    "step": _step,
    **dict.fromkeys(("letter", "application", "review_letter"), _letter),
    "statement": _text,
    "words": _text,
    "note": _text,
    "source_url": _url,
}
"""Readers of answers whose form the kind of the question does not tell."""
