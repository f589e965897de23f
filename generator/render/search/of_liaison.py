"""What the search finds of liaison, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.liaison.model import Liaison
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.site.index import Book
from generator.site.links import liaison_path

LABEL = "联络"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of liaison."""
    for one in book.register.liaisons:
        city, programme = book.register.cities[one.city_id], book.register.programmes
        posts = [*one.city, *one.counties, *(post for own in one.places for post in own.posts)]
        texts = [f"{post.role}：{post.office}" for post in posts]
        yield plain_entry(
            LABEL,
            one.id,
            liaison_path(one.id),
            f"{city.name}联络机制",
            "；".join([programme[one.programme_id].name, *dict.fromkeys(texts)]),
            texts=texts_of(one),
            place=city.province,
            programme=one.programme_id,
            city=city.id,
        )


def record_place(book: Book, record: Liaison) -> str:
    """Return where a record is shown, as a path in the site."""
    return liaison_path(record.id)
