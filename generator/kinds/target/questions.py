"""What is asked about the targets of a city, one figure of a period a row."""

from generator.kinds.target.model import Target
from generator.questions.record_form import CITY, PROGRAMME, RecordForm, about

FORM = RecordForm(
    name="target",
    title="目标",
    model=Target,
    questions=(
        PROGRAMME,
        CITY,
        about(Target, "aims.name", title="目标指标"),
        about(Target, "aims.start", title="目标起日"),
        about(Target, "aims.end", title="目标止日"),
        about(Target, "aims.final", help="整个行动的终期目标写“是”。"),
        about(Target, "aims.value"),
        about(Target, "aims.unit"),
        about(Target, "aims.better"),
        about(Target, "aims.adds_up", help="各月相加才是全期数的写“是”，例如天数。"),
        about(Target, "aims.reached"),
    ),
    id_of=lambda answers: answers.city_prefix,
    part="aims",
    found_by=("name", "start", "end"),
    keys=("name", "value"),
    example={"name": "PM2.5 平均浓度", "start": "2019-01", "end": "2019-12", "value": "55"},
    about="一行一个指标一个时段；逐月数值在记录里写",
)

FORMS = (FORM,)
