"""Counts of issues in brief: the sample, and small tables of briefs."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.kinds.issue.ledger import CLOSED, OPEN, SILENT, UNKNOWN, IssueSummary
from generator.kinds.issue.summaries import (
    Overview,
    Tally,
    due_between,
    newest_found,
    round_id,
    tally,
)
from generator.kinds.team.status import handover
from generator.site.build import read_register
from generator.site.index import SiteIndex
from tests.registers import SAMPLE, TODAY
from tests.site_index import site_index_of

DAY = "2019-08-01"
PLAIN = IssueSummary(
    id="LS19-990100-R01-P01-001",
    programme="LS19",
    city="990100",
    round=1,
    county="990102",
    county_name="示例区",
    site="示例厂",
    group="扬尘",
    category="扬尘",
    medium="大气",
    comes_from="",
    found_on="2019-05-09",
    sent_on="",
    handed_on="",
    path="一般",
    states=("整改中", "未公开"),
    openness=OPEN,
    outcome="",
    marks="",
    done_on="",
    limit="",
    closed_on="",
    exposed_on="",
    returned=0,
    owed="",
    owed_by="",
    awaited="",
    debts=(),
    sheet=(),
    until="",
    has_page=False,
    part="",
    unit="",
    steps=(),
    found_of_unit="",
)


@pytest.fixture(scope="module")
def site() -> SiteIndex:
    return site_index_of(read_register(SAMPLE).register, TODAY)


def numbered(*changes: dict[str, object]) -> tuple[IssueSummary, ...]:
    """An issue for each change, with serial numbers in order."""
    return tuple(
        replace(PLAIN, id=f"LS19-990100-R01-P01-{place:03}", **change)  # type: ignore[arg-type]
        for place, change in enumerate(changes, start=1)
    )


def ids(summaries: object) -> list[str]:
    return [one.id[-3:] for one in summaries]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({}, Tally(found=1, open=1)),
        ({"openness": CLOSED, "closed_on": "2019-07-01"}, Tally(found=1, closed=1)),
        ({"openness": UNKNOWN}, Tally(found=1, unknown=1)),
        ({"openness": SILENT}, Tally(found=1, silent=1)),
        ({"owed": "2019-07-31"}, Tally(found=1, open=1, overdue=1)),
        ({"owed": "2019-08-01"}, Tally(found=1, open=1)),
        ({"returned": 3}, Tally(found=1, open=1, returned=1)),
        ({"exposed_on": "2019-07"}, Tally(found=1, open=1, exposed=1)),
    ],
)
def test_issue_counts_by_its_state(change: dict[str, object], wanted: Tally) -> None:
    assert tally(numbered(change), DAY) == wanted


def test_sample_is_counted_as_its_records_say(site: SiteIndex) -> None:
    counts = Tally(
        **{
            "found": 31,
            "open": 21,
            "closed": 7,
            "unknown": 1,
            "silent": 2,
            "overdue": 4,
            "returned": 3,
        },
        **{"exposed": 7, "cases": 7, "cleared": 3, "transferred": 1, "cancelled": 2, "refused": 1},
        **{"held": 13, "held_cleared": 3, "timed": 10, "on_time": 4},
        **{"accepted": 20, "accepted_cancelled": 2},
    )
    assert site.overview.all == counts
    assert {code: one.found for code, one in site.overview.cities.items()} == {
        "990100": 13,
        "990200": 8,
        "990300": 9,
        "990400": 1,
    }
    assert list(site.overview.by_round) == [
        "LP19-R01",
        "LS17-R00",
        "LS19-R01",
        "LS19-R02",
        "LS19-R03",
    ]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "openness": st.sampled_from([OPEN, CLOSED, UNKNOWN]),
                "city": st.sampled_from(["990100", "990200"]),
                "round": st.integers(0, 3),
                "owed": st.sampled_from(["", "2019-07-31", "2019-08-01", "2019-08-16"]),
                "returned": st.integers(0, 2),
            }
        )
    )
)
def test_parts_come_to_the_whole(changes: list[dict[str, object]]) -> None:
    overview = Overview(numbered(*changes), DAY)
    whole = overview.all
    assert whole.found == whole.known + whole.unknown + whole.silent == len(changes)
    for parts in (overview.cities, overview.rounds):
        for name in Tally.__dataclass_fields__:
            assert sum(getattr(one, name) for one in parts.values()) == getattr(whole, name)
    assert len(overview.overdue(overview.summaries)) == whole.overdue


def test_longest_overdue_comes_first_and_due_days_include_both_ends() -> None:
    days = ("2019-08-16", "2019-07-31", "2019-06-01", "", "2019-08-17", "2019-08-01")
    overview = Overview(numbered(*({"owed": day} for day in days)), DAY)
    assert ids(overview.overdue(overview.summaries)) == ["003", "002"]
    assert ids(overview.due_within(overview.summaries, 15)) == ["006", "001"]
    assert ids(due_between(overview.summaries, "2019-08-16", "2019-08-17")) == ["001", "005"]


def test_newest_first_puts_a_month_at_its_last_day() -> None:
    days = ("2019-06", "2019-06-11", "2017", "2017-11-13", "2019-07-01")
    found = newest_found(numbered(*({"found_on": day} for day in days)))
    assert [one.found_on for one in found] == [
        "2019-07-01",
        "2019-06",
        "2019-06-11",
        "2017",
        "2017-11-13",
    ]


def test_round_that_is_not_known_is_round_nought() -> None:
    assert round_id(replace(PLAIN, round=0)) == "LS19-R00"


def test_handover_names_what_is_open_due_and_to_verify(site: SiteIndex) -> None:
    summaries = site.overview.by_round["LS19-R03"]
    summaries = [*summaries, *site.overview.by_round["LS19-R02"]]
    found = handover(site.register.vocabulary, summaries, "2019-06-05", "2019-07-04")
    assert [one.openness for one in found.open] == [OPEN] * len(found.open)
    assert {one.status for one in found.to_verify} == {"待核查", "长期坚持"}
    assert [one.owed for one in found.due] == sorted(one.owed for one in found.due)
    assert all("2019-06-05" <= one.owed <= "2019-07-04" for one in found.due)
    assert found.due


def test_counting_does_not_look_at_the_clock(site: SiteIndex) -> None:
    before = replace(site, today=date(2019, 5, 26)).overview.all
    assert (before.overdue, site.overview.all.overdue) == (0, 4)
    assert before.found == site.overview.all.found
