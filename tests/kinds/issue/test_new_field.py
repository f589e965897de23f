"""A new text field of an issue needs its model alone: it is printed, searched, exported, redacted.

The field is added to a copy of the product, which builds a copy of the sample in both editions.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from tests.registers import REPOSITORY, SAMPLE, TODAY, ready
from tests.site.test_search_shards import unpacked

NAMED, WITHDRAWN = "LS19-990100-R02-Z-001", "LS19-990100-R01-P01-005"
"""An issue whose case is public, and one whose case was withdrawn."""

PERMITS = {NAMED: "=91990100MA6TEXT24M009V", WITHDRAWN: "91990100MA6TEXT24M010P"}
TITLE = "排污许可证编号"
FIELD = f'''    permit: Public[Text | None] = Field(
        default=None, title="{TITLE}", description="排污许可证上的编号"
    )
'''
PLACE = "    masked: Public[bool] = Field("
"""The line of the model before which the field is added."""

TOMBSTONES = """
import json
from generator.site.build import read_register
from tests.site_index import all_shown
from tests.registers import TODAY
from pathlib import Path
seen = all_shown(read_register(Path(".")).register, TODAY, is_public=True)
print(json.dumps({one.exposed.line.id: one.exposed.line.row for one in seen if one.exposed}))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a register with permits: `full` and `public` are what the copy built of it."""
    folder = tmp_path_factory.mktemp("permits")
    product = folder / "product"
    shutil.copytree(REPOSITORY / "generator", product / "generator")
    shutil.copy(REPOSITORY / "mkdocs.yml", product)
    model = product / "generator/kinds/issue/model.py"
    text = model.read_text(encoding="utf-8")
    assert text.count(PLACE) == 1
    model.write_text(text.replace(PLACE, FIELD + PLACE), encoding="utf-8")
    root = folder / "register"
    ready(SAMPLE, root)
    for issue, permit in PERMITS.items():
        (path,) = root.glob(f"records/issues/*/*/*/{issue}.yml")
        before, name, after = path.read_text(encoding="utf-8").partition("category:")
        path.write_text(f'{before}  permit: "{permit}"\n{name}{after}', encoding="utf-8")
    for edition in ("full", "public"):
        words = ("build", "--out", root / edition, "--edition", edition, "--today", TODAY)
        run(product, root, "-m", "generator", *map(str, words))
    return root


def run(product: Path, root: Path, *words: str) -> str:
    """What the copied product says in a register; the tests of this repository can be imported."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{product}{os.pathsep}{REPOSITORY}"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout


def holding(site: Path, text: str) -> set[str]:
    """The pages and shards of a site that hold a text."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    shards = {
        path: json.dumps(unpacked(path.read_text(encoding="utf-8")), ensure_ascii=False)
        for path in site.glob("data/records-*.js")
    }
    return {
        path.relative_to(site).as_posix()
        for path, content in (pages | shards).items()
        if text in content
    }


def test_new_field_is_printed_and_searched(built: Path) -> None:
    shown = {
        NAMED: {"ledgers/LS19-990100-R02.html", f"exposures/{NAMED}.html"},
        WITHDRAWN: {"ledgers/LS19-990100-R01.html", f"exposures/{WITHDRAWN}.html"},
    }
    for issue, permit in PERMITS.items():
        assert holding(built / "full", permit) == {*shown[issue], "data/records-990100.js"}


def test_new_field_is_a_column_of_every_file(built: Path) -> None:
    downloads = built / "full" / "downloads"
    archive = zipfile.ZipFile(downloads / "990100.zip")
    of_json = {one["id"]: one["site_permit"] for one in json.loads(archive.read("ledger.json"))}
    text = archive.read("ledger.csv").decode("utf-8-sig")
    of_csv = {one["编号"]: one[TITLE] for one in csv.DictReader(StringIO(text, newline=""))}
    head, *rows = openpyxl.load_workbook(downloads / "990100.xlsx").worksheets[0].values
    of_xlsx = {row[head.index("编号")]: row[head.index(TITLE)] for row in rows}
    for issue, permit in PERMITS.items():
        assert of_json[issue] == of_xlsx[issue] == of_csv[issue].removeprefix("'") == permit
    described = json.loads(archive.read("datapackage.json"))["resources"][1]["schema"]["fields"]
    assert [one["description"] for one in described if one["title"] == TITLE] == [
        "排污许可证上的编号"
    ]


def test_public_edition_shows_it_of_a_case_and_of_no_tombstone(built: Path) -> None:
    case = {f"exposures/{NAMED}.html", "data/records-990100.js"}
    assert holding(built / "public", PERMITS[NAMED]) == case
    assert holding(built / "public", PERMITS[WITHDRAWN]) == set()
    rows = json.loads(run(built.parent / "product", built, "-c", TOMBSTONES))
    assert PERMITS[NAMED] in json.dumps(rows[NAMED])
    assert PERMITS[WITHDRAWN] not in json.dumps(rows[WITHDRAWN])
