"""The campaigns: a list, and a page for each."""

from collections import Counter
from collections.abc import Iterator

from generator.kinds.action.pages import actions_of
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.views import FieldView, shape_fields
from generator.kinds.programme.model import Programme
from generator.kinds.round.pages import round_views
from generator.render.campaigns.campaign import FIELDS, campaign_view
from generator.render.indexes import PROGRAMMES
from generator.render.measures import behind_from
from generator.render.problems.lifecycles import path_views
from generator.render.terms import span_text
from generator.site.index import Book
from generator.site.links import programme_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, counted

APART = (
    *("id", "name", "period", "cities", "group_kinds", "unpublished", "sources"),
    *("lifecycle", "publication", "accountability", "departments", *FIELDS),
)
"""Fields that have their own place on the page."""


def programme_pages(book: Book) -> Iterator[PageJob]:
    """The list of campaigns and one page for each."""
    yield PageJob(PROGRAMMES, _programme_list)
    for programme in book.programmes:
        yield PageJob(programme_path(programme.id), _programme_page, (programme,))


def _programme_list(book: Book, templates: Templates) -> Page:
    behind = behind_from(book, PROGRAMMES)
    figures: Counter[str] = Counter()
    for bulletin in book.register.bulletins:
        figures[bulletin.programme_id] += len(bulletin.rows)
    return templates.page(
        "programmes.html",
        PROGRAMMES,
        "专项行动",
        programmes=[
            (
                programme,
                span_text(programme.period.start, programme.period.end),
                counted(_found(book, programme), behind.records(programme=programme.id)),
                counted(
                    figures[programme.id],
                    f"{behind.link.programme(programme.id)}#bulletins",
                ),
            )
            for programme in book.programmes
        ],
    )


def _found(book: Book, programme: Programme) -> int:
    return len(book.overview.by_programme.get(programme.id, ()))


def _programme_page(book: Book, templates: Templates, programme: Programme) -> Page:
    behind = behind_from(book, programme_path(programme.id))
    briefs = book.overview.by_programme.get(programme.id, ())
    per_city = Counter(one.city for one in briefs)
    listed = programme.cities or sorted(per_city)
    return templates.page(
        "programme.html",
        programme_path(programme.id),
        programme.name,
        programme=programme,
        fields=_fields(programme),
        campaign=campaign_view(book, programme),
        paths=path_views(programme, briefs),
        cities=[
            (
                book.register.cities[code],
                counted(per_city[code], behind.records(programme=programme.id, city=code)),
            )
            for code in listed
            if code in book.register.cities
        ],
        rounds=round_views(book, behind, programme),
        issues=Cell(str(len(briefs)), behind.records(programme=programme.id)),
        actions=actions_of(book, behind.link, programme=programme.id),
        bulletins=book.register.select(Bulletin, programme=programme.id),
    )


def _fields(programme: Programme) -> list[FieldView]:
    period = FieldView("起止", span_text(programme.period.start, programme.period.end))
    note = [FieldView("期限说明", programme.period.note)] if programme.period.note else []
    return [*shape_fields(programme, without=APART), period, *note]
