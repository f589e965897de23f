"""What is asked about the figures of a publication, one figure a row."""

from generator.kinds.bulletin.model import Bulletin
from generator.questions.question import AnswerKind, Question
from generator.questions.record_form import (
    PROGRAMME,
    RecordAnswers,
    RecordForm,
    RecordQuestion,
    about,
    source_questions,
)


def _id_of(answers: RecordAnswers) -> str:
    assert answers.programme
    return f"{answers.programme.id}-"


def _programme(answers: RecordAnswers) -> list[str]:
    return [answers.programme.id] if answers.programme else []


FORM = RecordForm(
    name="bulletin",
    title="通报数字",
    model=Bulletin,
    questions=(
        RecordQuestion(PROGRAMME.asked, PROGRAMME.read, _programme, "programme"),
        about(Bulletin, "rows.start", name="date_from", title="起日", column="date_from"),
        about(Bulletin, "rows.end", name="date_to", title="止日", column="date_to"),
        about(Bulletin, "rows.granularity", column="granularity"),
        about(Bulletin, "rows.round_stated", title="原文轮次", column="round"),
        about(Bulletin, "rows.area.scope", column="scope", aliases=("统计范围",)),
        about(Bulletin, "rows.area.province", column="province"),
        RecordQuestion(
            Question(
                "area_city",
                "城市",
                "原文所列城市；全省、全国的数不写。",
                AnswerKind.CITY,
                field="rows.area.city",
            ),
            lambda answers, typed: typed,
            column="city",
        ),
        about(Bulletin, "rows.area.county", column="county"),
        about(Bulletin, "rows.metric", column="metric"),
        about(Bulletin, "rows.category", column="category"),
        about(Bulletin, "rows.value", column="value"),
        about(Bulletin, "rows.unit", column="unit", help="不同单位不相加；指数没有单位，不写。"),
        *(
            RecordQuestion(one.asked, one.read, column=one.name)
            for one in source_questions(Bulletin, "source")
        ),
        about(
            Bulletin,
            "rows.partial",
            name="list_partial",
            help="原文分县清单不全、不能与合计对账的写“是”。",
            column="list_partial",
        ),
    ),
    id_of=_id_of,
    part="rows",
    keys=("date_from", "date_to", "metric", "value", "source_title"),
    table="通报数字表",
    example={
        "date_from": "2019-06-23",
        "date_to": "2019-07-07",
        "scope": "示例市",
        "value": "13",
        "source_title": "示例通报",
        "source_date": "2019-07-15",
    },
    about="一行一个数；同一份材料的合成一份通报",
)

FORMS = (FORM,)
