"""What the search finds of actions, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.action.model import Action
from generator.kinds.action.pages import kind_words
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.render.terms import place_text
from generator.site.index import Book
from generator.site.links import action_path

LABEL = "措施"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of actions."""
    for one in book.register.actions:
        city = book.register.cities.get(one.whom.city)
        lines = [
            kind_words(one.kind),
            one.by or "",
            one.cause.facts,
            one.handling or "",
            one.form or "",
            *one.cause.triggers,
            *(demand.what for demand in one.demands),
            *(sequel.what for sequel in one.sequels),
            *(source.title for source in one.sources),
        ]
        yield plain_entry(
            LABEL,
            one.id,
            action_path(one.id),
            f"{one.kind}：{one.whom.name}",
            "；".join(line for line in lines if line),
            texts=texts_of(one),
            place=place_text(city, one.whom.county_name or ""),
            programme=one.programme_id,
            city=one.whom.city,
            date=str(one.date),
        )


def record_place(book: Book, record: Action) -> str:
    """Return where a record is shown, as a path in the site."""
    return action_path(record.id)
