"""What the search finds of grids, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.grid.model import Grid, GridNode
from generator.render.search.entry import SearchEntry, city_name, joined, plain_entry, with_first
from generator.site.index import Book
from generator.site.links import grid_path

LABEL = "网格"
"""How the search calls records of this kind."""

OFFICE = "责任单位："


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of grids."""
    for grid in book.register.grids:
        for node, texts in zip(grid.nodes, with_first(grid, grid.nodes, "nodes"), strict=True):
            yield plain_entry(
                LABEL,
                f"{grid.id}/{node.number}",
                f"{grid_path(grid.programme_id, grid.city_id)}#n{node.number}",
                node.name,
                joined([level_words(node.level), _office(node), node.covered, node.area]),
                texts=texts,
                place=city_name(book, grid.city_id),
                programme=grid.programme_id,
                city=grid.city_id,
            )


def level_words(level: str) -> str:
    """How the level of a grid stands among the searchable words; counts lead to it."""
    return f"层级：{level}"


def _office(node: GridNode) -> str:
    return f"{OFFICE}{node.office}" if node.office else "没有责任单位"


def record_place(book: Book, record: Grid) -> str:
    """Return where a record is shown, as a path in the site."""
    return grid_path(record.programme_id, record.city_id)
