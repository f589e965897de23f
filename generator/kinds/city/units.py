"""The counties and zones of a city: their names, their issues, and a page for each that has any.

See decision 0108.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.kinds.bulletin.pages import FigureView, figure_view
from generator.kinds.city.model import City
from generator.kinds.issue.columns import SILENT
from generator.kinds.issue.handled import (
    HANDLING_SILENT,
    HANDLING_TOLD,
    silent_cell,
    told_number,
)
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.pressing import Pressing, days_over, pressing
from generator.kinds.issue.search_words import NO_COUNTY, unit_words
from generator.kinds.issue.summaries import NOTHING, ExposedLine, Tally, newest_found, tally
from generator.kinds.issue.views import NAMELESS, state_mark
from generator.kinds.programme.lifecycle import LOCAL
from generator.site.index import CitedWork, PublishedFigure, SiteIndex
from generator.site.links import (
    CITIES,
    Links,
    city_part_path,
    city_path,
    exposure_path,
    issue_path,
    unit_key,
)
from generator.site.overview.backlog import step_title
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    CASES,
    CLEARANCE,
    CLEARED,
    EXPOSED,
    FOUND,
    NOT_KNOWN,
    OPEN,
    OVERDUE,
    Behind,
    Cell,
    Metric,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    is_known,
)

MOST = 150
"""Issues listed on the page of a county of the full edition, the longest overdue in front."""

MOST_CASES = 50
"""Exposures listed there; the public edition, which has no list of issues, shows `MOST`."""


@dataclass(frozen=True, slots=True)
class CountyUnit:
    """One county-level unit: its name in addresses, its code, its former and other names.

    `words` are the codes, or else the names, under which its issues are recorded; first the
    present.
    """

    key: str
    name: str
    code: str
    former: str
    called: str
    note: str
    words: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def remark(self) -> str:
        """Return the other names of a unit, and what else is to be said of it."""
        names = f"又称{self.called}" if self.called else ""
        return "；".join(part for part in (names, self.former, self.note) if part)

    def joined(self, other: "CountyUnit") -> "CountyUnit":
        """Return the unit with what a second entry of it says besides."""
        return replace(
            self,
            called="、".join(dict.fromkeys(filter(None, (self.called, other.called)))),
            note="；".join(filter(None, (self.note, other.note))),
            names=tuple(dict.fromkeys((*self.names, *other.names))),
        )


def county_units(city: City) -> list[CountyUnit]:
    """Return every unit of a city, as the record lists them; one that is listed twice once."""
    found: dict[str, CountyUnit] = {}
    for unit in _listed_units(city):
        known = found.get(unit.key)
        found[unit.key] = known.joined(unit) if known else unit
    return list(found.values())


def _listed_units(city: City) -> Iterator[CountyUnit]:
    for county in city.counties:
        former = "；".join(f"{past.name}（{past.change}）" for past in county.former)
        yield CountyUnit(
            *(county.code, county.name, county.code, former, "、".join(county.called), ""),
            words=county.codes,
            names=(county.name, *(past.name for past in county.former)),
        )
    for zone in city.zones:
        yield CountyUnit(
            *(unit_key("", zone.name), zone.name, "", "", "、".join(zone.called), zone.note or ""),
            words=(zone.name,),
            names=(zone.name,),
        )
    for unit in city.attached:
        code = unit.code or ""
        yield CountyUnit(
            *(unit_key(code, unit.name), unit.name, code, "", "、".join(unit.called), unit.note),
            words=(code or unit.name,),
            names=(unit.name, *unit.called),
        )


@dataclass(frozen=True)
class Placed:
    """The issues and published figures of a city by county; "" for those without one."""

    city: City
    issues: Mapping[str, Sequence[IssueSummary]]
    figures: Sequence[PublishedFigure]

    def of(self, unit: CountyUnit) -> list[IssueSummary]:
        """Return the issues of a unit, also those under a former code."""
        return [one for word in unit.words for one in self.issues.get(word, ())]

    def figures_of(self, unit: CountyUnit) -> list[PublishedFigure]:
        """Return the figures that publications give for a unit."""
        return [
            one
            for one in self.figures
            if one.figure.area.code in unit.words or one.figure.area.county in unit.names
        ]

    def has_page(self, unit: CountyUnit) -> bool:
        """Return whether there is anything to say of a unit."""
        return bool(self.of(unit) or self.figures_of(unit))

    def facet(self, unit: CountyUnit) -> Mapping[str, str]:
        """Return what finds the issues of a unit in the search."""
        used = [word for word in unit.words if self.issues.get(word)]
        if len(used) > 1:
            return {"q": unit_words(unit.words[0])}
        word = used[0] if used else unit.words[0]
        return {"county": word} if word.isdecimal() else {"q": word}


UNPLACED: Mapping[str, str] = {"q": NO_COUNTY}
"""What finds the issues without a county in the search."""


def placed_in(site: SiteIndex, city: City) -> Placed:
    """Return what is known of each county of a city."""
    found: dict[str, list[IssueSummary]] = defaultdict(list)
    for one in site.overview.by_city.get(city.id, ()):
        found[one.county or one.county_name].append(one)
    return Placed(city, dict(found), site.figures_by_city[city.id])


def counties_table(site: SiteIndex, behind: Behind, placed: Placed) -> NumberTable:
    """Return the counties that have issues, most overdue ones first; those without a county last.

    The public edition counts what is public: exposures, by whether their handling is told.
    """
    row = _public_row if behind.is_public else _full_row
    inner = inner_metrics(site, placed.city)
    some = [one for one in county_units(placed.city) if placed.of(one)]
    counts = {one.key: (pressing_of(site, placed.of(one)), placed.of(one)) for one in some}
    some.sort(key=lambda one: (-counts[one.key][0].overdue, -len(counts[one.key][1])))
    rows = [
        row(
            site,
            behind,
            Cell(unit.name, behind.link.to(county_path(placed.city, unit)), sort=unit.key),
            placed.of(unit),
            {"city": placed.city.id, **placed.facet(unit)},
            inner,
        )
        for unit in some
    ]
    if nowhere := placed.issues.get("", ()):
        facets = {"city": placed.city.id, **UNPLACED}
        rows.append(row(site, behind, Cell("区县未注明"), nowhere, facets, inner))
    heads = (*_PUBLIC_HEADS, *(one.title for one in inner)) if behind.is_public else _HEADS
    order = "" if behind.is_public or nowhere else _HEADS[0]
    title = f"{placed.city.name}分区县情况"
    return NumberTable(title, "区县", heads, tuple(rows), ordered_by=order)


_HEADS = ("逾期", "15 日内到期", "累计发现", CLEARED.title, CLEARANCE.title)
_PUBLIC_HEADS = (CASES.title, HANDLING_TOLD, HANDLING_SILENT)


def inner_metrics(site: SiteIndex, city: City) -> Sequence[Metric]:
    """Return what the public edition counts of issues that were not made public, if anything."""
    counts = site.overview.cities.get(city.id, NOTHING)
    if not site.is_public or counts.found == counts.cases:
        return ()
    listed = (FOUND, OPEN, OVERDUE, CLEARED)
    return [one for one in listed if is_known(one, counts, is_public=True)]


def pressing_of(site: SiteIndex, summaries: Sequence[IssueSummary]) -> Pressing:
    """Return what presses about some issues."""
    return pressing(summaries, site.register.vocabulary, site.today)


def _full_row(
    site: SiteIndex,
    behind: Behind,
    label: Cell,
    own: Sequence[IssueSummary],
    facets: Mapping[str, str],
    _: Sequence[Metric],
) -> NumberRow:
    counts = tally(own, site.today.isoformat())
    near = _near(site, own, counts, label.href and f"{label.href}#problems")
    cells = (
        behind.cell(OVERDUE, counts, **facets),
        near,
        behind.cell(FOUND, counts, **facets),
        behind.cell(CLEARED, counts, **facets),
        CLEARANCE.cell(counts),
    )
    return NumberRow(label, cells)


def _near(site: SiteIndex, own: Sequence[IssueSummary], counts: Tally, href: str) -> Cell:
    """Return how many fall due within a fortnight; a dash where it is not known, as of overdue."""
    if not is_known(OVERDUE, counts):
        return Cell(NOT_KNOWN)
    return counted(pressing_of(site, own).fortnight, href)


def _public_row(
    site: SiteIndex,
    behind: Behind,
    label: Cell,
    own: Sequence[IssueSummary],
    facets: Mapping[str, str],
    inner: Sequence[Metric],
) -> NumberRow:
    counts = tally(own, site.today.isoformat())
    cells = (
        behind.cell(CASES, counts, **facets),
        Cell(str(told_number(counts))),  # no list has these alone
        silent_cell(behind, counts, **facets),
        *behind.cells(inner, counts, **facets),
    )
    return NumberRow(label, cells)


# The pages


def county_path(city: City, unit: CountyUnit) -> str:
    """Return the page of a county."""
    return city_part_path(city.id, unit.key)


def county_pages(site: SiteIndex, city: City) -> Iterator[PageJob]:
    """Yield a page for each county of which there is anything to say."""
    placed = placed_in(site, city)
    for unit in county_units(city):
        if placed.has_page(unit):
            yield PageJob(county_path(city, unit), _county_page, (city, unit.key))


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One issue in a list of problems; "" for what is not recorded."""

    id: str
    site: str
    href: str
    county: str
    category: str
    found_on: str
    status: str
    mark: str
    returned: int
    what: str
    due: str
    over: str


def problem_rows(
    site: SiteIndex, link: Links, summaries: Sequence[IssueSummary]
) -> tuple[ProblemRow, ...]:
    """Return a line for each of these issues, in this order."""
    return tuple(_problem_row(site, link, one) for one in summaries)


def by_urgency(site: SiteIndex, summaries: Sequence[IssueSummary]) -> list[IssueSummary]:
    """Return the issues, the longest overdue in front, then the latest found."""
    return sorted(newest_found(summaries), key=lambda one: -days_over(one, site.today))


def _problem_row(site: SiteIndex, link: Links, summary: IssueSummary) -> ProblemRow:
    over, debts = days_over(summary, site.today), summary.owed_of(LOCAL)
    return ProblemRow(
        id=summary.id,
        site=summary.site or NAMELESS,
        href=link.to(issue_path(summary)),
        county=summary.county_name,
        category=summary.category,
        found_on=summary.found_on,
        status=summary.status,
        mark=state_mark(site.register, summary),
        returned=summary.returned,
        what=f"待{step_title(site.register.vocabulary, debts[0].awaits)}" if debts else "",
        due=summary.owed_stated,
        over=str(over) if over else "",
    )


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One exposure: what was found, what is told of its handling, and who published it.

    `reason` says why its name is not shown, "" where it is.
    """

    id: str
    site: str
    href: str
    county: str
    category: str
    found: str
    reason: str
    status: str
    mark: str
    exposed_on: str
    until: str
    publishers: str


def case_rows(
    site: SiteIndex, link: Links, city: City, cases: Sequence[ExposedLine]
) -> tuple[CaseRow, ...]:
    """Return a line for each of these exposures of a city."""
    cited = site.works_cited_in(city.id)
    return tuple(
        CaseRow(
            id=one.line.id,
            site=one.line.site if one.shown and one.line.site else NAMELESS,
            href=link.to(exposure_path(one.line.id)),
            county=one.line.county_name,
            category=one.line.category,
            found=one.line.found if one.shown else "",
            reason="" if one.shown else one.reason,
            status=one.line.status if one.shown or not site.is_public else "",
            mark=state_mark(site.register, one.line),
            exposed_on=one.line.exposed_on,
            until=one.line.until,
            publishers=_publishers(cited.get(one.line.id, ()))
            if one.shown or not site.is_public
            else "",
        )
        for one in cases
    )


def _publishers(works: Sequence[CitedWork]) -> str:
    return "；".join(dict.fromkeys(work.publisher or work.title for work in works))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another county of the city, with its number of issues."""

    name: str
    href: str
    number: int


def _county_page(site: SiteIndex, templates: Templates, city: City, key: str) -> Page:
    placed = placed_in(site, city)
    units = county_units(city)
    (unit,) = (one for one in units if one.key == key)
    path = county_path(city, unit)
    behind, own = behind_from(site, path), placed.of(unit)
    facets = {"city": city.id, **placed.facet(unit)}
    names = {one.id for one in own}
    cases = [one for one in site.exposed_in(city.id) if one.line.id in names]
    listed = MOST if behind.is_public else MOST_CASES
    return templates.page(
        "county.html",
        path,
        f"{unit.name}，{city.name}",
        city=city,
        cities=behind.link.to(CITIES),
        city_href=behind.link.to(city_path(city.id)),
        unit=unit,
        today=site.today,
        said=_said(site, behind, own, facets, len(placed.figures_of(unit))),
        counts_inner=bool(inner_metrics(site, city)),
        problems=()
        if behind.is_public
        else problem_rows(site, behind.link, by_urgency(site, own)[:MOST]),
        problems_total=len(own),
        problems_rest=behind.records(**facets),
        cases=case_rows(site, behind.link, city, cases[:listed]),
        cases_total=len(cases),
        cases_rest=_exposed_href(behind, facets),
        figures=_figures(site, placed.figures_of(unit)),
        neighbours=_neighbours(behind.link, placed, units, unit),
        unplaced=counted(len(placed.issues.get("", ())), behind.records(city=city.id, **UNPLACED)),
        feedback=behind.link.folder("about"),
    )


@dataclass(frozen=True, slots=True)
class CountySaid:
    """The one sentence of a county: what is counted, each number with its link."""

    found: Cell
    is_known: bool
    """Whether anything of how these issues stand is known: of published ones it mostly is not."""
    open: Cell
    overdue: Cell
    near: Cell
    cleared: Cell
    rate: str
    exposed: Cell
    told: Cell
    silent: Cell
    figures: Cell

    @property
    def titles(self) -> Sequence[str]:
        """Return what of the issues it counts besides how many there are."""
        is_told = self.is_known and not self.found.is_zero
        return [one.title for one in (OPEN, OVERDUE, CLEARED)] if is_told else []


def _exposed_href(behind: Behind, facets: Mapping[str, str]) -> str:
    """Return the search for the cases of an edition: in the full one those with an exposure."""
    return behind.cases(**facets, exposed="" if behind.is_public else "1")


def _said(
    site: SiteIndex,
    behind: Behind,
    own: Sequence[IssueSummary],
    facets: Mapping[str, str],
    figures: int,
) -> CountySaid:
    counts = tally(own, site.today.isoformat())
    silent = sum(one.exposed_on != "" and one.openness == SILENT for one in own)
    told = counts.exposed - silent
    silent_here = counted(silent, behind.records(**facets, exposed="1", open=SILENT))
    if behind.is_public:
        told, silent_here = told_number(counts), silent_cell(behind, counts, **facets)
    return CountySaid(
        found=behind.cell(FOUND, counts, **facets),
        is_known=is_known(OVERDUE, counts, is_public=behind.is_public),
        open=behind.cell(OPEN, counts, **facets),
        overdue=behind.cell(OVERDUE, counts, **facets),
        near=_near(site, own, counts, "#problems"),
        cleared=behind.cell(CLEARED, counts, **facets),
        rate=CLEARANCE.cell(counts).text,
        exposed=behind.cell(CASES if behind.is_public else EXPOSED, counts, **facets),
        told=counted(told, "#cases"),
        silent=silent_here,
        figures=counted(figures, "#figures"),
    )


def _figures(site: SiteIndex, figures: Sequence[PublishedFigure]) -> list[FigureView]:
    return [figure_view(site.register, one) for one in figures[:MOST_CASES]]


def _neighbours(
    link: Links, placed: Placed, units: Sequence[CountyUnit], here: CountyUnit
) -> list[Neighbour]:
    """Return the other counties of the city that have a page, those with most issues first."""
    found = [
        Neighbour(one.name, link.to(county_path(placed.city, one)), len(placed.of(one)))
        for one in units
        if one.key != here.key and placed.has_page(one)
    ]
    return sorted(found, key=lambda one: -one.number)
