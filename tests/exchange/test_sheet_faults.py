"""Cells without a value, hidden rows and sheets: nothing of a spreadsheet goes under in silence."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook as Writer

from generator.exchange.sheets import read_sheets
from generator.exchange.workbook_marks import UNSTORED, unseen_marks
from tests.exchange.test_sheets import FOLDER, HEADS, MORE, imported, row, workbook
from tests.registers import SAMPLE, copied
from tests.running import lantian

COLUMNS = [*HEADS, *MORE[:-1]]
"""Every column that is read; the last one, of telephone numbers, is not."""

FAULTS = {"=1+1": f"这一格是{UNSTORED}", "#REF!": "这一格是错误值 #REF!"}
XLS = Path(__file__).parent / "workbooks" / "示例.xls"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def changed(content: bytes, cells: Mapping[str, str]) -> bytes:
    """Return the workbook with other cells; openpyxl stores no results of formulas."""
    book = load_workbook(io.BytesIO(content))
    for place, text in cells.items():
        sheet_of(book)[place] = text
    return saved(book)


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("fault", FAULTS)
def test_cell_without_a_value_is_refused_in_every_column_that_is_read(
    root: Path, fault: str
) -> None:
    count = len(COLUMNS)
    content = workbook(*(row(one + 1) for one in range(count)), row(count + 1))
    cells = {f"{'ABCDEFGHI'[at]}{at + 4}": fault for at in range(count)}
    said = imported(root, changed(content, cells))
    assert said.code == 1
    assert f"清单.xlsx：{count + 1} 行。导入 1；读不懂 {count}。" in said.out
    for place, head in zip(cells, COLUMNS, strict=True):
        assert f"  {place}“{' '.join(head.split())}”：{FAULTS[fault]}。" in said.out.replace(
            "\\u000a", " "
        )


@pytest.mark.parametrize("fault", FAULTS)
def test_cell_without_a_value_in_a_column_that_is_not_read_stays_in_the_account(
    root: Path, fault: str
) -> None:
    report = root / "报告.txt"
    content = changed(workbook(row(1)), {"J4": fault})
    assert imported(root, content, "--report", str(report)).code == 0
    shown = fault if fault == "#REF!" else UNSTORED
    assert f"没有记入的列“联系电话”：{shown}" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["C3", "B3", "J3"])
@pytest.mark.parametrize("fault", FAULTS)
def test_head_without_a_value_stops_the_import(root: Path, place: str, fault: str) -> None:
    said = imported(root, changed(workbook(row(1)), {place: fault}))
    assert said.code == 3
    assert f"表头 {place}：{FAULTS[fault]}，看不出这一列是什么；什么也没有导入" in said.err


def test_row_that_says_as_above_of_such_a_cell_is_refused_too(root: Path) -> None:
    content = changed(workbook(row(1), row(2)), {"B4": "#N/A", "B5": "同上"})
    said = imported(root, content)
    assert "读不懂 2" in said.out
    assert "B5“区县（开发区）”：这一格是错误值 #N/A" in said.out


def test_results_of_formulas_that_are_stored_are_read_also_empty_ones() -> None:
    file = io.BytesIO()
    book = Writer(file)
    sheet = book.add_worksheet("清单")
    sheet.write_formula("A1", '="甲"', None, "甲")
    sheet.write_formula("B1", "=2", None, 2)
    sheet.write_formula("C1", '=""', None, "空")
    sheet.write_formula("D1", "=1/0", None, "#DIV/0!")
    book.close()
    content = repacked(file.getvalue(), b"<v>\xe7\xa9\xba</v>", b"<v></v>")
    [read] = read_sheets("t.xlsx", content)
    assert [(one.text, one.is_fault) for one in read.rows[0]] == [
        ("甲", False),
        ("2", False),
        ("", False),
        ("#DIV/0!", True),
    ]


def repacked(content: bytes, before: bytes, after: bytes) -> bytes:
    """Return the workbook with other bytes in its parts: Excel stores an empty text so."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.namelist():
            new.writestr(one, old.read(one).replace(before, after))
    return file.getvalue()


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:x="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="清单">
<table:table-row><table:table-cell office:value-type="string"><text:p>示例</text:p>
</table:table-cell>{cell}</table:table-row>
<table:table-row table:visibility="filter" table:number-rows-repeated="2"><table:table-cell
 office:value-type="string"><text:p>示例</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
ODS_CELLS = {
    '<table:table-cell table:formula="of:=[.A9]"/>': UNSTORED,
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    ' x:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>': "#DIV/0!",
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
    "<text:p>Err:508</text:p></table:table-cell>": "Err:508",
    '<table:table-cell table:formula="of:=2" office:value-type="float" office:value="2">'
    "<text:p>2</text:p></table:table-cell>": "",
    '<table:table-cell office:value-type="string"><text:p>#2 炉</text:p></table:table-cell>': "",
}


@pytest.mark.parametrize(("cell", "fault"), ODS_CELLS.items())
def test_cells_and_rows_of_ods_are_looked_through(cell: str, fault: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(cell=cell))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    [sheet] = read_sheets("t.ods", file.getvalue())
    assert sheet.rows[0][1].is_fault == bool(fault)
    assert sheet.rows[0][1].text == fault or not fault
    assert sheet.hidden_rows == {1, 2}


def test_cells_rows_and_sheets_of_xls_are_looked_through(root: Path) -> None:
    said = imported(root, XLS.read_bytes(), name="清单.xls")
    assert said.out == (
        "共 3 行，新记录 2 条。\n"
        "清单.xls：3 行。导入 2；读不懂 1。\n"
        "清单.xls：工作表“备用”是隐藏的，没有读；要导入的取消隐藏再导入\n"
        "清单.xls：这种格式的文件里看不出批注和删除线；有的话，用表格软件另存为 .xlsx 再导入\n"
        "清单.xls：第 4 行在表里是隐藏的（例如筛选以后），照样导入；不要的从表里删去再导入\n"
        "清单.xls 第 3 行 2\n"
        "  G3“区县”：这一格是错误值 #REF!。把这一格改成它该有的内容；"
        "公式的，在表格软件里算好以后复制、只粘贴值，再导入。\n"
    )


def test_workbook_from_before_97_tells_what_can_not_be_seen_in_it() -> None:
    older = XLS.read_bytes().replace("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    assert unseen_marks(older) == "批注、删除线、错误值（#REF! 等）和隐藏的行列"


@pytest.mark.parametrize("at", [30, 48, 76, 512, 600, 1100, 2000])
def test_damaged_xls_is_refused_or_read_but_never_an_error(root: Path, at: int) -> None:
    content = bytearray(XLS.read_bytes())
    content[at : at + 40] = b"\xfe" * 40
    said = imported(root, bytes(content), name="清单.xls")
    assert said.code in (0, 1, 3)
    assert "Traceback" not in said.err


def test_hidden_rows_come_in_and_are_told_hidden_sheets_do_not(root: Path) -> None:
    book = load_workbook(io.BytesIO(workbook(row(1), row(2), row(3))))
    sheet = sheet_of(book)
    sheet.title = "清单"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["G"].hidden = True
    for title, content in (("往期", [list(HEADS), row(9)[:6]]), ("选项", [["企业"]])):
        other = book.create_sheet(title)
        other.sheet_state = "hidden"
        for one in content:
            other.append(one)
    book.create_sheet("说明").append(["填表说明"])
    book.create_sheet("空表")
    said = imported(root, saved(book))
    assert said.out.splitlines() == [
        "共 3 行，新记录 3 条。",
        "清单.xlsx：3 行。导入 3。",
        "清单.xlsx：工作表“往期”是隐藏的，没有读；要导入的取消隐藏再导入",
        "清单.xlsx：工作表“选项”是隐藏的，没有读",
        "清单.xlsx：工作表“说明”里没有认识的表头，没有读",
        "清单.xlsx：没有记入的列：联系电话；内容在逐行的报告里",
        "清单.xlsx：第 5 行在表里是隐藏的（例如筛选以后），照样导入；不要的从表里删去再导入",
        "清单.xlsx：隐藏的列照样读：存在的主要问题",
    ]
    assert len(list((root / FOLDER).glob("*P07*.yml"))) == 3


def test_list_on_a_hidden_sheet_alone_is_refused_with_its_name(root: Path) -> None:
    book = load_workbook(io.BytesIO(workbook(row(1))))
    sheet_of(book).title = "清单"
    sheet_of(book).sheet_state = "hidden"
    book.create_sheet("空表")
    said = imported(root, saved(book))
    assert (said.code, "工作表“清单”是隐藏的，没有读" in said.err) == (3, True)


def test_blank_county_below_a_filled_one_in_a_text_file_is_told(root: Path) -> None:
    heads = "序号,点位名称,问题类别,发现日期,组别,问题描述,区县\n"
    line = "{0},示例{0}厂,未安装治污设施,2019-05-10,P07,示例,{1}\n"
    counties = ("", "示例东区", "", "同上", "")
    text = heads + "".join(line.format(at, one) for at, one in enumerate(counties))
    said = imported(root, text.encode(), name="清单.csv")
    assert "第 4、6 行的“区县”空着，没有记；原来与上面的行合并的，写“同上”再导入" in said.out


def test_workbook_of_errors_holds_no_formula_of_its_source(root: Path) -> None:
    """Also on other sheets, in columns without a head, and where no result was stored."""
    file = io.BytesIO()
    book = Writer(file)
    for title in ("清单", "其他"):
        sheet = book.add_worksheet(title)
        for at, head in enumerate(HEADS):
            sheet.write_string(0, at, head)
        for at, text in enumerate(row(1)[:6]):
            sheet.write_string(1, at, str(text or ""))
        sheet.write_formula(1, 9, "=1+1", None, 2)
        sheet.write_formula(1, 10, '="甲"', None, "甲")
        sheet.write_formula(1, 11, "=HYPERLINK(1)", None, "")
        sheet.write_array_formula(1, 12, 1, 12, "{=SUM(A1:A2)}", None, 3)
        for at, text in enumerate(("=1+1", "+1", "-1", "@甲"), start=13):
            sheet.write_string(1, at, text)
    book.worksheets()[1].hide()
    book.close()
    out = root / "待改.xlsx"
    imported(root, file.getvalue(), "--errors", str(out))
    for sheet in load_workbook(out).worksheets:
        cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        shown = [sheet.cell(2, at).value for at in range(10, 18)]
        assert shown == [2, "甲", "=HYPERLINK(1)", 3, "=1+1", "+1", "-1", "@甲"]
        texts = [sheet.cell(2, at) for at in (12, 14, 15, 16, 17)]
        assert {(one.number_format, one.quotePrefix) for one in texts} == {("@", True)}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (",".join(f"列{at}" for at in range(20_000)), "第 1 行有 20000 列，最多 2000 列"),
        ("," * 100_000, "没有找到认识的表头"),
    ],
    ids=["filled", "blank"],
)
def test_columns_without_end_are_told_at_once(line: str, told: str, root: Path) -> None:
    """Each head is compared with every name of every column of ours."""
    (root / "many.csv").write_text(f"{line}\n{line}\n", encoding="utf-8")
    start = process_time()
    said = lantian("import", "--root", root, root / "many.csv")
    assert process_time() - start < 10
    assert (said.code, told in said.err) == (3, True)
