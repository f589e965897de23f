"""The teams: rounds with teams, and for each team its groups and the issues taken over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.kinds.city.model import City
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.views import IssueList, issue_list
from generator.kinds.programme.model import Programme
from generator.kinds.team.dispatch import board_page, teams_of_round
from generator.kinds.team.groups import (
    city_name,
    group_list_page,
    group_lists,
    group_views,
    team_place,
)
from generator.kinds.team.model import Team
from generator.kinds.team.status import (
    RoundTeams,
    TakenOver,
    confirmations_by_matter,
    latest_team,
    rounds_with_teams,
    sponsors_by_role,
    taken_over,
)
from generator.site.index import SiteIndex
from generator.site.links import TEAMS, posted_groups_path, team_path, team_round_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    Behind,
    Card,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)

LISTED = 15
WHOLE = 1000
"""Lines of a list once the round is over, and while it runs or is still to come."""


@dataclass(frozen=True, slots=True)
class ProgrammeTeamsView:
    """A programme with its rules for teams and the rounds that have some."""

    programme: Programme
    rounds: NumberTable


@dataclass(frozen=True, slots=True)
class LastTeam:
    """The team that is in a city, or was there last."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Near:
    """Path and label of the teams before and after."""

    before: tuple[str, str] | None
    after: tuple[str, str] | None


def team_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of rounds with teams; for each its dispatch board, and each team's page."""
    yield PageJob(TEAMS, _index)
    lists = site.kept_memo("lists of groups", lambda: _lists_of_groups(site))
    for round_id, teams in site.kept_memo(
        "pages of teams", lambda: _teams_with_pages(site)
    ).items():
        yield PageJob(team_round_path(round_id), _board_page, (round_id,))
        for part in range(1, lists[round_id] + 1):
            yield PageJob(posted_groups_path(round_id, part), _groups_page, (round_id, part))
        for team_id in teams:
            yield PageJob(team_path(team_id), _team_page, (team_id,))


def _lists_of_groups(site: SiteIndex) -> Mapping[str, int]:
    """Return round → how many lists its groups have besides its board."""
    return {one.round.id: len(group_lists(one)) for one in rounds_with_teams(site.register, {})}


def _teams_with_pages(site: SiteIndex) -> Mapping[str, Sequence[str]]:
    """Return round → the teams that have a page, by ID."""
    return {
        one.round.id: [team.id for team in one.teams if site.has_team_page(team)]
        for one in rounds_with_teams(site.register, {})
    }


def _board_page(site: SiteIndex, templates: Templates, round_id: str) -> Page:
    one = teams_of_round(site, round_id)
    assert one
    taken = {team.id: _taken(site, one, team) for team in one.teams}
    return board_page(site, templates, one, taken)


def _groups_page(site: SiteIndex, templates: Templates, round_id: str, part: int) -> Page:
    one = teams_of_round(site, round_id)
    assert one
    return group_list_page(site, templates, one, part)


def last_team(site: SiteIndex, city: City) -> LastTeam | None:
    """Return the team of a city for the page of the city."""
    team = latest_team(site.register, city.id, site.today)
    if team is None:
        return None
    programme = site.register.programmes[team.programme_id]
    label = f"{programme.name}，{round_label(team.round_number)}，{len(team.groups)} 个组"
    return LastTeam(label, team_path(team.id))


def _taken(site: SiteIndex, one: RoundTeams, team: Team) -> TakenOver:
    summaries: Sequence[IssueSummary] = site.overview.by_city.get(team.city_id, ())
    summaries = () if site.is_public else summaries
    return taken_over(site.register.vocabulary, one.round, team, summaries)


def _index(site: SiteIndex, templates: Templates) -> Page:
    rounds = list(rounds_with_teams(site.register, site.overview.by_round))
    behind = behind_from(site, TEAMS)
    views = [
        ProgrammeTeamsView(programme, _rounds_table(behind, programme, rounds, site.today))
        for programme in site.programmes
        if programme.sponsor_roles
        or programme.departments
        or any(one.programme == programme for one in rounds)
    ]
    return templates.page(
        "teams.html",
        TEAMS,
        "工作组",
        programmes=views,
        has_any=bool(rounds),
        is_public=behind.is_public,
    )


def _rounds_table(
    behind: Behind, programme: Programme, rounds: Sequence[RoundTeams], today: date
) -> NumberTable:
    heads = ("城市", "工作组", "人数", "已报送", "未报送")
    rows = tuple(
        _round_row(behind, one, today) for one in rounds if one.programme.id == programme.id
    )
    shown = heads[:2] if behind.is_public else heads
    return NumberTable(
        f"{programme.name}有工作组记录的轮次", "轮次", shown, rows, words=("起止", "依据")
    )


def _round_row(behind: Behind, one: RoundTeams, today: date) -> NumberRow:
    board = behind.link.to(team_round_path(one.round.id))
    groups = one.groups
    cells = [counted(len(one.teams), f"{board}#sponsors"), counted(len(groups), f"{board}#groups")]
    if not behind.is_public:
        cells.append(counted(one.people, f"{board}#units"))
        cells.append(counted(one.reported(today), f"{board}#reports"))
        cells.append(counted(len(one.awaited(today)), f"{board}#reports"))
    label = Cell(round_label(one.round.number), board, sort=one.round.id)
    words = (f"{one.round.start} 至 {one.round.end}", one.round.standing)
    return NumberRow(label, tuple(cells), words=words)


def _team_page(site: SiteIndex, templates: Templates, team_id: str) -> Page:
    team = site.register.find(Team, team_id)
    assert team
    one = teams_of_round(site, team.round_id)
    assert one
    taken = _taken(site, one, team)
    path = team_path(team.id)
    behind = behind_from(site, path)
    name = city_name(site, team.city_id)
    return templates.page(
        "team.html",
        path,
        f"{name}工作组（{one.programme.id}，{round_label(one.round.number)}）",
        is_public=behind.is_public,
        city=name,
        team=team,
        programme=one.programme,
        round=one.round,
        round_name=round_label(one.round.number),
        today=site.today,
        sponsors=sponsors_by_role(one.programme, team),
        groups=group_views(site, behind, one, [at for at in one.groups if at.team is team]),
        confirmations=confirmations_by_matter(one.programme, team),
        taken=taken,
        cards=_cards(taken),
        lists=_lists(site, behind, one, taken),
        records=behind.records(programme=one.programme.id, city=team.city_id),
        near=_near(site, team),
    )


def _cards(taken: TakenOver) -> list[Card]:
    figures = (
        ("交接清单", taken.listed, "handover", "本轮首日尚未办结的，以前轮次发现的"),
        ("已经接收", taken.accepted, "accepted", "清单上写明接收的"),
        ("没有交接", taken.left, "left", "在清单上，没有全部接收，也没有逐个写明接收的"),
        ("尚未办结", taken.now.open, "open", "清单上的问题至今尚未办结的"),
    )
    return [
        Card(title, counted(len(some), f"#{anchor}"), meaning)
        for title, some, anchor, meaning in figures
    ]


def _lists(
    site: SiteIndex, behind: Behind, one: RoundTeams, taken: TakenOver
) -> Mapping[str, IssueList]:
    start, end = one.round.start, one.round.end
    longest = LISTED if end < site.today else WHOLE
    wanted = (
        ("left", "没有交接的", taken.left),
        ("open", "至今没有办结的，期限近的在前", taken.now.open),
        ("due", f"本轮内到期、至今没有做到的（{start} 至 {end}）", taken.now.due),
        ("to_verify", "等待核查和定期核查的", taken.now.to_verify),
        ("promised", "整改方案还没有报来的", taken.promised),
        ("announced", "地方承诺整改、还没有报告完成的", taken.announced),
        ("accepted", "已经接收的", taken.accepted),
    )
    return {
        key: issue_list(site, behind.link, caption, chosen, longest=longest)
        for key, caption, chosen in wanted
    }


def _near(site: SiteIndex, team: Team) -> Near:
    """Return the teams of its programme and city before and after it."""
    row = site.register.select(Team, programme=team.programme_id, city=team.city_id)
    shown = [
        None,
        *((team_place(site, one), round_label(one.round_number)) for one in row),
        None,
    ]
    place = row.index(team)
    return Near(shown[place], shown[place + 2])
