"""What a question is, and what the model of a record says of it.

Titles, explanations and lists of words come from the models; only order, other titles that tables
use, and what depends on what are said here and beside the readers of answers. Typed answers become
values; what is wrong is said of the answer, not of where it was typed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from generator.core.characters import settled
from generator.core.dates import PartialDate, parse_day, parse_partial
from generator.core.fields import TEXT_LIMIT
from generator.core.findings import near_hint
from generator.core.model_walk import field_at, list_of_words


class AnswerKind(StrEnum):
    """The kind of answer to a question."""

    TEXT = "文字"
    WORD = "词表中的词"
    DAY = "日期"
    """To the day, the month or the year, as far as it is known."""
    WHOLE_DAY = "具体日期"
    FIELDS = "字段"
    NUMBER = "数"
    QUANTITY = "数量和单位"
    YES = "是或否"
    CODE = "编号或代码"
    PROGRAMME = "专项行动"
    CITY = "城市"
    COUNTY = "区县"
    UNIT = "单位档案"
    ROUND = "轮次"
    GROUP = "组别"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name, how it is put, and what answers there are.

    `words` names the list of the vocabulary that the answer is from, `after` the questions that its
    answers depend on, `aliases` what tables of others call it. `needed` says whether every record
    answers it.
    """

    name: str
    title: str
    help: str
    kind: AnswerKind = AnswerKind.TEXT
    words: str = ""
    after: Sequence[str] = ()
    aliases: Sequence[str] = ()
    needed: bool = False
    field: str = ""
    """The path of the field of the model that it is about; "" for one that is in the ID."""

    @property
    def titles(self) -> tuple[str, ...]:
        """Return every head under which a table may answer it."""
        return (self.title, *self.aliases)


def from_field(
    model: type[BaseModel],
    path: str,
    *,
    name: str = "",
    title: str = "",
    help: str = "",
    kind: AnswerKind | None = None,
    after: Sequence[str] = (),
    aliases: Sequence[str] = (),
    needed: bool = False,
) -> Question:
    """Return the question that a field of a model answers; what is not given comes from there."""
    info = field_at(model, path)
    words = list_of_words(info) or ""
    return Question(
        name=name or path,
        title=title or str(info.title),
        help=help or f"{info.description}。",
        kind=kind or (AnswerKind.WORD if words else AnswerKind.TEXT),
        words=words,
        after=after,
        aliases=aliases,
        needed=needed,
        field=path,
    )


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
