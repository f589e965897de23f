"""The record kind 攻坚任务: work due by a day, with reports of places and checks of groups."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    Appended,
    CityRecord,
    Given,
    Identity,
    LineText,
    Number,
    Origin,
    PartDate,
    Public,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.serials import SERIAL
from generator.core.vocabulary import OneOf, Vocabulary
from generator.kinds.issue.model import Place


class Goal(Shape):
    """The amount to be done."""

    value: Public[Number] = Field(title="数量", description="应完成多少，一个数，不带单位")
    unit: Public[Annotated[Word, OneOf("units")]] = Field(
        title="单位", description="户、台、家、处等"
    )


class TaskReport(Shape):
    """A report of a place."""

    date: Public[Since[PartDate]] = Field(title="日期", description="报到何时为止")
    received: Public[Since[PartDate | None]] = Field(
        default=None, title="报来日期", description="何日报来；据此看是否按时"
    )
    by: Public[LineText | None] = Field(default=None, title="单位", description="由谁报送")
    done: Public[Number | None] = Field(
        default=None, title="累计完成", description="与任务同一单位的累计数"
    )
    said: Public[Text | None] = Field(default=None, title="进展", description="当月做了什么")
    next: Public[Text | None] = Field(default=None, title="下月重点", description="下月打算做什么")


class TaskCheck(Shape):
    """A check on the spot by a group."""

    date: Public[Since[PartDate]] = Field(title="日期", description="何时核实")
    by: Public[LineText | None] = Field(default=None, title="单位", description="由哪个组核实")
    done: Public[Number] = Field(title="核实完成", description="与任务同一单位的累计数")
    note: Public[Text | None] = Field(default=None, title="情况", description="核实的情况")


class Task(CityRecord):
    """One task (攻坚任务) of a city, or of one of its counties."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、字母 T 加序号，例如 HZ19-610700-T001",
        pattern=rf"^[A-Z]{{2,4}}[0-9]{{2}}-[0-9]{{6}}-T{SERIAL}$",
    )
    field: Public[Annotated[Word, OneOf("task_fields")]] = Field(
        title="任务领域", description="从词表中选一个"
    )
    measure: Public[Identity[Text]] = Field(
        title="任务", description="要做什么；见于方案的转述，不照抄"
    )
    clause: Public[Given[Text | None]] = Field(
        default=None, title="条款", description="方案中的条号，例如 第40条"
    )
    place: Public[Identity[Place | None]] = Field(
        default=None, title="区县", description="全市的任务不填"
    )
    goal: Public[Given[Goal | None]] = Field(
        default=None, title="任务量", description="没有数量的任务不填"
    )
    due: Public[Given[PartDate | None]] = Field(
        default=None, title="期限", description="何时完成；方案没有写明的不填"
    )
    lead: Public[Given[list[Text]]] = Field(
        default=[], title="牵头单位", description="括注中牵头的单位"
    )
    cooperating: Public[Given[list[Text]]] = Field(
        default=[], title="配合单位", description="括注中配合的单位"
    )
    responsible: Public[Given[list[Text]]] = Field(
        default=[], title="负责单位", description="括注中负责的单位"
    )
    reports: Public[Appended[list[TaskReport]]] = Field(
        default=[], title="报送", description="地方报送的进展，按先后排列，只在末尾追加"
    )
    checks: Public[Appended[list[TaskCheck]]] = Field(
        default=[], title="核实", description="工作组现场核实的进展，按先后排列，只在末尾追加"
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")
    origin: Identity[Origin | None] = Field(
        default=None, title="导入来源", description="由导入命令填写"
    )

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether it was published, or a place or a group has reported on it."""
        return self.is_published or bool(self.reports or self.checks)
