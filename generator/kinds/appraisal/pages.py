"""The pages of appraisals (考核评比): ranks by quarter, results of years, what followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core.vocabulary import Role
from generator.derive.work.appraisals import AppraisedYear, Followed, appraised_years, followed
from generator.kinds.action.model import Action
from generator.kinds.appraisal.model import Appraisal, Appraised
from generator.kinds.programme.model import Programme
from generator.kinds.register import in_order
from generator.model.source import Source
from generator.render.terms import number_text
from generator.site.index import Book
from generator.site.links import APPRAISALS, Links, appraisals_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell

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
    """What followed for a unit, when, and the measure that it became."""

    unit: str
    outcome: str
    date: str
    period: Cell
    action: Cell
    note: str


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One appraisal as a section of its campaign's page."""

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


@dataclass(frozen=True, slots=True)
class Appraising:
    """What one campaign says of its appraisals, and what is on record of them."""

    programme: Programme
    href: str
    years: tuple[YearTable, ...]
    outcomes: tuple[OutcomeView, ...]
    count: int


def appraisal_pages(book: Book) -> Iterator[PageJob]:
    """The list, and one page for each campaign that appraises."""
    yield PageJob(APPRAISALS, _list_page)
    for programme in book.programmes:
        if appraises(book, programme):
            yield PageJob(appraisals_path(programme.id), _campaign_page, (programme,))


def _list_page(book: Book, templates: Templates) -> Page:
    link = Links(APPRAISALS)
    found = [appraising(book, link, one) for one in book.programmes if appraises(book, one)]
    return templates.page("appraisals.html", APPRAISALS, "考核评比", campaigns=found)


def _campaign_page(book: Book, templates: Templates, programme: Programme) -> Page:
    path = appraisals_path(programme.id)
    link = Links(path)
    return templates.page(
        "appraisal.html",
        path,
        f"考核评比（{programme.id}）",
        campaign=appraising(book, link, programme),
        periods=[_period(book, link, one) for one in reversed(_own(book, programme))],
    )


def appraises(book: Book, programme: Programme) -> bool:
    """Whether a campaign has a page of appraisals."""
    return programme.appraisal is not None or bool(_own(book, programme))


def _own(book: Book, programme: Programme) -> list[Appraisal]:
    return in_order(book.register.select(Appraisal, programme=programme.id))


def appraising(book: Book, link: Links, programme: Programme) -> Appraising:
    """The appraisals of a campaign as seen from a page."""
    own = _own(book, programme)
    return Appraising(
        programme=programme,
        href=link.to(appraisals_path(programme.id)),
        years=tuple(_year_table(book, link, programme, one) for one in appraised_years(own)),
        outcomes=tuple(_outcome(book, link, one) for one in followed(own)),
        count=len(own),
    )


def period_title(period: str) -> str:
    """2019年6月, 2019年二季度, 2019年."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年"
    return f"{year}年{_QUARTERS[part]}" if part in _QUARTERS else f"{year}年{int(part)}月"


def _anchored(link: Links, programme: Programme, period: str, text: str) -> Cell:
    return Cell(text, f"{link.to(appraisals_path(programme.id))}#p{period}")


def _year_table(book: Book, link: Links, programme: Programme, one: AppraisedYear) -> YearTable:
    heads = [_anchored(link, programme, period, _QUARTERS[period[5:]]) for period in one.quarters]
    if one.has_result:
        heads.append(_anchored(link, programme, str(one.year), "年度考核"))
    rows = []
    for unit in one.units:
        entries = [entry for entry in (*unit.quarters, unit.yearly) if entry]
        ranks = tuple(_rank_text(entry) for entry in unit.quarters)
        result = _entry(book, unit.yearly) if unit.yearly else None
        rows.append((_entry(book, entries[-1]), ranks, result))
    return YearTable(one.year, tuple(heads), one.has_result, tuple(rows))


def _rank_text(entry: Appraised | None) -> str:
    if entry is None or entry.rank is None:
        return ""
    return f"{entry.rank}（并列）" if entry.tied else str(entry.rank)


def _entry(book: Book, entry: Appraised) -> EntryView:
    city = book.register.cities.get(entry.city)
    failing = book.register.vocabulary.with_role("verdicts", Role.FAILED)
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


def _outcome(book: Book, link: Links, one: Followed) -> OutcomeView:
    what = one.consequence
    known = bool(what.action) and book.register.find(Action, what.action or "") is not None
    programme = book.register.programmes[one.appraisal.programme_id]
    period = one.appraisal.period
    return OutcomeView(
        unit=what.unit,
        outcome=what.outcome,
        date=str(what.date),
        period=_anchored(link, programme, period, period_title(period)),
        action=Cell(what.action or "", link.action(what.action) if what.action and known else ""),
        note=what.note or "",
    )


def _period(book: Book, link: Links, one: Appraisal) -> PeriodView:
    rules = book.register.programmes[one.programme_id].appraisal
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
        counties=_entries(book, one, of_counties=True),
        departments=_entries(book, one, of_counties=False),
        outcomes=tuple(_outcome(book, link, Followed(one, what)) for what in one.outcomes),
        note=one.note or "",
        sources=tuple(one.sources),
    )


def _entries(book: Book, one: Appraisal, *, of_counties: bool) -> tuple[EntryView, ...]:
    own: Sequence[Appraised] = [x for x in one.entries if x.is_county is of_counties]
    return tuple(_entry(book, entry) for entry in own)
