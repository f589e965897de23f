"""What is asked about a round."""

import re

from generator.kinds.round.model import LIMIT, Round
from generator.questions.question import AnswerError, AnswerKind, Question, shown, typed_text
from generator.questions.record_form import (
    PROGRAMME,
    RecordAnswers,
    RecordForm,
    RecordQuestion,
    about,
    source_questions,
)


def _number(answers: RecordAnswers, typed: str) -> int:
    """Return the number of a round that need not be there: 5, R05 and 第5轮 are the same."""
    match = re.fullmatch(r"(?:R|r|第)?([0-9]{1,2})轮?次?", typed_text(typed))
    number = int(match[1]) if match else 0
    if not 1 <= number <= LIMIT:
        raise AnswerError(f"轮次 {shown(typed)} 读不懂；写 1 到 {LIMIT} 的一个数")
    return number


def _id_of(answers: RecordAnswers) -> str:
    assert answers.programme
    return f"{answers.programme.id}-{answers.round_name}"


FORM = RecordForm(
    name="round",
    title="轮次",
    model=Round,
    questions=(
        PROGRAMME,
        RecordQuestion(
            Question("round", "轮次", "第几轮，例如 5。", AnswerKind.CODE, needed=True), _number
        ),
        about(Round, "start", aliases=("开始日期",)),
        about(Round, "end", aliases=("结束日期",)),
        about(Round, "standing"),
        about(Round, "focus"),
        about(Round, "note"),
        *source_questions(Round),
    ),
    id_of=_id_of,
    keys=("start", "end", "standing"),
    example={"round": "5", "start": "2019-07-07", "end": "2019-07-21", "focus": "示例：工地扬尘"},
    about="一行一轮",
)

FORMS = (FORM,)
