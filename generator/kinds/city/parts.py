"""The further parts of a city's pages: its problems, exposures, tasks and figures, latest steps.

What it owes is in `site/overview/due_pages`. See decision 0108.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.action.pages import actions_of
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import assistance_line
from generator.kinds.bulletin.pages import FigureView, figure_view
from generator.kinds.city.head import (
    CHANGES,
    EXPOSURES,
    PROBLEMS,
    TASKS,
    city_head,
    city_plan,
    latest_moves,
    part_path,
)
from generator.kinds.city.model import City
from generator.kinds.city.units import by_urgency, case_rows, problem_rows
from generator.kinds.incident.views import incident_line
from generator.kinds.issue.downloads import downloads
from generator.kinds.issue.history import latest_of, latest_views
from generator.kinds.issue.ledger import LONGEST, IssueSummary
from generator.kinds.issue.moves import LatestStep
from generator.kinds.issue.pressing import FORTNIGHT
from generator.kinds.target.pages import city_targets
from generator.kinds.task.pages import city_task_rows, city_tasks
from generator.kinds.visit.views import visit_line
from generator.site.index import SiteIndex
from generator.site.links import Links, issue_path, letters_path
from generator.site.page import Page, Templates
from generator.site.tables import (
    Behind,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)

MOST_MOVES = 150
"""Steps listed on one page; of a busier city the newest."""

MOST_FIGURES = 150
"""Figures of publications listed on one page; the search has all of them."""

LEVELS = 5


@dataclass(frozen=True, slots=True)
class RoundCell:
    """One round in the strip: the number of its issues, and the depth of its colour."""

    label: str
    count: int
    href: str
    level: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The rounds of one programme in one city."""

    programme: str
    cells: tuple[RoundCell, ...]


def _pages(site: SiteIndex, city: City, part: str, total: int) -> list[Cell]:
    """Return the pages of a list; none where one holds it all."""
    last = -(-total // LONGEST)
    link = Links(part_path(city, part))
    return [Cell(str(n), link.to(part_path(city, part, n))) for n in range(1, last + 1) if last > 1]


def _part_of(some: Sequence[IssueSummary], page: int) -> Sequence[IssueSummary]:
    return some[LONGEST * (page - 1) : LONGEST * page]


def problems_page(site: SiteIndex, templates: Templates, city: City, page: int) -> Page:
    """Return a page of the problems of a city, the longest overdue in front."""
    path = part_path(city, PROBLEMS, page)
    behind, summaries = behind_from(site, path), site.overview.by_city.get(city.id, ())
    is_first = page == 1
    return templates.page(
        "city_problems.html",
        path,
        f"{city.name}问题（第 {page} 页）" if not is_first else f"{city.name}问题",
        head=city_head(site, city, PROBLEMS),
        city=city,
        today=site.today,
        states=_states(behind, city, summaries) if is_first else [],
        rows=problem_rows(site, behind.link, _part_of(by_urgency(site, summaries), page)),
        total=len(summaries),
        page=page,
        pages=_pages(site, city, PROBLEMS, len(summaries)),
        strips=list(_strips(site, behind, summaries)) if is_first else [],
        ledgers=_ledgers(site, behind, summaries) if is_first else None,
        letters=behind.link.to(letters_path(city.id)),
        downloads=list(downloads(behind.link, city)) if is_first else [],
    )


def _states(behind: Behind, city: City, summaries: Sequence[IssueSummary]) -> list[Cell]:
    """Return the number of issues in each state, the most frequent first, with their search."""
    counts = Counter(one.status for one in summaries if one.status)
    return [
        Cell(f"{state} {number}", behind.records(city=city.id, status=state), sort=state)
        for state, number in counts.most_common()
    ]


def exposures_page(site: SiteIndex, templates: Templates, city: City, page: int) -> Page:
    """Return a page of the exposures of a city, the latest in front."""
    path, cases = part_path(city, EXPOSURES, page), site.exposed_in(city.id)
    shown = cases[LONGEST * (page - 1) : LONGEST * page]
    return templates.page(
        "city_exposures.html",
        path,
        f"{city.name}曝光（第 {page} 页）" if page > 1 else f"{city.name}曝光",
        head=city_head(site, city, EXPOSURES),
        city=city,
        today=site.today,
        cases=case_rows(site, Links(path), city, shown),
        total=len(cases),
        page=page,
        pages=_pages(site, city, EXPOSURES, len(cases)),
    )


def tasks_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    """Return the tasks of a city and all that is on record of it besides issues."""
    path = part_path(city, TASKS)
    behind, summaries = behind_from(site, path), site.overview.by_city.get(city.id, ())
    figures = site.figures_by_city[city.id]
    return templates.page(
        "city_tasks.html",
        path,
        f"{city.name}任务与数据",
        head=city_head(site, city, TASKS),
        city=city,
        today=site.today,
        assistance=assistance_line(
            site,
            counted(len(summaries), behind.records(city=city.id)),
            site.register.select(Assistance, city=city.id),
            path,
            city=city.id,
        ),
        incidents=incident_line(site, path, city=city.id),
        visits=visit_line(site, path, city=city.id),
        targets=city_targets(site, city.id, path),
        tasks=city_tasks(site, city, path),
        task_rows=city_task_rows(site, city, path),
        plan=city_plan(site, city, path),
        actions=actions_of(site, behind.link, city=city.id),
        figures=_figures(site, city),
        figures_total=len(figures),
        figures_rest=behind.link.records(kind="通报数据", city=city.id),
    )


def _figures(site: SiteIndex, city: City) -> list[FigureView]:
    return [figure_view(site.register, one) for one in site.figures_by_city[city.id][:MOST_FIGURES]]


@dataclass(frozen=True, slots=True)
class MoveView:
    """One step as a line: its day, what was done, on which issue, by whom."""

    day: str
    what: str
    id: str
    site: str
    href: str
    by: str


def changes_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    """Return the steps of the last fifteen days, and the versions in which they were recorded."""
    path, moves = part_path(city, CHANGES), latest_moves(site, city)
    link = Links(path)
    return templates.page(
        "city_changes.html",
        path,
        f"{city.name}办理动态",
        head=city_head(site, city, CHANGES),
        city=city,
        today=site.today,
        days=FORTNIGHT,
        moves=list(_move_views(site, link, moves[:MOST_MOVES])),
        total=len(moves),
        latest=latest_views(site, link, latest_of(site, city.id)),
    )


def _move_views(site: SiteIndex, link: Links, moves: Sequence[LatestStep]) -> Iterator[MoveView]:
    for one in moves:
        summary = site.overview.by_id.get(one.issue)
        if summary:
            what = f"{one.step}（{one.result}）" if one.result else one.step
            place = link.to(issue_path(summary))
            yield MoveView(one.day, what, one.issue, summary.site, place, one.by)


def _strips(site: SiteIndex, behind: Behind, summaries: Sequence[IssueSummary]) -> Iterator[Strip]:
    counts = Counter((one.programme, one.round, one.ledger) for one in summaries)
    most = max(counts.values(), default=1)
    for programme in site.programmes:
        cells = tuple(
            RoundCell(
                round_label(number),
                count,
                behind.ledger(ledger) or behind.link.round(f"{programme.id}-R{number:02}"),
                -(-LEVELS * count // most),
            )
            for (owner, number, ledger), count in sorted(counts.items())
            if owner == programme.id
        )
        if cells:
            yield Strip(programme.name, cells)


def _ledgers(site: SiteIndex, behind: Behind, summaries: Sequence[IssueSummary]) -> NumberTable:
    """Return each ledger with its counts; its label is a link to it."""
    names = {programme.id: programme.name for programme in site.programmes}
    some: dict[str, list[IssueSummary]] = {}
    for one in summaries:
        some.setdefault(one.ledger, []).append(one)
    rows = []
    for ledger, own in sorted(some.items(), key=lambda pair: _order(site, pair[1][0])):
        programme, number = own[0].programme, own[0].round
        label = f"{names.get(programme, programme)}，{round_label(number)}"
        open_now = sum(one.openness == "open" for one in own)
        closed = sum(one.openness == "closed" for one in own)
        facets = {"programme": programme, "city": own[0].city, "round": str(number)}
        cells = (
            counted(len(own), behind.ledger(ledger)),
            counted(open_now, behind.records(**facets, open="open")),
            counted(closed, behind.records(**facets, open="closed")),
        )
        rows.append(NumberRow(Cell(label, behind.ledger(ledger), sort=ledger), cells))
    return NumberTable("台账，按行动和轮次", "台账", ("发现", "在办", "已办结"), tuple(rows))


def _order(site: SiteIndex, summary: IssueSummary) -> tuple[int, int]:
    return list(site.register.programmes).index(summary.programme), summary.round
