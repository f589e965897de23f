"""Open data: every file tells the same, a reader that is not ours accepts the data package."""

import csv
import hashlib
import json
import re
import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from generator.core.fields import NUMBER_DIGITS
from generator.core.model_walk import field_at, inner_model
from generator.core.record_kind import RecordKind
from generator.exchange.data_package import DESCRIPTION
from generator.exchange.open_files import (
    database,
    package,
    package_description,
    table_csv,
    table_json,
    value_of,
)
from generator.exchange.tables import DataField, DataTable, part_fields, record_table
from generator.exchange.text_files import clean, unguarded
from generator.exchange.workbook import workbook
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.column import ColumnKind
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.model import Event, Issue, Quantity
from generator.kinds.registry import KINDS
from generator.public.policy import is_public, public_names
from generator.site.build import read_register
from generator.site.open_data import CASES, DATABASE, NOTE, PACKAGE, TITLE, WORKBOOK, open_data
from generator.site.overview.rates import rates_table
from generator.site.page import Templates
from generator.site.tables import NOT_KNOWN, RATES, share_text
from tests.registers import AFTER_ALL, REPOSITORY, SAMPLE, TODAY
from tests.shared import folder_of_the_run
from tests.site_index import site_index_of
from tests.sites import built_once

FOLDER = "open-data"
OFFERED = [kind for kind in KINDS if kind.open_data]
ABOUT = {"name": "lantian-test", "title": TITLE, "description": NOTE}
HOSTILE = (
    "=HYPERLINK(1)",
    "'已有撇号",
    "<r><t>粗</t></r>",
    "http://example.invalid/",
    '"引号", 逗号\n换行；分号',
    "0012",
    "7-11",
    " 空格 ",
    "_x000D_",
    "&amp;<b>",
    "2019-07",
)


@pytest.fixture(scope="session", params=["site", "public"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The open data of both editions of the sample."""
    run, is_public = folder_of_the_run(tmp_path_factory), request.param == "public"
    return built_once(run, SAMPLE, TODAY, is_public=is_public) / FOLDER


def errors_of(description: Path) -> list[str]:
    """What Frictionless finds wrong with a data package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(description)).validate()
    tables = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    return [*(error.message for error in report.errors), *tables]


def whole_numbers(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """Every field of a whole number in a model and its parts, by name."""
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if inner:
            yield from whole_numbers(inner)
        elif "int" in re.findall(r"[a-z]+", str(info.annotation)):
            yield f"{model.__name__}.{name}", info


def test_every_number_is_one_that_all_files_keep_exactly() -> None:
    """SQLite takes no longer whole numbers, JSON and XLSX round what has more digits."""
    most = "9" * NUMBER_DIGITS
    for text in (most, f"-0.{most[1:]}", f"{most[:3]}.{most[3:]}"):
        quantity = Quantity.model_validate({"value": text, "unit": "台"})
        assert str(value_of(f"{quantity.value:f}", ColumnKind.NUMBER)) == text
        with pytest.raises(ValidationError, match="too many digits"):
            Quantity.model_validate({"value": f"{text}1", "unit": "台"})
    found = [one for kind in KINDS for one in whole_numbers(kind.model)]
    assert found
    assert [
        name for name, info in found if "le=" not in repr((info.metadata, info.annotation))
    ] == []


def test_frictionless_accepts_the_package(folder: Path, tmp_path: Path) -> None:
    assert errors_of(folder / DESCRIPTION) == []
    ZipFile(folder / PACKAGE).extractall(tmp_path)
    assert errors_of(tmp_path / DESCRIPTION) == []
    described = json.loads((folder / DESCRIPTION).read_text())
    names = {path.name for path in folder.glob("*.csv")}
    assert {one["path"] for one in described["resources"]} == names
    assert set(ZipFile(folder / PACKAGE).namelist()) == names | {DESCRIPTION}


def test_frictionless_finds_a_cell_that_is_wrong(folder: Path, tmp_path: Path) -> None:
    ZipFile(folder / PACKAGE).extractall(tmp_path)
    figures = (tmp_path / "figures.csv").read_text()
    assert ",200," in figures
    (tmp_path / "figures.csv").write_text(figures.replace(",200,", ",两百,"))
    assert len(errors_of(tmp_path / DESCRIPTION)) == 2  # the checksum, and the cell


def test_checksums_are_those_of_the_files_and_of_the_page(folder: Path) -> None:
    lines = [one.split("  ") for one in (folder / "SHA256SUMS.txt").read_text().splitlines()]
    files = {path.name for path in folder.iterdir()} - {"SHA256SUMS.txt", "index.html"}
    assert {name for _, name in lines} == files
    page = (folder / "index.html").read_text()
    for digest, name in lines:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
        table = folder / f"{name.rpartition('.')[0]}.json"
        is_empty = name.endswith((".csv", ".json")) and _is_empty(table)
        assert (f'href="../{FOLDER}/{name}"' in page) is not is_empty, name
        assert name.endswith((".csv", ".json")) is (digest not in page) or name == DESCRIPTION


def _is_empty(table: Path) -> bool:
    return table.exists() and json.loads(table.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("kind", OFFERED, ids=lambda kind: kind.name)
def test_each_record_leads_to_its_page(folder: Path, kind: RecordKind) -> None:
    rows = json.loads((folder / f"{kind.folder}.json").read_text())
    assert rows
    for row in rows:
        path, _, anchor = row["page"].partition("#")
        page = (folder.parent / path).read_text()
        assert row["id"] in page
        assert not anchor or f'id="{anchor}"' in page
        assert row["version"] is None  # there is no Git here; tests/kinds/test_new_kind.py has it


def test_every_form_tells_the_same(folder: Path) -> None:
    described = json.loads((folder / DESCRIPTION).read_text())
    tables = {Path(one["path"]).stem: one for one in described["resources"]}
    kinds = {
        name: [ColumnKind.NUMBER if one["type"] == "number" else ColumnKind.TEXT for one in fields]
        for name, fields in ((key, one["schema"]["fields"]) for key, one in tables.items())
    }
    assert tables.keys() == {path.stem for path in folder.glob("*.csv")}
    book = openpyxl.load_workbook(folder / WORKBOOK)
    with closing(sqlite3.connect(folder / DATABASE)) as store:
        for name, one in tables.items():
            rows = read_csv((folder / f"{name}.csv").read_bytes(), kinds[name])
            as_json = json.loads((folder / f"{name}.json").read_text())
            assert [list(row.values()) for row in as_json] == rows, name
            assert [list(row) for row in store.execute(f'SELECT * FROM "{name}"')] == rows, name
            assert sheet(book[one["title"]])[1:] == rows, name


def read_csv(content: bytes, kinds: Sequence[ColumnKind]) -> list[list[object]]:
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    return [
        [value_of(unguarded(cell), kind) for cell, kind in zip(row, kinds, strict=True)]
        for row in rows
    ]


def sheet(cells: object) -> list[list[object]]:
    assert isinstance(cells, openpyxl.worksheet.worksheet.Worksheet)
    width = len([one for one in next(cells.iter_rows(values_only=True)) if one])
    return [list(row[:width]) for row in cells.iter_rows(values_only=True)]


HOSTILE_TABLE = DataTable(
    "hostile",
    "示例表",
    [DataField("text", "文本", "示例"), DataField("number", "数", "示例", ColumnKind.NUMBER)],
    [[text, number] for text in HOSTILE for number in ("", "0", "-3", "12.50")],
)


def test_any_text_comes_back_from_every_form(tmp_path: Path) -> None:
    rows = [[text, value_of(number, ColumnKind.NUMBER)] for text, number in HOSTILE_TABLE.rows]
    content = table_csv(HOSTILE_TABLE)
    assert read_csv(content, [ColumnKind.TEXT, ColumnKind.NUMBER]) == rows
    assert [list(one.values()) for one in json.loads(table_json(HOSTILE_TABLE))] == rows
    with closing(sqlite3.connect(":memory:")) as store:
        store.deserialize(database([HOSTILE_TABLE], {}))
        assert [list(row) for row in store.execute("SELECT * FROM hostile")] == rows
    book = openpyxl.load_workbook(BytesIO(workbook([HOSTILE_TABLE], {})))
    read = sheet(book["示例表"])[1:]
    # Excel reads _x005F_ as the sign _.
    assert [[str(text).replace("_x005F_", "_").strip(), number] for text, number in read] == [
        [text.strip(), number] for text, number in rows
    ]
    assert not [cell for row in book["示例表"].iter_rows() for cell in row if cell.hyperlink]
    assert {cell.data_type for row in book["示例表"].iter_rows() for cell in row} <= {"s", "n"}
    (tmp_path / "hostile.csv").write_bytes(content)
    described = package_description([HOSTILE_TABLE], {"hostile.csv": content}, ABOUT)
    (tmp_path / DESCRIPTION).write_bytes(described)
    assert errors_of(tmp_path / DESCRIPTION) == []


def test_equal_tables_give_equal_bytes() -> None:
    files = {"hostile.csv": table_csv(HOSTILE_TABLE)}
    assert package(files) == package(dict(files))
    for write in (database, workbook):
        assert write([HOSTILE_TABLE], ABOUT) == write([HOSTILE_TABLE], ABOUT)


def test_columns_of_a_public_table_are_public() -> None:
    register = read_register(SAMPLE).register
    site = site_index_of(register, TODAY, is_public=True)
    found = made(site)
    heads = next(csv.reader(StringIO(found["cases.csv"].decode("utf-8-sig"))))
    assert [*(one.title for one in FILE_COLUMNS if one.is_public), "本页地址", "版本"] == heads
    keys = {one.key for one in part_fields(Event, public_names)} - {"record", "place"}
    assert keys == {name for name in Event.model_fields if is_public(f"events.{name}")}
    assert keys < set(Event.model_fields)


def made(site: object) -> Mapping[str, bytes]:
    """The files of the open data, by name."""
    templates = Templates()
    jobs = {job.path.rpartition("/")[2]: job for job in open_data(site)}  # type: ignore[arg-type]
    files = {name: job.render(site, templates) for name, job in jobs.items()}
    return {name: one for name, one in files.items() if isinstance(one, bytes)}


def test_real_figures_and_cases_are_all_there() -> None:
    register = read_register(REPOSITORY).register
    site = site_index_of(register, AFTER_ALL, is_public=True)
    found = {name: one for name, one in made(site).items() if name.endswith(".json")}
    rows = {name: json.loads(one) for name, one in found.items()}
    figures = [figure for one in register.select(Bulletin) for figure in one.rows]
    assert [one["row"] for one in rows["figures.json"]] == [one.row for one in figures]
    assert all(one["source_title"] and one["value"] is not None for one in rows["figures.json"])
    cases = rows[f"{CASES}.json"]
    assert {one["id"] for one in cases} == {one.line.id for one in site.exposed if one.shown}
    assert len(cases) >= 195
    assert len(figures) >= 945
    assert all(one["source_title"] and one["found"] for one in cases)
    assert {one["closed"] for one in cases} <= {"是", "否", None}
    assert {one["record"] for one in rows["case_events.json"]} == {one["id"] for one in cases}


def test_unknown_is_null_and_not_zero() -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY, is_public=True)
    cases = json.loads(made(site)["cases.json"])
    unknown = [one for one in cases if one["status"] == "办理情况未公开"]
    assert unknown
    assert {(one["closed"], one["round"]) for one in unknown} == {(None, None)}


def test_heads_are_distinct_and_texts_those_of_the_model() -> None:
    table = record_table("issues", "问题", Issue, [], lambda model: model.model_fields)
    titles = [one.title for one in table.fields]
    assert len(set(titles)) == len(titles)
    by_key = {one.key: one for one in table.fields}
    assert by_key["site_name"].meaning == clean(str(field_at(Issue, "site.name").description))


@pytest.mark.parametrize("edition", ["full", "public"])
def test_ratios_are_given_with_both_parts_as_the_page_gives_them(edition: str) -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY, is_public=edition == "public")
    table = rates_table(site)
    keys = [one.key for one in table.fields]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    of_cities = {row["code"]: row for row in rows if row["scope"] == "城市"}
    assert set(of_cities) == set(site.overview.by_city)
    for code, row in of_cities.items():
        for rate in RATES:
            part, whole = row[f"{rate.key}_part"], row[f"{rate.key}_whole"]
            said = rate.cell(site.overview.cities[code]).text
            assert share_text(int(part or 0), int(whole or 0)) == said.replace(NOT_KNOWN, "")
            assert bool(row[rate.key]) == (int(whole or 0) > 0)
    for rate in RATES:
        assert rate.meaning in table.fields[keys.index(f"{rate.key}_whole")].meaning
    assert any(row["clearance_whole"] for row in rows) or site.is_public
