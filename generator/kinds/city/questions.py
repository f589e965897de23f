"""What is asked about a city that programmes inspect."""

import re

from generator.kinds.city.model import City
from generator.questions.question import AnswerError, AnswerKind, Question, shown
from generator.questions.record_form import (
    RecordAnswers,
    RecordForm,
    RecordQuestion,
    about,
    entries_of,
    source_questions,
)

_COUNTY = re.compile(r"(?P<code>[0-9]{6})\s*[=＝:：]?\s*(?P<name>\S+)")


def _code(answers: RecordAnswers, typed: str) -> str:
    if not re.fullmatch("[0-9]{6}", typed.strip()):
        raise AnswerError(f"代码 {shown(typed)} 不是六位数字")
    return typed.strip()


def _counties(answers: RecordAnswers, typed: str) -> list[dict[str, str]]:
    """Return the counties of a cell: 610102=新城区、610103=碑林区."""
    found = []
    for one in entries_of(typed):
        match = _COUNTY.fullmatch(one)
        if not match:
            raise AnswerError(f"区县 {shown(one)} 读不懂；写成“610102=新城区”的样子，用顿号隔开")
        found.append(match.groupdict())
    return found


def _zones(answers: RecordAnswers, typed: str) -> list[dict[str, str]]:
    return [{"name": one} for one in entries_of(typed)]


FORM = RecordForm(
    name="city",
    title="城市",
    model=City,
    questions=(
        RecordQuestion(
            Question("code", "城市代码", "六位代码，例如 610100。", AnswerKind.CODE, needed=True),
            _code,
        ),
        about(City, "name", title="城市全称", help="例如 西安市。"),
        about(City, "short_name"),
        about(City, "pinyin"),
        about(City, "province"),
        about(City, "region"),
        about(
            City,
            "counties",
            title="各区县",
            help="代码=名称，几个用顿号隔开，例如 610102=新城区、610103=碑林区。",
            read=_counties,
        ),
        about(
            City,
            "zones",
            title="开发区",
            help="没有代码的开发区、新区的名称，几个用顿号隔开。",
            read=_zones,
        ),
        about(City, "note"),
        *source_questions(City, needed=True),
    ),
    id_of=lambda answers: str(answers.values["code"]),
    keys=("code", "short_name", "pinyin"),
    example={
        "code": "610100",
        "name": "示例市",
        "short_name": "示例",
        "pinyin": "shili",
        "province": "示例省",
        "counties": "610102=示例区、610103=示例县",
        "source_title": "示例：行政区划代码",
    },
    about="一行一个城市",
)

FORMS = (FORM,)
