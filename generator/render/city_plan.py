"""Where the grids and the monitoring of a city stand, for its page."""

from generator.model.city import City
from generator.render.book import Book
from generator.render.links import Links, city_path, grid_path, monitor_path
from generator.render.tables import Cell


def city_plan(book: Book, city: City) -> list[Cell]:
    """A link to each page of grids and of monitoring that a city has, by campaign."""
    link = Links(city_path(city.id))
    grids = [
        Cell(
            f"网格 {len(one.nodes)} 个（{one.programme_id}）",
            link.to(grid_path(one.programme_id, city.id)),
        )
        for one in book.register.grids
        if one.city_id == city.id
    ]
    monitors = [
        Cell(
            f"监测监控（{one.programme_id}）",
            link.to(monitor_path(one.programme_id, city.id)),
        )
        for one in book.register.monitors
        if one.city_id == city.id
    ]
    return grids + monitors
