"""The record kind 考评: the result of the assessment of a unit that sent people."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    Identity,
    LineText,
    PartDate,
    Public,
    Reason,
    Since,
    SourcedRecord,
    Text,
    Word,
)
from generator.core.serials import SERIAL
from generator.core.vocabulary import OneOf, Vocabulary


class Assessment(SourcedRecord):
    """One letter of commendation or circular of criticism to a unit; never about a person."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、字母 K 加年份、序号，例如 LT19-K2019-001",
        pattern=rf"^[A-Z]{{2,4}}[0-9]{{2}}-K[0-9]{{4}}-{SERIAL}$",
    )
    unit: Public[Identity[LineText]] = Field(
        title="派员单位", description="派出单位的名称；不写个人姓名"
    )
    kind: Public[Annotated[Word, OneOf("assessments")]] = Field(
        title="考评结果", description="从词表中选一个"
    )
    date: Public[Identity[Since[PartDate]]] = Field(
        title="日期", description="何日印发；只知年月的写到月"
    )
    by: Public[Identity[LineText | None]] = Field(
        default=None, title="印发单位", description="由哪个单位印发"
    )
    reasons: Public[Reason[Text]] = Field(
        title="理由", description="为什么表扬或者批评，只写单位的工作"
    )
    consequences: Public[list[Text]] = Field(
        default=[], title="后果", description="方案写明的后果中已经适用的，例如 当年不得评优评先"
    )
    people: int | None = Field(
        default=None,
        title="涉及个人数",
        description="同时表扬或者批评的个人有几名；只写人数，不写是谁",
        ge=1,
        le=999,
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return True: it was issued on its date."""
        return True
