"""What the search finds of assistance, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import standing
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.site.index import Book
from generator.site.links import help_path

LABEL = "帮扶"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of assistance."""
    for one in book.register.assistance:
        said = (event.said for event in one.events)
        texts = (
            help_words(one.kind),
            standing(one, book.register.vocabulary).value,
            *said,
            one.result,
            one.receiver,
            one.note,
        )
        yield plain_entry(
            LABEL,
            one.id,
            f"{help_path(one.city_id)}#{one.id}",
            one.subject,
            "；".join(text for text in texts if text),
            texts=texts_of(one),
            place=book.register.cities[one.city_id].name + (one.place.name if one.place else ""),
            programme=one.programme_id,
            city=one.city_id,
            date=str(one.events[0].date),
            round_number=str(one.round_number),
            openness=CLOSED if one.ending(book.register.vocabulary) else OPEN,
        )


def help_words(kind: str) -> str:
    """How the form of help stands among the searchable words; counts lead to it."""
    return f"形式：{kind}"


def record_place(book: Book, record: Assistance) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"{help_path(record.city_id)}#{record.id}"
