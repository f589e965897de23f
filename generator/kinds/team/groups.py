"""The groups of a round as lines: on its board, on lists of their own where they are many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.kinds.issue.ledger import LONGEST
from generator.kinds.team.model import Team
from generator.kinds.team.status import GroupAt, RoundTeams, has_reported, is_awaited
from generator.site.index import SiteIndex
from generator.site.links import Links, posted_groups_path, team_path, team_round_path
from generator.site.page import Page, Templates
from generator.site.tables import (
    Behind,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as a line of a table; `team` is the ID of its team, `anchor` the start of a city."""

    team: str
    anchor: str
    city: Cell
    name: Cell
    lead: str
    where: str
    staff: tuple[str, ...]
    people: int
    found: Cell
    reported: str
    is_awaited: bool


def city_name(site: SiteIndex, code: str) -> str:
    """Return the name of a city, or its code where it is not recorded."""
    city = site.register.cities.get(code)
    return city.name if city else code


def team_place(site: SiteIndex, team: Team) -> str:
    """Return the page of a team: its own, or the board of its round."""
    if site.has_team_page(team):
        return team_path(team.id)
    return f"{team_round_path(team.round_id)}#groups"


def team_cell(site: SiteIndex, behind: Behind, team: Team) -> Cell:
    """Return the city of a team, linked to the page of the team, or else to that of the city."""
    is_there = site.has_team_page(team)
    href = behind.link.to(team_path(team.id)) if is_there else behind.link.city(team.city_id)
    return Cell(city_name(site, team.city_id), href, sort=team.city_id)


def group_views(
    site: SiteIndex, behind: Behind, one: RoundTeams, groups: Sequence[GroupAt]
) -> list[GroupView]:
    """Return these groups of a round as lines, as seen from a page."""
    before = ("", *(at.team.city_id for at in groups))
    return [
        _group_view(site, behind, one, at, is_first=at.team.city_id != city)
        for at, city in zip(groups, before, strict=False)
    ]


def group_anchor(city: str) -> str:
    """Return the anchor of a city in the table of a round's groups."""
    return f"g-{city}"


def _group_view(
    site: SiteIndex, behind: Behind, one: RoundTeams, at: GroupAt, *, is_first: bool
) -> GroupView:
    group = at.group
    return GroupView(
        team=at.team.id,
        anchor=group_anchor(at.team.city_id) if is_first else "",
        city=team_cell(site, behind, at.team),
        name=Cell(one.programme.group_name(group.code), sort=group.code),
        lead=group.lead or "",
        where="；".join(filter(None, (group.area, group.task))),
        staff=tuple(
            f"{staff.unit} {staff.people} 人" + (f"（新到 {staff.fresh}）" if staff.fresh else "")
            for staff in group.staff
        ),
        people=at.people,
        found=found_cell(behind, one, at.team.city_id, group.code, at.found),
        reported=str(group.reported) if has_reported(group, site.today) else "",
        is_awaited=is_awaited(group, one.programme, one.round, site.today),
    )


def found_cell(behind: Behind, one: RoundTeams, city: str, code: str, number: int) -> Cell:
    """Return how many issues a group found, linked to them by the prefix of their IDs."""
    prefix = f"{one.programme.id}-{city}-R{one.round.number:02}-{code}-"
    return counted(number, behind.records(q=prefix))


def group_lists(one: RoundTeams) -> list[list[GroupAt]]:
    """Return the groups of a round in lists of at most 200, those of a city together; none of a
    round whose groups its board has room for."""
    lists: list[list[GroupAt]] = []
    for _, own in groupby(one.groups, key=lambda at: at.team.city_id):
        some = list(own)
        if lists and len(lists[-1]) + len(some) <= LONGEST:
            lists[-1].extend(some)
        else:
            lists.append(some)
    return lists if len(one.groups) > LONGEST else []


def group_list_page(site: SiteIndex, templates: Templates, one: RoundTeams, part: int) -> Page:
    """Return one of the lists of the groups of a round, counted from 1."""
    path = posted_groups_path(one.round.id, part)
    behind = behind_from(site, path)
    label, lists = round_label(one.round.number), group_lists(one)
    pages = [
        (f"{city_name(site, some[0].team.city_id)} 至 {city_name(site, some[-1].team.city_id)}", to)
        for to, some in enumerate(lists, 1)
    ]
    return templates.page(
        "team_groups.html",
        path,
        f"{label}各市的组，{one.programme.name}，第 {part} 页",
        is_public=behind.is_public,
        programme=one.programme,
        round=one.round,
        round_name=label,
        board=behind.link.to(team_round_path(one.round.id)),
        groups=group_views(site, behind, one, lists[part - 1]),
        pages=[(said, behind.link.to(posted_groups_path(one.round.id, to))) for said, to in pages],
        part=part,
    )


def posted_table(site: SiteIndex, behind: Behind, one: RoundTeams) -> NumberTable:
    """Return the cities with the numbers of their groups, linked to the lists of these."""
    places = group_places(behind.link, one)
    rows = tuple(
        NumberRow(
            Cell(city_name(site, city), places[city], sort=city),
            (counted(len(some), places[city]), Cell(str(sum(at.found for at in some)))),
        )
        for city, own in groupby(one.groups, key=lambda at: at.team.city_id)
        if (some := list(own))
    )
    return NumberTable("各市的组数和发现的问题数，各组见各市", "城市", ("工作组", "发现"), rows)


def group_places(link: Links, one: RoundTeams) -> Mapping[str, str]:
    """Return where the groups of each city are: on the board of their round, or on a list."""
    board = team_round_path(one.round.id)
    pages = [("" if link.page == board else link.to(board), one.groups)]
    if lists := group_lists(one):
        paths = (posted_groups_path(one.round.id, part) for part in range(1, len(lists) + 1))
        pages = list(zip(map(link.to, paths), lists, strict=True))
    cities = ((page, at.team.city_id) for page, some in pages for at in some)
    return {city: f"{page}#{group_anchor(city)}" for page, city in cities}
