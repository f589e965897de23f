"""Every text field of every kind of record is searched, exported, and printed on a page."""

import csv
import html
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from generator.core.dates import PartialDate
from generator.core.fields import Record
from generator.core.model_walk import inner_model, list_of_words, text_paths
from generator.core.record_kind import RecordKind
from generator.exchange.text_files import csv_bytes, json_bytes
from generator.exchange.xlsx import xlsx_bytes
from generator.kinds.issue.column import Use
from generator.kinds.issue.columns import (
    COLUMNS,
    FACETS,
    FILE_COLUMNS,
    NOT_IN_FILES,
    NOT_SOUGHT,
    OWN_COLUMNS,
    SHARD_COLUMNS,
)
from generator.kinds.issue.ledger import LedgerRow, ledger_row
from generator.kinds.issue.model import Issue
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.programme.model import Programme
from generator.kinds.programme.pages import RULES
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import KINDS
from generator.public.redaction import COUNTED, PUBLIC, TOMBSTONE, redacted
from generator.site.build import read_register
from generator.site.page import Templates
from generator.site.search.page import issue_shards, other_entries, search_facets
from tests.making import make_line
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site.test_search_shards import content
from tests.site_index import pages, site_index_of

REGISTER = read_register(SAMPLE).register
LOOKED_UP = {"id", "whom.city", "entries.city"}
"""Fields by which a page finds another record that has to be there; the search has them as facets
or in addresses."""

WITH_RULES = (Programme, SharedLifecycle)
RULE_FIELDS = tuple(f"{name}." for name in RULES)
PLAIN: Mapping[type, object] = {
    PartialDate: PartialDate(2019, 7, 1),
    date: date(2019, 7, 1),
    Decimal: Decimal(1),
    bool: False,
    int: 1,
}


def types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for argument in get_args(annotation):
        yield from types(argument)


def is_list(annotation: Any) -> bool:
    return any(getattr(one, "__origin__", None) is list for one in types(annotation))


def plain(annotation: Any) -> object:
    """A value that is no text, for a field of this type; a choice gives its first."""
    found = list(types(annotation))
    choice = next((get_args(one)[0] for one in found if get_origin(one) is Literal), None)
    known = (PLAIN[one] for one in found if isinstance(one, type) and one in PLAIN)
    return choice if choice is not None else next(known)


def mark(kind: RecordKind, path: str) -> str:
    """A text that stands in one field and nowhere else."""
    return f"【{kind.name}.{path}】"


def marked(
    kind: RecordKind, model: type[BaseModel], given: BaseModel | None, at: str = ""
) -> BaseModel:
    """A record like the given one, with a mark in every field that holds text of any sort."""
    values: dict[str, object] = {}
    for name, info in model.model_fields.items():
        path, value, inner = f"{at}{name}", getattr(given, name, None), inner_model(info.annotation)
        words = list_of_words(info)
        if path in RULES and model in WITH_RULES:
            pass
        elif inner:
            parts = (value if isinstance(value, list) else [value]) if value else [None]
            made: Any = [marked(kind, inner, part, f"{path}.") for part in parts]
            value = made if is_list(info.annotation) else made[0]
        elif path in LOOKED_UP or (words and value):
            pass
        elif str in types(info.annotation):
            text = REGISTER.vocabulary.words(words)[0] if words else mark(kind, path)
            value = [text] if is_list(info.annotation) else text
        elif value is None:
            value = plain(info.annotation)
        values[name] = value
    return model.model_construct(None, **values)


def marks(kind: RecordKind) -> set[str]:
    """The paths of the fields of a kind that hold a mark."""
    found = set()
    for path in text_paths(kind.model):
        shape: Any = kind.model
        *parts, last = path.split(".")
        for part in parts:
            shape = inner_model(shape.model_fields[part].annotation)
        is_rule = kind.model in WITH_RULES and path.startswith(RULE_FIELDS)
        if path not in LOOKED_UP and not is_rule and not list_of_words(shape.model_fields[last]):
            found.add(path)
    return found


def not_in(kind: RecordKind, text: str) -> set[str]:
    """Those of them that a text does not hold."""
    return {path for path in marks(kind) if mark(kind, path) not in text}


@pytest.mark.parametrize(
    "kind", [one for one in KINDS if one.name != "issue"], ids=lambda kind: kind.name
)
def test_every_text_of_a_record_is_found_by_the_search(kind: RecordKind) -> None:
    filed = next(iter(REGISTER.of(kind.model)))
    record = marked(kind, kind.model, filed.record)
    assert isinstance(record, Record)
    others = tuple(one for one in REGISTER.filed if one is not filed)
    register = Register(REGISTER.vocabulary, (*others, FiledRecord(kind, record, filed.raw)))
    entries = other_entries(site_index_of(register, TODAY))
    found = "\n".join(
        text
        for one in entries
        for text in (one.id, one.title, one.text, one.place, *one.extra_texts)
    )
    assert not_in(kind, found) == set()


NOT_PRINTED = {
    *("action.cause.figures", "bulletin.rows.area.code", "bulletin.facts.code"),
    *(f"{kind}.place.county" for kind in ("task", "assistance", "incident", "penalty")),
    *("city.counties.former.code", "appraisal.entries.county_name", "grid.nodes.county"),
    *(f"monitor.{name}.county" for name in ("stations.place", "units.place", "goals.counties")),
    *(
        f"{kind}.origin.{name}"
        for kind in ("action", "task")
        for name in ("table", "row", "called")
    ),
    "bulletin.table",
    *("assistance.unit", "monitor.units.unit"),
}
"""Codes and references, of which a page shows what they name; where an import read a record."""


SHOWN = [one for one in KINDS if one.name not in ("issue", "programme")]
"""Issues are printed field by field (`test_new_field.py`); of programmes some fields are patterns
that pages compute with."""


def test_every_text_of_a_record_is_on_a_page() -> None:
    filed = {id(one): one for one in REGISTER.filed}
    for kind in SHOWN:
        one = max(REGISTER.of(kind.model), key=lambda one: len(repr(one.record)))
        record = marked(kind, kind.model, one.record)
        assert isinstance(record, Record)
        filed[id(one)] = FiledRecord(kind, record, one.raw)
    register = Register(REGISTER.vocabulary, tuple(filed.values()))
    made = pages(site_index_of(register, TODAY), Templates())
    printed = html.unescape("\n".join(page.body for page in made))
    missing = {f"{kind.name}.{path}" for kind in SHOWN for path in not_in(kind, printed)}
    assert missing == NOT_PRINTED


ISSUE = next(one for one in KINDS if one.name == "issue")


@pytest.fixture(scope="module")
def line() -> LedgerRow:
    """The line of an issue that has one event, in which each text field holds a mark."""
    given = next(iter(REGISTER.issues))
    given = given.model_copy(update={"events": given.events[:1]})
    issue = marked(ISSUE, Issue, given)
    assert isinstance(issue, Issue)
    return ledger_row(REGISTER, issue, None)


def test_every_text_of_an_issue_is_found_by_the_search(line: LedgerRow) -> None:
    (shard,) = issue_shards(line.city, [line], {line.id: "x"})
    made = content(shard)
    searched = {one.name for one in SHARD_COLUMNS if Use.WORDS in one.uses}
    columns = [one["values"] for name, one in made["columns"].items() if name in searched]
    assert not_in(ISSUE, "\n".join([*columns, made["said"]["values"]])) == NOT_SOUGHT


def in_xlsx(lines: list[LedgerRow]) -> str:
    archive = zipfile.ZipFile(BytesIO(xlsx_bytes(lines, "", "")))
    return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    "written",
    [
        lambda lines: csv_bytes(lines).decode(),
        lambda lines: json_bytes(lines).decode(),
        in_xlsx,
    ],
    ids=["csv", "json", "xlsx"],
)
def test_every_text_of_an_issue_is_exported_but_what_is_left_to_the_pages(
    line: LedgerRow, written: Any
) -> None:
    missing = not_in(ISSUE, written([line]))
    assert missing == (NOT_IN_FILES & marks(ISSUE)) | {"place.county"}


def test_fields_that_files_leave_to_the_pages_are_fields_and_no_columns_of_files() -> None:
    assert set(text_paths(Issue)) >= NOT_IN_FILES
    assert not {one.field for one in FILE_COLUMNS} & NOT_IN_FILES


# The table itself


def test_columns_have_names_of_their_own_and_say_what_they_are() -> None:
    assert len({one.name for one in COLUMNS}) == len(COLUMNS)
    assert len({one.title for one in FILE_COLUMNS}) == len(FILE_COLUMNS)
    for one in COLUMNS:
        assert one.title, one.name
        assert one.meaning, one.name
        assert "None" not in (one.title, one.meaning), one.name


def test_every_column_reads_a_line() -> None:
    empty = make_line(states=("整改中",))
    for column in COLUMNS:
        assert isinstance(column.cell(empty), str | int), column.name
        assert all(hasattr(empty, name) for name in column.reads), column.name
    assert all(isinstance(key(empty), str) for key in FACETS.values())


def test_unknown_is_blank_and_neither_no_nor_zero() -> None:
    cells = {one.name: one.cell for one in FILE_COLUMNS}
    states = {"open": "否", "closed": "否", "unknown": "", "": "否"}
    for openness, said in states.items():
        assert cells["closed"](make_line(openness=openness)) == said, openness
    assert cells["closed"](make_line(openness="unknown", closed_on="2019-08")) == "是"
    assert cells["round"](make_line(round=0)) == ""
    assert cells["round"](make_line(round=5)) == 5


def test_every_source_has_its_place_in_each_of_its_columns() -> None:
    given = next(one for one in REGISTER.issues if one.sources)
    first = given.sources[0]
    second = first.model_copy(update={"title": "另一份", "date": None, "url": None})
    issue = given.model_copy(update={"sources": [second, first, second]})
    line = ledger_row(REGISTER, issue, None)
    cells = {one.name: one.cell(line) for one in FILE_COLUMNS}
    assert cells["source_title"] == f"另一份；{first.title}；另一份"
    assert cells["source_date"] == f"；{first.date or ''}；" if first.date else ""
    bare = ledger_row(REGISTER, given.model_copy(update={"sources": []}), None)
    assert {one.cell(bare) for one in FILE_COLUMNS if one.name.startswith("source_")} == {""}


def test_form_of_the_search_has_a_choice_for_every_facet() -> None:
    template = (REPOSITORY / "generator/templates/search.html").read_text(encoding="utf-8")
    offered = {name for name in (*FACETS, "kind", "overdue") if f'("{name}", "' in template}
    assert offered == {*FACETS, "kind", "overdue"}
    assert set(search_facets(REGISTER).options) == {*FACETS, "kind"}


def test_table_of_hits_has_a_head_for_every_column_of_a_hit() -> None:
    template = (REPOSITORY / "generator/templates/search.html").read_text(encoding="utf-8")
    heads = template.partition("set heads")[2].partition("]")[0]
    printed_under_another = {"owed_stated"}  # the head of `owed`, by which hits are sorted
    assert {one.name for one in COLUMNS if Use.HIT in one.uses} - printed_under_another == {
        part.partition('"')[0] for part in heads.split('("')[1:]
    }


# Redaction


def test_tombstone_keeps_where_and_of_what_sort_and_nothing_else() -> None:
    assert {one.name for one in COLUMNS if Use.TOMBSTONE in one.uses} == {
        *("id", "programme", "round", "found_on", "province", "city", "county", "place"),
        *("county_code", "group", "category", "medium", "path", "status", "open", "exposed"),
        *("outcome", "until"),
    }
    told = make_line(
        **dict.fromkeys(("site", "found", "demand", "handed_on", "extra_text", "owed"), "示例"),
        **{column.name: "示例" for column in OWN_COLUMNS},
        city_name="示例市",
        returned=2,
        states=("整改中",),
    )
    assert redacted(told, TOMBSTONE) == make_line(city_name="示例市", states=("整改中",))


def test_own_column_stays_only_where_it_is_named() -> None:
    told = make_line(**{column.name: column.name for column in OWN_COLUMNS})
    first = OWN_COLUMNS[0].name
    assert redacted(told, frozenset({"id", first})) == make_line(**{first: first})


def test_public_edition_counts_issues_by_these_values() -> None:
    assert {
        *("programme", "city", "round", "county", "county_name", "group", "category", "medium"),
        *("found_on", "handed_on", "path", "states", "openness", "closed_on", "returned", "owed"),
        *("city_name", "outcome"),
    } == COUNTED


def test_internal_fields_are_no_columns_of_a_public_case() -> None:
    assert not {"letter", "plan_due", "due", "note", "comes_from", "owed", "owed_by"} & PUBLIC
    assert {"site", "credit_code", "found", "handling", "extra_text"} <= PUBLIC


def test_texts_of_files_come_back_by_the_title_of_their_column(line: LedgerRow) -> None:
    [row] = csv.DictReader(StringIO(csv_bytes([line]).decode("utf-8-sig"), newline=""))
    [value] = json.loads(json_bytes([line]))
    cells = {one.name: row[one.title].removeprefix("'") for one in FILE_COLUMNS}
    assert row["统一社会信用代码"] == mark(ISSUE, "site.credit_code")
    assert cells == {name: str(cell) for name, cell in value.items()}
