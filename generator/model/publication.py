"""What of a campaign's problems may be shown to the public, and for how long, as its own data."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import Open, Text, Word
from generator.core.vocabulary import OneOf
from generator.kinds.programme.lifecycle import Basis, StepWord


class Grade(Open):
    """How long an exposure of one grade may stay public at most."""

    grade: Annotated[Word, OneOf("grades")] = Field(title="等级", description="词表中的公开等级")
    months: int = Field(
        title="最长月数", description="从公开起日算，最多公开多少个月", ge=1, le=120
    )
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="一句话说明")


class Publication(Open):
    """The publication rules of a campaign; without them nothing that its groups found is shown."""

    steps: list[StepWord] = Field(
        title="公开的步骤", description="公开版里可以显示的步骤；没有列出的不显示", min_length=1
    )
    grades: list[Grade] = Field(
        default=[],
        title="公开期限",
        description="各等级最长公开多久；只有公开通报的行动可以不写",
    )
    report_to: Text | None = Field(
        default=None, title="纠错联系", description="发现公开内容有误时写信给谁，单位的信箱或网址"
    )
    basis: Basis = Field(title="依据", description="公开的步骤见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="一句话说明")

    def months(self, grade: str) -> int | None:
        """The longest term of a grade; None where the campaign has no such grade."""
        return next((one.months for one in self.grades if one.grade == grade), None)
