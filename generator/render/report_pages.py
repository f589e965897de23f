"""The bulletins as pages: a list of all periods, and for each the numbers with their records."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.lines import Brief
from generator.derive.overview import Tally, grouped, tally
from generator.derive.periods import (
    Filled,
    PeriodKind,
    filled_days,
    filled_rounds,
    month_key,
    months_of,
)
from generator.derive.report import PlaceCount, Report, handed_over, report
from generator.render.book import Book
from generator.render.links import REPORTS, report_path
from generator.render.measures import RETURNED, STANDING, Behind, Measure, behind_from, share_text
from generator.render.page import Page, Templates
from generator.render.problems import ProblemList, problem_list
from generator.render.report_text import (
    closing_sentence,
    lead_sentence,
    notes,
    onward_sentence,
    report_text,
)
from generator.render.report_words import NAMED, period_days, report_title
from generator.render.tables import Cell, counted

LISTED = 50
_Places = tuple[tuple[str, Cell], ...]
_KINDS: Sequence[tuple[PeriodKind, str]] = (
    (PeriodKind.ROUND, "按轮次"),
    (PeriodKind.MONTH, "按月"),
    (PeriodKind.QUARTER, "按季度"),
    (PeriodKind.YEAR, "按年"),
)
HANDED = "handed"
"""The anchor of what was handed over: no facet of the search finds it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Problems that the search can show as they are; a quarter has one part for each month."""

    label: str
    facets: Mapping[str, str]
    briefs: Sequence[Brief]


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


@dataclass(frozen=True, slots=True)
class Listed:
    """A period in the list."""

    label: str
    days: str
    href: str
    count: Cell


def report_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The list of periods and a page for each that has problems; weeks are the command's."""
    periods = [
        *filled_rounds(book.overview, book.register.rounds),
        *filled_days(book.overview.briefs),
    ]
    behind = behind_from(book, REPORTS)
    yield templates.page(
        "reports.html",
        REPORTS,
        "通报生成",
        sections=[
            (kind.value, title, [_listed(book, behind, one) for one in _of(periods, kind)])
            for kind, title in _KINDS
        ],
        today=book.today,
    )
    for one in periods:
        if report_path(one.period.key) not in book.held:
            yield _page(book, templates, one)


def _of(periods: Sequence[Filled], kind: PeriodKind) -> list[Filled]:
    return [one for one in periods if one.period.kind is kind]


def _listed(book: Book, behind: Behind, found: Filled) -> Listed:
    period = found.period
    programme = book.register.programmes.get(period.key.split("-")[0]) if period.is_round else None
    label = f"{programme.name}，{period.label}" if programme else period.label
    parts = _parts(found)
    href = behind.records(**parts[0].facets) if len(parts) == 1 else ""
    return Listed(
        label.removesuffix("的"),
        period_days(period),
        behind.link.report(period.key),
        counted(len(found.briefs), href),
    )


def _parts(found: Filled) -> list[Part]:
    period = found.period
    if period.kind is PeriodKind.QUARTER:
        months = grouped(found.briefs, month_key)
        return [
            Part(_month(month.key), {"date": month.key}, months.get(month.key, ()))
            for month in months_of(period)
        ]
    if period.is_round:
        programme, number = period.key.split("-R")
        facets = {"programme": programme, "round": str(int(number))}
        return [Part("条数", facets, found.briefs)]
    return [Part("条数", {"date": period.key}, found.briefs)]


def _month(key: str) -> str:
    return f"{int(key.split('-')[1])}月"


def _page(book: Book, templates: Templates, found: Filled) -> Page:
    made = report(book.register, found, book.today.isoformat())
    path = report_path(found.period.key)
    behind = behind_from(book, path)
    sheet = _Sheet(behind, made, _parts(found))
    title = report_title(made)
    return templates.page(
        "report.html",
        path,
        title,
        label=found.period.label.removesuffix("的"),
        lead=lead_sentence(made),
        categories=_categories(sheet),
        places=_places(sheet),
        standing=_standing(sheet, book.overview.today),
        onward=onward_sentence(made.onward) if made.onward else "",
        round_id=found.period.key if found.period.is_round else "",
        notes=notes(made),
        closing=closing_sentence(made),
        is_quarter=len(sheet.parts) > 1,
        months=[] if len(sheet.parts) == 1 else [one for one in sheet.parts if one.briefs],
        text=report_text(made),
        command=f"lantian report {found.period.kind.value} {found.period.key}",
        lists=_lists(book, behind, found),
        is_public=behind.is_public,
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the tables of one page have in common."""

    behind: Behind
    report: Report
    parts: Sequence[Part]

    @property
    def columns(self) -> tuple[str, ...]:
        labels = tuple(part.label for part in self.parts)
        return labels if len(labels) == 1 else (*labels, "合计")

    def cells(self, counts: Sequence[int], **facets: str) -> tuple[Cell, ...]:
        """A cell for each part, linked to its records, and behind several their sum."""
        cells = tuple(
            counted(count, self.behind.records(**part.facets, **facets))
            for count, part in zip(counts, self.parts, strict=True)
        )
        return cells if len(cells) == 1 else (*cells, Cell(str(sum(counts))))

    def named(self, places: Sequence[PlaceCount], facet: str, **facets: str) -> _Places:
        """The first places with their counts."""
        one = self.parts[0].facets if len(self.parts) == 1 else None
        return tuple(
            (
                place.name,
                counted(place.count, self._records(one, {**facets, facet: place.code})),
            )
            for place in places[:NAMED]
        )

    def _records(self, part: Mapping[str, str] | None, facets: Mapping[str, str]) -> str:
        """ "" where no single search finds them: of several parts, or of no county."""
        if part is None or not all(facets.values()):
            return ""
        return self.behind.records(**part, **facets)


def _rest(places: Sequence[PlaceCount], of: str) -> str:
    return f"等 {len(places)} 个{of}" if len(places) > NAMED else ""


def _categories(sheet: _Sheet) -> ReportTable:
    made = sheet.report
    counts = [Counter(one.category for one in part.briefs) for part in sheet.parts]
    rows = [
        CountRow(
            Cell(one.word),
            (group.word,),
            sheet.cells([count[one.word] for count in counts], category=one.word),
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


def _places(sheet: _Sheet) -> ReportTable:
    made = sheet.report
    counts = [Counter(one.city for one in part.briefs) for part in sheet.parts]
    rows = [
        CountRow(
            Cell(one.place.name, sheet.behind.link.city(one.place.code), sort=one.place.code),
            (one.province,),
            sheet.cells([count[one.place.code] for count in counts], city=one.place.code),
            share_text(one.place.count, made.total),
            sheet.named(one.counties, "county", city=one.place.code),
            _rest(one.counties, "县（市、区）"),
        )
        for one in made.places
    ]
    return ReportTable(
        "问题所在的地方，按城市", "城市", ("省份",), sheet.columns, rows, "占比", "县（市、区）"
    )


def _standing(sheet: _Sheet, today: str) -> ReportTable:
    made, several = sheet.report, len(sheet.parts) > 1
    tallies = [tally(part.briefs, today) for part in sheet.parts] if several else [made.tally]
    handed = [handed_over(part.briefs) for part in sheet.parts] if several else [made.handed]
    rows = [_standing_row(sheet, one, tallies) for one in STANDING]
    meaning = "交办、督办或者移送公安的，不论现在怎样"
    row = CountRow(Cell("交办过"), (meaning,), _own(sheet, HANDED, handed))
    return ReportTable(
        f"办理情况，截至 {today}", "", ("含义",), sheet.columns, [rows[0], row, *rows[1:]]
    )


def _standing_row(sheet: _Sheet, measure: Measure, tallies: Sequence[Tally]) -> CountRow:
    counts = [measure.count(one) for one in tallies]
    label, words = Cell(measure.title), (measure.meaning,)
    if measure.facets is None:
        return CountRow(label, words, _own(sheet, measure.key, counts))
    return CountRow(label, words, sheet.cells(counts, **measure.facets))


def _own(sheet: _Sheet, anchor: str, counts: Sequence[int]) -> tuple[Cell, ...]:
    """Counts that no search finds: they lead to a list on the page, in the full edition."""
    href = "" if sheet.behind.is_public else f"#{anchor}"
    cells = tuple(counted(count, href) for count in counts)
    return cells if len(cells) == 1 else (*cells, counted(sum(counts), href))


def _lists(book: Book, behind: Behind, found: Filled) -> list[tuple[str, ProblemList]]:
    """What no search finds, as lists; the public edition lists no single problems."""
    if behind.is_public:
        return []
    chosen = (
        (HANDED, "交办过的", [one for one in found.briefs if one.handed_on]),
        (RETURNED.key, "退回过的，不论现在怎样", [one for one in found.briefs if one.returned]),
        ("undated", "日期不详、未计入的", found.undated),
    )
    return [
        (key, problem_list(book, behind.link, caption, briefs, longest=LISTED))
        for key, caption, briefs in chosen
        if briefs
    ]
