"""The record kind 考核评比: how counties and departments did in a month, a quarter or a year."""

import calendar
import datetime
from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    Appended,
    Code,
    Identity,
    LineText,
    Number,
    PartDate,
    Public,
    Reason,
    Shape,
    Since,
    SourcedRecord,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf, Vocabulary

_QUARTER = 3


class Appraised(Shape):
    """One county or department, and its result."""

    unit: Public[LineText] = Field(
        title="单位", description="区县政府或者部门的名称，照原文；不写个人姓名"
    )
    city: Public[Code] = Field(title="城市代码", description="所在城市的六位代码，加引号")
    county: Public[Code | None] = Field(
        default=None, title="区县代码", description="考核区县的填当日代码；考核部门的不填"
    )
    county_name: Public[Text | None] = Field(
        default=None, title="区县名称", description="考核区县、开发区的填当日名称；部门不填"
    )
    rank: Public[int | None] = Field(
        default=None, title="名次", description="区县和部门各排各的；没有排名的不填", ge=1, le=999
    )
    tied: Public[bool] = Field(
        default=False, title="名次并列", description="与别的单位名次相同的填 true"
    )
    score: Public[Number | None] = Field(
        default=None, title="得分", description="没有公布得分的不填"
    )
    verdict: Public[Annotated[Word, OneOf("verdicts")] | None] = Field(
        default=None, title="结论", description="从词表中选一个；年度考核必须有结论"
    )
    vetoed: Public[bool] = Field(
        default=False, title="一票否决", description="被一票否决的填 true，并写明理由"
    )
    reason: Public[Reason[Text | None]] = Field(
        default=None, title="理由", description="为什么一票否决或者不合格，只写事实"
    )

    @property
    def is_county(self) -> bool:
        """Return whether it is a county or zone; otherwise it is a department."""
        return bool(self.county or self.county_name)


class Consequence(Shape):
    """A consequence for a unit."""

    unit: Public[LineText] = Field(title="单位", description="名称与考核名单里的一致")
    outcome: Public[Annotated[Word, OneOf("outcomes")]] = Field(
        title="后果", description="从词表中选一个"
    )
    date: Public[Since[PartDate]] = Field(title="日期", description="何时作出；只知年月的写到月")
    action: Public[Word | None] = Field(
        default=None, title="措施编号", description="另有措施记录的写编号，例如 HZ19-C2019-001"
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")


class Appraisal(SourcedRecord):
    """One appraisal of a programme: a monthly circular, a quarterly ranking, a yearly result."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、字母 A 加时段，例如 HZ19-A2019-06、HZ19-A2019-Q2、HZ19-A2019",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-A[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]))?$",
    )
    date: Public[Identity[Since[PartDate]]] = Field(
        title="日期", description="通报、评比、考核何时作出"
    )
    by: Public[Identity[LineText | None]] = Field(
        default=None, title="单位", description="由哪个单位作出"
    )
    entries: Public[list[Appraised]] = Field(
        title="考核名单", description="一个单位一项，有名次的按名次排列", min_length=1
    )
    partial: Public[bool] = Field(
        default=False, title="名单不全", description="只公布了一部分名次的填 true"
    )
    outcomes: Public[Appended[list[Consequence]]] = Field(
        default=[], title="后果", description="考核以后采取的，按先后排列，只在末尾追加"
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return True: it was made known on its date."""
        return True

    @property
    def period(self) -> str:
        """Return `2019-06`, `2019-Q2` or `2019`."""
        return self.id.partition("-A")[2]

    @property
    def year(self) -> int:
        """Return the year of its period."""
        return int(self.period[:4])

    @property
    def months(self) -> tuple[int, int]:
        """Return the first and the last month of its period."""
        part = self.period[5:]
        if not part:
            return 1, 12
        if part.startswith("Q"):
            return _QUARTER * int(part[1:]) - 2, _QUARTER * int(part[1:])
        return int(part), int(part)

    @property
    def is_yearly(self) -> bool:
        """Return whether its period is a year."""
        return self.period.isdecimal()

    @property
    def is_quarterly(self) -> bool:
        """Return whether its period is a quarter."""
        return "Q" in self.period

    @property
    def days(self) -> int:
        """Return the number of days of its period."""
        return (self.last_day - self.first_day).days + 1

    @property
    def first_day(self) -> datetime.date:
        """Return the first day of its period."""
        return datetime.date(self.year, self.months[0], 1)

    @property
    def last_day(self) -> datetime.date:
        """Return the last day of its period."""
        month = self.months[1]
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])
