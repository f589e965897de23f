"""What the search finds of monitored units and stations, and where they are shown."""

from collections.abc import Iterator, Sequence

from generator.derive.work.monitors import Watched, latest, state_of
from generator.kinds.monitor.model import Monitor, MonitoredUnit
from generator.render.search.entry import (
    SearchEntry,
    city_name,
    joined,
    plain_entry,
    texts_of,
    with_first,
)
from generator.site.index import Book
from generator.site.links import monitor_path

LABEL = "监测监控"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of monitored units and stations."""
    for record in book.register.monitors:
        watched: list[tuple[str, Watched]] = [
            *((f"units-{number}", one) for number, one in enumerate(record.units, 1)),
            *((f"stations-{number}", one) for number, one in enumerate(record.stations, 1)),
        ]
        texts = with_first(record, (one for _, one in watched), "units", "stations")
        for (name, one), said in zip(watched, texts, strict=True):
            yield _monitored(book, record, name, one, said)
        if not watched:
            yield _whole(book, record, monitor_path(record.programme_id, record.city_id))


def _monitored(
    book: Book, record: Monitor, name: str, one: Watched, texts: Sequence[str]
) -> SearchEntry:
    last = latest(one)
    own = one.industry if isinstance(one, MonitoredUnit) else one.town
    key = name.partition("-")[0]
    return plain_entry(
        LABEL,
        f"{record.id}/{name}",
        f"{monitor_path(record.programme_id, record.city_id)}#{key}",
        one.name,
        joined([own, state_of(one), *(state.by for state in one.states)]),
        texts=texts,
        place=city_name(book, record.city_id) + (one.place.name if one.place else ""),
        programme=record.programme_id,
        city=record.city_id,
        date=str(last.date) if last else "",
    )


def _whole(book: Book, record: Monitor, path: str) -> SearchEntry:
    """The entry of a record that has goals and notes, but nothing on its lists yet."""
    name = city_name(book, record.city_id)
    return plain_entry(
        LABEL,
        record.id,
        path,
        f"{name}监测监控",
        "",
        texts=texts_of(record),
        place=name,
        programme=record.programme_id,
        city=record.city_id,
    )


def record_place(book: Book, record: Monitor) -> str:
    """Return where a record is shown, as a path in the site."""
    return monitor_path(record.programme_id, record.city_id)
