"""The rules of quantified accountability (量化问责) that a campaign has: what is counted, from how
many on whom it concerns. What a register comes to under them: see derive.
"""

from typing import Annotated, Literal

from pydantic import Field

from generator.core.fields import Code, Number, Open, PartDate, Text, Word
from generator.core.vocabulary import OneOf
from generator.model.source import Source

Counted = Literal["问题", "被问责区县", "目标完成率"]
"""What a rule counts in a month: problems of a county, counties of a city that were held
accountable; or what share of its target a city has reached."""


class Threshold(Open):
    """From where on an office is concerned: from a number, below a share, or once it is worse."""

    office: Text = Field(title="对象", description="达到时问责的职务，例如 副县（区）长")
    at: int | None = Field(default=None, title="达到", description="达到多少个", ge=1, le=100_000)
    below: Number | None = Field(
        default=None, title="低于", description="目标完成率低于百分之几，只写数"
    )
    worse: bool = Field(default=False, title="不降反升", description="以不降反升为条件的填 true")


class AccountabilityRule(Open):
    """One rule: what is counted by the month, and the thresholds in ascending order."""

    name: Text = Field(title="规则", description="文件对这一型的叫法")
    level: Literal["区县", "市"] = Field(title="层级", description="区县或市")
    counts: Counted = Field(title="计数对象", description="问题、被问责区县或目标完成率")
    groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="计入的大类", description="只计这些问题大类；不填的不限"
    )
    except_groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="不计的大类", description="这些问题大类不计"
    )
    start: PartDate | None = Field(
        default=None, title="起计月份", description="从哪个月起计数；与整个规定相同的不填"
    )
    last: int | None = Field(
        default=None, title="排名后几位", description="同时要求排名在最后几位的填写", ge=1, le=100
    )
    thresholds: list[Threshold] = Field(title="阈值", description="由轻到重，逐级写", min_length=1)
    counting: Annotated[Word, OneOf("bases")] = Field(
        title="口径依据", description="计入哪些问题：见于公开文本，还是本台账的设置"
    )
    note: Text | None = Field(default=None, title="说明", description="口径上需要说明的事")


class CityResult(Open):
    """How a city did, as it was published."""

    city: Code = Field(title="城市代码", description="六位代码，加引号")
    start: PartDate = Field(title="起", description="所覆盖时段的首日或首月")
    end: PartDate = Field(title="止", description="所覆盖时段的末日或末月")
    change: Number | None = Field(
        default=None, title="同比", description="浓度比上年同期变化百分之几，下降的写负数"
    )
    share: Number | None = Field(
        default=None, title="目标完成率", description="完成改善目标的百分之几，只写数"
    )
    rank: int | None = Field(default=None, title="名次", description="从好到差第几名", ge=1)
    of: int | None = Field(default=None, title="排名城市数", description="多少个城市排名", ge=1)
    source: Source = Field(title="来源", description="这些数字的出处")


class AccountabilityTable(Open):
    """One edition of the rules, with the time in which it counts."""

    name: Text = Field(title="名称", description="这一版规则的名称")
    document: Text | None = Field(
        default=None, title="文件", description="规定的名称和文号；没有公布的不填"
    )
    start: PartDate = Field(title="起", description="从何时起适用；只知年月的写到月")
    end: PartDate | None = Field(default=None, title="止", description="到何时为止；不清楚的不填")
    basis: Annotated[Word, OneOf("bases")] | None = Field(
        default=None, title="依据", description="阈值见于公开文本，还是本台账的设置"
    )
    unpublished: bool = Field(
        default=False, title="未公开", description="阈值没有公布的填 true，不写规则"
    )
    programmes: list[Word] = Field(
        default=[], title="计入的行动", description="哪些行动的问题计入；只计本行动的不填"
    )
    rules: list[AccountabilityRule] = Field(
        default=[], title="规则", description="阈值没有公布的不写"
    )
    results: list[CityResult] = Field(
        default=[], title="公布的结果", description="公布过的各市目标完成情况"
    )
    note: Text | None = Field(default=None, title="说明", description="其他需要说明的事")
    source: Source | None = Field(default=None, title="来源", description="这些规则的出处")
