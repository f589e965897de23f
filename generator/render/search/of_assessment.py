"""What the search finds of assessments, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.assessment.model import Assessment
from generator.render.indexes import ASSESSMENT
from generator.render.search.entry import SearchEntry, joined, plain_entry, texts_of
from generator.site.index import Book

LABEL = "考评"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of assessments."""
    if book.is_public:  # outcomes are shown in the full edition only
        return
    for one in book.register.assessments:
        yield plain_entry(
            LABEL,
            one.id,
            f"{ASSESSMENT}#{one.id}",
            f"{one.kind}：{one.unit}",
            joined([one.by, one.reasons, *one.consequences]),
            texts=texts_of(one),
            programme=one.programme_id,
            date=str(one.date),
        )


def record_place(book: Book, record: Assessment) -> str:
    """Return where a record is shown, as a path in the site."""
    return ASSESSMENT
