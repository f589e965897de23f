"""What the search finds of appraisals, grids, monitoring, quick bulletins, targets, assessments."""

from collections.abc import Iterable, Iterator, Sequence

from generator.derive.work.monitors import Watched, latest, state_of
from generator.model.grid import GridNode
from generator.model.monitor import Monitor, MonitoredUnit
from generator.render.book import Book
from generator.render.indexes import ASSESSMENT
from generator.render.links import appraisals_path, grid_path, monitor_path, quick_path, target_path
from generator.render.search.entry import SearchEntry, plain_entry, texts_of, with_first
from generator.render.work.appraisals import period_title

PLAN = ("考核评比", "网格", "监测监控", "工作信息快报", "目标", "考评")
APPRAISAL, GRID, MONITOR, QUICK, TARGET, OUTCOME = PLAN


def plan_entries(book: Book) -> Iterator[SearchEntry]:
    """Every appraisal, grid, monitored unit, station, item of a quick bulletin, target, outcome."""
    yield from _appraisals(book)
    yield from _grids(book)
    yield from _monitors(book)
    yield from _quick(book)
    yield from _targets(book)
    if not book.is_public:  # outcomes are shown in the full edition only
        yield from _assessments(book)


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
            texts=texts_of(one),
            place="、".join(_name(book, city) for city in cities),
            programme=one.programme_id,
            city=cities[0] if len(cities) == 1 else "",
            date=str(one.date),
        )


def _grids(book: Book) -> Iterator[SearchEntry]:
    for grid in book.register.grids:
        for node, texts in zip(grid.nodes, with_first(grid, grid.nodes, "nodes"), strict=True):
            yield plain_entry(
                GRID,
                f"{grid.id}/{node.number}",
                f"{grid_path(grid.programme_id, grid.city_id)}#n{node.number}",
                node.name,
                _joined([level_words(node.level), _office(node), node.covered, node.area]),
                texts=texts,
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
        watched: list[tuple[str, Watched]] = [
            *((f"units-{number}", one) for number, one in enumerate(record.units, 1)),
            *((f"stations-{number}", one) for number, one in enumerate(record.stations, 1)),
        ]
        texts = with_first(record, (one for _, one in watched), "units", "stations")
        for (name, one), said in zip(watched, texts, strict=True):
            yield _monitored(book, record, name, one, said)
        if not watched:
            yield _whole(book, record, monitor_path(record.programme_id, record.city_id))


def _monitored(
    book: Book, record: Monitor, name: str, one: Watched, texts: Sequence[str]
) -> SearchEntry:
    last = latest(one)
    own = one.industry if isinstance(one, MonitoredUnit) else one.town
    key = name.partition("-")[0]
    return plain_entry(
        MONITOR,
        f"{record.id}/{name}",
        f"{monitor_path(record.programme_id, record.city_id)}#{key}",
        one.name,
        _joined([own, state_of(one), *(state.by for state in one.states)]),
        texts=texts,
        place=_name(book, record.city_id) + (one.place.name if one.place else ""),
        programme=record.programme_id,
        city=record.city_id,
        date=str(last.date) if last else "",
    )


def _whole(book: Book, record: Monitor, path: str) -> SearchEntry:
    """The entry of a record that has goals and notes, but nothing on its lists yet."""
    name = _name(book, record.city_id)
    return plain_entry(
        MONITOR,
        record.id,
        path,
        f"{name}监测监控",
        "",
        texts=texts_of(record),
        place=name,
        programme=record.programme_id,
        city=record.city_id,
    )


def _quick(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.quick:
        rules = book.register.programmes[one.programme_id].quick
        name = rules.name if rules else QUICK
        path = quick_path(one.programme_id, one.year)
        texts = with_first(one, one.items, "items")
        for number, (item, said) in enumerate(zip(one.items, texts, strict=True), 1):
            yield plain_entry(
                QUICK,
                f"{one.id}/{number}",
                path + (f"#i{item.number}" if item.number else ""),
                item.text,
                _joined([rules.name if rules else "", item.by]),
                texts=said,
                programme=one.programme_id,
                date=item.date.isoformat(),
            )
        if not one.items:
            title = f"{name}（{one.year} 年）"
            yield plain_entry(
                QUICK, one.id, path, title, "", texts=texts_of(one), programme=one.programme_id
            )


def _assessments(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.assessments:
        yield plain_entry(
            OUTCOME,
            one.id,
            f"{ASSESSMENT}#{one.id}",
            f"{one.kind}：{one.unit}",
            _joined([one.by, one.reasons, *one.consequences]),
            texts=texts_of(one),
            programme=one.programme_id,
            date=str(one.date),
        )


def _targets(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.targets:
        name = _name(book, one.city_id)
        yield plain_entry(
            TARGET,
            one.id,
            target_path(one.id),
            f"{name}目标",
            _joined([book.register.programmes[one.programme_id].name, *(x.name for x in one.aims)]),
            texts=texts_of(one),
            place=name,
            programme=one.programme_id,
            city=one.city_id,
        )
