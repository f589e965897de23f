"""What is asked about an incident on the spot."""

from generator.kinds.incident.model import Incident
from generator.questions.issue_answers import group
from generator.questions.question import AnswerKind
from generator.questions.record_form import (
    CITY,
    MAYBE_ROUND,
    PROGRAMME,
    RecordForm,
    about,
    groups_to_choose,
    source_questions,
)

FORM = RecordForm(
    name="incident",
    title="现场情况",
    model=Incident,
    questions=(
        PROGRAMME,
        CITY,
        MAYBE_ROUND,
        about(
            Incident,
            "group",
            read=group,
            kind=AnswerKind.GROUP,
            after=("programme",),
            choices=groups_to_choose,
        ),
        about(Incident, "place", name="county", help="当日的名称或代码；不知道的不写。"),
        about(Incident, "kind", aliases=("情形类别",)),
        about(Incident, "events.date", title="发生日期", aliases=("日期",)),
        about(Incident, "events.step", help="做了哪一步，一般是第一步。"),
        about(Incident, "events.by", title="经过单位", help="由谁做这一步；写单位，不写姓名。"),
        about(Incident, "events.said", title="经过内容"),
        about(Incident, "site", aliases=("点位名称",)),
        about(Incident, "what", aliases=("现场情况",)),
        about(Incident, "matter"),
        about(Incident, "issues", help="有关的问题编号，几个用顿号隔开。"),
        about(Incident, "handler"),
        about(Incident, "result"),
        *source_questions(Incident),
        about(Incident, "note"),
    ),
    id_of=lambda answers: f"{answers.round_prefix}-X",
    found_by=("date", "what"),
    keys=("kind", "what"),
    example={"date": "2019-05-10", "what": "示例：门卫以负责人不在为由不让进厂"},
    about="一行一次情况；以后的经过在记录里追加",
)

FORMS = (FORM,)
