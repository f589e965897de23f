"""The city pages: each city at a glance, what is due, its rounds, counties, ledgers, exposures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.figures import PublishedFigure
from generator.kinds.action.pages import actions_of
from generator.kinds.assistance.model import Assistance
from generator.kinds.bulletin.pages import FigureView, figure_view
from generator.kinds.city.model import City
from generator.kinds.incident.views import incident_line
from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.summaries import Tally, newest_exposed, newest_found
from generator.kinds.liaison.pages import liaison_views
from generator.kinds.target.pages import target_line
from generator.kinds.task.pages import city_tasks
from generator.kinds.team.pages import last_team
from generator.render.indexes import CITIES
from generator.render.measures import LASTING, STANDING, Behind, behind_from, cards
from generator.render.places.counties import counties
from generator.render.places.groups import group_chart
from generator.render.places.tiles import small_map
from generator.render.problems.downloads import downloads
from generator.render.problems.latest import LatestView, latest_of, latest_views
from generator.render.problems.problems import ProblemList, problem_list
from generator.render.terms import round_label
from generator.render.work.city_plan import city_plan
from generator.render.work.help_line import help_line
from generator.site.index import Book
from generator.site.links import city_path, feed_path, letters_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, counted

SOON_DAYS = 15
"""One round: what the next group will ask for."""

LISTED = 20
"""Problems in each list of a city page; all of them stand in its ledgers."""

LEVELS = 5


@dataclass(frozen=True, slots=True)
class RoundCell:
    """One round in the strip: how many were found, and how deep its colour is."""

    label: str
    count: int
    href: str
    level: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The rounds of one campaign in one city."""

    programme: str
    cells: tuple[RoundCell, ...]


def city_pages(book: Book) -> Iterator[PageJob]:
    """The list of cities and one page for each."""
    yield PageJob(CITIES, _city_list)
    for city in book.cities:
        yield PageJob(city_path(city.id), _city_page, (city,))


def _city_list(book: Book, templates: Templates) -> Page:
    behind = behind_from(book, CITIES)
    return templates.page(
        "cities.html",
        CITIES,
        "城市",
        mapped=_cities_table(book, behind, [one for one in book.cities if one.tile]),
        others=_cities_table(book, behind, [one for one in book.cities if not one.tile]),
        cities=book.register.cities,
    )


def _cities_table(book: Book, behind: Behind, cities: Sequence[City]) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(city.id),
            behind.cells(
                LASTING,
                book.overview.cities.get(city.id, Tally()),
                city=city.id,
            ),
        )
        for city in cities
    )
    return NumberTable("", "城市", tuple(one.title for one in LASTING), rows)


def _city_page(book: Book, templates: Templates, city: City) -> Page:
    path = city_path(city.id)
    behind = behind_from(book, path)
    briefs = book.overview.by_city.get(city.id, ())
    groups = Counter(one.group for one in briefs)
    counts = book.overview.cities.get(city.id, Tally())
    return templates.page(
        "city.html",
        path,
        city.name,
        city=city,
        today=book.today,
        soon_days=SOON_DAYS,
        is_public=behind.is_public,
        cards=cards(behind, STANDING, counts, city=city.id),
        help=help_line(
            book,
            counted(len(briefs), behind.records(city=city.id)),
            book.register.select(Assistance, city=city.id),
            path,
            city=city.id,
        ),
        incidents=incident_line(book, path, city=city.id),
        liaisons=liaison_views(book, path, city.id),
        targets=target_line(book, city.id, path),
        place=small_map(book.cities, city),
        team=last_team(book, city),
        lists=_lists(book, behind, city, briefs),
        strips=list(_strips(book, behind, briefs)),
        categories=group_chart(
            book, behind, groups, f"{city.name}问题条数，按问题大类", city=city.id
        ),
        counties=counties(book, behind, city, briefs),
        ledgers=_ledgers(book, behind, briefs),
        letters=behind.link.to(letters_path(city.id)),
        downloads=[] if behind.is_public else list(downloads(behind.link, city)),
        exposures=problem_list(
            book,
            behind.link,
            "最近曝光的问题",
            newest_exposed(briefs),
            rest=behind.records(city=city.id, exposed="1"),
            longest=LISTED,
        ),
        latest=_latest(book, behind, city),
        figures=_figure_views(book, book.figures_by_city[city.id]),
        tasks=city_tasks(book, city),
        plan=city_plan(book, city),
        actions=actions_of(book, behind.link, city=city.id),
        feed=feed_path(city.id) if book.audit is not None else "",
    )


def _latest(book: Book, behind: Behind, city: City) -> list[LatestView]:
    return [] if book.is_public else latest_views(book, behind.link, latest_of(book, city.id))


def _lists(
    book: Book, behind: Behind, city: City, briefs: Sequence[Brief]
) -> Mapping[str, ProblemList]:
    """The lists of single problems; the public edition has none of them."""
    own = () if behind.is_public else briefs
    overview = book.overview

    def listed(caption: str, chosen: Sequence[Brief], rest: str = "") -> ProblemList:
        return problem_list(book, behind.link, caption, chosen, rest=rest, longest=LISTED)

    returned = sorted((one for one in own if one.returned), key=lambda one: (-one.returned, one.id))
    return {
        "soon": listed(
            f"{book.today} 起 {SOON_DAYS} 天内到期", overview.due_within(own, SOON_DAYS)
        ),
        "overdue": listed(
            f"逾期的问题，最久的在前，截至 {book.today}",
            overview.overdue(own),
            behind.records(city=city.id, overdue="1"),
        ),
        "returned": listed(
            "退回过的问题，次数多的在前", returned, behind.records(city=city.id, returned="1")
        ),
        "newest": listed("最近发现的问题", newest_found(own), behind.records(city=city.id)),
    }


def _strips(book: Book, behind: Behind, briefs: Sequence[Brief]) -> Iterator[Strip]:
    counts = Counter((one.programme, one.round, one.ledger) for one in briefs)
    most = max(counts.values(), default=1)
    for programme in book.programmes:
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


def _ledgers(book: Book, behind: Behind, briefs: Sequence[Brief]) -> NumberTable:
    """Each ledger with its counts; its label leads to it."""
    names = {programme.id: programme.name for programme in book.programmes}
    some: dict[str, list[Brief]] = {}
    for one in briefs:
        some.setdefault(one.ledger, []).append(one)
    rows = []
    for ledger, own in sorted(some.items(), key=lambda pair: _order(book, pair[1][0])):
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
    return NumberTable("台账，按行动和轮次", "台账", ("发现", "在办", "了结"), tuple(rows))


def _order(book: Book, brief: Brief) -> tuple[int, int]:
    return list(book.register.programmes).index(brief.programme), brief.round


def _figure_views(book: Book, figures: Sequence[PublishedFigure]) -> list[FigureView]:
    return [figure_view(book.register, one) for one in figures]
