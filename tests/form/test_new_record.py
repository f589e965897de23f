"""Incidents, assistance, reports on tasks and teams at the form, down to the branch of `take`."""

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.kinds.incident.questions import FORM as INCIDENT
from tests.form.desk import NOW, carried, checked, problems, session
from tests.pull_requests import Forge
from tests.running import lantian

PLACE = {"programme": "LS19", "city": "示例甲市", "round": "1"}
TASK = "LS19-990100-T001"
GIVEN: Mapping[str, Mapping[str, str]] = {
    "incident": {
        **PLACE,
        "kind": "拒绝检查",
        "date": "2019年5月10日",
        "step": "上报",
        "what": "示例：门卫以负责人不在为由不让进厂。",
    },
    "assistance": {
        **PLACE,
        "kind": "培训",
        "date": "2019-05-10",
        "step": "提出",
        "subject": "示例：怎样选活性炭吸附装置",
    },
    "task-report": {"task": TASK, "date": "2019-07-25", "by": "示例县人民政府", "done": "12"},
    "team": {**PLACE, "round": "1", "group": "P19", "lead": "示例派出机构处长", "area": "示例东区"},
}


def entry(kind: str, record_id: str = "", /, **changes: str) -> dict[str, Any]:
    return {"kind": kind, "answers": {**GIVEN[kind], **changes}, "id": record_id}


def asked(kind: str) -> dict[str, dict[str, Any]]:
    request = {"do": "questions", "entry": {"kind": kind, "answers": GIVEN[kind]}}
    return {one["name"]: one for one in session().ask(request)["questions"]}


@pytest.mark.parametrize("kind", GIVEN)
def test_answers_make_a_record_that_the_check_takes(kind: str) -> None:
    made = checked(entry(kind))
    assert made["ok"], made["problems"]
    assert made["is_new"] is (carried().files.get(made["path"]) is None)
    if not made["is_new"]:
        before = carried().files[made["path"]].decode()
        added = [line for line in made["text"].splitlines() if line not in before.splitlines()]
        assert added
        assert [line for line in before.splitlines() if line not in made["text"]] == []


def test_questions_are_those_of_the_table_of_the_kind() -> None:
    found = asked("incident")
    assert list(found) == [one.name for one in INCIDENT.questions]
    assert "LS19-990100-R01-X" in checked(entry("incident"))["id"]
    assert "示例东区" in [one["value"] for one in found["county"]["choices"]]
    assert "note" in {name for name, one in found.items() if one["is_folded"]}
    tasks = {one["value"]: one["about"] for one in asked("task-report")["task"]["choices"]}
    assert tasks[TASK]
    assert "measure" not in asked("task-report")


def test_each_new_record_of_a_sitting_has_a_number_of_its_own() -> None:
    first = checked(entry("incident"))["id"]
    other = entry("incident", what="示例：拒绝提供台账。")
    second = checked(other, entry("incident"))["id"]
    assert int(second[-3:]) == int(first[-3:]) + 1
    assert checked({**other, "id": second}, entry("incident"))["id"] == second


def test_what_is_there_already_is_not_added_twice() -> None:
    again = checked(entry("task-report"), entry("task-report"))
    assert [one[2] for one in problems(again)] == ["台账里已经有同样的一条"]
    other = checked(entry("task-report", done="13"), entry("task-report"))
    assert "与所填的“" in problems(other)[0][2]


@pytest.mark.parametrize(
    ("kind", "changes", "at"),
    [
        ("incident", {"kind": "没有这一种"}, "kind"),
        ("incident", {"what": ""}, "what"),
        ("incident", {"what": "示例：联系电话 13812345678。"}, "what"),
        ("assistance", {"date": "2019-02-30"}, "date"),
        ("task-report", {"task": "LS19-990100-T999"}, "task"),
        ("task-report", {"done": "很多"}, "done"),
        ("team", {"staff": "若干人"}, "staff"),
        ("team", {"group": "Q01"}, "group"),
    ],
)
def test_what_is_wrong_is_said_at_its_question(kind: str, changes: dict[str, str], at: str) -> None:
    made = checked(entry(kind, **changes))
    assert not made["ok"]
    assert at in [one[0] for one in problems(made)]


def test_all_kinds_of_a_sitting_are_taken_as_one_commit(tmp_path: Path) -> None:
    forge = Forge(tmp_path / "register")
    forge.git("config", "user.name", "管理员")
    forge.git("config", "user.email", "a@example.invalid")
    entries = [entry(kind) for kind in GIVEN]
    given = session().ask({"do": "package", "entries": entries, "name": "示例分局", "now": NOW})
    file = tmp_path / "示例.zip"
    file.write_bytes(b64decode(given["zip"]))
    said = lantian("take", file, "--base", "main", "--root", forge.root)
    assert said.code == 0, said.out
    assert "收进 4 条" in said.out
    changed = forge.git("diff", "--name-only", "main", "taken").splitlines()
    assert {one.split("/")[1] for one in changed} == {"incidents", "assistance", "tasks", "teams"}
    assert forge.check("--head", "taken").code == 0
