"""The rounds that a campaign's cadence gives, for campaigns whose calendar was not published."""

from datetime import date, timedelta

from generator.core.vocabulary import WRITTEN, Vocabulary
from generator.errors import WorkError
from generator.kinds.programme.model import Programme
from generator.model.round import Round

LIMIT = 99
"""Round numbers have two digits."""


def computed_rounds(
    programme: Programme, vocabulary: Vocabulary, first: date, until: date, note: str
) -> list[Round]:
    """The full rounds that begin on `first` and end by `until`, one directly after the other.

    WorkError where the campaign has no cadence, the rounds are more than can be numbered, or no
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
    length = timedelta(programme.cadence_days)
    full = max(0, (until - first + timedelta(1)) // length)
    if full > LIMIT:
        raise WorkError(
            f"从 {first} 到 {until} 有 {full} 轮，轮次编号最多到 {LIMIT}", "查对起止日期"
        )
    return [
        Round(
            id=f"{programme.id}-R{number:02}",
            start=first + length * (number - 1),
            end=first + length * number - timedelta(1),
            standing=standing,
            note=note,
        )
        for number in range(1, full + 1)
    ]
