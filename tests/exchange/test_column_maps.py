"""Tables of others by the shipped maps of columns: what comes in, from where, what is refused."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.core.findings import WorkError
from generator.exchange.column_map import column_map, map_names, shipped_map
from generator.exchange.importing import table_kinds
from generator.exchange.sheet_heads import Given
from generator.exchange.sheet_lines import SheetLine
from generator.exchange.sheet_tables import tables_of
from generator.exchange.sheets import read_sheets
from generator.kinds.issue.model import Issue
from generator.site.build import read_register
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

SUMMARY = (
    "序号,省（市）,市,县（市、区）,污染源名称,问题类型\n"
    "1,示例省,示例甲市,示例东区,示例水泥厂（未停产）,未安装治污设施\n"
)
COMPLAINTS = (
    "序号,受理编号,交办问题基本情况,行政区域,污染类型,调查核实情况,是否属实,"
    "处理和整改情况,责任人被处理情况\n"
    "1,X3SL201905100025,示例厂区异味扰民，夜间更重,示例甲市,大气、噪声,示例：经查属实,部分属实,"
    "示例：立案处罚；阶段性办结,约谈5人\n"
)
RECTIFICATION = (
    "序号,问题,整改目标,整改措施,牵头单位,责任单位,整改时限,整改进展,是否销号\n"
    "十,示例：扬尘没有管住,示例：压实责任,示例：定期调度,示例区住建局,示例东区,2019年12月底前,"
    "已经完成，长期坚持,公示中\n"
)
APP = (
    "序号,省,市,县区,企业名称,统一社会信用代码,经度,纬度,问题类型,问题描述,发现时间,组别,检查人\n"
    "1,示例省,示例甲市,示例西区,示例涂料厂,,110.51,34.26,未安装治污设施,示例：没有收集设施,"
    "2019-05-12,第7普通组,示例某\n"
)
OF_ALL = ("--programme", "LS19", "--round", "1")
SOURCE = ("--group", "公开通报", "--value", "来源标题=示例公开")
CATEGORY = ("--value", "问题类别=未安装治污设施")
DAY = ("--value", "发现日期=2019-05-10")
CITY = ("--city", "示例甲市")
TABLES = {
    "强化督查汇总表": (SUMMARY, (*SOURCE, *DAY)),
    "边督边改一览表": (COMPLAINTS, (*SOURCE, *CATEGORY)),
    "整改台账": (RECTIFICATION, (*SOURCE, *CITY, *DAY, *CATEGORY)),
    "检查APP导出表": (APP, ()),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def imported(root: Path, text: str, *options: str) -> Outcome:
    path = root / "表.csv"
    path.write_text(text, encoding="utf-8-sig")
    return lantian("import", path, *OF_ALL, *options, "--root", root)


def mapped(root: Path, name: str) -> tuple[Outcome, Issue]:
    """What is said of the table that a map is for, and the issue that it makes."""
    text, options = TABLES[name]
    said = imported(root, text, "--columns", name, *options)
    assert said.out.startswith("共 1 行，新记录 1 条。"), said.out + said.err
    issues = read_register(root).register.issues
    return said, next(one for one in issues if one.origin and one.origin.table == "表.csv")


def test_each_map_has_a_table_here_that_has_all_its_columns() -> None:
    assert sorted(TABLES) == map_names()
    for name, (text, _) in TABLES.items():
        heads = text.splitlines()[0].split(",")
        assert set(shipped_map(name, table_kinds()).all_heads) <= set(heads), name


def test_summary_takes_the_description_from_the_category(root: Path) -> None:
    said, issue = mapped(root, "强化督查汇总表")
    assert "“问题描述”取自“问题类型”：表里没有另写描述\n" in said.out
    assert (issue.site.name, issue.found) == ("示例水泥厂（未停产）", "未安装治污设施")
    assert issue.place
    assert issue.place.name == "示例东区"
    assert (str(issue.found_on), issue.sources[0].title) == ("2019-05-10", "示例公开")


def test_complaint_is_dated_by_its_number_and_keeps_its_handling_in_words(root: Path) -> None:
    said, issue = mapped(root, "边督边改一览表")
    assert "“点位名称”取自“交办问题基本情况”：第一个标点以前的文字\n" in said.out
    assert (issue.site.name, issue.found) == ("示例厂区异味扰民", "示例厂区异味扰民，夜间更重")
    assert (str(issue.found_on), issue.medium) == ("2019-05-10", "大气")
    assert [one.note for one in issue.events] == [
        "原表所载：污染类型：大气、噪声；调查核实情况：示例：经查属实；是否属实：部分属实；"
        "处理和整改情况：示例：立案处罚；阶段性办结；责任人被处理情况：约谈5人"
    ]
    again = imported(root, COMPLAINTS, "--columns", "边督边改一览表", *TABLES["边督边改一览表"][1])
    assert again.out.splitlines()[1] == "表.csv：1 行。已有，无变化 1。"


def test_rectification_is_at_the_unit_responsible_and_closes_nothing(root: Path) -> None:
    _, issue = mapped(root, "整改台账")
    assert (issue.site.name, issue.demand) == ("示例东区", "示例：定期调度")
    assert issue.responsible
    assert (issue.responsible.place, issue.responsible.department) == ("示例东区", "示例区住建局")
    assert issue.goal == "示例：压实责任"
    assert [one.note for one in issue.events] == [
        "原表所载：整改时限：2019年12月底前；整改进展：已经完成，长期坚持；是否销号：公示中"
    ]


def test_app_export_keeps_where_it_is_and_not_who_looked(root: Path) -> None:
    said, issue = mapped(root, "检查APP导出表")
    assert "没有记入的列：省、检查人；内容在逐行的报告里\n" in said.out
    assert issue.id.rpartition("-")[0] == "LS19-990100-R01-P07"
    assert issue.events[0].note == "原表所载：经度：110.51；纬度：34.26"
    [file] = (root / "records/issues/LS19/990100/R01").glob("*-P07-001.yml")
    assert "示例某" not in file.read_text(encoding="utf-8")


REFUSED = (
    ("示例甲市", "示例戊市", "  D2“行政区域”：没有登记城市 '示例戊市'。"),
    ("大气、噪声", "噪声", "  E3“污染类型”：没有叫 '噪声' 的要素。"),
    ("X3SL201905100025", "25号", "  B4“受理编号”：'25号' "),
    ("示例厂区异味扰民，夜间更重", "", "  C5“交办问题基本情况”：没有填。"),
)


def test_what_a_rule_can_not_take_is_refused_with_its_cell(root: Path) -> None:
    heads, line = COMPLAINTS.splitlines()
    lines = [line.replace(old, new) for old, new, _ in REFUSED]
    text = "\n".join((heads, *lines, ""))
    said = imported(root, text, "--columns", "边督边改一览表", *TABLES["边督边改一览表"][1])
    assert (said.code, said.out.splitlines()[0]) == (1, "共 4 行，新记录 0 条。")
    for _, _, told in REFUSED:
        assert told in said.out


@pytest.mark.parametrize(
    ("column", "told"),
    [(3, "C2“交办问题基本情况”：这一格是错误值 #N/A"), (7, "G2“是否属实”：这一格是错误值 #N/A")],
)
def test_error_in_a_cell_is_neither_a_name_nor_a_note(column: int, told: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in COMPLAINTS.splitlines():
        sheet.append(line.split(","))
    sheet.cell(2, column).value = "#N/A"
    file = io.BytesIO()
    book.save(file)
    given = Given({}, shipped_map("边督边改一览表", table_kinds()))
    sheets = read_sheets("表.xlsx", file.getvalue())
    [table] = tables_of("表.xlsx", sheets, table_kinds(), given)
    [row] = [one for one in table.rows if isinstance(one, SheetLine)]
    assert told in {f"{one.cell}“{one.column}”：{one.message}" for one in row.faults}


def test_what_a_table_lacks_is_told_whole_and_in_the_report(root: Path) -> None:
    report = root / "报告.txt"
    options = ("--columns", "整改台账", *CITY, "--report", str(report))
    said = imported(root, RECTIFICATION, *options)
    lacking = [one for one in said.out.splitlines() if "用 --value 写明" in one]
    assert [one.split("“")[1].split("”")[0] for one in lacking] == ["发现日期", "问题类别", "组别"]
    assert set(lacking) <= set(report.read_text(encoding="utf-8").splitlines())


VALUES = {
    "发现日=2019-05-10": "没有叫“发现日”的列；是不是“发现日期”？",
    "发现日期": "'发现日期' 读不懂，写成“列名=值”的样子",
    "发现日期= ": "'发现日期= ' 读不懂，写成“列名=值”的样子",
}


@pytest.mark.parametrize(("typed", "told"), VALUES.items())
def test_value_of_no_column_is_refused(root: Path, typed: str, told: str) -> None:
    said = imported(root, APP, "--value", typed)
    assert (said.code, told in said.err) == (2, True), said.err


def test_wrong_value_is_said_of_the_whole_table(root: Path) -> None:
    options = (*SOURCE, "--value", "发现日期=2019-02-30", "--columns", "强化督查汇总表")
    said = imported(root, SUMMARY, *options)
    assert "表.csv：全表的“发现日期”：'2019-02-30' " in said.out
    assert "1 行都没有导入" in said.out


def test_maps_are_named_where_they_are_looked_for(root: Path) -> None:
    names = "、".join(map_names())
    assert f"现成的（{names}）" in lantian("import", "--help").out.replace("\n", "").replace(
        " ", ""
    )
    said = imported(root, APP, "--columns", "整改台帐")
    assert (said.code, f"现成的有：{names}；" in said.err) == (3, True)
    said = imported(root, COMPLAINTS)
    assert "加上 --columns 边督边改一览表，按现成的对照导入" in said.err
    said = imported(root, APP, "--columns", "整改台账")
    assert "列名对照里的“问题”“整改目标”“整改措施”" in said.out


OWN = {
    "取自:\n  点位名称:\n    列: [企业名称]\n    取: '['\n": "“点位名称”里的“取”读不懂",
    "取自:\n  点位名称:\n    取: 厂\n": "“点位名称”里的“列”读不懂",
    "取自:\n  点位名:\n    列: [企业名称]\n": "问题清单没有叫“点位名”的列",
    "列名:\n  日: 日期\n  点: 检查点位\n照录: [天气]\n": "检查量表没有备注可以照录",
}


@pytest.mark.parametrize(("text", "told"), OWN.items())
def test_faulty_map_of_ones_own_is_refused(text: str, told: str) -> None:
    with pytest.raises(WorkError) as refused:
        column_map("对照.yml", text.encode(), table_kinds())
    assert told in refused.value.message
