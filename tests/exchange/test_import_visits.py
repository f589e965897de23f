"""A table of inspected sites: new records, more of known ones, nothing else changed."""

import csv
from pathlib import Path

import pytest

from generator.cli import import_table
from generator.core.findings import WorkError
from generator.exchange.account import Account, RowOutcome
from generator.kinds.visit.imports import HEADER
from generator.site.build import read_register
from tests.registers import SAMPLE, copied

KNOWN = "records/visits/LS19/R01/990100.yml"
FIRST = {
    "序号": "1",
    "行动": "LS19",
    "轮次": "1",
    "城市": "示例甲市",
    "日期": "2019-05-13",
    "组别": "P01",
    "检查点位": "12",
    "有问题点位": "0",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def run(
    root: Path, *rows: dict[str, str], dry_run: bool = False, name: str = "检查量.csv"
) -> Account:
    table = root / name
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER.split(","), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return import_table.run(root, [table], read_register(root).register, dry_run=dry_run)


def said(account: Account) -> list[tuple[RowOutcome, str]]:
    return [(one.outcome, one.record) for one in account.entries]


def test_new_days_go_to_the_end_of_a_known_record(root: Path) -> None:
    before = (root / KNOWN).read_text(encoding="utf-8")
    account = run(root, FIRST)
    assert said(account) == [(RowOutcome.ADDED, "LS19-990100-R01-V")]
    assert account.records == 0
    assert (root / KNOWN).read_text(encoding="utf-8") == before + (
        "- date: 2019-05-13\n  group: P01\n  sites: 12\n  with_problems: 0\n"
    )
    again = (root / KNOWN).read_bytes()
    assert said(run(root, FIRST)) == [(RowOutcome.SAME, "LS19-990100-R01-V")]
    assert (root / KNOWN).read_bytes() == again
    assert read_register(root).findings == ()


def test_rows_of_one_city_and_round_make_one_record(root: Path) -> None:
    other = {**FIRST, "序号": "2", "日期": "2019-05-14", "任务清单点位": "30", "其中清单内": "9"}
    rows = [{**one, "城市": "示例乙市", "轮次": "第1轮"} for one in (FIRST, other)]
    assert run(root, *rows, dry_run=True).records == 1
    path = root / "records/visits/LS19/R01/990200.yml"
    assert not path.exists()
    assert run(root, *rows).records == 1
    assert path.read_text(encoding="utf-8") == (
        "id: LS19-990200-R01-V\nlist_sites: 30\ncounts:\n"
        "- date: 2019-05-13\n  group: P01\n  sites: 12\n  with_problems: 0\n"
        "- date: 2019-05-14\n  group: P01\n  sites: 12\n  listed: 9\n  with_problems: 0\n"
    )


def test_other_numbers_for_a_known_count_change_nothing(root: Path) -> None:
    before = (root / KNOWN).read_bytes()
    account = run(root, {**FIRST, "日期": "2019-05-12", "检查点位": "11"})
    assert said(account) == [(RowOutcome.DIFFERENT, "LS19-990100-R01-V")]
    assert account.entries[0].reason == "检查点位、有问题点位"
    assert (root / KNOWN).read_bytes() == before


COPY = "检查量 (1).csv"
SECOND = {**FIRST, "序号": "2", "日期": "2019-05-14"}


def test_same_table_under_another_name_adds_no_count(root: Path) -> None:
    run(root, FIRST, SECOND)
    before = (root / KNOWN).read_bytes()
    account = run(root, FIRST, SECOND, name=COPY)
    assert [one.outcome for one in account.entries] == [RowOutcome.SAME, RowOutcome.SAME]
    assert (root / KNOWN).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({"日期": "2019-05-15"}, RowOutcome.DIFFERENT, "日期"),
        ({"组别": "P02"}, RowOutcome.DIFFERENT, "组别"),
        ({"检查点位": "13"}, RowOutcome.DIFFERENT, "检查点位"),
        ({"日期": "2019-05-15", "检查点位": "13"}, RowOutcome.ADDED, ""),
    ],
)
def test_mended_row_of_a_copy_is_no_second_count(
    root: Path, change: dict[str, str], outcome: RowOutcome, reason: str
) -> None:
    run(root, FIRST, SECOND)
    same, other = run(root, FIRST, SECOND | change, name=COPY).entries
    assert (same.outcome, other.outcome, other.reason) == (RowOutcome.SAME, outcome, reason)


def test_day_with_the_numbers_of_a_day_that_is_still_in_the_table_is_new(root: Path) -> None:
    run(root, FIRST)
    assert [one.outcome for one in run(root, FIRST, SECOND).entries] == [
        RowOutcome.SAME,
        RowOutcome.ADDED,
    ]
    third = {**FIRST, "序号": "3", "日期": "2019-05-15"}
    assert [one.outcome for one in run(root, third).entries] == [RowOutcome.ADDED]


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        ("行动", "LS91", "专项行动 'LS91' 不认识"),
        ("城市", "示例己市", "城市 '示例己市' 不认识"),
        ("轮次", "头轮", "'头轮' 看不出第几轮"),
        ("日期", "5月13日", "'5月13日' 不是规定的日期写法"),
        ("整轮合计", "否", "'否' 不认识"),
        ("检查点位", "", "没有填"),
        ("检查点位", "12家", "'12家' 不是整数"),
        ("有问题点位", "-1", "'-1' 太小"),
    ],
)
def test_cell_that_can_not_be_read_is_named(
    root: Path, column: str, text: str, message: str
) -> None:
    (one,) = run(root, {**FIRST, column: text}).entries
    assert one.outcome is RowOutcome.UNREADABLE
    assert [(error.column, error.message) for error in one.errors] == [(column, message)]


def test_rows_of_one_group_and_day_and_two_lengths_of_a_list_are_refused(root: Path) -> None:
    other = {**FIRST, "序号": "2", "任务清单点位": "41"}
    first, second = run(root, FIRST, other).entries
    assert first.outcome is RowOutcome.ADDED
    assert [error.column for error in second.errors] == ["日期", "任务清单点位"]


def test_file_in_another_form_is_left_alone(root: Path) -> None:
    path = root / KNOWN
    path.write_text(path.read_text(encoding="utf-8") + "note: 示例：写在最后\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(WorkError, match="没有按规范排列"):
        run(root, FIRST)
    assert path.read_bytes() == before
