"""The record kind 监测监控: key polluting units with online equipment, and air micro-stations."""

from typing import Annotated, Literal

from pydantic import Field

from generator.core.fields import (
    UNIT_ID,
    Appended,
    CityRecord,
    CreditCode,
    Given,
    LineText,
    PartDate,
    Public,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf
from generator.kinds.issue.model import Place
from generator.kinds.programme.lifecycle import Basis

MonitorList = Literal["重点排污单位", "空气质量微站"]
"""The two lists of a record."""

UNITS: MonitorList = "重点排污单位"


class MonitorState(Shape):
    """The state of the equipment from a day on."""

    date: Public[Since[PartDate]] = Field(title="日期", description="从何时起；只知年月的写到月")
    state: Public[Annotated[Word, OneOf("monitor_states")]] = Field(
        title="状态", description="从词表中选一个"
    )
    by: Public[LineText | None] = Field(default=None, title="单位", description="由谁核实或者报来")
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")


class MonitoredUnit(Shape):
    """One key polluting unit (重点排污单位)."""

    name: Public[LineText] = Field(title="单位名称", description="照名录；含个人姓名的改写")
    credit_code: Public[CreditCode | None] = Field(
        default=None, title="统一社会信用代码", description="18 位，加引号；没有查到的不填"
    )
    unit: Word | None = Field(
        default=None,
        title="单位档案编号",
        description="这家单位的档案，例如 U610100-001；没有建档的不填",
        pattern=UNIT_ID,
    )
    place: Public[Place | None] = Field(
        default=None, title="区县", description="所在区县；没有写明的不填"
    )
    industry: Public[Annotated[Word, OneOf("industries")] | None] = Field(
        default=None, title="行业", description="从词表中选一个"
    )
    listed: Public[Since[PartDate | None]] = Field(
        default=None, title="列入名录", description="何时列入重点排污单位名录"
    )
    states: Public[Appended[list[MonitorState]]] = Field(
        default=[],
        title="在线监测状态",
        description="在线监测设施的状态，按先后排列，只在末尾追加",
    )


class Station(Shape):
    """One air micro-station (空气质量微站)."""

    name: Public[LineText] = Field(title="微站名称", description="例如 示例镇空气质量微站")
    place: Public[Place | None] = Field(
        default=None, title="区县", description="所在区县；没有写明的不填"
    )
    town: Public[Text | None] = Field(
        default=None, title="乡镇、街道", description="所在乡镇或者街道办"
    )
    states: Public[Appended[list[MonitorState]]] = Field(
        default=[], title="微站状态", description="按先后排列，只在末尾追加"
    )


class MonitorGoal(Shape):
    """The goal of the plan for one of the lists."""

    about: Public[MonitorList] = Field(
        title="针对", description="写 重点排污单位 或者 空气质量微站"
    )
    what: Public[Text] = Field(title="要求", description="要做到什么；见于方案的转述，不照抄")
    counties: Public[list[Place]] = Field(
        default=[], title="涉及区县", description="方案点名的区县；没有点名的不填"
    )
    due: Public[PartDate | None] = Field(
        default=None, title="期限", description="何时做到；方案没有写明的不填"
    )
    number: Public[int | None] = Field(
        default=None,
        title="应有数量",
        description="方案写明的数量；没有写明的不填",
        ge=1,
        le=99_999,
    )
    clause: Public[Text | None] = Field(
        default=None, title="条款", description="方案中的条号，例如 第44条"
    )
    basis: Public[Basis] = Field(title="依据", description="见于公开文本，还是本台账的设置")


class Monitor(CityRecord):
    """The units and stations that are monitored in one city in one programme."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、字母 J，例如 HZ19-610700-J",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-[0-9]{6}-J$",
    )
    goals: Public[Given[list[MonitorGoal]]] = Field(
        default=[], title="要求", description="方案对名录、微站的要求"
    )
    units: Public[list[MonitoredUnit]] = Field(
        default=[], title="重点排污单位", description="没有公布名录的不填"
    )
    stations: Public[list[Station]] = Field(
        default=[], title="空气质量微站", description="没有公布点位的不填"
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    @property
    def is_bare(self) -> bool:
        """Return whether it has goals alone: nothing is on its lists."""
        return not (self.units or self.stations)
