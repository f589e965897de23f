"""What is asked about key polluting units and micro-stations of a city, one a row."""

from generator.kinds.monitor.model import Monitor
from generator.questions.issue_answers import credit_code
from generator.questions.record_form import (
    CITY,
    PROGRAMME,
    RecordForm,
    RecordQuestion,
    about,
)


def _state(part: str) -> tuple[RecordQuestion, ...]:
    """Return the questions about the first state of the equipment of one list."""
    return (
        about(Monitor, f"{part}.states.date", name="date", title="状态日期", needed=False),
        about(Monitor, f"{part}.states.state", title="状态", needed=False),
        about(Monitor, f"{part}.states.by", title="核实单位"),
    )


UNIT = RecordForm(
    name="monitored-unit",
    title="重点排污单位",
    model=Monitor,
    questions=(
        PROGRAMME,
        CITY,
        about(Monitor, "units.name"),
        about(Monitor, "units.credit_code", read=credit_code),
        about(Monitor, "units.place", name="county", help="当日的名称或代码。"),
        about(Monitor, "units.industry"),
        about(Monitor, "units.listed"),
        *_state("units"),
    ),
    id_of=lambda answers: f"{answers.city_prefix}-J",
    part="units",
    found_by=("name",),
    keys=("name", "listed"),
    example={"name": "示例热力公司", "listed": "2019-03"},
    about="一行一个重点排污单位；以后的状态在记录里追加",
)

STATION = RecordForm(
    name="station",
    title="空气质量微站",
    model=Monitor,
    questions=(
        PROGRAMME,
        CITY,
        about(Monitor, "stations.name"),
        about(Monitor, "stations.place", name="county", help="当日的名称或代码。"),
        about(Monitor, "stations.town", title="乡镇或街道"),
        *_state("stations"),
    ),
    id_of=lambda answers: f"{answers.city_prefix}-J",
    part="stations",
    found_by=("name",),
    keys=("name", "town"),
    example={"name": "示例镇空气质量微站", "town": "示例镇"},
    about="一行一个微站；以后的状态在记录里追加",
)

FORMS = (UNIT, STATION)
