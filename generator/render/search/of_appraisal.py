"""What the search finds of appraisals, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.appraisal.model import Appraisal
from generator.kinds.appraisal.pages import period_title
from generator.render.search.entry import SearchEntry, city_name, joined, plain_entry, texts_of
from generator.site.index import Book
from generator.site.links import appraisals_path

LABEL = "考核评比"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of appraisals."""
    for one in book.register.appraisals:
        programme = book.register.programmes[one.programme_id]
        cities = list(dict.fromkeys(entry.city for entry in one.entries))
        entries = (text for x in one.entries for text in (x.unit, x.verdict, x.reason))
        outcomes = (f"{x.unit}{x.outcome}" for x in one.outcomes)
        yield plain_entry(
            LABEL,
            one.id,
            f"{appraisals_path(one.programme_id)}#p{one.period}",
            f"{period_title(one.period)}考核评比，{programme.name}",
            joined([one.by, *entries, *outcomes, *(x.title for x in one.sources)]),
            texts=texts_of(one),
            place="、".join(city_name(book, city) for city in cities),
            programme=one.programme_id,
            city=cities[0] if len(cities) == 1 else "",
            date=str(one.date),
        )


def record_place(book: Book, record: Appraisal) -> str:
    """Return where a record is shown, as a path in the site."""
    return appraisals_path(record.programme_id)
