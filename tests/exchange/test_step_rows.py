"""Lists of next steps (办理表): exported, filled in by hand, and taken; all else is refused."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.exchange.importing import only_grown
from generator.kinds.issue.model import Issue
from generator.site.build import read_register
from tests.cli.test_step import AGREED, HEAD, ID
from tests.making import make_issue
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

LETTER = "示例函〔2019〕9号"
SENT = AGREED + (
    f"- date: 2019-05-14\n  step: 交办\n  by: 示例主管部门\n  letter: {LETTER}\n"
    "  plan_due: 2019-05-20\n  due: 2019-06-20\n"
)
DONE = "- date: 2019-06-01\n  step: 整改完成\n  by: 示例甲市人民政府\n"
GROUP = "第2轮示例甲市第7普通组"
VERIFIED = f"- date: 2019-06-10\n  step: 核查\n  by: {GROUP}\n  result: 到位\n"
CHECK = {"下一步": "核查", "日期": "2019-06-10", "由谁": GROUP, "结论": "到位"}
FOLDER = "records/issues/LS19/990100/R01"


def issue_id(number: int) -> str:
    return f"{ID[:-3]}{number:03}"


def file_of(root: Path, number: int) -> Path:
    return root / FOLDER / f"{issue_id(number)}.yml"


def text_of(number: int, events: str = SENT + DONE) -> str:
    return (HEAD + events).replace(ID, issue_id(number)).replace("示例厂", f"示例{number}厂")


def texts(root: Path, count: int) -> list[str]:
    return [file_of(root, number).read_text("utf-8") for number in range(1, count + 1)]


Make = Callable[[int], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a register with a number of issues that are to be verified."""

    def made(count: int) -> Path:
        root = copied(SAMPLE, tmp_path)
        for number in range(1, count + 1):
            file_of(root, number).write_text(text_of(number), "utf-8")
        return root

    return made


def exported(root: Path, name: str = "办理表.xlsx", *words: str) -> Path:
    out = root / name
    choice = words or ("--letter", LETTER)
    said = lantian("export", "--steps", *choice, "--out", out, "--root", root)
    assert (said.code, said.err) == (0, "")
    return out


def imported(root: Path, table: Path, *words: object) -> Outcome:
    return lantian("import", table, "--root", root, *words)


def sheet_of(table: Path) -> tuple[Workbook, Worksheet]:
    book = load_workbook(table)
    sheet = book["办理表"]
    assert isinstance(sheet, Worksheet)
    return book, sheet


def columns_of(sheet: Worksheet) -> Mapping[str, int]:
    return {str(cell.value): at for at, cell in enumerate(sheet[1], start=1)}


def fill(table: Path, rows: Mapping[int, Mapping[str, object]]) -> None:
    """Fills in rows of a list, counted as in the sheet."""
    book, sheet = sheet_of(table)
    columns = columns_of(sheet)
    for row, cells in rows.items():
        for head, value in cells.items():
            cell = sheet.cell(row, columns[head])
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(table)


def test_sixty_verifications_come_in_with_one_file_and_only_once(make: Make) -> None:
    root = make(60)
    before, table = texts(root, 60), exported(root)
    fill(table, dict.fromkeys(range(2, 62), CHECK))
    said = imported(root, table)
    assert (said.code, said.err) == (0, "")
    assert "共 60 行，新记录 0 条。\n办理表.xlsx：60 行。加在已有记录末尾 60。\n" in said.out
    after = texts(root, 60)
    assert after == [one + VERIFIED for one in before]
    assert not read_register(root).findings

    again = imported(root, table.rename(root / "改名.xlsx"))
    assert again.code == 0
    assert "改名.xlsx：60 行。已有，无变化 60。" in again.out
    assert texts(root, 60) == after


def test_rows_without_a_step_are_counted_and_change_nothing(make: Make) -> None:
    root = make(5)
    before, table = texts(root, 5), exported(root)
    fill(table, {3: CHECK})
    said = imported(root, table)
    assert (said.code, said.err) == (0, "")
    assert "办理表.xlsx：5 行。加在已有记录末尾 1；没有填，不是步骤 4。" in said.out
    assert texts(root, 5) == [before[0], before[1] + VERIFIED, *before[2:]]


KEPT = {"备注": None, "公开起日": None, "批准单位": None}
TOLD = ("编号", "城市", "区县", "点位名称", "问题类别", "办理状态", "最近一步")
WRONG: Sequence[tuple[Mapping[str, object], str, str]] = [
    ({"日期": None}, "日期", "没有填。事情发生的日期"),
    ({"日期": "7月8日"}, "日期", "'7月8日' 没有写年份。写上年份"),
    ({"日期": "2019-02-30"}, "日期", "'2019-02-30' 不是日历上的日子，2019年2月只有 01 到 28 日"),
    ({"日期": "立行立改"}, "日期", "'立行立改' 不是规定的日期写法"),
    ({"日期": "2019-05-31"}, "日期", "“核查”的日期 2019-05-31 早于前一步“整改完成”的 2019-06-01"),
    ({"由谁": None}, "由谁", "“核查”缺少单位（T04）。填“由谁”"),
    ({"由谁": "示例甲市人民政府"}, "由谁", "“核查”不由 '示例甲市人民政府' 做（T03）。工作组的名称"),
    ({"批准单位": "张伟"}, "批准单位", "'张伟' 不是单位或者职务（P11）。只写单位和职务"),
    ({"由谁": "甲\n乙"}, "由谁", "写成一行，不换行"),
    ({"结论": None}, "结论", "“核查”缺少结论（T05）。“结论”填到位或阶段性完成"),
    ({"结论": "合格"}, "结论", "没有叫 '合格' 的结论。可用的有：到位、阶段性完成"),
    ({"结论": "认定"}, "结论", "“核查”没有“认定”这个结论（T05）。“结论”填到位或阶段性完成"),
    ({"下一步": None}, "下一步", "没有填。现在可以做的一个步骤"),
    ({"下一步": "核实"}, "下一步", "没有叫 '核实' 的步骤。可用的有：核查、撤销"),
    ({"下一步": "销号"}, "下一步", "问题处在“待核查”，不能做“销号”（T02）"),
    ({"下一步": "更正", "备注": "示例"}, "下一步", "“更正”要同时改记录里的内容，不能用办理表做"),
    ({"备注": "电话13800138000"}, "备注", "这里有手机号码（P02）。删去号码"),
    ({"办理状态": "整改中"}, "办理状态", "表里的状态是“整改中”，问题现在是“待核查”"),
    ({"编号": issue_id(99)}, "编号", f"台账里没有编号是 '{issue_id(99)}' 的问题"),
    ({"编号": issue_id(1)}, "编号", "与第 2 行是同一个问题。一次记一步"),
    ({"公开起日": "2019-07"}, "公开起日", "'2019-07' 不是规定的日期写法"),
    ({"办理状态": None}, "办理状态", "空着；问题现在是“待核查”，看不出导出以后变了没有。重新导出"),
    ({"城市": "示例乙市"}, "城市", "表里是“示例乙市”，这个编号的问题是“示例甲市”。编号与同一行"),
    ({"区县": "示例别县"}, "区县", "表里是“示例别县”，这个编号的问题是“"),
    ({"点位名称": "示例1厂"}, "点位名称", "表里是“示例1厂”，这个编号的问题是“"),
    ({"问题类别": "示例别类"}, "问题类别", "表里是“示例别类”，这个编号的问题是“"),
    ({"最近一步": "2019-05-30 整改完成"}, "最近一步", "表里是“2019-05-30 整改完成”，问题现在是“"),
]


def test_wrong_rows_are_refused_each_at_its_cell_and_mended_ones_go_in(make: Make) -> None:
    root = make(len(WRONG) + 1)
    before, table = texts(root, len(WRONG) + 1), exported(root)
    _, sheet_as_exported = sheet_of(table)
    good = 2
    rows = {at: {**CHECK, **changes} for at, (changes, _, _) in enumerate(WRONG, start=3)}
    fill(table, {good: CHECK, **rows})
    _, sheet = sheet_of(table)
    columns = columns_of(sheet)

    said = imported(root, table, "--errors", root / "待改.xlsx")
    assert said.code == 1
    for at, (_, head, message) in enumerate(WRONG, start=3):
        cell = f"{sheet.cell(at, columns[head]).column_letter}{at}"
        assert f"{cell}“{head}”：{message}" in said.out, (cell, head, message, said.out)
    assert texts(root, 1) == [before[0] + VERIFIED]
    assert texts(root, len(WRONG) + 1)[1:] == before[1:]

    _, marked = sheet_of(root / "待改.xlsx")
    for at, (_, head, message) in enumerate(WRONG, start=3):
        cell = marked.cell(at, columns[head])
        assert cell.comment, (at, head)
        assert message.split("。")[0] in cell.comment.text
        assert cell.fill.fgColor.rgb == "00FFC7CE"
    as_exported = {
        at: {head: sheet_as_exported.cell(at, columns[head]).value for head in TOLD} for at in rows
    }
    mended = {at: {**KEPT, **as_exported[at], **CHECK} for at in rows}
    fill(root / "待改.xlsx", mended)
    assert imported(root, root / "待改.xlsx").code == 0
    assert texts(root, len(WRONG) + 1) == [one + VERIFIED for one in before]


def test_a_row_whose_issue_went_on_since_is_refused(make: Make) -> None:
    root = make(2)
    table = exported(root)
    fill(table, {2: {**CHECK, "结论": "不到位"}, 3: CHECK})
    words = ["--date", "2019-06-09", "--by", GROUP, "--result", "到位"]
    assert lantian("step", issue_id(1), "核查", *words, "--root", root).code == 0
    before = texts(root, 2)
    said = imported(root, table)
    assert said.code == 1
    refused = (
        "G2“办理状态”：表里的状态是“待核查”，问题现在是“待销号”，"
        "最近一步是 2019-06-09 核查（到位）：导出以后已经变了。重新导出，看过变化再填这一行。"
    )
    assert refused in said.out
    assert texts(root, 2) == [before[0], before[1] + VERIFIED]


def test_what_was_warned_of_before_is_not_said_of_the_row(make: Make) -> None:
    root = make(2)
    file_of(root, 2).write_text(text_of(2).replace("示例2厂", "示例1厂"), "utf-8")
    assert [one.slug for one in read_register(root).findings] == ["duplicate-issue"]
    table = exported(root)
    fill(table, {2: CHECK, 3: {**CHECK, "日期": "2099-06-10"}})
    said = imported(root, table)
    assert said.code == 1
    assert "L3“日期”：2099-06-10 在今天" in said.out
    assert "R19" not in said.out
    assert "“说明”里没有认识的表头" not in said.out
    assert VERIFIED in texts(root, 1)[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_list_as_csv(make: Make, encoding: str) -> None:
    root = make(3)
    before, table = texts(root, 3), exported(root, "办理表.csv")
    rows = list(csv.reader(io.StringIO(table.read_bytes().decode("utf-8-sig"))))
    heads = rows[0]
    filled = [
        [CHECK.get(head, cell) for head, cell in zip(heads, row, strict=True)] for row in rows
    ]
    filled[2][heads.index("日期")] = "2019年6月10日"
    filled[3][heads.index("结论")] = "合格"
    text = io.StringIO(newline="")
    csv.writer(text).writerows([heads, *filled[1:]])
    table.write_bytes(text.getvalue().encode(encoding))
    said = imported(root, table)
    assert said.code == 1
    assert "N4“结论”：没有叫 '合格' 的结论。可用的有：到位、阶段性完成、长期坚持、" in said.out
    assert texts(root, 3) == [before[0] + VERIFIED, before[1] + VERIFIED, before[2]]


HOSTILE = [
    '=HYPERLINK("http://a","b")',
    "@SUM(1)",
    "<script>alert(1)</script>",
    "甲: 乙 # 丙",
    "- 甲\n- 乙: |",
    "---\n...",
    "{a: 1}",
    "yes",
    "'单",
    "𠮷",
]


def test_hostile_cells_stay_text(make: Make) -> None:
    root = make(len(HOSTILE))
    table = exported(root)
    fill(table, {at: {**CHECK, "备注": text} for at, text in enumerate(HOSTILE, start=2)})
    said = imported(root, table)
    assert (said.code, said.err) == (0, ""), said.out
    register = read_register(root)
    assert not register.findings
    notes = []
    for number in range(1, len(HOSTILE) + 1):
        issue = register.register.find(Issue, issue_id(number))
        assert issue
        notes.append(issue.events[-1].note)
    assert notes == HOSTILE


def test_an_extra_long_cell_and_a_foreign_id_are_refused(make: Make) -> None:
    root = make(3)
    before, table = texts(root, 3), exported(root)
    long = {**CHECK, "备注": "长" * 5001}
    fill(table, {2: long, 3: {**CHECK, "编号": "../../../etc/passwd"}, 4: {**CHECK, "编号": None}})
    said = imported(root, table)
    assert said.code == 1
    assert "太长，有 5001 字，最多 5000 字" in said.out
    assert "台账里没有编号是 '../../../etc/passwd' 的问题" in said.out
    assert "B4“编号”：没有填" in said.out
    assert texts(root, 3) == before


def test_each_row_offers_the_steps_of_its_issue_and_the_rest_is_explained(make: Make) -> None:
    root = make(1)
    file_of(root, 2).write_text(text_of(2, SENT), "utf-8")
    table = exported(root)
    book, sheet = sheet_of(table)
    columns = columns_of(sheet)
    lists = book["词表"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        [area] = rule.sqref.ranges
        if area.min_col == columns["下一步"]:
            column = rule.formula1.split("$")[1]
            words = [cell.value for cell in lists[column] if cell.value]
            offered[area.min_row] = words[1:]
    assert offered[2] == ["核查", "撤销", "曝光"]
    assert offered[3][:3] == ["分办", "整改方案", "延期申请"]
    told = [
        sheet.cell(3, columns[head]).value for head in ("办理状态", "应办", "应办期限", "最近一步")
    ]
    assert told == ["整改中", "地方：整改方案；地方：整改完成", "2019-05-20", "2019-05-14 交办"]
    about = {row[0].value: str(row[1].value) for row in book["说明"].iter_rows()}
    assert "须填：步骤、日期、由谁、结论。" in about["核查"]
    assert "可以填：整改期限、涉及人数、备注。" in about["整改方案"]
    assert "更正" not in about
    assert sheet.protection.sheet
    assert sheet.cell(2, columns["编号"]).protection.locked
    assert not sheet.cell(2, columns["结论"]).protection.locked


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["--letter", "示例函〔2019〕404号", "--out", "a.xlsx"], 3, "没有可以办理的"),
        (["--out", "a.json"], 2, "办理表（--steps）写成 xlsx 或者 csv"),
        (["--rates", "--out", "a.xlsx"], 2, "不与 --rates 一起写"),
    ],
)
def test_what_is_no_list_is_refused(
    tmp_path: Path, words: list[str], code: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = lantian("export", "--steps", *words, "--root", SAMPLE)
    assert said.code == code
    assert reason in said.err
    assert list(tmp_path.iterdir()) == []


def test_issues_of_a_city_that_are_closed_are_only_listed_by_their_state(make: Make) -> None:
    root = make(0)
    heads = exported(root, "a.csv", "--city", "示例甲市").read_text("utf-8-sig").splitlines()
    assert all("已销号" not in row for row in heads)
    closed = exported(root, "b.csv", "--status", "已销号").read_text("utf-8-sig").splitlines()
    assert len(closed) > 1
    assert all("已销号" in row for row in closed[1:])


def test_only_more_at_the_end_of_a_list_is_growth() -> None:
    issue = make_issue()
    more = issue.model_copy(update={"events": [*issue.events, issue.events[0]]})
    assert only_grown(issue, more)
    assert not only_grown(more, issue)
    assert not only_grown(issue, more.model_copy(update={"found": "示例：别的"}))
    changed = issue.events[0].model_copy(update={"note": "示例"})
    assert not only_grown(issue, issue.model_copy(update={"events": [changed]}))
