"""The record kind 工作信息快报: what units report of their work, and the issues made of it.

See decision 0042.
"""

from pydantic import Field

from generator.core.fields import (
    Appended,
    Day,
    LineText,
    ProgrammeRecord,
    Public,
    Shape,
    Since,
    Text,
    Word,
)
from generator.core.vocabulary import Vocabulary


class QuickItem(Shape):
    """One item that a unit reported about its work."""

    date: Since[Day] = Field(title="报来日期", description="何日报来")
    by: LineText = Field(title="报送单位", description="由哪个单位报送；不写个人姓名")
    text: Text = Field(title="动态", description="做了什么，一两句话，只写事实")
    open: bool = Field(
        default=False, title="可以公开", description="可以向社会公开的填 true；不填的只供内部"
    )
    number: int | None = Field(
        default=None, title="编入期号", description="编入第几期；待编入的不填", ge=1, le=9_999
    )


class QuickIssue(Shape):
    """One issue of the bulletin; its default recipients are those of the programme."""

    number: int = Field(title="期号", description="每年从 1 起，不跳号", ge=1, le=9_999)
    date: Since[Day] = Field(title="印发日期", description="何日印发")
    to: list[Text] = Field(
        default=[], title="报送", description="报送哪些领导，只写职务；与行动的设置相同的不填"
    )
    copies: list[Text] = Field(
        default=[], title="抄送", description="抄送哪些单位；与行动的设置相同的不填"
    )


class Quick(ProgrammeRecord):
    """The quick bulletin of one programme in one year; it is internal."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、字母 B 加年份，例如 HZ19-B2019",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-B[0-9]{4}$",
    )
    items: list[QuickItem] = Field(
        default=[], title="动态信息", description="各单位报来的，按报来的先后排列"
    )
    issues: Appended[list[QuickIssue]] = Field(
        default=[], title="各期", description="编发的各期，按期号排列，只在末尾追加"
    )
    note: Text | None = Field(default=None, title="备注", description="需要说明的事；不对外公开")

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether an issue of it went out."""
        return bool(self.issues)

    @property
    def is_published(self) -> bool:
        """Return False: an issue goes to the offices that it names."""
        return False

    @property
    def year(self) -> int:
        """Return the year in its ID."""
        return int(self.id.partition("-B")[2])
