"""The record kind 单位档案: one firm or other unit, to which problems, penalties and others point.

See decision 0110.
"""

from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    Appended,
    CreditCode,
    Identity,
    InternalRecord,
    LineText,
    PartDate,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.serials import SERIAL
from generator.core.vocabulary import OneOf
from generator.kinds.issue.model import Place


class UnitName(Shape):
    """A registered name, and from when on the unit has had it."""

    name: LineText = Field(title="单位名称", description="登记的全称；字号含个人姓名的改写")
    since: Since[PartDate | None] = Field(
        default=None, title="起用日期", description="何时起用这个名称；最早的和不知道的不填"
    )


class Unit(InternalRecord):
    """One firm, works or other unit; what others say of it stands in their own records."""

    id: Word = Field(
        title="编号",
        description="字母 U、城市代码、序号，例如 U610100-001；单位迁走也不换",
        pattern=rf"^U[0-9]{{6}}-{SERIAL}$",
    )
    names: Identity[Appended[list[UnitName]]] = Field(
        title="名称", description="先后用过的名称，现在的在最后，只在末尾追加", min_length=1
    )
    called: list[LineText] = Field(
        default=[], title="又称", description="通报和表格里的简称、别的写法，一行一个"
    )
    credit_code: Identity[CreditCode | None] = Field(
        default=None,
        title="统一社会信用代码",
        description="18 位，最后一位是校验码，加引号；没有查到的不填",
    )
    place: Place | None = Field(
        default=None, title="区县", description="所在区县；只知道城市的不填"
    )
    industry: Annotated[Word, OneOf("industries")] | None = Field(
        default=None, title="行业", description="从词表中选一个"
    )
    permit: LineText | None = Field(
        default=None, title="排污许可证编号", description="排污许可证上的编号；没有的不填"
    )
    key_unit: bool = Field(
        default=False, title="重点排污单位", description="列入重点排污单位名录的填 true"
    )
    basis: Text | None = Field(
        default=None,
        title="归并依据",
        description="凭什么把几条记录认作同一家，例如 统一社会信用代码相同",
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事")

    @property
    def city_id(self) -> str:
        """Return the code of the city in its ID."""
        return self.id[1:7]

    @property
    def all_names(self) -> list[str]:
        """Return every name that it had or has, and its other writings."""
        return [*(known.name for known in self.names), *self.called]

    @property
    def name(self) -> str:
        """Return its present name."""
        return self.names[-1].name
