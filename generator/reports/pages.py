"""The tables of a bulletin's page: categories, places and standing, each count with its records."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from generator.derive.grouping import grouped
from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.summaries import Tally, month_key, tally
from generator.render.measures import STANDING, Behind, Measure, share_text
from generator.render.reports.report_words import NAMED
from generator.reports.periods import Filled, Period, PeriodKind, months_of
from generator.reports.report import PlaceCount, Report, handed_over
from generator.site.tables import Cell, counted

HANDED = "handed"
"""The anchor of what was handed over: no facet of the search finds it."""

Places = tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Problems of a column, and what finds them; a quarter has one part for each month."""

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


def parts_of(found: Filled) -> list[Part]:
    """The parts of a period, each a column of its tables."""
    period = found.period
    if period.kind is PeriodKind.QUARTER:
        months = grouped(found.briefs, month_key)
        return [
            Part(_month(month.key), {"date": month.key}, months.get(month.key, ()))
            for month in months_of(period)
        ]
    return [Part("条数", facets_of(period), found.briefs)]


def facets_of(period: Period) -> Mapping[str, str]:
    """What finds exactly the problems of a period; of a week or a quarter from when to when."""
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
class Sheet:
    """What the tables of one page have in common."""

    behind: Behind
    report: Report
    parts: Sequence[Part]

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the counts."""
        labels = tuple(part.label for part in self.parts)
        return labels if len(labels) == 1 else (*labels, "合计")

    def cells(self, counts: Sequence[int], **facets: str) -> tuple[Cell, ...]:
        """A cell for each part, linked to its records, and behind several their sum."""
        cells = tuple(
            counted(count, self.behind.records(**part.facets, **facets))
            for count, part in zip(counts, self.parts, strict=True)
        )
        whole = self.behind.records(**self.whole, **facets)
        return cells if len(cells) == 1 else (*cells, counted(sum(counts), whole))

    @property
    def whole(self) -> Mapping[str, str]:
        """What finds all problems of the period."""
        return facets_of(self.report.period)

    def named(self, places: Sequence[PlaceCount], facet: str, **facets: str) -> Places:
        """The first places with their counts."""
        return tuple(
            (place.name, counted(place.count, self._records({**facets, facet: place.code})))
            for place in places[:NAMED]
        )

    def _records(self, facets: Mapping[str, str]) -> str:
        """ "" where no search finds them: those of no county."""
        return self.behind.records(**self.whole, **facets) if all(facets.values()) else ""


def _rest(places: Sequence[PlaceCount], of: str) -> str:
    return f"等 {len(places)} 个{of}" if len(places) > NAMED else ""


def _by_part(sheet: Sheet, key: Callable[[Brief], str]) -> Callable[[str, int], Sequence[int]]:
    """What gives the counts of a word by part, from the word and its total."""
    if len(sheet.parts) == 1:
        return lambda word, total: [total]
    counts = [Counter(map(key, part.briefs)) for part in sheet.parts]
    return lambda word, total: [one[word] for one in counts]


def categories(sheet: Sheet) -> ReportTable:
    """What was found, in the order of the vocabulary."""
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


def places(sheet: Sheet) -> ReportTable:
    """Where it was found, in official order."""
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
        "问题所在的地方，按城市", "城市", ("省份",), sheet.columns, rows, "占比", "县（市、区）"
    )


def standing(sheet: Sheet, today: str) -> ReportTable:
    """What has become of it, as of a day (ISO)."""
    made, several = sheet.report, len(sheet.parts) > 1
    tallies = [tally(part.briefs, today) for part in sheet.parts] if several else [made.tally]
    handed = [handed_over(part.briefs) for part in sheet.parts] if several else [made.handed]
    rows = [_standing_row(sheet, one, tallies) for one in STANDING]
    meaning = "交办、督办或者移送公安的，不论现在怎样"
    row = CountRow(Cell("交办过"), (meaning,), _own(sheet, HANDED, handed))
    return ReportTable(
        f"办理情况，截至 {today}", "", ("含义",), sheet.columns, [rows[0], row, *rows[1:]]
    )


def _standing_row(sheet: Sheet, measure: Measure, tallies: Sequence[Tally]) -> CountRow:
    counts = [measure.count(one) for one in tallies]
    words = (measure.meaning,)
    return CountRow(Cell(measure.title), words, sheet.cells(counts, **measure.facets))


def _own(sheet: Sheet, anchor: str, counts: Sequence[int]) -> tuple[Cell, ...]:
    """Counts that no search finds: they lead to a list on the page, in the full edition."""
    href = "" if sheet.behind.is_public else f"#{anchor}"
    cells = tuple(counted(count, href) for count in counts)
    return cells if len(cells) == 1 else (*cells, counted(sum(counts), href))
