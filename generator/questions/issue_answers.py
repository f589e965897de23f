"""How the answers about a new issue are read, each with those before it at hand."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date as Day
from typing import TypeVar

from pydantic import ValidationError

from generator.core.dates import PartialDate
from generator.core.web_address import wrong_address
from generator.kinds.city.model import City, home_elsewhere, is_zone
from generator.kinds.issue.model import (
    Place,
    Quantity,
    Relation,
    Responsible,
    is_credit_code,
)
from generator.kinds.issue.replay import legal_steps, may_take
from generator.kinds.programme.lifecycle import Step, forms_text
from generator.kinds.programme.model import GroupKind, Programme
from generator.kinds.register import Register
from generator.kinds.unit.model import Unit
from generator.questions.question import AnswerError, shown, typed_date, typed_text, typed_word


@dataclass
class Form:
    """The answers so far; None where nothing was typed, or nothing usable."""

    register: Register
    programme: Programme | None = None
    city: City | None = None
    round: int | None = None
    group: str | None = None
    county: Place | None = None
    other_places: list[Place] | None = None
    town: str | None = None
    other_categories: list[str] | None = None
    other_media: list[str] | None = None
    capacity: Quantity | None = None
    goal: str | None = None
    measures: str | None = None
    target_date: PartialDate | None = None
    lasting: bool | None = None
    site: str | None = None
    site_kind: str | None = None
    credit_code: str | None = None
    firm: str | None = None
    masked: bool | None = None
    comes_from: str | None = None
    kind: str | None = None
    trigger: str | None = None
    category: str | None = None
    medium: str | None = None
    quantity: Quantity | None = None
    date: PartialDate | None = None
    by: str | None = None
    found: str | None = None
    demand: str | None = None
    responsible: Responsible | None = None
    round_stated: str | None = None
    note: str | None = None
    relation: Relation | None = None
    source_title: str | None = None
    source_publisher: str | None = None
    source_date: PartialDate | None = None
    source_url: str | None = None

    @property
    def group_kind(self) -> GroupKind | None:
        """Return the kind of the group that found it."""
        kinds = self.programme.group_kinds if self.programme else []
        return next((kind for kind in kinds if self.group and kind.letter == self.group[0]), None)

    @property
    def medium_of_category(self) -> str | None:
        """Return the only medium of the category; None where it has several, or none is typed."""
        return self.register.vocabulary.medium_of(self.category) if self.category else None

    @property
    def period(self) -> tuple[Day, Day] | None:
        """Return the days of the round, or of a programme of which both are known."""
        if self.programme is None:
            return None
        one = self.register.rounds.get(f"{self.programme.id}-R{self.round or 0:02}")
        if one:
            return one.start, one.end
        period = self.programme.period
        return (period.start.earliest, period.end.latest) if period.end else None

    @property
    def first_step(self) -> Step | None:
        """Return the first step of such an issue in the lifecycle."""
        lifecycle = self.programme.lifecycle if self.programme else None
        if not (lifecycle and self.group and self.category):
            return None
        try:
            path = lifecycle.path_for(self.group[0], self.category)
        except KeyError:
            return None
        beginning = {strand.name: strand.beginning for strand in path.strands}
        return next((step for step in legal_steps(path, beginning, ()) if step.at), None)


Answered = TypeVar("Answered")

_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(\S+)")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
_GROUP = re.compile(r"([A-Z])([0-9]{0,2})|第?([0-9]{0,2})([^\W\d_]{2,}?)([0-9]{0,2})")


def programme(form: Form, typed: str) -> Programme:
    """Return the programme with this ID or name."""
    programmes = form.register.programmes
    names = {name: one for one in programmes.values() for name in (one.name, *one.called)}
    known = {**names, **programmes}
    return known[typed_word(typed, [*programmes, *names], "专项行动")]


def city(form: Form, typed: str) -> City:
    """Return the city with this code, name or short name."""
    cities = form.register.cities
    names = {name: one for one in cities.values() for name in (one.name, one.short_name)}
    known = {**names, **cities}
    word = typed_text(typed)
    if word not in known:  # a city that is like it in letters is another city
        if home := _attached_to(word, cities.values()):
            raise AnswerError(f"{word}随{home}统计：城市写{home}，区县写{word}")
        raise AnswerError(
            f"没有登记城市 {shown(word)}；查对写法，没有写错的先建 records/cities/代码.yml"
        )
    return known[word]


def _attached_to(name: str, cities: Iterable[City]) -> str:
    """Return the city with which a unit of this name is counted; "" where there is none."""
    found = (one.name for one in cities for unit in one.attached if unit.name == name)
    return next(found, "")


def round(form: Form, typed: str) -> int:
    """Return the number of a recorded round, 0 for none: 5, R05 and 第5轮 are the same."""
    match = re.fullmatch(r"(?:R|r|第)?([0-9]{1,2})轮?次?", typed_text(typed))
    assert form.programme
    known = [
        one.number for one in form.register.rounds.values() if one.programme_id == form.programme.id
    ]
    if not match:
        raise AnswerError(f"轮次 {shown(typed)} 读不懂，写一个数，例如 5；不分轮次的写 0")
    number = int(match[1])
    if number and number not in known:
        near = min(known, key=lambda one: abs(one - number), default=None)
        hint = f"最接近的是第 {near} 轮" if near else "它没有登记轮次"
        raise AnswerError(
            f"{form.programme.id} 没有登记第 {number} 轮；{hint}，不知道是哪一轮的写 0"
        )
    return number


def group(form: Form, typed: str) -> str:
    """Return the group as in IDs: P3, P03, 普通组3 and 第3普通组 are the same."""
    assert form.programme
    kinds = form.programme.group_kinds
    match = _GROUP.fullmatch(typed_text(typed).upper())
    letter, number, before, name, behind = match.groups() if match else ("",) * 5
    kind = next((one for one in kinds if one.letter == letter or one.name == name), None)
    number = number or before or behind or ""
    spelled = "、".join(f"{one.letter}{'01' * one.numbered}（{one.name}）" for one in kinds)
    if kind is None:
        raise AnswerError(f"{form.programme.id} 没有 {shown(typed)} 组；可用的组：{spelled}")
    if kind.numbered != bool(number.strip("0")):
        raise AnswerError(
            f"{kind.name}写 {kind.letter} 加组号，例如 {kind.letter}01"
            if kind.numbered
            else f"{kind.name}只写 {kind.letter}，不加数字"
        )
    return f"{kind.letter}{int(number):02}" if kind.numbered else kind.letter


def county(form: Form, typed: str) -> Place:
    """Return the county-level unit by its name, with its code, or by its code."""
    assert form.city
    known = [*form.city.codes, *form.city.uncoded, *form.city.known_codes]
    name = typed_text(typed)
    meant = form.city.meant(name)
    cities = form.register.cities.values()
    if not meant and name not in known and (home := home_elsewhere(name, form.city, cities)):
        raise AnswerError(f"{home}；查对城市和区县")
    if not meant and name not in known and is_zone(name):
        file = f"records/cities/{form.city.id}.yml"
        raise AnswerError(f"{form.city.name}没有登记 {shown(name)}；先加到 {file} 的 zones 里")
    word = typed_word(meant or name, known, f"区县，{form.city.name}")
    if word in form.city.known_codes:
        names = form.city.names_of(word)
        if len(names) > 1:
            raise AnswerError(f"代码 {word} 有几个名称：{'、'.join(names)}；写当日的名称")
        return Place(county=word, name=names[0])
    return Place(county=form.city.codes.get(word), name=word)


def firm(form: Form, typed: str) -> str:
    """Return the ID of the unit on record in the city, by its ID, a name or its credit code."""
    assert form.city
    name = typed_text(typed)
    known = form.register.select(Unit, city=form.city.id)
    found = [one for one in known if name in (one.id, one.credit_code, *one.all_names)]
    if len(found) == 1:
        return found[0].id
    if found:
        some = "、".join(one.id for one in found)
        raise AnswerError(f"{form.city.name}叫 {shown(name)} 的单位档案有几份：{some}；写编号")
    raise AnswerError(
        f"{form.city.name}没有单位档案 {shown(name)}；查对编号、名称和代码，没有建档的不写，"
        "以后用 lantian units propose 归并"
    )


def several(read_one: Callable[[Form, str], Answered]) -> Callable[[Form, str], list[Answered]]:
    """Return a parser for several answers in one cell, each read alike."""

    def read(form: Form, typed: str) -> list[Answered]:
        return [read_one(form, one) for one in _BETWEEN.split(typed_text(typed)) if one]

    return read


def word_of(words: str, title: str) -> Callable[[Form, str], str]:
    """Return a parser for words of the vocabulary that are still in use."""

    def read(form: Form, typed: str) -> str:
        entries = form.register.vocabulary.entries(words)
        known = [entry.word for entry in entries if not entry.retired]
        vocabulary = form.register.vocabulary
        meant = vocabulary.meant(words, typed_text(typed))
        return (
            meant if meant in known else typed_word(typed, known, title, vocabulary.called(words))
        )

    return read


def quantity(form: Form, typed: str) -> Quantity:
    """Return a quantity: 2 台."""
    text = typed_text(typed).translate(_HALF_WIDTH)
    match = _QUANTITY.fullmatch(text)
    if not match:
        about = "；“约”“左右”写在问题描述里" if re.search("约|左右|上下|余|多", text) else ""
        raise AnswerError(f"数量 {shown(typed)} 读不懂，写成“2 台”的样子{about}")
    vocabulary = form.register.vocabulary
    units, called = vocabulary.words("units"), vocabulary.called("units")
    unit = typed_word(match[2], units, "计量单位", called)
    return Quantity.model_validate({"value": match[1], "unit": unit})


_DEPARTMENT = re.compile(r"(?:局|分局|厅|委|委员会|办公室|支队|大队|中心)$")
_BETWEEN = re.compile(r"\s*[/／、；;\n]\s*")


def responsible(form: Form, typed: str) -> Responsible:
    """Return who has to see to it: departments by their endings, all others are places."""
    units = [one for one in _BETWEEN.split(typed_text(typed)) if one]
    departments = [one for one in units if _DEPARTMENT.search(one)]
    places = [one for one in units if one not in departments]
    return Responsible(place="、".join(places) or None, department="、".join(departments) or None)


_RELATION = re.compile(r"([^:：\s]+)\s*[:：]\s*(\S+)")


def relation(form: Form, typed: str) -> Relation:
    """Return another issue and the relation to it: 反弹自:LT19-610100-R02-P01-001."""
    match = _RELATION.fullmatch(typed_text(typed))
    if not match:
        raise AnswerError(f"{shown(typed)} 读不懂，写成“反弹自:问题编号”的样子")
    kind = typed_word(match[1], form.register.vocabulary.words("relations"), "问题之间的关系")
    try:
        return Relation(kind=kind, id=match[2])
    except ValidationError as error:
        raise AnswerError(
            f"{shown(match[2])} 不是问题的编号，例如 LT19-610100-R05-P03-012"
        ) from error


def text(form: Form, typed: str) -> str:
    """Return the text."""
    return typed_text(typed)


def unit(form: Form, typed: str) -> str:
    """Return the unit that found it; AnswerError where the first step is not for it to take."""
    name = typed_text(typed)
    lifecycle, step = form.programme and form.programme.lifecycle, form.first_step
    if lifecycle and step and not may_take(lifecycle, step, name):
        forms = forms_text(lifecycle, step.by)
        raise AnswerError(f"“{step.step}”不由 {shown(name)} 做；{forms}")
    return name


def date(form: Form, typed: str) -> PartialDate:
    """Return a date as exact as it is known."""
    return typed_date(typed)


def url(form: Form, typed: str) -> str:
    """Return a web address."""
    address = typed_text(typed)
    if remedy := wrong_address(address):
        raise AnswerError(f"网址 {shown(typed)} 不能用：{remedy}")
    return address


def origin(form: Form, typed: str) -> str:
    """Return one of the origins of issues that the programme names."""
    assert form.programme
    if not form.programme.origins:
        raise AnswerError(f"{form.programme.id} 没有规定问题由来，不写这一项")
    return typed_word(typed, form.programme.origins, "问题由来")


def credit_code(form: Form, typed: str) -> str:
    """Return a unified social credit code whose check character is right."""
    code = typed_text(typed).upper()
    if not is_credit_code(code):
        raise AnswerError(
            f"统一社会信用代码 {shown(typed)} 不对，18 位，最后一位是校验码；照证照查对"
        )
    return code


_YES = {"是": True, "否": False}


def yes(form: Form, typed: str) -> bool:
    """Return whether it is so."""
    return _YES[typed_word(typed, list(_YES), "是否")]


def medium(form: Form, typed: str) -> str:
    """Return the medium; AnswerError where the category belongs to another one."""
    word = word_of("media", "要素")(form, typed)
    own = form.medium_of_category
    if own and own != word:
        raise AnswerError(f"问题类别 {shown(form.category or '')} 的要素是{own}，不是{word}")
    return word
