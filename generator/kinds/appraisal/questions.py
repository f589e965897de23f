"""What is asked about a ranking of counties and departments, one unit a row."""

import re
from collections.abc import Mapping

from generator.kinds.appraisal.model import Appraisal
from generator.questions.issue_answers import county
from generator.questions.question import AnswerError, AnswerKind, Question, shown, typed_text
from generator.questions.record_form import (
    CITY,
    PROGRAMME,
    RecordAnswers,
    RecordForm,
    RecordQuestion,
    about,
    source_questions,
)

_PERIODS = (
    (re.compile(r"([0-9]{4})年?(?:全年|年度)?"), "{0}"),
    (re.compile(r"([0-9]{4})[-年.]?\s*(?:Q|q|第?)([1-4])(?:季度?)?"), "{0}-Q{1}"),
    (re.compile(r"([0-9]{4})[-年./]([0-9]{1,2})月?(?:份)?"), "{0}-{1:0>2}"),
)


def _period(answers: RecordAnswers, typed: str) -> str:
    """Return the period of an appraisal as in IDs: 2019-06, 2019-Q2, 2019."""
    clean = typed_text(typed)
    is_quarter = "季" in clean or "Q" in clean.upper()
    for pattern, form in _PERIODS:
        match = pattern.fullmatch(clean)
        if match and is_quarter == ("Q" in form):
            return form.format(*match.groups())
    raise AnswerError(f"时段 {shown(clean)} 读不懂；写成 2019-06、2019-Q2 或者 2019")


def _id_of(answers: RecordAnswers) -> str:
    assert answers.programme
    return f"{answers.programme.id}-A{answers.values['period']}"


def _whom(answers: RecordAnswers) -> Mapping[str, object]:
    """Return city and county of the unit; a department has no county."""
    assert answers.city
    return {
        "entries.city": answers.city.id,
        "entries.county": answers.county and answers.county.county,
        "entries.county_name": answers.county and answers.county.name,
    }


FORM = RecordForm(
    name="appraisal",
    title="考核排名",
    model=Appraisal,
    questions=(
        PROGRAMME,
        RecordQuestion(
            Question(
                "period",
                "考核时段",
                "2019-06（月）、2019-Q2（季）或者 2019（年）。",
                AnswerKind.CODE,
                aliases=("考核月份", "排名时段"),
                needed=True,
            ),
            _period,
        ),
        about(Appraisal, "date", title="通报日期", help="通报、评比、考核何时作出。"),
        about(Appraisal, "by", title="通报单位", help="由哪个单位作出。"),
        CITY,
        about(
            Appraisal,
            "entries.county_name",
            name="county",
            title="区县",
            help="考核区县、开发区的写当日的名称或代码；考核部门的不写。",
            kind=AnswerKind.COUNTY,
            read=county,
        ),
        about(Appraisal, "entries.unit", title="被考核单位", aliases=("考核对象", "被考核对象")),
        about(Appraisal, "entries.rank", aliases=("排名",)),
        about(Appraisal, "entries.tied", help="与别的单位名次相同的写“是”。"),
        about(Appraisal, "entries.score", aliases=("分数",)),
        about(Appraisal, "entries.verdict", help="从词表中选一个；年度考核必须有结论。"),
        about(Appraisal, "entries.vetoed", help="被一票否决的写“是”，并写明理由。"),
        about(Appraisal, "entries.reason"),
        about(Appraisal, "partial", help="只公布了一部分名次的写“是”。"),
        *source_questions(Appraisal),
    ),
    id_of=_id_of,
    part="entries",
    found_by=("unit",),
    keys=("unit", "rank"),
    follows=_whom,
    example={
        "period": "2019-06",
        "date": "2019-07-05",
        "by": "示例大气办",
        "unit": "示例区人民政府",
        "rank": "1",
        "score": "91.5",
    },
    about="一行一个被考核的区县或部门；同一时段的合成一份排名",
)


FORMS = (FORM,)
