"""Rows of published figures and other facts → bulletins (通报): one for each publication."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from generator.core.dates import stated_round
from generator.core.fields import Source
from generator.exchange.account import (
    ImportPlan,
    Place,
    RowAccount,
    RowOutcome,
    TableKind,
    changes,
    differences,
    entry,
    joined,
    shape_errors,
    unreadable,
)
from generator.exchange.cell_values import folded
from generator.exchange.csv_rows import (
    Known,
    KnownFigure,
    Numbers,
    RowError,
    TableLine,
    programme_error,
    programme_of,
    row_place,
    word_error,
)
from generator.exchange.published_columns import (
    YES,
    inferred_round_error,
    other_name,
    reliability_error,
    source_fields,
    source_places,
    yes_error,
)
from generator.exchange.record_rows import NUMBER, heads_of
from generator.kinds.bulletin.model import Bulletin, Figure, PublishedFact
from generator.kinds.bulletin.questions import FORM
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme

HEADER = (
    "row_id,date_from,date_to,programme,round,round_inferred,granularity,scope,province,city,"
    "county,metric,category,value,unit,source_title,source_publisher,source_date,source_url,"
    "source_reliability,list_partial"
)
ID_COLUMN = "row_id"

FACT_HEADER = (
    "fact_id,programme,fact,city,value,period,"
    "source_title,source_publisher,source_date,source_url,source_reliability"
)
FACT_ID_COLUMN = "fact_id"

_UNNUMBERED = "XX00-0000-1"
_SOURCES: dict[Place, str] = {
    ("id",): "programme",
    **source_places("source"),
    ("called",): "programme",
}
FIGURE_PLACES: dict[Place, str] = {
    **_SOURCES,
    ("rows", 0, "row"): ID_COLUMN,
    ("rows", 0, "start"): "date_from",
    ("rows", 0, "end"): "date_to",
    ("rows", 0, "granularity"): "granularity",
    ("rows", 0, "round_stated"): "round",
    ("rows", 0, "area", "scope"): "scope",
    ("rows", 0, "area", "province"): "province",
    ("rows", 0, "area", "city"): "city",
    ("rows", 0, "area", "county"): "county",
    ("rows", 0, "metric"): "metric",
    ("rows", 0, "category"): "category",
    ("rows", 0, "value"): "value",
    ("rows", 0, "unit"): "unit",
}
FACT_PLACES: dict[Place, str] = {
    **_SOURCES,
    ("facts", 0, "row"): FACT_ID_COLUMN,
    ("facts", 0, "fact"): "fact",
    ("facts", 0, "city"): "city",
    ("facts", 0, "value"): "value",
    ("facts", 0, "period"): "period",
}
_WORDS = (
    ("granularity", "granularities", "统计口径"),
    ("metric", "metrics", "指标"),
    ("unit", "units", "单位"),
)
_PARTIAL = (*YES, "是")
_MAY_BE_BLANK = ("unit",)
"""An index has no unit."""


@dataclass(frozen=True, slots=True)
class BulletinRows:
    """The fields that all figures of one bulletin share."""

    programme: str
    called: str | None
    source: Source
    year: int

    @property
    def beginning(self) -> str:
        """Return the beginning of the bulletin's ID: programme and date of publication.

        Of an undated publication it is the last year of its figures.
        """
        return f"{self.programme}-{str(self.source.date or self.year).replace('-', '')}"


@dataclass(frozen=True, slots=True)
class Print:
    """One row as a bulletin with a single figure or fact and without a number."""

    row: TableLine
    row_id: str
    publication: BulletinRows
    bulletin: Bulletin

    @property
    def part(self) -> Figure | PublishedFact:
        """Return its figure or fact."""
        return self.bulletin.parts[0]


def _subject(part: Figure | PublishedFact) -> tuple[object, ...]:
    """Return what a row is about, which is not mended as its value is; no code, which is derived.

    The first part keeps figures and facts apart.
    """
    if isinstance(part, PublishedFact):
        return (PublishedFact, *_alike(part.fact, part.city, part.period))
    area = _alike(part.area.scope, part.area.province, part.area.city, part.area.county)
    about = _alike(part.granularity, part.metric, part.category)
    return (Figure, part.start, part.end, *about, *area)


def _alike(*texts: str | None) -> tuple[str | None, ...]:
    """Return texts as they are compared: widths of signs and blanks say nothing."""
    return tuple(folded(one) if one else one for one in texts)


Read = Callable[[str, TableLine, Known], Print | Sequence[RowError]]


def read_figures(
    table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers
) -> ImportPlan:
    """Return the new bulletins of a table of figures."""
    return _read(table, rows, known, numbers, _figure_in, ID_COLUMN)


def read_facts(table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers) -> ImportPlan:
    """Return the new bulletins of a table of facts that are no numbers."""
    return _read(table, rows, known, numbers, _fact_in, FACT_ID_COLUMN)


def _read(
    table: str,
    rows: Sequence[TableLine],
    known: Known,
    numbers: Numbers,
    read: Read,
    id_column: str,
) -> ImportPlan:
    refused: list[RowAccount] = []
    groups: dict[BulletinRows, list[Print]] = {}
    for row in rows:
        one = read(table, row, known)
        if isinstance(one, Print):
            groups.setdefault(one.publication, []).append(one)
        else:
            refused.append(unreadable(table, row, row[id_column], one))
    plans = [_grouped(table, prints, known, numbers) for prints in groups.values()]
    return joined([*plans, ImportPlan((), tuple(refused))])


def _grouped(table: str, prints: Sequence[Print], known: Known, numbers: Numbers) -> ImportPlan:
    """Return the plan for one publication: a new bulletin, or the figures an existing one has."""
    kept = {one.row.line: _kept(table, one, known) for one in prints}
    home = _home(table, prints[0].publication, [one for one in kept.values() if one], known)
    fresh = [one for one in prints if kept[one.row.line] is None]
    entries = [
        _compared(table, one, found) for one in prints if (found := kept[one.row.line]) is not None
    ]
    if home:
        entries += [_entry(table, one, RowOutcome.NOT_MERGED, home) for one in fresh]
        return ImportPlan((), tuple(entries))
    bulletin = _bulletin(fresh, numbers)
    for one in fresh:
        notes = _same_number_notes(one, known)
        entries.append(_entry(table, one, RowOutcome.IMPORTED, bulletin.id, notes=notes))
    return ImportPlan((bulletin,), tuple(entries))


def _kept(table: str, one: Print, known: Known) -> KnownFigure | None:
    """Return what the register has of a row: of this table, or of its copy under another name.

    A copy has the same number, publication and subject. Its value may have been mended; a row
    about another area, period or metric is another row, because every sheet counts from 1.
    """
    some = known.figures.get(one.row_id, ())
    own = [it for it in some if it.bulletin.table == table]
    copies = [
        it
        for it in some
        if _is_of_publication(one, it) and _subject(it.figure) == _subject(one.part)
    ]
    return next(iter([*reversed(own), *copies]), None)


def _is_of_publication(one: Print, kept: KnownFigure) -> bool:
    """Return whether programme and title agree: date and address of a source are mended later."""
    bulletin = kept.bulletin
    is_titled = folded(bulletin.source.title) == folded(one.bulletin.source.title)
    return is_titled and bulletin.programme_id == one.publication.programme


def _same_number_notes(one: Print, known: Known) -> tuple[str, ...]:
    """Return a note on other rows of this number and publication: maybe this one was mended."""
    some = known.figures.get(one.row_id, ())
    ids = sorted({it.bulletin.id for it in some if _is_of_publication(one, it)})
    note = (
        "同一份通报的记录 {} 里另有这个行编号，内容不同；是改过的同一行，就改那条记录，不用这一行"
    )
    return tuple(note.format(name) for name in ids)


def _home(
    table: str, publication: BulletinRows, kept: Sequence[KnownFigure], known: Known
) -> str | None:
    """Return the ID of the register's bulletin of this publication."""
    candidates = kept or [
        one
        for some in known.figures.values()
        for one in some
        if one.bulletin.table == table and _publication(one.bulletin) == publication
    ]
    return candidates[0].bulletin.id if candidates else None


def _publication(bulletin: Bulletin) -> BulletinRows:
    return _shared(bulletin.programme_id, bulletin)


def _shared(programme: str, bulletin: Bulletin) -> BulletinRows:
    published = bulletin.source.date
    year = published.year if published else max((one.end.year for one in bulletin.rows), default=0)
    return BulletinRows(programme, bulletin.called, bulletin.source, year)


def _bulletin(prints: Sequence[Print], numbers: Numbers) -> Bulletin:
    beginning = prints[0].publication.beginning
    return prints[0].bulletin.model_copy(
        update={
            "id": f"{beginning}-{numbers.take(beginning)}",
            "rows": [figure for one in prints for figure in one.bulletin.rows],
            "facts": [fact for one in prints for fact in one.bulletin.facts],
        }
    )


def _entry(
    table: str,
    one: Print,
    outcome: RowOutcome,
    record: str,
    reason: str = "",
    notes: tuple[str, ...] = (),
) -> RowAccount:
    return entry(table, one.row, one.row_id, outcome, record=record, reason=reason, notes=notes)


_NO_PARTS: dict[str, object] = {"rows": [], "facts": []}


def _compared(table: str, one: Print, kept: KnownFigure) -> RowAccount:
    alone = one.bulletin.model_copy(update={**_NO_PARTS, "table": kept.bulletin.table})
    differing = list(differences(alone, kept.bulletin.model_copy(update=_NO_PARTS)))
    differing += differences(one.part, kept.figure)
    if one.publication.programme != kept.bulletin.programme_id:
        differing.insert(0, f"编号（按表应以 {one.publication.beginning} 开头）")
    outcome = RowOutcome.DIFFERENT if differing else RowOutcome.SAME
    notes = _copy_notes(table, kept.bulletin, "不同" if differing else "相同")
    is_figure = isinstance(one.part, Figure)
    whole = kept.bulletin.model_copy(
        update={
            "table": one.bulletin.table,
            "rows": [kept.figure] if is_figure else [],
            "facts": [] if is_figure else [kept.figure],
        }
    )
    columns = FIGURE_PLACES if is_figure else FACT_PLACES
    return entry(
        table,
        one.row,
        one.row_id,
        outcome,
        record=kept.bulletin.id,
        reason="、".join(differing),
        notes=notes,
        changes=tuple(changes(one.row, one.bulletin, whole, columns)),
    )


def _copy_notes(table: str, kept: Bulletin, how: str) -> tuple[str, ...]:
    """Return from which other table a row is known."""
    if kept.table == table:
        return ()
    of = f"表格“{kept.table}”" if kept.table else f"记录 {kept.id} "
    return (f"与{of}的同一行内容{how}",)


def _figure_in(table: str, row: TableLine, known: Known) -> Print | Sequence[RowError]:
    """Return the row as a bulletin of one figure, or the errors that prevent it."""
    programme = programme_of(row, known)
    errors = list(_own_errors(row, known))
    try:
        bulletin = Bulletin.model_validate(_fields(table, row, programme, known))
    except ValidationError as error:
        return [*errors, *shape_errors(row, error, FIGURE_PLACES)]
    errors += _period_errors(row, bulletin)
    if errors or programme is None:
        return errors
    return Print(row, row[ID_COLUMN], _shared(programme.id, bulletin), bulletin)


def _fact_in(table: str, row: TableLine, known: Known) -> Print | Sequence[RowError]:
    """Return the row as a bulletin of one fact, or the errors that prevent it."""
    programme = programme_of(row, known)
    errors = list(_fact_errors(row, known))
    try:
        bulletin = Bulletin.model_validate(_fact_fields(table, row, programme, known))
    except ValidationError as error:
        return [*errors, *shape_errors(row, error, FACT_PLACES)]
    if errors or programme is None:
        return errors
    return Print(row, row[FACT_ID_COLUMN], _shared(programme.id, bulletin), bulletin)


def _fact_errors(row: TableLine, known: Known) -> Iterator[RowError]:
    checked = [programme_error(row, known), reliability_error(row, known)]
    if row["city"] and row_place(row, known).city is None:
        checked.append(word_error(row, "city", list(known.cities), "城市"))
    if not row["source_date"]:
        checked.append(row.error("source_date", "没有填", "通报的编号由发布日期而来，至少写到年"))
    yield from (error for error in checked if error)


def _fact_fields(
    table: str, row: TableLine, programme: Programme | None, known: Known
) -> dict[str, object]:
    city = known.cities.get(row["city"])
    return {
        "id": _UNNUMBERED,
        "source": source_fields(row),
        "table": table,
        "called": other_name(row, programme),
        "facts": [
            {
                "row": row[FACT_ID_COLUMN],
                "fact": row["fact"],
                "city": row["city"] or None,
                "code": city.id if city else None,
                "value": row["value"],
                "period": row["period"],
            }
        ],
    }


def _period_errors(row: TableLine, bulletin: Bulletin) -> Iterator[RowError]:
    for figure in bulletin.rows:
        if figure.start.is_after(figure.end):
            message = f"止日 {figure.end} 早于起日 {figure.start}"
            yield row.error("date_to", message, "查对起止两个日期")


def _fields(
    table: str, row: TableLine, programme: Programme | None, known: Known
) -> dict[str, object]:
    """Return the row under the names of the bulletin's fields; the model judges the values."""
    return {
        "id": _UNNUMBERED,
        "source": source_fields(row),
        "table": table,
        "called": other_name(row, programme),
        "rows": [
            {
                "row": row[ID_COLUMN],
                "start": row["date_from"],
                "end": row["date_to"],
                "granularity": row["granularity"],
                "round_stated": row["round"] or None,
                "round_inferred": stated_round(row["round_inferred"]),
                "area": {
                    "scope": row["scope"],
                    "province": row["province"] or None,
                    "city": row["city"] or None,
                    "county": row["county"] or None,
                    "code": _area_code(row, known.cities.values()),
                },
                "metric": row["metric"],
                "category": row["category"] or None,
                "value": row["value"],
                "unit": row["unit"],
                "partial": row["list_partial"] in _PARTIAL,
            }
        ],
    }


def _area_code(row: TableLine, cities: Collection[City]) -> str | None:
    """Return the code of the finest area in the row; None where that one has no certain code."""
    name, county = row["city"], row["county"]
    named = [city for city in cities if city.name == name]
    if named and not county:
        return named[0].id
    # Some units that bulletins count like cities are attached to one, or are one of its counties.
    homes = named or [city for city in cities if name in city.codes or name in city.uncoded]
    codes = {city.codes.get(county or name) for city in homes}
    return codes.pop() if len(codes) == 1 else None


def _own_errors(row: TableLine, known: Known) -> Iterator[RowError]:
    """Yield the errors that the model can not see: names, words and the parts of an ID."""
    words = known.vocabulary
    checked = [programme_error(row, known)]
    checked += [
        word_error(row, column, words.words(listed), what, words.called(listed))
        for column, listed, what in _WORDS
        if row[column] or column not in _MAY_BE_BLANK
    ]
    checked += [
        reliability_error(row, known),
        inferred_round_error(row),
        yes_error(row, "list_partial", "清单不全的写 yes，其余空着", _PARTIAL),
    ]
    yield from (error for error in checked if error)


TABLES = (
    TableKind(
        "通报数字表",
        HEADER,
        ID_COLUMN,
        read_figures,
        lambda _: FIGURE_PLACES,
        keys=FORM.key_columns,
        renamed={ID_COLUMN: NUMBER.titles, **heads_of(FORM)},
        parts=("rows",),
    ),
    TableKind(
        "公开情况表",
        FACT_HEADER,
        FACT_ID_COLUMN,
        read_facts,
        lambda _: FACT_PLACES,
        parts=("facts",),
    ),
)
