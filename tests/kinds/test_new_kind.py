"""A new record kind needs its folder, one line of the registry and a line of the menu.

The folder `complaint` is put into a copy of the product, which checks, describes, builds, searches
and invents records of that kind.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making_git import History
from tests.registers import REPOSITORY, SAMPLE, TODAY, copied
from tests.site.test_search_shards import unpacked

FOLDER = Path(__file__).parent / "complaint"
LINE = '    "complaint",\n'
"""The line of registration, behind that of the last kind."""
LAST = '    "unit",\n'
MENU = '    MenuEntry("示例投诉", "complaints/index.html"),\n'
ABOVE_IN_MENU = '    MenuEntry("考评", "assessments/index.html"),\n'

FIRST, SECOND = "records/complaints/LS19/LS19-Z001.yml", "records/complaints/LS19/LS19-Z002.yml"
PAGES = {f"complaints/{name}.html" for name in ("index", "LS19-Z001", "LS19-Z002")}


def complaint(number: int, *lines: str) -> str:
    return "\n".join(
        (f"id: LS19-Z{number:03}", "received: 2019-07-02", f"text: 示例第{number}条", *lines, "")
    )


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product with the new kind."""
    product = tmp_path_factory.mktemp("complaints") / "product"
    shutil.copytree(REPOSITORY / "generator", product / "generator")
    shutil.copytree(FOLDER, product / "generator/kinds/complaint")
    insert(product / "generator/kinds/registry.py", LAST, LINE)
    shutil.copy(REPOSITORY / "mkdocs.yml", product)
    insert(product / "generator/site/menu.py", ABOVE_IN_MENU, MENU)
    return product


def insert(path: Path, after: str, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(after) == 1
    path.write_text(text.replace(after, after + line), encoding="utf-8")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The sample in Git, with two complaints."""
    history = History(tmp_path_factory.mktemp("complaints") / "register")
    copy = copied(SAMPLE, tmp_path_factory.mktemp("copy"))
    files = {
        path.relative_to(copy).as_posix(): path.read_text(encoding="utf-8")
        for path in copy.rglob("*.yml")
    }
    files |= {FIRST: complaint(1), SECOND: complaint(2, "handler: 示例承办处")}
    history.commit(files, who="张三", day="2019-07-20")
    return history


def lantian(product: Path, root: Path, *words: str, code: int = 0) -> str:
    """What the copied product says in a register."""
    return python(product, root, "-m", "generator", *words, code=code)


def python(product: Path, root: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(product)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def built(product: Path, root: Path) -> dict[str, tuple[int, str]]:
    """The pages of complaints after a build, each with the time of its file and its text."""
    lantian(product, root, "build", "--out", str(root / "site"), "--today", TODAY.isoformat())
    return {
        path.relative_to(root / "site").as_posix(): (path.stat().st_mtime_ns, path.read_text())
        for path in (root / "site" / "complaints").iterdir()
    }


def test_check_finds_what_breaks_its_rule_and_its_model(product: Path, tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    for path, line in ((FIRST, "answered: 2019-07-01"), (SECOND, "volume: 3")):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(complaint(int(path[-5]), line), encoding="utf-8")
    said = lantian(product, root, "check", code=1)
    assert f"{FIRST}:4" in said
    assert "B01" in said
    assert "答复日期 2019-07-01 早于收到日期 2019-07-02" in said
    assert f"{SECOND}:4" in said
    assert "S01" in said
    assert "先有投诉，后有答复" in lantian(product, root, "explain", "B01")


def test_schema_describes_it(product: Path, history: History, tmp_path: Path) -> None:
    lantian(product, history.root, "schema", "--out", str(tmp_path))
    schema = json.loads((tmp_path / "complaint.json").read_text(encoding="utf-8"))
    assert schema["title"] == "示例投诉"
    assert schema["properties"]["handler"]["description"] == "由哪个单位办理"


def test_site_shows_it_and_a_further_build_makes_what_changed(
    product: Path, history: History
) -> None:
    site = history.root / "site"
    first = built(product, history.root)
    assert first.keys() == PAGES
    assert "示例第1条" in first["complaints/LS19-Z001.html"][1]
    assert "由哪个单位办理" in (site / "dictionary/complaint.html").read_text(encoding="utf-8")
    assert "complaint-answer-early" in (site / "rules/index.html").read_text(encoding="utf-8")
    assert (site / "rules/complaint-answer-early.html").is_file()
    assert "complaints/index.html" in (site / "reports/index.html").read_text(encoding="utf-8")
    searched = unpacked((site / "data/records-other.js").read_text(encoding="utf-8"))
    assert "示例承办处" in json.dumps(searched, ensure_ascii=False)
    assert "示例答复率" in (site / "glossary/index.html").read_text(encoding="utf-8")
    offered = (site / "open-data/complaints.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(offered.splitlines()))
    assert {f"complaints/{row['编号']}.html": row["本页地址"] for row in rows}.items() == {
        (path, path) for path in PAGES - {"complaints/index.html"}
    }
    assert all(re.fullmatch("[0-9a-f]{40}", row["版本"]) for row in rows)
    changed = {FIRST: complaint(1, "answered: 2019-07-09")}
    history.commit(changed, who="李四", day="2019-07-21")
    second = built(product, history.root)
    assert "答复：2019-07-09" in second["complaints/LS19-Z001.html"][1]
    assert second["complaints/LS19-Z002.html"] == first["complaints/LS19-Z002.html"]


def test_import_reads_its_table(product: Path, tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    rows = ("LS19-Z001,2019-07-02,示例第1个投诉,示例承办处", "LS19-Z002,昨日,示例,")
    text = "\n".join(("编号,收到日期,投诉内容,承办单位", *rows, ""))
    (root / "投诉.csv").write_text(text, encoding="utf-8")
    said = lantian(product, root, "import", "投诉.csv", code=1)
    assert "导入 1；读不懂 1。" in said
    assert "第 3 行 LS19-Z002" in said
    assert "handler: 示例承办处" in (root / FIRST).read_text(encoding="utf-8")


ASK = """
from datetime import date
from pathlib import Path
from generator.kinds.complaint.model import Complaint
from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.empty_pages import empty_pages

register = read_register(Path()).register
others = tuple(one for one in register.filed if not isinstance(one.record, Complaint))
for one in (register, Register(register.vocabulary, others)):
    print("complaints/index.html" in empty_pages(one, date(2019, 9, 1)))
"""


def test_public_edition_has_its_page_with_the_first_record(product: Path, history: History) -> None:
    assert python(product, history.root, "-c", ASK).split() == ["False", "True"]


def test_demo_invents_it(product: Path, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    lantian(product, tmp_path, "demo", str(root), "--records", "20", "--all", "--batch", "day")
    invented = sorted((root / "records/complaints").rglob("*.yml"))
    assert invented
    lantian(product, root, "check")
