"""Typed answers → values. What is wrong is said of the answer, not of where it was typed."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from pydantic_core import PydanticCustomError

from generator.core.characters import settled
from generator.core.dates import PartialDate, parse_day, parse_partial
from generator.core.fields import TEXT_LIMIT
from generator.core.findings import near_hint

_UNSEEN = {"Cc": "控制字符", "Cs": "读不出的字符", "Zl": "换行符号", "Zp": "换行符号"}
_KEPT = "\n\t"
_SHOWN = 40
_LISTED = 16
Value = TypeVar("Value")


class AnswerError(ValueError):
    """An answer that can not be taken: one Chinese sentence that says what is wrong with it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def typed_text(text: str) -> str:
    """Return text as it goes into a record: trimmed, lines ended by LF, odd signs as fmt has them.

    AnswerError where nothing is left, where it is too long or has control characters, which nobody
    types and which act upon a terminal.
    """
    whole = re.sub(r"\r\n?", "\n", text).strip()
    for sign in whole:
        kind = _UNSEEN.get(unicodedata.category(sign))
        if kind and sign not in _KEPT:
            raise AnswerError(f"里面有看不见的{kind} U+{ord(sign):04X}，删除它")
    clean = settled(whole).strip()
    if not clean:
        raise AnswerError("什么也没有写")
    if len(clean) > TEXT_LIMIT:
        raise AnswerError(f"太长，有 {len(clean)} 字，最多 {TEXT_LIMIT} 字")
    return clean


def typed_word(
    text: str, known: Sequence[str], title: str, called: Mapping[str, str] | None = None
) -> str:
    """Return one of the known words; AnswerError with the nearest where it is none of them.

    `called`: other name → word of the vocabulary.
    """
    clean = typed_text(text)
    if clean in known:
        return clean
    raise AnswerError(f"没有叫 {shown(clean)} 的{title}；{instead(clean, known, called)}")


def instead(word: str, known: Iterable[str], called: Mapping[str, str] | None = None) -> str:
    """Return the known word that is meant as a hint, or else the possible ones."""
    words = list(dict.fromkeys(known))
    near = near_hint(word[:_SHOWN], words, called)
    if near:
        return near
    if not words:
        return "一个也没有登记"
    rest = f" 等 {len(words)} 个" if len(words) > _LISTED else ""
    return f"可用的有：{'、'.join(words[:_LISTED])}{rest}"


def shown(text: str) -> str:
    """Return a value as messages quote it."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def typed_date(text: str) -> PartialDate:
    """Return a date to the day, the month or the year; AnswerError with the right form."""
    return _as_date(parse_partial, text)


def typed_day(text: str) -> date:
    """Return a calendar day; AnswerError with the right form."""
    return _as_date(parse_day, text)


def _as_date(parse: Callable[[object], Value], text: str) -> Value:
    try:
        return parse(typed_text(text))
    except PydanticCustomError as error:
        facts = error.context or {}
        if "meant" in facts:  # as `lantian fmt` mends it: the only day that it can be
            return parse(facts["meant"])
        raise AnswerError(f"{facts['fact']}，{facts['remedy']}") from error
