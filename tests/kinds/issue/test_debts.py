"""What an issue owes: who, which step, since when, by which day; when a debt ends."""

from pathlib import Path

import pytest

from generator.core.dates import PartialDate
from generator.kinds.issue.debts import open_debts
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import Replay, replay, replay_events
from generator.kinds.register import Register
from generator.site.build import read_register
from tests.registers import REPOSITORY, SAMPLE

REGISTER: Register = read_register(SAMPLE).register
UNDER_WAY = "LS19-990100-R02-Z-001"


def sample_issue(issue_id: str) -> Issue:
    return next(one for one in REGISTER.issues if one.id == issue_id)


def replayed(register: Register, issue: Issue) -> Replay:
    lifecycle = register.programmes[issue.programme_id].lifecycle
    assert lifecycle
    return replay(lifecycle, issue)


def after(*events: dict[str, object]) -> Replay:
    """The sample's issue under rectification after further events; none of them is illegal."""
    lifecycle = REGISTER.programmes["LS19"].lifecycle
    assert lifecycle
    issue = sample_issue(UNDER_WAY)
    path = lifecycle.path_for(issue.group_letter, issue.category)
    further = [Event.model_validate(one) for one in events]
    found = replay_events(lifecycle, path, [*issue.events, *further])
    assert found.breaches == ()
    return found


def debts(found: Replay) -> list[tuple[str, str, str]]:
    """Role, step and day of each debt, the first day in front."""
    return [(one.of, one.awaits, one.day) for one in open_debts(found.debts)]


@pytest.mark.parametrize(
    ("issue_id", "expected"),
    [
        ("LS19-990100-R02-P01-002", [("部", "审核", "")]),
        ("LS19-990200-R03-P02-002", [("地方", "确认", "")]),
        (UNDER_WAY, [("地方", "整改方案", "2019-06-11"), ("地方", "整改完成", "2019-07-15")]),
        ("LS19-990200-R03-P02-005", [("工作组", "核查", "")]),
        (
            "LS19-990100-R01-P01-005",
            [("地方", "整改完成", "2019-06-15"), ("部", "督办", "")],
        ),
        ("LS19-990200-R03-P02-006", [("部", "销号", "")]),
        ("LS19-990100-R01-P01-001", []),
    ],
)
def test_each_state_owes_what_its_lifecycle_says(
    issue_id: str, expected: list[tuple[str, str, str]]
) -> None:
    assert debts(replayed(REGISTER, sample_issue(issue_id))) == expected


@pytest.mark.parametrize("root", [SAMPLE, REPOSITORY], ids=["sample", "records"])
def test_every_open_issue_owes_something_and_no_other_does(root: Path) -> None:
    register = read_register(root).register
    found = [replayed(register, one) for one in register.issues]
    assert [bool(one.debts) for one in found] == [one.status.open for one in found]


PLACE = "示例甲市人民政府"
PLAN = {"date": "2019-07-01", "step": "整改方案", "by": PLACE}
DONE = {"date": "2019-07-02", "step": "整改完成", "by": PLACE}
CHECK = {"date": "2019-07-05", "step": "核查", "by": "第3轮示例甲市第1普通组"}


def test_plan_ends_its_own_debt_alone() -> None:
    assert debts(after(PLAN)) == [("地方", "整改完成", "2019-07-15")]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([DONE], [("工作组", "核查", "")]),
        ([{**CHECK, "result": "到位"}], [("部", "销号", "")]),
    ],
)
def test_report_of_completion_or_a_good_check_ends_the_debt_of_the_plan(
    events: list[dict[str, object]], expected: list[tuple[str, str, str]]
) -> None:
    assert debts(after(*events)) == expected


def test_check_that_finds_less_brings_the_old_deadline_back() -> None:
    found = after(DONE, {**CHECK, "result": "不到位"})
    assert debts(found) == [("地方", "整改完成", "2019-07-15"), ("部", "督办", "")]
    assert {str(one.since) for one in found.debts} == {"2019-07-05"}


def test_day_of_a_place_for_its_own_unit_is_no_deadline() -> None:
    found = after(
        {
            "date": "2019-06-03",
            "step": "分办",
            "by": PLACE,
            "unit": "示例市住建局",
            "unit_due": "2019-06-20",
        }
    )
    assert debts(found) == debts(after())
    assert [one.unit_day for one in open_debts(found.debts)] == ["", "2019-06-20"]


def test_debt_of_an_inexact_date_begins_with_its_last_day() -> None:
    found = after({**DONE, "date": "2019-07"})
    assert found.debts[0].since == PartialDate(2019, 7)
    assert open_debts(found.debts)[0].since == "2019-07-31"
