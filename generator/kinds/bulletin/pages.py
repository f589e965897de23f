"""The published figures: a list of bulletins and one page for each."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.derive.citations import work_of
from generator.derive.figures import PublishedFigure
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.register import Register
from generator.render.indexes import FIGURES
from generator.render.problems.problems import ProblemList, problem_list
from generator.render.terms import number_text, span_text
from generator.site.index import Book
from generator.site.links import Links, bulletin_path
from generator.site.page import Page, PageJob, Templates


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure, ready to be printed."""

    bulletin: Bulletin
    row: str
    span: str
    area: str
    scope: str
    metric: str
    category: str
    value: str
    unit: str
    granularity: str
    round: str
    partial: bool


def figure_view(register: Register, one: PublishedFigure) -> FigureView:
    """The view of one figure; the area in the words of its source."""
    figure, area = one.figure, one.figure.area
    named = [area.province, area.city, area.county]
    stated = figure.round_stated or ""
    inferred = f"第{figure.round_inferred}轮（推算）" if figure.round_inferred else ""
    return FigureView(
        bulletin=one.bulletin,
        row=figure.row,
        span=span_text(figure.start, figure.end),
        area="".join(dict.fromkeys(part for part in named if part)) or area.scope,
        scope=area.scope,
        metric=figure.metric,
        category=figure.category or "",
        value=number_text(figure.value),
        unit=figure.unit,
        granularity=figure.granularity,
        round=stated or inferred,
        partial=figure.partial,
    )


def figure_pages(book: Book) -> Iterator[PageJob]:
    """The list of bulletins and one page for each."""
    yield PageJob(FIGURES, _bulletin_list)
    for bulletin in book.register.bulletins:
        yield PageJob(bulletin_path(bulletin.id), _bulletin_page, (bulletin,))


def _bulletin_list(book: Book, templates: Templates) -> Page:
    ordered = sorted(
        book.register.bulletins, key=lambda one: (str(one.source.date or ""), one.id), reverse=True
    )
    return templates.page(
        "figures.html",
        FIGURES,
        "通报数据",
        bulletins=ordered,
        programmes={programme.id: programme.name for programme in book.programmes},
        total=sum(len(bulletin.rows) for bulletin in ordered),
    )


def _bulletin_page(book: Book, templates: Templates, bulletin: Bulletin) -> Page:
    found = book.register.programmes.get(bulletin.programme_id)
    programme = found.name if found else bulletin.programme_id
    return templates.page(
        "bulletin.html",
        bulletin_path(bulletin.id),
        f"{bulletin.source.title}（{bulletin.id}）",
        bulletin=bulletin,
        programme=programme,
        figures=[
            figure_view(book.register, PublishedFigure(bulletin, figure))
            for figure in bulletin.rows
        ],
        issues=_cited_with(book, bulletin),
    )


def _cited_with(book: Book, bulletin: Bulletin) -> ProblemList:
    """The problems that cite the same publication."""
    link = Links(bulletin_path(bulletin.id))
    citing = [
        book.overview.by_id[name]
        for name in book.citing.get(work_of(bulletin.source), ())
        if name in book.overview.by_id
    ]
    title = bulletin.source.title
    return problem_list(book, link, "引用这份材料的问题", citing, rest=link.records(q=title))
