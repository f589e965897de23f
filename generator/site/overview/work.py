"""The work of periods by the day of the event: a page of tables.

See decision 0059.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from generator.kinds.issue.work import WORK_DONE, WORK_OUT, Work, WorkTitle
from generator.kinds.issue.work_periods import CityWork, PeriodWork, WorkDays, period_work, sum_of
from generator.reports.periods import (
    WEEKS,
    PeriodKind,
    ReportPeriod,
    days_found,
    round_of,
    week_of,
)
from generator.site.charts import ColumnChart, Stack, series_chart
from generator.site.index import SiteIndex
from generator.site.links import (
    GROUP_WORK_FILE,
    WORK,
    WORK_BOOK,
    WORK_CITIES,
    WORK_FILE,
    Links,
    group_work_path,
)
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
    """Yield the page; the public edition counts no work of single days."""
    if not site.is_public:
        yield PageJob(WORK, _work_page)


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
    days = [day for one in site.work for day in one.done.days if day <= today]
    found = [WorkedPeriod(one, one.key.split("-")[0]) for one in _rounds(site, today)]
    found += [WorkedPeriod(one) for one in _weeks(site.today, days)]
    return found + [WorkedPeriod(one) for one in days_found(_months(days, today))]


def _rounds(site: SiteIndex, today: str) -> Iterator[ReportPeriod]:
    worked = {one.programme for one in site.work}
    for one in site.register.rounds.values():
        if one.programme_id in worked and one.start.isoformat() <= today:
            yield round_of(one.programme_id, one.number, one)


def _weeks(today: date, days: Sequence[str]) -> Iterator[ReportPeriod]:
    first = min(days, default=today.isoformat())
    weeks = (week_of(today - timedelta(7 * back)) for back in range(WEEKS - 1, -1, -1))
    return (one for one in weeks if days and one.last >= first)


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


def worked_rounds(site: SiteIndex) -> list[str]:
    """Return the rounds with work of groups, without those of published cases."""
    return [name for name in site.group_work if groups_of(site, name)]


def groups_of(site: SiteIndex, round_id: str) -> list[CityWork]:
    """Return the work of the groups of a round that has any by now."""
    programme = site.register.programmes.get(round_id.split("-")[0])
    if programme is None:
        return []
    today = site.today.isoformat()
    return [
        one
        for one in site.group_work[round_id]
        if not programme.is_published(group_code(one)[0]) and one.done.days[0] <= today
    ]


def group_code(one: CityWork) -> str:
    """Return the code of a group: `P01`."""
    return one.group.partition("-")[2]


def _rounds_by_programme(site: SiteIndex, link: Links) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the name of each programme with links to the work of the groups of its rounds."""
    for programme, names in groupby(worked_rounds(site), lambda name: name.split("-R")[0]):
        yield (
            site.register.programmes[programme].name,
            [Cell(_round_label(name), link.to(group_work_path(name))) for name in names],
        )


def _round_label(name: str) -> str:
    programme, number = name.split("-R")
    return round_of(programme, int(number), None).label


def occurring(works: Iterable[PeriodWork]) -> list[WorkTitle]:
    """Return what is counted, without what never occurs and need not be told."""
    some, every = list(works), (*WORK_DONE, *WORK_OUT)
    told = not some or any(work.is_followed for work in some)
    return [
        one for one in every if (one.always and told) or any(work.of(one.work) for work in some)
    ]


def _work_page(site: SiteIndex, templates: Templates) -> Page:
    link = Links(WORK)
    periods = worked_periods(site)
    by_programme = {
        name: sum_of(one.done for one in site.work if name in ("", one.programme))
        for name in {one.programme for one in periods}
    }
    works = {one: _work(by_programme[one.programme], one, site) for one in periods}
    months = [one for one in works.items() if one[0].period.kind is PeriodKind.MONTH]
    works = {one: work for one, work in works.items() if not work.is_empty}
    titles = occurring(list(works.values()))
    tables = [
        (kind.value, title, _table(site, title, titles, {one: works[one] for one in own}))
        for kind, title in _KINDS
        if (own := [one for one in works if one.period.kind is kind])
    ]
    return templates.page(
        "progress_work.html",
        WORK,
        "各期工作量",
        tables=tables,
        chart=_flow_chart(months if _tells_standing(titles) else ()),
        rounds=list(_rounds_by_programme(site, link)),
        cities=link.to(WORK_CITIES),
        file=link.to(WORK_FILE),
        group_file=link.to(GROUP_WORK_FILE),
        book=link.to(WORK_BOOK),
        today=site.today,
    )


_TITLES = {one.work: one.title for one in (*WORK_DONE, *WORK_OUT)}
_FLOW: Sequence[tuple[str, str, Callable[[PeriodWork], int]]] = (
    ("gone", _TITLES[Work.FOUND], lambda one: one.of(Work.FOUND)),
    ("unknown", _TITLES[Work.HANDED], lambda one: one.of(Work.HANDED)),
    ("closed", _TITLES[Work.CLOSED], lambda one: one.of(Work.CLOSED)),
    ("open", "期末尚未办结", lambda one: one.closing),
)
"""What came in, was handed over and was cleared in a month, and what was left open at its end."""

_DRAWN = 12
"""The months of the chart, also those without work; the table has all that have any."""


def _flow_chart(months: Sequence[tuple[WorkedPeriod, PeriodWork]]) -> ColumnChart:
    """Return the columns of the last months, those of one month beside each other."""
    stacks = [
        Stack(one.period.key, one.period.label, "", tuple(read(work) for _, _, read in _FLOW))
        for one, work in months[-_DRAWN:]
    ]
    rows = [NumberRow(Cell(one.label), tuple(Cell(str(n)) for n in one.counts)) for one in stacks]
    heads = tuple(name for _, name, _ in _FLOW)
    table = NumberTable(f"各月{'、'.join(heads)}的问题数", "月份", heads, tuple(rows))
    return series_chart("flow", [(kind, name) for kind, name, _ in _FLOW], stacks, table)


def _work(days: WorkDays, one: WorkedPeriod, site: SiteIndex) -> PeriodWork:
    return period_work(days, one.period.first, one.period.last, site.today.isoformat())


def _table(
    site: SiteIndex, title: str, titles: Sequence[WorkTitle], works: dict[WorkedPeriod, PeriodWork]
) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(one.label(site), sort=f"{one.programme} {one.period.first}"),
            tuple(Cell(str(number)) for number in numbers_of(titles, work)),
        )
        for one, work in works.items()
    )
    caption = f"工作量{title}，按事项发生的日期，截至 {site.today}"
    return NumberTable(caption, "时期", tuple(heads_of(titles)), rows)


def heads_of(titles: Sequence[WorkTitle]) -> list[str]:
    """Return the heads of a table of work."""
    done = [one.title for one in titles]
    return ["期初尚未办结", *done, "期末尚未办结", "期末逾期"] if _tells_standing(titles) else done


def _tells_standing(titles: Sequence[WorkTitle]) -> bool:
    """Return whether it is known what is open; of published cases alone it is not."""
    return any(one.work is Work.CLOSED for one in titles)


def keys_of(titles: Sequence[WorkTitle]) -> list[str]:
    """Return what these heads count: a letter of `Work`, or `opening`, `closing`, `overdue`."""
    done = [one.work.value for one in titles]
    return ["opening", *done, "closing", "overdue"] if _tells_standing(titles) else done


def numbers_of(titles: Sequence[WorkTitle], work: PeriodWork) -> list[int]:
    """Return the numbers below these heads."""
    done = [work.of(one.work) for one in titles]
    return [work.opening, *done, work.closing, work.overdue] if _tells_standing(titles) else done
