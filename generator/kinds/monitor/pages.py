"""The pages of monitoring (监测监控): units and stations, their states, progress towards goals."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.kinds.city.model import City
from generator.kinds.issue.model import Place
from generator.kinds.issue.summaries import Matrix, cross
from generator.kinds.monitor import KIND
from generator.kinds.monitor.model import (
    UNITS,
    Monitor,
    MonitoredUnit,
    MonitorGoal,
    MonitorState,
    Station,
)
from generator.kinds.programme.model import Programme
from generator.site.index import SiteIndex
from generator.site.links import MONITORS, Links, monitor_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import (
    SearchEntry,
    city_name,
    joined,
    plain_entry,
    texts_of,
    with_first,
)
from generator.site.tables import Cell, CountTable, Labels, NumberRow, NumberTable, count_table
from generator.site.tables import counted as number

UNKNOWN = "状态未公布"
NOWHERE = "区县未注明"

Watched = MonitoredUnit | Station


def latest(one: Watched) -> MonitorState | None:
    """Return the state that was recorded last."""
    return one.states[-1] if one.states else None


def state_of(one: Watched) -> str:
    """Return the word for its state."""
    last = latest(one)
    return last.state if last else UNKNOWN


def county_of(one: Watched) -> str:
    """Return the name of its county."""
    return one.place.name if one.place else NOWHERE


def by_county(
    watched: Sequence[Watched], states: Sequence[str], counties: Sequence[str]
) -> Matrix[Watched]:
    """Return the numbers by county and state; both in the given order."""
    rows = _in_order(counties, map(county_of, watched))
    columns = _in_order(states, map(state_of, watched))
    return cross(watched, county_of, state_of, rows=rows, columns=columns)


def _in_order(order: Sequence[str], used: Iterable[str]) -> list[str]:
    """Return the words that are used, those of the order first."""
    found = set(used)
    return [word for word in order if word in found] + sorted(found - set(order))


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal with counts: how many are listed, and their states."""

    goal: MonitorGoal
    listed: int
    states: tuple[tuple[str, int], ...]
    bare: tuple[str, ...]
    """Counties of the goal without anything on the list."""

    is_over: bool


def goal_states(monitor: Monitor, states: Sequence[str], today: date) -> list[GoalState]:
    """Return each goal with the counts of the lists as of a day."""
    return [_goal_state(monitor, goal, states, today) for goal in monitor.goals]


def _goal_state(
    monitor: Monitor, goal: MonitorGoal, states: Sequence[str], today: date
) -> GoalState:
    every: Sequence[Watched] = monitor.units if goal.about == UNITS else monitor.stations
    named = {_key(place) for place in goal.counties}
    own = [one for one in every if not named or (one.place and _key(one.place) in named)]
    there = {_key(one.place) for one in own if one.place}
    words = _in_order(states, map(state_of, own))
    counts = Counter(state_of(one) for one in own)
    return GoalState(
        goal=goal,
        listed=len(own),
        states=tuple((word, counts[word]) for word in words),
        bare=tuple(place.name for place in goal.counties if _key(place) not in there),
        is_over=goal.due is not None and goal.due.latest < today,
    )


def _key(place: Place) -> str:
    return place.county or place.name


@dataclass(frozen=True, slots=True)
class WatchedView:
    """One unit or station, ready to be printed."""

    name: str
    county: str
    sort: str
    where: str
    industry: str
    credit_code: str
    listed: str
    state: str
    since: str
    history: tuple[MonitorState, ...]


@dataclass(frozen=True, slots=True)
class MonitorPart:
    """One of the lists of a city: its counts by county and state, and its lines by county."""

    key: str
    title: str
    counts: CountTable | None
    groups: tuple[tuple[str, str, tuple[WatchedView, ...]], ...]


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The monitoring of a programme, city by city."""

    programme: Programme
    table: NumberTable


def monitor_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list, and one page for each city in each programme."""
    yield PageJob(MONITORS, _monitor_list)
    for one in site.register.monitors:
        yield PageJob(monitor_path(one.programme_id, one.city_id), _monitor_page, (one,))


def _monitor_list(site: SiteIndex, templates: Templates) -> Page:
    link = Links(MONITORS)
    found = [monitoring(site, link, one) for one in site.programmes]
    shown = [one for one in found if one.table.rows]
    return templates.page("monitors.html", MONITORS, "监测监控", programmes=shown)


def monitoring(site: SiteIndex, link: Links, programme: Programme) -> Monitoring:
    """Return the counts of a programme's lists, each with a link to the city's page."""
    own = site.register.select(Monitor, programme=programme.id)
    words = site.register.vocabulary.words("monitor_states")
    heads = ("重点排污单位", *words, "空气质量微站", *words)
    rows = tuple(_row(site, link, one, words) for one in own)
    return Monitoring(programme, NumberTable("各市的名录和状态", "城市", heads, rows))


def _row(site: SiteIndex, link: Links, one: Monitor, words: Sequence[str]) -> NumberRow:
    city = site.register.cities[one.city_id]
    href = link.to(monitor_path(one.programme_id, city.id))

    def cells(watched: Sequence[Watched], key: str) -> Iterator[Cell]:
        if not watched:
            # a list of which nothing is on record has no counts
            yield from (Cell("没有收录"), *(Cell("") for _ in words))
            return
        yield number(len(watched), f"{href}#{key}")
        for word in words:
            yield number(sum(state_of(x) == word for x in watched), f"{href}#{key}")

    return NumberRow(
        Cell(city.name, href, sort=city.id),
        (*cells(one.units, "units"), *cells(one.stations, "stations")),
    )


def _monitor_page(site: SiteIndex, templates: Templates, one: Monitor) -> Page:
    programme = site.register.programmes[one.programme_id]
    city = site.register.cities[one.city_id]
    words = site.register.vocabulary.words("monitor_states")
    return templates.page(
        "monitor.html",
        monitor_path(programme.id, city.id),
        f"{city.name}监测监控（{programme.id}）",
        record=one,
        city=city,
        programme=programme,
        today=site.today,
        goals=[_goal(x) for x in goal_states(one, words, site.today)],
        parts_of=(
            _part(city, "units", "重点排污单位", one.units, words),
            _part(city, "stations", "空气质量微站", one.stations, words),
        ),
    )


def _goal(one: GoalState) -> tuple[GoalState, str]:
    """Return a goal with its progress, in words."""
    states = "，".join(f"{word} {count} 个" for word, count in one.states)
    wanted = f"，应有 {one.goal.number} 个" if one.goal.number else ""
    return one, f"收录 {one.listed} 个{wanted}{'：' if states else ''}{states}"


def _part(
    city: City, key: str, title: str, watched: Sequence[Watched], words: Sequence[str]
) -> MonitorPart:
    counties = [one.name for one in city.counties] + city.uncoded
    if not watched:
        return MonitorPart(key, title, None, ())
    matrix = by_county(watched, words, counties)
    anchors = {row.key: f"{key}-{place}" for place, row in enumerate(matrix.rows, 1)}
    labels = Labels(
        row=lambda name: Cell(name, f"#{anchors[name]}"),
        column=lambda word: word,
        href=lambda row, _: f"#{anchors.get(row, key)}",
    )
    groups = tuple(
        (anchor, name, tuple(_view(one) for one in watched if county_of(one) == name))
        for name, anchor in anchors.items()
    )
    caption = f"{title}的个数，按区县和状态"
    return MonitorPart(key, title, count_table(caption, "区县", matrix, labels), groups)


def _view(one: Watched) -> WatchedView:
    last = latest(one)
    is_unit = isinstance(one, MonitoredUnit)
    return WatchedView(
        name=one.name,
        county=county_of(one),
        sort=(one.place.county or "") if one.place else "",
        where="" if isinstance(one, MonitoredUnit) else one.town or "",
        industry=(one.industry or "") if isinstance(one, MonitoredUnit) else "",
        credit_code=(one.credit_code or "") if isinstance(one, MonitoredUnit) else "",
        listed=str(one.listed or "") if isinstance(one, MonitoredUnit) and is_unit else "",
        state=state_of(one),
        since=str(last.date) if last else "",
        history=tuple(one.states),
    )


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of monitored units and stations."""
    for record in site.register.monitors:
        watched: list[tuple[str, Watched]] = [
            *((f"units-{number}", one) for number, one in enumerate(record.units, 1)),
            *((f"stations-{number}", one) for number, one in enumerate(record.stations, 1)),
        ]
        texts = with_first(record, (one for _, one in watched), "units", "stations")
        for (name, one), words in zip(watched, texts, strict=True):
            yield _monitored(site, record, name, one, words)
        if not watched:
            yield _whole(site, record, monitor_path(record.programme_id, record.city_id))


def _monitored(
    site: SiteIndex, record: Monitor, name: str, one: Watched, texts: Sequence[str]
) -> SearchEntry:
    last = latest(one)
    own = one.industry if isinstance(one, MonitoredUnit) else one.town
    key = name.partition("-")[0]
    return plain_entry(
        KIND.search_label,
        f"{record.id}/{name}",
        f"{monitor_path(record.programme_id, record.city_id)}#{key}",
        one.name,
        joined([own, state_of(one), *(state.by for state in one.states)]),
        texts=texts,
        place=city_name(site, record.city_id) + (one.place.name if one.place else ""),
        programme=record.programme_id,
        city=record.city_id,
        date=str(last.date) if last else "",
    )


def _whole(site: SiteIndex, record: Monitor, path: str) -> SearchEntry:
    """Return the entry of a record that has goals and notes, but nothing on its lists yet."""
    name = city_name(site, record.city_id)
    return plain_entry(
        KIND.search_label,
        record.id,
        path,
        f"{name}监测监控",
        "",
        texts=texts_of(record),
        place=name,
        programme=record.programme_id,
        city=record.city_id,
    )


def record_place(site: SiteIndex, record: Monitor) -> str:
    """Return where a record is shown, as a path in the site."""
    return monitor_path(record.programme_id, record.city_id)
