"""What the search finds of the city's side: whom to reach (联络), incidents on the spot."""

from collections.abc import Iterator

from generator.derive.problems.lines import CLOSED, OPEN
from generator.derive.work.incidents import ending
from generator.render.book import Book
from generator.render.links import incidents_path, liaison_path
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.render.terms import place_text

LIAISON = "联络"
INCIDENT = "现场情况"
CITY_SIDE = (LIAISON, INCIDENT)


def city_entries(book: Book) -> Iterator[SearchEntry]:
    """Every liaison, every incident."""
    yield from _liaisons(book)
    yield from _incidents(book)


def _liaisons(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.liaisons:
        city, programme = book.register.cities[one.city_id], book.register.programmes
        posts = [*one.city, *one.counties, *(post for own in one.places for post in own.posts)]
        texts = [f"{post.role}：{post.office}" for post in posts]
        yield plain_entry(
            LIAISON,
            one.id,
            liaison_path(one.id),
            f"{city.name}联络机制",
            "；".join([programme[one.programme_id].name, *dict.fromkeys(texts)]),
            texts=texts_of(one),
            place=city.province,
            programme=one.programme_id,
            city=city.id,
        )


def _incidents(book: Book) -> Iterator[SearchEntry]:
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
            INCIDENT,
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
