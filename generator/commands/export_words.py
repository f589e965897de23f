"""What may be typed to choose problems for `lantian export`, and what it stands for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import click

from generator.cli.options import typed_word
from generator.commands.terminal import plain
from generator.exchange.selection import Selection
from generator.kinds.register import Register

Known = Mapping[str, str]
"""What may be typed → what stands in a line."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: the field of a selection, what it is called, and its words in a register."""

    option: str
    field: str
    title: str
    help: str
    known: Callable[[Register], Known]


def _programmes(register: Register) -> Known:
    programmes = register.programmes.values()
    return {name: one.id for one in programmes for name in (one.id, one.name, *one.called)}


def _cities(register: Register) -> Known:
    return {
        name: one.id
        for one in register.cities.values()
        for name in (one.name, one.short_name, one.id)
    }


def _rounds(register: Register) -> Known:
    unknown = (f"{programme}-R00" for programme in register.programmes)
    return _themselves((*register.rounds, *unknown))


def _counties(register: Register) -> Known:
    cities = register.cities.values()
    return _themselves(
        name for city in cities for name in (*city.codes, *city.uncoded, *city.known_codes)
    )


def _categories(register: Register) -> Known:
    words = register.vocabulary.words
    return _themselves((*words("categories"), *words("groups")))


def _states(register: Register) -> Known:
    lifecycles = [one.lifecycle for one in register.programmes.values() if one.lifecycle]
    return _themselves(
        state.name
        for lifecycle in lifecycles
        for path in lifecycle.paths
        for strand in path.strands
        for state in strand.states
    )


def _themselves(words: Iterable[str]) -> Known:
    return {word: word for word in words}


CHOICES = (
    Choice("--programme", "programmes", "行动", "行动的编号或名称，例如 LT19。", _programmes),
    Choice("--city", "cities", "城市", "城市的代码、名称或简称。", _cities),
    Choice("--round", "rounds", "轮次", "轮次的编号，例如 LT19-R05；R00 是未载轮次的。", _rounds),
    Choice("--county", "counties", "区县", "区县当日的名称或代码。", _counties),
    Choice("--category", "categories", "类别", "问题类别或问题大类。", _categories),
    Choice("--status", "states", "状态", "办理或公开的状态，例如 整改中。", _states),
)
"""The options, in the order of the help."""


def chosen(register: Register, typed: Mapping[str, Iterable[str]]) -> Selection:
    """The selection of these words, by field; UsageError that names all wrong ones at once."""
    wrong: list[str] = []
    words = {one.field: frozenset(_read(one, register, typed, wrong)) for one in CHOICES}
    if wrong:
        raise click.UsageError(plain("\n      ".join(wrong)))
    return Selection(
        programmes=words["programmes"],
        cities=words["cities"],
        rounds=words["rounds"],
        counties=words["counties"],
        categories=words["categories"],
        states=words["states"],
    )


def _read(
    choice: Choice, register: Register, typed: Mapping[str, Iterable[str]], wrong: list[str]
) -> Iterator[str]:
    """What the words for one field stand for; what is wrong with the others goes into `wrong`."""
    known = choice.known(register)
    for word in typed.get(choice.field, ()):
        try:
            yield known[typed_word(word, list(known), choice.title)]
        except click.BadParameter as error:
            wrong.append(f"{choice.option} 的值不对：{error.message}")
