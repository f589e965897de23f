"""What is asked about the result of the assessment of a unit that sent people."""

from generator.kinds.assessment.model import Assessment
from generator.questions.record_form import (
    PROGRAMME,
    RecordAnswers,
    RecordForm,
    about,
    source_questions,
)


def _id_of(answers: RecordAnswers) -> str:
    assert answers.programme
    return f"{answers.programme.id}-K{answers.values['date'].year}-"


FORM = RecordForm(
    name="assessment",
    title="考评",
    model=Assessment,
    questions=(
        PROGRAMME,
        about(Assessment, "unit"),
        about(Assessment, "kind"),
        about(Assessment, "date", title="印发日期"),
        about(Assessment, "by"),
        about(Assessment, "reasons"),
        about(Assessment, "consequences", help="已经适用的后果，几项用顿号隔开。"),
        about(Assessment, "people"),
        *source_questions(Assessment),
        about(Assessment, "note"),
    ),
    id_of=_id_of,
    found_by=("unit", "kind", "date"),
    keys=("unit", "kind", "reasons"),
    example={"unit": "示例中心", "date": "2019-12-20", "reasons": "示例：报送及时、查得准"},
    about="一行一个派员单位的一次考评结果",
)

FORMS = (FORM,)
