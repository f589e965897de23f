"""The hits as files, read back; and what the search says where its data are not whole."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.exchange.sheet_rows import letters
from generator.kinds.issue.column import ColumnKind
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.site.build import build_site
from tests.browser.searching import found, hits, lines_of, search
from tests.browser.watched import Watched, watched
from tests.hostile import PAYLOADS, write_hostile_register
from tests.registers import REPOSITORY, SAMPLE, TODAY, ready
from tests.shared import filled_once

HEAD = ["序号", *(one.title for one in FILE_COLUMNS)]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = ("=1+1", "+86", "-5", "@SUM(A1)")


def downloaded(page: Page, kind: str) -> bytes:
    """The file that the button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"下载 {kind}").click()
    assert waiting.value.suggested_filename.endswith(f".{kind.lower()}")
    assert waiting.value.suggested_filename.startswith("问题台账检索结果-")
    return Path(waiting.value.path()).read_bytes()


def wanted(root: Path, ids: list[str]) -> list[list[str]]:
    """The cells of these issues as the records have them."""
    lines = {one.id: one for one in lines_of(root)}
    return [[str(column.cell(lines[one])) for column in FILE_COLUMNS] for one in ids]


def cells(rows: list[dict[str, object]]) -> list[list[str]]:
    """The rows of a JSON file as texts; a number that is not known is null there."""
    return [["" if one is None else str(one) for one in row.values()] for row in rows]


def sheet_rows(content: bytes) -> list[list[str | float]]:
    """The cells of a spreadsheet: texts as they are, numbers as numbers, days as ISO days."""
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    return [[cell_value(cell) for cell in row] for row in sheet.iter(f"{SHEET}row")]


def cell_value(cell: ElementTree.Element) -> str | float:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    number = cell.findtext(f"{SHEET}v")
    if number is None:
        return ""
    if cell.get("s") == "2":
        return str(date(1899, 12, 30) + timedelta(days=int(number)))
    return float(number)


def as_in_sheet(cells: list[str]) -> list[str | float]:
    return [
        float(cell) if one.kind is ColumnKind.NUMBER and cell else cell
        for one, cell in zip(FILE_COLUMNS, cells, strict=True)
    ]


QUERY = "kind=问题&sort=id&q=锅炉&year=2018"


def test_csv_holds_every_hit_with_the_columns_of_a_ledger(on: Watched) -> None:
    page = search(on, QUERY)
    content = downloaded(page, "CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == HEAD
    assert len(rows) == found(page)
    assert [row[0] for row in rows] == [str(number + 1) for number in range(len(rows))]
    ids = [row[1] for row in rows]
    assert ids[:50] == hits(page)[:50]
    assert [row[1:] for row in rows] == wanted(REPOSITORY, ids)
    expect(page.locator("[data-part=saved]")).to_contain_text("已交给浏览器保存")


def test_json_says_what_its_columns_mean(on: Watched) -> None:
    page = search(on, QUERY)
    content = json.loads(downloaded(page, "JSON"))
    fields = content["datapackage"]["resources"][0]["schema"]["fields"]
    types = {ColumnKind.TEXT: "string", ColumnKind.DAY: "string", ColumnKind.NUMBER: "integer"}
    assert fields == [
        {"name": one.name, "title": one.title, "type": types[one.kind], "description": one.meaning}
        for one in FILE_COLUMNS
    ]
    ids = [row["id"] for row in content["rows"]]
    assert len(ids) == found(page)
    assert cells(content["rows"]) == wanted(REPOSITORY, ids)
    assert all(list(row) == [one.name for one in FILE_COLUMNS] for row in content["rows"])


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
def test_spreadsheet_has_texts_days_filters_and_a_frozen_head(
    browser: Browser, site: Path, method: int
) -> None:
    with watched(browser, site) as seen:
        if method == ZIP_STORED:
            seen.page.add_init_script(
                "const real = Blob; Blob = function (parts, options) {"
                " return new real(['delete self.CompressionStream;\\n', ...parts].slice("
                "options?.type === 'text/javascript' ? 0 : 1), options); }"
            )
        page = search(seen, QUERY)
        content = downloaded(page, "XLSX")
        assert seen.complaints == []
        head, *rows = sheet_rows(content)
        assert head == HEAD
        ids = [str(row[1]) for row in rows]
        assert [row[1:] for row in rows] == [as_in_sheet(one) for one in wanted(REPOSITORY, ids)]
        assert len(rows) == found(page)
    with ZipFile(io.BytesIO(content)) as archive:
        assert {one.compress_type for one in archive.infolist()} == {method}
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in text
    assert f'<autoFilter ref="A1:{letters(len(FILE_COLUMNS))}{len(rows) + 1}"/>' in text


def test_all_issues_can_be_taken_away(on: Watched) -> None:
    page = search(on, "sort=-found_on")
    rows = list(csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"), newline="")))
    assert len(rows) - 1 == len(lines_of(REPOSITORY)) < found(page), "figures are no issues"


@pytest.fixture(scope="module")
def hostile(run: Path) -> Path:
    """A register whose texts are markup, and whose names are formulas."""
    return filled_once(run, "formulas", build_hostile)


def build_hostile(root: Path) -> None:
    ready(SAMPLE, root)
    write_hostile_register(root, PAYLOADS["markup"])
    for path, formula in zip(sorted(root.glob("records/issues/**/*.yml")), FORMULAS, strict=False):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if line.startswith("found:"))
        end = next(n for n in range(at + 1, len(lines)) if not lines[n].startswith(" "))
        lines[at:end] = [f"found: '{formula}锅炉冒烟'\n"]
        path.write_text("".join(lines), encoding="utf-8")
    built = build_site(root, root / "site", TODAY)
    assert built.pages, built.verdict.findings


def test_hostile_text_comes_back_as_typed_and_is_no_formula(
    browser: Browser, hostile: Path
) -> None:
    with watched(browser, hostile / "site") as seen:
        page = search(seen, "kind=问题&sort=id")
        rows = list(
            csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"), newline=""))
        )
        sheet = sheet_rows(downloaded(page, "XLSX"))
        content = json.loads(downloaded(page, "JSON"))
        assert seen.complaints == []
    ids = [row["id"] for row in content["rows"]]
    assert cells(content["rows"]) == wanted(hostile, ids)
    assert {type(row["round"]) for row in content["rows"]} == {int, type(None)}
    assert [row[1:] for row in sheet[1:]] == [as_in_sheet(one) for one in wanted(hostile, ids)]
    guarded = [
        ["'" + cell if cell.startswith(("=", "+", "-", "@")) else cell for cell in row]
        for row in wanted(hostile, ids)
    ]
    assert [row[1:] for row in rows[1:]] == guarded
    assert {f"'{formula}锅炉冒烟" for formula in FORMULAS} <= {row[12] for row in rows}


@pytest.fixture
def broken(site: Path, tmp_path: Path) -> Path:
    """A copy of the site, to be spoilt."""
    return Path(shutil.copytree(site, tmp_path / "site"))


@pytest.fixture
def seen(browser: Browser, broken: Path) -> Iterator[Watched]:
    """A page on it; what is complained of is looked at by the test."""
    with watched(browser, broken) as page:
        yield page


def test_missing_shard_is_named_and_the_rest_is_found(seen: Watched, broken: Path) -> None:
    (broken / "data/records-130200.js").unlink()
    page = search(seen, "kind=问题")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("有 1 份记录没有载入（records-130200.js）")
    lost = sum(1 for one in lines_of(REPOSITORY) if one.city == "130200")
    assert found(page) == len(lines_of(REPOSITORY)) - lost


def test_unreadable_shard_is_named(seen: Watched, broken: Path) -> None:
    path = broken / "data/records-130200.js"
    head, _, _ = path.read_text().rpartition(',"')
    path.write_text(head + ',"AAAA");\n')
    page = search(seen, "kind=问题")
    expect(page.get_by_role("alert")).to_contain_text("没有载入（records-130200.js）")


def test_shard_of_another_build_is_not_used_and_named(seen: Watched, broken: Path) -> None:
    path = broken / "data/records-130200.js"
    _, _, _, digest, *_ = path.read_text().split('"')
    path.write_text(path.read_text().replace(digest, "0" * 16, 1))
    page = search(seen, "kind=问题&city=130200")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("与本页不是同一次生成的（records-130200.js）")
    expect(alert).to_contain_text("重新复制")
    assert found(page) == 0


def test_without_a_list_of_shards_the_page_says_where_else_to_look(
    seen: Watched, broken: Path
) -> None:
    (broken / "data/manifest.js").unlink()
    page = seen.open("search/index.html")
    expect(page.get_by_role("alert")).to_contain_text("可从“问题台账”和各城市页查找")
    expect(page.locator("[data-part=status]")).to_have_text("")
