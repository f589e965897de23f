"""One round of one city in one workbook: what it takes to file it, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.site.build import read_register
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

CITY = "示例甲市"
ABOUT = ("--programme", "LS19", "--city", CITY, "--round", "4")
GROUPS = ("Z", *(f"P{number:02}" for number in range(1, 9)), "T01", "T02", "T03")
COUNTIES = ("示例东区", "示例西区", "示例高新区")
MOST_COMMANDS, MOST_SHEETS = 12, 5
ISSUES = 60


@dataclass
class _Desk:
    """Runs commands and counts them."""

    root: Path
    commands: list[str] = field(default_factory=list)

    def run(self, *words: object) -> Outcome:
        self.commands.append(str(words[0]))
        said = lantian(*words, "--root", self.root)
        assert said.code == 0, said.out + said.err
        return said


def test_round_of_a_city_takes_one_workbook_and_few_commands(tmp_path: Path) -> None:
    desk = _Desk(copied(SAMPLE, tmp_path))
    book = desk.root / "第4轮.xlsx"
    days = ("--start", "2019-06-22", "--end", "2019-07-06", "--standing", "公布")
    about = ("--source-title", "示例通报", "--focus", "示例：工地扬尘")
    desk.run("new", "round", "--programme", "LS19", "--round", "4", *days, *about)
    desk.run("template", "round", *ABOUT, "--out", book)
    sheets = _fill(book)
    first = desk.run("import", book)
    second = desk.run("import", book)
    assert "错误" not in desk.run("check").out

    reports = len(sheets["任务报送"])
    assert first.out.splitlines()[0] == f"共 {12 + ISSUES + 12 + reports + 2} 行，新记录 63 条。"
    assert f"（问题清单）：{ISSUES} 行。导入 {ISSUES}。" in first.out
    assert f"（任务报送）：{reports} 行。加在已有记录末尾 {reports}。" in first.out
    assert "没有读" not in first.out
    assert second.out.splitlines()[0].endswith("新记录 0 条。")
    assert second.out.count("已有，无变化") == len(sheets)
    register = read_register(desk.root).register
    team = next(one for one in register.teams if one.id == "LS19-R04-990100")
    assert [one.code for one in team.groups] == list(GROUPS)
    own = [one.id for one in register.issues if one.id.startswith("LS19-990100-R04-")]
    assert len(own) == ISSUES
    assert len(sheets) <= MOST_SHEETS
    assert len(desk.commands) <= MOST_COMMANDS, desk.commands


def _fill(path: Path) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Fill in the workbook as a clerk does; return the rows of each sheet."""
    book = load_workbook(path)
    begun = _begun(book["任务报送"])
    sheets = {
        "工作组": [_group(code) for code in GROUPS],
        "问题清单": [_issue(number) for number in range(ISSUES)],
        "检查量": [{"日期": "2019-06-25", "组别": code, "检查点位": "12"} for code in GROUPS],
        "任务报送": [
            {"报到何时为止": "2019-08-25", "报来日期": "2019年8月27日", "进展": "示例：继续推进"}
            for _ in begun
        ],
        "通报数字": [_figure("问题数", "60"), _figure("检查企业数", "144")],
    }
    for title, rows in sheets.items():
        _write(book[title], rows)
    book.save(path)
    return sheets


def _begun(sheet: Worksheet) -> list[int]:
    return [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value]


def _write(sheet: Worksheet, rows: Sequence[Mapping[str, str]]) -> None:
    heads = [str(cell.value).removesuffix("*") for cell in sheet[2]]
    for number, row in enumerate(rows, start=4):
        for head, text in row.items():
            sheet.cell(number, heads.index(head) + 1).value = text


def _group(code: str) -> Mapping[str, str]:
    row = {"组别": code, "组长单位": "示例中心", "派员单位和人数": "示例中心 3人（新到2人）"}
    if code.startswith("T"):
        return {**row, "任务": f"示例：专门任务{code}"}
    if code != "Z":
        return {**row, "片区": f"示例第{int(code[1:])}片"}
    confirmed = ("培训", "五不准", "经费", "人员条件")
    roles = ("部机关部门（派出机构）", "直属单位", "省级生态环境部门")
    return {
        **row,
        "片区": CITY,
        "包保单位": "、".join(f"{role}：示例单位" for role in roles),
        "确认事项": "、".join(f"{one}（2019-06-20，示例司）" for one in confirmed),
        "临时党支部成立日期": "2019-06-22",
        "临时党支部归口": "示例派出机构",
        "交接日期": "2019-06-22",
        "交接接收": "第4轮示例甲市中心组",
        "全部接收": "是",
    }


def _issue(number: int) -> Mapping[str, str]:
    return {
        "序号": str(number + 1),
        "组别": GROUPS[number % 9],
        "区县": COUNTIES[number % 3],
        "点位名称": f"示例{number + 1}厂",
        "点位类型": "企业",
        "问题类别": "未安装治污设施",
        "数量": f"{number % 4 + 1}台",
        "发现日期": "2019年6月25日",
        "问题描述": f"示例：第 {number + 1} 处没有收集装置",
    }


def _figure(metric: str, value: str) -> Mapping[str, str]:
    return {
        "起日": "2019-06-22",
        "止日": "2019-07-06",
        "统计口径": "轮次",
        "原文口径": CITY,
        "城市": CITY,
        "指标": metric,
        "数值": value,
        "单位": "个" if metric == "问题数" else "家",
        "来源标题": "示例通报第4期",
        "来源日期": "2019-07-10",
    }
