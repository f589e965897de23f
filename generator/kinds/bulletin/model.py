"""The record kind 通报: the figures of one publication.

See decision 0027.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
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
    Reason,
    Record,
    Since,
    Source,
    StatedValue,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf, Vocabulary


def _folded(text: str | None) -> str:
    """Return the letters and digits of a text: blanks, widths and punctuation say nothing."""
    signs = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(one for one in signs if one.isalnum())


def _bare(text: str) -> str:
    """Return a text without blanks and widths; a point or a sign before a number matters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


_WHOLE = re.compile("[全整](?:境|域|区|市|县|省|部)|境内|辖区|范围|内$")
"""What is said of an area without making it another one."""

_TOTALS = frozenset(("", "合计", "总计", "共计", "小计", "累计", "总数", "总量", "全部", "所有"))
"""Categories that stand for all of them."""


def _is_near(one: str, other: str) -> bool:
    """Return whether two folded names have all or nearly all letters of the shorter in common."""
    short, long = sorted((one, other), key=len)
    shared = sum((Counter(short) & Counter(long)).values())
    return short in long or 3 * shared > 2 * len(short)


_FIRST_DATE = re.compile(r"([0-9]{4})(?:\D{0,2}(1[0-2]|0?[1-9])(?![0-9]))?")


def _is_one_time(one: str, other: str) -> bool:
    """Return whether two texts may speak of one time: their first year and month tell it apart."""
    found = [_FIRST_DATE.search(unicodedata.normalize("NFKC", text)) for text in (one, other)]
    parts = [[int(part) for part in match.groups() if part] for match in found if match]
    return len(parts) < 2 or all(a == b for a, b in zip(*parts, strict=False))


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
        """Return whether both are one area: by their codes, else by the names in them.

        陕西省西安市 is 西安市, and 西安市全市 is as well.
        """
        if self.code and other.code:
            return self.code == other.code
        one, another = self.finest, other.finest
        return one.endswith(another) or another.endswith(one)

    @property
    def finest(self) -> str:
        """Return the name of the smallest area that is named."""
        name = _folded(self.county or self.city or self.province or self.scope)
        return _WHOLE.sub("", name) or name


_DISTINCTION = "同一来源对同一地方、同一指标、重叠的时段另有一个数（一种说法）的，写明两者为何不同"


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
    distinction: Reason[Text | None] = Field(
        default=None, title="区别说明", description=_DISTINCTION
    )

    def contradicts(self, other: StatedValue, published: Sequence[StatedValue]) -> bool:
        """Return whether it counts what a published figure counts, and is not the same.

        Days that overlap are one time. A figure that says how it differs is another one.
        """
        return (
            isinstance(other, Figure)
            and not self.distinction
            and (self.value, self.unit) != (other.value, other.unit)
            and self.metric == other.metric
            and not self.start.is_after(other.end)
            and not other.start.is_after(self.end)
            and self.area.is_same_as(other.area)
            and self._counts_what(other, published)
        )

    def _counts_what(self, other: "Figure", published: Sequence[StatedValue]) -> bool:
        """Return whether the categories are one, by what the publication tells apart elsewhere."""
        one, another = _folded(self.category), _folded(other.category)
        if one == another or {one, another} <= _TOTALS:
            return True
        counted = [it for it in published if isinstance(it, Figure) and it.metric == self.metric]
        if one not in {_folded(it.category) for it in counted}:
            return True
        if {one, another} & _TOTALS:
            part, whole = (other, self) if one in _TOTALS else (self, other)
            return self.unit == other.unit and part.value > whole.value
        return False


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
    distinction: Reason[Text | None] = Field(
        default=None, title="区别说明", description=_DISTINCTION
    )

    def contradicts(self, other: StatedValue, published: Sequence[StatedValue]) -> bool:
        """Return whether it says something else of the city and time of a published fact."""
        return (
            isinstance(other, PublishedFact)
            and not self.distinction
            and _bare(self.value) != _bare(other.value)
            and _is_near(_folded(self.fact), _folded(other.fact))
            and self._is_of_city(other)
            and _is_one_time(self.period, other.period)
        )

    def _is_of_city(self, other: "PublishedFact") -> bool:
        """Return whether both are about one city; a fact without a city is about any."""
        if self.code and other.code:
            return self.code == other.code
        one, another = _folded(self.city), _folded(other.city)
        return one.endswith(another) or another.endswith(one)


_REPRINT = timedelta(15)
"""Within so many days a publication of the same title is the same one, printed again."""


def _address(url: str) -> str:
    """Return an address without what leads to the same page: scheme, `www.`, the last slash."""
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/")


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

    def is_same_publication(self, other: Record) -> bool:
        """Return whether another bulletin has its address, or its title and about its date."""
        if not isinstance(other, Bulletin):
            return False
        one, another = self.source, other.source
        if one.url and another.url and _address(one.url) == _address(another.url):
            return True
        if _folded(one.title) != _folded(another.title):
            return False
        if not one.date or not another.date:
            return True
        gap = max(one.date.earliest, another.date.earliest) - min(
            one.date.latest, another.date.latest
        )
        return gap <= _REPRINT

    @property
    def programme_id(self) -> str:
        """Return the programme of the figures."""
        return self.id.split("-")[0]

    @property
    def parts(self) -> tuple[Figure | PublishedFact, ...]:
        """Return its figures, then its other facts."""
        figures: list[Figure | PublishedFact] = [*self.rows]
        return (*figures, *self.facts)
