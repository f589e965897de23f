"""The record kind 现场情况: an inspection refused or hindered, a petition; how it was handled.

See decision 0042.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    Appended,
    CityRecord,
    Identity,
    LineText,
    NamedGroup,
    PartDate,
    Public,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.serials import SERIAL
from generator.core.vocabulary import OneOf, Role, Vocabulary
from generator.kinds.issue.model import Place


class IncidentEvent(Shape):
    """One step of handling an incident."""

    date: Public[Since[PartDate]] = Field(title="日期", description="何时；只知年月的写到月")
    step: Public[Annotated[Word, OneOf("incident_steps")]] = Field(
        title="步骤", description="做了哪一步"
    )
    by: LineText | None = Field(default=None, title="单位", description="由谁做；写单位，不写姓名")
    said: Text | None = Field(default=None, title="内容", description="怎样处理、怎样答复")


class Incident(CityRecord):
    """One incident on the spot (现场情况) that a group met, or a petition."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、轮次、字母 X 加序号，例如 LT19-610100-R05-X001",
        pattern=rf"^[A-Z]{{2,4}}[0-9]{{2}}-[0-9]{{6}}-R[0-9]{{2}}-X{SERIAL}$",
    )
    kind: Public[Annotated[Word, OneOf("incidents")]] = Field(
        title="情形", description="从词表中选一个"
    )
    place: Public[Identity[Place | None]] = Field(
        default=None, title="区县", description="只知道城市、不知道区县的不填"
    )
    site: Identity[Text | None] = Field(
        default=None, title="点位", description="企业、工地、村庄等的名称；不写个人姓名和住址"
    )
    group: Identity[Word | None] = Field(
        default=None,
        title="组别",
        description="哪个组遇到，例如 Z、P01；没有写明的不填",
        pattern=r"^[A-Z]([0-9]{2})?$",
    )
    what: Public[Text] = Field(
        title="情况", description="发生了什么，只写事实；有来源的公开，不写任何个人情况"
    )
    matter: Text | None = Field(
        default=None, title="反映事项", description="上访反映什么；不写反映人"
    )
    issues: list[Word] = Field(default=[], title="有关问题", description="有关的问题编号，一行一个")
    handler: Text | None = Field(
        default=None, title="处理单位", description="由哪个单位处理；不填的由区县联络员处理"
    )
    events: Public[Appended[list[IncidentEvent]]] = Field(
        title="经过", description="按先后排列，只在末尾追加", min_length=1
    )
    result: Text | None = Field(default=None, title="结果", description="最后怎样")
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether it was published, or has been answered or settled."""
        return self.is_published or any(
            vocabulary.has_role(one.step, Role.ANSWERED, Role.ENDED, words="incident_steps")
            for one in self.events
        )

    def named_groups(self) -> Iterator[NamedGroup]:
        """Yield the group that met it, if it is known."""
        if self.group:
            yield NamedGroup(("group",), self.group)

    @property
    def round_number(self) -> int:
        """Return the round in its ID; 0 where it belongs to none."""
        return int(self.id.split("-")[2][1:])

    @property
    def round_id(self) -> str:
        """Return that round: `LT19-R05`, or `LT19-R00` where none is known."""
        return f"{self.programme_id}-R{self.round_number:02}"
