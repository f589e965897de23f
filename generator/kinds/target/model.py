"""The record kind 目标: the targets of a city, monthly values, and explanations of failure."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    CityRecord,
    Day,
    Given,
    KnownFrom,
    LineText,
    Number,
    PartDate,
    Past,
    Public,
    Reason,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf


class MonthValue(Shape):
    """The value of one month."""

    month: Public[Past[PartDate]] = Field(title="月份", description="例如 2019-07")
    value: Public[Number] = Field(title="数值", description="与目标同一单位")


class Explanation(Shape):
    """A sponsor's explanation of a target that was missed."""

    date: Since[Day] = Field(title="日期", description="何日作出说明")
    by: LineText = Field(title="单位", description="作出说明的包保单位；写单位和职务，不写姓名")
    text: Reason[Text] = Field(title="说明", description="没有完成的原因和打算")


class Aim(Shape):
    """One figure to be reached in a period."""

    name: Public[LineText] = Field(title="指标", description="例如 PM2.5 平均浓度、优良天数")
    start: Public[PartDate] = Field(title="起", description="目标所覆盖时段的首日或首月")
    end: Public[PartDate] = Field(title="止", description="目标所覆盖时段的末日或末月")
    final: Public[bool] = Field(
        default=False, title="终期目标", description="整个行动的终期目标填 true，年度目标不填"
    )
    value: Public[Number] = Field(title="目标值", description="要达到的数")
    unit: Public[Annotated[Word, OneOf("units")]] = Field(title="单位", description="目标值的单位")
    better: Public[Annotated[Word, OneOf("directions")]] = Field(
        title="方向", description="不高于目标值为好，还是不低于目标值为好"
    )
    adds_up: Public[bool] = Field(
        default=False,
        title="逐月累加",
        description="各月相加才是全期数的填 true，例如天数；取平均的不填",
    )
    months: Public[list[MonthValue]] = Field(
        default=[], title="逐月数值", description="按月份先后排列"
    )
    reached: Annotated[Public[Number | None], KnownFrom("end")] = Field(
        default=None, title="实绩", description="全期的实际数，公布后填写"
    )
    explanation: Explanation | None = Field(
        default=None, title="说明", description="没有完成的，由包保单位说明"
    )


class Target(CityRecord):
    """The targets of one city in one programme."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码，例如 LT19-610100",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-[0-9]{6}$",
    )
    aims: Public[Given[list[Aim]]] = Field(
        title="目标", description="一个指标一个时段一项", min_length=1
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")
