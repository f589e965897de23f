"""What the page of a unit says of it: each end by its name, what was refused as not found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.kinds.issue.work import Work
from generator.kinds.unit.pages import OnRecord, unit_state
from generator.site.build import read_register
from tests.kinds.issue.test_summaries import PLAIN
from tests.registers import SAMPLE, TODAY
from tests.site_index import site_index_of

SITE = site_index_of(read_register(SAMPLE).register, TODAY)
ACCEPTED = {"marks": Work.ACCEPTED.value}
REFUSED = {"openness": CLOSED, "outcome": "refused", "marks": Work.REFUSED.value}
CLEARED = {**ACCEPTED, "openness": CLOSED, "outcome": "cleared"}
WITHDRAWN = {**ACCEPTED, "openness": CLOSED, "outcome": "cancelled"}
RUNNING = {**ACCEPTED, "openness": OPEN}
LATE = {**RUNNING, "owed": "2019-06-01"}
NEW = {"openness": OPEN}


@pytest.mark.parametrize(
    ("problems", "mark", "title", "text"),
    [
        ([], "unk", "没有关联的问题", "没有关联的问题。"),
        ([REFUSED], "gone", "没有认定的问题", "共发现 1 个问题，不予认定 1 个。"),
        (
            [REFUSED, WITHDRAWN],
            "gone",
            "没有认定的问题",
            "共发现 2 个问题，撤销 1 个，不予认定 1 个。",
        ),
        (
            [CLEARED, REFUSED],
            "done",
            "1 个已办结",
            "共发现 2 个问题，已销号 1 个，不予认定 1 个。",
        ),
        (
            [RUNNING, CLEARED, REFUSED],
            "hand",
            "1 个尚未办结",
            "共发现 3 个问题，尚未办结 1 个，已销号 1 个，不予认定 1 个，"
            "认定的同类问题重复发现：扬尘 2 次。",
        ),
        (
            [LATE, NEW],
            "over",
            "1 个逾期未完成",
            "共发现 2 个问题，尚未办结 2 个，逾期 1 个。",
        ),
    ],
    ids=["none", "refused", "unfounded", "cleared", "again", "late"],
)
def test_ends_are_told_by_name_and_only_what_was_recognised_is_found_again(
    problems: Sequence[Mapping[str, str]], mark: str, title: str, text: str
) -> None:
    some = tuple(replace(PLAIN, **changes) for changes in problems)
    state = unit_state(SITE, OnRecord(some, (), (), ()))
    assert (state.mark, state.title, state.text) == (mark, title, text)
