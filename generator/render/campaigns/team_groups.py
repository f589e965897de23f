"""The groups of teams as lines of a table: who is where, what they found, who reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.kinds.team.model import Team
from generator.kinds.team.status import GroupAt, RoundTeams, is_awaited
from generator.render.measures import Behind
from generator.site.index import Book
from generator.site.links import team_path, team_round_path
from generator.site.tables import Cell, counted


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as a line of a table; `team` is the ID of its team, `anchor` where a city begins."""

    team: str
    anchor: str
    city: Cell
    code: str
    kind: str
    lead: str
    where: str
    staff: tuple[str, ...]
    people: int
    found: Cell
    reported: str
    is_awaited: bool


def city_name(book: Book, code: str) -> str:
    """The name of a city, or its code where it is not recorded."""
    city = book.register.cities.get(code)
    return city.name if city else code


def team_place(book: Book, team: Team) -> str:
    """Where a team is shown: on its own page, or on the board of its round."""
    if book.has_team_page(team):
        return team_path(team.id)
    return f"{team_round_path(team.round_id)}#groups"


def team_cell(book: Book, behind: Behind, team: Team) -> Cell:
    """The city of a team, linked to the page of the team, or to its own where there is none."""
    is_there = book.has_team_page(team)
    href = behind.link.to(team_path(team.id)) if is_there else behind.link.city(team.city_id)
    return Cell(city_name(book, team.city_id), href, sort=team.city_id)


def group_views(
    book: Book, behind: Behind, one: RoundTeams, groups: Sequence[GroupAt]
) -> list[GroupView]:
    """These groups of a round as lines, as seen from a page."""
    before = ("", *(at.team.city_id for at in groups))
    return [
        _group_view(book, behind, one, at, is_first=at.team.city_id != city)
        for at, city in zip(groups, before, strict=False)
    ]


def group_anchor(city: str) -> str:
    """Where the groups of a city begin in the table of a round's groups."""
    return f"g-{city}"


def _group_view(
    book: Book, behind: Behind, one: RoundTeams, at: GroupAt, *, is_first: bool
) -> GroupView:
    group = at.group
    return GroupView(
        team=at.team.id,
        anchor=group_anchor(at.team.city_id) if is_first else "",
        city=team_cell(book, behind, at.team),
        code=group.code,
        kind=at.kind,
        lead=group.lead or "",
        where="；".join(filter(None, (group.area, group.task))),
        staff=tuple(
            f"{staff.unit} {staff.people} 人" + (f"（新到 {staff.fresh}）" if staff.fresh else "")
            for staff in group.staff
        ),
        people=at.people,
        found=found_cell(behind, one, at.team.city_id, group.code, at.found),
        reported=str(group.reported or ""),
        is_awaited=is_awaited(group, one.round, book.today),
    )


def found_cell(behind: Behind, one: RoundTeams, city: str, code: str, number: int) -> Cell:
    """How many problems a group found, linked to them by the beginning of their IDs."""
    prefix = f"{one.programme.id}-{city}-R{one.round.number:02}-{code}-"
    return counted(number, behind.records(q=prefix))
