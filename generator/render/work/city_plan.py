"""Where a city's appraisals, grids, monitoring and quick bulletins stand, for its page."""

from collections.abc import Iterator

from generator.kinds.appraisal.model import Appraisal
from generator.kinds.city.model import City
from generator.kinds.grid.model import Grid
from generator.kinds.monitor.model import Monitor
from generator.kinds.programme.model import Programme
from generator.site.index import Book
from generator.site.links import QUICK, Links, appraisals_path, city_path, grid_path, monitor_path
from generator.site.tables import Cell


def city_plan(book: Book, city: City) -> list[Cell]:
    """A link to each page on which something of a city's plan is on record, by campaign."""
    link = Links(city_path(city.id))
    return [cell for one in book.programmes for cell in _of_campaign(book, link, city, one)]


def _of_campaign(book: Book, link: Links, city: City, programme: Programme) -> Iterator[Cell]:
    own, register = programme.id, book.register
    appraised = {
        entry.city for one in register.select(Appraisal, programme=own) for entry in one.entries
    }
    if city.id in appraised:
        yield Cell(f"考核评比（{own}）", link.to(appraisals_path(own)))
    for grid in register.select(Grid, programme=own, city=city.id):
        yield Cell(f"网格 {len(grid.nodes)} 个（{own}）", link.to(grid_path(own, city.id)))
    for _ in register.select(Monitor, programme=own, city=city.id):
        yield Cell(f"监测监控（{own}）", link.to(monitor_path(own, city.id)))
    if programme.quick and city.id in (programme.cities or ()):
        yield Cell(f"{programme.quick.name}（{own}）", f"{link.to(QUICK)}#{own}")
