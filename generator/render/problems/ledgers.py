"""The ledger pages (台账) and exposure pages (曝光): problems with all that is recorded of them."""

from collections.abc import Iterator, Sequence

from generator.model.register import Register
from generator.render.book import Book
from generator.render.indexes import LEDGERS
from generator.render.links import EXPOSURES, ledger_path
from generator.render.page import Page, Templates
from generator.render.problems.issues import IssueView
from generator.render.terms import round_label


def ledger_index(book: Book, templates: Templates) -> Page:
    """The list of ledgers."""
    return templates.page(
        "ledgers.html",
        LEDGERS,
        "问题台账",
        programmes=[
            (programme, [one for one in book.ledgers if one.programme_id == programme.id])
            for programme in book.programmes
        ],
        cities=book.register.cities,
        total=len(book.briefs),
        round_label=round_label,
    )


def ledger_page(templates: Templates, register: Register, views: Sequence[IssueView]) -> Page:
    """The page of one ledger, from the views of its problems; there is at least one."""
    first = views[0]
    city = register.cities[first.city_id]
    return templates.page(
        "ledger.html",
        ledger_path(first.ledger),
        f"{city.name}问题台账（{first.programme_id}，{first.round}）",
        city=city,
        programme_id=first.programme_id,
        programme=first.programme,
        round=first.round,
        issues=views,
    )


def exposure_index(book: Book, templates: Templates) -> Page:
    """The list of exposure cases."""
    return templates.page("exposures.html", EXPOSURES, "曝光案例", exposures=book.exposures)


def ledger_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The two lists."""
    if book.makes(LEDGERS):
        yield ledger_index(book, templates)
    if book.makes(EXPOSURES):
        yield exposure_index(book, templates)
