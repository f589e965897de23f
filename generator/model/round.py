"""The record kind 轮次: from when to when one round ran, and how that is known."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import Day, OpenRecord, Text, Word
from generator.core.vocabulary import OneOf, Role, Vocabulary
from generator.model.source import Source


class Round(OpenRecord):
    """One round of a campaign."""

    id: Word = Field(
        title="编号",
        description="行动编号加轮次，例如 LT19-R05",
        pattern=r"^[A-Z]{2,4}[0-9]{2}-R[0-9]{2}$",
    )
    start: Day = Field(title="首日", description="本轮第一天")
    end: Day = Field(title="末日", description="本轮最后一天")
    standing: Annotated[Word, OneOf("standings")] = Field(
        title="依据", description="公布的、按规则推算的，还是实际执行的"
    )
    focus: Text | None = Field(default=None, title="重点", description="本轮重点排查什么")
    note: Text | None = Field(default=None, title="说明", description="推算的依据或疑点")
    sources: list[Source] = Field(default=[], title="来源", description="公布的轮次写明出处")

    @property
    def programme_id(self) -> str:
        """The campaign that it belongs to."""
        return self.id.split("-")[0]

    def is_firm(self, vocabulary: Vocabulary) -> bool:
        """Whether its days were published or kept; those that were computed prove nothing."""
        return not vocabulary.has_role(self.standing, Role.COMPUTED, words="standings")

    @property
    def number(self) -> int:
        """Its number within the campaign."""
        return int(self.id[-2:])
