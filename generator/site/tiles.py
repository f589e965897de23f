"""The tile map of home pages: a square for each city, with several measures to choose from.

Works by CSS alone; steps of colour are equal intervals, and none is shown beyond the highest value.

See decision 0107.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City

STEPS = 5
_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its title, its unit, and code → value; a city without one is not known."""

    title: str
    unit: str
    values: Mapping[str, int]

    @property
    def step(self) -> int:
        """Return the width of a step of colour."""
        most = _PER_CENT if self.unit == "%" else max(self.values.values(), default=0)
        return max(1, -(-most // STEPS))

    def level(self, city: str) -> int:
        """Return the step of a city's value; 0 for none."""
        value = self.values.get(city, 0)
        return min(STEPS, -(-value // self.step))

    def text(self, city: str) -> str:
        """Return a city's value with its unit where that is a sign."""
        if city not in self.values:
            return "—"
        return f"{self.values[city]}{'%' if self.unit == '%' else ''}"

    def said(self, city: str) -> str:
        """Return a city's value in words."""
        if city not in self.values:
            return f"{self.title}未知"
        return f"{self.title} {self.values[city]}{'%' if self.unit == '%' else f' {self.unit}'}"

    @property
    def key(self) -> Sequence[tuple[int, str]]:
        """Return each step that occurs with the values that it stands for."""
        top = max((self.level(city) for city in self.values), default=0)
        return [(level, self._span(level)) for level in range(1, top + 1)]

    def _span(self, level: int) -> str:
        low, high = self.step * (level - 1) + 1, self.step * level
        span = str(low) if low == high else f"{low}–{high}"
        return f"{span}%" if self.unit == "%" else span


@dataclass(frozen=True, slots=True)
class MapTile:
    """One city: where its square stands, the words of its link, its classes and numbers."""

    name: str
    href: str
    said: str
    column: int
    row: int
    levels: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TileMap:
    """The squares, the titles of the measures and their keys, and the columns of the grid."""

    titles: tuple[str, ...]
    tiles: tuple[MapTile, ...]
    keys: tuple[Sequence[tuple[int, str]], ...]
    columns: int


def tile_map(
    cities: Sequence[City], measures: Sequence[Measure], href: Callable[[str], str]
) -> TileMap | None:
    """Return the map of the cities that have a place on it; None where fewer than three have."""
    placed = [city for city in cities if city.tile]
    if len(placed) < _LEAST or not measures:
        return None
    return TileMap(
        titles=tuple(one.title for one in measures),
        tiles=tuple(_tiles(placed, measures, href)),
        keys=tuple(one.key for one in measures),
        columns=max(city.tile.column for city in placed if city.tile) + 1,
    )


_LEAST = 3


def _tiles(
    placed: Sequence[City], measures: Sequence[Measure], href: Callable[[str], str]
) -> Iterator[MapTile]:
    for city in placed:
        column, row = (city.tile.column, city.tile.row) if city.tile else (0, 0)
        levels = [(place, one.level(city.id)) for place, one in enumerate(measures, start=1)]
        yield MapTile(
            name=city.short_name,
            href=href(city.id),
            said=f"{city.name}：{'，'.join(one.said(city.id) for one in measures)}",
            column=column + 1,
            row=row + 1,
            levels=" ".join(f"m{place}q{level}" for place, level in levels if level),
            numbers=tuple(one.text(city.id) for one in measures),
        )


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
