"""The pages of a whole register, and the data files beside them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.render.accountability import accountability_page
from generator.render.actions import action_pages
from generator.render.appraisals import appraisal_pages
from generator.render.assessment import assessment_pages
from generator.render.assistance import help_pages
from generator.render.book import Book
from generator.render.changes import change_pages
from generator.render.cities import city_pages
from generator.render.dues import due_pages
from generator.render.feeds import feed_files
from generator.render.figures import figure_pages
from generator.render.grids import grid_pages
from generator.render.home import home_page
from generator.render.incidents import incident_pages
from generator.render.ledgers import ledger_pages
from generator.render.liaisons import liaison_pages
from generator.render.links import HOME
from generator.render.monitors import monitor_pages
from generator.render.one_list import list_pages
from generator.render.page import Page, Templates
from generator.render.programmes import programme_pages
from generator.render.progress import progress_pages
from generator.render.quick import quick_pages
from generator.render.reference import reference_pages
from generator.render.report_pages import report_pages
from generator.render.rounds import round_pages
from generator.render.search import SEARCH, search_files, search_page
from generator.render.targets import target_pages
from generator.render.tasks import task_pages
from generator.render.teams import team_pages

Row = Sequence[Any]


def pages(book: Book, templates: Templates) -> Iterator[Page]:
    """Every page that shows more than one city's part."""
    if book.makes(HOME):
        yield home_page(book, templates)
    if book.makes(SEARCH):
        yield search_page(templates)
    yield from city_pages(book, templates)
    yield from ledger_pages(book, templates)
    yield from progress_pages(book, templates)
    yield from figure_pages(book, templates)
    yield from action_pages(book, templates)
    yield accountability_page(book, templates)
    yield from programme_pages(book, templates)
    yield from list_pages(book, templates)
    yield from round_pages(book, templates)
    yield from team_pages(book, templates)
    yield from task_pages(book, templates)
    yield from due_pages(book, templates)
    yield from liaison_pages(book, templates)
    yield from incident_pages(book, templates)
    yield from help_pages(book, templates)
    yield from target_pages(book, templates)
    yield from assessment_pages(book, templates)
    yield from appraisal_pages(book, templates)
    yield from grid_pages(book, templates)
    yield from monitor_pages(book, templates)
    yield from quick_pages(book, templates)
    yield from report_pages(book, templates)
    yield from change_pages(book, templates)
    yield from reference_pages(book, templates)


def data_files(book: Book, shards: Sequence[Row]) -> Mapping[str, str]:
    """Path → text of every feed and data file that shows more than one city's part.

    `shards` are the summaries of those that the search has of problems.
    """
    return {**feed_files(book), **search_files(book, shards)}
