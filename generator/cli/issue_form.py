"""Reads what is typed for a new issue against the register.

Names are taken where records hold codes. What is not known is refused by a BadParameter that says
the nearest known.
"""

import re
from collections.abc import Callable

import click
from pydantic import TypeAdapter, ValidationError

from generator.cli.options import shown, typed_date, typed_text, typed_word
from generator.commands.issue_form import Form
from generator.core.dates import PartialDate
from generator.core.fields import Url
from generator.kinds.city.model import City
from generator.kinds.issue.model import Place, Quantity
from generator.kinds.programme.model import Programme

_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(\S+)")
_GROUP = re.compile(r"([A-Z])([0-9]{0,2})|第?([0-9]{0,2})([^\W\d_]{2,}?)([0-9]{0,2})")


def programme(form: Form, typed: str) -> Programme:
    """The campaign of this ID or name."""
    programmes = form.register.programmes
    names = {name: one for one in programmes.values() for name in (one.name, *one.called)}
    known = {**names, **programmes}
    return known[typed_word(typed, [*programmes, *names], "专项行动")]


def city(form: Form, typed: str) -> City:
    """The city of this code, name or short name."""
    cities = form.register.cities
    names = {name: one for one in cities.values() for name in (one.name, one.short_name)}
    known = {**names, **cities}
    return known[typed_word(typed, [*names, *cities], "城市")]


def round(form: Form, typed: str) -> int:
    """The number of a recorded round, 0 for none: 5, R05 and 第5轮 are the same."""
    match = re.fullmatch(r"(?:R|r|第)?([0-9]{1,2})轮?次?", typed_text(typed))
    assert form.programme
    known = [
        one.number for one in form.register.rounds.values() if one.programme_id == form.programme.id
    ]
    if not match:
        raise click.BadParameter(f"轮次 {shown(typed)} 读不懂，写一个数，例如 5；不分轮次的写 0")
    number = int(match[1])
    if number and number not in known:
        near = min(known, key=lambda one: abs(one - number), default=None)
        hint = f"最接近的是第 {near} 轮" if near else "它没有登记轮次"
        raise click.BadParameter(
            f"{form.programme.id} 没有登记第 {number} 轮；{hint}，不知道是哪一轮的写 0"
        )
    return number


def group(form: Form, typed: str) -> str:
    """The group as IDs spell it: P3, P03, 普通组3 and 第3普通组 are the same."""
    assert form.programme
    kinds = form.programme.group_kinds
    match = _GROUP.fullmatch(typed_text(typed).upper())
    letter, number, before, name, behind = match.groups() if match else ("",) * 5
    kind = next((one for one in kinds if one.letter == letter or one.name == name), None)
    number = number or before or behind or ""
    spelled = "、".join(f"{one.letter}{'01' * one.numbered}（{one.name}）" for one in kinds)
    if kind is None:
        raise click.BadParameter(f"{form.programme.id} 没有 {shown(typed)} 组；可用的组：{spelled}")
    if kind.numbered != bool(number.strip("0")):
        raise click.BadParameter(
            f"{kind.name}写 {kind.letter} 加组号，例如 {kind.letter}01"
            if kind.numbered
            else f"{kind.name}只写 {kind.letter}，不加数字"
        )
    return f"{kind.letter}{int(number):02}" if kind.numbered else kind.letter


def county(form: Form, typed: str) -> Place:
    """The county-level unit by its name, with the code that goes with it, or by its code."""
    assert form.city
    known = [*form.city.codes, *form.city.uncoded, *form.city.known_codes]
    word = typed_word(typed, known, f"区县，{form.city.name}")
    if word in form.city.known_codes:
        names = form.city.names_of(word)
        if len(names) > 1:
            raise click.BadParameter(f"代码 {word} 有几个名称：{'、'.join(names)}；写当日的名称")
        return Place(county=word, name=names[0])
    return Place(county=form.city.codes.get(word), name=word)


def word_of(words: str, title: str) -> Callable[[Form, str], str]:
    """Reads a word of the vocabulary that is still in use."""

    def read(form: Form, typed: str) -> str:
        entries = form.register.vocabulary.entries(words)
        known = [entry.word for entry in entries if not entry.retired]
        return typed_word(typed, known, title)

    return read


def quantity(form: Form, typed: str) -> Quantity:
    """How much of what: 2 台."""
    match = _QUANTITY.fullmatch(typed_text(typed))
    if not match:
        raise click.BadParameter(f"数量 {shown(typed)} 读不懂，写成“2 台”的样子")
    unit = typed_word(match[2], form.register.vocabulary.words("units"), "计量单位")
    return Quantity.model_validate({"value": match[1], "unit": unit})


def text(form: Form, typed: str) -> str:
    """Any text."""
    return typed_text(typed)


def date(form: Form, typed: str) -> PartialDate:
    """A date as exact as it is known."""
    return typed_date(typed)


def url(form: Form, typed: str) -> str:
    """An address of the web."""
    try:
        return TypeAdapter(Url).validate_python(typed_text(typed))
    except ValidationError as error:
        raise click.BadParameter(
            f"网址 {shown(typed)} 不能用，以 http:// 或 https:// 开头，中间没有空格"
        ) from error
