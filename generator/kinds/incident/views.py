"""Incidents on the spot (现场情况) beside the problems, on the pages of a city or a round."""

from dataclasses import dataclass

from generator.derive.grouping import grouped
from generator.derive.work.incidents import incident_tally
from generator.kinds.incident.model import Incident
from generator.kinds.issue.ledger import CLOSED
from generator.render.search.of_incident import LABEL as INCIDENT
from generator.render.search.of_incident import form_words
from generator.site.index import Book
from generator.site.links import INCIDENTS, Links, incidents_path
from generator.site.tables import Cell, counted


def found(link: Links, **facets: str) -> str:
    """The search for exactly these incidents."""
    return link.records(**{"kind": INCIDENT, **facets})


def of_kind(link: Links, kind: str, **facets: str) -> str:
    """The search for the incidents of one sort."""
    return found(link, **facets, q=form_words(kind))


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """How many incidents, of which sorts, and how many are settled; `places` are their cities."""

    met: Cell
    kinds: tuple[Cell, ...]
    settled: Cell
    places: tuple[Cell, ...] = ()


def incident_line(
    book: Book, page: str, *, city: str = "", round_id: str = ""
) -> IncidentLine | None:
    """The incidents of a city or of a round; None where none is on record."""
    programme, _, number = round_id.partition("-")
    own = book.register.select(Incident, programme=programme, city=city, round_name=number)
    if not own:
        return None
    link = Links(page)
    facets = {"city": city}
    if round_id:
        facets |= {"programme": own[0].programme_id, "round": str(own[0].round_number)}
    cities = grouped(own, lambda one: one.city_id)
    counts = incident_tally(own, book.register.vocabulary)
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
            Cell(f"{book.register.cities[code].name} {len(some)}", link.to(incidents_path(code)))
            for code, some in cities.items()
            if code in book.register.cities
        ),
    )
