"""What the teams of a round took over, as its dispatch board says: numbers, and what was left."""

from collections.abc import Mapping

from generator.derive.work.takeover import TakenOver
from generator.kinds.team.model import Team
from generator.kinds.team.status import RoundTeams
from generator.render.campaigns.team_groups import team_cell
from generator.render.measures import Behind
from generator.render.problems.problems import ProblemList, problem_list
from generator.site.index import Book
from generator.site.links import team_path
from generator.site.tables import NumberRow, NumberTable, counted

LISTED = 60
"""Problems that a board names; it counts them all."""


def left_list(
    book: Book, behind: Behind, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> ProblemList:
    """What nobody took over, of the teams that have no page of their own any more."""
    teams = [team for team in one.teams if not book.has_team_page(team)]
    chosen = [brief for team in teams for brief in taken[team.id].left]
    return problem_list(book, behind.link, "没有交接的问题", chosen, longest=LISTED)


def _list_place(book: Book, behind: Behind, team: Team, key: str) -> str:
    """Where a list of a team stands; of a round long over only what was left is listed."""
    if book.has_team_page(team):
        return f"{behind.link.to(team_path(team.id))}#{key}"
    return "#left" if key == "left" else ""


def handover_table(
    book: Book, behind: Behind, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> NumberTable:
    """How much each team took over; each number leads to its list, where there is one still."""
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
