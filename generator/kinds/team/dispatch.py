"""The teams of a round (派驻): groups, departments, reports, handovers; search of teams."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.kinds.issue.summaries import Tally, tally
from generator.kinds.issue.views import IssueList, issue_list
from generator.kinds.task.pages import ALWAYS, COLUMNS, task_sets
from generator.kinds.team import KIND
from generator.kinds.team.groups import (
    city_name,
    found_cell,
    group_lists,
    group_places,
    group_views,
    posted_table,
    team_cell,
    team_place,
)
from generator.kinds.team.model import Confirmation, Team
from generator.kinds.team.status import (
    RoundTeams,
    TakenOver,
    confirmations_by_matter,
    has_reported,
    is_awaited,
    report_day,
    round_teams,
    sponsors_by_role,
)
from generator.kinds.visit.views import visit_line
from generator.site.index import SiteIndex
from generator.site.links import team_path, team_round_path
from generator.site.page import Page, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import (
    CASES,
    EXPOSED,
    FOUND,
    OPEN,
    OVERDUE,
    Behind,
    Card,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """The records of one team; "" for missing ones."""

    city: Cell
    held: tuple[str, ...]
    branch: str = ""


def teams_of_round(site: SiteIndex, round_id: str) -> RoundTeams | None:
    """Return the teams of a round with its issues; made once for all pages that show them."""
    return site.memo(
        f"teams of {round_id}",
        lambda: round_teams(site.register, round_id, site.overview.by_round),
    )


def board_page(
    site: SiteIndex, templates: Templates, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> Page:
    """Return the dispatch board of a round."""
    path = team_round_path(one.round.id)
    behind = behind_from(site, path)
    label = round_label(one.round.number)
    roles, matters = _roles(one), _matters(one)
    lists = group_lists(one)
    return templates.page(
        "team_round.html",
        path,
        f"{label}工作组派驻情况，{one.programme.name}",
        is_public=behind.is_public,
        programme=one.programme,
        round=one.round,
        round_name=label,
        today=site.today,
        cards=_cards(site, behind, one),
        visits=visit_line(site, path, round_id=one.round.id),
        groups=() if lists else group_views(site, behind, one, one.groups),
        posted=posted_table(site, behind, one) if lists else None,
        unlisted=_unlisted(site, behind, one),
        absent=[city_name(site, code) for code in one.without_team()],
        kinds=_kinds(one, site.today),
        units=_units(one),
        departments=departments_view(site, behind, one),
        reports=_reports(site, behind, one),
        awaited=_awaited(site, behind, one),
        roles=roles,
        sponsors=[_sponsors(site, behind, one, team, roles) for team in one.teams],
        matters=matters,
        confirmations=[_confirmations(site, behind, one, team, matters) for team in one.teams],
        handovers=handover_table(site, behind, one, taken),
        left=left_list(site, behind, one, taken),
        is_over=any(not site.has_team_page(team) for team in one.teams),
    )


def _cards(site: SiteIndex, behind: Behind, one: RoundTeams) -> list[Card]:
    groups = one.groups
    counts = site.overview.rounds.get(one.round.id, Tally())
    facets = {"programme": one.programme.id, "round": str(one.round.number)}
    metric = CASES if behind.is_public else EXPOSED
    exposed = behind.cell(metric, counts, **facets)
    shown = [
        Card("城市", counted(len(one.teams), "#sponsors"), "有工作组记录的"),
        Card("工作组", counted(len(groups), "#groups"), "各市各类组合计"),
    ]
    meaning = "本轮发现、逐案公开的" if behind.is_public else "本轮发现、已经曝光的"
    last = Card(metric.title, exposed, meaning)
    if behind.is_public:
        return [*shown, last]
    waiting = counted(len(one.awaited(site.today)), "#reports")
    return [
        *shown,
        Card("人数", counted(one.people, "#units"), "各派员单位人数"),
        Card("已报送", counted(one.reported(site.today), "#reports"), "已经报来本轮情况的组"),
        Card("未报送", waiting, f"应当报来本轮情况而没有报来的组；{limit_words(one)}"),
        last,
    ]


def limit_words(one: RoundTeams) -> str:
    """Return by which day the groups of a round report, or that no such day is known."""
    last = report_day(one.programme, one.round)
    basis = one.programme.group_reporting.basis if one.programme.group_reporting else ""
    return f"期限 {last}（{basis}）" if last else "期限没有公布，从本轮结束的次日起算"


def _unlisted(site: SiteIndex, behind: Behind, one: RoundTeams) -> list[tuple[str, str, Cell]]:
    return [
        (
            city_name(site, group.city),
            one.programme.group_name(group.code),
            found_cell(behind, one, group.city, group.code, group.found),
        )
        for group in one.unlisted()
    ]


def _kinds(one: RoundTeams, today: date) -> NumberTable:
    heads = ("工作组", "人数", "新轮换人员", "发现", "已报送")
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
        for kind in one.by_kind(today)
    )
    return NumberTable("工作组，按组的类别", "类别", heads, rows)


def _groups(number: int, place: str = "#groups") -> Cell:
    """Return a count of groups, or a sum over them, with a link to the table of groups."""
    return counted(number, place)


def _units(one: RoundTeams) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(unit.name),
            (Cell(str(unit.people)), Cell(str(unit.fresh)), _groups(unit.groups)),
        )
        for unit in one.by_unit()
    )
    return NumberTable("人数，按派员单位", "派员单位", ("人数", "新轮换人员", "所在组数"), rows)


def _reports(site: SiteIndex, behind: Behind, one: RoundTeams) -> NumberTable:
    rows, places = [], group_places(behind.link, one)
    for team in one.teams:
        own = team.groups
        missing = [
            each.code for each in own if is_awaited(each, one.programme, one.round, site.today)
        ]
        reported = sum(has_reported(each, site.today) for each in own)
        rows.append(
            NumberRow(
                team_cell(site, behind, team),
                tuple(
                    _groups(number, places.get(team.city_id, "#groups"))
                    for number in (len(own), reported, len(missing))
                ),
                words=(_named(one, missing),),
            )
        )
    heads = ("工作组", "已报送", "未报送")
    caption = f"本轮情况报送，截至 {site.today}；{limit_words(one)}"
    return NumberTable(caption, "城市", heads, tuple(rows), words=("未报送的组",))


def _awaited(site: SiteIndex, behind: Behind, one: RoundTeams) -> list[tuple[Cell, str]]:
    """Return the groups of each city that owe a report."""
    found = []
    for team in one.teams:
        codes = [
            each.code
            for each in team.groups
            if is_awaited(each, one.programme, one.round, site.today)
        ]
        if codes:
            found.append((team_cell(site, behind, team), _named(one, codes)))
    return found


def _named(one: RoundTeams, codes: Iterable[str]) -> str:
    return "、".join(map(one.programme.group_name, codes))


def _roles(one: RoundTeams) -> list[str]:
    return list(dict.fromkeys(role for team in one.teams for role in _units_of(one, team)))


def _units_of(one: RoundTeams, team: Team) -> Mapping[str, Sequence[str]]:
    return sponsors_by_role(one.programme, team)


def _sponsors(
    site: SiteIndex, behind: Behind, one: RoundTeams, team: Team, roles: Sequence[str]
) -> HeldRow:
    units = _units_of(one, team)
    held = tuple("、".join(units.get(role, ())) for role in roles)
    return HeldRow(team_cell(site, behind, team), held)


def _matters(one: RoundTeams) -> list[str]:
    return list(
        dict.fromkeys(
            matter for team in one.teams for matter in confirmations_by_matter(one.programme, team)
        )
    )


def _confirmations(
    site: SiteIndex, behind: Behind, one: RoundTeams, team: Team, matters: Sequence[str]
) -> HeldRow:
    found = confirmations_by_matter(one.programme, team)
    held = tuple(_confirmed(found.get(matter)) for matter in matters)
    branch = team.branch
    party_branch = f"{branch.date}，{branch.under}" if branch else ""
    return HeldRow(team_cell(site, behind, team), held, party_branch)


def _confirmed(found: Confirmation | None) -> str:
    return f"{found.date}，{found.by}" if found else ""


LISTED = 60
"""Issues that a board names; it counts them all."""


def left_list(
    site: SiteIndex, behind: Behind, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> IssueList:
    """Return the issues that nobody took over, of the teams without a page of their own."""
    teams = [team for team in one.teams if not site.has_team_page(team)]
    chosen = [summary for team in teams for summary in taken[team.id].left]
    return issue_list(site, behind.link, "没有交接的问题", chosen, longest=LISTED)


def _list_place(site: SiteIndex, behind: Behind, team: Team, key: str) -> str:
    """Return the place of a team's list; of a past round only the remaining issues are listed."""
    if site.has_team_page(team):
        return f"{behind.link.to(team_path(team.id))}#{key}"
    return "#left" if key == "left" else ""


def handover_table(
    site: SiteIndex, behind: Behind, one: RoundTeams, taken: Mapping[str, TakenOver]
) -> NumberTable:
    """Return how much each team took over, with links to the lists that exist."""
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
            counted(len(some), _list_place(site, behind, team, key)) for key, some in lists.items()
        )
        when = f"{handed.date}，{handed.by}" if handed else ""
        rows.append(NumberRow(team_cell(site, behind, team), cells, words=(when,)))
    heads = (
        "交接清单",
        "已经接收",
        "没有交接",
        "本轮内到期",
        "等待核查、定期核查",
        "整改方案未报",
        "承诺未完成",
    )
    return NumberTable("承接上轮事项", "城市", heads, tuple(rows), words=("交接日期和接收",))


_METRICS = (FOUND, OPEN, OVERDUE)
_OF_TASKS = tuple(one for one in COLUMNS if one[1] in ALWAYS)


@dataclass(frozen=True, slots=True)
class DepartmentsView:
    """Issues and tasks by department, and departments without any."""

    issues: NumberTable
    tasks: NumberTable
    unmapped: tuple[str, ...]


def departments_view(site: SiteIndex, behind: Behind, one: RoundTeams) -> DepartmentsView:
    """Return the departments of the programme, each with its issues and tasks in this round."""
    departments = one.programme.departments
    return DepartmentsView(
        issues=_issues(site, behind, one),
        tasks=_tasks(site, behind, one),
        unmapped=tuple(
            each.name
            for each in departments
            if not each.groups and not each.fields and not each.media
        ),
    )


def _issues(site: SiteIndex, behind: Behind, one: RoundTeams) -> NumberTable:
    facets = {"programme": one.programme.id, "round": str(one.round.number)}
    rows = []
    for department in one.programme.departments:
        wanted = [("medium", word) for word in department.media]
        wanted += [("group", word) for word in department.groups]
        for facet, word in wanted:
            own = [summary for summary in one.summaries if getattr(summary, facet) == word]
            counts = tally(own, site.today.isoformat())
            cells = behind.cells(_METRICS, counts, **facets, **{facet: word})
            words = (word, department.basis)
            rows.append(NumberRow(Cell(department.name), cells, words=words))
    heads = tuple(metric.title for metric in _METRICS)
    called = one.programme.departments_called
    words = ("要素、问题大类", "依据")
    return NumberTable(f"本轮发现的问题，按{called}", called, heads, tuple(rows), words=words)


def _tasks(site: SiteIndex, behind: Behind, one: RoundTeams) -> NumberTable:
    """Return the tasks of each department; the programme's page has them city by city."""
    page = f"{behind.link.programme(one.programme.id)}#tasks"
    states = [
        state
        for each in task_sets(site)
        if each.programme.id == one.programme.id
        for state in each.states
    ]
    rows = tuple(
        NumberRow(
            Cell(department.name),
            tuple(
                counted(count([state for state in states if state.task.field == field]), page)
                for _, _, count in _OF_TASKS
            ),
            words=(field, department.basis),
        )
        for department in (one.programme.departments if states else ())
        for field in department.fields
    )
    called, heads = one.programme.departments_called, tuple(title for title, _, _ in _OF_TASKS)
    caption = f"本行动的攻坚任务，按{called}，截至 {site.today}"
    return NumberTable(caption, called, heads, rows, words=("任务领域", "依据"))


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of teams."""
    for team in site.register.teams:
        city = site.register.cities[team.city_id]
        record = site.register.rounds[team.round_id]
        units = [one.unit for one in team.sponsors]
        name = site.register.programmes[team.programme_id].group_name
        groups = [f"{name(one.code).replace(' ', '')} {one.code}" for one in team.groups]
        yield plain_entry(
            KIND.search_label,
            team.id,
            team_place(site, team),
            f"{city.name}工作组 {round_label(team.round_number)}",
            "；".join([*units, *groups]),
            texts=texts_of(team),
            place=city.province,
            programme=team.programme_id,
            city=city.id,
            date=str(record.start),
        )


def record_place(site: SiteIndex, record: Team) -> str:
    """Return where a record is shown, as a path in the site."""
    return team_place(site, record)
