"""The grids (网格) of a city as a tree, what each level covers, and where something is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City, County
from generator.kinds.grid.model import Grid, GridNode


@dataclass(frozen=True, slots=True)
class Branch:
    """One grid with those below it."""

    node: GridNode
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class LevelCover:
    """What the grids of one level are: how many, and how much they cover of each sort."""

    level: str
    nodes: int
    with_office: int
    covers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where something is missing: levels without a grid, grids without an office, counties."""

    levels: tuple[str, ...]
    offices: tuple[GridNode, ...]
    counties: tuple[County, ...]


def tree(grid: Grid) -> tuple[Branch, ...]:
    """The grids at the top, each with those below it; in the order of the record."""
    below: dict[str, list[GridNode]] = {}
    for node in grid.nodes:
        below.setdefault(node.parent, []).append(node)
    return _branches(below, "")


def _branches(below: Mapping[str, Sequence[GridNode]], number: str) -> tuple[Branch, ...]:
    return tuple(Branch(node, _branches(below, node.number)) for node in below.get(number, ()))


def covers(grid: Grid, levels: Sequence[str]) -> list[LevelCover]:
    """What each level of the campaign has and covers, from the top."""
    return [_cover(level, [one for one in grid.nodes if one.level == level]) for level in levels]


def _cover(level: str, nodes: Sequence[GridNode]) -> LevelCover:
    sums: Counter[str] = Counter()
    for node in nodes:
        if node.covers is not None:
            sums[node.covered or ""] += node.covers
    offices = sum(bool(node.office) for node in nodes)
    return LevelCover(level, len(nodes), offices, tuple(sums.items()))


def gaps(grid: Grid, levels: Sequence[str], city: City) -> Gaps:
    """What is missing; counties only where some grid is said to be one."""
    used = {node.level for node in grid.nodes}
    own = {node.county for node in grid.nodes if node.county}
    return Gaps(
        levels=tuple(level for level in levels if level not in used),
        offices=tuple(node for node in grid.nodes if not node.office),
        counties=tuple(one for one in city.counties if own and one.code not in own),
    )
