"""Problems and help (帮扶) side by side, on the pages of a city or a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.grouping import grouped
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import help_tally
from generator.kinds.issue.ledger import CLOSED
from generator.render.indexes import HELP
from generator.render.search.of_assistance import LABEL as HELP_KIND
from generator.site.index import Book
from generator.site.links import Links, help_path
from generator.site.tables import Cell, counted


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Problems and help side by side; `places` are the cities that were helped."""

    found: Cell
    given: Cell
    settled: Cell
    places: tuple[Cell, ...] = ()


def helped(link: Links, **facets: str) -> str:
    """The search for exactly this help."""
    return link.records(**{"kind": HELP_KIND, **facets})


def help_line(
    book: Book, found: Cell, own: Sequence[Assistance], page: str, **facets: str
) -> HelpLine | None:
    """Problems and help side by side, as `facets` find that help; None where none is on record."""
    if not own:
        return None
    link = Links(page)
    by_city = grouped(own, lambda one: one.city_id)
    return HelpLine(
        found=found,
        given=counted(len(own), link.to(help_path(own[0].city_id) if len(by_city) == 1 else HELP)),
        settled=counted(
            help_tally(own, book.register.vocabulary, book.today).settled,
            helped(link, open=CLOSED, **facets),
        ),
        places=tuple(
            Cell(f"{book.register.cities[code].name} {len(some)}", link.to(help_path(code)))
            for code, some in by_city.items()
        ),
    )
