"""The record kind 联络: the offices through which a programme reaches a city.

See decision 0042.
"""

from typing import Annotated

from pydantic import Field

from generator.core.fields import CityRecord, LineText, Public, Shape, Text, Word
from generator.core.vocabulary import OneOf
from generator.kinds.issue.model import Place


class Post(Shape):
    """One office of the liaison; never the person who holds it."""

    role: Public[Annotated[Word, OneOf("liaison_roles")]] = Field(
        title="角色", description="从词表中选一个，例如 总联络人、联络员"
    )
    office: Public[LineText] = Field(
        title="职务", description="由什么职务担任，例如 分管副市长；不写姓名和电话"
    )
    duty: Public[Text | None] = Field(
        default=None, title="职责", description="负责什么；原文没有写明的不填"
    )


class CountyPosts(Shape):
    """The offices of one county or development zone."""

    place: Public[Place] = Field(title="区县", description="哪个区县、开发区")
    posts: Public[list[Post]] = Field(
        title="联络职务", description="本区县、开发区的联络职务", min_length=1
    )


class Bureau(Shape):
    """An office (办公室) that coordinates."""

    unit: Public[LineText] = Field(title="单位", description="办公室的名称")
    duty: Public[Text | None] = Field(default=None, title="职责", description="负责什么")


class Charge(Shape):
    """The unit in charge of a trade (行业牵头) or of a place (属地管理)."""

    unit: Public[LineText] = Field(title="单位", description="牵头或者负责的单位")
    fields: Public[list[Annotated[Word, OneOf("task_fields")]]] = Field(
        default=[], title="任务领域", description="牵头哪些领域；原文没有写明的不填"
    )
    duty: Public[Text | None] = Field(default=None, title="职责", description="负责什么")


class Liaison(CityRecord):
    """The liaison (联络机制) of one city in one programme, in two levels."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、字母 L，例如 XA19-610100-L",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-[0-9]{6}-L$",
    )
    city: Public[list[Post]] = Field(
        title="市级", description="市级的总联络人和联络员", min_length=1
    )
    counties: Public[list[Post]] = Field(
        default=[],
        title="区县级通用",
        description="方案对各区县、开发区统一规定的；逐个指定的写在 places",
    )
    places: Public[list[CountyPosts]] = Field(
        default=[], title="各区县", description="逐个指定的区县、开发区，一处一项"
    )
    bureau: Public[Bureau | None] = Field(
        default=None, title="统筹协调", description="统筹配合保障工作的办公室；没有写明的不填"
    )
    trades: Public[list[Charge]] = Field(
        default=[], title="行业牵头", description="按行业牵头的市级部门"
    )
    local: Public[Charge | None] = Field(
        default=None, title="属地管理", description="按属地负责的单位"
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    @property
    def offices(self) -> list[str]:
        """Return every unit and post that it names, as written."""
        posts = [*self.city, *self.counties, *(post for one in self.places for post in one.posts)]
        charges = [*self.trades, *([self.local] if self.local else [])]
        bureau = [self.bureau.unit] if self.bureau else []
        return [*(one.office for one in posts), *bureau, *(one.unit for one in charges)]
