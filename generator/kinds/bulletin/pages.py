"""The published figures: a list of bulletins, a page for each, and search entries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from generator.core.serials import id_order
from generator.kinds.bulletin import KIND
from generator.kinds.bulletin.model import Bulletin, PublishedFact
from generator.kinds.issue.views import IssueList, issue_list
from generator.kinds.register import Register
from generator.site.index import PublishedFigure, SiteIndex, work_of
from generator.site.links import BULLETINS, Links, bulletin_path, phrase
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, with_first
from generator.site.tables import number_text, span_text


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


def row_path(bulletin: Bulletin, row: str) -> str:
    """Return the address in the site of a row (行编号) of a bulletin."""
    return f"{bulletin_path(bulletin.id)}#{quote(row)}"


def figure_view(register: Register, one: PublishedFigure) -> FigureView:
    """Return the view of one figure; the area in the words of its source."""
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


def figure_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of bulletins and one page for each."""
    yield PageJob(BULLETINS, _bulletin_list)
    for bulletin in site.register.bulletins:
        yield PageJob(bulletin_path(bulletin.id), _bulletin_page, (bulletin,))


def _bulletin_list(site: SiteIndex, templates: Templates) -> Page:
    ordered = sorted(
        site.register.bulletins,
        key=lambda one: (str(one.source.date or ""), id_order(one.id)),
        reverse=True,
    )
    return templates.page(
        "bulletins.html",
        BULLETINS,
        "通报数据",
        bulletins=ordered,
        programmes={programme.id: programme.name for programme in site.programmes},
        total=sum(len(bulletin.rows) for bulletin in ordered),
        facts=sum(len(bulletin.facts) for bulletin in ordered),
    )


def _bulletin_page(site: SiteIndex, templates: Templates, bulletin: Bulletin) -> Page:
    found = site.register.programmes.get(bulletin.programme_id)
    programme = found.name if found else bulletin.programme_id
    return templates.page(
        "bulletin.html",
        bulletin_path(bulletin.id),
        f"{bulletin.source.title}（{bulletin.id}）",
        bulletin=bulletin,
        programme=programme,
        figures=[
            figure_view(site.register, PublishedFigure(bulletin, figure))
            for figure in bulletin.rows
        ],
        distinctions=[one for one in bulletin.parts if one.distinction],
        issues=_cited_with(site, bulletin),
    )


def _cited_with(site: SiteIndex, bulletin: Bulletin) -> IssueList:
    """Return the issues that cite the same publication."""
    link = Links(bulletin_path(bulletin.id))
    citing = [
        site.overview.by_id[name]
        for name in site.citing.get(work_of(bulletin.source), ())
        if name in site.overview.by_id
    ]
    title = bulletin.source.title
    return issue_list(site, link, "引用这份材料的问题", citing, rest=link.records(q=phrase(title)))


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of figures."""
    cities = {city.name: city.id for city in site.cities}
    for bulletin in site.register.bulletins:
        texts = with_first(bulletin, bulletin.parts, "rows", "facts")
        for part, words in zip(bulletin.parts, texts, strict=True):
            if isinstance(part, PublishedFact):
                yield _fact(bulletin, part, words, cities)
            else:
                yield _figure(site, PublishedFigure(bulletin, part), words, cities)


def _figure(
    site: SiteIndex, one: PublishedFigure, texts: Sequence[str], cities: Mapping[str, str]
) -> SearchEntry:
    view = figure_view(site.register, one)
    source = one.bulletin.source
    title = (view.area, view.metric, view.category, view.value + view.unit)
    text = (view.span, view.round, view.scope, source.title, source.publisher)
    return plain_entry(
        KIND.search_label,
        f"{one.bulletin.id}/{view.row}",
        row_path(one.bulletin, view.row),
        " ".join(part for part in title if part),
        "；".join(part for part in text if part),
        texts=texts,
        place=view.area,
        programme=one.bulletin.programme_id,
        city=cities.get(one.figure.area.city or "", ""),
        date=str(one.figure.end),
    )


def _fact(
    bulletin: Bulletin, fact: PublishedFact, texts: Sequence[str], cities: Mapping[str, str]
) -> SearchEntry:
    source = bulletin.source
    return plain_entry(
        KIND.search_label,
        f"{bulletin.id}/{fact.row}",
        row_path(bulletin, fact.row),
        " ".join(filter(None, (fact.city, fact.fact))),
        "；".join(filter(None, (fact.value, fact.period, source.title, source.publisher))),
        texts=texts,
        place=fact.city or "",
        programme=bulletin.programme_id,
        city=cities.get(fact.city or "", ""),
        date=str(source.date or ""),
    )


def record_place(_: SiteIndex, record: Bulletin) -> str:
    """Return where a record is shown, as a path in the site."""
    return bulletin_path(record.id)
