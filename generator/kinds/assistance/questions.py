"""What is asked about a piece of assistance."""

from generator.kinds.assistance.model import Assistance
from generator.questions.record_form import (
    CITY,
    MAYBE_ROUND,
    PROGRAMME,
    RecordForm,
    about,
    source_questions,
)

FORM = RecordForm(
    name="assistance",
    title="帮扶",
    model=Assistance,
    questions=(
        PROGRAMME,
        CITY,
        MAYBE_ROUND,
        about(Assistance, "place", name="county", help="当日的名称或代码；面向全市的不写。"),
        about(Assistance, "kind", aliases=("形式",)),
        about(Assistance, "receiver", aliases=("帮扶对象",)),
        about(Assistance, "subject", aliases=("帮扶事项",)),
        about(Assistance, "events.date", title="帮扶日期", aliases=("日期",)),
        about(Assistance, "events.step", help="做了哪一步，一般是第一步。"),
        about(Assistance, "events.by", title="帮扶单位", help="由谁做这一步。"),
        about(Assistance, "events.said", title="帮扶内容"),
        about(Assistance, "people"),
        about(Assistance, "issues", help="有关的问题编号，几个用顿号隔开。"),
        about(Assistance, "result"),
        *source_questions(Assistance),
        about(Assistance, "note"),
    ),
    id_of=lambda answers: f"{answers.round_prefix}-H",
    found_by=("date", "subject"),
    keys=("kind", "subject"),
    example={"date": "2019-05-10", "subject": "示例：怎样选活性炭吸附装置"},
    about="一行一次帮扶；以后的经过在记录里追加",
)

FORMS = (FORM,)
