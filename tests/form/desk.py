"""Sittings at the form of the sample register, request by request."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from generator.form.carried import Carried, packed, unpacked
from generator.form.from_register import carried_part
from generator.form.session import FormSession
from generator.load.files import contents
from generator.site.build import read_register
from tests.registers import SAMPLE

NOW = "2019-08-01T09:30:00+08:00"
ISSUE: Mapping[str, str] = {
    "programme": "LS19",
    "city": "示例甲市",
    "round": "1",
    "group": "P07",
    "site": "示例厂",
    "category": "未安装治污设施",
    "date": "2019-05-10",
    "by": "第1轮示例甲市第7普通组",
    "found": "示例：没有收集装置。",
}


@cache
def carried() -> Carried:
    """What a form of the sample carries, once packed and unpacked as in the file."""
    files = {one.path: one.content for one in contents(SAMPLE)}
    part = carried_part(read_register(SAMPLE), files, "示例台账", date(2019, 8, 1))
    return unpacked(packed(part))


def session() -> FormSession:
    """A form that was just opened."""
    return FormSession(carried())


def issue(record_id: str = "", **changes: str) -> dict[str, Any]:
    """An entry for a new issue, with what the test is about."""
    return {"kind": "issue", "answers": {**ISSUE, **changes}, "id": record_id}


def checked(entry: Mapping[str, Any], *others: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to the check of an entry, beside others of the sitting."""
    return session().ask({"do": "check", "entry": entry, "others": others})


def problems(answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Question, code and message of each problem."""
    return [(one["question"], one["code"], one["message"]) for one in answer["problems"]]
