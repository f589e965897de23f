"""Incidents on the spot (现场情况) for other pages and the search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.incident import KIND
from generator.kinds.incident.model import Incident, IncidentEvent
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.kinds.register import grouped
from generator.site.index import SiteIndex
from generator.site.links import INCIDENTS, Links, incidents_path
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import Cell, counted, place_text


def found(link: Links, **facets: str) -> str:
    """Return the search for exactly these incidents."""
    return link.records(**{"kind": KIND.search_label, **facets})


def of_kind(link: Links, kind: str, **facets: str) -> str:
    """Return the search for the incidents of one sort."""
    return found(link, **facets, q=form_words(kind))


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """Counts of incidents, by sort and settled; `places` are their cities."""

    met: Cell
    kinds: tuple[Cell, ...]
    settled: Cell
    places: tuple[Cell, ...] = ()


def incident_line(
    site: SiteIndex, page: str, *, city: str = "", round_id: str = ""
) -> IncidentLine | None:
    """Return the incidents of a city or of a round; None where none is on record."""
    programme, _, number = round_id.partition("-")
    own = site.register.select(Incident, programme=programme, city=city, round_name=number)
    if not own:
        return None
    link = Links(page)
    facets = {"city": city}
    if round_id:
        facets |= {"programme": own[0].programme_id, "round": str(own[0].round_number)}
    cities = grouped(own, lambda one: one.city_id)
    counts = incident_tally(own, site.register.vocabulary)
    return IncidentLine(
        met=counted(
            len(own), link.to(incidents_path(own[0].city_id) if len(cities) == 1 else INCIDENTS)
        ),
        kinds=tuple(
            Cell(f"{word} {number}", of_kind(link, word, **facets))
            for word, number in counts.by_kind.items()
            if number
        ),
        settled=counted(counts.settled, found(link, open=CLOSED, **facets)),
        places=tuple(
            Cell(f"{site.register.cities[code].name} {len(some)}", link.to(incidents_path(code)))
            for code, some in cities.items()
            if code in site.register.cities
        ),
    )


@dataclass(frozen=True, slots=True)
class IncidentTally:
    """Counts of incidents: how many are settled, and of each sort, in the given order."""

    met: int
    settled: int
    by_kind: Mapping[str, int]

    @property
    def open(self) -> int:
        """Return how many are not settled."""
        return self.met - self.settled


def ending(one: Incident, vocabulary: Vocabulary) -> IncidentEvent | None:
    """Return the event that settled it; None while it is open."""
    ends = vocabulary.with_role("incident_steps", Role.ENDED)
    return next((event for event in one.events if event.step in ends), None)


def incident_tally(some: Sequence[Incident], vocabulary: Vocabulary) -> IncidentTally:
    """Return the counts of these incidents."""
    words = dict.fromkeys([*vocabulary.words("incidents"), *(one.kind for one in some)])
    return IncidentTally(
        met=len(some),
        settled=sum(ending(one, vocabulary) is not None for one in some),
        by_kind={word: sum(one.kind == word for one in some) for word in words},
    )


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of incidents."""
    for one in site.register.incidents:
        texts_of_events = (event.said for event in one.events)
        texts = (
            form_words(one.kind),
            one.site,
            one.matter,
            *texts_of_events,
            one.result,
            one.handler,
            one.note,
        )
        city = site.register.cities[one.city_id]
        yield plain_entry(
            KIND.search_label,
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
            openness=CLOSED if ending(one, site.register.vocabulary) else OPEN,
        )


def form_words(kind: str) -> str:
    """Return the searchable words for the sort of an incident; counts use them."""
    return f"情形：{kind}"


def record_place(site: SiteIndex, record: Incident) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"{incidents_path(record.city_id)}#{record.id}"
