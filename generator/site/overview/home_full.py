"""The home page of the full edition: what is urgent, whose turn it is, and how it has gone.

See decision 0107.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from generator.kinds.city.model import City
from generator.kinds.issue.handled import handled
from generator.kinds.issue.pressing import FORTNIGHT, WEEK, Pressing, WaitingFor, pressing
from generator.kinds.issue.search_words import debt_words
from generator.kinds.issue.summaries import Tally
from generator.kinds.issue.work_periods import WorkDays, period_work, sum_of
from generator.kinds.programme.lifecycle import ABOVE, GROUPS, LOCAL
from generator.kinds.round.model import Round
from generator.kinds.team.dispatch import teams_of_round
from generator.site.index import SiteIndex
from generator.site.links import BY_STATUS, HOME, Links, issue_path, near_path, waiting_path
from generator.site.overview.backlog import KEYS, backlog_title, backlog_words, backlogs_of
from generator.site.overview.home_public import latest_cases
from generator.site.overview.trend_pages import OF_ROUND, begun_rounds, of_rounds, series_of
from generator.site.page import Page, Templates
from generator.site.tables import (
    CANCELLED,
    CLEARANCE,
    CLEARED,
    FOUND,
    OPEN,
    OTHERWISE,
    REFUSED,
    SILENT,
    TRANSFERRED,
    UNKNOWN,
    Behind,
    Cell,
    Metric,
    NumberRow,
    NumberTable,
    behind_from,
    round_label,
)
from generator.site.tiles import Measure, TileMap, tile_map
from generator.site.trends import TrendChart, trend_chart, trend_table

WORST = 5
"""Cities that the home page names."""

_SHOWN_ROUNDS = 13


def short_day(day: date, today: date) -> str:
    """Return a day without its year, unless it is of another year than `today`: 11月15日."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure: its look and mark, its name, its number with unit and link, a remark."""

    look: str
    title: str
    number: str
    unit: str
    href: str
    note: str = ""
    has_mark: bool = False

    @property
    def said(self) -> str:
        """Return what its link is called."""
        return f"{self.title} {self.number}{self.unit if self.unit == '%' else f' {self.unit}'}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The round of a day: its name and days, which day of it this is, and the one before it.

    `is_computed`: its days were not published, nor recorded. `beside`: the last rounds of other
    programmes that are under way, which the page does not follow.
    """

    round: Round
    before: Round | None
    today: date
    is_computed: bool
    beside: tuple[Cell, ...] = ()

    @property
    def day(self) -> int:
        """Return which day of the round it is; 0 after its end."""
        return (self.today - self.round.start).days + 1 if self.today <= self.round.end else 0

    @property
    def compared(self) -> str:
        """Return the day that figures are compared with; "" without a round before."""
        return short_day(self.before.end, self.today) if self.before else ""

    @property
    def said(self) -> str:
        """Return the round and its day in words."""
        first, last = self.round.start, self.round.end
        days = f"{short_day(first, self.today)}至{short_day(last, first)}"
        of = f"{self.round.programme_id} " if self.beside else ""
        name = f"{of}第{self.round.number}轮（{'推算，' if self.is_computed else ''}{days}）"
        return f"{name}第 {self.day} 天" if self.day else f"{name}已经结束"


def clock(site: SiteIndex) -> Clock | None:
    """Return the round that began last, with the last one of its programme that is over.

    Rounds overlap by the days of handing over, so the one before may end after this one began.
    """
    begun = [one for one in site.register.rounds.values() if one.start <= site.today]
    if not begun:
        return None
    now = max(begun, key=lambda one: (one.start, one.id))
    earlier = [
        one for one in begun if one.programme_id == now.programme_id and one.number < now.number
    ]
    before = [one for one in earlier if one.end < site.today]
    last = max(before, key=lambda one: one.end, default=None)
    is_computed = not now.is_firm(site.register.vocabulary)
    return Clock(now, last, site.today, is_computed, tuple(_beside(site, now)))


def _beside(site: SiteIndex, now: Round) -> Iterator[Cell]:
    """Yield the round that began last of each other programme that is under way."""
    link = Links(HOME)
    for programme in site.programmes:
        begun = begun_rounds(site, programme.id)
        if not begun or programme.id == now.programme_id:
            continue
        last = begun[-1]
        # Of a programme whose end nobody published, only a round that runs shows it is under way.
        has_end = programme.period.end is not None
        if last.end >= site.today or (has_end and not programme.has_ended(site.today)):
            yield Cell(f"{programme.id} {round_label(last.number)}", link.round(last.id))


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city among the worst: its debts and how they changed."""

    city: City
    href: str
    over: Cell
    change: str
    longest: Cell
    week: Cell
    clearance: Cell


@dataclass(frozen=True, slots=True)
class OwedStep:
    """What one role owes of one kind: its name, its number and what is counted."""

    title: str
    cell: Cell
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OwedRow:
    """What one role owes: each step with its number."""

    of: str
    steps: tuple[OwedStep, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A row of 累计情况: the look of its state, its name, its number."""

    look: str
    title: str
    cell: Cell


def full_home(site: SiteIndex, templates: Templates) -> Page:
    """Return the home page."""
    behind = behind_from(site, HOME)
    counts = site.overview.all
    now = clock(site)
    return templates.page(
        "home_full.html",
        HOME,
        "办理情况总览",
        today=site.today,
        clock=now,
        before=now.before if now else None,
        is_followed=bool(counts.known),
        figures=list(_figures(site, behind, now)),
        worst=list(_worst(site, behind, now)),
        cities=len(site.overview.cities),
        sides=list(_sides(site, behind, now)),
        trends=list(_trends(site, now)),
        map=_map(site, behind),
        map_table=_map_table(site, behind),
        outcomes=list(_outcomes(behind, counts)),
        cases=latest_cases(site, behind.link),
        handled=handled(site, behind, site.overview.summaries),
        never_held=counts.cleared - counts.held_cleared,
    )


def _figures(site: SiteIndex, behind: Behind, now: Clock | None) -> Iterator[Headline]:
    presses = pressing(site.overview.summaries, site.register.vocabulary, site.today)
    last = site.today + timedelta(WEEK)
    yield Headline(
        "over",
        "逾期未完成",
        str(presses.overdue),
        "个",
        behind.records(overdue="1") if presses.overdue else "",
        _over_note(presses, _change(_all_work(site), site, now)),
        has_mark=True,
    )
    span = f"{short_day(site.today, site.today)}至{short_day(last, site.today)}"
    week = behind.link.to(near_path(WEEK)) if presses.week else ""
    yield Headline("hand", f"{WEEK} 日内到期", str(presses.week), "个", week, span)
    soon = behind.link.to(near_path(FORTNIGHT)) if presses.fortnight else ""
    note = f"含 {WEEK} 日内到期的"
    yield Headline("hand", f"{FORTNIGHT} 日内到期", str(presses.fortnight), "个", soon, note)
    to_check, again = presses.to_check, presses.to_recheck
    yield _waiting(site, behind, "待工作组核查", to_check, presses.checks, again)
    yield _waiting(site, behind, "待部销号", presses.to_close, presses.closings)
    yield _clearance(behind, site.overview.all)


def _over_note(presses: Pressing, change: int | None) -> str:
    longest = f"最长 {presses.longest} 天" if presses.overdue else ""
    against = f"较上轮末{_more(change)}" if change is not None else ""
    return "；".join(filter(None, (against, longest)))


def _more(change: int) -> str:
    if not change:
        return "持平"
    return f"增加 {change}" if change > 0 else f"减少 {-change}"


def _waiting(
    site: SiteIndex,
    behind: Behind,
    title: str,
    number: int,
    owed: Sequence[WaitingFor],
    again: int = 0,
) -> Headline:
    href = behind.link.to(waiting_path(KEYS[GROUPS if title.startswith("待工作组") else ABOVE]))
    if len(owed) == 1:
        href = behind.records(q=debt_words(*owed[0]))
    own = (one for one in backlogs_of(site, site.overview.summaries) if not one.again)
    since = [one.since for one in own if (one.of, one.awaits) in owed]
    first = f"最早的 {min(since)} 起" if since else ""
    note = "；".join(filter(None, (first, f"另待定期核查 {again}" if again else "")))
    return Headline("wait", title, str(number), "个", href if number else "", note, has_mark=True)


def _clearance(behind: Behind, counts: Tally) -> Headline:
    href = behind.link.to(BY_STATUS)
    if not counts.held:
        return Headline("done", CLEARANCE.title, "—", "", "", "还没有督办的问题", has_mark=True)
    share = f"{100 * counts.held_cleared / counts.held:.1f}"
    note = f"{counts.held_cleared} ÷ 已督办 {counts.held}"
    return Headline("done", CLEARANCE.title, share, "%", href, note, has_mark=True)


def _all_work(site: SiteIndex) -> WorkDays:
    return sum_of(one.done for one in site.work)


def _late_on(days: WorkDays, day: str, today: str) -> int:
    """Return how many issues were overdue at the end of a day."""
    return period_work(days, day, day, today).overdue


def _change(days: WorkDays, site: SiteIndex, now: Clock | None) -> int | None:
    """Return how many more are overdue than at the end of the round before; None without one."""
    if now is None or now.before is None:
        return None
    today = site.today.isoformat()
    before = _late_on(days, now.before.end.isoformat(), today)
    return _late_on(days, today, today) - before


def _worst(site: SiteIndex, behind: Behind, now: Clock | None) -> Iterator[CityRow]:
    """Yield the cities with most overdue issues; of equals the one with the longest first."""
    late = {
        city: presses
        for city, own in site.overview.by_city.items()
        if (presses := pressing(own, site.register.vocabulary, site.today)).overdue
    }
    worst = sorted(late, key=lambda one: (-late[one].overdue, -late[one].longest, one))[:WORST]
    for city in worst:
        if found := site.register.cities.get(city):
            yield _city_row(site, behind, found, late[city], now)


def _city_row(
    site: SiteIndex, behind: Behind, city: City, presses: Pressing, now: Clock | None
) -> CityRow:
    own = sum_of(one.done for one in site.work if one.city == city.id)
    change = _change(own, site, now)
    first = site.overview.overdue(site.overview.by_city[city.id])[0]
    counts = site.overview.cities[city.id]
    share = f"{100 * counts.held_cleared / counts.held:.0f}%" if counts.held else "—"
    return CityRow(
        city=city,
        href=behind.link.city(city.id),
        over=Cell(str(presses.overdue), behind.records(city=city.id, overdue="1")),
        change="" if change is None else f"{change:+d}".replace("-", "−").replace("+0", "0"),
        longest=Cell(f"{presses.longest} 天", behind.link.to(issue_path(first))),
        week=Cell(str(presses.week), behind.link.dues(city.id) if presses.week else ""),
        clearance=Cell(share, behind.link.to(BY_STATUS)),
    )


def _sides(site: SiteIndex, behind: Behind, now: Clock | None) -> Iterator[OwedRow]:
    owed = backlogs_of(site, site.overview.summaries)
    steps: dict[str, list[OwedStep]] = {}
    for one in (one for side in (ABOVE, LOCAL, GROUPS) for one in owed if one.side == side):
        title = f"待{backlog_title(site, one)}"
        number = Cell(str(one.number), behind.records(q=backlog_words(one)))
        steps.setdefault(one.of, []).append(OwedStep(title, number))
    if silent := _silent(site, behind, now):
        steps.setdefault(GROUPS, []).append(silent)
    for of, some in steps.items():
        yield OwedRow(of, tuple(some))


def _silent(site: SiteIndex, behind: Behind, now: Clock | None) -> OwedStep | None:
    """Return how many groups owe their report on the round, or on the one before it.

    Reports on a round are due after its end, so that often the one before it is asked for.
    """
    for record in filter(None, (now.round, now.before) if now else ()):
        teams = teams_of_round(site, record.id)
        if teams and (groups := teams.awaited(site.today)):
            number = Cell(str(len(groups)), f"{behind.link.round(record.id)}#silent")
            return OwedStep(f"{round_label(record.number)}未报送", number, "个组")
    return None


def _trends(site: SiteIndex, now: Clock | None) -> Iterator[TrendChart]:
    """Yield how many were overdue at the end of each round, and what was found and closed in it."""
    if now is None:
        return
    own = now.round.programme_id
    rounds = begun_rounds(site, own)[-_SHOWN_ROUNDS:]
    today = site.today.isoformat()
    days = sum_of(one.done for one in site.work if one.programme == own)
    labels = [str(one.number) for one in rounds]
    heads = [Cell(round_label(one.number), sort=one.id) for one in rounds]
    over, found, _, closed = series_of(of_rounds(days, rounds, today))
    table = trend_table(f"分轮次情况，截至 {today}", OF_ROUND, heads, (over, found, closed))
    for title, series in (("期末逾期（个）", (over,)), ("当轮发现和销号（个）", (found, closed))):
        if chart := trend_chart(title, OF_ROUND, labels, series, table):
            yield chart


def _by_city(site: SiteIndex) -> Mapping[str, Pressing]:
    return {
        city: pressing(own, site.register.vocabulary, site.today)
        for city, own in site.overview.by_city.items()
    }


def _measures(site: SiteIndex) -> Sequence[Measure]:
    counts, presses = site.overview.cities, _by_city(site)
    shares = {
        code: round(100 * one.held_cleared / one.held) for code, one in counts.items() if one.held
    }
    found = Measure("累计发现", "个", {code: one.found for code, one in counts.items()})
    if not site.overview.all.known:
        shown = {code: one.exposed for code, one in counts.items()}
        return (found, Measure("公开曝光", "个", shown))
    return (
        Measure("逾期", "个", {code: one.overdue for code, one in presses.items()}),
        Measure(f"{FORTNIGHT} 日内到期", "个", {c: one.fortnight for c, one in presses.items()}),
        Measure(CLEARANCE.title, "%", shares),
        found,
    )


def _map(site: SiteIndex, behind: Behind) -> TileMap | None:
    return tile_map(site.cities, _measures(site), behind.link.city) if site.summaries else None


def _map_table(site: SiteIndex, behind: Behind) -> NumberTable:
    measures = _measures(site)
    rows = tuple(
        NumberRow(
            Cell(city.name, behind.link.city(city.id), sort=city.id),
            tuple(_value(behind, one, city) for one in measures),
        )
        for city in site.cities
        if city.tile or city.id in site.overview.cities
    )
    heads = tuple(one.title for one in measures)
    return NumberTable(f"分城市情况，截至 {site.today}", "城市", heads, rows)


def _value(behind: Behind, measure: Measure, city: City) -> Cell:
    """Return what a city's page tells as well; nothing leads to what is none or not known."""
    value = measure.values.get(city.id, "")
    href = behind.link.city(city.id) if value else ""
    return Cell(measure.text(city.id), href, sort=str(value))


class _Outcome(NamedTuple):
    look: str
    title: str
    metric: Metric


_OUTCOMES = (
    _Outcome("", "累计发现", FOUND),
    _Outcome("done", "已销号", CLEARED),
    _Outcome("acted", "已移送", TRANSFERRED),
    _Outcome("gone", "不予认定", REFUSED),
    _Outcome("gone", "已撤销", CANCELLED),
    _Outcome("done", "其他办结", OTHERWISE),
    _Outcome("unk", "整改结果未公开", UNKNOWN),
    _Outcome("unk", "办理情况未公开", SILENT),
    _Outcome("hand", "尚未办结", OPEN),
)
"""The rows; all but the first add up to it."""


def _outcomes(behind: Behind, counts: Tally) -> Iterator[OutcomeRow]:
    for look, title, metric in _OUTCOMES:
        if metric is FOUND or metric.count(counts):
            cell = behind.cell(metric, counts)
            yield OutcomeRow(look, title, replace(cell, text=str(metric.count(counts))))
