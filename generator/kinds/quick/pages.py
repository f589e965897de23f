"""The pages of the quick bulletin (工作信息快报): its issues, and what is still to go into one.

In the full edition only; the public one says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.derive.work.quick import edited, waiting
from generator.kinds.programme.model import Programme
from generator.kinds.quick.model import Quick
from generator.site.index import Book
from generator.site.links import QUICK, Links, quick_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, counted


@dataclass(frozen=True, slots=True)
class Editing:
    """The quick bulletin of a campaign, year by year."""

    programme: Programme
    table: NumberTable


def quick_pages(book: Book) -> Iterator[PageJob]:
    """The list, and one page for each year of each campaign."""
    yield PageJob(QUICK, _list_page)
    for one in book.register.quick:
        yield PageJob(quick_path(one.programme_id, one.year), _year_page, (one,))


def _list_page(book: Book, templates: Templates) -> Page:
    link = Links(QUICK)
    found = [editing(book, link, one) for one in book.programmes]
    shown = [one for one in found if one.table.rows or one.programme.quick]
    return templates.page("quick_list.html", QUICK, "工作信息快报", campaigns=shown)


def editing(book: Book, link: Links, programme: Programme) -> Editing:
    """How many issues and items there are in each year; each number leads to its page."""
    own = book.register.select(Quick, programme=programme.id)
    heads = ("各期", "动态信息", "还没有编入")
    rows = tuple(_row(link, one) for one in own)
    return Editing(programme, NumberTable("各年的期数和动态信息条数", "年份", heads, rows))


def _row(link: Links, one: Quick) -> NumberRow:
    href = link.to(quick_path(one.programme_id, one.year))
    numbers = (
        counted(len(one.issues), f"{href}#issues"),
        counted(len(one.items), f"{href}#issues"),
        counted(len(waiting(one)), f"{href}#waiting"),
    )
    return NumberRow(Cell(f"{one.year}年", href, sort=str(one.year)), numbers)


def _year_page(book: Book, templates: Templates, one: Quick) -> Page:
    programme = book.register.programmes[one.programme_id]
    name = programme.quick.name if programme.quick else "工作信息快报"
    return templates.page(
        "quick.html",
        quick_path(programme.id, one.year),
        f"{name} {one.year}年（{one.programme_id}）",
        record=one,
        name=name,
        programme=programme,
        issues=edited(one, programme.quick),
        waiting=waiting(one),
    )
