"""A question as a form shows it: how it is answered, what can be chosen, what is wrong with it."""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.unit.model import Unit
from generator.public.personal_data import personal
from generator.questions.question import AnswerKind, Question


class InputKind(StrEnum):
    """How an answer is typed."""

    CHOICE = "choice"
    DAY = "day"
    LINE = "line"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, and what else is said of it; both are searched for what is typed."""

    value: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question of a form. `waits_for` are the titles of questions to be answered before it."""

    name: str
    title: str
    help: str
    input: InputKind
    is_needed: bool
    choices: Sequence[Option] = ()
    is_open: bool = False
    """Whether other answers than those to choose from are taken too."""
    waits_for: Sequence[str] = ()
    default: str = ""
    error: str = ""
    note: str = ""
    keeps: bool = False
    """Whether the next entry of a sitting most likely has the same answer."""
    is_folded: bool = False
    """Whether it stands among those that need not be seen to fill in an entry."""
    is_searched: bool = False
    """Whether the choices are those that fit what is typed: there are too many to send them all."""


_CHOSEN = frozenset(
    {
        AnswerKind.WORD,
        AnswerKind.YES,
        AnswerKind.PROGRAMME,
        AnswerKind.CITY,
        AnswerKind.COUNTY,
        AnswerKind.UNIT,
        AnswerKind.ROUND,
        AnswerKind.GROUP,
    }
)


def asked(question: Question, *, is_needed: bool, is_long: bool = False) -> ShownQuestion:
    """Return a question without choices and answer."""
    kind = InputKind.LONG if is_long else InputKind.LINE
    if question.kind in _CHOSEN:
        kind = InputKind.CHOICE
    elif question.kind is AnswerKind.DAY:
        kind = InputKind.DAY
    return ShownQuestion(question.name, question.title, question.help, kind, is_needed)


def with_note(one: ShownQuestion, answer: str) -> ShownQuestion:
    """Return the question with a note where the answer looks like personal data."""
    found = [f"“{answer[hit.start : hit.end]}”像是{hit.kind.value}" for hit in personal(answer)]
    if not found:
        return one
    return replace(one, note=f"{'，'.join(found)}；记录里不写个人信息，是的就删去")


_FEWEST = 4
"""Questions that are worth folding away."""


def folded(questions: Sequence[ShownQuestion], usual: Container[str]) -> list[ShownQuestion]:
    """Return the questions, those folded away that are neither needed nor usually answered."""
    rare = {one.name for one in questions if not one.is_needed and one.name not in usual}
    if len(rare) < _FEWEST:
        return list(questions)
    return [replace(one, is_folded=one.name in rare) for one in questions]


def programmes(register: Register) -> list[Option]:
    """Return all programmes."""
    return [Option(one.id, one.name) for one in register.programmes.values()]


def cities(register: Register, programme: Programme | None) -> list[Option]:
    """Return the cities of a programme; all where it names none, or none is chosen."""
    named = programme.cities if programme and programme.cities else register.cities
    known = [register.cities[one] for one in named if one in register.cities]
    return [Option(one.name, f"{one.id} {one.province} {one.pinyin}") for one in known]


def counties(city: City) -> list[Option]:
    """Return all county-level units, the present ones first."""
    found = {one.name: one.code for one in reversed(city.units)}
    units = [Option(name, code) for name, code in found.items()]
    return [*units, *(Option(name, "没有代码") for name in dict.fromkeys(city.uncoded))]


def units(register: Register, city: City) -> list[Option]:
    """Return the units on record in a city: those whose name is that of several by their IDs."""
    known = register.select(Unit, city=city.id)
    several = Counter(one.name for one in known)
    return [
        Option(
            one.name if several[one.name] == 1 else one.id,
            " ".join(filter(None, (one.id, one.name, one.credit_code, *one.all_names))),
        )
        for one in known
    ]


def words(register: Register, name: str) -> list[Option]:
    """Return the words of a list of the vocabulary that are in use, with what is said of them."""
    entries = [one for one in register.vocabulary.entries(name) if not one.retired]
    return [Option(one.word, "；".join([*one.called, one.meaning])) for one in entries]


def rounds(register: Register, programme: Programme) -> Iterator[Option]:
    """Yield the rounds of a programme with their days, and that there is none."""
    for one in register.rounds.values():
        if one.programme_id == programme.id:
            yield Option(str(one.number), f"第 {one.number} 轮 {one.start} 至 {one.end}")
    yield Option("0", "不分轮次，或者不知道是哪一轮")


_USUAL = 30
"""Groups to choose from where their number was not published."""


def groups(programme: Programme) -> Iterator[Option]:
    """Yield the groups of a programme."""
    for kind in programme.group_kinds:
        if not kind.numbered:
            yield Option(kind.letter, kind.name)
            continue
        for number in range(1, (kind.count or _USUAL) + 1):
            yield Option(f"{kind.letter}{number:02}", f"第{number}{kind.name}")
