"""The questions of a new issue: their order, and how answers are parsed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click
from pydantic import ValidationError

from generator.cli.options import shown, typed_date, typed_text, typed_word
from generator.core.dates import PartialDate
from generator.core.web_address import wrong_address
from generator.kinds.city.model import City, is_zone
from generator.kinds.issue.model import Place, Quantity, Relation, is_credit_code
from generator.kinds.issue.replay import legal_steps, may_take
from generator.kinds.programme.lifecycle import Step, forms_text
from generator.kinds.programme.model import GroupKind, Programme
from generator.kinds.register import Register


@dataclass
class Form:
    """The answers so far; None where nothing was typed, or nothing usable."""

    register: Register
    programme: Programme | None = None
    city: City | None = None
    round: int | None = None
    group: str | None = None
    county: Place | None = None
    site: str | None = None
    site_kind: str | None = None
    credit_code: str | None = None
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


_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(\S+)")
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
        raise click.BadParameter(
            f"没有登记城市 {shown(word)}；查对写法，没有写错的先建 records/cities/代码.yml"
        )
    return known[word]


def round(form: Form, typed: str) -> int:
    """Return the number of a recorded round, 0 for none: 5, R05 and 第5轮 are the same."""
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
    """Return the group as in IDs: P3, P03, 普通组3 and 第3普通组 are the same."""
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
    """Return the county-level unit by its name, with its code, or by its code."""
    assert form.city
    known = [*form.city.codes, *form.city.uncoded, *form.city.known_codes]
    name = typed_text(typed)
    meant = form.city.meant(name)
    if not meant and name not in known and is_zone(name):
        file = f"records/cities/{form.city.id}.yml"
        raise click.BadParameter(
            f"{form.city.name}没有登记 {shown(name)}；先加到 {file} 的 zones 里"
        )
    word = typed_word(meant or name, known, f"区县，{form.city.name}")
    if word in form.city.known_codes:
        names = form.city.names_of(word)
        if len(names) > 1:
            raise click.BadParameter(f"代码 {word} 有几个名称：{'、'.join(names)}；写当日的名称")
        return Place(county=word, name=names[0])
    return Place(county=form.city.codes.get(word), name=word)


def word_of(words: str, title: str) -> Callable[[Form, str], str]:
    """Return a parser for words of the vocabulary that are still in use."""

    def read(form: Form, typed: str) -> str:
        entries = form.register.vocabulary.entries(words)
        known = [entry.word for entry in entries if not entry.retired]
        return typed_word(typed, known, title)

    return read


def quantity(form: Form, typed: str) -> Quantity:
    """Return a quantity: 2 台."""
    match = _QUANTITY.fullmatch(typed_text(typed))
    if not match:
        raise click.BadParameter(f"数量 {shown(typed)} 读不懂，写成“2 台”的样子")
    unit = typed_word(match[2], form.register.vocabulary.words("units"), "计量单位")
    return Quantity.model_validate({"value": match[1], "unit": unit})


_RELATION = re.compile(r"([^:：\s]+)\s*[:：]\s*(\S+)")


def relation(form: Form, typed: str) -> Relation:
    """Return another issue and the relation to it: 反弹自:LT19-610100-R02-P01-001."""
    match = _RELATION.fullmatch(typed_text(typed))
    if not match:
        raise click.BadParameter(f"{shown(typed)} 读不懂，写成“反弹自:问题编号”的样子")
    kind = typed_word(match[1], form.register.vocabulary.words("relations"), "问题之间的关系")
    try:
        return Relation(kind=kind, id=match[2])
    except ValidationError as error:
        raise click.BadParameter(
            f"{shown(match[2])} 不是问题的编号，例如 LT19-610100-R05-P03-012"
        ) from error


def text(form: Form, typed: str) -> str:
    """Return the text."""
    return typed_text(typed)


def unit(form: Form, typed: str) -> str:
    """Return the unit that found it; BadParameter where the first step is not for it to take."""
    name = typed_text(typed)
    lifecycle, step = form.programme and form.programme.lifecycle, form.first_step
    if lifecycle and step and not may_take(lifecycle, step, name):
        forms = forms_text(lifecycle, step.by)
        raise click.BadParameter(f"“{step.step}”不由 {shown(name)} 做；{forms}")
    return name


def date(form: Form, typed: str) -> PartialDate:
    """Return a date as exact as it is known."""
    return typed_date(typed)


def url(form: Form, typed: str) -> str:
    """Return a web address."""
    address = typed_text(typed)
    if remedy := wrong_address(address):
        raise click.BadParameter(f"网址 {shown(typed)} 不能用：{remedy}")
    return address


def origin(form: Form, typed: str) -> str:
    """Return one of the origins of issues that the programme names."""
    assert form.programme
    if not form.programme.origins:
        raise click.BadParameter(f"{form.programme.id} 没有规定问题由来，不写这一项")
    return typed_word(typed, form.programme.origins, "问题由来")


def credit_code(form: Form, typed: str) -> str:
    """Return a unified social credit code whose check character is right."""
    code = typed_text(typed).upper()
    if not is_credit_code(code):
        raise click.BadParameter(
            f"统一社会信用代码 {shown(typed)} 不对，18 位，最后一位是校验码；照证照查对"
        )
    return code


_YES = {"是": True, "否": False}


def yes(form: Form, typed: str) -> bool:
    """Return whether it is so."""
    return _YES[typed_word(typed, list(_YES), "是否")]


def medium(form: Form, typed: str) -> str:
    """Return the medium; BadParameter where the category belongs to another one."""
    word = _MEDIUM(form, typed)
    own = form.medium_of_category
    if own and own != word:
        raise click.BadParameter(f"问题类别 {shown(form.category or '')} 的要素是{own}，不是{word}")
    return word


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a new issue."""

    name: str
    title: str
    help: str
    read: Callable[[Form, str], object]
    is_needed: Callable[[Form], bool] = lambda form: False
    after: Sequence[str] = ()

    @property
    def option(self) -> str:
        """Return the option by which it is answered."""
        return f"--{self.name.replace('_', '-')}"

    def answer(self, form: Form, typed: str) -> object:
        """Return the typed answer as it goes into the form; BadParameter where it can not."""
        value = self.read(form, typed)
        setattr(form, self.name, value)
        return value

    def can_be_read(self, form: Form) -> bool:
        """Return whether the answers that it depends on are there."""
        return all(getattr(form, name) is not None for name in self.after)


_OF_PROGRAMME = ("programme",)


def _always(form: Form) -> bool:
    return True


def _has_rounds(form: Form) -> bool:
    return bool(form.programme and form.programme.cadence_days)


def _has_no_first_kind(form: Form) -> bool:
    return not form.register.vocabulary.kinds


def _needs_unit(form: Form) -> bool:
    return form.first_step is None or "by" in form.first_step.needs


def _has_several_media(form: Form) -> bool:
    several = form.programme and len(form.programme.media) > 1
    return bool(several and not form.medium_of_category)


def _has_origins(form: Form) -> bool:
    return bool(form.programme and form.programme.origins)


def _needs_source(form: Form) -> bool:
    is_published = form.group_kind and form.group_kind.published
    given = (form.source_publisher, form.source_date, form.source_url)
    return bool(is_published or any(given))


_SITE_KIND = word_of("site_kinds", "点位类型")
_KIND = word_of("kinds", "问题形态")
_TRIGGER = word_of("triggers", "发现方式")
_CATEGORY = word_of("categories", "问题类别")
_MEDIUM = word_of("media", "要素")

_ORIGIN_HELP = "行动列有几种由来的写一种，其他行动不写。"

QUESTIONS = (
    Question("programme", "专项行动", "编号或名称，例如 LT19。", programme, _always),
    Question("city", "城市", "代码、名称或简称。", city, _always),
    Question("round", "轮次", "第几轮；不分轮次的写 0。", round, _has_rounds, _OF_PROGRAMME),
    Question("group", "组别", "例如 P03、Z。", group, _always, _OF_PROGRAMME),
    Question("county", "区县", "当日的名称或代码。", county, after=("city",)),
    Question("site", "点位名称", "企业、工地、村庄等的名称。", text, _always),
    Question("site_kind", "点位类型", "企业、工地等。", _SITE_KIND),
    Question("credit_code", "统一社会信用代码", "18 位，没有的不写。", credit_code),
    Question("masked", "名称已改写", "点位名称含自然人姓名、已经改写的写“是”。", yes),
    Question("kind", "问题形态", "不写就是词表的第一个。", _KIND, _has_no_first_kind),
    Question("trigger", "发现方式", "怎样发现的。", _TRIGGER),
    Question("comes_from", "问题由来", _ORIGIN_HELP, origin, _has_origins, _OF_PROGRAMME),
    Question("category", "问题类别", "词表中的一个。", _CATEGORY, _always),
    Question("medium", "要素", "行动或者类别只涉及一个的不用写。", medium, _has_several_media),
    Question("quantity", "数量", "例如 '2 台'。", quantity),
    Question("date", "发现日期", "例如 2019-07-08。", date, _always),
    Question("by", "发现单位", "由谁发现，写单位。", unit, _needs_unit),
    Question("found", "问题描述", "发现了什么，只写事实。", text, _always),
    Question("demand", "整改要求", "要求对方做什么。", text),
    Question("round_stated", "原文轮次", "原文对轮次的写法，照录。", text),
    Question("relation", "有关的问题", "例如 反弹自:LT19-610100-R02-P01-001。", relation),
    Question("note", "备注", "发现这一步需要说明的事。", text),
    Question("source_publisher", "来源发布者", "公开材料的发布者。", text),
    Question("source_date", "来源日期", "公开材料的发布日期。", date),
    Question("source_url", "来源网址", "以 http:// 或 https:// 开头。", url),
    Question("source_title", "来源标题", "公开材料的标题。", text, _needs_source),
)
