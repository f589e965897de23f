"""What is asked about a unit."""

from generator.kinds.unit.model import Unit
from generator.questions.issue_answers import credit_code
from generator.questions.record_form import CITY, RecordAnswers, RecordForm, about


def _id_of(answers: RecordAnswers) -> str:
    assert answers.city
    return f"U{answers.city.id}-"


FORM = RecordForm(
    name="unit",
    title="单位档案",
    model=Unit,
    questions=(
        CITY,
        about(Unit, "names.name", name="name", aliases=("企业名称", "单位全称")),
        about(Unit, "names.since", name="since", title="名称起用日期"),
        about(Unit, "called", help="简称、别的写法，几个用顿号隔开。"),
        about(Unit, "credit_code", read=credit_code),
        about(Unit, "place", name="county", help="当日的名称或代码；不知道的不写。"),
        about(Unit, "industry"),
        about(Unit, "permit", aliases=("排污许可证号",)),
        about(Unit, "key_unit", title="是否重点排污单位"),
        about(Unit, "basis"),
        about(Unit, "note"),
    ),
    id_of=_id_of,
    found_by=("name",),
    keys=("name", "permit"),
    example={"name": "示例建材有限公司", "basis": "示例：名称、城市、区县都相同"},
    about="一行一家单位；以后的名称在记录里追加",
)

FORMS = (FORM,)
