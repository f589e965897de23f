"""The pages of appraisals (考核评比): ranks by quarter, results of years, consequences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.core.fields import Correction, Source
from generator.core.vocabulary import Role
from generator.kinds.action.model import Action
from generator.kinds.appraisal import KIND
from generator.kinds.appraisal.model import Appraisal, Appraised, Consequence
from generator.kinds.programme.model import Programme
from generator.kinds.register import in_order
from generator.site.index import SiteIndex
from generator.site.links import APPRAISALS, Links, appraisals_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, city_name, joined, plain_entry, texts_of
from generator.site.tables import Cell, number_text

_LAST = 10_000
"""The sort key of a unit without a rank."""


@dataclass(frozen=True, slots=True)
class UnitYear:
    """One unit in one year: its result in each quarter, and in the year."""

    unit: str
    city: str
    is_county: bool
    quarters: tuple[Appraised | None, ...]
    yearly: Appraised | None

    @property
    def order(self) -> tuple[bool, int, int]:
        """Return the sort key: counties first; by the year's result, then by the last quarter."""
        last = next((one for one in reversed(self.quarters) if one), None)
        return (not self.is_county, _rank(self.yearly), _rank(last))


@dataclass(frozen=True, slots=True)
class AppraisedYear:
    """The quarters of a year that were appraised (`2019-Q2`), and its units."""

    year: int
    quarters: tuple[str, ...]
    has_result: bool
    units: tuple[UnitYear, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A consequence for a unit, and the appraisal that it followed from."""

    appraisal: Appraisal
    consequence: Consequence


def appraised_years(appraisals: Sequence[Appraisal]) -> list[AppraisedYear]:
    """Return the years of a programme with more than monthly circulars, the latest first."""
    years = sorted({one.year for one in appraisals}, reverse=True)
    found = [_year(year, [one for one in appraisals if one.year == year]) for year in years]
    return [one for one in found if one.units]


def _year(year: int, appraisals: Sequence[Appraisal]) -> AppraisedYear:
    quarterly = sorted((one for one in appraisals if one.is_quarterly), key=lambda one: one.period)
    yearly = next((one for one in appraisals if one.is_yearly), None)
    appraisals = [*quarterly, *([yearly] if yearly else [])]
    names = dict.fromkeys((entry.unit, entry.city) for one in appraisals for entry in one.entries)
    units = [_unit(name, city, quarterly, yearly) for name, city in names]
    return AppraisedYear(
        year=year,
        quarters=tuple(one.period for one in quarterly),
        has_result=yearly is not None,
        units=tuple(sorted(units, key=lambda one: one.order)),
    )


def _unit(
    name: str, city: str, quarterly: Sequence[Appraisal], yearly: Appraisal | None
) -> UnitYear:
    quarters = tuple(_appraised(one, name, city) for one in quarterly)
    result = _appraised(yearly, name, city) if yearly else None
    is_county = any(one.is_county for one in (*quarters, result) if one)
    return UnitYear(name, city, is_county, quarters, result)


def _appraised(appraisal: Appraisal, name: str, city: str) -> Appraised | None:
    own = (one for one in appraisal.entries if (one.unit, one.city) == (name, city))
    return next(own, None)


def _rank(entry: Appraised | None) -> int:
    return entry.rank if entry and entry.rank else _LAST


def followed(appraisals: Iterable[Appraisal]) -> list[Followed]:
    """Return all consequences, the latest first."""
    found = [Followed(one, what) for one in appraisals for what in one.outcomes]
    return sorted(found, key=lambda one: str(one.consequence.date), reverse=True)


_QUARTERS = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}


@dataclass(frozen=True, slots=True)
class EntryView:
    """One unit of one appraisal, ready to be printed; `failed`: it failed or was vetoed."""

    unit: str
    sort: str
    city: str
    rank: str
    score: str
    verdict: str
    vetoed: bool
    failed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class YearTable:
    """The ranks of one year: a column for each quarter, and the result of the year."""

    year: int
    heads: tuple[Cell, ...]
    has_result: bool
    rows: tuple[tuple[EntryView, tuple[str, ...], EntryView | None], ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A consequence for a unit, its date, and the action that was taken."""

    unit: str
    outcome: str
    date: str
    period: Cell
    action: Cell
    note: str


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One appraisal as a section of its programme's page."""

    id: str
    anchor: str
    title: str
    date: str
    by: str
    partial: bool
    counties: tuple[EntryView, ...]
    departments: tuple[EntryView, ...]
    outcomes: tuple[OutcomeView, ...]
    note: str
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Appraising:
    """The appraisal rules of one programme, and its recorded appraisals."""

    programme: Programme
    href: str
    years: tuple[YearTable, ...]
    outcomes: tuple[OutcomeView, ...]
    count: int


def appraisal_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list, and one page for each programme that appraises."""
    yield PageJob(APPRAISALS, _list_page)
    for programme in site.programmes:
        if appraises(site, programme):
            yield PageJob(appraisals_path(programme.id), _programme_page, (programme,))


def _list_page(site: SiteIndex, templates: Templates) -> Page:
    link = Links(APPRAISALS)
    found = [appraising(site, link, one) for one in site.programmes if appraises(site, one)]
    return templates.page("appraisals.html", APPRAISALS, "考核评比", programmes=found)


def _programme_page(site: SiteIndex, templates: Templates, programme: Programme) -> Page:
    path = appraisals_path(programme.id)
    link = Links(path)
    return templates.page(
        "appraisal.html",
        path,
        f"考核评比（{programme.id}）",
        view=appraising(site, link, programme),
        periods=[_period(site, link, one) for one in reversed(_own(site, programme))],
    )


def appraises(site: SiteIndex, programme: Programme) -> bool:
    """Return whether a programme has a page of appraisals."""
    return programme.appraisal is not None or bool(_own(site, programme))


def _own(site: SiteIndex, programme: Programme) -> list[Appraisal]:
    return in_order(site.register.select(Appraisal, programme=programme.id))


def appraising(site: SiteIndex, link: Links, programme: Programme) -> Appraising:
    """Return the appraisals of a programme as seen from a page."""
    own = _own(site, programme)
    return Appraising(
        programme=programme,
        href=link.to(appraisals_path(programme.id)),
        years=tuple(_year_table(site, link, programme, one) for one in appraised_years(own)),
        outcomes=tuple(_outcome(site, link, one) for one in followed(own)),
        count=len(own),
    )


def period_title(period: str) -> str:
    """Return 2019年6月, 2019年二季度 or 2019年."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年"
    return f"{year}年{_QUARTERS[part]}" if part in _QUARTERS else f"{year}年{int(part)}月"


def _anchored(link: Links, programme: Programme, period: str, text: str) -> Cell:
    return Cell(text, f"{link.to(appraisals_path(programme.id))}#p{period}")


def _year_table(
    site: SiteIndex, link: Links, programme: Programme, one: AppraisedYear
) -> YearTable:
    heads = [_anchored(link, programme, period, _QUARTERS[period[5:]]) for period in one.quarters]
    if one.has_result:
        heads.append(_anchored(link, programme, str(one.year), "年度考核"))
    rows = []
    for unit in one.units:
        entries = [entry for entry in (*unit.quarters, unit.yearly) if entry]
        ranks = tuple(_rank_text(entry) for entry in unit.quarters)
        result = _entry(site, unit.yearly) if unit.yearly else None
        rows.append((_entry(site, entries[-1]), ranks, result))
    return YearTable(one.year, tuple(heads), one.has_result, tuple(rows))


def _rank_text(entry: Appraised | None) -> str:
    if entry is None or entry.rank is None:
        return ""
    return f"{entry.rank}（并列）" if entry.tied else str(entry.rank)


def _entry(site: SiteIndex, entry: Appraised) -> EntryView:
    city = site.register.cities.get(entry.city)
    failing = site.register.vocabulary.with_role("verdicts", Role.FAILED)
    return EntryView(
        unit=entry.unit,
        sort=f"{entry.city}{entry.county or '999999'}{entry.unit}",
        city=city.name if city else entry.city,
        rank=_rank_text(entry),
        score=number_text(entry.score) if entry.score is not None else "",
        verdict=entry.verdict or "",
        vetoed=entry.vetoed,
        failed=entry.vetoed or entry.verdict in failing,
        reason=entry.reason or "",
    )


def _outcome(site: SiteIndex, link: Links, one: Followed) -> OutcomeView:
    what = one.consequence
    known = bool(what.action) and site.register.find(Action, what.action or "") is not None
    programme = site.register.programmes[one.appraisal.programme_id]
    period = one.appraisal.period
    return OutcomeView(
        unit=what.unit,
        outcome=what.outcome,
        date=str(what.date),
        period=_anchored(link, programme, period, period_title(period)),
        action=Cell(what.action or "", link.action(what.action) if what.action and known else ""),
        note=what.note or "",
    )


def _period(site: SiteIndex, link: Links, one: Appraisal) -> PeriodView:
    rules = site.register.programmes[one.programme_id].appraisal
    called = rules and (
        rules.yearly if one.is_yearly else rules.quarterly if one.is_quarterly else rules.monthly
    )
    return PeriodView(
        id=one.id,
        anchor=f"p{one.period}",
        title=f"{period_title(one.period)} {called or '考核评比'}",
        date=str(one.date),
        by=one.by or "",
        partial=one.partial,
        counties=_entries(site, one, of_counties=True),
        departments=_entries(site, one, of_counties=False),
        outcomes=tuple(_outcome(site, link, Followed(one, what)) for what in one.outcomes),
        note=one.note or "",
        sources=tuple(one.sources),
        corrections=tuple(one.corrections),
    )


def _entries(site: SiteIndex, one: Appraisal, *, of_counties: bool) -> tuple[EntryView, ...]:
    own: Sequence[Appraised] = [x for x in one.entries if x.is_county is of_counties]
    return tuple(_entry(site, entry) for entry in own)


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of appraisals."""
    for one in site.register.appraisals:
        programme = site.register.programmes[one.programme_id]
        cities = list(dict.fromkeys(entry.city for entry in one.entries))
        entries = (text for x in one.entries for text in (x.unit, x.verdict, x.reason))
        outcomes = (f"{x.unit}{x.outcome}" for x in one.outcomes)
        yield plain_entry(
            KIND.search_label,
            one.id,
            f"{appraisals_path(one.programme_id)}#p{one.period}",
            f"{period_title(one.period)}考核评比，{programme.name}",
            joined([one.by, *entries, *outcomes, *(x.title for x in one.sources)]),
            texts=texts_of(one),
            place="、".join(city_name(site, city) for city in cities),
            programme=one.programme_id,
            city=cities[0] if len(cities) == 1 else "",
            date=str(one.date),
        )


def record_place(site: SiteIndex, record: Appraisal) -> str:
    """Return where a record is shown, as a path in the site."""
    return appraisals_path(record.programme_id)
