"""The form asks what a new issue needs, finds what the check finds, and numbers without clashes."""

import json
from pathlib import Path

import pytest

from generator.form.session import FormSession
from generator.site.build import read_register
from tests.form.desk import ISSUE, checked, issue, problems, session
from tests.registers import SAMPLE, copied

FOLDER = "records/issues/LS19/990100/R01"
TEXT = """\
id: LS19-990100-R01-P07-001
kind: 点位问题
site:
  name: 示例厂
category: 未安装治污设施
medium: 大气
found: 示例：没有收集装置。
events:
- date: 2019-05-10
  step: 排查
  by: 第1轮示例甲市第7普通组
"""


def questions(**answers: str) -> dict[str, dict[str, object]]:
    request = {"do": "questions", "entry": {"kind": "issue", "answers": answers}}
    return {one["name"]: one for one in session().ask(request)["questions"]}


def values(question: dict[str, object]) -> list[str]:
    choices = question["choices"]
    assert isinstance(choices, tuple)
    return [one["value"] for one in choices]


def test_answers_make_the_file_that_the_command_writes() -> None:
    answer = checked(issue())
    assert (answer["ok"], answer["path"]) == (True, f"{FOLDER}/LS19-990100-R01-P07-001.yml")
    assert answer["text"] == TEXT
    assert answer["after"] == ["记下以后的状态是“已发现”，接下来可以：上报、撤销、更正"]


def test_an_answer_of_another_form_is_taken_where_it_can_only_mean_one_thing() -> None:
    answer = checked(issue(group="第7普通组", city="990100", round="第1轮", date="2019年5月10日"))
    assert answer["text"] == TEXT


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"group": ""}, [("group", "", "没有填")]),
        (
            {"group": "P"},
            [("group", "", "普通组写 P 加组号，例如 P01")],
        ),
        (
            {"found": "示例：联系电话 13812345678。"},
            [("found", "P02", "这里有手机号码")],
        ),
        (
            {"by": "示例主管部门"},
            [("by", "", "“排查”不由 '示例主管部门' 做；工作组的名称以“组”结尾")],
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_question(
    changes: dict[str, str], said: list[tuple[str, str, str]]
) -> None:
    answer = checked(issue(**changes))
    assert (answer["ok"], problems(answer)) == (False, said)


def test_what_the_check_finds_is_what_the_command_line_finds(tmp_path: Path) -> None:
    wrong = issue(found="示例：联系电话 13812345678。", date="2019-06-30", county="示例东区")
    answer = checked(wrong)
    root = copied(SAMPLE, tmp_path)
    (root / answer["path"]).write_text(answer["text"], encoding="utf-8")
    there = [one for one in read_register(root).findings if one.path == answer["path"]]
    assert there
    assert [(one["code"], one["message"], one["hint"]) for one in answer["problems"]] == [
        (one.code, one.message, one.hint) for one in there
    ]


def test_each_entry_of_a_sitting_has_a_number_of_its_own() -> None:
    first = issue()
    second = issue(site="示例二厂")
    assert checked(second, first)["id"] == "LS19-990100-R01-P07-002"
    there = issue(group="P01", by="第1轮示例甲市第1普通组", site="示例三厂")
    assert checked(there)["id"] == "LS19-990100-R01-P01-007"


def test_an_entry_that_is_edited_keeps_its_number_while_it_fits() -> None:
    kept = issue("LS19-990100-R01-P07-002", site="示例二厂")
    assert checked(kept, issue())["id"] == "LS19-990100-R01-P07-002"
    moved = issue("LS19-990100-R01-P07-002", group="P08", by="第1轮示例甲市第8普通组")
    assert checked(moved, issue())["id"] == "LS19-990100-R01-P08-001"


def test_the_same_issue_twice_in_a_sitting_is_noticed() -> None:
    twice = checked(issue(), issue("LS19-990100-R01-P07-001"))
    assert [one["code"] for one in twice["problems"]] != []


def test_what_can_be_chosen_follows_from_the_answers_before() -> None:
    empty = questions()
    assert values(empty["programme"]) == ["LS17", "LS19", "LX19", "LP19"]
    assert (values(empty["county"]), empty["county"]["waits_for"]) == ([], ["城市"])
    asked = questions(programme="LS19", city="示例甲市", round="1", group="P07")
    assert "示例东区" in values(asked["county"])
    assert values(asked["round"])[-1] == "0"
    assert values(asked["by"]) == ["第1轮示甲第7普通组"]
    assert "source_title" not in asked
    published = questions(programme="LS19", city="示例甲市", group="G")
    assert published["source_title"]["is_needed"] is True


def test_personal_data_is_noticed_while_it_is_typed() -> None:
    note = questions(found="负责人：张伟，电话 13812345678")["found"]["note"]
    assert isinstance(note, str)
    assert "13812345678”像是手机号码" in note
    assert questions(found=ISSUE["found"])["found"]["note"] == ""


def test_a_reply_is_plain_json() -> None:
    form: FormSession = session()
    request = {"do": "questions", "entry": {"kind": "issue", "answers": dict(ISSUE)}}
    asked = json.loads(form.ask_json(json.dumps(request)))
    assert asked["questions"][0]["name"] == "programme"
    assert json.loads(form.ask_json('{"do": "start"}'))["name"] == "示例台账"


def test_page_can_be_typed_into_before_its_python_has_started() -> None:
    begun = session().begun()
    kinds = [one["name"] for one in begun["start"]["kinds"]]
    assert list(begun["questions"]) == kinds
    names = [one["name"] for one in begun["questions"]["issue"]["questions"]]
    assert names[:2] == ["programme", "city"]


def test_questions_that_few_answer_are_folded_away() -> None:
    asked = questions(**ISSUE)
    folded = {name for name, one in asked.items() if one["is_folded"]}
    assert {"credit_code", "masked", "relation", "note"} <= folded
    assert not folded & {"county", *ISSUE}


def test_units_on_record_are_offered_where_a_city_has_some() -> None:
    there = questions(programme="LS19", city="示例乙市")["firm"]
    assert values(there) == ["示例四厂"]
    assert "firm" not in questions(programme="LS19", city="示例甲市")


def test_unit_is_taken_by_a_name_that_it_had_and_refused_where_it_is_unknown() -> None:
    answers = {"city": "示例乙市", "round": "3", "by": "第3轮示例乙市第7普通组"}
    assert "unit: U990200-001" in checked(issue(**answers, firm="示例三厂"))["text"]
    [(question, _, said)] = problems(checked(issue(**answers, firm="示例九厂")))
    assert question == "firm"
    assert said.startswith("示例乙市没有单位档案 '示例九厂'")
