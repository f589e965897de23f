"""The dispatch board of a round (指挥调度): teams, departments, reports together (三个统筹)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.derive.problems.overview import Tally
from generator.derive.work.takeover import TakenOver
from generator.derive.work.teams import (
    RoundTeams,
    Sum,
    confirmations_by_matter,
    is_awaited,
    sponsors_by_role,
)
from generator.model.team import Confirmation, Team
from generator.render.book import Book
from generator.render.campaigns.departments import departments_view
from generator.render.campaigns.team_groups import city_name, found_cell, group_views, team_cell
from generator.render.links import team_path, team_round_path
from generator.render.measures import COMPUTED, EXPOSED, RECORDED, Behind, Card, behind_from
from generator.render.page import Page, Templates
from generator.render.problems.problems import ProblemList, problem_list
from generator.render.tables import Cell, NumberRow, NumberTable, counted
from generator.render.terms import round_label

LISTED = 60
"""Problems that a board names; it counts them all."""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What of one team is held; "" stands for what is missing."""

    city: Cell
    held: tuple[str, ...]
    branch: str = ""


def board_page(
    book: Book, templates: Templates, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> Page:
    """The dispatch board of a round."""
    path = team_round_path(one.round.id)
    behind = behind_from(book, path)
    label = round_label(one.round.number)
    roles, matters = _roles(one), _matters(one)
    return templates.page(
        "team_round.html",
        path,
        f"{label}指挥调度",
        is_public=behind.is_public,
        programme=one.programme,
        round=one.round,
        round_name=label,
        today=book.today,
        cards=_cards(book, behind, one),
        groups=group_views(book, behind, one, one.groups),
        unlisted=_unlisted(book, behind, one),
        absent=[city_name(book, code) for code in one.without_team()],
        kinds=_kinds(one),
        units=_units(one),
        departments=departments_view(book, behind, one),
        reports=_reports(book, behind, one),
        awaited=_awaited(book, behind, one),
        roles=roles,
        sponsors=[_sponsors(book, behind, one, team, roles) for team in one.teams],
        matters=matters,
        confirmations=[_confirmations(book, behind, one, team, matters) for team in one.teams],
        handovers=_handovers(book, behind, one, taken),
        left=_left(book, behind, one, taken),
    )


def _cards(book: Book, behind: Behind, one: RoundTeams) -> list[Card]:
    groups = one.groups
    counts = book.overview.rounds.get(one.round.id, Tally())
    facets = {"programme": one.programme.id, "round": str(one.round.number)}
    exposed = behind.cell(EXPOSED, counts, **facets)
    shown = [
        Card("城市", counted(len(one.teams), "#sponsors"), "有工作组记录的", RECORDED),
        Card("工作组", counted(len(groups), "#groups"), "各市各类组合计", RECORDED),
    ]
    last = Card("曝光", exposed, "本轮发现、已经向社会公开的", COMPUTED)
    if behind.is_public:
        return [*shown, last]
    reported = sum(at.group.reported is not None for at in groups)
    waiting = counted(len(groups) - reported, "#reports")
    return [
        *shown,
        Card("人数", counted(one.people, "#units"), "各派员单位在组人数", RECORDED),
        Card("已报送", counted(reported, "#reports"), "已经报来本轮情况的组", RECORDED),
        Card("还没有报送", waiting, "还没有报来本轮情况的组", COMPUTED),
        last,
    ]


def _unlisted(book: Book, behind: Behind, one: RoundTeams) -> list[tuple[str, str, Cell]]:
    return [
        (
            city_name(book, group.city),
            group.code,
            found_cell(behind, one, group.city, group.code, group.found),
        )
        for group in one.unlisted()
    ]


def _kinds(one: RoundTeams) -> NumberTable:
    heads = ("工作组", "人数", "其中新到", "发现", "已报送")
    rows = tuple(
        NumberRow(Cell(kind.name), _numbers(kind.groups, kind.people, kind.fresh, *_done(kind)))
        for kind in one.by_kind()
    )
    return NumberTable("工作组，按组的类别（汇总计算）", "类别", heads, rows)


def _done(kind: Sum) -> tuple[int, int]:
    return kind.found, kind.reported


def _units(one: RoundTeams) -> NumberTable:
    rows = tuple(
        NumberRow(Cell(unit.name), _numbers(unit.people, unit.fresh, unit.groups))
        for unit in one.by_unit()
    )
    return NumberTable(
        "在组人数，按派员单位（汇总计算）", "派员单位", ("在组人数", "本轮新到", "所在组数"), rows
    )


def _numbers(*values: int) -> tuple[Cell, ...]:
    return tuple(Cell(str(value)) for value in values)


def _reports(book: Book, behind: Behind, one: RoundTeams) -> NumberTable:
    rows = []
    for team in one.teams:
        missing = [group.code for group in team.groups if group.reported is None]
        total = len(team.groups)
        rows.append(
            NumberRow(
                team_cell(book, behind, team),
                _numbers(total, total - len(missing), len(missing)),
                words=("、".join(missing),),
            )
        )
    heads = ("工作组", "已报送", "还没有报送")
    return NumberTable("本轮情况报送", "城市", heads, tuple(rows), words=("还没有报送的组",))


def _awaited(book: Book, behind: Behind, one: RoundTeams) -> list[tuple[Cell, str]]:
    """The groups of each city that have not reported although the round is over."""
    found = []
    for team in one.teams:
        codes = [each.code for each in team.groups if is_awaited(each, one.round, book.today)]
        if codes:
            found.append((team_cell(book, behind, team), "、".join(codes)))
    return found


def _roles(one: RoundTeams) -> list[str]:
    return list(dict.fromkeys(role for team in one.teams for role in _units_of(one, team)))


def _units_of(one: RoundTeams, team: Team) -> Mapping[str, Sequence[str]]:
    return sponsors_by_role(one.programme, team)


def _sponsors(
    book: Book, behind: Behind, one: RoundTeams, team: Team, roles: Sequence[str]
) -> HeldRow:
    units = _units_of(one, team)
    held = tuple("、".join(units.get(role, ())) for role in roles)
    return HeldRow(team_cell(book, behind, team), held)


def _matters(one: RoundTeams) -> list[str]:
    return list(
        dict.fromkeys(
            matter for team in one.teams for matter in confirmations_by_matter(one.programme, team)
        )
    )


def _confirmations(
    book: Book, behind: Behind, one: RoundTeams, team: Team, matters: Sequence[str]
) -> HeldRow:
    found = confirmations_by_matter(one.programme, team)
    held = tuple(_confirmed(found.get(matter)) for matter in matters)
    branch = team.branch
    told = f"{branch.date}，{branch.under}" if branch else ""
    return HeldRow(team_cell(book, behind, team), held, told)


def _confirmed(found: Confirmation | None) -> str:
    return f"{found.date}，{found.by}" if found else ""


def _left(
    book: Book, behind: Behind, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> ProblemList:
    """What nobody took over, of the teams that have no page of their own any more."""
    teams = [team for team in one.teams if team.id not in book.teams_with_pages]
    chosen = [brief for team in teams for brief in taken[team.id].left]
    return problem_list(book, behind.link, "没有交接的问题", chosen, longest=LISTED)


def _list_place(book: Book, behind: Behind, team: Team, key: str) -> str:
    """Where a list of a team stands; of a round long over only what was left is listed."""
    if team.id in book.teams_with_pages:
        return f"{behind.link.to(team_path(team.id))}#{key}"
    return "#left" if key == "left" else ""


def _handovers(
    book: Book, behind: Behind, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> NumberTable:
    rows = []
    for team in one.teams:
        own = taken[team.id]
        handed = team.handover
        lists = {
            "handover": own.listed,
            "accepted": own.accepted,
            "left": own.left,
            "due": own.now.due,
            "to_verify": own.now.to_verify,
            "promised": own.promised,
            "announced": own.announced,
        }
        cells = tuple(
            counted(len(some), _list_place(book, behind, team, key)) for key, some in lists.items()
        )
        when = f"{handed.date}，{handed.by}" if handed else ""
        rows.append(NumberRow(team_cell(book, behind, team), cells, words=(when,)))
    heads = (
        "交接清单",
        "已经接收",
        "没有交接",
        "本轮内到期",
        "等待核查",
        "整改方案未报",
        "承诺未完成",
    )
    return NumberTable("从以前轮次接过来的", "城市", heads, tuple(rows), words=("交接日期和接收",))
