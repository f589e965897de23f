"""How the work has gone: by round, by month, year on year, and small charts of cities and groups.

See decision 0107.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.kinds.issue.work import Work
from generator.kinds.issue.work_periods import CityWork, PeriodWork, WorkDays, period_work, sum_of
from generator.kinds.programme.model import Programme
from generator.kinds.registry import BY_MODEL
from generator.kinds.round.model import Round
from generator.reports.periods import PeriodKind
from generator.site.index import SiteIndex
from generator.site.links import TRENDS, WORK_FILE, Links
from generator.site.overview.work import worked_periods
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, round_label
from generator.site.trends import LEAST, Series, TrendChart, trend_chart, trend_table

_MONTHS = 24
"""Months that a chart shows; the table of all is on the page of the work."""

_MONTH = 7
_YEAR = 4

OF_ROUND = BY_MODEL[Round].title
"""What the points of a chart by round are called."""


class _Counted(NamedTuple):
    look: str
    title: str
    work: Work


_COUNTED = (
    _Counted("hand", "发现", Work.FOUND),
    _Counted("wait", "交办", Work.HANDED),
    _Counted("done", "销号", Work.CLOSED),
)
_OVER = ("over", "期末逾期")


@dataclass(frozen=True, slots=True)
class Multiple:
    """One of several small charts on the same scale."""

    name: str
    href: str
    chart: TrendChart


@dataclass(frozen=True, slots=True)
class Multiples:
    """Small charts beside each other, and their numbers as one table."""

    title: str
    said: str
    all: tuple[Multiple, ...]
    table: NumberTable


@dataclass(frozen=True, slots=True)
class OfProgramme:
    """The charts of a programme by round, its cities and its groups of categories."""

    title: str
    charts: tuple[TrendChart, ...]
    multiples: tuple[Multiples, ...]


def trend_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the page; the public edition counts no work of single days."""
    if not site.is_public:
        yield PageJob(TRENDS, _trend_page)


def _trend_page(site: SiteIndex, templates: Templates) -> Page:
    link = Links(TRENDS)
    return templates.page(
        "progress_trends.html",
        TRENDS,
        "走势",
        today=site.today,
        programmes=[one for each in site.programmes if (one := _of_programme(site, link, each))],
        months=list(_by_month(site)),
        years=_year_on_year(site),
        file=link.to(WORK_FILE),
    )


def begun_rounds(site: SiteIndex, programme: str) -> list[Round]:
    """Return the rounds of a programme that have begun, in order."""
    own = (one for one in site.register.rounds.values() if one.programme_id == programme)
    return sorted((one for one in own if one.start <= site.today), key=lambda one: one.number)


def of_rounds(days: WorkDays, rounds: Sequence[Round], today: str) -> list[PeriodWork]:
    """Return what was done in each round, and how many were overdue at its end."""
    return [period_work(days, str(one.start), str(one.end), today) for one in rounds]


def series_of(works: Sequence[PeriodWork]) -> tuple[Series, ...]:
    """Return the overdue at the end of each period, and what was found, handed over and closed."""
    counted = (
        Series(look, name, tuple(one.of(work) for one in works)) for look, name, work in _COUNTED
    )
    return (Series(*_OVER, tuple(one.overdue for one in works)), *counted)


def charts_of(
    corner: str, labels: Sequence[str], heads: Sequence[Cell], series: Sequence[Series], said: str
) -> Iterator[TrendChart]:
    """Yield the chart of the overdue and that of the work, with one table of both."""
    table = trend_table(said, corner, heads, series)
    over, *work = series
    for title, some in ((f"{over.name}（个）", (over,)), ("发现、交办和销号（个）", tuple(work))):
        if chart := trend_chart(title, corner, labels, some, table):
            yield chart


def _of_programme(site: SiteIndex, link: Links, programme: Programme) -> OfProgramme | None:
    rounds = begun_rounds(site, programme.id)
    own = [one for one in site.work if one.programme == programme.id]
    if len(rounds) < LEAST or not own:
        return None
    today = site.today.isoformat()
    works = of_rounds(sum_of(one.done for one in own), rounds, today)
    heads = [Cell(round_label(one.number), link.round(one.id), sort=one.id) for one in rounds]
    said = f"{programme.name}分轮次情况，截至 {today}"
    labels = [str(one.number) for one in rounds]
    charts = tuple(charts_of(OF_ROUND, labels, heads, series_of(works), said))
    multiples = (_cities(site, link, own, rounds), _groups(site, link, programme, rounds))
    return OfProgramme(programme.name, charts, tuple(one for one in multiples if one))


def _cities(
    site: SiteIndex, link: Links, own: Sequence[CityWork], rounds: Sequence[Round]
) -> Multiples | None:
    today = site.today.isoformat()
    late = {one.city: [work.overdue for work in of_rounds(one.done, rounds, today)] for one in own}
    names = {city.id: city.name for city in site.cities if any(late.get(city.id, ()))}
    order = sorted(names, key=lambda city: (-late[city][-1], -max(late[city]), city))
    rows = [(names[city], link.city(city), late[city]) for city in order]
    return _multiples("各市期末逾期（个），逾期多的在前", "over", "逾期", rounds, rows)


def _groups(
    site: SiteIndex, link: Links, programme: Programme, rounds: Sequence[Round]
) -> Multiples | None:
    counts = Counter(
        (one.group, one.round) for one in site.overview.by_programme.get(programme.id, ())
    )
    totals = Counter(group for group, _ in counts.elements())
    rows = [
        (
            group,
            link.records(programme=programme.id, group=group),
            [counts[group, one.number] for one in rounds],
        )
        for group, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return _multiples("各类别当轮发现（个），发现多的在前", "hand", "发现", rounds, rows)


def _multiples(
    title: str,
    look: str,
    name: str,
    rounds: Sequence[Round],
    rows: Sequence[tuple[str, str, Sequence[int]]],
) -> Multiples | None:
    """Return a small chart for each row, all on the scale of the highest value."""
    most = max((value for *_, values in rows for value in values), default=0)
    labels = [str(one.number) for one in rounds]
    table = NumberTable(
        title,
        OF_ROUND,
        tuple(round_label(one.number) for one in rounds),
        tuple(
            NumberRow(Cell(label, href), tuple(Cell(str(value)) for value in values))
            for label, href, values in rows
        ),
    )
    made = (
        (
            *(label, href),
            trend_chart(label, OF_ROUND, labels, [Series(look, name, tuple(values))], table, most),
        )
        for label, href, values in rows
    )
    charts = tuple(Multiple(label, href, chart) for label, href, chart in made if chart)
    said = f"每幅图的纵轴都到 {most} 个。"
    return Multiples(title, said, charts, table) if len(charts) >= LEAST else None


def _by_month(site: SiteIndex) -> Iterator[TrendChart]:
    today = site.today.isoformat()
    days = sum_of(one.done for one in site.work)
    periods = [one.period for one in worked_periods(site) if one.period.kind is PeriodKind.MONTH][
        -_MONTHS:
    ]
    works = [period_work(days, one.first, one.last, today) for one in periods]
    labels = [one.first[_YEAR + 1 : _MONTH].lstrip("0") for one in periods]
    heads = [Cell(one.label, sort=one.first) for one in periods]
    said = f"分月情况，最近 {len(periods)} 个月，截至 {today}"
    yield from charts_of("月份", labels, heads, series_of(works), said)


def _year_on_year(site: SiteIndex) -> NumberTable | None:
    """Return what was found in each month, a column for each year; None of less than two years."""
    months: Mapping[str, int] = {
        month: len(some) for month, some in site.overview.by_month.items() if len(month) == _MONTH
    }
    years = sorted({month[:_YEAR] for month in months})
    if len(years) < 2:
        return None
    rows = tuple(
        NumberRow(
            Cell(f"{number}月", sort=f"{number:02}"),
            tuple(Cell(str(months.get(f"{year}-{number:02}", 0))) for year in years),
        )
        for number in range(1, 13)
    )
    heads = tuple(f"{year}年" for year in years)
    return NumberTable("各月发现的问题（个），各年对照", "月份", heads, rows)
