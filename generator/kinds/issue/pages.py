"""The ledger pages (台账) and the pages of exposure cases (曝光).

See decision 0043.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from generator.core.serials import id_order
from generator.kinds.issue.case import case_view
from generator.kinds.issue.downloads import qr_svg
from generator.kinds.issue.handled import handled
from generator.kinds.issue.ledger import LONGEST, LedgerPart, is_split, part_of
from generator.kinds.issue.model import Issue
from generator.kinds.issue.summaries import ExposedLine, Ledger, cross
from generator.kinds.issue.views import IssueView, issue_list, state_mark
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.public.policy import Exposure
from generator.site.index import CitedWork, SiteIndex
from generator.site.links import (
    CASE_COUNTS,
    EXPOSURES,
    LEDGERS,
    Links,
    exposure_path,
    exposures_path,
    ledger_path,
    same_day_path,
)
from generator.site.page import Page, PageJob, Templates, record_path
from generator.site.search.shards import script_json
from generator.site.tables import (
    CLEARED,
    NO_LIFECYCLE,
    OPEN,
    OVERDUE,
    Behind,
    Cell,
    CountTable,
    Labels,
    NumberRow,
    NumberTable,
    behind_from,
    count_table,
    counted,
    round_label,
)

LONGEST_OVERDUE = 25
"""Issues that the first page of the ledgers lists; the search shows the rest."""


def ledger_index(site: SiteIndex, templates: Templates) -> Page:
    """Return the first page of the ledgers: what is overdue, and where each ledger is."""
    behind, overview = behind_from(site, LEDGERS), site.overview
    overdue = [] if site.is_public else overview.overdue(overview.summaries)
    return templates.page(
        "ledgers.html",
        LEDGERS,
        "问题台账",
        total=len(site.summaries),
        metrics=[(one.title, behind.cell(one, overview.all)) for one in (OPEN, OVERDUE, CLEARED)],
        overdue=issue_list(
            site,
            behind.link,
            f"逾期的问题（截至 {site.today}，按逾期天数排列）",
            overdue,
            rest=behind.records(overdue="1"),
            longest=LONGEST_OVERDUE,
        ),
        programmes=[
            (programme, _ledger_table(site, behind, programme, own))
            for programme in site.programmes
            if (own := [one for one in site.ledgers if one.programme_id == programme.id])
        ],
    )


def _ledger_table(
    site: SiteIndex, behind: Behind, programme: Programme, ledgers: Sequence[Ledger]
) -> NumberTable:
    """Return the ledgers of a programme: a row for each city, a column for each round."""
    rounds = sorted({one.round_number for one in ledgers})
    found = {(one.city_id, one.round_number): one for one in ledgers}
    cities = dict.fromkeys(one.city_id for one in ledgers)
    return NumberTable(
        caption=f"{programme.name}：{len(ledgers)} 份台账的问题个数",
        corner="城市",
        columns=tuple(map(round_label, rounds)),
        rows=tuple(
            NumberRow(
                Cell(site.register.cities[city].name, sort=city),
                tuple(_ledger_cell(behind, found.get((city, one))) for one in rounds),
            )
            for city in cities
        ),
    )


def _ledger_cell(behind: Behind, ledger: Ledger | None) -> Cell:
    return counted(ledger.count, behind.ledger(ledger.id)) if ledger else Cell("")


def pages_of_ledger(
    templates: Templates, register: Register, views: Sequence[IssueView]
) -> Iterator[Page]:
    """Yield the pages of one ledger, from the views of its issues; there is at least one."""
    if views[0].part:
        of_part = _of_part(views)
        parts = list(of_part)
        yield _parts_page(templates, register, of_part)
        for place, (part, own) in enumerate(of_part.items()):
            near = _Near(part, parts[place - 1 : place], parts[place + 1 : place + 2])
            yield _ledger_page(templates, register, own, near)
    else:
        yield _ledger_page(templates, register, views, None)


@dataclass(frozen=True, slots=True)
class _Near:
    """A part of a ledger with its neighbours, if any."""

    part: LedgerPart
    before: Sequence[LedgerPart]
    after: Sequence[LedgerPart]


def _of_part(views: Sequence[IssueView]) -> Mapping[LedgerPart, list[IssueView]]:
    found: dict[LedgerPart, list[IssueView]] = {}
    for view in views:
        found.setdefault(part_of(view.id), []).append(view)
    return dict(sorted(found.items()))


def _ledger_page(
    templates: Templates, register: Register, views: Sequence[IssueView], near: _Near | None
) -> Page:
    """Return a page that shows issues: all of a ledger, or those of a part of it."""
    first = views[0]
    city = register.cities[first.city_id]
    which = f"，{near.part.label}" if near else ""
    return templates.page(
        "ledger.html",
        ledger_path(near.part.name if near else first.ledger),
        f"{city.name}问题台账（{first.programme_id}，{first.round}{which}）",
        city=city,
        programme_id=first.programme_id,
        programme=first.programme,
        round=first.round,
        issues=views,
        near=near,
    )


def _parts_page(
    templates: Templates, register: Register, of_part: Mapping[LedgerPart, Sequence[IssueView]]
) -> Page:
    """Return the main page of a split ledger: its parts with their counts by status."""
    views = [view for own in of_part.values() for view in own]
    first = views[0]
    city = register.cities[first.city_id]
    path = ledger_path(first.ledger)
    return templates.page(
        "ledger_parts.html",
        path,
        f"{city.name}问题台账（{first.programme_id}，{first.round}）",
        city=city,
        programme_id=first.programme_id,
        programme=first.programme,
        round=first.round,
        total=len(views),
        longest=LONGEST,
        table=_parts_table(Links(path), register.programmes.get(first.programme_id), of_part),
    )


def _parts_table(
    link: Links,
    programme: Programme | None,
    of_part: Mapping[LedgerPart, Sequence[IssueView]],
) -> CountTable:
    """Return a row for each part, with a column for each status, in the order of the lifecycle."""
    names = {part.name: part for part in of_part}
    found = [(part.name, _status(view)) for part, own in of_part.items() for view in own]
    lifecycle = programme.lifecycle if programme else None
    matrix = cross(
        found,
        lambda one: one[0],
        lambda one: one[1],
        rows=list(names),
        columns=[*(lifecycle.statuses if lifecycle else ()), NO_LIFECYCLE],
    )
    labels = Labels(
        row=lambda name: Cell(names[name].label, link.ledger(name), sort=name),
        column=lambda status: status,
        href=lambda name, status: link.ledger(name) if name else "",
    )
    return count_table("台账的各部分", "编号", matrix, labels)


def _status(view: IssueView) -> str:
    return view.standing.status if view.standing else NO_LIFECYCLE


def exposure_index(site: SiteIndex, templates: Templates) -> Page:
    """Return the list of exposure cases; of many, the latest and a list of months."""
    cases = site.exposures
    months = sorted(Counter(one.month for one in cases).items(), reverse=True)
    return templates.page(
        "exposures.html",
        EXPOSURES,
        "曝光案例",
        exposures=cases[:LONGEST],
        mark_of=partial(state_mark, site.register),
        total=len(cases),
        dated=sum(bool(one.line.exposed_on) for one in cases),
        handled=handled(
            site, behind_from(site, EXPOSURES), [one.line for one in cases if one.shown]
        ),
        months=[
            MonthOfCases(_month_text(month), Links(EXPOSURES).to(exposures_path(month)), count)
            for month, count in (months if is_split(len(cases)) else ())
        ],
    )


@dataclass(frozen=True, slots=True)
class MonthOfCases:
    """A month with exposures, and a link to its page."""

    label: str
    href: str
    count: int


def _month_text(month: str) -> str:
    if not month:
        return "公开日期不详"
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if number else f"{year}年（月份不详）"


def _by_month(site: SiteIndex) -> Mapping[str, Sequence[ExposedLine]]:
    """Return the cases of each month, where all of them are too many for one list."""
    months: dict[str, list[ExposedLine]] = {}
    for one in site.exposures if is_split(len(site.exposures)) else ():
        months.setdefault(one.month, []).append(one)
    return months


def _month_page(site: SiteIndex, templates: Templates, month: str) -> Page:
    label, cases = _month_text(month), _by_month(site)[month]
    title, path = f"曝光案例（{label}）", exposures_path(month)
    mark_of = partial(state_mark, site.register)
    values = {"label": label, "exposures": cases, "mark_of": mark_of}
    return templates.page("exposures_month.html", path, title, **values)


def _case_counts(site: SiteIndex, _: Templates) -> str:
    """Return the script of what the search finds by each link of a case to others."""
    lines = [one.line for one in site.exposures if site.is_public or one.line.exposed_on]
    cities, categories = Counter(one.city for one in lines), Counter(one.category for one in lines)
    counts = {
        "all": [["", len(site.exposures)]],
        "city": sorted(cities.items()),
        "category": sorted(categories.items()),
    }
    return f"lantianCaseCounts({script_json(counts)});\n"


_DAY = len("2019-05-06")


def _by_exact_month(site: SiteIndex) -> Mapping[str, Sequence[ExposedLine]]:
    """Return the cases whose day of exposure is known, by month and ID."""
    months: dict[str, list[ExposedLine]] = {}
    for one in sorted(site.exposures, key=lambda one: id_order(one.line.id)):
        if len(one.line.exposed_on) == _DAY:
            months.setdefault(one.month, []).append(one)
    return months


def _same_day(site: SiteIndex, _: Templates, month: str) -> str:
    """Return the script of the cases of a month that a publication made public on one day.

    Each has its ID, name and the last day on which a copy may name it. A case that has no name in
    the edition is left out.
    """
    cases = site.memo("cases by exact month", lambda: _by_exact_month(site))[month]
    groups: dict[tuple[str, CitedWork], list[tuple[str, str, str]]] = {}
    for one in cases:
        line = one.line
        works = site.works_cited.get(line.id, ()) if one.shown or not site.is_public else ()
        for work in works:
            of_work = groups.setdefault((line.exposed_on, work), [])
            of_work.append((line.id, line.site, line.until))
    told = dict.fromkeys(tuple(group) for group in groups.values() if len(group) > 1)
    return f"lantianSameDay({script_json(list(told))});\n"


def ledger_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the two lists, the pages of a split list of cases, and what cases say of others."""
    yield PageJob(LEDGERS, ledger_index)
    yield PageJob(EXPOSURES, exposure_index)
    for month in sorted(_by_month(site)):
        yield PageJob(exposures_path(month), _month_page, (month,))
    yield PageJob(CASE_COUNTS, _case_counts)
    for month in sorted(_by_exact_month(site)):
        yield PageJob(same_day_path(month), _same_day, (month,))


@dataclass(frozen=True, slots=True)
class ReportTo:
    """The address for reporting errors ("" where none is set); `href` where it can be followed."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """One case as an edition shows it.

    `address` is that of its page, and `exposed_on` what is known of the day; "" where unknown.
    """

    issue: Issue
    view: IssueView
    exposure: Exposure
    address: str
    exposed_on: str = ""


def case_page(templates: Templates, register: Register, case: CaseInputs) -> Page:
    """Return the page of one case."""
    view, exposure, address = case.view, case.exposure, case.address
    programme = register.programmes.get(view.programme_id)
    basis = templates.newest([record_path(Issue, view.id)])
    version = f"提交 {basis.short}" if basis else "未提交的版本"
    said = case_view(case.issue, view, register.vocabulary)
    page = templates.page(
        "exposure.html",
        exposure_path(view.id),
        f"{view.name}（{view.place}，{view.id}）",
        issue=view,
        case=said,
        basis=basis,
        exposure=exposure,
        until=exposure.until.isoformat() if exposure.until else "",
        starts=_starts(exposure),
        recorded=recorded_between(view),
        issuer=programme.issuer if programme else "",
        report=report_to(programme, f"纠错 {view.id}（{version}）"),
        version=version,
        code=_code(view.id, version, address),
        address=address,
        case_counts=CASE_COUNTS,
        same_day=_same_day_of(case.exposed_on),
    )
    return replace(page, description=said.description)


def _starts(exposure: Exposure) -> str:
    """Return the first day of the name in public; "" where that is the day of exposure."""
    first = exposure.start.isoformat() if exposure.start else ""
    return "" if first == str(exposure.exposed) else first


def recorded_between(view: IssueView) -> str:
    """Return when the record was written, in one sentence; "" where what it says was changed."""
    if not view.trail or view.trail.deeds or view.trail.uncommitted:
        return ""
    lines = [one.recorded for one in view.events if one.recorded]
    if any(one.edits or one.corrected or one.first.loud or one.first.flags for one in lines):
        return ""
    days = {one.first.day for one in lines}
    days |= {one.date for one in view.events if one.commit}
    span = " 至 ".join(dict.fromkeys((min(days), max(days)))) if days else ""
    return f"各步于 {span} 记入。" if span else ""


def _same_day_of(exposed_on: str) -> str:
    """Return the file with the cases of that day; "" where no day is known."""
    return same_day_path(exposed_on[: len("2019-05")]) if len(exposed_on) == _DAY else ""


def _code(issue_id: str, version: str, address: str) -> Markup:
    return qr_svg(address or f"{issue_id} {version}")


def report_to(programme: Programme | None, subject: str) -> ReportTo:
    """Return where errors about a programme are reported; a letter has the subject."""
    rules = programme.publication if programme else None
    to = (rules.report_to if rules else None) or ""
    if "@" in to and "/" not in to:
        return ReportTo(f"mailto:{to}?subject={quote(subject)}", to)
    return ReportTo(to if to.startswith("http") else "", to)


def tombstone_page(templates: Templates, register: Register, exposed: ExposedLine) -> Page:
    """Return the tombstone of a case that is not shown any more: no name, and the reason."""
    line = exposed.line
    city = register.cities.get(line.city)
    return templates.page(
        "tombstone.html",
        exposure_path(line.id),
        f"{line.id}（{exposed.state}）",
        line=line,
        city=city.name if city else line.city,
        exposed=exposed,
    )
