"""The record kind 措施: what was done about a city or county, or about many issues at once."""

from datetime import date as date_type
from typing import Annotated

from pydantic import Field

from generator.core.dates import PartialDate
from generator.core.fields import (
    Appended,
    Code,
    Day,
    Fact,
    Given,
    Identity,
    Letter,
    LineText,
    Numbered,
    Origin,
    PartDate,
    Public,
    Shape,
    Since,
    Source,
    SourcedRecord,
    Text,
    Word,
)
from generator.core.serials import SERIAL
from generator.core.vocabulary import OneOf, Vocabulary
from generator.core.working_days import working_days_in, working_days_later


class Whom(Shape):
    """The government or unit that an action concerns."""

    city: Public[Code] = Field(title="城市代码", description="所在城市的六位代码，加引号")
    county: Public[Code | None] = Field(
        default=None, title="区县代码", description="对象是区县的填当日代码；没有代码的不填"
    )
    county_name: Public[Text | None] = Field(
        default=None, title="区县名称", description="对象是区县、开发区的填当日名称；对象是市的不填"
    )
    name: Public[LineText] = Field(
        title="对象", description="机关或单位的名称，照原文；只写单位和职务，不写姓名"
    )


class Cause(Shape):
    """The reason for an action."""

    facts: Public[Text] = Field(title="事由", description="为什么采取这项措施，只写事实")
    triggers: Public[list[Text]] = Field(
        default=[],
        title="触发情形",
        description="属于行动的 inspection 所列的哪些情形，照写；行动没有列的不填",
    )
    issues: list[Word] = Field(
        default=[], title="所涉问题", description="引起这项措施的问题编号，一行一个"
    )
    figures: Public[list[Word]] = Field(
        default=[],
        title="所据数字",
        description="所依据的通报数字：通报编号、#、行编号，例如 DC17-20170417-1#S0001",
    )


class Demand(Shape):
    """A demand and its deadline."""

    what: Public[Text] = Field(title="要求", description="要求对方做什么")
    due: Public[Day | None] = Field(
        default=None, title="期限", description="最迟何日；原文没有日子的不填"
    )
    term: Public[Text | None] = Field(
        default=None, title="原文期限", description="原文的写法，例如 20个工作日内"
    )

    @property
    def working_days(self) -> int | None:
        """Return the working days that its term names; None where it has a day or names none."""
        return working_days_in(self.term) if self.term and not self.due else None

    def last_day(self, start: PartialDate) -> date_type | None:
        """Return its day, else the last of the working days after an action on the day `start`.

        None where neither is known: without the day of the action, or beyond the table of days.
        """
        if self.due or not self.working_days or not start.is_exact:
            return self.due
        return working_days_later(start.earliest, self.working_days)


class Sequel(Shape):
    """A consequence of an action."""

    date: Public[Since[PartDate]] = Field(title="日期", description="何时；只知年月的写到月")
    what: Public[Text] = Field(title="结果", description="后来怎样：方案报来、整改完成、追究责任等")
    by: Public[LineText | None] = Field(
        default=None, title="单位", description="由谁做的；原文没有写明的不填"
    )
    source: Public[Source | None] = Field(
        default=None, title="来源", description="这一项见于另一份材料的，写明出处"
    )
    demand: Public[int | None] = Field(
        default=None, title="对应要求", description="答复第几项要求，从 1 数起", ge=1, le=99
    )


class Action(SourcedRecord):
    """One action (措施): talks, special inspection, warning, accountability and the like."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、字母 C 加年份、序号，例如 DC17-C2017-001",
        pattern=rf"^[A-Z]{{2,4}}[0-9]{{2}}-C[0-9]{{4}}-{SERIAL}$",
    )
    kind: Public[Given[Annotated[Word, OneOf("actions")]]] = Field(
        title="措施", description="从词表中选一个"
    )
    date: Public[Identity[Since[PartDate]]] = Field(
        title="日期", description="何时采取；只知年月的写到月"
    )
    form: Public[Given[Text | None]] = Field(
        default=None,
        title="督察形式",
        description="行动的 inspection 所列的形式之一，例如 机动式；其他措施不填",
    )
    by: Public[Identity[LineText | None]] = Field(
        default=None, title="单位", description="由谁采取；原文没有写明的不填"
    )
    whom: Public[Identity[Whom]] = Field(title="对象", description="对哪个政府或单位")
    letter: Given[Letter | None] = Field(default=None, title="文号", description="通知函等的文号")
    cause: Public[Given[Cause]] = Field(title="事由", description="由什么引起")
    demands: Public[Given[Fact[Numbered[list[Demand]]]]] = Field(
        default=[], title="要求", description="要求对方做到的，逐项写"
    )
    sequels: Public[Appended[list[Sequel]]] = Field(
        default=[], title="后续", description="后来怎样，按先后排列，只在末尾追加"
    )
    handling: Public[Text | None] = Field(
        default=None,
        title="做法",
        description="公开材料对做法的写法，例如 公开约谈市政府主要负责人",
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")
    origin: Identity[Origin | None] = Field(
        default=None, title="导入来源", description="由导入命令填写"
    )

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether it was published, or has reached the one whom it concerns."""
        return self.is_published or bool(self.letter or self.sequels)

    @property
    def year(self) -> int:
        """Return the year in its ID."""
        return int(self.id.split("-")[1][1:])
