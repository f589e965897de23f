"""The pages of grids (网格): a list of cities, and each city's grids as a tree with its gaps."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City, County
from generator.kinds.grid import KIND
from generator.kinds.grid.model import Grid, GridNode
from generator.kinds.programme.model import Programme
from generator.site.index import SiteIndex
from generator.site.links import GRIDS, Links, grid_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, city_name, joined, plain_entry, with_first
from generator.site.tables import Cell, NumberRow, NumberTable, counted


@dataclass(frozen=True, slots=True)
class GridSubtree:
    """One grid with those below it."""

    node: GridNode
    below: tuple["GridSubtree", ...]


@dataclass(frozen=True, slots=True)
class LevelCover:
    """The grids of one level: their number, and how much they cover of each sort."""

    level: str
    nodes: int
    with_office: int
    covers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Missing parts: levels without a grid, grids without an office, counties."""

    levels: tuple[str, ...]
    offices: tuple[GridNode, ...]
    counties: tuple[County, ...]


def tree(grid: Grid) -> tuple[GridSubtree, ...]:
    """Return the grids at the top, each with those below it; in the order of the record."""
    below: dict[str, list[GridNode]] = {}
    for node in grid.nodes:
        below.setdefault(node.parent, []).append(node)
    return _branches(below, "")


def _branches(below: Mapping[str, Sequence[GridNode]], number: str) -> tuple[GridSubtree, ...]:
    return tuple(GridSubtree(node, _branches(below, node.number)) for node in below.get(number, ()))


def covers(grid: Grid, levels: Sequence[str]) -> list[LevelCover]:
    """Return the number and coverage of each level of the programme, from the top."""
    return [_cover(level, [one for one in grid.nodes if one.level == level]) for level in levels]


def _cover(level: str, nodes: Sequence[GridNode]) -> LevelCover:
    sums: Counter[str] = Counter()
    for node in nodes:
        if node.covers is not None:
            sums[node.covered or ""] += node.covers
    offices = sum(bool(node.office) for node in nodes)
    return LevelCover(level, len(nodes), offices, tuple(sums.items()))


def gaps(grid: Grid, levels: Sequence[str], city: City) -> Gaps:
    """Return the missing parts; counties only where some grid is said to be one."""
    used = {node.level for node in grid.nodes}
    own = {node.county for node in grid.nodes if node.county}
    return Gaps(
        levels=tuple(level for level in levels if level not in used),
        offices=tuple(node for node in grid.nodes if not node.office),
        counties=tuple(one for one in city.counties if own and one.code not in own),
    )


@dataclass(frozen=True, slots=True)
class Netting:
    """The levels of a programme, and the number of its cities' grids of each."""

    programme: Programme
    table: NumberTable


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level: its number of grids, those with an office, and their coverage."""

    level: str
    nodes: Cell
    with_office: Cell
    covers: tuple[tuple[str, int], ...]


def grid_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list, and one page for each city in each programme."""
    yield PageJob(GRIDS, _grid_list)
    for grid in site.register.grids:
        yield PageJob(grid_path(grid.programme_id, grid.city_id), _grid_page, (grid,))


def _grid_list(site: SiteIndex, templates: Templates) -> Page:
    link = Links(GRIDS)
    found = [netting(site, link, one) for one in site.programmes if one.grid]
    return templates.page("grids.html", GRIDS, "网格", programmes=found)


def netting(site: SiteIndex, link: Links, programme: Programme) -> Netting:
    """Return the grids of a programme, city by city; each number is a link to the city's page."""
    own = site.register.select(Grid, programme=programme.id)
    rows = tuple(_row(site, link, programme, one) for one in own)
    heads = (*programme.grid, "没有责任单位", "没有网格的层级")
    return Netting(programme, NumberTable("各市的网格个数，按层级", "城市", heads, rows))


def _row(site: SiteIndex, link: Links, programme: Programme, grid: Grid) -> NumberRow:
    city = site.register.cities[grid.city_id]
    href = link.to(grid_path(programme.id, city.id))
    missing = gaps(grid, programme.grid, city)
    levels = tuple(counted(one.nodes, f"{href}#levels") for one in covers(grid, programme.grid))
    found = (len(missing.offices), len(missing.levels))
    return NumberRow(
        Cell(city.name, href, sort=city.id),
        (*levels, *(counted(number, f"{href}#gaps") for number in found)),
    )


def _level(grid: Grid, one: LevelCover) -> LevelView:
    """Return a level with its numbers, which are links to its grids."""
    link = Links(grid_path(grid.programme_id, grid.city_id))

    def records(words: str = "") -> str:
        # Something always follows the level: without the mark a longer word would be found too.
        q = f"{level_words(one.level)}； {words}".strip()
        return link.records(
            kind=KIND.search_label, programme=grid.programme_id, city=grid.city_id, q=q
        )

    return LevelView(
        one.level,
        counted(one.nodes, records()),
        counted(one.with_office, records(OFFICE)),
        one.covers,
    )


def _grid_page(site: SiteIndex, templates: Templates, grid: Grid) -> Page:
    programme = site.register.programmes[grid.programme_id]
    city = site.register.cities[grid.city_id]
    return templates.page(
        "grid.html",
        grid_path(programme.id, city.id),
        f"{city.name}网格（{programme.id}）",
        grid=grid,
        city=city,
        programme=programme,
        branches=tree(grid),
        levels=[_level(grid, one) for one in covers(grid, programme.grid)],
        gaps=gaps(grid, programme.grid, city),
    )


OFFICE = "责任单位："


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of grids."""
    for grid in site.register.grids:
        for node, texts in zip(grid.nodes, with_first(grid, grid.nodes, "nodes"), strict=True):
            yield plain_entry(
                KIND.search_label,
                f"{grid.id}/{node.number}",
                f"{grid_path(grid.programme_id, grid.city_id)}#n{node.number}",
                node.name,
                joined([level_words(node.level), _office(node), node.covered, node.area]),
                texts=texts,
                place=city_name(site, grid.city_id),
                programme=grid.programme_id,
                city=grid.city_id,
            )


def level_words(level: str) -> str:
    """Return the searchable words for the level of a grid; counts use them."""
    return f"层级：{level}"


def _office(node: GridNode) -> str:
    return f"{OFFICE}{node.office}" if node.office else "没有责任单位"


def record_place(site: SiteIndex, record: Grid) -> str:
    """Return where a record is shown, as a path in the site."""
    return grid_path(record.programme_id, record.city_id)
