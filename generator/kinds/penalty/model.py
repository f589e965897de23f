"""The record kind 行政处罚: one decision of a penalty or of a coercive measure against one unit.

See decision 0111.
"""

from datetime import date as date_type
from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    UNIT_ID,
    Appended,
    CityRecord,
    CreditCode,
    Day,
    Fact,
    Given,
    Identity,
    Letter,
    LineText,
    Number,
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

_MOST_PEOPLE = 9_999


class Punished(Shape):
    """The unit against which a decision was made."""

    name: Public[LineText] = Field(title="被处罚单位", description="照决定书写；不写个人姓名")
    credit_code: Public[CreditCode | None] = Field(
        default=None,
        title="统一社会信用代码",
        description="18 位，最后一位是校验码，加引号；决定书没有写的不填",
    )
    masked: Public[bool] = Field(
        default=False, title="名称已改写", description="字号中含自然人姓名、已改写的填 true"
    )


class DailyFine(Shape):
    """A fine for each day on which the offence went on (按日连续处罚)."""

    first: Public[Day] = Field(title="计罚起日", description="从何日起按日计罚，含当日")
    last: Public[Day | None] = Field(
        default=None, title="计罚止日", description="计罚到何日，含当日；还没有停止的不填"
    )
    amount: Public[Number] = Field(title="每日罚款（元）", description="一日罚多少元，只写数")


class Restraint(Shape):
    """A coercive measure with its days: what was sealed, or what had to stop or produce less."""

    what: Public[Text] = Field(title="内容", description="查封、扣押、限产、停产的是什么")
    first: Public[Day | None] = Field(
        default=None, title="起日", description="从何日起；决定书没有写的不填"
    )
    last: Public[Day | None] = Field(
        default=None, title="止日", description="到何日为止；没有定下的不填"
    )


class Transfer(Shape):
    """The hand-over of a case to the police or to another authority."""

    to: Public[LineText] = Field(title="移送单位", description="移送给哪个机关，例如 示例区公安局")
    date: Public[PartDate | None] = Field(
        default=None, title="移送日期", description="何日移送；只知年月的写到月"
    )
    cause: Public[Text | None] = Field(
        default=None, title="移送事由", description="涉嫌什么；决定书没有写的不填"
    )
    detained: Public[int | None] = Field(
        default=None,
        title="拘留人数",
        description="行政拘留多少人；只写人数，不写姓名",
        ge=0,
        le=_MOST_PEOPLE,
    )


class PenaltyEvent(Shape):
    """What became of a decision: it was carried out, disputed, revoked or repaired."""

    date: Public[Since[PartDate]] = Field(title="日期", description="何时；只知年月的写到月")
    step: Public[Annotated[Word, OneOf("penalty_steps")]] = Field(
        title="步骤", description="后来怎样"
    )
    by: Public[LineText | None] = Field(
        default=None, title="单位", description="由谁做；写单位，不写姓名"
    )
    said: Text | None = Field(default=None, title="内容", description="需要说明的；不对外公开")


class Penalty(CityRecord):
    """One decision of an administrative penalty (行政处罚决定)."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、城市代码、字母 F 加序号，例如 LT19-610100-F001",
        pattern=rf"^[A-Z]{{2,4}}[0-9]{{2}}-[0-9]{{6}}-F{SERIAL}$",
    )
    letter: Public[Identity[Letter]] = Field(
        title="决定书文号", description="照决定书写，例如 示环罚〔2019〕12号"
    )
    date: Public[Identity[Since[PartDate]]] = Field(
        title="决定日期", description="何日作出决定；只知年月的写到月"
    )
    by: Public[Identity[LineText]] = Field(
        title="处罚机关", description="由哪个机关作出决定，写全称"
    )
    whom: Public[Identity[Punished]] = Field(title="被处罚单位", description="处罚哪个单位")
    unit: Word | None = Field(
        default=None,
        title="单位档案编号",
        description="这家单位的档案，例如 U610100-001；没有建档的不填",
        pattern=UNIT_ID,
    )
    place: Public[Identity[Place | None]] = Field(
        default=None, title="区县", description="只知道城市、不知道区县的不填"
    )
    cause: Public[Given[Text]] = Field(title="案由", description="因为什么违法行为，照决定书写")
    basis: Public[Given[Text | None]] = Field(
        default=None, title="处罚依据", description="依据哪部法律哪一条；没有写的不填"
    )
    measures: Public[Given[Fact[list[Annotated[Word, OneOf("penalties")]]]]] = Field(
        title="处罚和措施", description="决定书里的各种处罚和强制措施，一行一种", min_length=1
    )
    amount: Public[Given[Number | None]] = Field(
        default=None,
        title="罚款金额（元）",
        description="罚款多少元，可以到分，例如 251542.71；没有罚款的不填",
    )
    daily: Public[Given[DailyFine | None]] = Field(
        default=None, title="按日计罚", description="按日连续处罚的起止和每日金额"
    )
    sealed: Public[Given[Restraint | None]] = Field(
        default=None, title="查封扣押", description="查封、扣押了什么，起止何日"
    )
    limited: Public[Given[Restraint | None]] = Field(
        default=None, title="限产停产", description="限制生产、停产整治的内容和起止"
    )
    transfer: Public[Given[Transfer | None]] = Field(
        default=None, title="移送", description="移送公安机关或者其他机关的"
    )
    issues: list[Word] = Field(
        default=[], title="有关问题", description="因哪些问题处罚，写问题编号，一行一个"
    )
    publish_from: Public[Given[Day | None]] = Field(
        default=None, title="公示起日", description="决定从何日起公示；没有公示的不填"
    )
    publish_until: Public[Given[Day | None]] = Field(
        default=None,
        title="公示止日",
        description="公示到何日为止，含当日；期满后公开版不再显示这件处罚",
    )
    events: Public[Appended[list[PenaltyEvent]]] = Field(
        default=[],
        title="执行情况",
        description="缴纳、复议、诉讼、撤销、信用修复等，按先后排列，只在末尾追加",
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    @property
    def is_published(self) -> bool:
        """Return whether it was ever made public: by others, or by this register."""
        return bool(self.sources or self.publish_from)

    def is_told_on(self, day: date_type, vocabulary: Vocabulary) -> bool:
        """Return whether it is public on a day: within its term, neither revoked nor repaired."""
        if not self.is_published or self.ending(day, vocabulary):
            return False
        begins, ends = self.publish_from, self.publish_until
        return not ((begins and day < begins) or (ends and day > ends))

    def ending(self, day: date_type, vocabulary: Vocabulary) -> PenaltyEvent | None:
        """Return the event that ended its publicity by a day; None where there is none."""
        ends = vocabulary.with_role("penalty_steps", Role.CANCELLED, Role.REPAIRED)
        past = (one for one in self.events if one.date.earliest <= day)
        return next((one for one in past if one.step in ends), None)

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return that it is: a decision has been served on the unit before it is recorded."""
        return True
