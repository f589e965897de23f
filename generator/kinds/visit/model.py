"""The record kind 检查量: how many sites the groups of a city inspected in a round.

See decision 0064.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    CityRecord,
    Day,
    Given,
    NamedGroup,
    Public,
    Shape,
    Since,
    Text,
    Word,
)

_MOST = 99_999
"""Sites in one count; a round of a whole city has some thousands."""

Sites = Annotated[int, Field(ge=0, le=_MOST)]


class VisitCount(Shape):
    """How many sites one group inspected on one day, or all of them in the whole round."""

    date: Public[Since[Day]] = Field(
        title="日期", description="何日检查；整轮只有合计数的，写统计截止日"
    )
    whole: Public[bool] = Field(
        default=False, title="整轮合计", description="是整轮的合计数就填 true，不是某一日的数"
    )
    group: Word | None = Field(
        default=None,
        title="组别",
        description="哪个组检查，例如 Z、P01；没有分组统计的不填",
        pattern=r"^[A-Z]([0-9]{2})?$",
    )
    sites: Public[Sites] = Field(
        title="检查点位",
        description="检查了多少个企业、工地、村庄等点位；本轮再次检查的不重复计",
    )
    listed: Public[Sites | None] = Field(
        default=None,
        title="其中清单内",
        description="其中多少个在任务清单里，其余是清单外的；没有分开统计的不填",
    )
    with_problems: Sites | None = Field(
        default=None,
        title="有问题点位",
        description="其中多少个点位有问题；没有统计的不填，一个也没有的填 0",
    )
    note: Text | None = Field(
        default=None, title="备注", description="需要说明的事；不对外公开，不写姓名"
    )


class Visits(CityRecord):
    """The sites that the groups of one city inspected in one round."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、轮次、字母 V，例如 LT19-610100-R05-V；没有轮次的写 R00",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-[0-9]{6}-R[0-9]{2}-V$",
    )
    list_sites: Public[Given[Annotated[int, Field(ge=1, le=_MOST)] | None]] = Field(
        default=None,
        title="任务清单点位",
        description="本轮发给本市的任务清单共有多少个点位，用来算清单覆盖率；不知道的不填",
    )
    note: Text | None = Field(
        default=None, title="备注", description="统计口径等需要说明的事；不对外公开"
    )
    counts: Public[Given[list[VisitCount]]] = Field(
        title="各次检查", description="每组每日一项，或者整轮一项；新的加在末尾", min_length=1
    )

    @property
    def round_name(self) -> str:
        """Return the name of the round in its ID, such as `R05`."""
        return self.id.split("-")[2]

    @property
    def round_number(self) -> int:
        """Return the number of that round; 0 where it belongs to none."""
        return int(self.round_name[1:])

    @property
    def round_id(self) -> str:
        """Return that round: `LT19-R05`, or `LT19-R00` where there is none."""
        return f"{self.programme_id}-{self.round_name}"

    @property
    def team_id(self) -> str:
        """Return the ID of the team whose groups are counted."""
        return f"{self.round_id}-{self.city_id}"

    def named_groups(self) -> Iterator[NamedGroup]:
        """Yield the group of each count that names one."""
        for place, count in enumerate(self.counts):
            if count.group:
                yield NamedGroup(("counts", place, "group"), count.group)
