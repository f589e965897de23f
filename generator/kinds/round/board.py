"""The dispatch sheet of a round (调度) on one page of paper, and the table of all cities behind it.

Who has not reported comes first, then the cities with most overdue issues, then what others than
the places have to settle. See decision 0108.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.pressing import pressing
from generator.kinds.issue.work import Work
from generator.kinds.issue.work_periods import PeriodWork, WorkDays, period_work, sum_of
from generator.kinds.programme.lifecycle import LOCAL
from generator.kinds.programme.model import Programme
from generator.kinds.register import grouped
from generator.kinds.round.model import Round
from generator.kinds.team.dispatch import limit_words, teams_of_round
from generator.kinds.team.groups import group_places
from generator.kinds.team.status import (
    GroupAt,
    RoundTeams,
    has_reported,
    is_awaited,
)
from generator.site.index import SiteIndex
from generator.site.links import (
    WORK,
    WORK_CITIES,
    issue_path,
    round_part_path,
    round_path,
    team_round_path,
)
from generator.site.overview.backlog import (
    backlog_title,
    backlog_words,
    backlogs_of,
    days_since,
)
from generator.site.page import Page, Templates
from generator.site.tables import (
    Behind,
    Cell,
    KeyFigure,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)

CITIES, ISSUES = "cities", "issues"
"""The further pages of a round that has a dispatch sheet, as addresses name them."""

WORST = 12
"""Cities on the sheet; the table of all cities is a page of its own."""


@dataclass(frozen=True, slots=True)
class SilentCity:
    """The groups of a city that owe their report."""

    city: Cell
    number: Cell
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityWorkRow:
    """A city in a round: its groups and people, what was found and done, what is overdue now."""

    code: str
    city: Cell
    groups: Cell
    people: int
    reported: Cell
    silent: Cell
    found: Cell
    handed: Cell
    closed: Cell
    overdue: Cell
    longest: Cell


@dataclass(frozen=True)
class Board:
    """What the sheet of a round is made from: its teams, its work, the issues of its programme."""

    site: SiteIndex
    teams: RoundTeams
    before: Round | None

    @property
    def programme(self) -> Programme:
        """Return the programme of the round."""
        return self.teams.programme

    @property
    def facets(self) -> Mapping[str, str]:
        """Return what finds the issues of the round in the search."""
        return {"programme": self.programme.id, "round": str(self.teams.round.number)}

    def work(self, record: Round, city: str = "") -> PeriodWork:
        """Return what was done in the days of a round on issues of the programme."""
        days = self._days.get((self.programme.id, city), WorkDays())
        return _period(days, record, self.site)

    @property
    def _days(self) -> Mapping[tuple[str, str], WorkDays]:
        """Return programme, and city or "" for all of them → what was done on their issues."""
        return self.site.memo("work by programme and city", lambda: _days_by_place(self.site))


def _days_by_place(site: SiteIndex) -> Mapping[tuple[str, str], WorkDays]:
    found: dict[tuple[str, str], list[WorkDays]] = {}
    for one in site.work:
        for city in ("", one.city):
            found.setdefault((one.programme, city), []).append(one.done)
    return {place: sum_of(some) for place, some in found.items()}


def _period(days: WorkDays, record: Round, site: SiteIndex) -> PeriodWork:
    first, last = record.start.isoformat(), record.end.isoformat()
    return period_work(days, first, last, site.today.isoformat())


def board_page(site: SiteIndex, templates: Templates, record: Round) -> Page:
    """Return the dispatch sheet of a round that has teams."""
    path = round_path(record.id)
    behind, board = behind_from(site, path), _board(site, record)
    label = round_label(record.number)
    silent = _silent(behind, board)
    return templates.page(
        "round_board.html",
        path,
        f"{label}调度情况，{board.programme.name}",
        record=record,
        programme=board.programme,
        label=label,
        today=site.today,
        near=_near(behind, board),
        figures=list(_figures(behind, board)),
        silent=[one for one in silent if len(one.groups) > 1],
        single=[one for one in silent if len(one.groups) == 1],
        silent_cities=len(silent),
        silent_groups=sum(len(one.groups) for one in silent),
        limit=limit_words(board.teams),
        is_complete=board.teams.reported(site.today) == len(board.teams.groups),
        cities=[one for one in city_rows(behind, board) if one.overdue.text != "0"][:WORST],
        matters=_matters(behind, board),
        pages=[
            Cell("附表 1：各市情况", behind.link.to(round_part_path(record.id, CITIES))),
            Cell("附表 2：各组派驻名单", behind.link.to(team_round_path(record.id))),
            Cell("本轮问题和轮次交接", behind.link.to(round_part_path(record.id, ISSUES))),
        ],
    )


def _board(site: SiteIndex, record: Round) -> Board:
    teams = teams_of_round(site, record.id)
    assert teams
    rounds = site.register.select(Round, programme=record.programme_id)
    earlier = [one for one in rounds if one.number < record.number]
    return Board(site, teams, max(earlier, key=lambda one: one.number, default=None))


def _near(behind: Behind, board: Board) -> list[Cell]:
    """Return the rounds before and after."""
    rounds = board.site.register.select(Round, programme=board.programme.id)
    number = board.teams.round.number
    found = {one.number: one for one in rounds}
    return [
        Cell(round_label(one.number), behind.link.round(one.id))
        for one in (found.get(number - 1), found.get(number + 1))
        if one
    ]


# The five figures


def _figures(behind: Behind, board: Board) -> Iterator[KeyFigure]:
    one, today = board.teams, board.site.today
    silent, groups = len(one.awaited(today)), len(one.groups)
    postings = behind.link.to(team_round_path(one.round.id))
    yield KeyFigure(
        "未报送",
        counted(silent, "#silent"),
        unit="个组",
        note=_reports_note(groups, one.reported(today), silent),
        mark="over" if silent else "",
    )
    yield KeyFigure(
        "派驻",
        counted(groups, f"{postings}#groups"),
        unit="个组",
        note=f"{len(one.teams)} 市，{one.people} 人",
    )
    now = board.work(one.round)
    earlier = board.work(board.before) if board.before else None
    found = len(one.summaries)
    past = len(board.site.overview.by_round.get(board.before.id, ())) if board.before else 0
    yield KeyFigure(
        "本轮发现",
        counted(found, behind.records(**board.facets)),
        note=_found_note(board, found, past) if board.before else "",
    )
    closed = now.of(Work.CLOSED)
    yield KeyFigure(
        "本轮销号",
        counted(closed, f"{behind.link.to(WORK_CITIES)}#{board.programme.id}"),
        note=f"上轮 {earlier.of(Work.CLOSED)} 个" if earlier else "",
        mark="done",
    )
    is_over = one.round.end < today
    yield KeyFigure(
        "轮末逾期" if is_over else "目前逾期",
        counted(now.overdue, behind.link.to(WORK)),
        note=_change(now.overdue - earlier.overdue, "上轮末") if earlier else "",
        mark="over" if now.overdue else "",
    )


def _reports_note(groups: int, reported: int, silent: int) -> str:
    """Return how many groups have reported, and why the rest need not have."""
    rest = groups - reported - silent
    not_yet = f"，{rest} 个未到报送期限" if rest else ""
    return f"共 {groups} 个组，已报送 {reported} 个{not_yet}"


def _found_note(board: Board, found: int, past: int) -> str:
    """Return how a round compares with the one before; while it runs, how far it is."""
    record, today = board.teams.round, board.site.today
    if record.end < today:
        return _change(found - past, "上轮")
    if today < record.start:
        return f"上轮全轮 {past} 个"
    return f"本轮进行到第 {(today - record.start).days + 1} 天；上轮全轮 {past} 个"


def _change(more: int, than: str) -> str:
    """Return by how much a figure differs from that of the round before, or of its end."""
    if not more:
        return f"与{than}持平"
    return f"较{than}增加 {more}" if more > 0 else f"较{than}减少 {-more}"


# Who has not reported


def _silent(behind: Behind, board: Board) -> list[SilentCity]:
    """Return the cities with groups that owe their report, most groups first."""
    one = board.teams
    found, places = [], group_places(behind.link, one)
    for team in one.teams:
        codes = [
            each.code
            for each in team.groups
            if is_awaited(each, one.programme, one.round, board.site.today)
        ]
        if codes:
            city = _short(board.site, behind, team.city_id)
            names = tuple(map(one.programme.group_name, codes))
            number = counted(len(codes), places[team.city_id])
            found.append(SilentCity(city, number, names))
    return sorted(found, key=lambda each: (-len(each.groups), each.city.sort))


def _short(site: SiteIndex, behind: Behind, code: str) -> Cell:
    city = site.register.cities.get(code)
    return Cell(city.short_name if city else code, behind.link.city(code), sort=code)


# The cities


def city_rows(behind: Behind, board: Board) -> list[CityWorkRow]:
    """Return every city with a team or with issues in the round, most overdue ones first."""
    site = board.site
    own = grouped(site.overview.by_programme.get(board.programme.id, ()), lambda one: one.city)
    found = grouped(board.teams.summaries, lambda one: one.city)
    groups = grouped(board.teams.groups, lambda one: one.team.city_id)
    silent = Counter(one.team.city_id for one in board.teams.awaited(site.today))
    there = {team.city_id for team in board.teams.teams}
    rows = [
        _city_row(
            behind,
            board,
            _InRound(
                city.id,
                groups.get(city.id, ()),
                silent[city.id],
                own.get(city.id, ()),
                len(found.get(city.id, ())),
            ),
        )
        for city in site.cities
        if city.id in there or city.id in found
    ]
    return sorted(rows, key=lambda one: (-int(one.overdue.text), one.code))


@dataclass(frozen=True, slots=True)
class _InRound:
    """A city in a round: its groups, how many are silent, its issues, and how many are new."""

    code: str
    groups: Sequence[GroupAt]
    silent: int
    issues: Sequence[IssueSummary]
    found: int


def _city_row(behind: Behind, board: Board, own: _InRound) -> CityWorkRow:
    site, one, code, groups = board.site, board.teams, own.code, own.groups
    press = pressing(own.issues, site.register.vocabulary, site.today)
    now = board.work(one.round, code)
    facets = {"programme": board.programme.id, "city": code}
    place = group_places(behind.link, one).get(code, "")
    worked = f"{behind.link.to(WORK_CITIES)}#{board.programme.id}"
    owing = (each for each in own.issues if each.owed)
    worst = min(owing, key=lambda each: each.owed, default=None)
    return CityWorkRow(
        code=code,
        city=_short(site, behind, code),
        groups=counted(len(groups), place),
        people=sum(at.people for at in groups),
        reported=counted(sum(has_reported(at.group, site.today) for at in groups), place),
        silent=counted(own.silent, place),
        found=counted(own.found, behind.records(**facets, round=str(one.round.number))),
        handed=counted(now.of(Work.HANDED), worked),
        closed=counted(now.of(Work.CLOSED), worked),
        overdue=counted(press.overdue, behind.records(**facets, overdue="1")),
        longest=Cell(
            f"{press.longest} 天" if press.longest else "",
            behind.link.to(issue_path(worst)) if worst and press.longest else "",
            sort=str(press.longest),
        ),
    )


def cities_page(site: SiteIndex, templates: Templates, record: Round) -> Page:
    """Return the table of all cities of a round (附表 1)."""
    path = round_part_path(record.id, CITIES)
    behind, board = behind_from(site, path), _board(site, record)
    label = round_label(record.number)
    rows = tuple(_number_row(one) for one in city_rows(behind, board))
    groups = ("工作组", "人数", "已报送", "未报送")
    heads = (*groups, "本轮发现", "本轮交办", "本轮销号", "逾期", "最长")
    return templates.page(
        "round_cities.html",
        path,
        f"{label}各市情况，{board.programme.name}",
        record=record,
        programme=board.programme,
        label=label,
        today=site.today,
        table=NumberTable(f"{label}各市情况", "城市", heads, rows),
    )


def _number_row(one: CityWorkRow) -> NumberRow:
    told = (one.groups, Cell(str(one.people)), one.reported, one.silent)
    cells = (*told, one.found, one.handed, one.closed, one.overdue, one.longest)
    return NumberRow(one.city, cells)


# What others than the places have to settle


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that many issues wait for, who owes it, and for how long at most."""

    what: str
    number: Cell
    owner: str
    longest: str


def _matters(behind: Behind, board: Board) -> list[Matter]:
    """Return what issues of the programme wait for, but for work with a deadline of the place."""
    site, programme = board.site, board.programme.id
    own = site.overview.by_programme.get(programme, ())
    timed = {
        (debt.of, debt.awaits)
        for one in own
        for debt in one.open_debts
        if debt.side == LOCAL and debt.day
    }
    return [
        Matter(
            what=f"待{backlog_title(site, one)}",
            number=counted(one.number, behind.records(programme=programme, q=backlog_words(one))),
            owner=one.of,
            longest=f"{days_since(one.since, site.today)} 天",
        )
        for one in backlogs_of(site, own)
        if (one.of, one.awaits) not in timed
    ]
