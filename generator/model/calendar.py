"""What a campaign asks for again and again: reports by a day, enforcement by season, its grid."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import Open, PartDate, Text, Word
from generator.core.vocabulary import OneOf
from generator.kinds.programme.lifecycle import Basis


class MonthlyReport(Open):
    """A report that is due each month."""

    day: int = Field(
        title="每月几日前",
        description="最迟每月几日报送；当月没有这一天的，算最后一天",
        ge=1,
        le=31,
    )
    what: Text = Field(title="报送内容", description="报什么")
    to: Text = Field(title="报送对象", description="报给哪个单位")


class YearlyReport(Open):
    """A report that is due once a year."""

    date: Word = Field(
        title="每年何日前",
        description="月和日，例如 12-25",
        pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9]|3[01])$",
    )
    what: Text = Field(title="报送内容", description="报什么")
    to: Text = Field(title="报送对象", description="报给哪个单位，抄送哪个单位")


class Reporting(Open):
    """Who is to report what, and by when."""

    by: list[Text] = Field(title="报送单位", description="由哪些单位报送", min_length=1)
    units: list[Text] = Field(
        default=[],
        title="报送名单",
        description="应当报送的单位，逐个写，与报送记录里的写法一致；名单没有公布的不写",
    )
    monthly: MonthlyReport | None = Field(default=None, title="月报", description="每月报送的")
    yearly: YearlyReport | None = Field(default=None, title="年报", description="每年报送的")
    recorded_from: PartDate | None = Field(
        default=None,
        title="收录起月",
        description="从哪个月起把报送记入台账，例如 2019-06；没有收录的不写，不判断按时与否",
    )
    clause: Text | None = Field(default=None, title="条款", description="方案中的条号")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")


class GroupReporting(Open):
    """Within how many days of the end of a round its groups report."""

    days: int = Field(
        title="各组几日以内报送",
        description="一轮结束以后几日以内报送；结束当天算第 0 日",
        ge=0,
        le=90,
    )
    basis: Basis = Field(title="各组报送的依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(
        default=None, title="各组报送的说明", description="天数的依据或疑点"
    )


class Season(Open):
    """What enforcement looks at in one season."""

    season: Text = Field(title="季节", description="照原文，例如 春季、冬防期")
    focus: Text = Field(title="重点", description="这个季节专项执法的重点")
    months: list[Annotated[int, Field(ge=1, le=12)]] = Field(
        default=[], title="月份", description="原文写明的月份；没有写明的不填"
    )
    groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="有关的问题大类", description="重点对应台账里哪些问题大类；是本台账的设置"
    )
