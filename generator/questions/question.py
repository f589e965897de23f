"""What a question is, and what the model of a record says of it.

Titles, explanations and lists of words come from the models; only order, other titles that tables
use, and what depends on what are said here and beside the readers of answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

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
