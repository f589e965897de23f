"""The record kind 帮扶: assistance given to a city or an enterprise, and its results."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    UNIT_ID,
    Appended,
    CityRecord,
    Identity,
    LineText,
    PartDate,
    Public,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.serials import SERIAL
from generator.core.vocabulary import ROLES, OneOf, Role, Vocabulary
from generator.kinds.issue.model import Place


class AssistanceEvent(Shape):
    """One step of assistance."""

    date: Public[Since[PartDate]] = Field(title="日期", description="何时；只知年月的写到月")
    step: Public[Annotated[Word, OneOf("assistance_steps")]] = Field(
        title="步骤", description="做了哪一步"
    )
    by: Public[LineText | None] = Field(default=None, title="单位", description="由谁做")
    said: Public[Text | None] = Field(default=None, title="内容", description="问了什么、答了什么")


class Assistance(CityRecord):
    """One piece of assistance (帮扶)."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、轮次、字母 H 加序号，例如 LT19-610100-R05-H001",
        pattern=rf"^[A-Z]{{2,4}}[0-9]{{2}}-[0-9]{{6}}-R[0-9]{{2}}-H{SERIAL}$",
    )
    kind: Public[Annotated[Word, OneOf("assistances")]] = Field(
        title="帮扶形式", description="从词表中选一个"
    )
    place: Public[Identity[Place | None]] = Field(
        default=None, title="区县", description="面向全市的不填"
    )
    receiver: Identity[Text | None] = Field(
        default=None, title="对象", description="企业或单位的名称；不写个人姓名"
    )
    unit: Word | None = Field(
        default=None,
        title="单位档案编号",
        description="这家单位的档案，例如 U610100-001；没有建档的不填",
        pattern=UNIT_ID,
    )
    subject: Public[Text] = Field(title="事项", description="一句话写明问题、建议或者题目")
    issues: list[Word] = Field(default=[], title="有关问题", description="有关的问题编号，一行一个")
    people: Public[int | None] = Field(
        default=None, title="参加人数", description="宣贯、培训的人数", ge=1, le=99_999
    )
    events: Public[Appended[list[AssistanceEvent]]] = Field(
        title="经过", description="按先后排列，只在末尾追加", min_length=1
    )
    result: Public[Text | None] = Field(default=None, title="结果", description="解决了什么")
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether it was published, or has been answered, reported or settled."""
        return self.is_published or bool(self.taken(vocabulary, *ROLES["assistance_steps"]))

    @property
    def round_number(self) -> int:
        """Return the round in its ID; 0 where it belongs to none."""
        return int(self.id.split("-")[2][1:])

    def taken(self, vocabulary: Vocabulary, *roles: Role) -> list[AssistanceEvent]:
        """Return its events whose steps have one of these roles, in order."""
        steps = vocabulary.with_role("assistance_steps", *roles)
        return [one for one in self.events if one.step in steps]

    def ending(self, vocabulary: Vocabulary) -> AssistanceEvent | None:
        """Return the event that settled it; None while it is open.

        A form with an audience is settled when it is held.
        """
        has_audience = vocabulary.has_role(self.kind, Role.AUDIENCE, words="assistances")
        held = (Role.HELD,) if has_audience else ()
        return next(reversed(self.taken(vocabulary, Role.ENDED, Role.ADOPTED, *held)), None)

    def warnings(self, vocabulary: Vocabulary) -> list[AssistanceEvent]:
        """Return the early warnings in it."""
        return self.taken(vocabulary, Role.WARNED)

    def reported(self, vocabulary: Vocabulary) -> AssistanceEvent | None:
        """Return the last report upward; None where there was none."""
        return next(reversed(self.taken(vocabulary, Role.REPORTED)), None)
