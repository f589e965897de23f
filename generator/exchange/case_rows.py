"""One row of a table of cases → an issue without a serial number, or the errors that prevent it.

What rows of other kinds share with those of issues is public here. Published handling becomes steps
in its own words, by the words of the vocabulary.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from generator.checks.common import unit_hint
from generator.core.dates import PartialDate, stated_round
from generator.core.vocabulary import Vocabulary, Word
from generator.exchange.account import Place, shape_errors
from generator.exchange.csv_rows import (
    CaseRecord,
    Known,
    RowError,
    RowPlace,
    TableLine,
    city_error,
    programme_error,
    programme_of,
    row_place,
    word_error,
)
from generator.exchange.published_columns import (
    inferred_round_error,
    other_name,
    reliability_error,
    source_fields,
    source_places,
    yes_error,
)
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme

_CLAUSE = re.compile(r"[^，、；。,;]+[，、；。,;]*|[，、；。,;]+")
_SEPARATORS = "，、；。,; "


@dataclass(frozen=True, slots=True)
class HandlingStep:
    """One step that a publication tells, in the words of the publication."""

    step: str
    words: str


def handling_steps(handling: str, vocabulary: Vocabulary) -> tuple[HandlingStep, ...]:
    """Return the steps in a text of handling, in its order; () where it can not be classified.

    A clause of known wording begins a step, the clauses after it belong to it. Wording that the
    vocabulary lists without steps (not done, proposed) leaves the whole text unclassified.
    """
    found: list[tuple[Word, str]] = []
    before = ""
    for clause in _CLAUSE.findall(handling):
        known = _known(clause, vocabulary)
        if known and not known.steps:
            return ()
        if known and not (found and found[-1][0].steps == known.steps):
            found.append((known, before + clause))
            before = ""
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + clause)
        else:
            before += clause
    return tuple(_steps(found))


def _known(clause: str, vocabulary: Vocabulary) -> Word | None:
    """Return the first wording of the list that is in a clause."""
    return next((one for one in vocabulary.handlings if one.word in clause), None)


def _steps(found: list[tuple[Word, str]]) -> Iterator[HandlingStep]:
    for known, words in found:
        for step in known.steps:
            yield HandlingStep(step, words.strip(_SEPARATORS))


HEADER = (
    "case_id,date,date_precision,programme,round,round_inferred,region,province,city,county,"
    "site_name,site_name_masked,record_kind,problem_category,problem_type,facts,action,"
    "source_title,source_publisher,source_date,source_url,source_reliability"
)
ID_COLUMN = "case_id"

GROUP = "G"
"""The kind of group of a case whose source does not name the group."""

_EXPOSING = "曝光"
"""The step that the table uses for an exposure."""

ACTIONS = {"政府约谈": "约谈", "政府问责": "问责"}
"""Record kinds of the table that are about an action (措施), and of which kind."""

TASK = "任务进度"
"""The record kind of the table for the progress of a task (攻坚任务)."""

_COPY = re.compile(r"（[^（）]*）$")
"""Where a publication was read, in brackets behind who published it."""

_UNNUMBERED = "XX00-000000-R00-X-000"
_AIR = "大气"
CASE_PLACES: dict[Place, str] = {
    ("id",): "round",
    ("round_inferred",): "round_inferred",
    ("place", "name"): "county",
    ("site", "name"): "site_name",
    ("found",): "facts",
    ("handling",): "action",
    ("round_stated",): "round",
    ("origin", "row"): ID_COLUMN,
    ("origin", "called"): "programme",
    ("category",): "problem_type",
    ("kind",): "record_kind",
    ("events", 0, "date"): "date",
    ("events", 1, "by"): "source_publisher",
    **source_places("sources", 0),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A record without a serial number, and the part of its ID before the number."""

    beginning: str
    record: CaseRecord
    notes: tuple[str, ...]


def case_from(table: str, row: TableLine, known: Known) -> Case | Sequence[RowError]:
    """Return the case in a row, or the errors that prevent it."""
    programme, place = programme_of(row, known), row_place(row, known)
    city = place.city
    errors = list(_own_errors(row, known, programme, place))
    told = handling_steps(row["action"], known.vocabulary)
    try:
        issue = Issue.model_validate(_fields(table, row, told, programme, place))
    except ValidationError as error:
        return [*errors, *shape_errors(row, error, CASE_PLACES | event_places(len(told)))]
    for exposure in issue.taken([_EXPOSING]):
        errors += published_before_errors(row, issue.found_on, exposure.date)
    errors += precision_errors(row, issue.found_on)
    if errors or programme is None or city is None:
        return errors
    number = stated_round(row["round"]) or 0
    beginning = f"{programme.id}-{city.id}-R{number:02}-{GROUP}-"
    return Case(beginning, issue, (*place_notes(row, city), *_handling_notes(row, told)))


def event_places(steps: int) -> dict[Place, str]:
    """Return the columns of the exposure and of as many steps of handling."""
    columns: dict[Place, str] = {}
    for place in range(1, steps + 2):
        columns["events", place, "date"] = "source_date"
        columns["events", place, "words"] = "action"
    return columns


def _handling_notes(row: TableLine, told: Sequence[HandlingStep]) -> Iterator[str]:
    if row["action"] and not told:
        yield (
            f"处置情况“{row['action']}”没有归入步骤，只照录原文；"
            "词表的 handlings 里可以加上这种用语"
        )
    elif told and not row["source_date"]:
        yield f"处置情况“{row['action']}”没有发布日期，不能记成步骤，只照录原文"


def exposer(publisher: str) -> str:
    """Return who made a case public: of 生态环境部（企业站转载）the ministry, not the copy."""
    return _COPY.sub("", publisher)


def _published_events(row: TableLine, told: Sequence[HandlingStep]) -> list[dict[str, object]]:
    """Return the exposure and the steps of handling that the source tells without their days."""
    if not row["source_date"]:
        return []
    exposure: dict[str, object] = {
        "date": row["source_date"],
        "step": _EXPOSING,
        "by": exposer(row["source_publisher"]) or None,
    }
    return [exposure, *(_told_event(row["source_date"], one) for one in told)]


def _told_event(day: str, one: HandlingStep) -> dict[str, object]:
    return {"date": day, "not_after": True, "step": one.step, "words": one.words, "source": 1}


def _fields(
    table: str,
    row: TableLine,
    told: Sequence[HandlingStep],
    programme: Programme | None,
    place: RowPlace,
) -> dict[str, object]:
    """Return the row under the names of the issue's fields; the model judges the values."""
    return {
        "id": _UNNUMBERED,
        "kind": row["record_kind"],
        "place": place_fields(place),
        "site": {"name": row["site_name"], "masked": row["site_name_masked"] == "yes"},
        "category": row["problem_type"],
        "medium": _medium(programme),
        "found": row["facts"],
        "handling": row["action"] or None,
        "round_stated": row["round"] or None,
        "round_inferred": stated_round(row["round_inferred"]),
        "sources": [source_fields(row)],
        "origin": {
            "table": table,
            "row": row[ID_COLUMN],
            "called": other_name(row, programme),
        },
        "events": [
            {"date": row["date"], "step": "排查"},
            *_published_events(row, told),
        ],
    }


def place_fields(place: RowPlace) -> dict[str, str | None] | None:
    """Return the place under the names of the models; None where it is the city itself."""
    return {"county": place.code, "name": place.county} if place.county else None


def _medium(programme: Programme | None) -> str:
    return programme.media[0] if programme and len(programme.media) == 1 else _AIR


def _own_errors(
    row: TableLine, known: Known, programme: Programme | None, place: RowPlace
) -> Iterator[RowError]:
    """Yield the errors that the model can not see: names, words and columns that disagree."""
    words = known.vocabulary
    kinds = [*words.words("kinds"), *ACTIONS, TASK]
    categories = words.words("categories")
    checked = [
        word_error(row, "record_kind", kinds, "记录种类", words.called("kinds")),
        word_error(row, "problem_type", categories, "问题类别", words.called("categories")),
    ]
    yield from (error for error in checked if error)
    yield from shared_errors(row, known, place)
    yield from _group_errors(row, words.group_of.get(row["problem_type"]))
    if programme:
        yield from _programme_errors(row, programme)


def shared_errors(row: TableLine, known: Known, place: RowPlace) -> Iterator[RowError]:
    """Yield the errors that rows of every record kind share."""
    checked = [
        programme_error(row, known),
        None if place.city else city_error(row, known),
        reliability_error(row, known),
        inferred_round_error(row),
        yes_error(row, "site_name_masked", "名称已改写的写 yes，没有改写的空着"),
    ]
    yield from (error for error in checked if error)
    if place.city:
        yield from _county_errors(row, place.county, place.city, known)


def _group_errors(row: TableLine, group: str | None) -> Iterator[RowError]:
    if group and group != row["problem_category"]:
        yield row.error(
            "problem_category",
            f"'{row['problem_category']}' 与问题类别不符：“{row['problem_type']}”属于“{group}”",
            f"改成“{group}”，或者查对问题类别",
        )


def _programme_errors(row: TableLine, programme: Programme) -> Iterator[RowError]:
    if not any(kind.letter == GROUP and not kind.numbered for kind in programme.group_kinds):
        yield row.error(
            "programme",
            f"{programme.id} 没有不编号的 {GROUP} 组（公开通报）",
            f"在 records/programmes/{programme.id}.yml 的 group_kinds 里加上",
        )
    if _medium(programme) not in programme.media:
        yield row.error(
            "programme",
            f"{programme.id} 有几个要素而没有“{_AIR}”，看不出属于哪一个",
            "这个行动的问题要逐条录入",
        )


def _county_errors(row: TableLine, county: str, city: City, known: Known) -> Iterator[RowError]:
    if county and county not in city.codes and county not in city.uncoded:
        message = f"{city.name}没有叫 '{county}' 的区县"
        yield row.error("county", message, unit_hint(county, city, known.cities.values()))


def precision_errors(row: TableLine, found: PartialDate) -> Iterator[RowError]:
    """Yield an error where the precision that the table states is not that of its date."""
    if row["date_precision"] != _precision(found):
        yield row.error(
            "date_precision",
            f"'{row['date_precision']}' 与日期 {found} 不符",
            f"这样的日期应写 {_precision(found)}；只知年月的日期写 2018-11，只知年份的写 2018",
        )


def published_before_errors(
    row: TableLine, happened: PartialDate, published: PartialDate, what: str = "发现日期"
) -> Iterator[RowError]:
    """Yield an error where the source is older than the event; `what` names the event's day."""
    if happened.is_after(published):
        yield row.error(
            "source_date",
            f"发布日期 {published} 早于{what} {happened}",
            "查对两个日期的年份和月份",
        )


def _precision(found: PartialDate) -> str:
    if found.is_exact:
        return "day"
    return "month" if found.month else "year"


def place_notes(row: TableLine, city: City) -> Iterator[str]:
    """Return notes on cities that the table places otherwise than their records do."""
    for column, title, recorded in (
        ("region", "区域", city.region),
        ("province", "省份", city.province),
    ):
        if row[column] != recorded:
            yield f"表中{title}为“{row[column]}”，{city.name}的记录为“{recorded}”，以城市记录为准"
    county = row["county"]
    meant = city.meant(county) if county else None
    if meant and meant != county:
        yield f"表中区县为“{county}”，记成登记的名称“{meant}”"
