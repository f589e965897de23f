"""Rows of published figures → bulletins (通报): one for each publication."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from generator.core.fields import Source
from generator.exchange.account import (
    ImportPlan,
    Place,
    RowAccount,
    RowOutcome,
    differences,
    entry,
    joined,
    shape_errors,
    unreadable,
)
from generator.exchange.csv_rows import (
    Known,
    KnownFigure,
    Numbers,
    RecordedRow,
    RowError,
    TableLine,
    inferred_round_error,
    other_name,
    reliability_error,
    round_number,
    source_fields,
    word_error,
    yes_error,
)
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme

HEADER = (
    "row_id,date_from,date_to,programme,round,round_inferred,granularity,scope,province,city,"
    "county,metric,category,value,unit,source_title,source_publisher,source_date,source_url,"
    "source_reliability,list_partial"
)
ID_COLUMN = "row_id"

_UNNUMBERED = "XX00-0000-1"
_FIGURES: dict[Place, str] = {
    ("source", "title"): "source_title",
    ("source", "publisher"): "source_publisher",
    ("source", "date"): "source_date",
    ("source", "url"): "source_url",
    ("source", "reliability"): "source_reliability",
    ("called",): "programme",
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
_WORDS = (
    ("granularity", "granularities", "统计口径"),
    ("metric", "metrics", "指标"),
    ("unit", "units", "单位"),
)


@dataclass(frozen=True, slots=True)
class BulletinRows:
    """The fields that all figures of one bulletin share."""

    programme: str
    called: str | None
    source: Source

    @property
    def beginning(self) -> str:
        """Return the beginning of the bulletin's ID: programme and date."""
        return f"{self.programme}-{str(self.source.date).replace('-', '')}"


@dataclass(frozen=True, slots=True)
class Print:
    """One row as a bulletin with a single figure and without a number."""

    row: TableLine
    publication: BulletinRows
    bulletin: Bulletin


def read_figures(
    table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers
) -> ImportPlan:
    """Return the new bulletins of a table of figures."""
    refused: list[RowAccount] = []
    groups: dict[BulletinRows, list[Print]] = {}
    for row in rows:
        one = _print(table, row, known)
        if isinstance(one, Print):
            groups.setdefault(one.publication, []).append(one)
        else:
            refused.append(unreadable(table, row, row[ID_COLUMN], one))
    plans = [_grouped(table, prints, known, numbers) for prints in groups.values()]
    return joined([*plans, ImportPlan((), tuple(refused))])


def _grouped(table: str, prints: Sequence[Print], known: Known, numbers: Numbers) -> ImportPlan:
    """Return the plan for one publication: a new bulletin, or the figures an existing one has."""
    kept = {
        one.row.line: known.figures.get(RecordedRow(table, one.row[ID_COLUMN])) for one in prints
    }
    home = _home(table, prints[0].publication, [one for one in kept.values() if one], known)
    fresh = [one for one in prints if kept[one.row.line] is None]
    entries = [
        _compared(table, one, found) for one in prints if (found := kept[one.row.line]) is not None
    ]
    if home:
        entries += [_entry(table, one, RowOutcome.NOT_MERGED, home) for one in fresh]
        return ImportPlan((), tuple(entries))
    bulletin = _bulletin(fresh, numbers)
    entries += [_entry(table, one, RowOutcome.IMPORTED, bulletin.id) for one in fresh]
    return ImportPlan((bulletin,), tuple(entries))


def _home(
    table: str, publication: BulletinRows, kept: Sequence[KnownFigure], known: Known
) -> str | None:
    """Return the ID of the register's bulletin of this publication."""
    candidates = kept or [
        one
        for origin, one in known.figures.items()
        if origin.table == table and _publication(one.bulletin) == publication
    ]
    return candidates[0].bulletin.id if candidates else None


def _publication(bulletin: Bulletin) -> BulletinRows:
    return BulletinRows(bulletin.programme_id, bulletin.called, bulletin.source)


def _bulletin(prints: Sequence[Print], numbers: Numbers) -> Bulletin:
    beginning = prints[0].publication.beginning
    return prints[0].bulletin.model_copy(
        update={
            "id": f"{beginning}-{numbers.take(beginning)}",
            "rows": [figure for one in prints for figure in one.bulletin.rows],
        }
    )


def _entry(
    table: str, one: Print, outcome: RowOutcome, record: str, reason: str = ""
) -> RowAccount:
    return entry(table, one.row, one.row[ID_COLUMN], outcome, record=record, reason=reason)


def _compared(table: str, one: Print, kept: KnownFigure) -> RowAccount:
    single = kept.bulletin.model_copy(update={"rows": [kept.figure]})
    differing = [
        title
        for title in differences(one.bulletin, single)
        if title != Bulletin.model_fields["rows"].title
    ]
    differing += differences(one.bulletin.rows[0], kept.figure)
    if one.publication.programme != kept.bulletin.programme_id:
        differing.insert(0, f"编号（按表应以 {one.publication.beginning} 开头）")
    outcome = RowOutcome.DIFFERENT if differing else RowOutcome.SAME
    return _entry(table, one, outcome, kept.bulletin.id, "、".join(differing))


def _print(table: str, row: TableLine, known: Known) -> Print | Sequence[RowError]:
    """Return the row as a bulletin of one figure, or the errors that prevent it."""
    programme = known.programmes.get(row["programme"])
    errors = list(_own_errors(row, known))
    try:
        bulletin = Bulletin.model_validate(_fields(table, row, programme, known))
    except ValidationError as error:
        return [*errors, *shape_errors(row, error, _FIGURES)]
    errors += _period_errors(row, bulletin)
    if errors or programme is None:
        return errors
    return Print(row, BulletinRows(programme.id, bulletin.called, bulletin.source), bulletin)


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
                "round_inferred": round_number(row["round_inferred"]),
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
                "partial": row["list_partial"] == "yes",
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
    checked = [word_error(row, "programme", list(known.programmes), "专项行动")]
    checked += [
        word_error(row, column, words.words(listed), what) for column, listed, what in _WORDS
    ]
    checked += [
        reliability_error(row, known),
        inferred_round_error(row),
        yes_error(row, "list_partial", "清单不全的写 yes，其余空着"),
    ]
    if not row["source_date"]:
        checked.append(row.error("source_date", "没有填", "通报的编号由发布日期而来，至少写到年"))
    yield from (error for error in checked if error)
