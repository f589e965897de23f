"""What the search finds of targets, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.target.model import Target
from generator.render.search.entry import SearchEntry, city_name, joined, plain_entry, texts_of
from generator.site.index import Book
from generator.site.links import target_path

LABEL = "目标"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of targets."""
    for one in book.register.targets:
        name = city_name(book, one.city_id)
        yield plain_entry(
            LABEL,
            one.id,
            target_path(one.id),
            f"{name}目标",
            joined([book.register.programmes[one.programme_id].name, *(x.name for x in one.aims)]),
            texts=texts_of(one),
            place=name,
            programme=one.programme_id,
            city=one.city_id,
        )


def record_place(book: Book, record: Target) -> str:
    """Return where a record is shown, as a path in the site."""
    return target_path(record.id)
