"""The handling that a publication tells: which steps it is, in whose words, and what is unclear."""

import pytest

from generator.core.dates import PartialDate
from generator.exchange.case_rows import HandlingStep, exposer, handling_steps
from generator.kinds.issue.model import Event
from generator.site.build import read_register
from tests.exchange.test_import import case, grown, import_cases, only
from tests.making import make_city, make_programme, make_register
from tests.registers import REPOSITORY

VOCABULARY = read_register(REPOSITORY).register.vocabulary


@pytest.mark.parametrize(
    ("handling", "told"),
    [
        ("督办问题清单交办", [("交办", "督办问题清单交办")]),
        (
            "行政处罚、绩效降D级、暂扣许可证，企业负责人被行政拘留",
            [
                ("行政处罚", "行政处罚、绩效降D级、暂扣许可证"),
                ("行政拘留", "企业负责人被行政拘留"),
            ],
        ),
        ("示例市将责任人移送公安机关", [("移送公安", "示例市将责任人移送公安机关")]),
        ("要求推进整改、严肃查处", [("要求整改", "要求推进整改、严肃查处")]),
        ("要求落实停限产", [("要求整改", "要求落实停限产")]),
        ("移交当地调查处理", [("移交", "移交当地调查处理")]),
        ("当地连夜行动，断电停产", [("停产整治", "当地连夜行动，断电停产")]),
        ("", []),
        ("另行研究", []),
        ("拟移送公安机关", []),
        ("罚款示例元，未拆除", []),
    ],
)
def test_handling_becomes_steps_in_its_own_words(
    handling: str, told: list[tuple[str, str]]
) -> None:
    assert handling_steps(handling, VOCABULARY) == tuple(HandlingStep(*one) for one in told)


def test_told_steps_are_dated_not_after_the_source_and_name_it() -> None:
    (issue,) = grown(import_cases(case(action="移交当地调查处理"))).issues
    exposure, told = issue.events[1:]
    assert (str(exposure.date), exposure.not_after) == ("2019-06", False)
    assert told == Event(
        date=PartialDate(2019, 6), not_after=True, step="移交", words="移交当地调查处理", source=1
    )
    assert issue.handling == "移交当地调查处理"


def test_handling_that_is_not_classified_is_kept_and_said() -> None:
    done = import_cases(case(action="另行研究"))
    assert only(done.account).notes == (
        "处置情况“另行研究”没有归入步骤，只照录原文；词表的 handlings 里可以加上这种用语",
    )
    (issue,) = grown(done).issues
    assert (issue.handling, len(issue.events)) == ("另行研究", 2)


def test_same_row_again_changes_nothing_also_where_an_older_import_named_the_copy() -> None:
    row = case(action="督办问题清单交办", source_publisher="示例部（示例网转载）")
    register = grown(import_cases(row))
    (issue,) = register.issues
    assert issue.events[1].by == "示例部"
    assert only(import_cases(row, register=register).account).outcome == "已有，无变化"
    named = issue.model_copy(
        update={
            "events": [
                one.model_copy(update={"by": "示例部（示例网转载）"}) if at == 1 else one
                for at, one in enumerate(issue.events)
            ]
        }
    )
    again = import_cases(row, register=make_register(make_programme(), make_city(), named))
    assert only(again.account).outcome == "已有，无变化"


@pytest.mark.parametrize(
    ("publisher", "by"),
    [
        ("示例部（企业站转载）", "示例部"),
        ("示例部/示例社（转载）", "示例部/示例社"),
        ("示例日报", "示例日报"),
        ("（转载）", ""),
        ("", ""),
    ],
)
def test_exposer_is_not_the_medium_of_the_copy(publisher: str, by: str) -> None:
    assert exposer(publisher) == by


def test_every_handling_of_the_records_is_told_as_steps() -> None:
    """Over the real records: what a case says of its handling is among its steps."""
    register = read_register(REPOSITORY).register
    published = [
        one
        for one in register.issues
        if register.programmes[one.programme_id].is_published(one.group_letter)
    ]
    assert published
    for issue in published:
        told = [(event.step, event.words) for event in issue.events if event.words]
        wanted = handling_steps(issue.handling or "", register.vocabulary)
        assert bool(wanted) == bool(issue.handling), issue.id
        assert set(told) >= {(one.step, one.words) for one in wanted}, issue.id
