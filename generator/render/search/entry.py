"""What the search knows of one record: how it is called, what can be looked for, where it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from generator.core.model_walk import text_reader
from generator.site.index import Book


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One record as the search sees it; programme and city are keys, date may stop at the month.

    `round` is a number, `open` one of the keys of problems; "" where a record has none.
    `extra_texts` are what it is found by besides, and what is shown only to tell why.
    """

    id: str
    url: str
    title: str
    text: str
    place: str
    kind: str
    programme: str
    city: str
    group: str
    category: str
    date: str
    round: str = ""
    open: str = ""
    extra_texts: tuple[str, ...] = ()


def plain_entry(
    kind: str,
    record_id: str,
    url: str,
    title: str,
    text: str,
    *,
    texts: Iterable[str],
    place: str = "",
    programme: str = "",
    city: str = "",
    date: str = "",
    round_number: str = "",
    openness: str = "",
) -> SearchEntry:
    """The entry of a record that is of no group and category.

    `texts` are all texts of the record (`texts_of`), so that a field need not be named here.
    """
    return SearchEntry(
        id=record_id,
        url=url,
        title=title,
        text=text,
        place=place,
        kind=kind,
        programme=programme,
        city=city,
        group="",
        category="",
        date=date,
        round=round_number,
        open=openness,
        extra_texts=further(texts, (record_id, title, text, place, date)),
    )


def texts_of(shape: BaseModel, *without: str) -> list[str]:
    """Every text of a record or of a part of one, at any depth, but of the fields `without`."""
    return text_reader(type(shape), frozenset(without))(shape)


def further(texts: Iterable[str], shown: Iterable[str]) -> tuple[str, ...]:
    """The texts, each once, that are no part of what is shown."""
    known = "\n".join(shown)
    return tuple(text for text in dict.fromkeys(texts) if text not in known)


def with_first(record: BaseModel, parts: Iterable[BaseModel], *lists: str) -> Iterator[list[str]]:
    """The texts of each part that has an entry of its own; the first has those of the record too.

    `lists` are the fields of the record that hold such parts.
    """
    rest = texts_of(record, *lists)
    for part in parts:
        yield texts_of(part) + rest
        rest = []


def joined(texts: Iterable[str | None]) -> str:
    """Return the line of a hit below its title, from its parts as far as they have text."""
    return "；".join(text for text in texts if text)


def city_name(book: Book, city_id: str) -> str:
    """Return the name of a city, or its code where no record says the name."""
    city = book.register.cities.get(city_id)
    return city.name if city else city_id
