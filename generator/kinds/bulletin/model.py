"""The record kind 通报: the figures of one publication.

See decision 0027.
"""

import unicodedata
from typing import Annotated, Literal

from pydantic import Field

from generator.core.fields import (
    Code,
    Identity,
    Internal,
    LineText,
    Number,
    Open,
    OpenRecord,
    PartDate,
    Since,
    Source,
    StatedValue,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf, Vocabulary


def _folded(text: str) -> str:
    """Return a text without what says nothing: blanks, widths of signs."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class Area(Open):
    """The area of a figure, in the words of its source, with a code where there is one."""

    scope: Text = Field(title="原文口径", description="原文所说的范围，照录")
    province: LineText | None = Field(default=None, title="省份", description="原文所列省份")
    city: Text | None = Field(default=None, title="城市", description="原文所列城市或统计单元")
    county: LineText | None = Field(
        default=None, title="区县", description="原文所列区县，用当时名称"
    )
    code: Code | None = Field(
        default=None, title="代码", description="能确定的最细一级代码，加引号；不能确定的不填"
    )

    def is_same_as(self, other: "Area") -> bool:
        """Return whether both are one area: by their codes, else by the names in them."""
        if self.code and other.code:
            return self.code == other.code
        return self.finest == other.finest

    @property
    def finest(self) -> str:
        """Return the name of the smallest area that is named."""
        return _folded(self.county or self.city or self.province or self.scope)


class Figure(StatedValue):
    """One published number."""

    row: LineText = Field(title="行编号", description="在导入表中的编号，一行一个数")
    start: PartDate = Field(title="起", description="所覆盖时段的首日")
    end: PartDate = Field(title="止", description="所覆盖时段的末日")
    granularity: Annotated[Word, OneOf("granularities")] = Field(
        title="统计口径", description="日、轮次或时段"
    )
    round_stated: Text | None = Field(default=None, title="原文轮次", description="照录原文")
    round_inferred: int | None = Field(
        default=None, title="推算轮次", description="按日期推算，仅供参考", ge=1, le=99
    )
    area: Area = Field(title="范围", description="这个数说的是哪里")
    metric: Annotated[Word, OneOf("metrics")] = Field(title="指标", description="数的是什么")
    category: Text | None = Field(default=None, title="分类", description="原文的分类，照录")
    value: Number = Field(title="数值", description="照原文，不换算")
    unit: Annotated[Word, OneOf("units")] | Literal[""] = Field(
        default="", title="单位", description="不同单位不相加；指数没有单位，不填"
    )
    partial: bool = Field(
        default=False, title="清单不全", description="原文分县清单不全、不能与合计对账的填 true"
    )

    def contradicts(self, other: StatedValue) -> bool:
        """Return whether another figure counts the same in the same days and is not the same."""
        return (
            isinstance(other, Figure)
            and self.subject == other.subject
            and self.area.is_same_as(other.area)
            and (self.value, self.unit) != (other.value, other.unit)
        )

    @property
    def subject(self) -> tuple[object, ...]:
        """Return what is counted and when, without the area."""
        days = (self.start.earliest, self.end.latest)
        return (*days, self.metric, _folded(self.category or ""))


class PublishedFact(StatedValue):
    """Something published that is not a number: who sponsors a city, where a group came from."""

    row: LineText = Field(title="行编号", description="在导入表中的编号，一行一件事")
    fact: Text = Field(title="事项", description="说的是什么，例如 包保单位：直属单位")
    city: Text | None = Field(
        default=None, title="城市", description="原文所列城市；不分城市的不填"
    )
    code: Code | None = Field(
        default=None, title="代码", description="城市的代码，加引号；不能确定的不填"
    )
    value: Text = Field(title="内容", description="转述原文")
    period: Text = Field(title="时间", description="原文所说的时间，照录")

    def contradicts(self, other: StatedValue) -> bool:
        """Return whether another fact is about the same city and time and says something else."""
        return (
            isinstance(other, PublishedFact)
            and self.subject == other.subject
            and _folded(self.value) != _folded(other.value)
        )

    @property
    def subject(self) -> tuple[str, ...]:
        """Return what is told, of which city and of when."""
        return (_folded(self.fact), _folded(self.city or ""), _folded(self.period))


class Bulletin(OpenRecord):
    """One publication with the figures and other facts that it gives."""

    id: Word = Field(
        title="编号",
        description="行动编号、发布日期（连写）、序号，例如 DC18-20180617-1；"
        "没有查到发布日期的写数字所覆盖的年份",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-[0-9]{4}([0-9]{2}([0-9]{2})?)?-[1-9][0-9]*$",
    )
    source: Identity[Since[Source]] = Field(title="来源", description="这份通报的出处")
    table: Internal[Identity[LineText | None]] = Field(
        default=None, title="来源表", description="由导入命令填写"
    )
    called: LineText | None = Field(
        default=None, title="原表行动名", description="来源表对行动的叫法，与行动名称不同时照录"
    )
    rows: list[Figure] = Field(default=[], title="数字", description="一行一个数")
    facts: list[PublishedFact] = Field(
        default=[], title="情况", description="不是数的情况，例如包保单位、组长来自哪里；一行一件事"
    )

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return True: it tells what a publication says."""
        return True

    @property
    def programme_id(self) -> str:
        """Return the programme of the figures."""
        return self.id.split("-")[0]

    @property
    def parts(self) -> tuple[Figure | PublishedFact, ...]:
        """Return its figures, then its other facts."""
        figures: list[Figure | PublishedFact] = [*self.rows]
        return (*figures, *self.facts)
