"""`lantian export` as typed: the issues asked for in a file, and nothing else touched."""

import csv
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from generator.exchange.open_files import table_csv, table_json
from generator.exchange.selection import Selection, selected
from generator.site.build import read_register
from generator.site.overview.rates import rates_table
from tests.making import make_line
from tests.registers import SAMPLE, TODAY, copied
from tests.running import Outcome, lantian
from tests.site_index import site_index_of

P01 = "LS19-990100-R01-P01-"
EVERY = [issue.id for issue in read_register(SAMPLE).register.issues]


def export(out: Path, *words: object, root: Path = SAMPLE) -> Outcome:
    return lantian("export", "--root", root, "--out", out, "--today", "2019-08-01", *words)


def exported(tmp_path: Path, *words: object) -> list[str]:
    """The IDs that a choice comes to."""
    outcome = export(tmp_path / "out.json", *words)
    assert (outcome.code, outcome.err) == (0, "")
    ids = [row["id"] for row in json.loads((tmp_path / "out.json").read_bytes())]
    assert outcome.out == f"导出 {len(ids)} 个问题，写在 {tmp_path / 'out.json'}\n"
    return ids


def test_everything_is_exported_without_a_choice(tmp_path: Path) -> None:
    assert exported(tmp_path) == EVERY


CHOICES: Sequence[tuple[list[str], str]] = [
    (["--city", "990100"], r"L...-990100-.*"),
    (["--city", "示例甲市"], r"L...-990100-.*"),
    (["--city", "990200", "--city", "990400"], r"LS..-990[24]00-.*"),
    (["--programme", "LS17"], r"LS17-.*"),
    (["--round", "LS19-R02"], r"LS19-.*-R02-.*"),
    (["--round", "LS17-R00", "--round", "LS19-R02"], r"LS17-.*-R00-.*|LS19-.*-R02-.*"),
    (["--round", "LS19-R01", "--programme", "LS17"], r"nothing"),
    (["--city", "990100", "--round", "LS19-R01"], r"LS19-990100-R01-.*"),
]


@pytest.mark.parametrize(("words", "pattern"), CHOICES, ids=lambda one: str(one))
def test_choice_by_id(tmp_path: Path, words: list[str], pattern: str) -> None:
    expected = [one for one in EVERY if re.fullmatch(pattern, one)]
    assert exported(tmp_path, *words) == expected
    assert bool(expected) == (pattern != "nothing")


@pytest.mark.parametrize(
    ("words", "selection"),
    [
        (["--county", "示例东区"], Selection(counties=frozenset({"示例东区"}))),
        (["--county", "990102"], Selection(counties=frozenset({"990102"}))),
        (["--category", "燃煤锅炉"], Selection(categories=frozenset({"燃煤锅炉"}))),
        (["--category", "工业治污设施"], Selection(categories=frozenset({"工业治污设施"}))),
        (["--status", "已销号"], Selection(states=frozenset({"已销号"}))),
        (["--open"], Selection(only_open=True)),
        (["--overdue"], Selection(overdue_on="2019-08-01")),
    ],
    ids=str,
)
def test_choice_by_what_a_line_says(tmp_path: Path, words: list[str], selection: Selection) -> None:
    lines = selected(read_register(SAMPLE).register, Selection())
    expected = [line.id for line in lines if selection.holds(line)]
    assert exported(tmp_path, *words) == expected
    assert 0 < len(expected) < len(EVERY)


LINE = make_line(
    programme="LT19",
    city="610500",
    round=5,
    county="610502",
    county_name="临渭区",
    category="超标排放",
    group="工业治污设施",
    states=("整改中", "已曝光"),
    openness="open",
    owed="2019-07-31",
)


@pytest.mark.parametrize(
    ("field", "fitting", "other"),
    [
        ("programmes", "LT19", "LT18"),
        ("cities", "610500", "610100"),
        ("rounds", "LT19-R05", "LT18-R05"),
        ("counties", "610502", "610503"),
        ("counties", "临渭区", "华州区"),
        ("categories", "超标排放", "燃煤锅炉"),
        ("categories", "工业治污设施", "面源"),
        ("states", "已曝光", "已销号"),
    ],
)
def test_selection_asks_each_field(field: str, fitting: str, other: str) -> None:
    both = Selection(**{field: frozenset({fitting, other})})  # type: ignore[arg-type]
    assert both.holds(LINE)
    assert not Selection(**{field: frozenset({other})}).holds(LINE)  # type: ignore[arg-type]


def test_deadline_is_over_on_the_day_after() -> None:
    days = ("2019-07-30", "2019-07-31", "2019-08-01")
    assert [Selection(overdue_on=day).holds(LINE) for day in days] == [False, False, True]
    assert not Selection(overdue_on="2019-08-01").holds(make_line(openness="open"))
    assert not Selection(only_open=True).holds(make_line(openness="unknown"))


def test_only_folders_in_question_are_read() -> None:
    register = read_register(SAMPLE).register
    words = frozenset({"LS19-R02", "LS17-R00"})
    folders = Selection(cities=frozenset({"990100"}), rounds=words).folders(register)
    assert folders == ["issues/LS17/990100/R00", "issues/LS19/990100/R02"]
    assert Selection(programmes=frozenset({"LS17"})).folders(register) == ["issues/LS17"]
    assert Selection(only_open=True).folders(register) == ["issues"]


def test_overdue_depends_on_the_day(tmp_path: Path) -> None:
    assert exported(tmp_path, "--overdue", "--today", "2019-05-01") == []
    (tmp_path / "out.json").unlink()
    assert len(exported(tmp_path, "--overdue", "--today", "2030-01-01")) == 4


def test_format_follows_the_name_of_the_file(tmp_path: Path) -> None:
    for form in ("csv", "xlsx", "json", "zip"):
        assert export(tmp_path / f"台账.{form}", "--city", "990100").code == 0
    with (tmp_path / "台账.csv").open(encoding="utf-8-sig", newline="") as table:
        ids = [row["编号"] for row in csv.DictReader(table)]
    site = openpyxl.load_workbook(tmp_path / "台账.xlsx")
    assert [cell.value for cell in site["问题台账"]["B"][1:]] == ids
    assert [site["说明"]["B1"].value, site["说明"]["B2"].value] == [
        "示例甲市问题台账",
        f"内部台账，截至 2019-08-01 共 {len(ids)} 个问题；城市 990100。",
    ]
    archive = zipfile.ZipFile(tmp_path / "台账.zip")
    assert archive.read("ledger.json") == (tmp_path / "台账.json").read_bytes()
    assert export(tmp_path / "台账", "--format", "csv").code == 0


def test_ratios_are_the_table_of_open_data(tmp_path: Path) -> None:
    for form in ("csv", "xlsx", "json", "zip"):
        outcome = export(tmp_path / f"比例.{form}", "--rates")
        assert outcome.out.startswith(f"导出 {len(EVERY)} 个问题的办理情况和比例，")
    table = rates_table(site_index_of(read_register(SAMPLE).register, TODAY))
    assert (tmp_path / "比例.json").read_bytes() == table_json(table)
    assert (tmp_path / "比例.csv").read_bytes() == table_csv(table)
    archive = zipfile.ZipFile(tmp_path / "比例.zip")
    assert archive.read("standing.csv") == table_csv(table)
    sheet = openpyxl.load_workbook(tmp_path / "比例.xlsx")[table.title]
    assert [cell.value for cell in sheet[1]] == [one.title for one in table.fields]


def test_ratios_of_a_choice_are_those_of_the_chosen_issues(tmp_path: Path) -> None:
    export(tmp_path / "a.json", "--rates", "--city", "990100")
    rows = json.loads((tmp_path / "a.json").read_bytes())
    [of_city] = [row for row in rows if row["scope"] == "城市"]
    whole = next(row for row in rows if row["scope"] == "合计")
    ids = [one for one in EVERY if "-990100-" in one]
    assert (of_city["code"], of_city["found"], whole["found"]) == ("990100", len(ids), len(ids))
    assert whole["clearance"] == of_city["clearance"] > 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--city", "示例假市"], "城市（--city）：没有叫 '示例假市' 的城市；是不是“示例甲市”？"),
        (["--round", "LS19-R7"], "轮次（--round）：没有叫 'LS19-R7' 的轮次；是不是“LS19-R03”？"),
        (["--status", "整改"], "状态（--status）：没有叫 '整改' 的状态；相近的有："),
        (
            ["--programme", "QQ00", "--county", "示例东县"],
            "行动（--programme）：没有叫 'QQ00' 的行动；可用的有："
            "LS17、示例督查（2017年）、示例督查2017、LS19、示例专项行动（2019年）、示例行动2019、"
            "LX19、示例甲市配合保障（2019年）、LP19、示例省级督导帮扶（2019年）\n"
            "      区县（--county）：没有叫 '示例东县' 的区县；是不是“示例东区”？",
        ),
        (["--category", "\x1b"], "类别（--category）：里面有看不见的控制字符 U+001B，删除它"),
        (["--format", "xls"], "'--format' 的值不对：'xls' 不在可选的值里："),
    ],
    ids=str,
)
def test_wrong_words_are_named_and_nothing_is_written(
    tmp_path: Path, words: list[str], message: str
) -> None:
    outcome = export(tmp_path / "a.csv", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_file_without_a_known_ending_needs_a_format(tmp_path: Path) -> None:
    outcome = export(tmp_path / "台账.xls")
    assert outcome.code == 2
    assert outcome.err.endswith(
        "从文件名 '台账.xls' 看不出格式，用 --format 写明：csv、xlsx、json、zip\n"
    )


def test_existing_file_stays_without_force(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("mine", encoding="utf-8")
    refused = export(out)
    assert (refused.code, out.read_text(encoding="utf-8")) == (3, "mine")
    assert refused.err == (
        f"做不下去：文件“{out}”已经存在，没有改动\n    改法：换一个文件名，或加 --force 覆盖\n"
    )
    assert export(out, "--force").code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(tmp_path.iterdir()) == [out]


def test_records_are_never_overwritten(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    record = root / "records" / "cities" / "990100.yml"
    before = record.read_bytes()
    (tmp_path / "link").symlink_to(root / "records")
    for out in (record, tmp_path / "link" / "cities" / "990100.yml"):
        outcome = export(out, "--force", "--format", "csv", root=root)
        assert outcome.code == 3
        assert "在 records 里，那里只放记录" in outcome.err
    assert record.read_bytes() == before


@pytest.mark.parametrize(
    ("place", "message"),
    [("", "是文件夹"), ("missing/a.csv", "没有文件夹"), ("file/a.csv", "没有文件夹")],
)
def test_place_that_can_not_be_written_is_said(tmp_path: Path, place: str, message: str) -> None:
    (tmp_path / "file").touch()
    outcome = export(tmp_path / place, "--format", "csv")
    assert outcome.code == 3
    assert message in outcome.err


def test_register_with_errors_is_not_exported(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    file = root / f"records/issues/LS19/990100/R01/{P01}001.yml"
    file.write_text(file.read_text(encoding="utf-8") + "  oops: 1\n", encoding="utf-8")
    outcome = export(tmp_path / "a.csv", root=root)
    assert outcome.code == 3
    assert outcome.err == (
        "做不下去：所选的记录有 1 处错误，没有导出\n    改法：先运行 lantian check，改好再导出\n"
    )
    assert not (tmp_path / "a.csv").exists()
    assert export(tmp_path / "b.csv", "--city", "990200", root=root).code == 0
