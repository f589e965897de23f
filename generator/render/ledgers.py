"""The ledger pages (台账) and exposure pages (曝光): problems with all that is recorded of them."""

from collections.abc import Iterator

from generator.derive.ledgers import Ledger
from generator.render.book import Book
from generator.render.issues import IssueView
from generator.render.links import exposure_path, ledger_path
from generator.render.page import Page, Templates
from generator.render.terms import round_label

NEIGHBOURS = 8
"""Other cases named at the foot of an exposure page."""


def ledger_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The list of ledgers and one page for each campaign, city and round."""
    names = {programme.id: programme.name for programme in book.programmes}
    yield templates.page(
        "ledgers.html",
        "ledgers/index.html",
        "问题台账",
        programmes=[
            (programme, [ledger for ledger in book.ledgers if ledger.programme_id == programme.id])
            for programme in book.programmes
        ],
        cities=book.register.cities,
        total=len(book.register.issues),
        round_label=round_label,
    )
    for ledger in book.ledgers:
        yield _ledger_page(book, templates, ledger, names[ledger.programme_id])


def _ledger_page(book: Book, templates: Templates, ledger: Ledger, programme: str) -> Page:
    city = book.register.cities[ledger.city_id]
    label = round_label(ledger.round_number)
    return templates.page(
        "ledger.html",
        ledger_path(ledger.id),
        f"{city.name}问题台账（{ledger.programme_id}，{label}）",
        ledger=ledger,
        city=city,
        programme=programme,
        round=label,
        issues=[book.views[issue.id] for issue in ledger.issues],
    )


def exposure_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The list of exposure cases and one page for each."""
    yield templates.page(
        "exposures.html", "exposures/index.html", "曝光案例", issues=book.exposures
    )
    for view in book.exposures:
        yield _exposure_page(book, templates, view)


def _exposure_page(book: Book, templates: Templates, view: IssueView) -> Page:
    others = [one for one in book.exposures if one.id != view.id]
    same_source = [one for one in others if one.sources == view.sources]
    same_place = [one for one in others if one.place == view.place and one not in same_source]
    return templates.page(
        "exposure.html",
        exposure_path(view.id),
        f"{view.name}（{view.place}）",
        issue=view,
        same_source=same_source[:NEIGHBOURS],
        same_place=same_place[:NEIGHBOURS],
    )
