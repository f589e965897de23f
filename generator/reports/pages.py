"""The bulletins as pages: a list of all periods, and for each the numbers with their records."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.summaries import Tally, month_key, tally
from generator.kinds.issue.views import IssueList, issue_list
from generator.kinds.register import grouped
from generator.reports.periods import (
    WEEKS,
    Filled,
    PeriodKind,
    ReportPeriod,
    days_found,
    days_of,
    filled_from,
    filled_round,
    filled_rounds,
    filled_weeks,
    months_of,
    recent_from,
)
from generator.reports.report import PlaceCount, Report, handed_over, report
from generator.reports.texts import (
    NAMED,
    closing_sentence,
    lead_sentence,
    notes,
    onward_sentence,
    period_days,
    report_text,
    report_title,
    tells_handed,
)
from generator.site.index import SiteIndex
from generator.site.links import REPORTS, report_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    RETURNED,
    Behind,
    Cell,
    Metric,
    behind_from,
    counted,
    share_text,
    standing_for,
)

LISTED = 15
_KINDS: Sequence[tuple[PeriodKind, str]] = (
    (PeriodKind.ROUND, "按轮次"),
    (PeriodKind.WEEK, f"按周，最近 {WEEKS} 周"),
    (PeriodKind.MONTH, "按月"),
    (PeriodKind.QUARTER, "按季度"),
    (PeriodKind.YEAR, "按年"),
)


@dataclass(frozen=True, slots=True)
class ListedPeriod:
    """A period in the list."""

    label: str
    days: str
    href: str
    count: Cell


def report_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of periods and a page for each that has issues."""
    yield PageJob(REPORTS, _index)
    for name in site.overview.by_round:
        yield PageJob(report_path(name), _round_page, (name,))
    for one in _weeks(site):
        yield PageJob(report_path(one.period.key), _week_page, (one.period.key,))
    for period in days_found(site.overview.by_month):
        yield PageJob(report_path(period.key), _days_page, (period.key,))


def _weeks(site: SiteIndex) -> Sequence[Filled]:
    def filled() -> Sequence[Filled]:
        recent = recent_from(site.overview.by_month, site.today)
        return tuple(filled_weeks(recent, site.today, WEEKS))

    return site.memo("weeks", filled)


def _round_page(site: SiteIndex, templates: Templates, name: str) -> Page:
    return _page(site, templates, filled_round(site.overview, site.register.rounds, name))


def _week_page(site: SiteIndex, templates: Templates, key: str) -> Page:
    (found,) = (one for one in _weeks(site) if one.period.key == key)
    return _page(site, templates, found)


def _days_page(site: SiteIndex, templates: Templates, key: str) -> Page:
    by_month = site.overview.by_month
    return _page(site, templates, filled_from(days_of(key), by_month))


def _index(site: SiteIndex, templates: Templates) -> Page:
    by_month = site.overview.by_month
    of_rounds = filled_rounds(site.overview, site.register.rounds)
    of_months = (filled_from(period, by_month) for period in days_found(by_month))
    periods = [*of_rounds, *_weeks(site), *of_months]
    behind = behind_from(site, REPORTS)
    return templates.page(
        "reports.html",
        REPORTS,
        "通报材料",
        sections=[
            (kind.value, title, [_listed(site, behind, one) for one in _of(periods, kind)])
            for kind, title in _KINDS
        ],
        today=site.today,
    )


def _of(periods: Sequence[Filled], kind: PeriodKind) -> list[Filled]:
    return [one for one in periods if one.period.kind is kind]


def _listed(site: SiteIndex, behind: Behind, found: Filled) -> ListedPeriod:
    period = found.period
    programme = site.register.programmes.get(period.key.split("-")[0]) if period.is_round else None
    label = f"{programme.name}，{period.label}" if programme else period.label
    return ListedPeriod(
        label.removesuffix("的"),
        period_days(period),
        behind.link.report(period.key),
        counted(len(found.summaries), behind.records(**facets_of(period))),
    )


def _page(site: SiteIndex, templates: Templates, found: Filled) -> Page:
    made = report(site.register, found, site.today.isoformat())
    path = report_path(found.period.key)
    behind = behind_from(site, path)
    sheet = ReportSheet(behind, made, parts_of(found))
    title = report_title(made)
    return templates.page(
        "report.html",
        path,
        title,
        label=found.period.label.removesuffix("的"),
        lead=lead_sentence(made),
        categories=categories(sheet),
        places=places(sheet),
        standing=standing(sheet, site.overview.today),
        onward=onward_sentence(made.onward) if made.onward else "",
        round_id=found.period.key if found.period.is_round else "",
        notes=notes(made),
        closing=closing_sentence(made),
        is_quarter=len(sheet.parts) > 1,
        months=[] if len(sheet.parts) == 1 else [one for one in sheet.parts if one.summaries],
        text=report_text(made, is_public=behind.is_public),
        command=f"lantian report {found.period.kind.value} {found.period.key}",
        lists=_lists(site, behind, found),
        is_public=behind.is_public,
    )


def _lists(site: SiteIndex, behind: Behind, found: Filled) -> list[tuple[str, IssueList]]:
    """Return lists of what no search finds; the public edition lists no single issues."""
    if behind.is_public:
        return []
    chosen = (
        (HANDED, "已交办的", [one for one in found.summaries if one.handed_on]),
        (RETURNED.key, "核查不到位过的（累计）", [one for one in found.summaries if one.returned]),
        ("undated", "日期不详、未计入的", found.undated),
    )
    return [
        (key, issue_list(site, behind.link, caption, summaries, longest=LISTED))
        for key, caption, summaries in chosen
        if summaries
    ]


HANDED = "handed"
"""The anchor of the hand-over list: no facet of the search finds it."""

Places = tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """The issues of a column, and the facets that find them; a quarter has a part a month."""

    label: str
    facets: Mapping[str, str]
    summaries: Sequence[IssueSummary]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A line of a table: a label, words beside it, counts by part, a share, and places."""

    label: Cell
    words: tuple[str, ...]
    cells: tuple[Cell, ...]
    share: str = ""
    places: tuple[tuple[str, Cell], ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a bulletin; `places` is the head of the places, "" where there are none."""

    caption: str
    corner: str
    words: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Sequence[CountRow]
    share: str = ""
    places: str = ""


def parts_of(found: Filled) -> list[ColumnPart]:
    """Return the parts of a period, each a column of its tables."""
    period = found.period
    if period.kind is PeriodKind.QUARTER:
        months = grouped(found.summaries, month_key)
        return [
            ColumnPart(_month(month.key), {"date": month.key}, months.get(month.key, ()))
            for month in months_of(period)
        ]
    return [ColumnPart("个数", facets_of(period), found.summaries)]


def facets_of(period: ReportPeriod) -> Mapping[str, str]:
    """Return the facets that find the issues of a period; weeks and quarters as a range of days."""
    if period.is_round:
        programme, number = period.key.split("-R")
        return {"programme": programme, "round": str(int(number))}
    if period.kind is PeriodKind.WEEK:
        return {"date": f"{period.first}..{period.last}"}
    if period.kind is PeriodKind.QUARTER:
        first, *_, last = months_of(period)
        return {"date": f"{first.key}..{last.key}"}
    return {"date": period.key}


def _month(key: str) -> str:
    return f"{int(key.split('-')[1])}月"


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """The values that all tables of one page share."""

    behind: Behind
    report: Report
    parts: Sequence[ColumnPart]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the heads of the counts."""
        labels = tuple(part.label for part in self.parts)
        return labels if len(labels) == 1 else (*labels, "合计")

    def cells(self, counts: Sequence[int], **facets: str) -> tuple[Cell, ...]:
        """Return a cell for each part, linked to its records, and after several their sum."""
        cells = tuple(
            counted(count, self.behind.records(**part.facets, **facets))
            for count, part in zip(counts, self.parts, strict=True)
        )
        whole = self.behind.records(**self.whole, **facets)
        return cells if len(cells) == 1 else (*cells, counted(sum(counts), whole))

    @property
    def whole(self) -> Mapping[str, str]:
        """Return the facets that find all issues of the period."""
        return facets_of(self.report.period)

    def named(self, places: Sequence[PlaceCount], facet: str, **facets: str) -> Places:
        """Return the first places with their counts."""
        return tuple(
            (place.name, counted(place.count, self._records({**facets, facet: place.code})))
            for place in places[:NAMED]
        )

    def _records(self, facets: Mapping[str, str]) -> str:
        """ "" where no search finds them: those of no county."""
        return self.behind.records(**self.whole, **facets) if all(facets.values()) else ""


def _rest(places: Sequence[PlaceCount], of: str) -> str:
    return f"等 {len(places)} 个{of}" if len(places) > NAMED else ""


def _by_part(
    sheet: ReportSheet, key: Callable[[IssueSummary], str]
) -> Callable[[str, int], Sequence[int]]:
    """Return a function from a word and its total to its counts by part."""
    if len(sheet.parts) == 1:
        return lambda word, total: [total]
    counts = [Counter(map(key, part.summaries)) for part in sheet.parts]
    return lambda word, total: [one[word] for one in counts]


def categories(sheet: ReportSheet) -> ReportTable:
    """Return the table of categories, in the order of the vocabulary."""
    made = sheet.report
    counts = _by_part(sheet, attrgetter("category"))
    rows = [
        CountRow(
            Cell(one.word),
            (group.word,),
            sheet.cells(counts(one.word, one.count), category=one.word),
            share_text(one.count, made.total),
            sheet.named(one.cities, "city", category=one.word),
            _rest(one.cities, "城市"),
        )
        for group in made.groups
        for one in group.categories
    ]
    return ReportTable(
        "发现的问题，按问题类别", "问题类别", ("问题大类",), sheet.columns, rows, "占比", "地方"
    )


def places(sheet: ReportSheet) -> ReportTable:
    """Return the table of places, in official order."""
    made = sheet.report
    counts = _by_part(sheet, attrgetter("city"))
    rows = [
        CountRow(
            Cell(one.place.name, sheet.behind.link.city(one.place.code), sort=one.place.code),
            (one.province,),
            sheet.cells(counts(one.place.code, one.place.count), city=one.place.code),
            share_text(one.place.count, made.total),
            sheet.named(one.counties, "county", city=one.place.code),
            _rest(one.counties, "县（市、区）"),
        )
        for one in made.places
    ]
    return ReportTable(
        "问题地区分布，按城市", "城市", ("省份",), sheet.columns, rows, "占比", "县（市、区）"
    )


def _standing(sheet: ReportSheet) -> Sequence[Metric]:
    return standing_for(sheet.report.tally, is_public=sheet.behind.is_public)


def standing(sheet: ReportSheet, today: str) -> ReportTable:
    """Return the table of states, as of a day (ISO)."""
    made, several = sheet.report, len(sheet.parts) > 1
    tallies = [tally(part.summaries, today) for part in sheet.parts] if several else [made.tally]
    handed = [handed_over(part.summaries) for part in sheet.parts] if several else [made.handed]
    rows = [_standing_row(sheet, one, tallies) for one in _standing(sheet)]
    meaning = "已经交办地方的（累计）；只推送确认、还没有交办的不计"
    row = CountRow(Cell("已交办"), (meaning,), _own(sheet, HANDED, handed))
    both = [rows[0], row, *rows[1:]] if tells_handed(made) else rows
    return ReportTable(f"办理情况，截至 {today}", "", ("含义",), sheet.columns, both)


def _standing_row(sheet: ReportSheet, metric: Metric, tallies: Sequence[Tally]) -> CountRow:
    counts = [metric.count(one) for one in tallies]
    words = (metric.meaning_in(is_public=sheet.behind.is_public),)
    return CountRow(Cell(metric.title), words, sheet.cells(counts, **metric.facets))


def _own(sheet: ReportSheet, anchor: str, counts: Sequence[int]) -> tuple[Cell, ...]:
    """Return counts that no search finds: in the full edition they lead to a list on the page."""
    href = "" if sheet.behind.is_public else f"#{anchor}"
    cells = tuple(counted(count, href) for count in counts)
    return cells if len(cells) == 1 else (*cells, counted(sum(counts), href))
