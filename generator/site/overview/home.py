"""The home page: totals, the map by several measures, the trend by round, what is most overdue."""

from collections import Counter
from collections.abc import Iterator

from generator.derive.figures import published_figures
from generator.kinds.city.model import City
from generator.kinds.issue.summaries import Tally, newest_exposed
from generator.kinds.programme.model import Programme
from generator.render.measures import (
    CLOSED,
    EXPOSED,
    FOUND,
    OPEN,
    OVERDUE,
    PUBLISHED,
    RECORDED,
    STANDING,
    Behind,
    Card,
    Measure,
    behind_from,
    cards,
)
from generator.render.places.groups import group_chart
from generator.render.places.tiles import Shade, TileMap, tile_map
from generator.render.problems.problems import problem_list
from generator.render.terms import UNKNOWN_ROUND, round_label
from generator.site.charts import BarChart, ColumnChart, Stack, column_chart
from generator.site.index import Book
from generator.site.links import HOME, Links
from generator.site.page import Page, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, counted

LONGEST_OVERDUE = 20
LATEST_EXPOSED = 10
KINDS = (("closed", "了结"), ("open", "在办"), ("unknown", "办理不详"))
"""The parts of a column of the trend, from the ground up."""


def home_page(book: Book, templates: Templates) -> Page:
    """The first page."""
    overview = book.overview
    behind = behind_from(book, HOME)
    shown = [] if behind.is_public else overview.overdue(overview.briefs)
    return templates.page(
        "home.html",
        HOME,
        "蓝天台账",
        today=book.today,
        cards=cards(behind, STANDING, overview.all),
        others=list(_others(book, behind.link)),
        maps=list(_maps(book)),
        map_table=_map_table(book, behind),
        trends=list(_trends(book, behind)),
        categories=_categories(book, behind),
        overdue=problem_list(
            book,
            behind.link,
            f"逾期最久的问题，截至 {book.today}",
            shown,
            rest=behind.records(overdue="1"),
            longest=LONGEST_OVERDUE,
        ),
        exposures=problem_list(
            book,
            behind.link,
            "最近曝光的问题",
            newest_exposed(overview.briefs),
            rest=behind.link.folder("exposures"),
            longest=LATEST_EXPOSED,
        ),
    )


def _others(book: Book, link: Links) -> Iterator[Card]:
    figures = sum(1 for _ in published_figures(book.register))
    yield Card(
        "通报数据",
        counted(figures, link.folder("figures")),
        f"从 {len(book.register.bulletins)} 份通报中逐个录入的数",
        PUBLISHED,
    )
    yield Card(
        "专项行动",
        counted(len(book.programmes), link.folder("programmes")),
        "起止、城市、轮次和依据文件",
        RECORDED,
    )
    placed = [city for city in book.cities if city.tile]
    some = sum(city.id in book.overview.cities for city in placed)
    yield Card(
        "涉及城市",
        counted(some, link.folder("cities")),
        f"图上 {len(placed)} 个城市中有问题记录的",
        RECORDED,
    )


def _maps(book: Book) -> Iterator[TileMap]:
    for measure in (FOUND, OPEN, OVERDUE):
        yield tile_map(book.cities, _shade(book, measure))
    shares = {code: share for code, one in book.overview.cities.items() if (share := _share(one))}
    yield tile_map(book.cities, Shade("share", "各市问题了结的比例", "%", shares))
    yield tile_map(book.cities, _shade(book, EXPOSED))


def _share(counts: Tally) -> Cell | None:
    """Closed among those of which it is known, in whole per cent."""
    if not counts.known:
        return None
    share = f"{100 * counts.closed / counts.known:.0f}"
    return Cell(f"{share}%", sort=share)


def _shade(book: Book, measure: Measure) -> Shade:
    counts = {city.id: book.overview.cities.get(city.id, Tally()) for city in book.cities}
    cells = {
        code: Cell(str(measure.count(one)), sort=str(measure.count(one)))
        for code, one in counts.items()
        if one.known or not one.found or measure in (FOUND, EXPOSED)
    }
    return Shade(measure.key, f"各市问题条数：{measure.title}", "条", cells)


def _map_table(book: Book, behind: Behind) -> NumberTable:
    measures = (FOUND, OPEN, OVERDUE, CLOSED, EXPOSED)
    shown = [city for city in book.cities if city.tile or city.id in book.overview.cities]
    rows = tuple(_map_row(book, behind, city, measures) for city in shown)
    heads = (*(one.title for one in measures), "了结的比例")
    return NumberTable(f"各市问题条数，截至 {book.today}", "城市", heads, rows)


def _map_row(book: Book, behind: Behind, city: City, measures: tuple[Measure, ...]) -> NumberRow:
    counts = book.overview.cities.get(city.id, Tally())
    share = f"{100 * counts.closed / counts.known:.1f}%" if counts.known else ""
    label = Cell(city.name, behind.link.city(city.id), sort=city.id)
    return NumberRow(label, (*behind.cells(measures, counts, city=city.id), Cell(share)))


def _trends(book: Book, behind: Behind) -> Iterator[ColumnChart]:
    """A chart for each campaign with rounds in which something was found."""
    for programme in book.programmes:
        numbers = sorted(
            {one.round for one in book.overview.by_programme.get(programme.id, ())} - {0}
        )
        if numbers:
            yield _trend(book, behind, programme, numbers)


def _trend(book: Book, behind: Behind, programme: Programme, numbers: list[int]) -> ColumnChart:
    ids = {f"{programme.id}-R{number:02}": number for number in numbers}
    counts = {name: book.overview.rounds[name] for name in ids}
    stacks = [
        Stack(
            str(number),
            round_label(number),
            behind.link.round(name),
            (counts[name].closed, counts[name].open, counts[name].unknown),
        )
        for name, number in ids.items()
    ]
    measures = (FOUND, CLOSED, OPEN, EXPOSED)
    rows = tuple(
        NumberRow(
            Cell(round_label(number), behind.link.round(name), sort=name),
            behind.cells(measures, counts[name], programme=programme.id, round=str(number)),
        )
        for name, number in ids.items()
    )
    unplaced = book.overview.rounds.get(f"{programme.id}-R00", Tally()).found
    without = f"，另有 {unplaced} 条{UNKNOWN_ROUND}" if unplaced else ""
    caption = f"{programme.name}：各轮次发现的问题条数{without}"
    table = NumberTable(caption, "轮次", tuple(one.title for one in measures), rows)
    return column_chart(f"trend-{programme.id}", KINDS, stacks, table)


def _categories(book: Book, behind: Behind) -> BarChart:
    counts = Counter(one.group for one in book.overview.briefs)
    return group_chart(book, behind, counts, "问题条数，按问题大类")
