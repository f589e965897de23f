"""Application, review and notice of a step that closes an issue."""

import pytest

from generator.checks.rule import Checked
from generator.core.vocabulary import Role
from generator.kinds.issue.model import CLOSING
from generator.kinds.issue.rules import closing_fields, closing_order
from generator.questions.step import current_state, needed_of, next_steps
from generator.site.build import read_register
from tests.making import make_issue, make_register, make_vocabulary
from tests.registers import SAMPLE

CLOSED = sorted(make_vocabulary().with_role("steps", Role.CLOSED))[0]
WHOLE = {
    "applied_on": "2019-06-01",
    "application": "示例申〔2019〕3号",
    "reviewed_on": "2019-06-05",
    "reviewed_by": "示例市生态环境局",
    "review_letter": "示例审〔2019〕4号",
    "notice_from": "2019-06-10",
    "notice_until": "2019-06-16",
    "notice_at": "示例市人民政府网站",
}


@pytest.mark.parametrize(
    ("changes", "wrong", "doubtful"),
    [
        ({}, 0, 0),
        ({"applied_on": "2019-06", "notice_until": None}, 0, 0),
        ({"date": "2019-06-16"}, 0, 0),
        ({"date": "2019-06"}, 0, 0),
        ({"notice_until": "2019-06-09"}, 1, 0),
        ({"date": "2019-06-15"}, 0, 1),
        ({"applied_on": "2019-06-06"}, 0, 1),
        ({"reviewed_on": "2019-06-18", "notice_until": None, "date": "2019-06-17"}, 0, 1),
        ({"step": "排查"}, 1, 0),
    ],
)
def test_documents_of_closing_stand_at_the_closing_in_their_order(
    changes: dict[str, str | None], wrong: int, doubtful: int
) -> None:
    event = {"date": "2019-06-20", "step": CLOSED, **WHOLE, **changes}
    issue = make_issue(events=[{key: one for key, one in event.items() if one}])
    checked = Checked((), (), make_register(issue))
    found = len([*closing_fields(checked)]), len([*closing_order(checked)])
    assert found == (wrong, doubtful)


def test_documents_are_asked_of_a_step_that_closes_and_of_no_other() -> None:
    register = read_register(SAMPLE).register
    asked = {
        step.step: {one.name for one in step.questions} & set(CLOSING)
        for issue in register.issues
        for step in next_steps(register, issue).steps
    }
    closing = register.vocabulary.with_role("steps", Role.CLOSED)
    assert {step for step, names in asked.items() if names} == closing & asked.keys()
    assert all(names == set(CLOSING) for step, names in asked.items() if step in closing)
    states = filter(None, (current_state(register, one) for one in register.issues))
    assert not any(needed_of(step) & set(CLOSING) for one in states for step in one.next_steps)
