"""Teams counted and shown: who is where, what is missing, what was never handed over."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.cli.demo import run
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.programme.model import GroupReporting
from generator.kinds.register import Register
from generator.kinds.round.model import Round
from generator.kinds.round.pages import MOST_MARKS, RoundCalendar, round_calendar
from generator.kinds.team import groups as team_groups
from generator.kinds.team.dispatch import search_entries
from generator.kinds.team.model import Team
from generator.kinds.team.pages import team_pages
from generator.kinds.team.status import (
    RoundTeams,
    Sum,
    Unlisted,
    confirmations_by_matter,
    is_awaited,
    latest_team,
    sponsors_by_role,
    taken_over,
)
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.links import Links
from generator.site.page import Page, Templates
from tests.making import (
    make_city,
    make_line,
    make_programme,
    make_register,
    make_team,
    make_vocabulary,
    owing,
)
from tests.registers import SAMPLE, TODAY
from tests.site_index import rendered, site_index_of

WORDS = make_vocabulary()
KINDS = [
    {"letter": "Z", "name": "中心组", "numbered": "false"},
    {"letter": "P", "name": "普通组"},
    {"letter": "G", "name": "公开通报", "numbered": "false", "published": "true"},
]
ROLES = ["部机关", "直属单位"]
PROGRAMME = make_programme(group_kinds=KINDS, sponsor_roles=ROLES, cities=["610500", "610100"])


def make_round(number: int = 2, start: date = date(2019, 5, 23), days: int = 15) -> Round:
    """A round of the programme that `make_programme` makes."""
    end = start + timedelta(days - 1)
    return Round(id=f"LT19-R{number:02}", start=start, end=end, standing="推算")


def make_summary(name: str = "R01-P01-001", **changes: Any) -> IssueSummary:
    """An issue of 渭南市 that an earlier round found and that is still open."""
    line = make_line(
        id=f"LT19-610500-{name}",
        programme="LT19",
        city="610500",
        round=int(name[1:3]),
        found_on="2019-05-10",
        openness="open",
    )
    return replace(line, **changes).summary


def round_teams(*teams: Team, summaries: tuple[IssueSummary, ...] = ()) -> RoundTeams:
    return RoundTeams(PROGRAMME, make_round(), teams, summaries)


# Who is where, and what is missing


def test_each_group_has_the_issues_that_carry_its_number() -> None:
    found = round_teams(
        make_team(groups=[{"code": "Z"}, {"code": "P01"}]),
        summaries=(
            make_summary("R02-P01-001"),
            make_summary("R02-P01-002"),
            make_summary("R02-P07-001"),
        ),
    )
    assert [(at.group.code, at.kind, at.found) for at in found.groups] == [
        ("Z", "中心组", 0),
        ("P01", "普通组", 2),
    ]
    assert found.unlisted() == [Unlisted("610500", "P07", 1)]
    assert found.without_team() == ["610100"]


def test_published_case_comes_from_no_group() -> None:
    assert round_teams(make_team(), summaries=(make_summary("R02-G-001"),)).unlisted() == []


def test_people_are_added_up_by_kind_and_by_unit() -> None:
    some = [{"unit": "甲", "people": "2", "fresh": "1"}, {"unit": "乙", "people": "4"}]
    groups = [
        {"code": "Z", "staff": some[:1], "reported": "2019-06-06"},
        {"code": "P01", "staff": some},
        {"code": "P02"},
    ]
    found = round_teams(make_team(groups=groups), summaries=(make_summary("R02-P02-001"),))
    assert found.people == 8
    assert found.by_kind(TODAY) == [
        Sum("中心组", groups=1, people=2, fresh=1, found=0, reported=1),
        Sum("普通组", groups=2, people=6, fresh=1, found=1, reported=0),
    ]
    assert found.by_unit() == [
        Sum("乙", groups=1, people=4, fresh=0, found=0, reported=0),
        Sum("甲", groups=2, people=4, fresh=2, found=0, reported=0),
    ]


def test_role_that_nobody_takes_and_matter_that_nobody_confirmed_are_named() -> None:
    team = make_team(
        sponsors=[{"role": "直属单位", "unit": "甲"}],
        confirmations=[{"matter": "培训", "date": "2019-05-20", "by": "甲"}],
    )
    assert sponsors_by_role(PROGRAMME, team) == {"部机关": [], "直属单位": ["甲"]}
    programme = PROGRAMME.model_copy(update={"team_confirmations": ["经费", "培训"]})
    held = confirmations_by_matter(programme, team)
    assert {matter: one is not None for matter, one in held.items()} == {
        "经费": False,
        "培训": True,
    }


@pytest.mark.parametrize(
    ("reported", "today", "awaited"),
    [
        (None, "2019-06-06", False),
        (None, "2019-06-07", True),
        ("2019-06-09", "2019-06-20", False),
        ("2019-06-09", "2019-06-08", True),
    ],
)
def test_report_is_awaited_once_the_round_is_over(
    reported: str | None, today: str, awaited: bool
) -> None:
    [group] = make_team(
        groups=[{"code": "Z"} | ({"reported": reported} if reported else {})]
    ).groups
    assert is_awaited(group, PROGRAMME, make_round(), date.fromisoformat(today)) is awaited


@pytest.mark.parametrize(("today", "awaited"), [("2019-06-08", False), ("2019-06-09", True)])
def test_report_is_awaited_after_the_last_day_that_the_programme_names(
    today: str, awaited: bool
) -> None:
    rules = GroupReporting.model_validate({"days": "2", "basis": "设置"})
    programme = PROGRAMME.model_copy(update={"group_reporting": rules})
    [group] = make_team(groups=[{"code": "Z"}]).groups
    assert is_awaited(group, programme, make_round(), date.fromisoformat(today)) is awaited


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2019-05-07", None), ("2019-05-22", "LT19-R01-610500"), ("2021-01-01", "LT19-R02-610500")],
)
def test_team_of_a_city_is_the_one_that_began_last(today: str, expected: str | None) -> None:
    register = make_register(
        PROGRAMME,
        make_city(),
        make_round(1, date(2019, 5, 8)),
        make_round(),
        make_team(id="LT19-R01-610500"),
        make_team(),
        make_team(id="LT19-R02-610100"),
    )
    found = latest_team(register, "610500", date.fromisoformat(today))
    assert (found.id if found else None) == expected


# What was handed over, and what never was

ON_THE_LIST = [
    ("open", make_summary()),
    ("closed after the first day", make_summary(openness="closed", closed_on="2019-05-23")),
    ("of no round, found before", make_summary("R00-P01-001")),
]
NOT_ON_IT = [
    ("closed before", make_summary(openness="closed", closed_on="2019-05-22")),
    ("ended otherwise", make_summary(openness="closed")),
    ("nobody was told", make_summary(openness="unknown")),
    ("of this round", make_summary("R02-P01-001")),
    ("of no round, found later", make_summary("R00-P01-001", found_on="2019-05-23")),
    ("of another programme", make_summary(programme="DC17")),
]


@pytest.mark.parametrize(
    "summary", [one for _, one in ON_THE_LIST], ids=[a for a, _ in ON_THE_LIST]
)
def test_what_is_to_be_handed_over(summary: IssueSummary) -> None:
    assert taken_over(WORDS, make_round(), make_team(), [summary]).listed == [summary]


@pytest.mark.parametrize("summary", [one for _, one in NOT_ON_IT], ids=[a for a, _ in NOT_ON_IT])
def test_what_is_not_to_be_handed_over(summary: IssueSummary) -> None:
    assert taken_over(WORDS, make_round(), make_team(), [summary]).listed == []


FIRST, SECOND = make_summary("R01-P01-001"), make_summary("R01-P01-002")
HANDED: list[tuple[dict[str, Any] | None, list[IssueSummary], list[IssueSummary], list[str]]] = [
    (None, [], [FIRST, SECOND], []),
    ({}, [], [FIRST, SECOND], []),
    ({"whole": "true"}, [FIRST, SECOND], [], []),
    ({"issues": [SECOND.id]}, [SECOND], [FIRST], []),
    (
        {"issues": [FIRST.id, "LT19-610500-R01-P09-001"]},
        [FIRST],
        [SECOND],
        ["LT19-610500-R01-P09-001"],
    ),
]


@pytest.mark.parametrize(("handed", "accepted", "left", "beside"), HANDED)
def test_what_nobody_accepted_was_never_handed_over(
    handed: dict[str, Any] | None,
    accepted: list[IssueSummary],
    left: list[IssueSummary],
    beside: list[str],
) -> None:
    given = {} if handed is None else {"handover": {"date": "2019-05-22", "by": "Z"} | handed}
    found = taken_over(WORDS, make_round(), make_team(**given), [SECOND, FIRST])
    assert (found.accepted, found.left, found.beside) == (accepted, left, beside)


def test_list_says_what_falls_due_in_the_round_and_what_waits_for_a_plan() -> None:
    due = make_summary("R01-P01-001", **owing("整改完成", "2019-06-06"))
    plan = make_summary("R01-P01-002", **owing("整改方案", "2019-05-30"))
    late = make_summary("R01-P01-003", **owing("整改方案", "2019-06-07"))
    found = taken_over(WORDS, make_round(), make_team(), [due, plan, late])
    assert found.now.open == [plan, due, late]
    assert found.now.due == [plan, due]
    assert found.promised == [plan, late]
    assert found.announced == [due]


# Pages


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE).register


def made(site: SiteIndex) -> dict[str, Page]:
    return {page.path: page for page in rendered(team_pages, site, Templates())}


def section(page: Page, anchor: str) -> str:
    """The part of a page that begins with this anchor, up to the end of its table."""
    return page.body.partition(f'<div id="{anchor}">')[2].partition("</table>")[0]


def test_page_of_a_team_lists_what_was_never_handed_over(register: Register) -> None:
    page = made(site_index_of(register, TODAY))["teams/LS19-R03-990100.html"]
    left = set(re.findall(r'data-record="([^"]+)"', section(page, "left")))
    assert left == {
        "LS19-990100-R01-P01-005",
        *(f"LS19-990100-R02-P01-00{number}" for number in (1, 2, 3)),
    }
    accepted = re.findall(r'data-record="([^"]+)"', section(page, "accepted"))
    assert set(accepted) == {
        *("LS19-990100-R01-P01-001", "LS19-990100-R01-P01-004", "LS19-990100-R02-Z-001"),
    }


def test_page_of_a_team_that_took_all_over_lists_nothing_as_left(register: Register) -> None:
    page = made(site_index_of(register, date(2019, 6, 1)))["teams/LS19-R02-990100.html"]
    assert "清单上的全部接收" in page.body
    assert section(page, "left") == ""


def test_team_of_a_past_round_is_on_the_board_of_its_round(register: Register) -> None:
    pages = made(site_index_of(register, TODAY))
    assert "teams/LS19-R02-990100.html" not in pages
    assert 'href="../cities/990100.html">示例甲市' in pages["teams/LS19-R02.html"].body
    assert "teams/LS19-R03-990100.html" in pages


def test_board_shows_what_is_missing(register: Register) -> None:
    kept = tuple(
        replace(one, record=one.record.model_copy(update={"sponsors": [], "confirmations": []}))
        if isinstance(one.record, Team)
        else one
        for one in register.filed
    )
    bare = made(site_index_of(Register(register.vocabulary, kept), TODAY))[
        "teams/LS19-R03.html"
    ].body
    whole = made(site_index_of(register, TODAY))["teams/LS19-R03.html"].body
    missing = '<span class="lt-flag lt-loud">缺</span>'
    assert whole.count(missing) == 0
    assert bare.count(missing) == 2 * (3 + 4)


def test_board_says_who_has_not_reported(register: Register) -> None:
    after = made(site_index_of(register, TODAY))["teams/LS19-R03.html"].body
    during = made(site_index_of(register, date(2019, 6, 22)))["teams/LS19-R03.html"].body
    assert (after.count('lt-loud">未报送<'), after.count("未到期")) == (2, 0)
    assert (during.count('lt-loud">未报送<'), during.count("未到期")) == (0, 2)


def test_groups_that_a_board_has_no_room_for_have_lists_whole_cities_together(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_groups, "LONGEST", 1)
    pages = made(site_index_of(register, TODAY))
    lists = {path: pages[path].body for path in pages if "R03-groups-" in path}
    places = re.findall(r'href="\.\./(teams/LS19-R\d+-groups-\d+\.html)#(g-\d+)"', board(pages))
    assert len({path for path, _ in places}) == len(lists) == 2
    assert [place for place in places if f'id="{place[1]}"' not in lists[place[0]]] == []
    assert "data-sortable>\n<caption>各市的组和各组" not in board(pages)


def board(pages: dict[str, Page]) -> str:
    return str(pages["teams/LS19-R03.html"].body)


def test_board_of_a_round_that_is_over_names_the_groups_that_have_not_reported(
    register: Register,
) -> None:
    pages = made(site_index_of(register, date(2019, 7, 26)))
    warning = "应当报送本轮情况而没有报来"
    after = pages["teams/LP19-R01.html"].body
    named = '示例丙市</a> <span class="lt-text">督导帮扶组 6</span></li></ul>'
    assert re.search(rf"{warning}）：</p><ul><li>[^\n]*{named}", after)
    during = made(site_index_of(register, date(2019, 7, 25)))["teams/LP19-R01.html"].body
    assert warning not in during


def test_list_that_is_cut_says_how_many_are_left_and_leads_to_the_records(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.kinds.team.pages.LISTED", 1)
    page = made(site_index_of(register, TODAY))["teams/LS19-R03-990100.html"]
    left = page.body.partition('<div id="left">')[2].partition("</div>\n<div id=")[0]
    assert "还有 3 个没有列在这里" in left
    assert 'href="../search/index.html?kind=问题&amp;programme=LS19&amp;city=990100"' in left


def test_departments_see_issues_by_medium_and_states_of_their_tasks(register: Register) -> None:
    pages = made(site_index_of(register, TODAY))
    province, ministry = pages["teams/LP19-R01.html"].body, pages["teams/LS19-R03.html"].body
    assert "统筹协调省直部门" in province
    assert "本轮发现的问题，按省直部门" in province
    assert "统筹协调部内司局" in ministry
    tasks = ministry.partition("本行动的攻坚任务，按部内司局")[2].partition("</table>")[0]
    heads = re.findall(r'<th scope="col" class="lt-num">([^<]+)', tasks)
    assert heads == ["任务", "逾期未完成", "完成", "报送数与核实数不符"]
    assert 'href="../programmes/LS19.html#tasks"' in tasks


def test_groups_of_a_team_are_found_by_the_name_on_its_page(register: Register) -> None:
    found = {one.id: one.text for one in search_entries(site_index_of(register, TODAY))}
    assert found["LS19-R03-990100"].endswith("；中心组 Z；普通组1 P01；特别组1 T01")


def test_public_edition_shows_published_teams_without_people(register: Register) -> None:
    pages = made(site_index_of(register, TODAY, is_public=True))
    assert sorted(pages) == [
        "teams/LS19-R03-990300.html",
        "teams/LS19-R03.html",
        "teams/index.html",
    ]
    told = "".join(page.body for page in pages.values())
    assert "示例派出机构" in told
    for word in ("处长", "示例北县", "新轮换人员", "已报送", "交接清单", "没有工作组记录的城市"):
        assert word not in told, word


def test_register_without_teams_says_so() -> None:
    [page] = rendered(team_pages, site_index_of(make_register(), TODAY), Templates())
    assert "台账里还没有工作组的记录。" in page.body


# The calendar of rounds


def calendar(*rounds: Round) -> RoundCalendar:
    found = round_calendar("示例", rounds, Links("rounds/index.html"))
    assert found
    return found


def test_calendar_shows_where_one_round_reaches_into_the_next() -> None:
    found = calendar(make_round(1, date(2019, 5, 8), 17), make_round(2))
    first, second = found.bars
    assert first.shared == second.shared
    [(place, length)] = first.shared
    assert place == second.x
    assert place + length == first.x + first.length
    assert "有重叠的 1 处，最长 2 天" in found.description
    cells = [[cell.text for cell in row.cells] for row in found.table.rows]
    assert cells == [["17", "2", "0"], ["15", "", ""]]


@pytest.mark.parametrize(
    ("start", "cells"),
    [(date(2019, 5, 23), ["15", "0", "0"]), (date(2019, 5, 26), ["15", "0", "3"])],
)
def test_rounds_that_follow_each_other_share_nothing(start: date, cells: list[str]) -> None:
    found = calendar(make_round(1, date(2019, 5, 8)), make_round(2, start))
    assert [bar.shared for bar in found.bars] == [(), ()]
    assert [cell.text for cell in found.table.rows[0].cells] == cells
    assert "没有重叠" in found.description


def test_calendar_of_46_rounds_has_a_bar_for_each_and_few_marks() -> None:
    start = date(2019, 5, 8)
    rounds = [make_round(number, start + timedelta(15 * (number - 1))) for number in range(1, 47)]
    found = calendar(*rounds)
    assert len(found.bars) == 46
    assert 4 <= len(found.marks) <= MOST_MARKS
    assert all(found.start <= bar.x < bar.x + bar.length <= found.width for bar in found.bars)


def test_programme_without_rounds_has_no_calendar() -> None:
    assert round_calendar("示例", [], Links("rounds/index.html")) is None


# The demo


def test_demo_posts_a_team_wherever_it_finds_issues(tmp_path: Path) -> None:
    run(tmp_path / "new", 60, 3, teams=True)
    register = read_register(tmp_path / "new").register
    posted = {(team.round_number, team.city_id) for team in register.teams}
    assert {(issue.round_number, issue.city_id) for issue in register.issues} <= posted
    groups = {
        (team.round_id, team.city_id): {g.code for g in team.groups} for team in register.teams
    }
    for issue in register.issues:
        if issue.group_letter != "G":
            name = f"{issue.programme_id}-R{issue.round_number:02}"
            assert issue.id.split("-")[3] in groups[name, issue.city_id]
    assert any(group.reported for team in register.teams for group in team.groups)
