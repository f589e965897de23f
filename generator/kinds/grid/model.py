"""The record kind 网格: the areas of a city's environmental supervision, level by level.

See decision 0042.
"""

from pydantic import Field

from generator.core.fields import CityRecord, Code, LineText, Public, Shape, Text, Word


class GridNode(Shape):
    """One grid (网格): an area of some level, with the office responsible for it."""

    number: Public[Word] = Field(
        title="网格号",
        description="上级的号加短横线和序号：1 下面是 1-1、1-2，1-1 下面是 1-1-1",
        pattern=r"^[1-9][0-9]{0,3}(-[1-9][0-9]{0,3}){0,7}$",
    )
    level: Public[Text] = Field(title="层级", description="行动的 grid 所列的层级之一，照写")
    name: Public[LineText] = Field(title="网格名称", description="例如 示例镇网格；不写个人姓名")
    office: Public[LineText | None] = Field(
        default=None, title="责任单位", description="由哪个单位负责；写单位和职务，不写姓名"
    )
    county: Public[Code | None] = Field(
        default=None, title="区县代码", description="一个网格正是一个区县的填六位代码，加引号"
    )
    covers: Public[int | None] = Field(
        default=None, title="覆盖数", description="覆盖多少个村、社区或者单位", ge=0, le=100_000
    )
    covered: Public[Text | None] = Field(
        default=None, title="覆盖对象", description="覆盖数数的是什么，例如 行政村"
    )
    area: Public[Text | None] = Field(
        default=None, title="范围", description="用文字写明的范围，例如 示例河以北"
    )

    @property
    def parent(self) -> str:
        """Return the number of the grid above it; "" for one at the top."""
        return self.number.rpartition("-")[0]


class Grid(CityRecord):
    """The grids of one city in one programme."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、字母 W，例如 HZ19-610700-W",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-[0-9]{6}-W$",
    )
    nodes: Public[list[GridNode]] = Field(
        title="网格", description="一个网格一项，上级在前，下级在后", min_length=1
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")
