"""The work of periods by the day of the event: a page of tables, and the same as CSV.

See decision 0059.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.kinds.issue.work import (
    WORK_DONE,
    WORK_OUT,
    CityWork,
    Days,
    PeriodWork,
    Work,
    WorkTitle,
    period_work,
    sum_of,
)
from generator.reports.periods import (
    WEEKS,
    PeriodKind,
    ReportPeriod,
    days_found,
    round_of,
    week_of,
)
from generator.site.charts import bar_chart
from generator.site.index import SiteIndex
from generator.site.links import WORK, WORK_FILE, Links
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, NumberRow, NumberTable

_KINDS: Sequence[tuple[PeriodKind, str]] = (
    (PeriodKind.ROUND, "按轮次"),
    (PeriodKind.WEEK, f"按周，最近 {WEEKS} 周"),
    (PeriodKind.MONTH, "按月"),
    (PeriodKind.QUARTER, "按季度"),
    (PeriodKind.YEAR, "按年"),
)
_MONTH = len("2019-07")


def work_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the page and the file; the public edition counts no work of single days."""
    if not site.is_public:
        yield PageJob(WORK, _work_page)
        yield PageJob(WORK_FILE, _work_file)


@dataclass(frozen=True, slots=True)
class WorkedPeriod:
    """A period that has begun, with the work that counts for it: of all, or of one programme."""

    period: ReportPeriod
    programme: str = ""

    def label(self, site: SiteIndex) -> str:
        """Return its name."""
        programme = site.register.programmes.get(self.programme)
        return f"{programme.name}，{self.period.label}" if programme else self.period.label


def worked_periods(site: SiteIndex) -> list[WorkedPeriod]:
    """Return the periods from the first work on to the day of the register."""
    today = site.today.isoformat()
    days = [day for one in site.work for day in one.days if day <= today]
    found = [WorkedPeriod(one, one.key.split("-")[0]) for one in _rounds(site, today)]
    found += [WorkedPeriod(one) for one in _weeks(site.today, days)]
    return found + [WorkedPeriod(one) for one in days_found(_months(days, today))]


def _rounds(site: SiteIndex, today: str) -> Iterator[ReportPeriod]:
    worked = {one.programme for one in site.work}
    for one in site.register.rounds.values():
        if one.programme_id in worked and one.start.isoformat() <= today:
            yield round_of(one.programme_id, one.number, one)


def _weeks(today: date, days: Sequence[str]) -> Iterator[ReportPeriod]:
    weeks = (week_of(today - timedelta(7 * back)) for back in range(WEEKS - 1, -1, -1))
    return (one for one in weeks if days and one.last >= min(days))


def _months(days: Sequence[str], today: str) -> list[str]:
    """Return every month from the first with work to the last with any, in order."""
    if not days:
        return []
    first, last = min(days), max(days)
    months = [
        f"{year:04}-{month:02}"
        for year in range(int(first[:4]), int(last[:4]) + 1)
        for month in range(1, 13)
    ]
    return [one for one in months if first[:_MONTH] <= one <= last[:_MONTH]]


def _titles(works: Sequence[PeriodWork]) -> list[WorkTitle]:
    """Return what is counted, without what never occurs and need not be told."""
    every = (*WORK_DONE, *WORK_OUT)
    return [one for one in every if one.always or any(work.of(one.work) for work in works)]


def _work_page(site: SiteIndex, templates: Templates) -> Page:
    link = Links(WORK)
    periods = worked_periods(site)
    by_programme = {
        name: sum_of(one.days for one in site.work if name in ("", one.programme))
        for name in {one.programme for one in periods}
    }
    works = {one: _work(by_programme[one.programme], one, site) for one in periods}
    works = {one: work for one, work in works.items() if not work.is_empty}
    titles = _titles(list(works.values()))
    tables = [
        (kind.value, title, _table(site, title, titles, {one: works[one] for one in own}))
        for kind, title in _KINDS
        if (own := [one for one in works if one.period.kind is kind])
    ]
    months = [one for one in works if one.period.kind is PeriodKind.MONTH]
    while months and not works[months[0]].of(Work.CLOSED):
        del months[0]
    closed = [Cell(str(works[one].of(Work.CLOSED)), sort=one.period.key) for one in months]
    return templates.page(
        "progress_work.html",
        WORK,
        "各期工作量",
        tables=tables,
        chart=bar_chart("closed", "各月销号的问题条数", "月份", closed),
        file=link.to(WORK_FILE),
        today=site.today,
    )


def _work(days: Days, one: WorkedPeriod, site: SiteIndex) -> PeriodWork:
    return period_work(days, one.period.first, one.period.last, site.today.isoformat())


def _table(
    site: SiteIndex, title: str, titles: Sequence[WorkTitle], works: dict[WorkedPeriod, PeriodWork]
) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(one.label(site), sort=f"{one.programme} {one.period.first}"),
            tuple(Cell(str(number)) for number in _numbers(titles, work)),
        )
        for one, work in works.items()
    )
    caption = f"工作量{title}，按事项发生的日期，截至 {site.today}"
    return NumberTable(caption, "时期", tuple(_heads(titles)), rows)


def _heads(titles: Sequence[WorkTitle]) -> list[str]:
    return ["期初在办", *(one.title for one in titles), "期末在办", "期末逾期"]


def _numbers(titles: Sequence[WorkTitle], work: PeriodWork) -> list[int]:
    return [work.opening, *(work.of(one.work) for one in titles), work.closing, work.overdue]


def _work_file(site: SiteIndex, _: Templates) -> str:
    """Return every period of every programme and city, a line each, as CSV."""
    titles = [*WORK_DONE, *WORK_OUT]
    text = io.StringIO()
    text.write("\ufeff")  # spreadsheets take the file for UTF-8 by it
    writer = csv.writer(text)
    writer.writerow(
        ["时期种类", "时期", "首日", "末日", "行动", "城市代码", "城市", *_heads(titles)]
    )
    for one in worked_periods(site):
        for own in site.work:
            if one.programme in ("", own.programme):
                writer.writerow(_line(site, one, own, titles))
    return text.getvalue()


def _line(
    site: SiteIndex, one: WorkedPeriod, own: CityWork, titles: Sequence[WorkTitle]
) -> list[object]:
    period, city = one.period, site.register.cities.get(own.city)
    where = [own.programme, own.city, city.name if city else own.city]
    numbers = _numbers(titles, _work(own.days, one, site))
    return [period.kind.value, period.key, period.first, period.last, *where, *numbers]
