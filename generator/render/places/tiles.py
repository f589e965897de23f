"""The tile map: where the squares of the cities go and how deep their colour is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City
from generator.site.tables import Cell

TILE = 64
LEVELS = 5
ROOMY = 3
"""Letters of a name that fit a square at full size."""

UNKNOWN = "—"


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
        """Whether the name needs smaller letters to stay within the square."""
        return len(self.city.short_name) > ROOMY


@dataclass(frozen=True, slots=True)
class TileMap:
    """One map: what it shows, its size, its squares, and what each step of colour means."""

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
        """How wide it is on a page with room for it; a map of three cities stays small."""
        return self.width * 9 // 8


@dataclass(frozen=True, slots=True)
class Shade:
    """What a map shows: its key and title, the unit of its numbers, and a cell for each city.

    A city whose cell is missing is not known; `sort` of a cell is its value.
    """

    key: str
    title: str
    unit: str
    cells: Mapping[str, Cell]


def tile_map(cities: Sequence[City], shade: Shade) -> TileMap:
    """The squares of the cities that have a place on the map."""
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
    text = cell.text if cell else UNKNOWN
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
    """The highest value of each step; steps hold about equally many cities."""
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
    """The map with one city marked; None for a city that has no place on it."""
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
