"""The pages of inspected sites (检查量): all, of a city, of a round, and of each record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.city.model import City
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.programme.model import Programme
from generator.kinds.register import grouped
from generator.kinds.team.status import group_of
from generator.kinds.visit.model import VisitCount, Visits
from generator.kinds.visit.status import by_key, problem_sites, tally, tally_of_counts
from generator.kinds.visit.views import (
    VISITS,
    visit_cards,
    visit_cells,
    visit_heads,
    visit_rates,
    visits_city_path,
    visits_path,
    visits_round_path,
    visits_title,
)
from generator.site.index import SiteIndex
from generator.site.links import Links
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    Behind,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)

WHOLE_CITY = "全市（没有分组）"


def visit_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the page of all, one for each city and each round, and one for each record."""
    yield PageJob(VISITS, _index)
    every = site.register.select(Visits)
    for code in grouped(every, lambda one: one.city_id):
        if city := site.register.cities.get(code):
            yield PageJob(visits_city_path(code), _city_page, (city,))
    for round_id in grouped(every, lambda one: one.round_id):
        yield PageJob(visits_round_path(round_id), _round_page, (round_id,))
    for one in every:
        yield PageJob(visits_path(one.id), _record_page, (one,))


def _index(site: SiteIndex, templates: Templates) -> Page:
    every = site.register.select(Visits)
    return templates.page(
        "visits.html",
        VISITS,
        "检查量",
        rates=visit_rates(is_public=site.is_public),
        cards=visit_cards(tally(every), is_public=site.is_public),
        by_round=_by_round(site, VISITS, every, lambda one: visits_round_path(one.round_id)),
        by_city=_by_city(site, VISITS, every, lambda one: visits_city_path(one.city_id)),
    )


Target = Callable[[Visits], str]
"""Where the row of some records leads to."""


def _by_round(site: SiteIndex, page: str, some: Sequence[Visits], target: Target) -> NumberTable:
    names = {programme.id: programme.name for programme in site.programmes}

    def label(one: Visits) -> Cell:
        programme = names.get(one.programme_id, one.programme_id)
        return Cell(f"{programme}，{round_label(one.round_number)}", sort=one.round_id)

    rows = _rows(site, page, grouped(some, lambda one: one.round_id), label, target)
    return NumberTable("检查量，按轮次", "轮次", visit_heads(is_public=site.is_public), rows)


def _by_city(site: SiteIndex, page: str, some: Sequence[Visits], target: Target) -> NumberTable:
    def label(one: Visits) -> Cell:
        return Cell(_city_name(site, one), sort=one.city_id)

    rows = _rows(site, page, grouped(some, lambda one: one.city_id), label, target)
    return NumberTable("检查量，按城市", "城市", visit_heads(is_public=site.is_public), rows)


def _rows(
    site: SiteIndex,
    page: str,
    records: Mapping[str, Sequence[Visits]],
    label: Callable[[Visits], Cell],
    target: Target,
) -> tuple[NumberRow, ...]:
    link, rows = Links(page), []
    for own in records.values():
        named, href = label(own[0]), link.to(target(own[0]))
        cells = visit_cells(tally(own), href, is_public=site.is_public)
        rows.append(NumberRow(Cell(named.text, href, sort=named.sort), cells))
    return tuple(rows)


def _city_name(site: SiteIndex, one: Visits) -> str:
    city = site.register.cities.get(one.city_id)
    return city.name if city else one.city_id


def _city_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path = visits_city_path(city.id)
    own = site.register.select(Visits, city=city.id)
    return templates.page(
        "visits_of.html",
        path,
        f"{city.name}的检查量",
        steps=[("检查量", Links(path).to(VISITS)), (city.name, Links(path).city(city.id))],
        cards=visit_cards(tally(own), is_public=site.is_public),
        table=_by_round(site, path, own, lambda one: visits_path(one.id)),
        rates=visit_rates(is_public=site.is_public),
    )


def _round_page(site: SiteIndex, templates: Templates, round_id: str) -> Page:
    path = visits_round_path(round_id)
    programme, _, name = round_id.partition("-")
    own = site.register.select(Visits, programme=programme, round_name=name)
    known = site.register.programmes.get(programme)
    label = round_label(int(name[1:]))
    has_page = round_id in site.register.rounds
    return templates.page(
        "visits_of.html",
        path,
        f"{label}检查量，{known.name if known else programme}",
        steps=[
            ("检查量", Links(path).to(VISITS)),
            *([(label, Links(path).round(round_id))] if has_page else []),
        ],
        cards=visit_cards(tally(own), is_public=site.is_public),
        table=_by_city(site, path, own, lambda one: visits_path(one.id)),
        rates=visit_rates(is_public=site.is_public),
    )


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One count as recorded, ready to be printed; "" for what it does not say."""

    date: str
    group: Cell
    sites: int
    listed: str
    with_problems: str
    note: str


def _record_page(site: SiteIndex, templates: Templates, one: Visits) -> Page:
    path = visits_path(one.id)
    link, city = Links(path), _city_name(site, one)
    return templates.page(
        "visits_record.html",
        path,
        visits_title(one, city),
        is_public=site.is_public,
        record=one,
        steps=[
            ("检查量", link.to(VISITS)),
            (city, link.to(visits_city_path(one.city_id))),
            (round_label(one.round_number), link.to(visits_round_path(one.round_id))),
        ],
        cards=visit_cards(tally([one]), is_public=site.is_public),
        rates=visit_rates(is_public=site.is_public),
        by_group=None if site.is_public else _by_group(site, path, one),
        by_day=_by_day(site, one),
        rows=[_row(count, site.register.programmes[one.programme_id]) for count in one.counts],
    )


def _row(count: VisitCount, programme: Programme) -> VisitRow:
    return VisitRow(
        date=f"整轮合计，截至 {count.date}" if count.whole else str(count.date),
        group=Cell(programme.group_name(count.group or ""), sort=count.group or ""),
        sites=count.sites,
        listed=_or_blank(count.listed),
        with_problems=_or_blank(count.with_problems),
        note=count.note or "",
    )


def _or_blank(number: int | None) -> str:
    return "" if number is None else str(number)


def _by_day(site: SiteIndex, one: Visits) -> NumberTable:
    """Return the counts of each day; of a whole round there is no day."""
    heads = visit_heads(is_public=site.is_public)[:-1]
    days = by_key(one, lambda count: "" if count.whole else count.date.isoformat())
    rows = tuple(
        NumberRow(
            Cell(day),
            visit_cells(tally_of_counts(counts), is_public=site.is_public)[: len(heads)],
        )
        for day, counts in days.items()
        if day
    )
    return NumberTable("检查量，按日", "日期", heads, rows)


def _by_group(site: SiteIndex, path: str, one: Visits) -> NumberTable:
    """Return the counts of each group, beside the issues of that group in the ledger."""
    behind, programme = behind_from(site, path), site.register.programmes[one.programme_id]
    every = _of_city(site, one)
    found = grouped(every, group_of)
    heads = (*visit_heads(is_public=False)[:-1], "台账问题", "台账点位")
    rows = []
    for code, counts in by_key(one, lambda count: count.group or "").items():
        own = found.get(code, ()) if code else every
        sites = len({issue.site or issue.id for issue in own})
        cells = visit_cells(tally_of_counts(counts), is_public=False)[:-1]
        beside = (counted(len(own), _issues(behind, own, code)), Cell(str(sites)))
        label = Cell(programme.group_name(code) or WHOLE_CITY, sort=code)
        rows.append(NumberRow(label, (*cells, *beside), words=(_doubt(counts, sites),)))
    return NumberTable("检查量，按组", "组别", heads, tuple(rows), words=("核对",))


def _of_city(site: SiteIndex, one: Visits) -> Sequence[IssueSummary]:
    some = site.overview.by_round.get(one.round_id, ())
    by_city = site.memo(
        f"issues of {one.round_id} by city", lambda: grouped(some, lambda issue: issue.city)
    )
    return by_city.get(one.city_id, ())


def _issues(behind: Behind, own: Sequence[IssueSummary], code: str) -> str:
    """Return the search for the issues of a group, or of all groups of a city in a round."""
    if not own:
        return ""
    return behind.records(q=f"{own[0].ledger}-{code}-" if code else f"{own[0].ledger}-")


def _doubt(counts: Sequence[VisitCount], sites: int) -> str:
    """Return what does not agree: more sites in the ledger than were reported with problems."""
    reported = problem_sites(counts)
    if reported is None or sites <= reported:
        return ""
    return f"台账有 {sites} 个点位，多于报送的有问题点位 {reported} 个"
