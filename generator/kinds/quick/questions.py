"""What is asked about an item for the quick bulletin of a programme."""

from generator.kinds.quick.model import Quick
from generator.questions.record_form import PROGRAMME, RecordAnswers, RecordForm, about


def _id_of(answers: RecordAnswers) -> str:
    assert answers.programme
    return f"{answers.programme.id}-B{answers.values['date'].year}"


FORM = RecordForm(
    name="quick",
    title="快报动态",
    model=Quick,
    questions=(
        PROGRAMME,
        about(Quick, "items.date", title="动态报来日期"),
        about(Quick, "items.by", title="报送单位"),
        about(Quick, "items.text"),
        about(Quick, "items.open", help="可以向社会公开的写“是”。"),
        about(Quick, "items.number"),
    ),
    id_of=_id_of,
    part="items",
    found_by=("date", "by", "text"),
    keys=("date", "text"),
    example={"date": "2019-07-08", "by": "示例局", "text": "示例：开展夜间检查"},
    about="一行一条动态；编发的各期在记录里写",
)

FORMS = (FORM,)
