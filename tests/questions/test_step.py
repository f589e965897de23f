"""The questions of a next step: what is legal, what each step needs, how answers become a step."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from generator.core.findings import WorkError
from generator.kinds.issue.model import Event, Issue
from generator.kinds.register import Register
from generator.questions.step import (
    QUESTIONS,
    STEP,
    LegalStep,
    current_state,
    field_titles,
    next_steps,
)
from generator.questions.step_answers import AnswerFault
from generator.questions.step_record import StepAnswered, answered_step
from generator.site.build import read_register
from tests.registers import SAMPLE

TO_SEND = "LS19-990200-R03-P02-001"
TO_CONFIRM = "LS19-990200-R03-P02-002"
TO_VERIFY = "LS19-990200-R03-P02-005"
POSTPONED = "LS19-990300-R03-P01-004"


@cache
def register() -> Register:
    return read_register(SAMPLE).register


def issue(issue_id: str) -> Issue:
    found = register().find(Issue, issue_id)
    assert found
    return found


def legal(issue_id: str, step: str) -> LegalStep:
    return next(one for one in next_steps(register(), issue(issue_id)).steps if one.step == step)


def needed(issue_id: str, step: str) -> list[str]:
    return [one.name for one in legal(issue_id, step).questions if one.needed]


def asked(issue_id: str, step: str) -> list[str]:
    return [one.name for one in legal(issue_id, step).questions]


def test_every_field_of_an_event_is_a_question() -> None:
    assert set(Event.model_fields) <= {one.name for one in QUESTIONS}
    assert QUESTIONS[0] is STEP


def test_steps_that_are_legal_now_are_told_with_what_each_needs() -> None:
    told = next_steps(register(), issue(TO_CONFIRM))
    assert told.states == (("办理", "待确认"), ("公开", "未公开"))
    assert [one.step for one in told.steps] == ["确认", "申诉", "撤销", "更正", "曝光"]
    assert needed(TO_CONFIRM, "申诉") == ["date", "by", "note"]
    assert needed(TO_CONFIRM, "确认") == ["date", "by", "result"]
    assert needed(TO_CONFIRM, "曝光") == [
        "date",
        "approved_by",
        "grade",
        "publish_from",
        "publish_until",
    ]
    assert needed(TO_CONFIRM, "更正") == ["date", "corrects", "note"]


def test_a_deadline_is_only_asked_of_a_step_that_sets_it() -> None:
    assert {"plan_due", "due"}.isdisjoint(asked(TO_CONFIRM, "确认"))
    assert {"plan_due", "due"} <= set(asked(POSTPONED, "延期批复"))


def test_results_say_where_they_lead_and_what_they_need() -> None:
    [result] = [one for one in legal(POSTPONED, "延期批复").questions if one.name == "result"]
    assert [(one.word, one.meaning, one.needs_one_of) for one in result.choices] == [
        ("同意", "整改中", ("plan_due", "due")),
        ("不同意", "整改中", ()),
    ]


def test_units_that_may_take_the_step_are_proposed() -> None:
    [by] = [one for one in legal(TO_CONFIRM, "确认").questions if one.name == "by"]
    assert by.choices[0].word == "示例乙市人民政府"
    [by] = [one for one in legal(TO_SEND, "推送确认").questions if one.name == "by"]
    assert [one.word for one in by.choices] == ["示例主管部门"]


def answered(issue_id: str, text: str = "", **typed: str) -> StepAnswered:
    raw = next(one.raw for one in register().of(Issue) if one.record.id == issue_id)
    content = text.encode() or (SAMPLE / raw.path).read_bytes()
    return answered_step(register(), raw.path, content, typed)


def test_answers_become_a_step_at_the_end_and_the_rest_stays() -> None:
    done = answered(
        TO_CONFIRM, step="确认", date="2019-07-10", by="示例乙市人民政府", result="无异议"
    )
    assert (done.is_sound, done.faults) == (True, ())
    assert done.taken
    assert done.taken.after == done.taken.before + (
        "- date: 2019-07-10\n  step: 确认\n  by: 示例乙市人民政府\n  result: 无异议\n".encode()
    )


GOOD = {"step": "确认", "date": "2019-07-10", "by": "示例乙市人民政府", "result": "无异议"}

FAULTS: Sequence[tuple[Mapping[str, str], list[tuple[str, str, str]]]] = [
    ({"step": " "}, [("步骤", "没有填", "现在可以做的一个步骤")]),
    (
        {"date": ""},
        [("日期", "没有填", "事情发生的日期，例如 2019-07-15；只知年月的写到月")],
    ),
    (
        {"step": "确定"},
        [("步骤", "没有叫 '确定' 的步骤", "可用的有：确认、申诉、撤销、更正、曝光")],
    ),
    (
        {"step": "交办"},
        [
            (
                "步骤",
                "问题处在“待确认”，不能做“交办”",
                "现在可以做的步骤：确认、申诉、撤销、更正、曝光。漏记了中间的步骤就先补上",
            ),
            ("由谁", "“交办”不由 '示例乙市人民政府' 做", "部的名称是“示例主管部门”"),
            ("文号", "“交办”缺少文号", "填“文号”"),
            ("方案期限", "“交办”缺少方案期限", "填“方案期限”"),
            ("结论", "“交办”没有结论，这里却写了“无异议”", "“结论”空着"),
        ],
    ),
    ({"by": ""}, [("由谁", "“确认”缺少单位", "填“由谁”")]),
    ({"by": "甲\n乙"}, [("由谁", "写成一行，不换行，不用制表符", "")]),
    ({"result": "同"}, [("结论", "没有叫 '同' 的结论", "可用的有：无异议、部分异议")]),
    ({"result": "到位"}, [("结论", "“确认”没有“到位”这个结论", "“结论”填无异议或部分异议")]),
    (
        {"letter": "示例函[2019]1号"},
        [("文号", "文号 '示例函[2019]1号' 的年份不用这种括号", "写成 示例函〔2019〕1号")],
    ),
    ({"note": "电话13800138000"}, [("备注", "这里有手机号码", "删去号码")]),
    ({"source": "0"}, [("依据来源", "'0' 不是 1 到 99 的数", "")]),
    (
        {"source": "9"},
        [("依据来源", "“确认”据第 9 个来源，这条记录只有 0 个来源", "改成 sources 里的第几个")],
    ),
    ({"source_publisher": "示例"}, [("来源标题", "没有填", "写了来源的其他各项，也写标题")]),
    ({"corrects": "内容"}, [("更正字段", "问题没有叫 '内容' 的字段", "")]),
    ({"publish_from": "2019-07"}, [("公开起日", "'2019-07' 不是规定的日期写法", "")]),
]


@pytest.mark.parametrize(("changes", "said"), FAULTS, ids=lambda one: str(one)[:30])
def test_what_is_wrong_is_said_of_the_question(
    changes: Mapping[str, str], said: list[tuple[str, str, str]]
) -> None:
    done = answered(TO_CONFIRM, **{**GOOD, **changes})
    assert not done.is_sound

    def begins(fault: AnswerFault, title: str, message: str, hint: str) -> bool:
        told = (fault.title, fault.message, fault.hint)
        return all(
            one.startswith(wanted) for one, wanted in zip(told, (title, message, hint), strict=True)
        )

    assert len(done.faults) == len(said), done.faults
    for wanted in said:
        assert any(begins(one, *wanted) for one in done.faults), (wanted, done.faults)


def test_a_result_that_sets_a_new_deadline_needs_one() -> None:
    typed = {"step": "延期批复", "date": "2019-08-01", "by": "示例主管部门", "result": "同意"}
    done = answered(POSTPONED, **typed)
    assert [(one.question, one.message) for one in done.faults] == [
        ("due", "“延期批复”缺少方案期限或整改期限")
    ]
    assert answered(POSTPONED, **typed, due="2019-09-30").is_sound


def test_a_field_that_is_corrected_may_be_named_by_its_title() -> None:
    typed = {"step": "更正", "date": "2019-07-10", "note": "示例：记错"}
    done = answered(TO_CONFIRM, **typed, corrects="点位名称、found，区县")
    assert done.taken
    assert done.taken.event.corrects == "site.name、found、place"
    assert field_titles()["问题描述"] == "found"


def test_a_new_source_comes_behind_those_that_are_listed_and_before_what_follows() -> None:
    text = (SAMPLE / f"records/issues/LS19/990200/R03/{TO_SEND}.yml").read_text(encoding="utf-8")
    text = text.replace("events:\n", f"relations:\n- kind: 重复\n  id: {TO_VERIFY}\nevents:\n")
    typed = {"step": "企业说明", "date": "2019-07-10", "by": "示例一厂", "statement": "示例"}
    done = answered(TO_SEND, text, **typed, source_title="示例说明", source_date="2019-07-10")
    assert done.taken
    assert done.is_sound, done.faults
    new = "- title: 示例说明\n  date: 2019-07-10\n"
    assert done.taken.text == text.replace("relations:\n", f"{new}relations:\n") + (
        "- date: 2019-07-10\n  step: 企业说明\n  by: 示例一厂\n  statement: 示例\n  source: 2\n"
    )


def test_a_file_that_no_step_can_be_added_to_is_to_be_formatted_first() -> None:
    text = (SAMPLE / f"records/issues/LS19/990200/R03/{TO_CONFIRM}.yml").read_text(encoding="utf-8")
    head, events = text.split("events:\n")
    with pytest.raises(WorkError, match="events 不在最后"):
        answered(TO_CONFIRM, f"events:\n{events}{head}", **GOOD)


def test_without_a_lifecycle_no_step_is_proposed() -> None:
    bare = Register(register().vocabulary, ())
    assert next_steps(bare, issue(TO_CONFIRM)).steps == ()
    assert current_state(bare, issue(TO_CONFIRM)) is None
