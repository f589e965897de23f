"""What the cells of both tables have in common: words, rounds, yes, and the source columns."""

import re

from generator.core.findings import nearest
from generator.exchange.csv_rows import Problem, Row
from generator.kinds.programme.model import Programme
from generator.model.numerals import small_number
from generator.tables.known import Known

_ROUND = re.compile(r"第(.+)轮次")


def round_number(text: str) -> int | None:
    """The number in 第七轮次, 第7轮次 or 第二十一轮次 (1 to 99); None for any other wording."""
    match = _ROUND.fullmatch(text)
    return small_number(match[1]) if match else None


def word_problem(row: Row, column: str, known: list[str], what: str) -> Problem | None:
    """A problem where the cell holds none of the known words."""
    word = row[column]
    if word in known:
        return None
    if not word:
        return row.problem(column, f"{what}没有填", f"可填：{_some(known)}")
    near = nearest(word, known)
    hint = f"最接近的是“{near}”" if near else f"可填：{_some(known)}"
    return row.problem(column, f"{what} '{word}' 不认识", hint)


def _some(words: list[str]) -> str:
    return "、".join(words[:8]) + (" 等" if len(words) > 8 else "")


def reliability_problem(row: Row, known: Known) -> Problem | None:
    """A problem where the source has a grade that is not in the vocabulary; it may have none."""
    if not row["source_reliability"]:
        return None
    grades = known.vocabulary.words("reliabilities")
    return word_problem(row, "source_reliability", grades, "来源等级")


def inferred_round_problem(row: Row) -> Problem | None:
    """A problem where an inferred round is given and is no number of a round."""
    stated = row["round_inferred"]
    if not stated or round_number(stated):
        return None
    return row.problem("round_inferred", f"'{stated}' 看不出第几轮", "写成“第2轮次”这样")


def yes_problem(row: Row, column: str, hint: str) -> Problem | None:
    """A problem where a column that knows only yes or nothing has something else."""
    if row[column] in ("", "yes"):
        return None
    return row.problem(column, f"'{row[column]}' 不认识", hint)


def source_fields(row: Row) -> dict[str, str | None]:
    """The source columns under the names of the model."""
    return {
        "title": row["source_title"],
        "publisher": row["source_publisher"] or None,
        "date": row["source_date"] or None,
        "url": row["source_url"] or None,
        "reliability": row["source_reliability"] or None,
    }


def other_name(row: Row, programme: Programme | None) -> str | None:
    """What the table calls the campaign, where that is not its name."""
    called = row["programme"]
    return called if programme and called != programme.name else None
