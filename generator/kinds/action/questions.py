"""What is asked about an action: talks, special inspections, accountability and the like."""

from collections.abc import Mapping

from generator.kinds.action.model import Action
from generator.questions.issue_answers import county
from generator.questions.question import AnswerKind
from generator.questions.record_form import (
    CITY,
    PROGRAMME,
    RecordAnswers,
    RecordForm,
    about,
    entries_of,
    source_questions,
)


def _id_of(answers: RecordAnswers) -> str:
    assert answers.programme
    return f"{answers.programme.id}-C{answers.values['date'].year}-"


def _whom(answers: RecordAnswers) -> Mapping[str, object]:
    """Return city and county of whom it concerns; a city has no county."""
    assert answers.city
    return {
        "whom.city": answers.city.id,
        "whom.county": answers.county and answers.county.county,
        "whom.county_name": answers.county and answers.county.name,
    }


def _demands(answers: RecordAnswers, typed: str) -> list[dict[str, str]]:
    return [{"what": one} for one in entries_of(typed)]


FORM = RecordForm(
    name="action",
    title="措施",
    model=Action,
    questions=(
        PROGRAMME,
        about(Action, "date", title="采取日期"),
        about(Action, "kind"),
        about(Action, "by", title="采取单位"),
        CITY,
        about(
            Action,
            "whom.county_name",
            name="county",
            title="区县",
            help="对象是区县、开发区的写当日的名称或代码；对象是市的不写。",
            kind=AnswerKind.COUNTY,
            read=county,
        ),
        about(Action, "whom.name", name="whom"),
        about(Action, "letter"),
        about(Action, "cause.facts", name="facts", title="事由"),
        about(Action, "cause.triggers", help="行动的 inspection 所列的哪些情形，几个用顿号隔开。"),
        about(Action, "cause.issues", help="引起这项措施的问题编号，几个用顿号隔开。"),
        about(
            Action,
            "demands",
            help="要求对方做到的，几项用分号或换行隔开；期限写在记录里。",
            read=_demands,
        ),
        about(Action, "form"),
        about(Action, "handling"),
        *source_questions(Action),
        about(Action, "note"),
    ),
    id_of=_id_of,
    found_by=("date", "kind", "whom"),
    keys=("kind", "whom", "facts"),
    follows=_whom,
    example={
        "date": "2019-07-20",
        "by": "示例部",
        "whom": "示例区人民政府",
        "facts": "示例：整改进展缓慢",
    },
    about="一行一项措施；后来的结果在记录里追加",
)

FORMS = (FORM,)
