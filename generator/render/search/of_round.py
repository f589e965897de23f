"""What the search finds of rounds, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.registry import BY_NAME
from generator.model.round import Round
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.render.terms import round_label
from generator.site.index import Book

LABEL = BY_NAME["round"].title
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of rounds."""
    for one in book.register.rounds.values():
        programme = book.register.programmes[one.programme_id]
        yield plain_entry(
            LABEL,
            one.id,
            f"rounds/index.html#{one.id}",
            f"{programme.name} {round_label(one.number)}",
            f"{one.start} 至 {one.end}；{one.standing}；{one.note or ''}",
            texts=texts_of(one),
            programme=one.programme_id,
            date=str(one.start),
        )


def record_place(book: Book, record: Round) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"rounds/index.html#{record.id}"
