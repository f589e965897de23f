"""What the search finds of incidents, and where they are shown."""

from collections.abc import Iterator

from generator.derive.work.incidents import ending
from generator.kinds.incident.model import Incident
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.render.terms import place_text
from generator.site.index import Book
from generator.site.links import incidents_path

LABEL = "现场情况"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of incidents."""
    for one in book.register.incidents:
        said = (event.said for event in one.events)
        texts = (
            form_words(one.kind),
            one.site,
            one.matter,
            *said,
            one.result,
            one.handler,
            one.note,
        )
        city = book.register.cities[one.city_id]
        yield plain_entry(
            LABEL,
            one.id,
            f"{incidents_path(one.city_id)}#{one.id}",
            one.what,
            "；".join(text for text in texts if text),
            texts=texts_of(one),
            place=place_text(city, one.place.name if one.place else ""),
            programme=one.programme_id,
            city=city.id,
            date=str(one.events[0].date),
            round_number=str(one.round_number),
            openness=CLOSED if ending(one, book.register.vocabulary) else OPEN,
        )


def form_words(kind: str) -> str:
    """How the sort of an incident stands among the searchable words; counts lead to it."""
    return f"情形：{kind}"


def record_place(book: Book, record: Incident) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"{incidents_path(record.city_id)}#{record.id}"
