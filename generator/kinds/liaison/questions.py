"""What is asked about the offices of the liaison of a city, one office a row."""

from generator.kinds.liaison.model import Liaison
from generator.questions.record_form import CITY, PROGRAMME, RecordForm, about

FORM = RecordForm(
    name="liaison",
    title="联络",
    model=Liaison,
    questions=(
        PROGRAMME,
        CITY,
        about(Liaison, "city.role", title="联络角色"),
        about(Liaison, "city.office", title="联络职务"),
        about(Liaison, "city.duty", title="联络职责"),
    ),
    id_of=lambda answers: f"{answers.city_prefix}-L",
    part="city",
    found_by=("role", "office"),
    keys=("role", "office"),
    example={"office": "分管副市长"},
    about="一行一个市级联络职务；区县的在记录里写",
)

FORMS = (FORM,)
