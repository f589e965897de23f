"""What the search finds of figures."""

from collections.abc import Iterator, Mapping, Sequence

from generator.derive.figures import PublishedFigure
from generator.kinds.bulletin.pages import figure_view
from generator.render.search.entry import SearchEntry, plain_entry, with_first
from generator.site.index import Book
from generator.site.links import bulletin_path

LABEL = "通报数据"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of figures."""
    cities = {city.name: city.id for city in book.cities}
    for bulletin in book.register.bulletins:
        texts = with_first(bulletin, bulletin.rows, "rows")
        for figure, said in zip(bulletin.rows, texts, strict=True):
            yield _figure(book, PublishedFigure(bulletin, figure), said, cities)


def _figure(
    book: Book, one: PublishedFigure, texts: Sequence[str], cities: Mapping[str, str]
) -> SearchEntry:
    view = figure_view(book.register, one)
    source = one.bulletin.source
    title = (view.area, view.metric, view.category, view.value + view.unit)
    text = (view.span, view.round, view.scope, source.title, source.publisher)
    return plain_entry(
        LABEL,
        f"{one.bulletin.id}/{view.row}",
        f"{bulletin_path(one.bulletin.id)}#{view.row}",
        " ".join(part for part in title if part),
        "；".join(part for part in text if part),
        texts=texts,
        place=view.area,
        programme=one.bulletin.programme_id,
        city=cities.get(one.figure.area.city or "", ""),
        date=str(one.figure.end),
    )
