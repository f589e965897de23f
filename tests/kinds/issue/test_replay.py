"""The replay: every path of the sample's lifecycle, deadlines, and random histories."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.dates import PartialDate
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import (
    Replay,
    Violation,
    legal_steps,
    may_take,
    replay,
    replay_events,
)
from generator.kinds.issue.work import Work, done_on, work_of
from generator.kinds.programme.lifecycle import Lifecycle, Path, Step
from generator.kinds.register import Register
from generator.site.build import read_register
from tests.registers import SAMPLE

REGISTER: Register = read_register(SAMPLE).register
UNITS = {"工作组": "示例第1组", "部": "示例主管部门", "地方": "示例甲市人民政府"}


def lifecycle() -> Lifecycle:
    found = REGISTER.programmes["LS19"].lifecycle
    assert found
    return found


def issue_of(issue_id: str) -> Issue:
    return next(one for one in REGISTER.issues if one.id == issue_id)


def replayed(issue_id: str) -> Replay:
    issue = issue_of(issue_id)
    found = REGISTER.programmes[issue.programme_id].lifecycle
    assert found
    return replay(found, issue)


@pytest.mark.parametrize(
    ("issue_id", "path", "status", "is_open", "returned"),
    [
        ("LS19-990100-R01-P01-001", "一般", "已销号", False, 0),
        ("LS19-990100-R01-P01-002", "一般", "已撤销", False, 0),
        ("LS19-990100-R01-P01-003", "一般", "不予认定", False, 0),
        ("LS19-990100-R01-P01-004", "一般", "已销号", False, 1),
        ("LS19-990100-R01-P01-005", "一般", "整改不到位", True, 1),
        ("LS19-990100-R01-P01-006", "一般", "已撤销", False, 0),
        ("LS19-990100-R02-Z-001", "一般", "整改中", True, 0),
        ("LS19-990100-R02-P01-001", "一般", "已发现", True, 0),
        ("LS19-990100-R02-P01-002", "一般", "待审核", True, 0),
        ("LS19-990100-R02-P01-003", "一般", "待推送", True, 0),
        ("LS19-990200-R03-P02-001", "一般", "待推送", True, 0),
        ("LS19-990200-R03-P02-002", "一般", "待确认", True, 0),
        ("LS19-990200-R03-P02-003", "一般", "申诉中", True, 0),
        ("LS19-990200-R03-P02-004", "一般", "待交办", True, 0),
        ("LS19-990200-R03-P02-005", "一般", "待核查", True, 0),
        ("LS19-990200-R03-P02-006", "一般", "待销号", True, 0),
        ("LS19-990300-R03-P01-003", "一般", "待补充", True, 0),
        ("LS19-990300-R03-P01-004", "一般", "延期待批", True, 0),
        ("LS19-990300-R03-P01-005", "一般", "长期坚持", True, 0),
        ("LS19-990300-R03-P01-006", "一般", "已反弹", True, 0),
        ("LS19-990300-R03-P01-001", "拒绝检查", "已移送公安", False, 0),
        ("LS19-990300-R03-P01-002", "拒绝检查", "已发现", True, 0),
        ("LS17-990200-R00-G-001", "公开通报", "办理情况未公开", False, 0),
        ("LS17-990200-R00-G-002", "公开通报", "有关人员已拘留", False, 0),
    ],
)
def test_history_comes_to_its_status(
    issue_id: str, path: str, status: str, is_open: bool, returned: int
) -> None:
    found = replayed(issue_id)
    assert (found.path.name, found.status.name) == (path, status)
    assert (found.status.open, found.returned) == (is_open, returned)


def test_relapse_after_clearance_is_no_failed_check_and_ends_the_completion() -> None:
    """The check had found it mended: to count a failed one would be false."""
    found = replayed("LS19-990300-R03-P01-006")
    assert (found.turns[-1].returned, found.turns[-1].relapsed) == (0, 1)
    issue = issue_of("LS19-990300-R03-P01-006")
    assert done_on(issue, found, REGISTER.vocabulary) == ""
    done = list(work_of(issue, found, REGISTER.vocabulary))
    assert Work.RETURNED not in [work for _, work in done]
    assert Work.REOPENED in [work for _, work in done]
    assert found.breaches == ()


def test_sample_has_an_issue_in_every_state_where_one_can_rest() -> None:
    *_, refusal, general = lifecycle().paths
    stood = {
        path.name: [
            replay(lifecycle(), issue).states
            for issue in REGISTER.issues
            if issue.programme_id == "LS19"
            and lifecycle().path_for(issue.group_letter, issue.category) == path
        ]
        for path in (refusal, general)
    }
    for path in (refusal, general):
        handling, publicity = path.strands
        rested = {states[handling.name].name for states in stood[path.name]}
        assert {one.name for one in handling.states[1:]} - rested <= {"已撤销"}, path.name
        # The strand of publicity is the same on both: one exposure of each sort is enough.
        rested = {states[publicity.name].name for name in stood for states in stood[name]}
        assert {one.name for one in publicity.states} == rested


def test_exposure_does_not_wait_for_rectification() -> None:
    found = replayed("LS19-990100-R02-Z-001")
    assert found.states["公开"].name == "已公开"
    assert found.status.name == "整改中"


def test_deadlines_run_until_what_they_await_has_come() -> None:
    found = replayed("LS19-990100-R02-Z-001")
    assert [(due.awaits, str(due.day), due.of) for due in found.dues] == [
        ("整改方案", "2019-06-11", "地方"),
        ("整改完成", "2019-07-15", "地方"),
    ]
    assert found.days_over(date(2019, 6, 11)) == 0
    assert found.days_over(date(2019, 6, 12)) == 1
    assert found.days_over(date(2019, 7, 20)) == 39
    assert replayed("LS19-990100-R01-P01-001").dues == ()


def test_deadline_known_to_the_month_passes_with_its_last_day() -> None:
    """The plan that came back sets it; the request for more time leaves it as it is."""
    [due] = replayed("LS19-990300-R03-P01-004").dues
    assert (due.awaits, str(due.day)) == ("整改完成", "2019-07-31")
    assert due.days_over(date(2019, 7, 31)) == 0
    assert due.days_over(date(2019, 8, 1)) == 1


def upto(issue_id: str, step: str) -> Replay:
    """The replay of an issue up to the last event of this name."""
    issue = next(one for one in REGISTER.issues if one.id == issue_id)
    last = max(place for place, one in enumerate(issue.events) if one.step == step)
    return replay(lifecycle(), issue.model_copy(update={"events": issue.events[: last + 1]}))


@pytest.mark.parametrize(
    ("issue_id", "step", "dues"),
    [
        ("LS19-990300-R03-P01-004", "交办", ["整改方案 2019-06-20"]),
        ("LS19-990300-R03-P01-004", "方案退回", ["整改方案 2019-06-26"]),
        ("LS19-990300-R03-P01-004", "整改方案", ["整改完成 2019-07-31"]),
        ("LS19-990300-R03-P01-006", "延期批复", ["整改方案 2019-06-20", "整改完成 2019-07-05"]),
        ("LS19-990300-R03-P01-005", "整改完成", []),
        ("LS19-990300-R03-P01-006", "回头看", []),
    ],
)
def test_deadlines_are_those_set_last(issue_id: str, step: str, dues: list[str]) -> None:
    assert [f"{due.awaits} {due.day}" for due in upto(issue_id, step).dues] == dues


def decided(result: str, **given: object) -> Replay:
    """An issue whose request for more time was answered so."""
    asked = upto("LS19-990300-R03-P01-006", "延期申请")
    issue = next(one for one in REGISTER.issues if one.id == "LS19-990300-R03-P01-006")
    past = issue.events[: [one.step for one in issue.events].index("延期批复")]
    fields = {"date": "2019-06-21", "step": "延期批复", "by": "示例主管部门", "result": result}
    answer = Event.model_validate({**fields, **given})
    return replay_events(lifecycle(), asked.path, [*past, answer])


def test_consent_to_more_time_says_until_when() -> None:
    [breach] = decided("同意").breaches
    assert (breach.fault, breach.facts["title"]) == (
        Violation.MISSING_NEED,
        "方案期限或整改期限",
    )
    assert decided("同意", due="2019-09").breaches == ()


def test_refusal_of_more_time_leaves_the_deadline() -> None:
    found = decided("不同意", due="2019-09")
    assert [str(due.day) for due in found.dues] == ["2019-06-20", "2019-06-30"]


def test_closed_issue_that_relapsed_is_open_again() -> None:
    found = replayed("LS19-990300-R03-P01-006")
    assert found.status.open
    assert "督办" in found.next_steps


@pytest.mark.parametrize(
    ("unit", "offices", "may"),
    [
        ("示例丙市治霾办", (), False),
        ("示例丙市治霾办", ("区县、开发区治霾办主任",), True),
        ("示例丙市示例西区治霾办", ("区县、开发区治霾办主任",), True),
        ("示例丙市督查室", ("区县、开发区治霾办主任",), False),
        ("办", ("区县、开发区治霾办主任",), False),
        ("示例丙市人民政府", (), True),
    ],
)
def test_office_of_the_liaison_acts_for_the_place(
    unit: str, offices: tuple[str, ...], may: bool
) -> None:
    [(_, appeal)] = lifecycle().paths[-1].by_step["申诉"]
    assert may_take(lifecycle(), appeal, unit, offices) is may


# Random histories


def units_of(step: Step) -> list[str]:
    return [UNITS[role] for role in step.by] or ["示例任何单位"]


def event_of(step: Step, result: str | None, day: date, by: str) -> Event:
    exact = PartialDate(day.year, day.month, day.day)
    resets = any(one.resets for one in step.outcomes if one.result == result)
    return Event(
        date=exact,
        step=step.step,
        by=by,
        result=result,
        letter="示例函〔2019〕1号" if "letter" in step.needs else None,
        plan_due=exact if "plan_due" in step.needs else None,
        due=exact if "due" in step.needs or resets else None,
        unit="示例甲局" if "unit" in step.needs else None,
        unit_due=day if "unit_due" in step.needs else None,
        approved_by="示例主管部门" if "approved_by" in step.needs else None,
        grade="一般" if "grade" in step.needs else None,
        publish_from=day if "publish_from" in step.needs else None,
        publish_until=day if "publish_until" in step.needs else None,
        corrects="found" if "corrects" in step.needs else None,
        statement="示例" if "statement" in step.needs else None,
        note="示例" if "note" in step.needs else None,
    )


@st.composite
def legal_walks(draw: st.DrawFn) -> tuple[Path, list[Event]]:
    """A path of the lifecycle and a legal history along it, at most 15 steps long."""
    path = draw(st.sampled_from(lifecycle().paths))
    events: list[Event] = []
    day = date(2019, 5, 8)
    for _ in range(draw(st.integers(1, 15))):
        before = replay_events(lifecycle(), path, events)
        if events and not before.status.open and draw(st.booleans()):
            break
        step = draw(st.sampled_from(list(legal_steps(path, before.states, events))))
        result = draw(st.sampled_from([one.result for one in step.outcomes] or [None]))
        by = draw(st.sampled_from(units_of(step)))
        day += timedelta(days=draw(st.integers(0, 9)))
        events.append(event_of(step, result, day, by))
    return path, events


@settings(max_examples=150, deadline=None)
@given(legal_walks())
def test_every_legal_walk_is_legal(walk: tuple[Path, list[Event]]) -> None:
    path, events = walk
    assert replay_events(lifecycle(), path, events).breaches == ()


@settings(max_examples=150, deadline=None)
@given(legal_walks(), st.data())
def test_walk_broken_anywhere_is_caught_there(
    walk: tuple[Path, list[Event]], data: st.DataObject
) -> None:
    path, events = walk
    place = data.draw(st.integers(0, len(events) - 1))
    step = next(
        one for strand in path.strands for one in strand.steps if one.step == events[place].step
    )
    spoilt = [
        ("step", "没有这一步", Violation.UNKNOWN_STEP),
        ("result", "没有这个结论", Violation.WRONG_RESULT),
    ]
    spoilt += [(need, None, Violation.MISSING_NEED) for need in step.needs]
    spoilt += [("by", "无关单位", Violation.WRONG_ROLE)] if step.by else []
    field, value, fault = data.draw(st.sampled_from(spoilt))
    broken = list(events)
    broken[place] = events[place].model_copy(update={field: value})
    found = replay_events(lifecycle(), path, broken).breaches
    assert any(one.position == place and one.fault is fault for one in found)


@settings(max_examples=150, deadline=None)
@given(legal_walks())
def test_first_step_left_out_is_caught(walk: tuple[Path, list[Event]]) -> None:
    path, events = walk
    rest = [event for event in events[1:] if event.step not in ("撤销", "更正", events[0].step)]
    if rest and events[0].step == "排查":
        assert replay_events(lifecycle(), path, rest).breaches


# Published cases: what publications tell, in whatever order


def published(*steps: str) -> Replay:
    """Return the replay of a published case with these steps of handling, on one day."""
    found = REGISTER.programmes["LS17"].lifecycle
    assert found
    day = PartialDate(2017, 8, 1)
    result = {"核查": "不到位"}
    events = [
        Event(date=day, step=one, result=result.get(one), note="示例") for one in ("排查", *steps)
    ]
    return replay_events(found, found.path_for("G", "燃煤锅炉"), events)


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ((), "办理情况未公开"),
        (("曝光",), "办理情况未公开"),
        (("曝光", "交办"), "已交办"),
        (("行政处罚", "行政拘留"), "有关人员已拘留"),
        (("行政拘留", "行政处罚"), "有关人员已拘留"),
        (("移送公安", "要求整改"), "已移送公安"),
        (("行政处罚", "整改完成"), "已整改"),
        (("整改完成", "行政处罚"), "已整改"),
        (("整改完成", "核查"), "整改不到位"),
        (("整改完成", "核查", "整改完成"), "已整改"),
        (("行政拘留", "销号"), "已销号"),
        (("撤销", "行政处罚"), "已撤销"),
    ],
)
def test_gravest_published_measure_stands_until_a_result_is_known(
    steps: tuple[str, ...], status: str
) -> None:
    found = published(*steps)
    assert (found.status.name, found.breaches) == (status, ())
    assert found.status.silent == (status == "办理情况未公开")
