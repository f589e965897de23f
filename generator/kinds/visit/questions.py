"""What is asked about the sites that groups inspected, one count a row."""

from generator.kinds.visit.model import Visits
from generator.questions.issue_answers import group
from generator.questions.question import AnswerKind
from generator.questions.record_form import (
    CITY,
    MAYBE_ROUND,
    PROGRAMME,
    RecordForm,
    RecordQuestion,
    about,
    groups_to_choose,
)

FORM = RecordForm(
    name="visit",
    title="检查量",
    model=Visits,
    questions=(
        RecordQuestion(PROGRAMME.asked, PROGRAMME.read, column="行动"),
        MAYBE_ROUND,
        CITY,
        about(Visits, "counts.date", aliases=("检查日期",)),
        about(Visits, "counts.whole", help="是整轮的合计数就写“是”，不是某一日的数。"),
        about(
            Visits,
            "counts.group",
            read=group,
            kind=AnswerKind.GROUP,
            after=("programme",),
            choices=groups_to_choose,
        ),
        about(Visits, "counts.sites", aliases=("检查点位数", "检查数")),
        about(Visits, "counts.listed"),
        about(Visits, "counts.with_problems", aliases=("有问题点位数", "发现问题点位")),
        about(Visits, "list_sites", aliases=("任务清单点位数",)),
        about(Visits, "counts.note"),
    ),
    id_of=lambda answers: f"{answers.round_prefix}-V",
    part="counts",
    found_by=("date", "whole", "group"),
    keys=("date", "sites"),
    table="检查量表",
    example={"date": "2019-05-09", "sites": "12", "with_problems": "3"},
    about="一行是一个组一日的数；整轮只有合计的写一行",
)

FORMS = (FORM,)
