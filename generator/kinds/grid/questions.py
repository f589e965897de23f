"""What is asked about the grids of a city, one grid a row."""

from generator.kinds.grid.model import Grid
from generator.questions.record_form import CITY, PROGRAMME, RecordForm, about

FORM = RecordForm(
    name="grid",
    title="网格",
    model=Grid,
    questions=(
        PROGRAMME,
        CITY,
        about(Grid, "nodes.number"),
        about(
            Grid,
            "nodes.level",
            choices=lambda answers: answers.programme.grid if answers.programme else (),
        ),
        about(Grid, "nodes.name"),
        about(Grid, "nodes.office"),
        about(Grid, "nodes.county", title="区县代码", help="正是一个区县的写六位代码。"),
        about(Grid, "nodes.covers"),
        about(Grid, "nodes.covered"),
        about(Grid, "nodes.area"),
    ),
    id_of=lambda answers: f"{answers.city_prefix}-W",
    part="nodes",
    found_by=("number",),
    keys=("number", "level"),
    example={"number": "1-1", "level": "乡镇级", "name": "示例镇网格", "office": "示例镇政府"},
    about="一行一个网格，上级在前，下级在后",
)

FORMS = (FORM,)
