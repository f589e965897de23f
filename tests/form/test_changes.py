"""Next steps and corrections at the form: what is legal is offered, what is wrong is said."""

from typing import Any

from tests.form.desk import checked, issue, problems, session
from tests.pull_requests import OPEN
from tests.registers import SAMPLE

FILE = f"records/issues/LS19/990200/R03/{OPEN}.yml"
BEFORE = (SAMPLE / FILE).read_text(encoding="utf-8")


def step(**answers: str) -> dict[str, Any]:
    given = {
        "about": OPEN,
        "step": "核查",
        "date": "2019-08-20",
        "by": "第7轮示例乙市第2普通组",
        "result": "到位",
    }
    return {"kind": "step", "answers": {**given, **answers}}


def correction(**answers: str) -> dict[str, Any]:
    given = {
        "about": OPEN,
        "corrects": "点位名称",
        "value": "示例新厂",
        "date": "2019-08-20",
        "by": "示例主管部门",
        "note": "示例：营业执照上是这个名称。",
    }
    return {"kind": "correction", "answers": {**given, **answers}}


def questions(entry: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = session().ask({"do": "questions", "entry": entry})
    return {one["name"]: one for one in answer["questions"]}


def values(question: dict[str, Any]) -> list[str]:
    return [one["value"] for one in question["choices"]]


def test_issues_that_wait_are_offered_first() -> None:
    asked = questions({"kind": "step", "answers": {}})
    assert list(asked) == ["about"]
    assert OPEN in values(asked["about"])
    found = questions({"kind": "step", "answers": {"about": "r03 p02-005"}})
    assert values(found["about"]) == [OPEN]
    unknown = questions(step(about="LS19-990200-R03-P02-999"))
    assert unknown["about"]["error"] == "这里没有编号是“LS19-990200-R03-P02-999”的问题"


def test_only_legal_steps_are_offered_with_what_each_needs() -> None:
    asked = questions(step(step=""))
    assert list(asked) == ["about", "step"]
    assert "核查" in values(asked["step"])
    assert "更正" not in values(asked["step"])
    assert "督办" not in values(asked["step"])
    checked_step = questions(step())
    assert {"到位", "不到位"} <= {*values(checked_step["result"])}
    assert checked_step["result"]["is_needed"]


def test_step_is_added_at_the_end_of_the_file() -> None:
    made = checked(step(date="2019年8月20日"))
    assert made["ok"], made["problems"]
    assert (made["path"], made["is_new"]) == (FILE, False)
    assert made["label"] == f"{OPEN} 核查"
    assert made["text"] == BEFORE + (
        "- date: 2019-08-20\n  step: 核查\n  by: 第7轮示例乙市第2普通组\n  result: 到位\n"
    )


def test_step_that_is_not_legal_is_refused_at_its_question() -> None:
    made = checked(step(by="示例乙市人民政府"))
    assert not made["ok"]
    assert [one[0] for one in problems(made)] == ["by"]
    assert [one[0] for one in problems(checked(step(result="")))] == ["result"]


def test_two_steps_of_a_sitting_follow_each_other() -> None:
    asked = session().ask({"do": "questions", "entry": {**step(step="")}, "others": [step()]})
    legal = values({one["name"]: one for one in asked["questions"]}["step"])
    assert "核查" not in legal
    first = issue("LS19-990100-R01-P07-001")
    about = step(about="LS19-990100-R01-P07-001", step="上报", date="2019-05-11", result="")
    about["answers"]["by"] = "第1轮示例甲市第7普通组"
    made = checked(about, first)
    assert made["ok"], made["problems"]


def test_correction_changes_one_field_and_tells_why() -> None:
    asked = questions(correction())
    assert asked["value"]["help"].startswith("现为：")
    made = checked(correction())
    assert made["ok"], made["problems"]
    assert "\n  name: 示例新厂\n" in made["text"]
    told = "  by: 示例主管部门\n  corrects: site.name\n  note: 示例：营业执照上是这个名称。\n"
    assert made["text"].endswith("  step: 更正\n" + told)


def test_correction_is_refused_where_its_value_or_reason_is_missing() -> None:
    assert problems(checked(correction(value=""))) == [("value", "", "没有填")]
    assert problems(checked(correction(corrects=""))) == [("corrects", "", "没有选")]
    assert [one[0] for one in problems(checked(correction(note="")))] == ["note"]
    wrong = checked(correction(corrects="问题类别", value="没有这一类"))
    assert [one[0] for one in problems(wrong)] == ["value"]
    private = checked(correction(corrects="问题描述", value="示例：电话 13812345678。"))
    assert ("value", "P02", "这里有手机号码") in problems(private)
