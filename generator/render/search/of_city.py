"""What the search finds of cities."""

from collections.abc import Iterator

from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.site.index import Book
from generator.site.links import city_path

LABEL = "城市"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of cities."""
    for city in book.cities:
        names = [*city.codes, *sorted(city.known_codes), *city.uncoded]
        yield plain_entry(
            LABEL,
            city.id,
            city_path(city.id),
            city.name,
            "；".join([city.short_name, city.pinyin, city.region, city.note or "", *names]),
            texts=texts_of(city),
            place=city.province,
            city=city.id,
        )
