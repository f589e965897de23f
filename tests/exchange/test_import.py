"""Tables in: what each row becomes, and that no row is lost, overwritten or invented."""

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.engine import judge
from generator.cli import import_table
from generator.core.dates import stated_round
from generator.core.fields import Record
from generator.core.findings import Location, WorkError
from generator.core.yaml_writer import record_text
from generator.exchange import case_rows
from generator.exchange.account import Account, RowAccount, RowOutcome
from generator.exchange.csv_rows import Table, read_table
from generator.exchange.importing import Import, import_tables
from generator.kinds.bulletin import imports as figure_tables
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.load.files import read_files
from generator.load.yaml_reader import read_text
from tests.making import make_city, make_issue, make_programme, make_register

CASE = {
    "case_id": "C1",
    "date": "2019-05-20",
    "date_precision": "day",
    "programme": "定点帮扶2019",
    "region": "汾渭平原",
    "province": "陕西省",
    "city": "渭南市",
    "county": "临渭区",
    "site_name": "示例建材厂",
    "record_kind": "点位问题",
    "problem_category": "工业治污设施",
    "problem_type": "未安装治污设施",
    "facts": "没有收集装置，废气直接排放",
    "source_title": "示例通报",
    "source_publisher": "示例发布者",
    "source_date": "2019-06",
    "source_reliability": "B",
}

FIGURE = {
    "row_id": "S1",
    "date_from": "2019-05-08",
    "date_to": "2019-05-22",
    "programme": "定点帮扶2019",
    "granularity": "轮次",
    "scope": "县级",
    "metric": "问题数",
    "value": "13.60",
    "unit": "个",
    "source_title": "示例通报",
    "source_date": "2019-06-01",
    "source_reliability": "A",
}


def make_table(header: str, *rows: dict[str, str], name: str = "cases.csv") -> Table:
    text = io.StringIO()
    writer = csv.DictWriter(text, header.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return read_table(name, text.getvalue().encode())


def import_cases(*rows: dict[str, str], register: Register | None = None) -> Import:
    return import_tables([make_table(case_rows.HEADER, *rows)], register or make_register())


def import_figures(*rows: dict[str, str], register: Register | None = None) -> Import:
    table = make_table(figure_tables.HEADER, *rows, name="stats.csv")
    return import_tables([table], register or make_register())


def case(**changes: str) -> dict[str, str]:
    return CASE | changes


def figure(**changes: str) -> dict[str, str]:
    return FIGURE | changes


def grown(done: Import, *records: Record) -> Register:
    """The register after the import: programme, city, the new files and further records."""
    made = [
        Issue.model_validate(read_text(path, text).content)
        for path, text in done.files.items()
        if path.startswith("issues/")
    ]
    return make_register(make_programme(), make_city(), *made, *records)


def only(account: Account) -> RowAccount:
    (entry,) = account.entries
    return entry


def outcomes(done: Import) -> list[tuple[str, RowOutcome, str]]:
    return [(one.row, one.outcome, one.record) for one in done.account.entries]


# One case


def test_case_becomes_an_issue_file() -> None:
    done = import_cases(case(action="督办问题清单交办", source_url="https://example.org/1"))
    assert done.files == {
        "issues/LT19/610500/R00/LT19-610500-R00-G-001.yml": """\
id: LT19-610500-R00-G-001
kind: 点位问题
place:
  county: "610502"
  name: 临渭区
site:
  name: 示例建材厂
category: 未安装治污设施
medium: 大气
found: 没有收集装置，废气直接排放
handling: 督办问题清单交办
sources:
- title: 示例通报
  publisher: 示例发布者
  date: 2019-06
  url: https://example.org/1
  reliability: B
origin:
  table: cases.csv
  row: C1
  called: 定点帮扶2019
events:
- date: 2019-05-20
  step: 排查
- date: 2019-06
  step: 曝光
  by: 示例发布者
- date: 2019-06
  not_after: true
  step: 交办
  words: 督办问题清单交办
  source: 1
"""
    }
    assert outcomes(done) == [("C1", RowOutcome.IMPORTED, "LT19-610500-R00-G-001")]


def test_other_name_of_the_programme_is_kept_with_the_row() -> None:
    origin = imported_issue(programme=make_programme().called[0]).origin
    assert origin is not None
    assert origin.called == make_programme().called[0]


def imported_issue(**changes: str) -> Issue:
    (text,) = import_cases(case(**changes)).files.values()
    return Issue.model_validate(read_text("x", text).content)


@pytest.mark.parametrize(
    ("county", "code"),
    [("临渭区", "610502"), ("华县", "610521"), ("韩城市", "610581"), ("渭南高新区", None)],
)
def test_county_keeps_the_name_of_that_day_and_gets_its_code(county: str, code: str | None) -> None:
    place = imported_issue(county=county).place
    assert place is not None
    assert (place.name, place.county) == (county, code)


@pytest.mark.parametrize("county", ["高新区", "渭南市国家级高新技术产业开发区", "陕西渭南高新区"])
def test_zone_is_recorded_by_its_own_name_and_the_account_says_so(county: str) -> None:
    done = import_cases(case(county=county))
    (text,) = done.files.values()
    assert "  name: 渭南高新区\n" in text
    [entry] = done.account.entries
    assert entry.notes == (f"表中区县为“{county}”，记成登记的名称“渭南高新区”",)


def test_case_without_county_has_no_place() -> None:
    assert imported_issue(county="").place is None


@pytest.mark.parametrize(
    ("stated", "number"),
    [
        ("第七轮次", 7),
        ("第7轮次", 7),
        ("第十轮次", 10),
        ("第十一轮次", 11),
        ("第二十轮次", 20),
        ("第九十九轮次", 99),
        ("第0轮次", None),
        ("第100轮次", None),
        ("第一百轮次", None),
        ("第二三轮次", None),
        ("第零轮次", None),
        ("第１轮次", None),
        ("第轮次", None),
        ("第一阶段", None),
        ("前4轮次", None),
        ("第1—6轮次", None),
    ],
)
def test_round_number(stated: str, number: int | None) -> None:
    assert stated_round(stated) == number


def test_stated_round_goes_into_the_id_and_an_inferred_one_does_not() -> None:
    stated = imported_issue(round="第十一轮次")
    assert (stated.id, stated.round_stated) == ("LT19-610500-R11-G-001", "第十一轮次")
    phase = imported_issue(round="第二阶段", round_inferred="第2轮次")
    assert phase.id == "LT19-610500-R00-G-001"
    assert (phase.round_stated, phase.round_inferred) == ("第二阶段", 2)


@pytest.mark.parametrize(
    ("date", "precision"), [("2019-05-20", "day"), ("2019-05", "month"), ("2019", "year")]
)
def test_date_stays_as_exact_as_it_was(date: str, precision: str) -> None:
    issue = imported_issue(date=date, date_precision=precision)
    assert str(issue.found_on) == date


def test_masked_name_and_missing_source_date() -> None:
    issue = imported_issue(site_name_masked="yes", source_date="", source_publisher="")
    assert issue.site.masked
    assert [event.step for event in issue.events] == ["排查"]


def test_hostile_text_stays_text() -> None:
    for text in ("no", "=1+1", "a: b #c", "<script>", "[x](javascript:1)", "“否”", '引"号'):
        assert imported_issue(facts=text).found == text


# Serial numbers


def test_serials_follow_the_table_and_go_on_after_existing_records() -> None:
    kept = make_issue(id="LT19-610500-R00-G-007")
    register = make_register(make_programme(), make_city(), kept)
    done = import_cases(case(case_id="A"), case(case_id="B"), register=register)
    assert [entry.record[-3:] for entry in done.account.entries] == ["008", "009"]


def test_each_city_and_round_counts_for_itself() -> None:
    done = import_cases(
        case(case_id="A"), case(case_id="B", round="第七轮次"), case(case_id="C", round="前4轮次")
    )
    assert [entry.record for entry in done.account.entries] == [
        "LT19-610500-R00-G-001",
        "LT19-610500-R07-G-001",
        "LT19-610500-R00-G-002",
    ]


@pytest.mark.parametrize(("last", "after"), [("999", "1000"), ("1000", "1001"), ("9999", "10000")])
def test_serials_go_on_after_three_digits(last: str, after: str) -> None:
    kept = [make_issue(id=f"LT19-610500-R00-G-{one}") for one in ("998", last)]
    done = import_cases(case(), register=make_register(make_programme(), make_city(), *kept))
    assert only(done.account).record == f"LT19-610500-R00-G-{after}"


def test_serial_beyond_five_digits_is_a_row_that_can_not_be_imported() -> None:
    kept = make_issue(id="LT19-610500-R00-G-99999")
    done = import_cases(case(), register=make_register(make_programme(), make_city(), kept))
    assert done.files == {}
    assert "序号已经用到 99999" in only(done.account).errors[0].message


# Again


def test_second_run_changes_nothing() -> None:
    first = import_cases(case(case_id="A"), case(case_id="B", county="华县"))
    again = import_cases(case(case_id="A"), case(case_id="B", county="华县"), register=grown(first))
    assert again.files == {}
    assert outcomes(again) == [
        ("A", RowOutcome.SAME, "LT19-610500-R00-G-001"),
        ("B", RowOutcome.SAME, "LT19-610500-R00-G-002"),
    ]


def test_width_of_signs_blanks_and_quotes_are_no_difference() -> None:
    first = import_cases(case(case_id="A", site_name="示例（甲）厂", facts="没有“收集”装置，直排"))
    changed = case(case_id="A", site_name="示例(甲) 厂", facts="没有「收集」装置， 直排")
    again = import_cases(changed, register=grown(first))
    assert outcomes(again) == [("A", RowOutcome.SAME, "LT19-610500-R00-G-001")]


def test_same_table_under_another_name_is_known_by_number_and_content() -> None:
    """A browser calls the second download “cases (1).csv”. Another table's row A is another row."""
    first = import_cases(case(case_id="A"), case(case_id="B", county="华县"))
    rows = (case(case_id="A"), case(case_id="B", county="临渭区"), case(case_id="C", county="华县"))
    copy = make_table(case_rows.HEADER, *rows, name="cases (1).csv")
    again = import_tables([copy], grown(first))
    assert outcomes(again) == [
        ("A", RowOutcome.SAME, "LT19-610500-R00-G-001"),
        ("B", RowOutcome.IMPORTED, "LT19-610500-R00-G-003"),
        ("C", RowOutcome.IMPORTED, "LT19-610500-R00-G-004"),
    ]
    assert again.account.entries[0].notes == ("与表格“cases.csv”的同一行内容相同",)


def test_table_and_its_copy_in_one_import_make_each_record_once() -> None:
    tables = [
        make_table(case_rows.HEADER, case(case_id="A"), name=name)
        for name in ("cases.csv", "cases (1).csv")
    ]
    done = import_tables(tables, make_register())
    assert list(done.files) == ["issues/LT19/610500/R00/LT19-610500-R00-G-001.yml"]
    assert [one.outcome for one in done.account.entries] == [RowOutcome.IMPORTED, RowOutcome.SAME]


def test_new_rows_among_old_ones_get_the_next_numbers() -> None:
    first = import_cases(case(case_id="B"))
    again = import_cases(case(case_id="A"), case(case_id="B"), register=grown(first))
    assert outcomes(again) == [
        ("A", RowOutcome.IMPORTED, "LT19-610500-R00-G-002"),
        ("B", RowOutcome.SAME, "LT19-610500-R00-G-001"),
    ]


def test_later_events_and_filled_fields_are_no_difference() -> None:
    made = imported_issue()
    later = made.model_copy(
        update={
            "demand": "安装收集装置",
            "events": [*made.events, made.events[0].model_copy(update={"step": "督办"})],
        }
    )
    register = make_register(make_programme(), make_city(), later)
    assert only(import_cases(case(), register=register).account).outcome is RowOutcome.SAME


@pytest.mark.parametrize(
    ("change", "titles"),
    [
        ({"facts": "改过的"}, "问题描述"),
        ({"county": "华州区"}, "区县"),
        ({"site_name": "另一家", "action": "约谈"}, "点位、处置情况"),
        ({"source_url": "https://example.org"}, "来源"),
        ({"source_date": "2019-07"}, "来源、经过"),
        ({"round": "第七轮次"}, "编号（按表应以 LT19-610500-R07-G 开头）、原文轮次"),
    ],
)
def test_changed_row_is_reported_and_the_record_left_alone(
    change: dict[str, str], titles: str
) -> None:
    again = import_cases(case(**change), register=grown(import_cases(case())))
    assert again.files == {}
    assert (only(again.account).outcome, only(again.account).reason) == (
        RowOutcome.DIFFERENT,
        titles,
    )


# Notes


def test_other_region_than_recorded_is_imported_with_a_note() -> None:
    entry = only(import_cases(case(region="京津冀及周边", province="陕西")).account)
    assert entry.outcome is RowOutcome.IMPORTED
    assert entry.notes == (
        "表中区域为“京津冀及周边”，渭南市的记录为“汾渭平原”，以城市记录为准",
        "表中省份为“陕西”，渭南市的记录为“陕西省”，以城市记录为准",
    )


# Rows that can not be read


@pytest.mark.parametrize(
    ("change", "column", "message", "hint"),
    [
        (
            {"date": "2019-2-30"},
            "date",
            "'2019-2-30' 不是日历上的日子",
            "2019年2月只有 01 到 28 日",
        ),
        ({"date": "2019-02-30"}, "date", "'2019-02-30' 不是日历上的日子", "01 到 28 日"),
        ({"date": ""}, "date", "没有填", "每行都要有"),
        ({"date_precision": "month"}, "date_precision", "'month' 与日期", "应写 day"),
        ({"source_date": "2019年"}, "source_date", "不是规定的日期写法", "2018-11"),
        ({"source_date": "2019-05-19"}, "source_date", "早于发现日期", "年份和月份"),
        ({"source_url": "www.mee"}, "source_url", "'www.mee' 不是网址", "https://"),
        ({"source_url": "javascript:1"}, "source_url", "不是网址", "https://"),
        ({"source_title": ""}, "source_title", "没有填", "每行都要有"),
        ({"source_reliability": "Z"}, "source_reliability", "来源等级 'Z' 不认识", "A、B"),
        ({"programme": "定点帮扶2018"}, "programme", "不认识", "可填：定点帮扶2019、示例定点帮扶"),
        ({"programme": ""}, "programme", "专项行动没有填", "定点帮扶2019"),
        ({"city": "渭男市"}, "city", "城市 '渭男市' 不认识", "先建城市记录"),
        ({"county": "临谓区"}, "county", "渭南市没有叫 '临谓区' 的区县", "是不是临渭区？"),
        ({"record_kind": "点位"}, "record_kind", "'点位' 不认识", "点位问题"),
        ({"problem_type": "未装治污设施"}, "problem_type", "不认识", "“未安装治污设施”"),
        ({"problem_category": "燃煤锅炉"}, "problem_category", "属于“工业治污设施”", "改成"),
        ({"site_name": ""}, "site_name", "没有填", "每行都要有"),
        ({"site_name_masked": "是"}, "site_name_masked", "'是' 不认识", "yes"),
        ({"facts": ""}, "facts", "没有填", "每行都要有"),
        ({"facts": "长" * 5001}, "facts", "太长", "5000"),
        ({"round_inferred": "前4轮次"}, "round_inferred", "看不出第几轮", "第2轮次"),
        ({"case_id": ""}, "case_id", "没有填", "再次导入"),
    ],
)
def test_unreadable_row_names_column_reason_and_remedy(
    change: dict[str, str], column: str, message: str, hint: str
) -> None:
    done = import_cases(case(**change), case(case_id="C2"))
    broken, good = done.account.entries
    assert broken.outcome is RowOutcome.UNREADABLE
    assert [error.column for error in broken.errors] == [column]
    assert message in broken.errors[0].message
    assert hint in broken.errors[0].hint
    assert good.outcome is RowOutcome.IMPORTED
    assert len(done.files) == 1


def test_all_errors_of_a_row_are_named_at_once_from_left_to_right() -> None:
    done = import_cases(case(city="渭男市", date="x", problem_type="锅炉", source_url="x"))
    columns = [error.column for error in only(done.account).errors]
    assert columns == ["date", "city", "problem_type", "source_url"]


def test_error_is_at_the_character_where_the_cell_begins() -> None:
    header = case_rows.HEADER.split(",")
    row = case(facts='甲，"乙,丙"\n丁', source_url="x")
    text = ",".join(header) + "\n\n" + ",".join(quoted(row.get(name, "")) for name in header)
    done = import_tables([read_table("cases.csv", text.encode())], make_register())
    error = only(done.account).errors[0]
    lines = text.split("\n")
    assert error.mark.line == 4
    assert lines[3][error.mark.column - 1 :].startswith("x,B")


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n') else cell


def test_second_row_of_the_same_number_is_refused() -> None:
    first, second = import_cases(case(), case(facts="另一件")).account.entries
    assert first.outcome is RowOutcome.IMPORTED
    assert second.errors[0].message == "'C1' 与第 2 行重复"


def test_programme_without_group_of_published_cases_is_refused() -> None:
    kinds = [{"letter": "Z", "name": "中心组", "numbered": "false"}]
    register = make_register(make_programme(group_kinds=kinds), make_city())
    done = import_cases(case(), register=register)
    assert "没有不编号的 G 组" in only(done.account).errors[0].message


def test_programme_of_several_media_needs_air_among_them() -> None:
    several = make_register(make_programme(media=["水", "大气"]), make_city())
    assert only(import_cases(case(), register=several).account).outcome is RowOutcome.IMPORTED
    without = make_register(make_programme(media=["水", "土"]), make_city())
    assert "看不出" in only(import_cases(case(), register=without).account).errors[0].message


# The file


def case_lines(*case_ids: str) -> list[str]:
    header = case_rows.HEADER.split(",")
    rows = [",".join(case(case_id=one).get(name, "") for name in header) for one in case_ids]
    return [case_rows.HEADER, *rows]


def account_of(content: bytes) -> Account:
    return import_tables([read_table("cases.csv", content)], make_register()).account


def summary(account: Account) -> list[tuple[int, str, str]]:
    return [
        (one.line, one.row, one.errors[0].message if one.errors else one.outcome)
        for one in account.entries
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_byte_order_mark_and_line_ends_make_no_difference(mark: bytes, end: str) -> None:
    account = account_of(mark + end.join([*case_lines("A", "B"), ""]).encode())
    assert summary(account) == [(2, "A", "导入"), (3, "B", "导入")]


def test_unclosed_quote_costs_its_own_line_only() -> None:
    lines = case_lines("A", "B", "C", "D")
    lines[2] = lines[2].replace("没有收集装置", '"没有收集装置')
    assert summary(account_of("\n".join(lines).encode())) == [
        (2, "A", "导入"),
        (3, "", "引号没有配对"),
        (4, "C", "导入"),
        (5, "D", "导入"),
    ]


def test_unclosed_quote_before_a_quoted_cell_costs_its_own_line_only() -> None:
    lines = case_lines("A", "B", "C")
    lines[1] = lines[1].replace("没有收集装置", '"没有收集装置')
    lines[2] = lines[2].replace("没有收集装置，废气直接排放", '"没有,\n装置"')
    account = account_of("\n".join(lines).encode())
    assert summary(account) == [(2, "", "引号没有配对"), (3, "B", "导入"), (5, "C", "导入")]


def test_text_after_a_closing_quote_is_an_open_quote() -> None:
    lines = case_lines("A", "B")
    lines[1] = lines[1].replace("没有收集装置", '"没有"收集装置')
    assert summary(account_of("\n".join(lines).encode())) == [
        (2, "", "引号没有配对"),
        (3, "B", "导入"),
    ]


def test_row_with_too_few_or_too_many_cells_is_reported() -> None:
    lines = case_lines("A", "B", "C")
    lines[1] += ",多"
    lines[2] = lines[2].rpartition(",")[0]
    assert summary(account_of("\n".join(lines).encode())) == [
        (2, "", "这一行有 23 格，表头有 22 列"),
        (3, "", "这一行有 21 格，表头有 22 列"),
        (4, "C", "导入"),
    ]


def test_empty_lines_and_empty_rows_are_no_rows() -> None:
    lines = case_lines("A", "B")
    text = "\n".join(["", lines[0], lines[1], "", "," * 21, lines[2], "", ""])
    assert summary(account_of(text.encode())) == [(3, "A", "导入"), (6, "B", "导入")]


def test_one_row_in_another_encoding_costs_its_own_line_only() -> None:
    lines = [line.encode() for line in case_lines("A", "B", "C")]
    lines[2] = lines[2].decode().encode("gb18030")
    account = account_of(b"\n".join(lines))
    assert summary(account) == [
        (2, "A", "导入"),
        (3, "", "这里的字节不是 UTF-8 编码"),
        (4, "C", "导入"),
    ]
    assert account.entries[1].errors[0].mark == Location(3, case_lines("B")[1].index("定") + 1)


def test_control_character_is_named() -> None:
    lines = case_lines("A", "B")
    lines[1] = lines[1].replace("收集", "收\0集")
    assert summary(account_of("\n".join(lines).encode()))[0] == (
        2,
        "",
        "这里有看不见的控制字符（U+0000）",
    )


cells = st.one_of(
    st.sampled_from(["", "yes", "2019-06", "2019", "第2轮次", "渭南市", "临渭区", "A", "大气"]),
    st.text(max_size=8),
    st.text(alphabet='",\n\r甲 0-', max_size=6),
)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(CASE)), cells, max_size=4), max_size=4))
def test_whatever_stands_in_the_cells_each_row_is_accounted_for(
    changes: list[dict[str, str]],
) -> None:
    rows = [case(**change) for change in changes]
    done = import_cases(*rows)
    assert len(done.account.entries) == len(rows)
    assert len(done.files) == done.account.totals[RowOutcome.IMPORTED]


@given(st.lists(st.dictionaries(st.sampled_from(sorted(FIGURE)), cells, max_size=4), max_size=4))
def test_whatever_stands_in_the_cells_each_figure_is_accounted_for(
    changes: list[dict[str, str]],
) -> None:
    rows = [figure(**change) for change in changes]
    assert len(import_figures(*rows).account.entries) == len(rows)


@given(st.binary(max_size=200))
def test_whatever_follows_the_header_is_rows_or_one_sentence(content: bytes) -> None:
    with suppress(WorkError):
        assert account_of(case_rows.HEADER.encode() + b"\n" + content).text()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "是空的"),
        (b"\n \r\n", "是空的"),
        ("\n".join(case_lines("A", "B")).encode("gb18030"), "不是 UTF-8 编码"),
        ("\n".join(case_lines("A")).encode("utf-16"), "不是 UTF-8 编码"),
        (b"PK\x03\x04rest", "不是 UTF-8 编码"),
        (b"a,a\n1,2\n", "有重复的列：a"),
        (b'"a,b\n1,2\n', "表头里引号没有配对"),
        (b"a,b\n1,2\n", "第一行不是认识的表头"),
        ("\n".join(case_lines("A")[1:]).encode(), "第一行不是认识的表头"),
        (case_rows.HEADER.replace("county", "county_name").encode(), "不认识列 'county_name'"),
        (case_rows.HEADER.replace(",county", "").encode(), "没有列 county"),
        ((case_rows.HEADER + ",memo").encode(), "不认识列 'memo'"),
    ],
)
def test_file_that_is_no_table_stops_with_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(WorkError) as refusal:
        account_of(content)
    assert message in refusal.value.message
    assert refusal.value.hint


def test_columns_may_be_in_another_order() -> None:
    header = ",".join(sorted(case_rows.HEADER.split(",")))
    done = import_tables([make_table(header, case())], make_register())
    assert only(done.account).outcome is RowOutcome.IMPORTED


# Figures


def test_figures_of_one_publication_become_one_bulletin() -> None:
    done = import_figures(
        figure(),
        figure(
            row_id="S2",
            date_from="2019-05",
            date_to="2019-06",
            granularity="时段",
            round="前4轮次",
            round_inferred="第2轮次",
            province="陕西省",
            city="渭南市",
            county="华县",
            category="合计",
            value="10",
            list_partial="yes",
        ),
        figure(row_id="S3", source_title="另一份"),
    )
    assert list(done.files) == ["bulletins/LT19/20190601-1.yml", "bulletins/LT19/20190601-2.yml"]
    assert (
        done.files["bulletins/LT19/20190601-1.yml"]
        == """\
id: LT19-20190601-1
source:
  title: 示例通报
  date: 2019-06-01
  reliability: A
table: stats.csv
called: 定点帮扶2019
rows:
- row: S1
  start: 2019-05-08
  end: 2019-05-22
  granularity: 轮次
  area:
    scope: 县级
  metric: 问题数
  value: 13.60
  unit: 个
- row: S2
  start: 2019-05
  end: 2019-06
  granularity: 时段
  round_stated: 前4轮次
  round_inferred: 2
  area:
    scope: 县级
    province: 陕西省
    city: 渭南市
    county: 华县
    code: "610521"
  metric: 问题数
  category: 合计
  value: 10
  unit: 个
  partial: true
"""
    )


def test_names_of_one_programme_stay_apart_and_its_own_name_is_not_repeated() -> None:
    done = import_figures(figure(programme="示例定点帮扶"), figure(row_id="S2"))
    assert [("called:" in text) for text in done.files.values()] == [False, True]


@pytest.mark.parametrize(
    ("city", "county", "code"),
    [
        ("渭南市", "", "610500"),
        ("渭南市", "临渭区", "610502"),
        ("渭南市", "渭南高新区", None),
        ("渭南市", "没有的县", None),
        ("韩城市", "", "610581"),
        ("韩城市", "没有的乡", None),
        ("承德市", "", None),
        ("承德市", "临渭区", None),
        ("", "临渭区", None),
        ("", "", None),
    ],
)
def test_area_gets_the_finest_sure_code(city: str, county: str, code: str | None) -> None:
    (text,) = import_figures(figure(city=city, county=county)).files.values()
    assert (f'code: "{code}"' in text) if code else ("code:" not in text)


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"metric": "问题总数"}, "metric", "指标 '问题总数' 不认识"),
        ({"unit": "座"}, "unit", "单位 '座' 不认识"),
        ({"granularity": ""}, "granularity", "统计口径没有填"),
        ({"value": "1,000"}, "value", "'1,000' 不是数字"),
        ({"value": "13%"}, "value", "'13%' 不是数字"),
        ({"value": ""}, "value", "没有填"),
        ({"date_to": "2019-05-01"}, "date_to", "早于起日"),
        ({"scope": ""}, "scope", "没有填"),
        ({"list_partial": "no"}, "list_partial", "'no' 不认识"),
        ({"round_inferred": "2"}, "round_inferred", "看不出第几轮"),
        ({"programme": "督查"}, "programme", "专项行动 '督查' 不认识"),
    ],
)
def test_unreadable_figure_does_not_stop_the_bulletin(
    change: dict[str, str], column: str, message: str
) -> None:
    done = import_figures(figure(**change), figure(row_id="S2"))
    broken, good = done.account.entries
    assert [error.column for error in broken.errors] == [column]
    assert message in broken.errors[0].message
    assert good.outcome is RowOutcome.IMPORTED


def test_undated_publication_is_numbered_by_the_last_year_of_its_figures() -> None:
    done = import_figures(
        figure(source_date="", date_from="2017", date_to="2018-03"),
        figure(source_date="", row_id="S2"),
    )
    assert [(one.row, one.record) for one in done.account.entries] == [
        ("S1", "LT19-2018-1"),
        ("S2", "LT19-2019-1"),
    ]
    assert all("\n  date:" not in text for text in done.files.values())


def test_index_without_a_unit_has_none() -> None:
    (text,) = import_figures(figure(unit="")).files.values()
    assert "unit" not in text


FACT = {
    "fact_id": "O1",
    "programme": "定点帮扶2019",
    "fact": "包保单位：直属单位",
    "city": "渭南市",
    "value": "示例直属单位",
    "period": "2019-05起",
    "source_title": "示例报道",
    "source_date": "2019-06-01",
}


def import_facts(*rows: dict[str, str]) -> Import:
    table = make_table(figure_tables.FACT_HEADER, *rows, name="facts.csv")
    return import_tables([table], make_register())


def test_facts_of_one_publication_become_one_bulletin() -> None:
    done = import_facts(FACT, FACT | {"fact_id": "O2", "city": "", "fact": "联系部门"})
    assert done.files == {
        "bulletins/LT19/20190601-1.yml": """\
id: LT19-20190601-1
source:
  title: 示例报道
  date: 2019-06-01
table: facts.csv
called: 定点帮扶2019
facts:
- row: O1
  fact: 包保单位：直属单位
  city: 渭南市
  code: "610500"
  value: 示例直属单位
  period: 2019-05起
- row: O2
  fact: 联系部门
  value: 示例直属单位
  period: 2019-05起
"""
    }


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"city": "渭南"}, "city", "城市 '渭南' 不认识"),
        ({"fact": ""}, "fact", "没有填"),
        ({"source_date": ""}, "source_date", "没有填"),
        ({"programme": "督查"}, "programme", "专项行动 '督查' 不认识"),
    ],
)
def test_unreadable_fact_is_refused_alone(
    change: dict[str, str], column: str, message: str
) -> None:
    broken, good = import_facts(FACT | change, FACT | {"fact_id": "O2"}).account.entries
    assert [error.column for error in broken.errors] == [column]
    assert message in broken.errors[0].message
    assert good.outcome is RowOutcome.IMPORTED


def test_figures_again_change_nothing_and_new_ones_are_only_reported(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(root, figure_tables.HEADER, figure(), figure(row_id="S2"), name="stats.csv")
    assert run(root, "stats.csv").totals == {RowOutcome.IMPORTED: 2}
    before = files_of(root)

    write_table(
        root,
        figure_tables.HEADER,
        figure(value="14"),
        figure(row_id="S2"),
        figure(row_id="S3"),
        figure(row_id="S4", source_title="另一份"),
        figure(row_id="S1x", source_date="2019-07"),
        name="stats.csv",
    )
    account = run(root, "stats.csv")

    assert [(one.row, one.outcome, one.record, one.reason) for one in account.entries] == [
        ("S1", RowOutcome.DIFFERENT, "LT19-20190601-1", "数值"),
        ("S2", RowOutcome.SAME, "LT19-20190601-1", ""),
        ("S3", RowOutcome.NOT_MERGED, "LT19-20190601-1", ""),
        ("S4", RowOutcome.IMPORTED, "LT19-20190601-2", ""),
        ("S1x", RowOutcome.IMPORTED, "LT19-201907-1", ""),
    ]
    assert before.items() <= files_of(root).items()


@pytest.mark.parametrize(
    ("change", "outcome", "record", "reason", "note"),
    [
        ({}, RowOutcome.SAME, 1, "", "与表格“stats.csv”的同一行内容相同"),
        ({"value": "14"}, RowOutcome.DIFFERENT, 1, "数值", "与表格“stats.csv”的同一行内容不同"),
        (
            {"source_url": "https://example.org/", "source_date": "2019-06-02"},
            RowOutcome.DIFFERENT,
            1,
            "来源",
            "与表格“stats.csv”的同一行内容不同",
        ),
        (
            {"metric": "检查企业数", "value": "14"},
            RowOutcome.IMPORTED,
            2,
            "",
            "同一份通报的记录 LT19-20190601-1 里另有这个行编号，内容不同；"
            "是改过的同一行，就改那条记录，不用这一行",
        ),
        ({"source_title": "另一份"}, RowOutcome.IMPORTED, 2, "", ""),
        (
            {"source_title": "示例　通报", "scope": "县 级"},
            RowOutcome.SAME,
            1,
            "",
            "与表格“stats.csv”的同一行内容相同",
        ),
    ],
)
def test_row_of_the_same_table_under_another_name_is_known_by_what_it_is_about(
    tmp_path: Path, change: dict[str, str], outcome: RowOutcome, record: int, reason: str, note: str
) -> None:
    """A mended value or source is no second figure; number 1 of another sheet is no first one."""
    root = make_root(tmp_path)
    write_table(root, figure_tables.HEADER, figure(), name="stats.csv")
    run(root, "stats.csv")
    write_table(root, figure_tables.HEADER, figure(**change), name="stats (1).csv")
    one = only(run(root, "stats (1).csv"))
    assert (one.outcome, one.record) == (outcome, f"LT19-20190601-{record}")
    assert (one.reason, one.notes) == (reason, (note,) if note else ())


def test_copy_with_a_row_of_a_known_publication_adds_nothing_by_itself(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(root, figure_tables.HEADER, figure(), figure(row_id="S2"), name="stats.csv")
    run(root, "stats.csv")
    before = files_of(root)
    rows = (figure(), figure(row_id="S2", county="华县"), figure(row_id="S3"))
    write_table(root, figure_tables.HEADER, *rows, name="stats (1).csv")
    assert [(one.row, one.outcome) for one in run(root, "stats (1).csv").entries] == [
        ("S1", RowOutcome.SAME),
        ("S2", RowOutcome.NOT_MERGED),
        ("S3", RowOutcome.NOT_MERGED),
    ]
    assert before.items() <= files_of(root).items()


def test_copy_of_a_table_of_facts_adds_no_fact(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    for name, value in (("facts.csv", "直属单位"), ("facts (1).csv", "某局")):
        write_table(root, figure_tables.FACT_HEADER, FACT | {"value": value}, name=name)
    assert run(root, "facts.csv", "facts (1).csv").totals == {
        RowOutcome.IMPORTED: 1,
        RowOutcome.DIFFERENT: 1,
    }


def test_corrected_source_is_still_the_same_bulletin(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(root, figure_tables.HEADER, figure(), name="stats.csv")
    run(root, "stats.csv")
    write_table(
        root,
        figure_tables.HEADER,
        figure(source_title="改过的"),
        figure(row_id="S2", source_title="改过的"),
        name="stats.csv",
    )
    first, second = run(root, "stats.csv").entries
    assert (first.outcome, first.reason) == (RowOutcome.DIFFERENT, "来源")
    assert (second.outcome, second.record) == (RowOutcome.NOT_MERGED, "LT19-20190601-1")


# The command


def make_root(folder: Path) -> Path:
    """A register on disk with one programme, one city and the vocabulary of the tests."""
    register = make_register()
    for one in register.filed:
        path = folder / one.raw.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record_text(one.record), encoding="utf-8")
    vocabulary = register.vocabulary.model_dump_json(exclude_defaults=True)
    (folder / "records/vocabulary.yml").write_text(vocabulary, encoding="utf-8")
    return folder


def write_table(root: Path, header: str, *rows: dict[str, str], name: str = "cases.csv") -> None:
    with (root / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.split(","), restval="")
        writer.writeheader()
        writer.writerows(rows)


def run(root: Path, *names: str, dry_run: bool = False) -> Account:
    judgement = judge(read_files(root))
    assert judgement.errors == 0, judgement.findings
    tables = [root / name for name in names]
    return import_table.run(root, tables, judgement.register, dry_run=dry_run)


def files_of(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in (root / "records").rglob("*")
        if path.is_file()
    }


def test_both_tables_in_one_run_and_a_second_run_writes_nothing(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(root, case_rows.HEADER, case(), case(case_id="C2"))
    write_table(root, figure_tables.HEADER, figure(), name="stats.csv")
    assert run(root, "cases.csv", "stats.csv").totals == {RowOutcome.IMPORTED: 3}
    written = files_of(root)
    assert len(written) == 3 + 3
    assert run(root, "cases.csv", "stats.csv").totals == {RowOutcome.SAME: 3}
    assert files_of(root) == written


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(root, case_rows.HEADER, case())
    before = files_of(root)
    assert run(root, "cases.csv", dry_run=True).records == 1
    assert files_of(root) == before


def test_import_that_was_cut_short_goes_on_with_the_same_numbers(tmp_path: Path) -> None:
    whole, cut = make_root(tmp_path / "whole"), make_root(tmp_path / "cut")
    rows = [case(case_id=f"C{number}") for number in range(1, 6)]
    for root in (whole, cut):
        write_table(root, case_rows.HEADER, *rows)
        run(root, "cases.csv")
    for serial in ("003", "004", "005"):
        (cut / f"records/issues/LT19/610500/R00/LT19-610500-R00-G-{serial}.yml").unlink()
    run(cut, "cases.csv")
    assert files_of(cut) == files_of(whole)


def test_existing_file_is_never_replaced(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(root, case_rows.HEADER, case(case_id="C0", round="第七轮次"), case())
    path = root / "records/issues/LT19/610500/R00/LT19-610500-R00-G-001.yml"
    path.parent.mkdir(parents=True)
    path.write_text("别人的\n", encoding="utf-8")
    before = files_of(root)
    with pytest.raises(WorkError, match="已经存在"):
        import_table.run(root, [root / "cases.csv"], make_register(), dry_run=False)
    assert files_of(root) == before


def test_tables_of_one_name_are_refused(tmp_path: Path) -> None:
    tables = [make_table(case_rows.HEADER, case()), make_table(case_rows.HEADER, case())]
    with pytest.raises(WorkError, match=r"都叫“cases\.csv”"):
        import_tables(tables, make_register())


def test_text_of_a_cell_can_not_forge_a_line_of_the_report() -> None:
    account = import_cases(case(city="渭\n南\u202e市")).account
    assert "城市 '渭\\u000a南\\u202e市' 不认识" in account.attention_text()


def test_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="打不开表格"):
        import_table.run(tmp_path, [tmp_path / "no.csv"], make_register(), dry_run=True)


def test_command_prints_totals_and_writes_the_report(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(
        root,
        case_rows.HEADER,
        case(province="陕西"),
        case(case_id="C3", city="渭男市"),
    )
    words = [str(root / "cases.csv"), "--root", str(root), "--report", str(root / "report.txt")]
    result = CliRunner().invoke(import_table.command, words)
    assert (result.exit_code, result.output) == (
        1,
        """\
共 2 行，新记录 1 条。
cases.csv：2 行。导入 1；读不懂 1。
cases.csv 第 3 行 C3
  city 列（第 39 个字符）：城市 '渭男市' 不认识。先建城市记录 records/cities/代码.yml。
""",
    )
    assert (
        (root / "report.txt").read_text(encoding="utf-8")
        == """\
导入报告

共 2 行，新记录 1 条。
cases.csv：2 行。导入 1；读不懂 1。

cases.csv · 导入（1 行）
C1 → LT19-610500-R00-G-001
  注意：表中省份为“陕西”，渭南市的记录为“陕西省”，以城市记录为准。

cases.csv · 读不懂（1 行）
cases.csv 第 3 行 C3
  city 列（第 39 个字符）：城市 '渭男市' 不认识。先建城市记录 records/cities/代码.yml。
"""
    )
    write_table(root, case_rows.HEADER, case())
    assert CliRunner().invoke(import_table.command, words).exit_code == 0


def test_command_refuses_a_register_with_errors(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write_table(root, case_rows.HEADER, case())
    (root / "records/cities/610500.yml").write_text("id: [\n", encoding="utf-8")
    result = CliRunner().invoke(
        import_table.command, [str(root / "cases.csv"), "--root", str(root)]
    )
    assert isinstance(result.exception, WorkError)
    assert "处错误，没有导入" in result.exception.message
