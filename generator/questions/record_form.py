"""The questions about a new record of any kind but issues, or about a part of one.

Titles, explanations, kinds of answers and what is needed come from the model of the kind; a kind
says which fields are asked, in which order, and how the ID follows. See decision 0097.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as date_type
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any
from unicodedata import normalize

from pydantic import BaseModel, ValidationError

from generator.core.dates import PartialDate
from generator.core.fields import Record, Source
from generator.core.model_walk import field_at, holds_list, inner_model, list_of_words, value_types
from generator.kinds.issue.model import Place
from generator.kinds.programme.model import Programme
from generator.questions import issue
from generator.questions.issue_answers import Form, county, date, text, url, word_of, yes
from generator.questions.question import (
    AnswerError,
    AnswerKind,
    Question,
    from_field,
    shown,
    typed_day,
    typed_text,
)

FieldPlace = tuple[str | int, ...]
"""The place of a value in a record; the first of a list stands for each."""

_CONTEXT = ("programme", "city", "round", "group", "county")
"""The answers that those to further questions are read with."""


@dataclass
class RecordAnswers(Form):
    """The answers about a new record so far, by the name of the question."""

    values: dict[str, Any] = field(default_factory=dict)

    @property
    def round_name(self) -> str:
        """Return the round as IDs have it, R00 for none."""
        return f"R{self.round or 0:02}"

    @property
    def city_prefix(self) -> str:
        """Return what the IDs of a city's records begin with: LT19-610100."""
        assert self.programme
        assert self.city
        return f"{self.programme.id}-{self.city.id}"

    @property
    def round_prefix(self) -> str:
        """Return what the IDs of a city's records of a round begin with: LT19-610100-R05."""
        return f"{self.city_prefix}-{self.round_name}"


Read = Callable[[RecordAnswers, str], object]
Choices = Callable[[RecordAnswers], Sequence[str]]


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """One question about a record: how it is put and how its answer is read.

    `choices` are the answers to choose from, where they follow from programme and city;
    `column` is the column of the table of its kind that answers it, "" for its title.
    """

    asked: Question
    read: Read
    choices: Choices | None = None
    column: str = ""

    @property
    def name(self) -> str:
        """Return the name of the answer."""
        return self.asked.name

    @property
    def title(self) -> str:
        """Return how it is called in tables."""
        return self.column or self.asked.title

    def answer(self, answers: RecordAnswers, typed: str) -> object:
        """Return the typed answer as it goes into the record; AnswerError where it can not."""
        try:
            value = self.read(answers, typed)
        except ValidationError as error:  # a form of its own that the record does not allow
            help = self.asked.help.rstrip("。")
            raise AnswerError(f"{shown(typed)} 不能这样记；{help}") from error
        answers.values[self.name] = value
        if self.name in _CONTEXT:
            setattr(answers, self.name, value)
        return value

    def can_be_read(self, answers: RecordAnswers) -> bool:
        """Return whether the answers that it depends on are there."""
        return all(getattr(answers, name) is not None for name in self.asked.after)


def _nothing(answers: RecordAnswers) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What is asked about a record of a kind: one row of a table, or one command.

    `id_of` gives its ID, or what stands before the running number. `part` is the list of which a
    row is one entry, "" where it is the whole record; `found_by` are the questions by whose answers
    an entry, or a numbered record, is found again. `keys` are those by which a sheet is known.
    """

    name: str
    title: str
    model: type[Record]
    questions: Sequence[RecordQuestion]
    id_of: Callable[[RecordAnswers], str]
    found_by: Sequence[str] = ()
    keys: Sequence[str] = ()
    part: str = ""
    follows: Callable[[RecordAnswers], Mapping[str, object]] = _nothing
    """Fields that follow from the answers, by their path."""
    example: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Name of a question → what a sheet shows as an example."""
    goes_on: bool = False
    """Whether its record has to be there already."""
    table: str = ""
    """The title of the table that reads its rows; "" where they are read by the questions."""
    filled: Callable[[RecordAnswers], Sequence[Mapping[str, str]]] | None = None
    """Rows that a sheet begins with, by name of the question: what is to be reported on."""
    begun: Sequence[str] = ()
    """The questions that these rows answer."""
    like: Callable[[RecordAnswers, str], Sequence[Record]] | None = None
    """New records after the sample of others, which is typed; AnswerError, ValidationError."""
    like_help: str = ""
    """What to type as the sample."""
    about: str = ""
    """What a row of it is, for the explanation of a sheet."""

    def question(self, name: str) -> RecordQuestion:
        """Return the question of this name."""
        return next(one for one in self.questions if one.name == name)

    @property
    def key_columns(self) -> tuple[str, ...]:
        """Return the columns without which a sheet is no such table."""
        return tuple(self.question(name).title for name in self.keys)

    @property
    def places(self) -> dict[FieldPlace, str]:
        """Return the place of each field in a record → the column that answers it."""
        first = self.questions[0]
        # Other IDs are made of several answers, and none of them is at fault alone.
        is_id = first.asked.kind is AnswerKind.CODE
        places: dict[FieldPlace, str] = {("id",): first.title} if is_id else {}
        for one in self.questions:
            if one.asked.field:
                at = tuple(_steps(self.model, one.asked.field.split(".")))
                places[at] = one.title
                if one.asked.kind is AnswerKind.COUNTY:
                    places |= {(*at, name): one.title for name in Place.model_fields}
        return places

    def fields(self, answers: RecordAnswers) -> dict[str, Any]:
        """Return the answers under the names of the fields of the record."""
        values = {
            one.asked.field: answers.values.get(one.name)
            for one in self.questions
            if one.asked.field
        }
        return nested(self.model, {**values, **self.follows(answers)})


def _steps(model: type[BaseModel], path: Sequence[str]) -> Iterator[str | int]:
    """Yield the steps of a path, with 0 for the first of each list that leads on."""
    shape: type[BaseModel] | None = model
    for at, name in enumerate(path):
        yield name
        info = shape.model_fields[name] if shape else None
        if info and at + 1 < len(path) and holds_list(info):
            yield 0
        shape = inner_model(info.annotation) if info else None


def nested(model: type[BaseModel], values: Mapping[str, object]) -> dict[str, Any]:
    """Return values by their paths as the content of a record; what is None is left out."""
    content: dict[str, Any] = {}
    for path, value in values.items():
        if value is None:
            continue
        steps = list(_steps(model, path.split(".")))
        at: Any = content
        for step, following in pairwise(steps):
            at = at[0] if step == 0 else at.setdefault(step, [{}] if following == 0 else {})
        at[steps[-1]] = value
    return content


_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def number(answers: RecordAnswers, typed: str) -> str:
    """Return a number as records have it, without separators and the width of its signs."""
    plain = normalize("NFKC", typed_text(typed)).replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise AnswerError(f"{shown(typed)} 不是数；只写一个数，不带单位")
    return plain


def day(answers: RecordAnswers, typed: str) -> date_type:
    """Return a calendar day."""
    return typed_day(typed)


_BETWEEN = re.compile(r"\s*[、；;\n]\s*")


def entries_of(typed: str) -> list[str]:
    """Return the entries of a cell that holds several, between 、 or ；."""
    return [one for one in _BETWEEN.split(typed_text(typed)) if one]


def texts(answers: RecordAnswers, typed: str) -> list[str]:
    """Return the texts of a cell that holds several."""
    return entries_of(typed)


def words_of(words: str, title: str) -> Read:
    """Return a parser for several words of the vocabulary in one cell."""
    read_one = word_of(words, title)
    return lambda answers, typed: [read_one(answers, one) for one in entries_of(typed)]


_READERS: Sequence[tuple[type, Read, AnswerKind]] = (
    (Place, county, AnswerKind.COUNTY),
    (PartialDate, date, AnswerKind.DAY),
    (date_type, day, AnswerKind.DAY),
    (bool, yes, AnswerKind.YES),
    (Decimal, number, AnswerKind.NUMBER),
    (int, number, AnswerKind.NUMBER),
)
"""Type of a field → how its answer is read."""


def about(
    model: type[Record],
    path: str,
    *,
    name: str = "",
    title: str = "",
    help: str = "",
    read: Read | None = None,
    kind: AnswerKind | None = None,
    after: Sequence[str] = (),
    aliases: Sequence[str] = (),
    needed: bool | None = None,
    choices: Choices | None = None,
    column: str = "",
) -> RecordQuestion:
    """Return the question that a field of a model answers; what is not given comes from there."""
    info = field_at(model, path)
    by_type, own_kind = _reader(model, path)
    own_kind = kind or own_kind
    asked = from_field(
        model,
        path,
        name=name or path.rpartition(".")[2],
        title=title,
        help=help,
        kind=own_kind,
        after=after or (("city",) if own_kind is AnswerKind.COUNTY else ()),
        aliases=aliases,
        needed=info.is_required() if needed is None else needed,
    )
    return RecordQuestion(asked, read or by_type, choices, column)


def _reader(model: type[Record], path: str) -> tuple[Read, AnswerKind]:
    info = field_at(model, path)
    words = list_of_words(info)
    if words and holds_list(info):
        return words_of(words, str(info.title)), AnswerKind.TEXT
    if words:
        return word_of(words, str(info.title)), AnswerKind.WORD
    types = set(value_types(info.annotation))
    for one, read, kind in _READERS:
        if one in types:
            return read, kind
    return (texts if holds_list(info) else text), AnswerKind.TEXT


def _from_issue(name: str, *, needed: bool = True) -> RecordQuestion:
    asked = next(one for one in issue.QUESTIONS if one.name == name)
    known = asked.asked
    put = Question(
        known.name,
        known.title,
        known.help,
        known.kind,
        after=known.after,
        aliases=known.aliases,
        needed=needed,
    )
    return RecordQuestion(put, asked.read)


PROGRAMME = _from_issue("programme")
CITY = _from_issue("city")
ROUND = _from_issue("round")
MAYBE_ROUND = _from_issue("round", needed=False)


def source_questions(
    model: type[Record], at: str = "sources", *, needed: bool = False
) -> tuple[RecordQuestion, ...]:
    """Return the questions about the publication that a record is taken from."""
    titles = {"title": "来源标题", "publisher": "来源发布者", "date": "来源日期", "url": "来源网址"}
    return tuple(
        about(
            model,
            f"{at}.{name}",
            name=f"source_{name}",
            title=title,
            needed=needed and name == "title",
            read=url if name == "url" else None,
        )
        for name, title in titles.items()
        if name in Source.model_fields
    )


def groups_on_the_spot(programme: Programme) -> list[str]:
    """Return the groups of a programme that can find something on the spot, as in IDs."""
    return [
        f"{kind.letter}{number:02}" if kind.numbered else kind.letter
        for kind in programme.group_kinds
        if not kind.published
        for number in range(1, (kind.count or _GROUPS) + 1 if kind.numbered else 2)
    ]


def groups_to_choose(answers: RecordAnswers) -> list[str]:
    """Return the groups on the spot of the answered programme."""
    return groups_on_the_spot(answers.programme) if answers.programme else []


_GROUPS = 30
"""Groups of a kind to choose from where their number is not known."""
