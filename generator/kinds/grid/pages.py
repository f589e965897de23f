"""The pages of grids (网格): a list of cities, and each city's grids as a tree with its gaps."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.derive.work.grids import LevelCover, covers, gaps, tree
from generator.kinds.grid.model import Grid
from generator.kinds.programme.model import Programme
from generator.render.search.of_grid import LABEL as GRID
from generator.render.search.of_grid import OFFICE, level_words
from generator.site.index import Book
from generator.site.links import GRIDS, Links, grid_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, counted


@dataclass(frozen=True, slots=True)
class Netting:
    """The levels of a campaign, and how many grids its cities have of each."""

    programme: Programme
    table: NumberTable


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level: how many grids it has, how many of them with an office, and what they cover."""

    level: str
    nodes: Cell
    with_office: Cell
    covers: tuple[tuple[str, int], ...]


def grid_pages(book: Book) -> Iterator[PageJob]:
    """The list, and one page for each city in each campaign."""
    yield PageJob(GRIDS, _grid_list)
    for grid in book.register.grids:
        yield PageJob(grid_path(grid.programme_id, grid.city_id), _grid_page, (grid,))


def _grid_list(book: Book, templates: Templates) -> Page:
    link = Links(GRIDS)
    found = [netting(book, link, one) for one in book.programmes if one.grid]
    return templates.page("grids.html", GRIDS, "网格", campaigns=found)


def netting(book: Book, link: Links, programme: Programme) -> Netting:
    """The grids of a campaign, city by city; each number leads to the page of its city."""
    own = book.register.select(Grid, programme=programme.id)
    rows = tuple(_row(book, link, programme, one) for one in own)
    heads = (*programme.grid, "没有责任单位", "没有网格的层级")
    return Netting(programme, NumberTable("各市的网格个数，按层级", "城市", heads, rows))


def _row(book: Book, link: Links, programme: Programme, grid: Grid) -> NumberRow:
    city = book.register.cities[grid.city_id]
    href = link.to(grid_path(programme.id, city.id))
    missing = gaps(grid, programme.grid, city)
    levels = tuple(counted(one.nodes, f"{href}#levels") for one in covers(grid, programme.grid))
    found = (len(missing.offices), len(missing.levels))
    return NumberRow(
        Cell(city.name, href, sort=city.id),
        (*levels, *(counted(number, f"{href}#gaps") for number in found)),
    )


def _level(grid: Grid, one: LevelCover) -> LevelView:
    """A level with its numbers, which lead to its grids."""
    link = Links(grid_path(grid.programme_id, grid.city_id))

    def records(words: str = "") -> str:
        # Something always follows the level: without the mark a longer word would be found too.
        q = f"{level_words(one.level)}； {words}".strip()
        return link.records(kind=GRID, programme=grid.programme_id, city=grid.city_id, q=q)

    return LevelView(
        one.level,
        counted(one.nodes, records()),
        counted(one.with_office, records(OFFICE)),
        one.covers,
    )


def _grid_page(book: Book, templates: Templates, grid: Grid) -> Page:
    programme = book.register.programmes[grid.programme_id]
    city = book.register.cities[grid.city_id]
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
