"""What the search finds of programmes, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.programme.model import Programme
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.site.index import Book
from generator.site.links import programme_path

LABEL = "专项行动"
"""How the search calls records of this kind."""

RULES = ("lifecycle",)
"""What a programme prescribes of states and steps: the words of each issue would find it."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of programmes."""
    for programme in book.programmes:
        document = programme.document
        lines = [
            *programme.called,
            programme.issuer,
            document.title if document else "",
            (document.number or "") if document else "",
            programme.scale or "",
            programme.note or "",
            *programme.unpublished,
            *(source.title for source in programme.sources),
        ]
        yield plain_entry(
            LABEL,
            programme.id,
            programme_path(programme.id),
            programme.name,
            "；".join(line for line in lines if line),
            texts=texts_of(programme, *RULES),
            programme=programme.id,
            date=str(programme.period.start),
        )


def record_place(book: Book, record: Programme) -> str:
    """Return where a record is shown, as a path in the site."""
    return programme_path(record.id)
