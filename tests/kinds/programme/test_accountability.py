"""Quantified accountability: counts, the thresholds that they reach, what can not be told."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from generator.kinds.action.model import Action
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.programme.accountability import (
    MonthCount,
    Uncounted,
    city_counts,
    county_counts,
    reached_by_count,
    starts,
    uncounted,
    verdict,
    verdicts,
)
from generator.kinds.programme.model import AccountabilityTable, CityResult, Programme
from generator.kinds.register import Register
from generator.site.build import read_register
from tests.making import SOURCE, make_line, make_vocabulary
from tests.registers import REPOSITORY


@pytest.fixture(scope="module")
def register() -> Register:
    """The records of the repository."""
    return read_register(REPOSITORY).register


@pytest.fixture(scope="module")
def programme(register: Register) -> Programme:
    """The programme whose thresholds were published."""
    return register.programmes["QD17"]


@pytest.fixture(scope="module")
def table(programme: Programme) -> AccountabilityTable:
    """The published table."""
    (table,) = programme.accountability
    return table


def new_issue(number: int = 1, **changes: Any) -> IssueSummary:
    fields: dict[str, Any] = {
        "id": f"QD17-140500-R00-G-{number:03}",
        "programme": "QD17",
        "city": "140500",
        "county": "140581",
        "county_name": "高平市",
        "group": "散乱污",
        "found_on": "2018-03-12",
    }
    return make_line(**{**fields, **changes}).summary


def issues(count: int, **changes: Any) -> list[IssueSummary]:
    return [new_issue(number, **changes) for number in range(1, count + 1)]


def result(**changes: Any) -> CityResult:
    fields = {
        **{"city": "140500", "start": "2017-10", "end": "2018-03", "source": SOURCE},
        **{"change": "-3.7", "share": "37", "rank": "28", "of": "28"},
    }
    return CityResult.model_validate(fields | changes)


def action(number: int = 1, **changes: Any) -> Action:
    whom = {"city": "140500", "county": f"1405{number:02}", "county_name": "某县", "name": "某县"}
    fields: dict[str, Any] = {
        "id": f"QD17-C2018-{number:03}",
        "kind": "问责",
        "date": "2018-05-03",
        "whom": whom,
        "cause": {"facts": "示例"},
    }
    return Action.model_validate(fields | changes)


def said(counts: Sequence[MonthCount]) -> list[tuple[str, str, int, str]]:
    """Month, county, count and the office concerned."""
    return [
        (one.month, one.county_name, one.count, one.threshold.office if one.threshold else "")
        for one in counts
    ]


# Thresholds


@pytest.mark.parametrize(
    ("place", "count", "office"),
    [
        (0, 1, ""),
        (0, 2, "副县（区）长"),
        (0, 3, "副县（区）长"),
        (0, 4, "县（区）长"),
        (0, 6, "县（区）委书记"),
        (0, 60, "县（区）委书记"),
        (1, 4, ""),
        (1, 5, "副县（区）长"),
        (1, 10, "县（区）长"),
        (1, 15, "县（区）委书记"),
        (2, 1, ""),
        (2, 2, "副市长"),
        (2, 3, "市长"),
        (2, 4, "市委书记"),
    ],
)
def test_number_reaches_the_published_threshold(
    table: AccountabilityTable, place: int, count: int, office: str
) -> None:
    threshold = reached_by_count(table.rules[place], count)
    assert (threshold.office if threshold else "") == office


@pytest.mark.parametrize(
    ("changes", "office"),
    [
        ({}, "副市长"),
        ({"share": "60"}, ""),
        ({"share": "59.9"}, "副市长"),
        ({"share": "30"}, "副市长"),
        ({"share": "29.9"}, "市长"),
        ({"share": "-12", "change": "1.5"}, "市委书记"),
        ({"share": None, "change": "1.5"}, "市委书记"),
        ({"share": "0", "change": "0"}, "市长"),
        ({"rank": "26"}, "副市长"),
        ({"rank": "25"}, ""),
    ],
)
def test_result_reaches_the_published_condition(
    table: AccountabilityTable, changes: dict[str, str], office: str
) -> None:
    told = verdict(table.rules[3], result(**changes))
    assert (told.threshold.office if told.threshold else "", told.unknown) == (office, "")


@pytest.mark.parametrize(
    ("changes", "unknown"),
    [
        ({"rank": None}, "名次没有公布"),
        ({"share": None}, "目标完成率没有公布"),
        ({"of": None, "share": None}, "名次、目标完成率没有公布"),
    ],
)
def test_what_was_not_published_is_not_computed(
    table: AccountabilityTable, changes: dict[str, Any], unknown: str
) -> None:
    told = verdict(table.rules[3], result(**changes))
    assert (told.threshold, told.unknown) == (None, unknown)


# What the register comes to


@pytest.mark.parametrize(
    ("summaries", "expected"),
    [
        ([], []),
        (issues(4), [("2018-03", "高平市", 4, "")]),
        (issues(5), [("2018-03", "高平市", 5, "副县（区）长")]),
        (issues(2, group="整改不实"), [("2018-03", "高平市", 2, "副县（区）长")]),
        (issues(1, found_on="2017-09-30", group="整改不实"), [("2017-09", "高平市", 1, "")]),
        (issues(1, found_on="2017-09-30"), []),
        (issues(1, found_on="2017-08-31", group="整改不实"), []),
        (issues(1, found_on="2018-04-01"), []),
        (issues(1, found_on="2018-03"), [("2018-03", "高平市", 1, "")]),
        (issues(1, found_on="2018"), []),
        (issues(1, programme="DC17"), [("2018-03", "高平市", 1, "")]),
        (issues(1, programme="GN17"), []),
        (issues(1, county="", county_name=""), []),
    ],
)
def test_counties_are_counted_by_month_and_sort_of_issue(
    table: AccountabilityTable,
    summaries: list[IssueSummary],
    expected: list[tuple[str, str, int, str]],
) -> None:
    assert said(county_counts(table, "QD17", summaries)) == expected


def test_each_month_and_county_stands_for_itself(table: AccountabilityTable) -> None:
    summaries = [
        *issues(5),
        *issues(2, found_on="2018-02-01"),
        *issues(3, county="140525", county_name="泽州县"),
        *issues(2, group="整改不实"),
    ]
    assert said(county_counts(table, "QD17", summaries)) == [
        ("2018-03", "高平市", 2, "副县（区）长"),
        ("2018-02", "高平市", 2, ""),
        ("2018-03", "泽州县", 3, ""),
        ("2018-03", "高平市", 5, "副县（区）长"),
    ]


def test_count_says_of_which_programmes_and_groups_it_is_made(table: AccountabilityTable) -> None:
    summaries = [*issues(2), new_issue(3, group="扬尘", exposed_on="2018-03-15")]
    (count,) = county_counts(table, "QD17", [*summaries, new_issue(4, programme="DC17")])
    assert [(one.programme, one.group, one.count, one.exposed) for one in count.parts] == [
        ("DC17", "散乱污", 1, 0),
        ("QD17", "扬尘", 1, 1),
        ("QD17", "散乱污", 2, 0),
    ]


def test_issues_without_place_are_counted_apart(table: AccountabilityTable) -> None:
    summaries = [
        new_issue(1, county_name=""),
        new_issue(2, found_on="2018"),
        new_issue(3, found_on="2016"),
    ]
    assert uncounted(table, "QD17", summaries) == Uncounted(no_county=1, no_month=1)


def test_counties_held_accountable_are_counted_for_their_city(table: AccountabilityTable) -> None:
    actions = [
        action(1),
        action(2),
        action(3, date="2018-06-01"),
        action(4, kind="约谈"),
        action(5, whom={"city": "140500", "name": "晋城市"}),
        action(1, id="QD17-C2018-006"),
        action(7, id="YT14-C2018-007"),
        action(8, date="2018"),
    ]
    assert said(city_counts(table, "QD17", actions, make_vocabulary())) == [
        ("2018-05", "", 2, "副市长"),
        ("2018-06", "", 1, ""),
    ]


def test_table_without_rules_comes_to_nothing(register: Register) -> None:
    (table,) = register.programmes["LT19"].accountability
    assert table.unpublished
    assert county_counts(table, "LT19", issues(99, programme="LT19")) == []
    assert (
        city_counts(
            table, "LT19", [action(n, id=f"LT19-C2020-{n:03}") for n in (1, 2)], make_vocabulary()
        )
        == []
    )
    assert verdicts(table) == []


# The start that was published on 2018-05-03


def test_published_start_of_2018_is_shown_as_far_as_figures_were_published(
    register: Register, programme: Programme
) -> None:
    told = {
        one.action.whom.name: one
        for one in starts(programme, register.actions, register.vocabulary)
    }
    assert list(told) == ["晋城市", "高平市", "泽州县", "郓城县", "杞县"]
    (city,) = told.pop("晋城市").verdicts
    published = city.result
    assert [published.change, published.share] == [Decimal("-3.7"), Decimal(37)]
    assert [published.rank, published.of] == [28, 28]
    assert city.threshold is not None
    assert city.threshold.office == "副市长"
    assert city.threshold.below == Decimal(60)
    for county in told.values():
        assert (county.verdicts, county.unknown) == ((), "当月的问题数量没有公布，不能计算")


def test_city_without_a_published_result_is_not_computed(programme: Programme) -> None:
    whom = {"city": "410200", "name": "开封市"}
    (start,) = starts(programme, [action(whom=whom)], make_vocabulary())
    assert (start.verdicts, start.unknown) == ((), "目标完成率没有公布，不能计算")
