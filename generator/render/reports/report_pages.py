"""The bulletins as pages: a list of all periods, and for each the numbers with their records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.render.measures import RETURNED, Behind, behind_from
from generator.render.problems.problems import ProblemList, problem_list
from generator.render.reports.report_words import period_days, report_title
from generator.reports.pages import HANDED, Sheet, categories, facets_of, parts_of, places, standing
from generator.reports.periods import (
    WEEKS,
    Filled,
    PeriodKind,
    days_found,
    days_of,
    filled_from,
    filled_round,
    filled_rounds,
    filled_weeks,
    recent_from,
)
from generator.reports.report import report
from generator.reports.texts import (
    closing_sentence,
    lead_sentence,
    notes,
    onward_sentence,
    report_text,
)
from generator.site.index import Book
from generator.site.links import REPORTS, report_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, counted

LISTED = 15
_KINDS: Sequence[tuple[PeriodKind, str]] = (
    (PeriodKind.ROUND, "按轮次"),
    (PeriodKind.WEEK, f"按周，最近 {WEEKS} 周"),
    (PeriodKind.MONTH, "按月"),
    (PeriodKind.QUARTER, "按季度"),
    (PeriodKind.YEAR, "按年"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A period in the list."""

    label: str
    days: str
    href: str
    count: Cell


def report_pages(book: Book) -> Iterator[PageJob]:
    """The list of periods and a page for each that has problems."""
    yield PageJob(REPORTS, _index)
    for name in book.overview.by_round:
        yield PageJob(report_path(name), _round_page, (name,))
    for one in _weeks(book):
        yield PageJob(report_path(one.period.key), _week_page, (one.period.key,))
    for period in days_found(book.overview.by_month):
        yield PageJob(report_path(period.key), _days_page, (period.key,))


def _weeks(book: Book) -> Sequence[Filled]:
    def filled() -> Sequence[Filled]:
        recent = recent_from(book.overview.by_month, book.today)
        return tuple(filled_weeks(recent, book.today, WEEKS))

    return book.memo("weeks", filled)


def _round_page(book: Book, templates: Templates, name: str) -> Page:
    return _page(book, templates, filled_round(book.overview, book.register.rounds, name))


def _week_page(book: Book, templates: Templates, key: str) -> Page:
    (found,) = (one for one in _weeks(book) if one.period.key == key)
    return _page(book, templates, found)


def _days_page(book: Book, templates: Templates, key: str) -> Page:
    by_month = book.overview.by_month
    return _page(book, templates, filled_from(days_of(key), by_month))


def _index(book: Book, templates: Templates) -> Page:
    by_month = book.overview.by_month
    of_rounds = filled_rounds(book.overview, book.register.rounds)
    of_months = (filled_from(period, by_month) for period in days_found(by_month))
    periods = [*of_rounds, *_weeks(book), *of_months]
    behind = behind_from(book, REPORTS)
    return templates.page(
        "reports.html",
        REPORTS,
        "通报生成",
        sections=[
            (kind.value, title, [_listed(book, behind, one) for one in _of(periods, kind)])
            for kind, title in _KINDS
        ],
        today=book.today,
    )


def _of(periods: Sequence[Filled], kind: PeriodKind) -> list[Filled]:
    return [one for one in periods if one.period.kind is kind]


def _listed(book: Book, behind: Behind, found: Filled) -> Listed:
    period = found.period
    programme = book.register.programmes.get(period.key.split("-")[0]) if period.is_round else None
    label = f"{programme.name}，{period.label}" if programme else period.label
    return Listed(
        label.removesuffix("的"),
        period_days(period),
        behind.link.report(period.key),
        counted(len(found.briefs), behind.records(**facets_of(period))),
    )


def _page(book: Book, templates: Templates, found: Filled) -> Page:
    made = report(book.register, found, book.today.isoformat())
    path = report_path(found.period.key)
    behind = behind_from(book, path)
    sheet = Sheet(behind, made, parts_of(found))
    title = report_title(made)
    return templates.page(
        "report.html",
        path,
        title,
        label=found.period.label.removesuffix("的"),
        lead=lead_sentence(made),
        categories=categories(sheet),
        places=places(sheet),
        standing=standing(sheet, book.overview.today),
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
