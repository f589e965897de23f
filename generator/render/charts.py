"""Where the squares of the map and the bars of a chart go; the SVG is in the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model.city import City

TILE = 64
LEVELS = 5
BAR_HEIGHT = 26
BAR_LABEL = 110
BAR_LENGTH = 520


@dataclass(frozen=True, slots=True)
class TileView:
    """One city's square, in the units of the drawing."""

    city: City
    count: int
    level: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map: its size, its squares, and what each step of colour means."""

    width: int
    height: int
    size: int
    tiles: tuple[TileView, ...]
    legend: tuple[tuple[int, str], ...]


def tile_map(cities: Sequence[City], counts: Mapping[str, int]) -> TileMap:
    """The squares of the cities that have a place on the map, coloured by number of problems."""
    placed = [(city, city.tile) for city in cities if city.tile]
    bounds = _bounds([counts.get(city.id, 0) for city, _ in placed])
    tiles = tuple(
        TileView(
            city,
            counts.get(city.id, 0),
            _level(counts.get(city.id, 0), bounds),
            tile.column * TILE,
            tile.row * TILE,
        )
        for city, tile in placed
    )
    width = max((tile.x for tile in tiles), default=0) + TILE
    height = max((tile.y for tile in tiles), default=0) + TILE
    return TileMap(width, height, TILE, tiles, tuple(_legend(bounds)))


def _bounds(counts: Sequence[int]) -> list[int]:
    """The highest count of each step; steps hold about equally many cities."""
    some = sorted(count for count in counts if count)
    if not some:
        return []
    tops = [some[max(0, len(some) * level // LEVELS - 1)] for level in range(1, LEVELS + 1)]
    return sorted(set(tops))


def _level(count: int, bounds: Sequence[int]) -> int:
    if not count:
        return 0
    return next(level for level, top in enumerate(bounds, start=1) if count <= top)


def _legend(bounds: Sequence[int]) -> list[tuple[int, str]]:
    lows = [1, *(top + 1 for top in bounds)]
    steps = [
        (level, f"{low} 条" if low == top else f"{low}—{top} 条")
        for level, (low, top) in enumerate(zip(lows, bounds, strict=False), start=1)
    ]
    return [(0, "没有记录"), *steps]


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar, in the units of the drawing."""

    label: str
    count: int
    href: str
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of horizontal bars that all start at nought."""

    width: int
    height: int
    start: int
    thickness: int
    bars: tuple[BarView, ...]


def bar_chart(values: Sequence[tuple[str, int, str]]) -> BarChart:
    """A bar for each label, count and link."""
    most = max((count for _, count, _ in values), default=0) or 1
    bars = tuple(
        BarView(label, count, href, place * BAR_HEIGHT, round(BAR_LENGTH * count / most))
        for place, (label, count, href) in enumerate(values)
    )
    return BarChart(
        BAR_LABEL + BAR_LENGTH + 70, len(bars) * BAR_HEIGHT, BAR_LABEL, BAR_HEIGHT - 8, bars
    )
