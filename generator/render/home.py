"""The home page: what this is, the map, the totals with their meaning, the latest."""

from collections import Counter

from generator.derive.figures import published_figures
from generator.render.book import Book
from generator.render.charts import tile_map
from generator.render.links import HOME
from generator.render.page import Page, Templates

LATEST = 10


def home_page(book: Book, templates: Templates) -> Page:
    """The first page."""
    counts = Counter(issue.city_id for issue in book.register.issues)
    mapped = [city for city in book.cities if city.tile]
    return templates.page(
        "home.html",
        HOME,
        "蓝天台账",
        map=tile_map(book.cities, counts),
        issues=len(book.register.issues),
        exposures=len(book.exposures),
        cities=sum(1 for city in mapped if counts[city.id]),
        all_cities=len(mapped),
        bulletins=len(book.register.bulletins),
        figures=sum(1 for _ in published_figures(book.register)),
        programmes=len(book.programmes),
        publications=len(book.publications),
        latest=book.newest(book.register.issues)[:LATEST],
    )
