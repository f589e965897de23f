"""All pages of the site, and the data files beside them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from generator.derive.audit import Audit
from generator.model.register import Register
from generator.render.book import Book
from generator.render.changes import change_pages
from generator.render.cities import city_pages
from generator.render.feeds import feed_files
from generator.render.figures import figure_pages
from generator.render.home import home_page
from generator.render.ledgers import exposure_pages, ledger_pages
from generator.render.page import Page, Templates
from generator.render.programmes import programme_pages
from generator.render.progress import progress_pages
from generator.render.reference import reference_pages
from generator.render.search import search_files, search_page


def pages(register: Register, today: date, audit: Audit | None = None) -> Iterator[Page]:
    """Every generated page, without its frame; `today` decides what is overdue."""
    book = Book(register, today, audit)
    templates = Templates(book.proof)
    yield home_page(book, templates)
    yield search_page(templates)
    yield from city_pages(book, templates)
    yield from exposure_pages(book, templates)
    yield from ledger_pages(book, templates)
    yield from progress_pages(book, templates)
    yield from figure_pages(book, templates)
    yield from programme_pages(book, templates)
    yield from change_pages(book, templates)
    yield from reference_pages(book, templates)


def data_files(register: Register, today: date, audit: Audit | None = None) -> Mapping[str, str]:
    """Path → text of every data file and feed."""
    book = Book(register, today, audit)
    return {**search_files(book), **feed_files(book)}


def commit_lines(register: Register, today: date, audit: Audit | None) -> Callable[[str], str]:
    """For pages that are not made here: path → the line that says what the site was made from."""
    return Templates(Book(register, today, audit).proof).commit_line
