"""The home page: totals, the tile map, the trend by round, the longest overdue issues.

See decisions 0025 and 0047.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City
from generator.kinds.issue.handled import handled
from generator.kinds.issue.summaries import Tally, newest_exposed
from generator.kinds.issue.views import issue_list
from generator.kinds.programme.model import Programme
from generator.site.charts import BarChart, ColumnChart, Stack, column_chart, group_chart
from generator.site.index import SiteIndex, published_figures
from generator.site.links import HOME, Links
from generator.site.overview.backlog import backlog_table
from generator.site.page import Page, Templates
from generator.site.tables import (
    CLEARANCE,
    CLEARED,
    ENDED,
    EXPOSED,
    FOUND,
    NOT_KNOWN,
    OPEN,
    OVERDUE,
    PUBLISHED,
    RECORDED,
    UNKNOWN_ROUND,
    Behind,
    Card,
    Cell,
    Metric,
    NumberRow,
    NumberTable,
    Rate,
    behind_from,
    cards,
    counted,
    is_known,
    rate_cards,
    round_label,
    standing_for,
)

TILE = 64
LEVELS = 5
ROOMY = 3
"""Letters of a name that fit a square at full size."""


@dataclass(frozen=True, slots=True)
class TileView:
    """One city's square, in the units of the drawing; `text` is its number."""

    city: City
    text: str
    said: str
    href: str
    level: int
    x: int
    y: int

    @property
    def is_long(self) -> bool:
        """Return whether the name needs smaller letters to stay within the square."""
        return len(self.city.short_name) > ROOMY


@dataclass(frozen=True, slots=True)
class TileMap:
    """One map: its subject, its size, its squares, and the meaning of each step of colour."""

    key: str
    title: str
    description: str
    width: int
    height: int
    size: int
    tiles: tuple[TileView, ...]
    legend: tuple[tuple[int, str], ...]

    @property
    def shown_width(self) -> int:
        """Return its width on a page with room for it; a map of three cities stays small."""
        return self.width * 9 // 8


@dataclass(frozen=True, slots=True)
class Shade:
    """The data of a map: its key and title, the unit of its numbers, and a cell for each city.

    A city whose cell is missing is not known; `sort` of a cell is its value.
    """

    key: str
    title: str
    unit: str
    cells: Mapping[str, Cell]


def tile_map(cities: Sequence[City], shade: Shade) -> TileMap:
    """Return the squares of the cities that have a place on the map."""
    placed = [city for city in cities if city.tile]
    values = {code: float(cell.sort) for code, cell in shade.cells.items()}
    bounds = _bounds([values.get(city.id, 0) for city in placed])
    tiles = tuple(_tile(city, shade, values, bounds) for city in placed)
    return TileMap(
        key=shade.key,
        title=shade.title,
        description=_in_words(placed, shade, values),
        width=max((tile.x for tile in tiles), default=0) + TILE,
        height=max((tile.y for tile in tiles), default=0) + TILE,
        size=TILE,
        tiles=tiles,
        legend=tuple(_legend(bounds, shade.unit)),
    )


def _tile(
    city: City, shade: Shade, values: Mapping[str, float], bounds: Sequence[float]
) -> TileView:
    cell = shade.cells.get(city.id)
    text = cell.text if cell else NOT_KNOWN
    said = f"{text} {shade.unit}" if cell and not text.endswith("%") else text
    column, row = (city.tile.column, city.tile.row) if city.tile else (0, 0)
    return TileView(
        city=city,
        text=text,
        said=said if cell else "没有记录或者不详",
        href=cell.href if cell else "",
        level=_level(values.get(city.id, 0), bounds),
        x=column * TILE,
        y=row * TILE,
    )


def _in_words(placed: Sequence[City], shade: Shade, values: Mapping[str, float]) -> str:
    some = [city for city in placed if values.get(city.id, 0)]
    if not some:
        return f"方格图，一格一市，{len(placed)} 个城市，都是零或者不详。"
    most = max(some, key=lambda city: values[city.id])
    return (
        f"方格图，一格一市，{len(placed)} 个城市；最高的是{most.name}，"
        f"{shade.cells[most.id].text}{'' if shade.unit == '%' else ' ' + shade.unit}。"
    )


def _bounds(counts: Sequence[float]) -> list[float]:
    """Return the highest value of each step; steps have about equally many cities."""
    some = sorted(count for count in counts if count)
    if not some:
        return []
    tops = [some[max(0, len(some) * level // LEVELS - 1)] for level in range(1, LEVELS + 1)]
    return sorted(set(tops))


def _level(count: float, bounds: Sequence[float]) -> int:
    if not count:
        return 0
    return next(level for level, top in enumerate(bounds, start=1) if count <= top)


def _legend(bounds: Sequence[float], unit: str) -> list[tuple[int, str]]:
    if unit == "%":
        steps = [(level, f"到 {top:g}%") for level, top in enumerate(bounds, start=1)]
        return [(0, "零或者不详"), *steps]
    lows = [1.0, *(top + 1 for top in bounds)]
    steps = [
        (level, f"{low:g} {unit}" if low == top else f"{low:g}—{top:g} {unit}")
        for level, (low, top) in enumerate(zip(lows, bounds, strict=False), start=1)
    ]
    return [(0, "没有记录或者不详"), *steps]


@dataclass(frozen=True, slots=True)
class SmallMap:
    """All squares without words, one of them marked."""

    title: str
    description: str
    width: int
    height: int
    squares: tuple[tuple[int, int, bool], ...]


SMALL = 12


def small_map(cities: Sequence[City], here: City) -> SmallMap | None:
    """Return the map with one city marked; None for a city that has no place on it."""
    if here.tile is None:
        return None
    squares = tuple(
        (city.tile.column * SMALL, city.tile.row * SMALL, city.id == here.id)
        for city in cities
        if city.tile
    )
    return SmallMap(
        title=f"{here.name}在方格图上的位置",
        description=f"一格一市，共 {len(squares)} 格，{here.name}一格加深并加粗边。",
        width=max(x for x, _, _ in squares) + SMALL,
        height=max(y for _, y, _ in squares) + SMALL,
        squares=squares,
    )


LONGEST_OVERDUE = 20
LATEST_EXPOSED = 10
KINDS = (
    ("closed", CLEARED.title),
    ("gone", "移送、撤销、不予认定和其他办结"),
    ("open", OPEN.title),
    ("unknown", "结果或者办理情况未公开"),
)
"""The parts of a column of the trend, from the ground up."""


def home_page(site: SiteIndex, templates: Templates) -> Page:
    """Return the home page."""
    overview = site.overview
    behind = behind_from(site, HOME)
    shown = [] if behind.is_public else overview.overdue(overview.summaries)
    return templates.page(
        "home.html",
        HOME,
        "蓝天台账",
        today=site.today,
        cards=cards(behind, standing_for(overview.all), overview.all),
        others=list(_others(site, behind.link)),
        backlog=backlog_table(site, behind, "各环节积压：等谁办理", overview.summaries),
        handled=handled(site, behind, overview.summaries),
        maps=list(_maps(site)),
        rates=rate_cards(overview.all),
        map_table=_map_table(site, behind),
        trends=list(_trends(site, behind)),
        categories=_categories(site, behind),
        overdue=issue_list(
            site,
            behind.link,
            f"逾期最久的问题，截至 {site.today}",
            shown,
            rest=behind.records(overdue="1"),
            longest=LONGEST_OVERDUE,
        ),
        exposures=issue_list(
            site,
            behind.link,
            "最近曝光的问题",
            newest_exposed(overview.summaries),
            rest=behind.link.folder("exposures"),
            longest=LATEST_EXPOSED,
        ),
    )


def _others(site: SiteIndex, link: Links) -> Iterator[Card]:
    figures = sum(1 for _ in published_figures(site.register))
    yield Card(
        "通报数据",
        counted(figures, link.folder("bulletins")),
        f"从 {len(site.register.bulletins)} 份通报中逐个录入的数",
        PUBLISHED,
    )
    yield Card(
        "专项行动",
        counted(len(site.programmes), link.folder("programmes")),
        "起止、城市、轮次和依据文件",
        RECORDED,
    )
    placed = [city for city in site.cities if city.tile]
    some = sum(city.id in site.overview.cities for city in placed)
    yield Card(
        "涉及城市",
        counted(some, link.folder("cities")),
        f"图上 {len(placed)} 个城市中有问题记录的",
        RECORDED,
    )


def _maps(site: SiteIndex) -> Iterator[tuple[str, TileMap]]:
    """Yield the name of each measure that is known of any city, and its map."""
    counts = site.overview.all
    for metric in (FOUND, OPEN, OVERDUE):
        if is_known(metric, counts):
            yield metric.title, tile_map(site.cities, _shade(site, metric))
    if counts.held:
        cities = site.overview.cities
        shares = {code: share for code, one in cities.items() if (share := _share(one))}
        shade = Shade(CLEARANCE.key, f"各市{CLEARANCE.title}", "%", shares)
        yield CLEARANCE.title, tile_map(site.cities, shade)
    yield EXPOSED.title, tile_map(site.cities, _shade(site, EXPOSED))


def _share(counts: Tally) -> Cell | None:
    """Return the rate of clearance in whole per cent; None where nothing was handed over."""
    if not counts.held:
        return None
    share = f"{100 * counts.held_cleared / counts.held:.0f}"
    return Cell(f"{share}%", sort=share)


def _shade(site: SiteIndex, metric: Metric) -> Shade:
    counts = {city.id: site.overview.cities.get(city.id, Tally()) for city in site.cities}
    cells = {
        code: Cell(str(metric.count(one)), sort=str(metric.count(one)))
        for code, one in counts.items()
        if is_known(metric, one)
    }
    return Shade(metric.key, f"各市问题数：{metric.title}", "个", cells)


def _map_table(site: SiteIndex, behind: Behind) -> NumberTable:
    metrics = _known(site, (FOUND, OPEN, OVERDUE, CLEARED, EXPOSED))
    rates = [CLEARANCE] if site.overview.all.held else []
    shown = [city for city in site.cities if city.tile or city.id in site.overview.cities]
    rows = tuple(_map_row(site, behind, city, metrics, rates) for city in shown)
    heads = (*(one.title for one in metrics), *(one.title for one in rates))
    return NumberTable(f"各市问题数，截至 {site.today}", "城市", heads, rows)


def _known(site: SiteIndex, metrics: Sequence[Metric]) -> Sequence[Metric]:
    return [one for one in metrics if is_known(one, site.overview.all)]


def _map_row(
    site: SiteIndex, behind: Behind, city: City, metrics: Sequence[Metric], rates: Sequence[Rate]
) -> NumberRow:
    counts = site.overview.cities.get(city.id, Tally())
    label = Cell(city.name, behind.link.city(city.id), sort=city.id)
    cells = behind.cells(metrics, counts, city=city.id)
    return NumberRow(label, (*cells, *(one.cell(counts) for one in rates)))


def _trends(site: SiteIndex, behind: Behind) -> Iterator[ColumnChart]:
    """Yield a chart for each programme with rounds in which issues were found."""
    for programme in site.programmes:
        numbers = sorted(
            {one.round for one in site.overview.by_programme.get(programme.id, ())} - {0}
        )
        if numbers:
            yield _trend(site, behind, programme, numbers)


def _trend(
    site: SiteIndex, behind: Behind, programme: Programme, numbers: list[int]
) -> ColumnChart:
    ids = {f"{programme.id}-R{number:02}": number for number in numbers}
    counts = {name: site.overview.rounds[name] for name in ids}
    stacks = [
        Stack(
            str(number),
            round_label(number),
            behind.link.round(name),
            (
                counts[name].cleared,
                counts[name].closed - counts[name].cleared,
                counts[name].open,
                counts[name].unknown + counts[name].silent,
            ),
        )
        for name, number in ids.items()
    ]
    metrics = _known(site, (FOUND, OPEN, *ENDED, EXPOSED))
    rows = tuple(
        NumberRow(
            Cell(round_label(number), behind.link.round(name), sort=name),
            behind.cells(metrics, counts[name], programme=programme.id, round=str(number)),
        )
        for name, number in ids.items()
    )
    unplaced = site.overview.rounds.get(f"{programme.id}-R00", Tally()).found
    without = f"，另有 {unplaced} 个{UNKNOWN_ROUND}" if unplaced else ""
    caption = f"{programme.name}：各轮次发现的问题数{without}"
    table = NumberTable(caption, "轮次", tuple(one.title for one in metrics), rows)
    return column_chart(f"trend-{programme.id}", KINDS, stacks, table)


def _categories(site: SiteIndex, behind: Behind) -> BarChart:
    counts = Counter(one.group for one in site.overview.summaries)
    return group_chart(site, behind, counts, "问题数，按问题大类")
