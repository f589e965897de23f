"""The record kind 轮次: the days of a round; rounds computed from a cadence."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from generator.core.dates import PartialDate
from generator.core.fields import Appended, Day, Open, OpenRecord, PartDate, Source, Text, Word
from generator.core.findings import WorkError
from generator.core.vocabulary import WRITTEN, OneOf, Role, Vocabulary
from generator.kinds.programme.model import Programme


class Sighting(Open):
    """A day on which a publication shows that a round was running, or was over."""

    date: PartDate = Field(title="日期", description="公开材料写到的日子；只知年月的写到月")
    over: bool = Field(
        default=False,
        title="已经结束",
        description="材料写明到这一天本轮已经完成的填 true；正在进行的不写",
    )
    what: Text = Field(title="原文所述", description="材料怎样说，一句话转述")
    source: Source = Field(title="来源", description="这份材料的出处")


class Round(OpenRecord):
    """One round of a programme."""

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
    sightings: Appended[list[Sighting]] = Field(
        default=[],
        title="见于公开材料的日子",
        description="公开材料写明本轮正在进行或者已经完成的日子，用来核对推算，只在末尾追加",
    )

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether its days are more than computed."""
        return self.is_firm(vocabulary) or bool(self.sources)

    @property
    def programme_id(self) -> str:
        """Return the programme that it belongs to."""
        return self.id.split("-")[0]

    def is_firm(self, vocabulary: Vocabulary) -> bool:
        """Return whether its days were published or recorded; computed ones prove nothing."""
        return not vocabulary.has_role(self.standing, Role.COMPUTED, words="standings")

    @property
    def number(self) -> int:
        """Return its number within the programme."""
        return int(self.id[-2:])

    def agrees_with(self, first: PartialDate, last: PartialDate) -> bool:
        """Return whether the round can have been running at some time in these days."""
        return first.earliest <= self.end and last.latest >= self.start

    def can_be_over(self, day: PartialDate) -> bool:
        """Return whether the round can have been over on a day."""
        return day.latest >= self.end


LIMIT = 99
"""Round numbers have two digits."""


def computed_rounds(
    programme: Programme, vocabulary: Vocabulary, first: date, until: date, note: str
) -> list[Round]:
    """The full rounds that begin on `first` and end by `until`, sharing the days of the overlap.

    WorkError where the programme has no cadence, the rounds are more than can be numbered, or no
    word of the vocabulary says that days were computed.
    """
    standing = vocabulary.word_to_write("standings")
    if standing is None:
        raise WorkError(
            "词表 standings 里没有哪个词表示按规则推算",
            f"在 records/vocabulary.yml 里给它加上作用（roles）{WRITTEN['standings']}",
        )
    if programme.cadence_days is None:
        raise WorkError(
            f"{programme.id} 没有写明一轮多少天，推算不出轮次",
            f"在 records/programmes/{programme.id}.yml 里写上 cadence_days",
        )
    length, step = timedelta(programme.cadence_days), timedelta(programme.step_days or 1)
    full = max(0, (until - first + timedelta(1) - length) // step + 1)
    if full > LIMIT:
        raise WorkError(
            f"从 {first} 到 {until} 有 {full} 轮，轮次编号最多到 {LIMIT}", "查对起止日期"
        )
    return [
        Round(
            id=f"{programme.id}-R{number:02}",
            start=(start := first + step * (number - 1)),
            end=start + length - timedelta(1),
            standing=standing,
            note=note,
        )
        for number in range(1, full + 1)
    ]
