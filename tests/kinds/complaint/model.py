"""The record kind 示例投诉: what somebody complained of, and when an answer was given."""

from pydantic import Field

from generator.core.fields import Day, ProgrammeRecord, Public, Text, Word


class Complaint(ProgrammeRecord):
    """One complaint."""

    id: Public[Word] = Field(
        title="编号",
        description="行动、字母 Z 加序号，例如 LT19-Z001",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-Z[0-9]{3}$",
    )
    received: Public[Day] = Field(title="收到日期", description="何日收到")
    text: Public[Text] = Field(title="投诉内容", description="说了什么，只写事实")
    answered: Public[Day | None] = Field(
        default=None, title="答复日期", description="何日答复；还没有答复的不填"
    )
    handler: Text | None = Field(default=None, title="承办单位", description="由哪个单位办理")
