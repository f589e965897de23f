"""`lantian step` for several issues at once: typed, from a list, or those of a letter."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.cli import record_files
from tests.cli.test_step import AGREED, FOUND, HEAD, ID, REPORTED
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

LETTER = "示例函〔2019〕9号"
SENT_OUT = AGREED + (
    f"- date: 2019-05-14\n  step: 交办\n  by: 示例主管部门\n  letter: {LETTER}\n"
    "  plan_due: 2019-05-20\n  due: 2019-06-20\n"
)
IDS = [ID[:-1] + number for number in "123"]
DONE = ["整改完成", "--date", "2019-06-01", "--by", "示例甲市人民政府"]
NEW = "- date: 2019-06-01\n  step: 整改完成\n  by: 示例甲市人民政府\n"


def path(root: Path, issue: str) -> Path:
    return root / f"records/issues/LS19/990100/R01/{issue}.yml"


def put(root: Path, events: Sequence[str]) -> list[bytes]:
    """Makes an issue for each of these histories; the bytes of their files."""
    for issue, history in zip(IDS, events, strict=False):
        text = HEAD.replace(ID, issue).replace("name: ", f"name: {issue[-1]}")
        path(root, issue).write_text(text.replace('1"', f'{issue[-1]}"') + history, "utf-8")
    return now(root, len(events))


def now(root: Path, count: int = 3) -> list[bytes]:
    return [path(root, issue).read_bytes() for issue in IDS[:count]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def step(root: Path, *words: object) -> Outcome:
    return lantian("step", *words, "--root", root)


def test_one_step_for_several_issues_that_are_typed(root: Path) -> None:
    before = put(root, [SENT_OUT] * 3)
    said = step(root, *IDS, IDS[0], *DONE)
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "已给 3 个问题加上“整改完成”：\n"
        + f"  {'、'.join(IDS)}（3 个）：整改中 → 待核查\n"
        + "写完用 lantian check 检查，再一次提交，例如：\n"
        '  git commit -m "整改完成：3 个问题" -- records\n'
    )
    assert now(root) == [one + NEW.encode() for one in before]


def test_nothing_is_written_where_one_issue_can_not_take_the_step(root: Path) -> None:
    before = put(root, [SENT_OUT, FOUND, SENT_OUT + NEW])
    said = step(root, *IDS, *DONE)
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "没有写入：3 个问题里有 2 个不能这样记“整改完成”，一个也没有写。\n"
        f"{IDS[1]}\n"
        "  步骤：问题处在“已发现”，不能做“整改完成”\n"
        "    改法：现在可以做的步骤：上报、撤销、更正。漏记了中间的步骤就先补上\n"
        f"{IDS[2]}\n"
        "  步骤：问题处在“待核查”，不能做“整改完成”\n"
        "    改法：现在可以做的步骤：核查、撤销、更正、曝光。漏记了中间的步骤就先补上\n"
    )
    assert now(root) == before


def test_what_is_wrong_with_several_is_said_once(root: Path) -> None:
    put(root, [FOUND, FOUND, SENT_OUT])
    said = step(root, *IDS, *DONE)
    assert said.err == (
        "没有写入：3 个问题里有 2 个不能这样记“整改完成”，一个也没有写。\n"
        f"{IDS[0]}、{IDS[1]}（2 个）\n"
        "  步骤：问题处在“已发现”，不能做“整改完成”\n"
        "    改法：现在可以做的步骤：上报、撤销、更正。漏记了中间的步骤就先补上\n"
    )


def test_a_letter_names_all_its_issues_where_none_is_typed(root: Path) -> None:
    other = SENT_OUT.replace("9号", "19号")
    before = put(root, [SENT_OUT, other, SENT_OUT])
    said = step(root, *DONE, "--letter", LETTER)
    assert (said.code, said.err) == (0, "")
    assert now(root) == [before[0] + NEW.encode(), before[1], before[2] + NEW.encode()]


def test_with_an_issue_the_letter_is_that_of_the_step(root: Path) -> None:
    before = put(root, [AGREED])
    words = ["--date", "2019-05-14", "--by", "示例主管部门", "--plan-due", "2019-05-20"]
    said = step(root, IDS[0], "交办", *words, "--due", "2019-06-20", "--letter", LETTER)
    assert (said.code, said.err) == (0, "")
    assert now(root, 1) == [before[0] + SENT_OUT.removeprefix(AGREED).encode()]


LISTS: Sequence[tuple[str, bytes]] = [
    ("编号.txt", "\n".join(IDS).encode()),
    ("编号.txt", f"示例清单\n{' '.join(IDS[:2])}\n\n{IDS[2]}\n".encode()),
    (
        "编号.csv",
        ("序号,编号,点位\r\n" + "".join(f"{at},{one},厂\r\n" for at, one in enumerate(IDS))).encode(
            "gb18030"
        ),
    ),
    ("编号.csv", "\ufeff点位;编号\n".encode() + "".join(f"厂;{one}\n" for one in IDS).encode()),
]


@pytest.mark.parametrize(("name", "content"), LISTS, ids=range(len(LISTS)))
def test_issues_come_from_a_list(root: Path, name: str, content: bytes) -> None:
    before = put(root, [SENT_OUT] * 3)
    (root / name).write_bytes(content)
    assert step(root, "--from-list", root / name, *DONE).code == 0
    assert now(root) == [one + NEW.encode() for one in before]


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ([*IDS[:2], ID[:-3] + "1x", *DONE], 3, "没有编号为 'LS19-990100-R01-P07-1x' 的问题"),
        (DONE, 2, "没有写给哪个问题"),
        (
            [*DONE, "--letter", "示例函〔2019〕8号"],
            3,
            "没有问题在文号是 '示例函〔2019〕8号' 的督办函里",
        ),
        ([*DONE, "--letter", "函"], 3, "没有问题在文号是 '函' 的督办函里"),
        (["--from-list", "没有.txt", *DONE], 3, "打不开文件“没有.txt”"),
        ([*IDS, *DONE[:-1], "\x07"], 2, "由谁（--by）：里面有看不见的控制字符 U+0007"),
        ([*IDS, "整改完了", *DONE[1:]], 1, "步骤：没有叫 '整改完了' 的步骤"),
    ],
    ids=lambda one: str(one)[-30:],
)
def test_what_can_not_be_understood_changes_nothing(
    root: Path, words: list[str], code: int, reason: str
) -> None:
    before = put(root, [SENT_OUT] * 3)
    said = step(root, *words)
    assert said.code == code
    assert reason in said.err
    assert now(root) == before


UNCLEAR: Sequence[tuple[str, str, str]] = [
    ("a.txt", f"{IDS[0]}\n第二个厂\n", "不是问题编号的内容：第 2 行 '第二个厂'，一步也没有记"),
    ("a.txt", f"LS19-990100-R1-P7-2\n{IDS[0]}\n", "第 1 行 'LS19-990100-R1-P7-2'"),
    ("a.txt", f"编号\nR01-P07-0001\n{IDS[0]}\n", "第 2 行 'R01-P07-0001'"),
    ("a.txt", f"示例清单\n编号\n{IDS[0]}\n", "第 2 行 '编号'"),
    ("a.txt", f"{IDS[0]}、{IDS[1]}\n{IDS[2]}\n", f"第 1 行 '{IDS[0]}、"),
    ("a.csv", f"{IDS[0]},{IDS[1]}\n{IDS[2]},\n", "有几列都有问题的编号（A1、B1）"),
    ("a.csv", f"编号,\n{IDS[0]},{IDS[1]}\n", "有几列都有问题的编号（A2、B2）"),
    ("a.txt", "第一个厂\n", "里没有问题的编号"),
]


@pytest.mark.parametrize(("name", "text", "reason"), UNCLEAR)
def test_a_list_of_which_an_id_could_be_missed_is_refused(
    root: Path, name: str, text: str, reason: str
) -> None:
    before = put(root, [SENT_OUT] * 3)
    (root / name).write_text(text, "utf-8")
    said = step(root, "--from-list", root / name, *DONE)
    assert said.code == 3
    assert reason in said.err
    assert now(root) == before


def test_of_several_columns_of_ids_that_with_the_head_is_taken(root: Path) -> None:
    before = put(root, [SENT_OUT] * 3)
    (root / "a.csv").write_text(f"编号,同一点位\n{IDS[0]},{IDS[1]}\n", "utf-8")
    assert step(root, "--from-list", root / "a.csv", *DONE).code == 0
    assert now(root) == [before[0] + NEW.encode(), *before[1:]]


def _hide_row(book: Workbook) -> None:
    book.worksheets[0].row_dimensions[2].hidden = True


def _hide_column(book: Workbook) -> None:
    book.worksheets[0].column_dimensions["A"].hidden = True


def _add_sheet(book: Workbook) -> None:
    book.create_sheet("第二批").append([IDS[2]])


def _hide_sheet(book: Workbook) -> None:
    _add_sheet(book)
    book.worksheets[1].sheet_state = "hidden"


UNSEEN: Sequence[tuple[Callable[[Workbook], None], str]] = [
    (_hide_row, "第 2 行有编号，但在表里是隐藏的（例如筛选以后），一步也没有记"),
    (_hide_column, "编号的一列是隐藏的"),
    (_add_sheet, "的工作表“Sheet”“第二批”里都有问题的编号"),
    (_hide_sheet, "的工作表“Sheet”“第二批”里都有问题的编号"),
]


@pytest.mark.parametrize(("change", "reason"), UNSEEN)
def test_ids_that_nobody_sees_are_refused(
    root: Path, change: Callable[[Workbook], None], reason: str
) -> None:
    before = put(root, [SENT_OUT] * 3)
    book = Workbook()
    for one in IDS[:2]:
        book.worksheets[0].append([one])
    change(book)
    book.save(root / "a.xlsx")
    said = step(root, "--from-list", root / "a.xlsx", *DONE)
    assert said.code == 3
    assert reason in said.err
    assert now(root) == before


def test_dry_run_of_several_writes_nothing(root: Path) -> None:
    before = put(root, [SENT_OUT] * 3)
    said = step(root, *IDS, *DONE, "--dry-run")
    assert said.out.startswith("没有写入，会给 3 个问题加上“整改完成”：\n")
    assert now(root) == before


def test_a_disk_that_refuses_half_way_leaves_every_file_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = put(root, [SENT_OUT] * 3)
    real, calls = record_files.os.fsync, []

    def full_at_the_third(number: int) -> None:
        calls.append(number)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(number)

    monkeypatch.setattr(record_files.os, "fsync", full_at_the_third)
    said = step(root, *IDS, *DONE)
    assert said.code == 3
    assert "文件没有改动" in said.err
    assert now(root) == before


def test_a_unit_is_named_and_a_corrected_field_may_be_called_by_its_title(root: Path) -> None:
    [before] = put(root, [SENT_OUT])
    words = ["--date", "2019-06-01", "--by", "示例甲市人民政府", "--unit", "示例东区住建局"]
    assert step(root, IDS[0], "分办", *words, "--unit-due", "2019-06-10").code == 0
    words = ["--date", "2019-06-02", "--corrects", "点位名称、found", "--note", "示例：记错"]
    assert step(root, IDS[0], "更正", *words).code == 0
    assert now(root, 1)[0].decode() == before.decode() + (
        "- date: 2019-06-01\n  step: 分办\n  by: 示例甲市人民政府\n  unit: 示例东区住建局\n"
        "  unit_due: 2019-06-10\n"
        "- date: 2019-06-02\n  step: 更正\n  corrects: site.name、found\n  note: 示例：记错\n"
    )


def test_issue_with_nothing_but_a_report_is_no_part_of_a_letter(root: Path) -> None:
    put(root, [REPORTED.replace("上报\n", f"上报\n  note: 见{LETTER}\n")])
    assert step(root, *DONE, "--letter", LETTER).code == 3
