"""The city pages: each city at a glance, counties, plan, and its search entry."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.action.pages import actions_of
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import assistance_line
from generator.kinds.bulletin.pages import FigureView, figure_view
from generator.kinds.city import KIND
from generator.kinds.city.model import City
from generator.kinds.grid.model import Grid
from generator.kinds.incident.views import incident_line
from generator.kinds.issue.downloads import downloads
from generator.kinds.issue.handled import handled
from generator.kinds.issue.history import LatestView, latest_of, latest_views
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.search_words import NO_COUNTY, unit_words
from generator.kinds.issue.summaries import Tally, newest_exposed, newest_found, tally
from generator.kinds.issue.views import IssueList, issue_list
from generator.kinds.liaison.pages import liaison_views
from generator.kinds.monitor.model import Monitor
from generator.kinds.programme.model import Programme
from generator.kinds.target.pages import target_line
from generator.kinds.task.pages import city_tasks
from generator.kinds.team.pages import last_team
from generator.kinds.visit.views import visit_line
from generator.site.charts import group_chart
from generator.site.index import PublishedFigure, SiteIndex
from generator.site.links import (
    CITIES,
    QUICK,
    Links,
    appraisals_path,
    city_path,
    feed_path,
    grid_path,
    letters_path,
    monitor_path,
)
from generator.site.overview.backlog import backlog_table
from generator.site.overview.home import small_map
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import (
    CLEARANCE,
    CLEARED,
    EXPOSED,
    FOUND,
    OPEN,
    OVERDUE,
    RETURNED,
    Behind,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    cards,
    counted,
    is_known,
    rate_cards,
    round_label,
    standing_for,
)

SOON_DAYS = 15
"""One round: what the next group will ask for."""

LISTED = 20
"""Issues in each list of a city page; its ledgers have all of them."""

LEVELS = 5


@dataclass(frozen=True, slots=True)
class RoundCell:
    """One round in the strip: the number of its issues, and the depth of its colour."""

    label: str
    count: int
    href: str
    level: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The rounds of one programme in one city."""

    programme: str
    cells: tuple[RoundCell, ...]


def city_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of cities and one page for each."""
    yield PageJob(CITIES, _city_list)
    for city in site.cities:
        yield PageJob(city_path(city.id), _city_page, (city,))


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
    metrics = [one for one in LISTED_METRICS if is_known(one, site.overview.all)]
    rates = [CLEARANCE] if site.overview.all.held else []
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


LISTED_METRICS = (FOUND, OPEN, OVERDUE, RETURNED, CLEARED, EXPOSED)
"""What the list of cities counts; the other ways to end are on the page of each."""


def _city_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path = city_path(city.id)
    behind = behind_from(site, path)
    summaries = site.overview.by_city.get(city.id, ())
    groups = Counter(one.group for one in summaries)
    counts = site.overview.cities.get(city.id, Tally())
    return templates.page(
        "city.html",
        path,
        city.name,
        city=city,
        today=site.today,
        soon_days=SOON_DAYS,
        is_public=behind.is_public,
        cards=cards(behind, standing_for(counts), counts, city=city.id),
        rates=rate_cards(counts),
        handled=handled(site, behind, summaries, city=city.id),
        assistance=assistance_line(
            site,
            counted(len(summaries), behind.records(city=city.id)),
            site.register.select(Assistance, city=city.id),
            path,
            city=city.id,
        ),
        incidents=incident_line(site, path, city=city.id),
        visits=visit_line(site, path, city=city.id),
        liaisons=liaison_views(site, path, city.id),
        targets=target_line(site, city.id, path),
        place=small_map(site.cities, city),
        team=last_team(site, city),
        backlog=backlog_table(site, behind, "本市问题的各环节积压", summaries, city=city.id),
        lists=_lists(site, behind, city, summaries),
        strips=list(_strips(site, behind, summaries)),
        categories=group_chart(
            site, behind, groups, f"{city.name}问题数，按问题大类", city=city.id
        ),
        counties=counties(site, behind, city, summaries),
        ledgers=_ledgers(site, behind, summaries),
        letters=behind.link.to(letters_path(city.id)),
        downloads=[] if behind.is_public else list(downloads(behind.link, city)),
        exposures=issue_list(
            site,
            behind.link,
            "最近曝光的问题",
            newest_exposed(summaries),
            rest=behind.records(city=city.id, exposed="1"),
            longest=LISTED,
        ),
        latest=_latest(site, behind, city),
        figures=_figure_views(site, site.figures_by_city[city.id]),
        tasks=city_tasks(site, city),
        plan=city_plan(site, city),
        actions=actions_of(site, behind.link, city=city.id),
        feed=feed_path(city.id) if site.has_city_feeds else "",
    )


def _latest(site: SiteIndex, behind: Behind, city: City) -> list[LatestView]:
    return [] if site.is_public else latest_views(site, behind.link, latest_of(site, city.id))


def _lists(
    site: SiteIndex, behind: Behind, city: City, summaries: Sequence[IssueSummary]
) -> Mapping[str, IssueList]:
    """Return the lists of single issues; the public edition has none of them."""
    own = () if behind.is_public else summaries
    overview = site.overview

    def listed(caption: str, chosen: Sequence[IssueSummary], rest: str = "") -> IssueList:
        return issue_list(site, behind.link, caption, chosen, rest=rest, longest=LISTED)

    returned = sorted((one for one in own if one.returned), key=lambda one: (-one.returned, one.id))
    return {
        "soon": listed(
            f"{site.today} 起 {SOON_DAYS} 天内到期", overview.due_within(own, SOON_DAYS)
        ),
        "overdue": listed(
            f"逾期的问题，最久的在前，截至 {site.today}",
            overview.overdue(own),
            behind.records(city=city.id, overdue="1"),
        ),
        "returned": listed(
            "核查不到位的问题，按次数排列", returned, behind.records(city=city.id, returned="1")
        ),
        "newest": listed("最近发现的问题", newest_found(own), behind.records(city=city.id)),
    }


def _strips(site: SiteIndex, behind: Behind, summaries: Sequence[IssueSummary]) -> Iterator[Strip]:
    counts = Counter((one.programme, one.round, one.ledger) for one in summaries)
    most = max(counts.values(), default=1)
    for programme in site.programmes:
        cells = tuple(
            RoundCell(
                round_label(number),
                count,
                behind.ledger(ledger) or behind.link.round(f"{programme.id}-R{number:02}"),
                -(-LEVELS * count // most),
            )
            for (owner, number, ledger), count in sorted(counts.items())
            if owner == programme.id
        )
        if cells:
            yield Strip(programme.name, cells)


def _ledgers(site: SiteIndex, behind: Behind, summaries: Sequence[IssueSummary]) -> NumberTable:
    """Return each ledger with its counts; its label is a link to it."""
    names = {programme.id: programme.name for programme in site.programmes}
    some: dict[str, list[IssueSummary]] = {}
    for one in summaries:
        some.setdefault(one.ledger, []).append(one)
    rows = []
    for ledger, own in sorted(some.items(), key=lambda pair: _order(site, pair[1][0])):
        programme, number = own[0].programme, own[0].round
        label = f"{names.get(programme, programme)}，{round_label(number)}"
        open_now = sum(one.openness == "open" for one in own)
        closed = sum(one.openness == "closed" for one in own)
        facets = {"programme": programme, "city": own[0].city, "round": str(number)}
        cells = (
            counted(len(own), behind.ledger(ledger)),
            counted(open_now, behind.records(**facets, open="open")),
            counted(closed, behind.records(**facets, open="closed")),
        )
        rows.append(NumberRow(Cell(label, behind.ledger(ledger), sort=ledger), cells))
    return NumberTable("台账，按行动和轮次", "台账", ("发现", "在办", "已办结"), tuple(rows))


def _order(site: SiteIndex, summary: IssueSummary) -> tuple[int, int]:
    return list(site.register.programmes).index(summary.programme), summary.round


def _figure_views(site: SiteIndex, figures: Sequence[PublishedFigure]) -> list[FigureView]:
    return [figure_view(site.register, one) for one in figures]


@dataclass(frozen=True, slots=True)
class CountyView:
    """One county-level unit: its former names, and its counts."""

    name: str
    code: str
    former: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Counties:
    """All units of a city, and the issues without a county ("未注明"), if any."""

    heads: tuple[str, ...]
    units: tuple[CountyView, ...]
    unplaced: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    code: str
    former: str
    words: tuple[str, ...]
    """The codes, or else the names, under which its issues are recorded; first the present."""


def counties(
    site: SiteIndex, behind: Behind, city: City, summaries: Sequence[IssueSummary]
) -> Counties:
    """Return the units of a city; issues under a former code count for the present county."""
    metrics = standing_for(site.overview.cities.get(city.id, Tally()))
    placed: dict[str, list[IssueSummary]] = defaultdict(list)
    for one in summaries:
        placed[one.county or one.county_name].append(one)

    def cells(words: Sequence[str]) -> tuple[Cell, ...]:
        own = [one for word in words for one in placed[word]]
        counts = tally(own, site.overview.today)
        used = [word for word in words if placed[word]]
        return behind.cells(metrics, counts, city=city.id, **_facet(words, used))

    return Counties(
        heads=tuple(one.title for one in metrics),
        units=tuple(
            CountyView(one.name, one.code, one.former, cells(one.words)) for one in _units(city)
        ),
        unplaced=cells([""]) if placed[""] else (),
    )


def _facet(words: Sequence[str], used: Sequence[str]) -> Mapping[str, str]:
    """What finds the issues of a unit: its one code or name, or the name that all of them have.

    `used` are those of its codes or names that issues stand under.
    """
    if len(used) > 1:
        return {"q": unit_words(words[0])}
    word = used[0] if used else words[0]
    if not word:
        return {"q": NO_COUNTY}
    return {"county": word} if word.isdecimal() else {"q": word}


def _units(city: City) -> Iterator[_Unit]:
    for county in city.counties:
        former = "；".join(f"{past.name}（{past.change}）" for past in county.former)
        yield _Unit(county.name, county.code, _remark(county.called, former), county.codes)
    for zone in city.zones:
        yield _Unit(zone.name, "", _remark(zone.called, zone.note or ""), (zone.name,))
    for unit in city.attached:
        remark = _remark(unit.called, unit.note)
        yield _Unit(unit.name, unit.code or "", remark, (unit.code or unit.name,))


def _remark(called: Sequence[str], more: str) -> str:
    """Return the other names of a unit, and what else is to be said of it."""
    names = f"又称{'、'.join(called)}" if called else ""
    return "；".join(part for part in (names, more) if part)


def city_plan(site: SiteIndex, city: City) -> list[Cell]:
    """Return a link to each page with a part of a city's plan, by programme."""
    link = Links(city_path(city.id))
    return [cell for one in site.programmes for cell in _of_programme(site, link, city, one)]


def _of_programme(site: SiteIndex, link: Links, city: City, programme: Programme) -> Iterator[Cell]:
    own, register = programme.id, site.register
    appraised = {
        entry.city for one in register.select(Appraisal, programme=own) for entry in one.entries
    }
    if city.id in appraised:
        yield Cell(f"考核评比（{own}）", link.to(appraisals_path(own)))
    for grid in register.select(Grid, programme=own, city=city.id):
        yield Cell(f"网格 {len(grid.nodes)} 个（{own}）", link.to(grid_path(own, city.id)))
    for _ in register.select(Monitor, programme=own, city=city.id):
        yield Cell(f"监测监控（{own}）", link.to(monitor_path(own, city.id)))
    if programme.quick and city.id in (programme.cities or ()):
        yield Cell(f"{programme.quick.name}（{own}）", f"{link.to(QUICK)}#{own}")


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
