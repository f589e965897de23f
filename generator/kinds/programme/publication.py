"""The part of a programme that says what of it the public edition shows and counts."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from generator.core.fields import Open, Text, Word
from generator.core.vocabulary import OneOf
from generator.kinds.programme.lifecycle import Basis, StepWord


class Grade(Open):
    """The longest term of an exposure of one grade."""

    grade: Annotated[Word, OneOf("grades")] = Field(title="等级", description="词表中的公开等级")
    months: int = Field(
        title="最长月数", description="从公开起日算，最多公开多少个月", ge=1, le=120
    )
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="一句话说明")


PublicCounts = Literal["不公开", "已认定", "全部"]
"""Which issues that are not public themselves the public edition counts."""

_, _ACCEPTED_COUNTED, _ALL_COUNTED = get_args(PublicCounts)


class PublicationRules(Open):
    """The publication rules of a programme; without them nothing that its groups found is shown."""

    steps: list[StepWord] = Field(
        title="公开的步骤", description="公开版里可以显示的步骤；没有列出的不显示", min_length=1
    )
    counts: PublicCounts = Field(
        default="不公开",
        title="公开的个数",
        description="没有逐案公开的问题，公开版计不计入个数：不公开、只计已认定的、全部；不写就是不公开",
    )
    grades: list[Grade] = Field(
        default=[],
        title="公开期限",
        description="各等级最长公开多久；只有公开通报的行动可以不写",
    )
    report_to: Text | None = Field(
        default=None,
        title="纠错联系",
        description="发现公开内容有误时找谁，单位的信箱、网址或者固定电话",
    )
    basis: Basis = Field(title="依据", description="公开的步骤见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="一句话说明")

    def counts_issue(self, *, is_accepted: bool) -> bool:
        """Return whether the public edition counts an issue that it does not show."""
        return self.counts == _ALL_COUNTED or (self.counts == _ACCEPTED_COUNTED and is_accepted)

    def months(self, grade: str) -> int | None:
        """Return the longest term of a grade; None where the programme has no such grade."""
        return next((one.months for one in self.grades if one.grade == grade), None)
