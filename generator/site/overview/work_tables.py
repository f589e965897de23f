"""The work of periods by city and by group: pages, and all of it as CSV and as one workbook.

See decision 0059.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.exchange.open_files import table_csv
from generator.exchange.tables import DataField, DataTable
from generator.exchange.workbook import workbook
from generator.kinds.issue.column import ColumnKind
from generator.kinds.issue.ledger import LONGEST
from generator.kinds.issue.work import WORK_CHECKED, WORK_DONE, WORK_OUT, Work, WorkTitle
from generator.kinds.issue.work_periods import CityWork, PeriodWork, period_work, sum_of
from generator.kinds.programme.model import Programme
from generator.reports.periods import ReportPeriod, month_of, round_of
from generator.site.index import SiteIndex
from generator.site.links import (
    GROUP_WORK_FILE,
    WORK,
    WORK_BOOK,
    WORK_CITIES,
    WORK_FILE,
    city_path,
    group_work_path,
)
from generator.site.overview.rates import rates_table
from generator.site.overview.work import (
    WorkedPeriod,
    group_code,
    groups_of,
    heads_of,
    keys_of,
    numbers_of,
    occurring,
    worked_periods,
    worked_rounds,
)
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Behind, Cell, NumberRow, NumberTable, behind_from, counted

EVER = "至今"
_EVERY = (*WORK_DONE, *WORK_OUT)
_OF_GROUPS = (*_EVERY, WORK_CHECKED)


def work_tables(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the pages and the files; the public edition counts no work of single days."""
    if site.is_public:
        return
    yield PageJob(WORK_CITIES, _cities_page)
    for name in worked_rounds(site):
        for part in range(1, _parts(site, name) + 1):
            yield PageJob(group_work_path(name, part), _groups_page, (name, part))
    yield PageJob(WORK_FILE, _periods_file)
    yield PageJob(GROUP_WORK_FILE, _groups_file)
    yield PageJob(WORK_BOOK, _book)


@dataclass(frozen=True, slots=True)
class _WorkedRow:
    """A row of a table of work: its label, its work, and what finds all of its issues."""

    label: Cell
    work: PeriodWork
    facets: Mapping[str, str]


_EXACT: Mapping[str, Mapping[str, str]] = {
    Work.FOUND: {},
    "closing": {"open": "open"},
    "overdue": {"overdue": "1"},
}
"""What of the work up to today is a number of issues, and what finds these.

The search tells neither events of a shorter time nor what may happen twice."""


def _table(
    behind: Behind,
    caption: str,
    corner: str,
    titles: Sequence[WorkTitle],
    rows: Sequence[_WorkedRow],
) -> NumberTable:
    keys = keys_of(titles)
    return NumberTable(
        caption,
        corner,
        tuple(heads_of(titles)),
        tuple(NumberRow(one.label, tuple(_cells(behind, titles, keys, one))) for one in rows),
    )


def _cells(
    behind: Behind, titles: Sequence[WorkTitle], keys: Sequence[str], row: _WorkedRow
) -> Iterator[Cell]:
    for key, number in zip(keys, numbers_of(titles, row.work), strict=True):
        is_exact = number and row.facets and key in _EXACT
        yield counted(number, behind.records(**row.facets, **_EXACT[key]) if is_exact else "")


def _cities_page(site: SiteIndex, templates: Templates) -> Page:
    return templates.page(
        "work_cities.html",
        WORK_CITIES,
        "分城市工作量",
        programmes=[
            (one, tables) for one in site.programmes if (tables := _city_tables(site, one))
        ],
        file=behind_from(site, WORK_CITIES).link.to(WORK_FILE),
        book=behind_from(site, WORK_CITIES).link.to(WORK_BOOK),
        today=site.today,
    )


def _city_tables(site: SiteIndex, programme: Programme) -> list[NumberTable]:
    """Return a table for the present round, this month and all the time, where work was done."""
    own = [one for one in site.work if one.programme == programme.id]
    return [
        _cities_table(site, own, label, period)
        for label, period in _present(site, programme)
        if any(_has_work(one, period, site.today.isoformat()) for one in own)
    ]


def _has_work(one: CityWork, period: ReportPeriod, today: str) -> bool:
    last = min(period.last, today)
    return any(period.first <= day <= last for day in one.done.days)


def _present(site: SiteIndex, programme: Programme) -> Iterator[tuple[str, ReportPeriod]]:
    today = site.today
    begun = [
        one
        for one in site.register.rounds.values()
        if one.programme_id == programme.id and one.start <= today
    ]
    if begun:
        last = max(begun, key=lambda one: one.start)
        period = round_of(programme.id, last.number, last)
        yield f"{period.label}（{period.first} 至 {period.last}）", period
    month = month_of(today.year, today.month)
    yield f"本月（{month.label}）", month
    yield EVER, _all_time(month)


def _all_time(period: ReportPeriod) -> ReportPeriod:
    """Return all the time up to a day that a period holds."""
    return ReportPeriod(period.kind, EVER, EVER, "0001-01-01", period.last)


def _cities_table(
    site: SiteIndex, own: Sequence[CityWork], label: str, period: ReportPeriod
) -> NumberTable:
    behind, today = behind_from(site, WORK_CITIES), site.today.isoformat()
    works = [(one, period_work(one.done, period.first, period.last, today)) for one in own]
    works = [(one, work) for one, work in works if not work.is_empty]
    rows = [_city_row(site, behind, one, work, period) for one, work in works]
    whole = period_work(sum_of(one.done for one in own), period.first, period.last, today)
    facets = {"programme": own[0].programme} if period.key == EVER else {}
    rows.append(_WorkedRow(Cell("合计", sort="~"), whole, facets))
    name = site.register.programmes[own[0].programme].name
    caption = f"{name}：各城市工作量，{label}，截至 {today}"
    return _table(behind, caption, "城市", occurring([whole]), rows)


def _city_row(
    site: SiteIndex, behind: Behind, one: CityWork, work: PeriodWork, period: ReportPeriod
) -> _WorkedRow:
    facets = {"programme": one.programme, "city": one.city} if period.key == EVER else {}
    label = Cell(_city_name(site, one.city), behind.link.to(city_path(one.city)), sort=one.city)
    return _WorkedRow(label, work, facets)


def _city_name(site: SiteIndex, city_id: str) -> str:
    city = site.register.cities.get(city_id)
    return city.name if city else city_id


_GROUPS = LONGEST // 2
"""The groups of a page, which has them in two tables."""


def _parts(site: SiteIndex, name: str) -> int:
    return -(-len(groups_of(site, name)) // _GROUPS)


def _groups_page(site: SiteIndex, templates: Templates, name: str, part: int) -> Page:
    path = group_work_path(name, part)
    behind, today = behind_from(site, path), site.today.isoformat()
    tables = []
    for period, works in _group_works(site, name):
        own = works[_GROUPS * (part - 1) : _GROUPS * part]
        rows = [_group_row(site, one, work, period) for one, work in own if not work.is_empty]
        titles = [*occurring([work for _, work in works]), WORK_CHECKED]
        caption = f"各组工作量，{period.label}，截至 {today}"
        if rows:
            tables.append(_table(behind, caption, "工作组", titles, rows))
    programme, number = name.split("-R")
    label = round_of(programme, int(number), None).label
    heading = f"{site.register.programmes[programme].name}，{label}，各组工作量"
    parts = range(1, _parts(site, name) + 1)
    return templates.page(
        "work_groups.html",
        path,
        f"{heading}，第 {part} 页" if part > 1 else heading,
        heading=heading,
        part=part,
        parts=[behind.link.to(group_work_path(name, one)) for one in parts],
        tables=tables,
        file=behind.link.to(GROUP_WORK_FILE),
        book=behind.link.to(WORK_BOOK),
        back=behind.link.to(WORK),
        today=site.today,
    )


_GroupWorks = Sequence[tuple[ReportPeriod, Sequence[tuple[CityWork, PeriodWork]]]]


def _group_works(site: SiteIndex, name: str) -> _GroupWorks:
    """Return what the groups of a round did, in its days and up to today; for page and files."""
    return site.memo(f"work of the groups of {name}", lambda: _added_up(site, name))


def _added_up(site: SiteIndex, name: str) -> _GroupWorks:
    own, today = groups_of(site, name), site.today.isoformat()
    return [
        (period, [(one, period_work(one.done, period.first, period.last, today)) for one in own])
        for period in _of_round(site, name)
    ]


def _of_round(site: SiteIndex, name: str) -> Iterator[ReportPeriod]:
    """Return the days of a round, if they are known, and all the time up to today."""
    programme, number = name.split("-R")
    record = site.register.rounds.get(name)
    period = round_of(programme, int(number), record)
    if record and record.start <= site.today:
        label = f"本轮期内（{period.first} 至 {period.last}）"
        yield ReportPeriod(period.kind, period.key, label, period.first, period.last)
    yield _all_time(month_of(site.today.year, site.today.month))


def _group_row(
    site: SiteIndex, one: CityWork, work: PeriodWork, period: ReportPeriod
) -> _WorkedRow:
    group = site.register.programmes[one.programme].group_name(group_code(one))
    label = f"{_city_name(site, one.city)} {group}"
    number = str(int(one.round_id[-2:]))
    facets = {"programme": one.programme, "city": one.city, "round": number}
    facets["q"] = f"{one.programme}-{one.city}-{one.group}-"
    return _WorkedRow(Cell(label, sort=f"{one.city} {one.group}"), work, _if(facets, period))


def _if(facets: Mapping[str, str], period: ReportPeriod) -> Mapping[str, str]:
    """Return the facets where a period is all the time; of other times no search tells events."""
    return facets if period.key == EVER else {}


def _number(title: str, key: str, meaning: str) -> DataField:
    return DataField(key, title, meaning, ColumnKind.NUMBER)


_WHEN = (
    DataField("first", "首日", "时期的第一天", ColumnKind.DAY),
    DataField("last", "末日", "时期的最后一天；还没有过完的，数到截至日", ColumnKind.DAY),
)
_WHERE = (
    DataField("programme", "行动", "专项行动的编号"),
    DataField("city_code", "城市代码", "城市的行政区划代码"),
    DataField("city", "城市", "城市的名称"),
)


def _number_fields(titles: Sequence[WorkTitle]) -> list[DataField]:
    return [
        _number("期初尚未办结", "opening", "首日以前已经列入、尚未办结的问题个数"),
        *(
            _number(one.title, one.work.name.lower(), f"时期内{one.title}的{one.unit}数")
            for one in titles
        ),
        _number(
            "期末尚未办结", "closing", "期初尚未办结加新增、重新列入，减各种办结，等于期末尚未办结"
        ),
        _number("期末逾期", "overdue", "期末尚未办结中期限已过的个数"),
    ]


def _periods_table(site: SiteIndex) -> DataTable:
    """Return every period of every programme and city, a line each."""
    fields = [
        DataField("kind", "时期种类", "round 轮次、week 周、month 月、quarter 季度、year 年"),
        DataField("period", "时期", "轮次编号、周一的日期、月、季度、年"),
        *_WHEN,
        *_WHERE,
        *_number_fields(_EVERY),
    ]
    rows = [
        _period_line(site, one, own)
        for one in worked_periods(site)
        for own in site.work
        if one.programme in ("", own.programme)
    ]
    return DataTable("work", "各期工作量", fields, rows)


def _period_line(site: SiteIndex, one: WorkedPeriod, own: CityWork) -> list[str]:
    period = one.period
    work = period_work(own.done, period.first, period.last, site.today.isoformat())
    where = [own.programme, own.city, _city_name(site, own.city)]
    numbers = map(str, numbers_of(_EVERY, work))
    return [period.kind.value, period.key, period.first, period.last, *where, *numbers]


def _groups_table(site: SiteIndex) -> DataTable:
    """Return the work of every group, in its round and up to today, a line each."""
    fields = [
        *_WHERE,
        DataField("round", "轮次", "轮次的编号"),
        DataField("group", "工作组", "组的代号"),
        DataField("period", "时期", f"本轮期内，或者从开始{EVER}"),
        *_number_fields(_OF_GROUPS),
    ]
    rows = [
        _group_line(site, one, work, period)
        for name in worked_rounds(site)
        for period, works in _group_works(site, name)
        for one, work in works
    ]
    return DataTable("work_groups", "各组工作量", fields, rows)


def _group_line(
    site: SiteIndex, one: CityWork, work: PeriodWork, period: ReportPeriod
) -> list[str]:
    label = EVER if period.key == EVER else "本轮期内"
    where = [
        one.programme,
        one.city,
        _city_name(site, one.city),
        one.round_id,
        group_code(one),
        label,
    ]
    return [*where, *map(str, numbers_of(_OF_GROUPS, work))]


def _periods_file(site: SiteIndex, _: Templates) -> bytes:
    return table_csv(site.memo("work of periods", lambda: _periods_table(site)))


def _groups_file(site: SiteIndex, _: Templates) -> bytes:
    return table_csv(site.memo("work of groups", lambda: _groups_table(site)))


def _book(site: SiteIndex, _: Templates) -> bytes:
    about = {
        "名称": "各期工作量和办理比例",
        "截至": site.today.isoformat(),
        "说明": "按事项发生的日期统计；只知道月份的，按当月首日计。",
    }
    tables = [
        site.memo("work of periods", lambda: _periods_table(site)),
        site.memo("work of groups", lambda: _groups_table(site)),
        rates_table(site),
    ]
    return workbook(tables, about)
