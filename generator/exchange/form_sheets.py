"""The sheets of empty lists to fill in: their heads, what can be chosen, examples, rows begun."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.exchange.issue_rows import EXAMPLE_OF_ISSUE
from generator.exchange.record_rows import NUMBER
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.round.model import Round
from generator.questions.issue import asked_of
from generator.questions.question import AnswerKind, Question
from generator.questions.record_form import RecordAnswers, RecordForm, groups_on_the_spot

EXAMPLE = "示例"
"""What stands as the number of a row that is an example, and is not imported."""


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What all rows of a workbook are about: a programme, some cities, maybe a round."""

    register: Register
    programme: Programme
    cities: Sequence[City]
    round: int | None = None

    @property
    def answers(self) -> RecordAnswers:
        """Return what is known before a row is filled in."""
        return RecordAnswers(
            self.register,
            programme=self.programme,
            city=self.cities[0] if len(self.cities) == 1 else None,
            round=self.round,
        )

    @property
    def given(self) -> dict[AnswerKind, str]:
        """Return the answers that are the same for each row, by their kind."""
        given = {AnswerKind.PROGRAMME: self.programme.id}
        if len(self.cities) == 1:
            given[AnswerKind.CITY] = self.cities[0].name
        if self.round is not None:
            given[AnswerKind.ROUND] = str(self.round)
        return given


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet to fill in.

    `given` are the answers that are the same for each row, by title; `choices` what can be chosen,
    by the name of the question; `begun` the rows that are begun already.
    """

    title: str
    about: str
    questions: Sequence[Question]
    given: Mapping[str, str]
    choices: Mapping[str, Sequence[str]]
    example: Mapping[str, str]
    begun: Sequence[Mapping[str, str]] = field(default=())

    @property
    def heads(self) -> tuple[Question, ...]:
        """Return the questions that are its columns, its own number first."""
        return (NUMBER, *self.questions)


def issue_sheet(context: SheetContext, letters: Sequence[str]) -> FormSheet:
    """Return the sheet for issues that groups of some kinds find."""
    programme = context.programme
    questions = [one.asked for one in asked_of(programme, letters)]
    groups = [one for one in _groups_of(programme) if one[0] in letters]
    choices = {
        "group": groups,
        "medium": list(programme.media),
        "comes_from": list(programme.origins),
    }
    return _sheet(
        "问题清单",
        "一行一个问题",
        questions,
        context,
        choices,
        {**EXAMPLE_OF_ISSUE, "group": groups[0]},
    )


def _groups_of(programme: Programme) -> list[str]:
    published = [one.letter for one in programme.group_kinds if one.published]
    return [*groups_on_the_spot(programme), *published]


def record_sheet(context: SheetContext, form: RecordForm) -> FormSheet:
    """Return the sheet for records of a kind other than issues."""
    answers = context.answers
    choices = {one.name: one.choices(answers) for one in form.questions if one.choices}
    sheet = _sheet(
        form.title,
        form.about,
        [one.asked for one in form.questions],
        context,
        choices,
        form.example,
    )
    if form.filled is None:
        return sheet
    return FormSheet(
        sheet.title,
        sheet.about,
        sheet.questions,
        sheet.given,
        sheet.choices,
        sheet.example,
        form.filled(answers),
    )


def _sheet(
    title: str,
    about: str,
    questions: Sequence[Question],
    context: SheetContext,
    choices: Mapping[str, Sequence[str]],
    example: Mapping[str, str],
) -> FormSheet:
    """Return a sheet without the questions that have one answer for all of its rows."""
    given = {one.title: context.given[one.kind] for one in questions if _is_given(one, context)}
    asked = [one for one in questions if not _is_given(one, context)]
    chosen = {one.name: choices.get(one.name) or _choices(one, context) for one in asked}
    shown = {
        one.name: example.get(one.name) or next(iter(chosen[one.name]), "")
        for one in asked
        if one.needed or one.name in example
    }
    return FormSheet(title, about, asked, given, chosen, shown)


def _is_given(question: Question, context: SheetContext) -> bool:
    """Return whether a question has one answer for all rows; that of a figure is about its area."""
    return question.kind in context.given and not question.field


def _choices(question: Question, context: SheetContext) -> Sequence[str]:
    """Return the answers to choose from; () where any text will do."""
    choices = _CHOICES.get(question.kind)
    return choices(question, context) if choices else ()


def _words(question: Question, context: SheetContext) -> Sequence[str]:
    if not question.words:
        return ()
    entries = context.register.vocabulary.entries(question.words)
    return [one.word for one in entries if not one.retired]


def _cities(question: Question, context: SheetContext) -> Sequence[str]:
    """Return the cities; the area of a figure may be any."""
    return () if question.field else [one.name for one in context.cities]


def _rounds(question: Question, context: SheetContext) -> Sequence[str]:
    rounds = context.register.select(Round, programme=context.programme.id)
    return [str(one.number) for one in rounds]


_CHOICES: Mapping[AnswerKind, Callable[[Question, SheetContext], Sequence[str]]] = {
    AnswerKind.WORD: _words,
    AnswerKind.YES: lambda question, context: ("是", "否"),
    AnswerKind.PROGRAMME: lambda question, context: (context.programme.id,),
    AnswerKind.CITY: _cities,
    AnswerKind.ROUND: _rounds,
    AnswerKind.GROUP: lambda question, context: groups_on_the_spot(context.programme),
}
"""Kind of answer → the answers to choose from."""
