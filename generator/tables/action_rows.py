"""One row of a table of cases that tells of a measure → an action without a serial number."""

import re
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from generator.exchange.case_rows import (
    ID_COLUMN,
    MEASURES,
    Case,
    place_notes,
    precision_problems,
    published_before_problems,
    shared_problems,
)
from generator.exchange.csv_rows import Problem, Row
from generator.kinds.action.model import Action
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.tables.cells import other_name, source_fields
from generator.tables.known import Known
from generator.tables.shapes import Place, shape_problems

_UNNUMBERED = "XX00-C0000-000"
_IN_PUBLIC = "公开约谈"
_MINISTRIES = {"生态环境部": "生态环境部", "环境保护部": "环境保护部", "环保部": "环境保护部"}
_MINISTRY = re.compile(rf"({'|'.join(_MINISTRIES)})(?!门)")
_DEMAND = re.compile(r"(?P<term>[0-9]+(?:个工作日|个月|日|天)内)(?P<what>[^，。；]+)")
_ACTIONS: dict[Place, str] = {
    ("date",): "date",
    ("whom", "county_name"): "county",
    ("whom", "name"): "site_name",
    ("cause", "facts"): "facts",
    ("handling",): "action",
    ("origin", "row"): ID_COLUMN,
    ("origin", "called"): "programme",
    ("sources", 0, "title"): "source_title",
    ("sources", 0, "publisher"): "source_publisher",
    ("sources", 0, "date"): "source_date",
    ("sources", 0, "url"): "source_url",
    ("sources", 0, "reliability"): "source_reliability",
}


def action_from(table: str, row: Row, known: Known) -> Case | Sequence[Problem]:
    """The measure that a row tells of, or everything that hinders it."""
    programme = known.programmes.get(row["programme"])
    city = known.cities.get(row["city"])
    problems = list(_own_problems(row, known, city))
    try:
        action = Action.model_validate(_fields(table, row, programme, city))
    except ValidationError as error:
        return [*problems, *shape_problems(row, error, _ACTIONS)]
    problems += precision_problems(row, action.date)
    if action.sources[0].date:
        problems += published_before_problems(
            row, action.date, action.sources[0].date, "采取措施的日期"
        )
    if problems or programme is None or city is None:
        return problems
    beginning = f"{programme.id}-C{action.date.year:04}-"
    return Case(beginning, action, tuple(_notes(row, city)))


def _fields(
    table: str, row: Row, programme: Programme | None, city: City | None
) -> dict[str, object]:
    """The row under the names of the fields of an action; the model judges the values."""
    county = row["county"] or None
    return {
        "id": _UNNUMBERED,
        "kind": _kind(row),
        "date": row["date"],
        "by": _ministry(row["source_title"]),
        "whom": {
            "city": city.id if city else "000000",
            "county": city.codes.get(county) if city and county else None,
            "county_name": county,
            "name": row["site_name"],
        },
        "cause": {"facts": row["facts"]},
        "demands": [
            {"what": found["what"], "term": found["term"]}
            for found in _DEMAND.finditer(row["action"])
        ],
        "handling": row["action"] or None,
        "sources": [source_fields(row)],
        "origin": {
            "table": table,
            "row": row[ID_COLUMN],
            "called": other_name(row, programme),
        },
    }


def _kind(row: Row) -> str:
    """The word for the measure, as the table words what was done."""
    return _IN_PUBLIC if row["action"].startswith(_IN_PUBLIC) else MEASURES[row["record_kind"]]


def _ministry(title: str) -> str | None:
    """The ministry that a title begins with: it says who took the measure."""
    found = _MINISTRY.match(title)
    return _MINISTRIES[found[1]] if found else None


def _own_problems(row: Row, known: Known, city: City | None) -> Iterator[Problem]:
    yield from shared_problems(row, known, city)
    if _kind(row) not in known.vocabulary.words("actions"):
        yield row.problem(
            "record_kind",
            f"措施 '{_kind(row)}' 不在词表里",
            "在 records/vocabulary.yml 的 actions 里加上",
        )


def _notes(row: Row, city: City) -> Iterator[str]:
    yield from place_notes(row, city)
    for column, title in (("round", "轮次"), ("round_inferred", "推算轮次")):
        if row[column]:
            yield f"措施没有“{title}”一项，表中的“{row[column]}”没有记入"
