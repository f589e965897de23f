"""The record kind 城市工作组: the groups of a city in a round, and the issues handed to them."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    CityRecord,
    Day,
    KnownFrom,
    LineText,
    Public,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf, Vocabulary

CODE_LENGTH = 6


class Sponsor(Shape):
    """One of the units that sponsor a city together (包保)."""

    role: Public[Text] = Field(title="职责", description="行动所列包保职责中的一种，例如 直属单位")
    unit: Public[LineText] = Field(title="单位", description="包保单位的名称")


class Staff(Shape):
    """The number of people of one unit; never who."""

    unit: LineText = Field(title="派员单位", description="派出单位的名称")
    people: int = Field(title="人数", description="在组人数", ge=1, le=999)
    fresh: int | None = Field(
        default=None, title="本轮新到", description="其中本轮轮换来的人数", ge=0, le=999
    )


class Group(Shape):
    """One group of a team."""

    code: Public[Word] = Field(
        title="组别", description="组别代号，例如 Z、P01、T01", pattern=r"^[A-Z]([0-9]{2})?$"
    )
    lead: Text | None = Field(
        default=None, title="组长单位", description="组长所在单位和职务，不写姓名"
    )
    area: Text | None = Field(default=None, title="片区", description="负责哪些区县或者哪里")
    task: Text | None = Field(default=None, title="任务", description="特别组的专门任务")
    staff: list[Staff] = Field(default=[], title="人员", description="各派员单位派了多少人")
    reported: Annotated[Day | None, KnownFrom()] = Field(
        default=None, title="报送日期", description="本轮情况何日报来；没有报来的不填"
    )


class Confirmation(Shape):
    """The confirmation of a matter required of a team."""

    matter: Annotated[Word, OneOf("confirmations")] = Field(
        title="事项", description="从词表中选一个；只确认，不写个人情况"
    )
    date: Since[Day] = Field(title="日期", description="何日确认")
    by: LineText = Field(title="单位", description="由哪个单位确认")


class PartyBranch(Shape):
    """The temporary Party branch of a team."""

    date: Since[Day] = Field(title="日期", description="何日成立")
    under: Text = Field(title="归口管理", description="由哪个单位的党组织归口管理")


class Handover(Shape):
    """The issues that a team took over from the one before it."""

    date: Since[Day] = Field(title="日期", description="何日交接")
    by: LineText = Field(title="接收", description="由谁接收，写组别或单位")
    issues: list[Word] = Field(
        default=[], title="接收的问题", description="逐个写明接收的问题编号；全部接收的用 whole"
    )
    whole: bool = Field(
        default=False, title="全部接收", description="交接清单上的问题全部接收的填 true"
    )
    note: Text | None = Field(default=None, title="备注", description="没有交接的写明原因")


class Team(CityRecord):
    """The groups of one city in one round."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、轮次、城市代码，例如 LT19-R05-610100",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-R[0-9]{2}-[0-9]{6}$",
    )
    sponsors: Public[list[Sponsor]] = Field(
        default=[], title="包保单位", description="共同包保这个城市的单位"
    )
    groups: Public[list[Group]] = Field(
        title="工作组", description="中心组、普通组和特别组", min_length=1
    )
    confirmations: list[Confirmation] = Field(
        default=[], title="确认事项", description="培训、廉洁纪律、经费等已经落实的确认"
    )
    branch: PartyBranch | None = Field(default=None, title="临时党支部", description="成立的填写")
    handover: Handover | None = Field(
        default=None, title="交接", description="从上一轮接收的情况；第一轮不填"
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether it was published, or a group has reported or taken over."""
        return self.is_published or bool(self.handover) or any(one.reported for one in self.groups)

    @property
    def round_id(self) -> str:
        """Return the round in which it works."""
        return self.id.rpartition("-")[0]

    @property
    def city_id(self) -> str:
        """Return the code of the city where it works."""
        return self.id[-CODE_LENGTH:]

    @property
    def round_number(self) -> int:
        """Return the number of that round."""
        return int(self.round_id[-2:])

    @property
    def people(self) -> int:
        """Return the number of people of all groups."""
        return sum(staff.people for group in self.groups for staff in group.staff)
