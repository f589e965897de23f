"""What is typed for a field of a record: cleaned, or refused with the nearest known word."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

import click
from pydantic_core import PydanticCustomError

from generator.core.dates import PartialDate, parse_day, parse_partial
from generator.core.fields import TEXT_LIMIT
from generator.core.findings import nearest

_UNSEEN = {"Cc": "控制字符", "Cs": "读不出的字符", "Zl": "换行符号", "Zp": "换行符号"}
_KEPT = "\n\t"
_SHOWN = 40
_LISTED = 16
Value = TypeVar("Value")


def typed_text(text: str) -> str:
    """Text as it goes into a record: trimmed, composed (NFC), lines ended by LF.

    BadParameter where nothing is left, where it is too long or holds what nobody sees.
    """
    clean = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text).strip())
    if not clean:
        raise click.BadParameter("什么也没有写")
    if len(clean) > TEXT_LIMIT:
        raise click.BadParameter(f"太长，有 {len(clean)} 字，最多 {TEXT_LIMIT} 字")
    for sign in clean:
        kind = _UNSEEN.get(unicodedata.category(sign))
        if kind and sign not in _KEPT:
            raise click.BadParameter(f"里面有看不见的{kind} U+{ord(sign):04X}，删除它")
    return clean


def typed_word(text: str, known: Sequence[str], title: str) -> str:
    """One of the known words; BadParameter that says the nearest where it is none of them."""
    clean = typed_text(text)
    if clean in known:
        return clean
    raise click.BadParameter(f"没有叫 {shown(clean)} 的{title}；{instead(clean, known)}")


def instead(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or else what can be chosen."""
    words = list(dict.fromkeys(known))
    near = nearest(word[:_SHOWN], words)
    if near:
        return f"是不是“{near}”？"
    if not words:
        return "一个也没有登记"
    rest = "等" if len(words) > _LISTED else ""
    return f"可用的有：{'、'.join(words[:_LISTED])}{rest}"


def shown(text: str) -> str:
    """A value as messages repeat it."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def typed_date(text: str) -> PartialDate:
    """A date to the day, the month or the year; BadParameter with the right way to write it."""
    return _as_date(parse_partial, text)


def typed_day(text: str) -> date:
    """A day of the calendar; BadParameter with the right way to write it."""
    return _as_date(parse_day, text)


def _as_date(parse: Callable[[object], Value], text: str) -> Value:
    try:
        return parse(typed_text(text))
    except PydanticCustomError as error:
        facts = error.context or {}
        raise click.BadParameter(f"{facts['fact']}，{facts['remedy']}") from error


class _Typed(click.ParamType[Value]):
    """What is typed, read by one of the functions above."""

    def __init__(self, name: str, read: Callable[[str], Value]) -> None:
        self.name = name
        self.read = read

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Value:
        """The value; what is wrong is said together with the name of the option."""
        try:
            return self.read(value) if isinstance(value, str) else value  # type: ignore[return-value]
        except click.BadParameter as error:
            self.fail(error.message, param, ctx)


TEXT = _Typed("文字", typed_text)
DATE = _Typed("日期", typed_date)
DAY = _Typed("日期", typed_day)
