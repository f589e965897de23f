"""The dispatch board of a round (指挥调度): teams, departments, reports together (三个统筹)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.derive.work.takeover import TakenOver
from generator.kinds.issue.summaries import Tally
from generator.kinds.team.model import Confirmation, Team
from generator.kinds.team.status import (
    RoundTeams,
    confirmations_by_matter,
    is_awaited,
    sponsors_by_role,
)
from generator.render.campaigns.departments import departments_view
from generator.render.campaigns.handovers import handover_table, left_list
from generator.render.campaigns.team_groups import (
    city_name,
    found_cell,
    group_anchor,
    group_views,
    team_cell,
)
from generator.render.measures import COMPUTED, EXPOSED, RECORDED, Behind, Card, behind_from
from generator.render.terms import round_label
from generator.site.index import Book
from generator.site.links import team_round_path
from generator.site.page import Page, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, counted


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
        f"{label}指挥调度，{one.programme.name}",
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
        handovers=handover_table(book, behind, one, taken),
        left=left_list(book, behind, one, taken),
        is_over=any(not book.has_team_page(team) for team in one.teams),
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
        NumberRow(
            Cell(kind.name),
            (
                _groups(kind.groups),
                Cell(str(kind.people)),
                Cell(str(kind.fresh)),
                _groups(kind.found),
                _groups(kind.reported),
            ),
        )
        for kind in one.by_kind()
    )
    return NumberTable("工作组，按组的类别（汇总计算）", "类别", heads, rows)


def _groups(number: int, city: str = "") -> Cell:
    """A count of groups, or a sum over them: they stand one by one in the table of groups."""
    return counted(number, f"#{group_anchor(city)}" if city else "#groups")


def _units(one: RoundTeams) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(unit.name),
            (Cell(str(unit.people)), Cell(str(unit.fresh)), _groups(unit.groups)),
        )
        for unit in one.by_unit()
    )
    return NumberTable(
        "在组人数，按派员单位（汇总计算）", "派员单位", ("在组人数", "本轮新到", "所在组数"), rows
    )


def _reports(book: Book, behind: Behind, one: RoundTeams) -> NumberTable:
    rows = []
    for team in one.teams:
        missing = [group.code for group in team.groups if group.reported is None]
        total = len(team.groups)
        rows.append(
            NumberRow(
                team_cell(book, behind, team),
                tuple(
                    _groups(number, team.city_id)
                    for number in (total, total - len(missing), len(missing))
                ),
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
