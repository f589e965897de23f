"""What the search finds of appraisals, grids, monitoring and quick bulletins."""

from collections.abc import Iterable, Iterator, Sequence

from generator.derive.work.monitors import Watched, latest, state_of
from generator.model.grid import GridNode
from generator.model.monitor import MonitoredUnit
from generator.render.book import Book
from generator.render.links import appraisals_path, grid_path, monitor_path, quick_path
from generator.render.search.entry import SearchEntry, plain_entry
from generator.render.work.appraisals import period_title

APPRAISAL, GRID, MONITOR, QUICK = PLAN = ("考核评比", "网格", "监测监控", "工作信息快报")


def plan_entries(book: Book) -> Iterator[SearchEntry]:
    """Every appraisal, every grid, every unit and station, every year of a quick bulletin."""
    yield from _appraisals(book)
    yield from _grids(book)
    yield from _monitors(book)
    yield from _quick(book)


def _joined(texts: Iterable[str | None]) -> str:
    return "；".join(text for text in texts if text)


def _name(book: Book, city: str) -> str:
    found = book.register.cities.get(city)
    return found.name if found else city


def _appraisals(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.appraisals:
        programme = book.register.programmes[one.programme_id]
        cities = list(dict.fromkeys(entry.city for entry in one.entries))
        entries = (text for x in one.entries for text in (x.unit, x.verdict, x.reason))
        outcomes = (f"{x.unit}{x.outcome}" for x in one.outcomes)
        yield plain_entry(
            APPRAISAL,
            one.id,
            f"{appraisals_path(one.programme_id)}#p{one.period}",
            f"{period_title(one.period)}考核评比，{programme.name}",
            _joined([one.by, *entries, *outcomes, *(x.title for x in one.sources)]),
            place="、".join(_name(book, city) for city in cities),
            programme=one.programme_id,
            city=cities[0] if len(cities) == 1 else "",
            date=str(one.date),
        )


def _grids(book: Book) -> Iterator[SearchEntry]:
    for grid in book.register.grids:
        for node in grid.nodes:
            yield plain_entry(
                GRID,
                f"{grid.id}/{node.number}",
                f"{grid_path(grid.programme_id, grid.city_id)}#n{node.number}",
                node.name,
                _joined([level_words(node.level), _office(node), node.covered, node.area]),
                place=_name(book, grid.city_id),
                programme=grid.programme_id,
                city=grid.city_id,
            )


OFFICE = "责任单位："


def level_words(level: str) -> str:
    """How the level of a grid stands among the searchable words; counts lead to it."""
    return f"层级：{level}"


def _office(node: GridNode) -> str:
    return f"{OFFICE}{node.office}" if node.office else "没有责任单位"


def _monitors(book: Book) -> Iterator[SearchEntry]:
    for record in book.register.monitors:
        lists: tuple[tuple[str, Sequence[Watched]], ...] = (
            ("units", record.units),
            ("stations", record.stations),
        )
        for key, watched in lists:
            for number, one in enumerate(watched, 1):
                last = latest(one)
                own = one.industry if isinstance(one, MonitoredUnit) else one.town
                county = one.place.name if one.place else ""
                yield plain_entry(
                    MONITOR,
                    f"{record.id}/{key}-{number}",
                    f"{monitor_path(record.programme_id, record.city_id)}#{key}",
                    one.name,
                    _joined([own, state_of(one), *(state.by for state in one.states)]),
                    place=_name(book, record.city_id) + county,
                    programme=record.programme_id,
                    city=record.city_id,
                    date=str(last.date) if last else "",
                )


def _quick(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.quick:
        rules = book.register.programmes[one.programme_id].quick
        for number, item in enumerate(one.items, 1):
            yield plain_entry(
                QUICK,
                f"{one.id}/{number}",
                quick_path(one.programme_id, one.year)
                + (f"#i{item.number}" if item.number else ""),
                item.text,
                _joined([rules.name if rules else "", item.by]),
                programme=one.programme_id,
                date=item.date.isoformat(),
            )
