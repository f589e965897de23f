"""The pages of cities: all of them, each at a glance, and their search entries.

The further parts of a city's pages are in `parts`, its counties in `units`. See decision 0108.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.kinds.city import KIND
from generator.kinds.city.head import (
    CHANGES,
    EXPOSURES,
    OVERVIEW,
    OWED,
    PROBLEMS,
    TASKS,
    city_head,
    city_parts,
    part_path,
)
from generator.kinds.city.model import City
from generator.kinds.city.parts import changes_page, exposures_page, problems_page, tasks_page
from generator.kinds.city.units import (
    by_urgency,
    counties_table,
    county_pages,
    county_units,
    inner_metrics,
    placed_in,
    pressing_of,
    problem_rows,
)
from generator.kinds.issue.handled import (
    HANDLING_SILENT,
    HANDLING_TOLD,
    silent_cell,
    told_number,
)
from generator.kinds.issue.ledger import LONGEST, IssueState, IssueSummary
from generator.kinds.issue.pressing import Pressing
from generator.kinds.issue.search_words import debt_words
from generator.kinds.issue.summaries import NOTHING, Tally, tally
from generator.kinds.liaison.pages import liaison_views
from generator.kinds.register import grouped
from generator.kinds.team.pages import last_team
from generator.site.charts import BarChart, bar_chart
from generator.site.index import SiteIndex
from generator.site.links import CITIES, city_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import (
    CASES,
    CLEARANCE,
    CLEARED,
    EXPOSED,
    FOUND,
    OPEN,
    OVERDUE,
    RETURNED,
    Behind,
    Cell,
    KeyFigure,
    NumberRow,
    NumberTable,
    all_named,
    behind_from,
    counted,
    is_known,
    share_text,
)
from generator.site.tiles import small_map

WORST = 5
"""Issues on the overview, the longest overdue; the part on what is owed has all of them."""

LEAST_BARS = 3
"""A chart of fewer values says no more than its table."""


def city_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of cities, the parts of the pages of each, and its counties."""
    yield PageJob(CITIES, _city_list)
    for city in site.cities:
        yield PageJob(city_path(city.id), _city_page, (city,))
        numbers = city_parts(site, city)
        for page in _pages(numbers, PROBLEMS):
            yield PageJob(part_path(city, PROBLEMS, page), problems_page, (city, page))
        for page in _pages(numbers, EXPOSURES):
            yield PageJob(part_path(city, EXPOSURES, page), exposures_page, (city, page))
        if TASKS in numbers:
            yield PageJob(part_path(city, TASKS), tasks_page, (city,))
        if CHANGES in numbers:
            yield PageJob(part_path(city, CHANGES), changes_page, (city,))
        yield from county_pages(site, city)


def _pages(numbers: Mapping[str, str], part: str) -> range:
    """Return the pages that a list of issues takes; none where the city has no such part."""
    return range(1, -(-int(numbers.get(part, "0")) // LONGEST) + 1)


def _city_list(site: SiteIndex, templates: Templates) -> Page:
    behind = behind_from(site, CITIES)
    return templates.page(
        "cities.html",
        CITIES,
        "城市",
        mapped=_cities_table(site, behind, [one for one in site.cities if one.tile]),
        others=_cities_table(site, behind, [one for one in site.cities if not one.tile]),
        regions="、".join(dict.fromkeys(one.region for one in site.cities if one.tile)),
        cities=site.register.cities,
        clearance=CLEARANCE if site.overview.all.held else None,
        today=site.today,
    )


def _cities_table(site: SiteIndex, behind: Behind, cities: Sequence[City]) -> NumberTable:
    counts_of_all = site.overview.all
    if site.is_public and all_named(counts_of_all):
        return _cases_table(site, behind, cities)
    metrics = [
        one for one in LISTED_METRICS if is_known(one, counts_of_all, is_public=site.is_public)
    ]
    rates = [CLEARANCE] if counts_of_all.held else []
    rows = tuple(
        NumberRow(
            Cell(city.id),
            (
                *behind.cells(metrics, counts, city=city.id),
                *(one.cell(counts) for one in rates),
            ),
        )
        for city in cities
        for counts in (site.overview.cities.get(city.id, Tally()),)
    )
    heads = (*(one.title for one in metrics), *(one.title for one in rates))
    return NumberTable("", "城市", heads, rows)


def _cases_table(site: SiteIndex, behind: Behind, cities: Sequence[City]) -> NumberTable:
    """Return the published cases of each city, and the share whose handling is told."""
    rows = []
    for city in cities:
        counts = tally_of(site, city)
        told = told_number(counts)
        share = Cell(
            share_text(told, counts.cases),
            sort=f"{100 * told / counts.cases:.4f}" if counts.cases else "",
        )
        rows.append(NumberRow(Cell(city.id), (behind.cell(CASES, counts, city=city.id), share)))
    return NumberTable("", "城市", (CASES.title, HANDLING_TOLD), tuple(rows))


LISTED_METRICS = (FOUND, OPEN, OVERDUE, RETURNED, CLEARED, EXPOSED)
"""What the list of cities counts; the other ways to end are on the page of each."""


def _city_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path = city_path(city.id)
    behind = behind_from(site, path)
    summaries = site.overview.by_city.get(city.id, ())
    placed = placed_in(site, city)
    parts = list(city_parts(site, city))
    late = [one for one in by_urgency(site, summaries) if one.is_over(site.today.isoformat())]
    own = () if behind.is_public else late[:WORST]
    return templates.page(
        "city.html",
        path,
        city.name,
        head=city_head(site, city, OVERVIEW),
        city=city,
        today=site.today,
        figures=list(_figures(site, behind, city, summaries)),
        clearance=CLEARANCE.meaning if not behind.is_public and tally_of(site, city).held else "",
        has_issues=bool(summaries),
        counties=counties_table(site, behind, placed),
        units=county_units(city),
        categories=_categories(site, behind, city, summaries),
        least_bars=LEAST_BARS,
        worst=problem_rows(site, behind.link, own),
        owed=behind.link.to(part_path(city, OWED)) if OWED in parts else "",
        owed_number=city_parts(site, city).get(OWED, ""),
        liaisons=liaison_views(site, path, city.id),
        team=last_team(site, city),
        place=small_map(site.cities, city),
    )


def tally_of(site: SiteIndex, city: City) -> Tally:
    """Return the counts of the issues of a city."""
    return site.overview.cities.get(city.id, NOTHING)


def _figures(
    site: SiteIndex, behind: Behind, city: City, summaries: Sequence[IssueSummary]
) -> Iterator[KeyFigure]:
    """Yield the figures of a city; of none that nobody knows."""
    if not summaries:
        return
    make = _public_figures if behind.is_public else _full_figures
    yield from make(site, behind, city, summaries)


def _public_figures(
    site: SiteIndex, behind: Behind, city: City, summaries: Sequence[IssueSummary]
) -> Iterator[KeyFigure]:
    counts = tally_of(site, city)
    silent, told = silent_cell(behind, counts, city=city.id), told_number(counts)
    yield KeyFigure(CASES.title, behind.cell(CASES, counts, city=city.id))
    yield KeyFigure(HANDLING_TOLD, Cell(str(told)), mark="hand")
    yield KeyFigure(HANDLING_SILENT, silent, note="不等于没有整改，也不等于已经整改")
    for metric in inner_metrics(site, city)[:3]:
        yield KeyFigure(metric.title, behind.cell(metric, counts, city=city.id))


def _full_figures(
    site: SiteIndex, behind: Behind, city: City, summaries: Sequence[IssueSummary]
) -> Iterator[KeyFigure]:
    counts, press = tally_of(site, city), pressing_of(site, summaries)
    of_all = _tallies(site)
    if counts.known:
        yield KeyFigure(
            "逾期未完成",
            behind.cell(OVERDUE, counts, city=city.id),
            note=_rank(counts, of_all, press),
            mark="over" if counts.overdue else "",
        )
        yield KeyFigure(
            "15 日内到期",
            counted(press.fortnight, f"{behind.link.to(part_path(city, OWED))}#owed"),
            note=f"其中 7 日内 {press.week}",
            mark="hand" if press.fortnight else "",
        )
        yield _waiting(behind, city, press)
    yield KeyFigure(
        "累计发现",
        behind.cell(FOUND, counts, city=city.id),
        note=f"不予认定 {counts.refused}，撤销 {counts.cancelled}" if counts.known else "",
    )
    if counts.held:
        yield KeyFigure(
            CLEARANCE.title,
            Cell(
                f"{100 * counts.held_cleared / counts.held:.0f}",
                behind.records(city=city.id, outcome="cleared") if counts.held_cleared else "",
            ),
            unit="%",
            note=_mean(counts, of_all),
            mark="done",
        )


def _waiting(behind: Behind, city: City, press: Pressing) -> KeyFigure:
    """Return what waits for a check or for closing, linked where one search finds it."""
    kinds = {*press.checks, *press.closings}
    place = f"{behind.link.to(part_path(city, OWED))}#others"
    exact = [behind.records(city=city.id, q=debt_words(*kind)) for kind in kinds]
    number = press.to_check + press.to_close
    again = f"；另待定期核查 {press.to_recheck}" if press.to_recheck else ""
    return KeyFigure(
        "待核查、待销号",
        counted(number, exact[0] if len(exact) == 1 else place),
        note=f"应由工作组核查 {press.to_check}，部销号 {press.to_close}{again}",
        mark="wait" if number else "",
    )


def _tallies(site: SiteIndex) -> Mapping[str, Tally]:
    """Return code → counts of each city with issues of which it is known how they stand."""
    return site.memo("tallies of cities", lambda: _tallied(site.states, site.today.isoformat()))


def _tallied(states: Sequence[IssueState], today: str) -> Mapping[str, Tally]:
    found = {code: tally(own, today) for code, own in grouped(states, lambda one: one.city).items()}
    return {code: one for code, one in found.items() if one.known}


def _rank(counts: Tally, of_all: Mapping[str, Tally], press: Pressing) -> str:
    """Return the place of a city among all, the most overdue issues first, and the longest."""
    if not counts.overdue:
        return f"{len(of_all)} 市中 {sum(not one.overdue for one in of_all.values())} 市没有逾期"
    rank = 1 + sum(one.overdue > counts.overdue for one in of_all.values())
    shared = sum(one.overdue == counts.overdue for one in of_all.values()) > 1
    return f"{len(of_all)} 市中{'并列' if shared else ''}第 {rank}；最长 {press.longest} 天"


def _mean(counts: Tally, of_all: Mapping[str, Tally]) -> str:
    """Return numerator and denominator of a city, and the ratio of all cities together."""
    own = f"{counts.held_cleared} ÷ {counts.held}"
    cleared = sum(one.held_cleared for one in of_all.values())
    held = sum(one.held for one in of_all.values())
    number = sum(one.held > 0 for one in of_all.values())
    return f"{own}；{number} 市平均 {100 * cleared / held:.0f}%" if number > 1 else own


def _categories(
    site: SiteIndex, behind: Behind, city: City, summaries: Sequence[IssueSummary]
) -> BarChart:
    """Return the issues by group of categories, the largest first."""
    counts = Counter(one.group for one in summaries)
    words = sorted((word for word in site.groups if counts[word]), key=lambda word: -counts[word])
    values = [
        Cell(str(counts[word]), behind.records(city=city.id, group=word), sort=word)
        for word in words
    ]
    return bar_chart(f"{city.name}分类别情况", "问题类别", values)


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of cities."""
    for city in site.cities:
        called = [other for other, _ in city.other_names]
        names = [*city.codes, *sorted(city.known_codes), *city.uncoded, *called]
        yield plain_entry(
            KIND.search_label,
            city.id,
            city_path(city.id),
            city.name,
            "；".join([city.short_name, city.pinyin, city.region, city.note or "", *names]),
            texts=texts_of(city),
            place=city.province,
            city=city.id,
        )
