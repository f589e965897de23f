"""Spreadsheets as bureaus keep them: what goes in, what does not, and what comes back."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from generator.core.dates import PartialDate
from generator.exchange.cell_values import day_text, group_text
from generator.exchange.sheets import read_sheets
from generator.questions.question import AnswerError, typed_date, typed_day, typed_text
from generator.site.build import read_register
from tests.making import make_programme
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

HEADS = ("序号", "区县（开发区）", "企业名称\n（点位）", "问题类型", "发现问题时间", "检查组")
MORE = ("存在的主要问题", "数量", "整改时限", "联系电话")
FOUND = "示例：#2 生产线没有收集设施"
FOLDER = "records/issues/LS19/990100/R01"
ABOUT = ("--programme", "LS19", "--city", "示例甲市", "--round", "1")


def row(number: int, day: object = "2019年5月10日", **changes: object) -> list[object]:
    cells = {
        "number": number,
        "county": None,
        "site": f"示例{number}厂",
        "category": "未安装治污设施",
        "day": day,
        "group": "普通7组",
        "found": FOUND,
        "quantity": "２台",
        "due": "立行立改",
        "phone": "示例",
    }
    return list({**cells, **changes}.values())


def workbook(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for one in (["示例甲市第1轮问题清单"], ["填报单位：示例分局（盖章）"], [*HEADS, *MORE], *rows):
        sheet.append(list(one))
    for one in merged:
        sheet.merge_cells(one)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def imported(root: Path, content: bytes, *options: str, name: str = "清单.xlsx") -> Outcome:
    path = root / name
    path.write_bytes(content)
    return lantian("import", str(path), *ABOUT, *options, "--root", root)


def test_list_of_a_bureau_comes_in_as_it_is_kept(root: Path) -> None:
    rows = [
        row(1),
        row(2, None),
        row(3, datetime(2019, 5, 11)),
        row(4, "5月12日", group="第1轮7组"),
    ]
    said = imported(
        root, workbook(*rows, ["合计", None, None, None, None, None, None, 4], merged=["E4:E5"])
    )
    assert said.code == 0, said.out
    assert said.out == (
        "共 4 行，新记录 4 条。\n"
        "清单.xlsx：4 行。导入 4。\n"
        "清单.xlsx：没有记入的列：联系电话；内容在逐行的报告里\n"
        "清单.xlsx：第 8 行是表头、合计、附注或者示例，不是数据\n"
    )
    issues = [one for one in read_register(root).register.issues if one.origin]
    issues = [one for one in issues if one.origin and one.origin.table == "清单.xlsx"]
    days = ["2019-05-10", "2019-05-10", "2019-05-11", "2019-05-12"]
    assert [str(one.found_on) for one in issues] == days
    assert {one.id[:-4] for one in issues} == {"LS19-990100-R01-P07"}
    assert issues[0].events[0].by == "第1轮示甲第7普通组"
    assert issues[0].events[0].note == "原表所载：整改时限：立行立改"
    assert str(issues[0].quantity) == "2 台"


def test_second_run_takes_only_rows_that_were_mended_whatever_the_file_is_called(
    root: Path,
) -> None:
    said = imported(root, workbook(row(1), row(2, None)))
    assert said.code == 1
    assert "  E5“发现问题时间”：没有填。例如 2019-07-08；与上一行相同的写“同上”。\n" in said.out
    again = imported(root, workbook(row(1), row(2, "2019.5.11")), name="改好.xlsx")
    assert (again.code, again.out.splitlines()[1]) == (
        0,
        "改好.xlsx：2 行。导入 1；已有，无变化 1。",
    )


def test_rows_that_differ_in_a_note_alone_are_told_apart_aloud(root: Path) -> None:
    """Two yards of one firm: neither may go under."""
    said = imported(root, workbook(row(1, due="南院"), row(1, due="北院")))
    assert said.out.splitlines()[1] == "清单.xlsx：2 行。导入 1；已有，内容不同，未改动 1。"
    report = root / "报告.txt"
    imported(root, workbook(row(2, due="南院"), row(2, due="北院")), "--report", str(report))
    assert "与本表前面一行只有备注不同" in report.read_text(encoding="utf-8")


def test_number_of_too_many_digits_leaves_the_other_rows_alone(root: Path) -> None:
    said = imported(root, workbook(row(1, quantity="1111111111111111台"), row(2)))
    assert (said.code, said.err) == (0, "")
    assert "新记录 2 条" in said.out
    texts = [one.read_text(encoding="utf-8") for one in (root / FOLDER).glob("*P07*.yml")]
    assert any("1111111111111111台" in one for one in texts)


def test_list_of_the_next_week_may_begin_at_1_again(root: Path) -> None:
    imported(root, workbook(row(1)))
    said = imported(root, workbook(row(1, site="示例另一厂")))
    assert "新记录 1 条" in said.out


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_text_files_come_in_as_spreadsheets_write_them(encoding: str, sign: str) -> None:
    text = sign.join(("序号", "点位名称", "问题类别")) + "\r\n" + sign.join(("1", "示例厂", "同上"))
    [sheet] = read_sheets("t.csv", text.encode(encoding))
    assert [cell.text for cell in sheet.rows[1]] == ["1", "示例厂", "同上"]


def test_own_export_comes_back_unchanged(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yml")}
    for name in ("台账.xlsx", "台账.csv"):
        out = root / name
        assert lantian("export", "--out", str(out), "--root", root).code == 0
        said = lantian("import", str(out), "--root", root)
        assert said.code == 0, said.out
        assert "新记录 0 条" in said.out
        assert "内容不同" not in said.out
    assert before == {path: path.read_bytes() for path in root.rglob("*.yml")}


DAYS = {
    "2019年7月3日": "2019-07-03",
    "2019.7.3": "2019-07-03",
    "２０１９/7/3": "2019-07-03",
    "20190703": "2019-07-03",
    "7月3日": "2019-07-03",
    "43649": "2019-07-03",
    "2019年7月底": "2019-07",
    "2019年7月3日前": "2019-07-03",
}
PERIOD = (PartialDate(2019, 7, 1).earliest, PartialDate(2019, 7, 15).earliest)


@pytest.mark.parametrize(("typed", "meant"), DAYS.items())
def test_days_are_read_however_they_are_written(typed: str, meant: str) -> None:
    assert day_text(typed, PERIOD) == meant


@pytest.mark.parametrize("typed", ["1月3日", "12月30日"])
def test_year_is_not_guessed_far_from_the_round(typed: str) -> None:
    with pytest.raises(AnswerError, match="写上年份"):
        day_text(typed, PERIOD)
    with pytest.raises(AnswerError, match="写上年份"):
        day_text("7月3日", None)


KINDS = [
    {"letter": "Z", "name": "中心组", "numbered": "false"},
    {"letter": "P", "name": "普通组"},
    {"letter": "T", "name": "特别组"},
]
PROGRAMME = make_programme(group_kinds=KINDS)
GROUPS = {
    "普通3组": "P03",
    "第5轮渭南第3普通组": "P03",
    "第5轮渭南3组": "P03",
    "中心组": "Z",
    "P3": "P3",
}


@pytest.mark.parametrize(("typed", "meant"), GROUPS.items())
def test_groups_are_read_however_they_sign(typed: str, meant: str) -> None:
    assert group_text(typed, PROGRAMME, ["渭南", "渭南市"], {3: {"P"}}) == meant


def test_group_by_number_alone_is_not_guessed() -> None:
    with pytest.raises(AnswerError, match="看不出是哪一种组"):
        group_text("3组", PROGRAMME, [], {3: {"P", "T"}})


def test_credit_code_that_a_spreadsheet_rounded_is_refused_or_noted_but_never_recorded(
    root: Path,
) -> None:
    book = load_workbook(io.BytesIO(workbook(row(1))))
    sheet = book.active
    assert sheet is not None
    sheet["K3"], sheet["K4"] = "统一社会信用代码", 916101160000000000
    file = io.BytesIO()
    book.save(file)
    assert imported(root, file.getvalue()).code == 0
    [path] = (root / FOLDER).glob("*P07-*.yml")
    assert "credit_code" not in path.read_text(encoding="utf-8")
    assert "统一社会信用代码：916101160000000000" in path.read_text(encoding="utf-8")


def test_workbook_of_errors_marks_cells_and_goes_in_again_once_mended(root: Path) -> None:
    out = root / "待改.xlsx"
    said = imported(
        root, workbook(row(1), row(2, "不详"), row(3, category="没听说过")), "--errors", str(out)
    )
    assert said.code == 1
    book = load_workbook(out)
    sheet = book.worksheets[0]
    results = [cell.value for cell in sheet["K"]]
    assert results[2:] == [
        "导入结果",
        "导入：LS19-990100-R01-P07-001",
        "读不懂\n“发现问题时间”没有填。例如 2019-07-08；与上一行相同的写“同上”。",
        results[5],
    ]
    assert str(results[5]).startswith("读不懂\n“问题类型”没有叫 '没听说过' 的问题类别。")
    marked = [cell.coordinate for line in sheet for cell in line if cell.comment]
    assert marked == ["E5", "D6"]
    assert sheet["E5"].fill.fgColor.rgb == "00FFC7CE"
    sheet["E5"], sheet["D6"] = "5月11日", "未安装治污设施"
    book.save(out)
    again = imported(root, out.read_bytes(), "--errors", str(out), name="改好.xlsx")
    assert (again.code, again.out.splitlines()[1]) == (
        0,
        "改好.xlsx：3 行。导入 2；已有，无变化 1。",
    )
    sheet = load_workbook(out).worksheets[0]
    assert [cell.coordinate for line in sheet for cell in line if cell.comment] == []
    assert [str(cell.value)[:2] for cell in sheet["K"]][3:] == ["已有", "导入", "导入"]


def test_workbook_of_errors_of_a_text_file_keeps_its_texts_and_no_formula(root: Path) -> None:
    text = "点位名称,问题类别,统一社会信用代码,问题描述\n示例厂,=1+1,0012,示例\n"
    out = root / "待改.xlsx"
    assert imported(root, text.encode("gb18030"), "--errors", str(out), name="清单.csv").code == 1
    sheet = load_workbook(out).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["示例厂", "=1+1", "0012"]
    assert sheet["B2"].data_type == "s"


@pytest.mark.parametrize("letter", ["P", "G", "Z", "T"])
def test_template_comes_back_filled_in(root: Path, letter: str) -> None:
    kinds = {one.letter for one in read_register(root).register.programmes["LS19"].group_kinds}
    out = root / "空表.xlsx"
    words = ("template", "--programme", "LS19", "--group", letter)
    said = lantian(*words, "--out", str(out), "--root", root)
    assert said.code == (0 if letter in kinds else 2), said.err
    if letter != "P":
        return
    book = load_workbook(out)
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "问题清单　专项行动：LS19"
    heads = [str(cell.value) for cell in sheet[2]]
    filled = {
        "城市*": "示例甲市",
        "轮次": "1",
        "组别*": "P07",
        "点位名称*": "示例厂",
        "问题类别*": "未安装治污设施",
        "发现日期*": "2019-05-10",
        "问题描述*": FOUND,
    }
    assert sheet["A3"].value == "示例"
    for head, text in filled.items():
        sheet.cell(4, heads.index(head) + 1).value = text
    book.save(out)
    said = lantian("import", str(out), "--root", root)
    assert said.out.startswith("共 1 行，新记录 1 条。"), said.out
    rules = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    county = next(place for place, formula in rules.items() if "INDIRECT" in str(formula))
    assert county.endswith("1003")


def test_other_heads_are_told_by_a_file_of_columns(root: Path) -> None:
    text = "排污单位,类,问题描述,发现日期,组别\n示例厂,未安装治污设施,示例,2019-05-10,P07\n"
    columns = root / "对照.yml"
    columns.write_text("排污单位: 点位名称\n类: 问题类别\n", encoding="utf-8")
    said = imported(root, text.encode(), "--columns", str(columns), name="清单.csv")
    assert said.out.startswith("共 1 行，新记录 1 条。"), said.err
    columns.write_text("排污单位: 点位名\n", encoding="utf-8")
    said = imported(root, text.encode(), "--columns", str(columns), name="清单.csv")
    assert (said.code, "问题清单没有叫“点位名”的列" in said.err) == (3, True)
    assert "每行写成“表里的列名: 问题清单的列名”；“点位名”是不是“点位名称”？" in said.err
    columns.write_text("排污单位: 点位名\n类: 甲乙丙丁\n", encoding="utf-8")
    said = imported(root, text.encode(), "--columns", str(columns), name="清单.csv")
    assert "问题清单没有叫“点位名”“甲乙丙丁”的列" in said.err
    assert "可用的列：" in said.err
    assert "case_id" not in said.err


LINE = "序号,点位名称,问题类别,发现日期,组别,问题描述,发现单位\n{}\n"
WARNED = {
    "1,示例厂,未安装治污设施,2019-05-10,P07,示例,第3轮示甲第7普通组": "G2“发现单位”：",
}


@pytest.mark.parametrize(("line", "told"), WARNED.items())
def test_what_the_check_warns_of_is_told_of_the_row_which_comes_in(
    root: Path, line: str, told: str
) -> None:
    said = imported(root, LINE.format(line).encode(), name="清单.csv")
    assert (said.code, "导入 1。" in said.out) == (0, True)
    assert "清单.csv 第 2 行 1 → LS19-990100-R01-P07-001\n  提醒：" in said.out
    assert f"  提醒：{told}" in said.out


def test_day_that_is_to_come_is_refused_at_its_cell_and_can_be_mended(root: Path) -> None:
    line = "1,示例厂,未安装治污设施,{},P07,示例,"
    said = imported(root, LINE.format(line.format("2091-05-10")).encode(), name="清单.csv")
    assert (said.code, "没有通过检查，没有导入 1。" in said.out) == (1, True), said.out
    assert "  D2“发现日期”：2091-05-10 在今天 " in said.out
    said = imported(root, LINE.format(line.format("2019-05-10")).encode(), name="清单.csv")
    assert said.out.startswith("共 1 行，新记录 1 条。")


SEVERAL = "城市：示例甲市,城市：示例乙市\n轮次：1,\n" + LINE


def test_title_that_names_two_cities_is_refused_unless_the_city_is_given(root: Path) -> None:
    content = SEVERAL.format("1,示例厂,未安装治污设施,2019-05-10,P07,示例,").encode()
    path = root / "清单.csv"
    path.write_bytes(content)
    said = lantian("import", path, "--programme", "LS19", "--root", root)
    assert said.code == 3
    assert "表头上面写了几个城市：示例甲市、示例乙市，" in said.err
    assert "用 --city 写明" in said.err
    said = imported(root, content, name="清单.csv")  # with --city
    assert said.out.startswith("共 1 行，新记录 1 条。"), said.err


def test_site_in_another_width_and_with_blanks_is_the_same_row(root: Path) -> None:
    line = "1,{},未安装治污设施,2019-05-10,P07,示例（甲）。,"
    imported(root, LINE.format(line.format("示例(1)厂")).encode(), name="清单.csv")
    again = line.replace("（甲）", "(甲)").format("示例（１） 厂")
    said = imported(root, LINE.format(again).encode(), name="另.csv")
    assert "已有，无变化 1。" in said.out, said.out


def test_twin_of_a_record_that_is_there_is_told(root: Path) -> None:
    first = "1,示例厂,未安装治污设施,2019-05-10,{},示例,"
    imported(root, LINE.format(first.format("P07")).encode(), name="清单.csv")
    for group in ("P08", "P06"):  # the later and the earlier ID
        said = imported(root, LINE.format(first.format(group)).encode(), name="另.csv")
        assert "像是同一个问题记了两次（R19）" in said.out


def test_row_that_is_known_and_says_otherwise_is_told_cell_by_cell(root: Path) -> None:
    imported(root, workbook(row(1), row(2)))
    said = imported(root, workbook(row(1, quantity="3台", category="燃煤锅炉"), row(2)))
    assert said.code == 0
    assert (
        "清单.xlsx 第 4 行 1 → LS19-990100-R01-P07-001：已有，内容不同，未改动\n"
        "  D4“问题类型”：未安装治污设施 → 燃煤锅炉\n"
        "  H4“数量”：2 → 3\n"
        "  改法：以台账为准的不用改；以表为准的，打开这条记录改这几项，"
        "已经交办、公开、印发的，同时在记录里写一条更正。\n"
    ) in said.out


def test_export_that_was_changed_is_told_cell_by_cell(root: Path) -> None:
    out = root / "台账.csv"
    lantian("export", "--out", str(out), "--root", root)
    text = out.read_text(encoding="utf-8-sig")
    issue = read_register(root).register.issues[0]
    out.write_text(text.replace(issue.site.name, "示例另一处", 1), encoding="utf-8")
    said = lantian("import", str(out), "--root", root)
    assert f"I2“单位（点位）名称”：{issue.site.name} → 示例另一处\n" in said.out


def test_column_that_a_table_lacks_is_told_once(root: Path) -> None:
    text = "点位名称,问题类别,问题描述,组别\n" + "示例厂{},未安装治污设施,示例,P07\n" * 3
    said = imported(root, text.encode(), name="清单.csv")
    assert said.code == 1
    assert said.out.splitlines()[2:] == [
        "清单.csv：表里没有“发现日期”一列：没有填，3 行都没有导入。"
        "加上这一列；全表都一样的，用 --value 写明。例如 2019-07-08。"
    ]


FOREIGN = {
    b"%PDF-1.7\n1 0 obj": "PDF 文件",
    b"<html><body><table><tr><td>1": "网页",
    b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html>": "网页",
    b"<table border=1><tr>": "网页",
    b"MIME-Version: 1.0\nContent-Type: multipart/related": "网页（单个文件）",
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>': "XML 文件",
    b"{\\rtf1\\ansi": "RTF 文档",
    b"\x89PNG\r\n": "图片",
    b"Rar!\x1a": "压缩包",
}


@pytest.mark.parametrize("name", ["清单.xls", "清单.xlsx", "清单.csv"])
@pytest.mark.parametrize(("content", "form"), FOREIGN.items())
def test_file_of_another_form_is_called_by_what_it_is(
    root: Path, content: bytes, form: str, name: str
) -> None:
    said = imported(root, content, name=name)
    assert (said.code, f"“{name}”其实是{form}，不是工作簿" in said.err) == (3, True)


@pytest.mark.parametrize("rows", [2, 20_000])
def test_quote_left_open_in_a_text_file_swallows_no_rows(root: Path, rows: int) -> None:
    line = "{0},示例厂{0},未安装治污设施,2019-05-10,P07,示例{1},\n"
    lines = [line.format(at, "") for at in range(rows)]
    lines[1] = line.format(1, "").replace("示例厂", '"示例厂')
    said = imported(root, LINE.format("".join(lines)).encode(), name="清单.csv")
    assert said.code == 3
    assert "第 3 行有一个英文双引号没有配对" in said.err


def test_county_of_another_city_is_said_to_be_of_that_city(root: Path) -> None:
    register = read_register(root).register
    one, other = (register.cities[name] for name in ("990100", "990200"))
    for name in (one.counties[0].name, one.counties[0].code, one.name, one.id, "990199"):
        heads = "点位名称,问题类别,发现日期,组别,问题描述,区县\n"
        text = f"{heads}示例厂,未安装治污设施,2019-05-10,P07,示例,"
        path = root / "清单.csv"
        path.write_text(f"{text}{name}\n", encoding="utf-8")
        about = ("--programme", "LS19", "--city", other.name, "--round", "1")
        said = lantian("import", str(path), *about, "--root", root)
        assert f"F2“区县”：{name!r} 是{one.name}的，不在{other.name}。查对城市和区县。" in said.out


@pytest.mark.parametrize(
    "options", [("--report", "."), ("--columns", "."), ("--errors", "没有/文件.xlsx")]
)
def test_errors_of_the_system_are_told_in_chinese(root: Path, options: tuple[str, str]) -> None:
    said = imported(root, workbook(row(1)), *options)
    assert said.code == 3
    assert not any(word in said.err for word in ("directory", "denied", "Errno"))
    assert lantian("import", str(root), "--root", root).err.startswith(
        f"做不下去：打不开表格“{root}”：这是文件夹，不是文件"
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device of Linux and macOS")
def test_file_without_an_end_is_not_read_for_ever(root: Path) -> None:
    told = "“/dev/zero”超过 100 MB，没有读"
    assert f"表格{told}" in lantian("import", "/dev/zero", "--root", root).err
    words = ("step", "--from-list", "/dev/zero", "交办", "--root", root)
    assert f"文件{told}" in lantian(*words).err


MENDED = {
    "示例\u200b厂": "示例厂",
    "示例\xa0厂": "示例 厂",
    "示例⽔泥厂": "示例水泥厂",
    "e\u0301": "é",
    " 示例\r\n厂 ": "示例\n厂",
}


@pytest.mark.parametrize(("typed", "meant"), MENDED.items())
def test_texts_are_mended_as_fmt_mends_them(typed: str, meant: str) -> None:
    assert typed_text(typed) == meant


@pytest.mark.parametrize("typed", ["2019/7/8", "2019年7月8日", "２０１９-7-8", "20190708"])
def test_days_are_mended_as_fmt_mends_them(typed: str) -> None:
    assert (str(typed_date(typed)), str(typed_day(typed))) == ("2019-07-08", "2019-07-08")


COUNTY_HEADS = ("所属区县", "县区", "区（县）", "县(市、区)", "所在县区 ", "行政区域")


@pytest.mark.parametrize("head", COUNTY_HEADS)
def test_columns_of_counties_are_known_by_each_of_their_names(root: Path, head: str) -> None:
    heads = [head if one == HEADS[1] else one for one in (*HEADS, *MORE)]
    said = imported(root, _sheet(heads, row(1, county="示例东区")))
    assert said.code == 0, said.out
    assert "name: 示例东区" in _new_text(root)


def test_an_area_that_is_a_city_is_no_county(root: Path) -> None:
    heads = ["行政区域" if one == HEADS[1] else one for one in (*HEADS, *MORE)]
    assert imported(root, _sheet(heads, row(1, county="示例甲市"))).code == 0
    assert "place:" not in _new_text(root)


def test_a_head_that_resembles_an_open_question_is_asked_about(root: Path) -> None:
    heads = ["涉及区县情况" if one == HEADS[1] else one for one in (*HEADS, *MORE)]
    content = _sheet(heads, row(1, county="示例东区"))
    said = imported(root, content)
    assert (said.code, said.out) == (3, "")
    assert "表头 B1“涉及区县情况”没有认出来，看着像“区县”；什么也没有导入" in said.err
    assert "加上 --leave-out 涉及区县情况" in said.err
    assert not [*(root / FOLDER).glob("*P07*.yml")]
    (root / "对照.yml").write_text("涉及区县情况: 区县\n", "utf-8")
    assert imported(root, content, "--columns", str(root / "对照.yml")).code == 0
    assert "name: 示例东区" in _new_text(root)
    left = imported(root, _sheet(heads, row(2, county="示例东区")), "--leave-out", "涉及区县情况")
    assert (left.code, left.err) == (0, "")
    assert "没有记入的列：涉及区县情况" in left.out


def test_rows_that_are_recorded_otherwise_are_counted(root: Path) -> None:
    said = imported(root, workbook(row(1, quantity="若干"), row(2, quantity="一批"), row(3)))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[2] == (
        "清单.xlsx：“数量”照录在备注里 2 行。逐行的用 --report 写出"
    )


def test_what_is_beside_the_columns_is_told(root: Path) -> None:
    rows = [[*row(number), "示例：旁注" if number == 2 else None] for number in (1, 2, 3)]
    book = load_workbook(io.BytesIO(_sheet([*HEADS, *MORE], *rows)))
    sheet = book.worksheets[0]
    sheet["C2"].comment = Comment("示例：已停产", "示例")
    sheet["A1"].comment = Comment("示例：怎样填", "示例")
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    report = root / "报告.txt"
    said = imported(root, _saved(book), "--report", str(report))
    assert said.code == 0
    for told in (
        "K 列没有表头，里面 1 格内容没有记入",
        "C2有批注，批注没有记入",
        "第 4 行有划了删除线的内容，照样导入",
    ):
        assert f"清单.xlsx：{told}" in said.out, said.out
    assert "没有记入的列“K 列（没有表头）”：示例：旁注" in report.read_text("utf-8")


@pytest.mark.parametrize(("site", "is_told"), [("示例建材厂", False), ("真的厂", True)])
def test_an_example_that_was_typed_over_is_told(root: Path, site: str, is_told: bool) -> None:
    shown = row(1, day="2019-07-08", site=site, found="示例：物料露天堆放，没有覆盖")
    shown[0], shown[MORE.index("数量") + len(HEADS)] = "示例", "2 台"
    said = imported(root, _sheet([*HEADS, *MORE], shown, row(2)))
    assert said.out.splitlines()[0] == "共 1 行，新记录 1 条。"
    told = "第 2 行的“序号”还是“示例”，没有导入，但内容与空表里的示例不同"
    assert (told in said.out) is is_told, said.out


def _sheet(heads: Sequence[object], *rows: Sequence[object]) -> bytes:
    book = Workbook()
    for one in (heads, *rows):
        book.worksheets[0].append(list(one))
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _new_text(root: Path) -> str:
    [path] = (root / FOLDER).glob("*P07*.yml")
    return path.read_text("utf-8")
