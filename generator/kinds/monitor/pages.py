"""The pages of monitoring (监测监控): key polluting units and micro-stations, with their state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.derive.work.monitors import (
    GoalState,
    Watched,
    by_county,
    county_of,
    goal_states,
    latest,
    state_of,
)
from generator.kinds.city.model import City
from generator.kinds.monitor.model import Monitor, MonitoredUnit, MonitorState
from generator.kinds.programme.model import Programme
from generator.site.index import Book
from generator.site.links import MONITORS, Links, monitor_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, CountTable, Labels, NumberRow, NumberTable, count_table
from generator.site.tables import counted as number


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
    """What is monitored in a campaign, city by city."""

    programme: Programme
    table: NumberTable


def monitor_pages(book: Book) -> Iterator[PageJob]:
    """The list, and one page for each city in each campaign."""
    yield PageJob(MONITORS, _monitor_list)
    for one in book.register.monitors:
        yield PageJob(monitor_path(one.programme_id, one.city_id), _monitor_page, (one,))


def _monitor_list(book: Book, templates: Templates) -> Page:
    link = Links(MONITORS)
    found = [monitoring(book, link, one) for one in book.programmes]
    shown = [one for one in found if one.table.rows]
    return templates.page("monitors.html", MONITORS, "监测监控", campaigns=shown)


def monitoring(book: Book, link: Links, programme: Programme) -> Monitoring:
    """The lists of a campaign in numbers; each leads to the page of its city."""
    own = book.register.select(Monitor, programme=programme.id)
    words = book.register.vocabulary.words("monitor_states")
    heads = ("重点排污单位", *words, "空气质量微站", *words)
    rows = tuple(_row(book, link, one, words) for one in own)
    return Monitoring(programme, NumberTable("各市的名录和状态", "城市", heads, rows))


def _row(book: Book, link: Links, one: Monitor, words: Sequence[str]) -> NumberRow:
    city = book.register.cities[one.city_id]
    href = link.to(monitor_path(one.programme_id, city.id))

    def cells(watched: Sequence[Watched], key: str) -> Iterator[Cell]:
        if not watched:
            # a list of which nothing is on record has no counts
            yield from (Cell("未公开"), *(Cell("") for _ in words))
            return
        yield number(len(watched), f"{href}#{key}")
        for word in words:
            yield number(sum(state_of(x) == word for x in watched), f"{href}#{key}")

    return NumberRow(
        Cell(city.name, href, sort=city.id),
        (*cells(one.units, "units"), *cells(one.stations, "stations")),
    )


def _monitor_page(book: Book, templates: Templates, one: Monitor) -> Page:
    programme = book.register.programmes[one.programme_id]
    city = book.register.cities[one.city_id]
    words = book.register.vocabulary.words("monitor_states")
    return templates.page(
        "monitor.html",
        monitor_path(programme.id, city.id),
        f"{city.name}监测监控（{programme.id}）",
        record=one,
        city=city,
        programme=programme,
        today=book.today,
        goals=[_goal(x) for x in goal_states(one, words, book.today)],
        parts_of=(
            _part(city, "units", "重点排污单位", one.units, words),
            _part(city, "stations", "空气质量微站", one.stations, words),
        ),
    )


def _goal(one: GoalState) -> tuple[GoalState, str]:
    """A goal with how far it is, in words."""
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
