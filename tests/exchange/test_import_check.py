"""What import writes passes the check: of every kind of table, whatever its rows say."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.engine import judge
from generator.core.yaml_writer import record_text
from generator.exchange.account import RowOutcome
from generator.exchange.csv_rows import Table, read_table
from generator.exchange.import_check import import_checked
from generator.exchange.importing import Import, import_tables, table_kinds
from generator.load.files import raw_file, read_files
from generator.site.build import read_register
from tests.registers import SAMPLE, copied
from tests.running import lantian

RAWS = tuple(read_files(SAMPLE))
REGISTER = read_register(SAMPLE).register
CASES, FIGURES, FACTS, VISITS = (
    next(one for one in table_kinds() if one.title == title)
    for title in ("案例表", "通报数字表", "公开情况表", "检查量表")
)

SOURCE = {
    "source_title": "示例通报",
    "source_publisher": "示例发布者",
    "source_date": "2017-12-01",
    "source_reliability": "A",
}
CASE = SOURCE | {
    "case_id": "1",
    "date": "2017-11-03",
    "date_precision": "day",
    "programme": "示例督查2017",
    "region": "示例区域",
    "province": "示例省",
    "city": "示例乙市",
    "site_name": "示例建材厂",
    "record_kind": "点位问题",
    "problem_category": "燃煤锅炉",
    "problem_type": "燃煤锅炉",
    "facts": "一台燃煤锅炉没有拆除",
    "action": "督办问题清单交办",
}
ACTION = CASE | {"record_kind": "政府约谈", "site_name": "示例乙市人民政府", "action": "约谈市长"}
TASK = CASE | {
    "record_kind": "任务进度",
    "problem_type": "散煤双替代",
    "problem_category": "",
    "site_name": "示例双替代",
    "facts": "10月底前应完成7165户，检查时仅完成621户（8.7%）",
    "action": "",
    "date": "2017-09-03",
}
FIGURE = SOURCE | {
    "row_id": "1",
    "date_from": "2017-11-01",
    "date_to": "2017-11-20",
    "programme": "示例督查2017",
    "granularity": "时段",
    "scope": "示例口径",
    "city": "示例乙市",
    "metric": "问题数",
    "value": "13",
    "unit": "个",
}
FACT = SOURCE | {
    "fact_id": "1",
    "programme": "示例督查2017",
    "fact": "包保单位",
    "city": "示例乙市",
    "value": "示例单位",
    "period": "2017年",
}
VISIT = {
    "序号": "1",
    "行动": "LS19",
    "轮次": "1",
    "城市": "示例乙市",
    "日期": "2019-05-13",
    "组别": "P01",
    "检查点位": "12",
    "有问题点位": "0",
}
BASES = {
    "case": (CASES, CASE),
    "action": (CASES, ACTION),
    "task": (CASES, TASK),
    "figure": (FIGURES, FIGURE),
    "fact": (FACTS, FACT),
    "visit": (VISITS, VISIT),
}
CELLS = (
    *("", "yes", "是", "0", "7", "99", "-1", "13.5", "大气", "示例甲市", "示例东区", "示例西县"),
    *("2016-01-01", "2017", "2017-11", "2019-05-14", "2019-06-30", "2031-01-01"),
    *("示例督查2017", "LS19", "示例专项行动（2019年）", "第1轮次", "2", "P02", "P99", "Z", "G"),
    *(
        "负责人：张三",
        "电话13800138000",
        "身份证110101199003074514",
        "示例厂（张三）",
        "李四建材厂",
    ),
    *(
        "拟移送公安机关",
        "行政拘留",
        "约谈",
        "责令停产",
        "示例\u200b厂",
        "示例\u2f54泥厂",
        "\u202e厂",
    ),
    *("曝光", "= 1 + 1", "# 一", "a: b", "是：否", "「」", "无", "同上", "~", "null"),
)


def table(kind: object, *rows: Mapping[str, str], name: str = "示例.csv") -> Table:
    text = io.StringIO()
    writer = csv.DictWriter(text, kind.columns, restval="")  # type: ignore[attr-defined]
    writer.writeheader()
    writer.writerows(rows)
    return read_table(name, text.getvalue().encode())


def errors_after(done: Import) -> list[str]:
    """What the check of the whole register says once the files are written."""
    added = {**done.made, **done.grown}
    new = {f"records/{path}": record_text(record).encode() for path, record in added.items()}
    raws = [raw for raw in RAWS if raw.path not in new]
    raws += [raw_file(path, content) for path, content in new.items()]
    paths = frozenset(raw.path for raw in raws)
    return [one.message for one in judge(raws, existing_paths=paths).findings if one.is_error]


@pytest.mark.parametrize("name", BASES)
def test_row_that_is_right_is_imported(name: str) -> None:
    kind, row = BASES[name]
    done = import_checked([table(kind, row)], REGISTER)
    assert [one.outcome for one in done.account.entries] == [RowOutcome.IMPORTED]
    assert errors_after(done) == []


@pytest.mark.parametrize("name", BASES)
def test_each_cell_in_each_column_is_imported_clean_or_refused_with_a_sentence(name: str) -> None:
    kind, row = BASES[name]
    changes = [{column: cell} for column in kind.columns[1:] for cell in CELLS]
    rows = [{**row, **one, kind.id_column: str(at)} for at, one in enumerate(changes)]
    plain = import_tables([table(kind, *rows)], REGISTER)
    done = import_checked([table(kind, *rows)], REGISTER)
    assert errors_after(plain) != []
    assert errors_after(done) == []
    refused = [one for one in done.account.entries if one.outcome is RowOutcome.REFUSED]
    assert refused
    assert all(error.column for one in refused for error in one.errors)
    assert done.made or done.grown


@pytest.mark.parametrize("name", BASES)
@settings(max_examples=10)
@given(data=st.data())
def test_what_is_imported_passes_the_check(name: str, data: st.DataObject) -> None:
    kind, row = BASES[name]
    cell = st.sampled_from(CELLS)
    change = st.dictionaries(st.sampled_from(kind.columns[1:]), cell, min_size=1, max_size=2)
    changes = data.draw(st.lists(change, min_size=1, max_size=4))
    rows = [{**row, **one, kind.id_column: str(at)} for at, one in enumerate(changes)]
    done = import_checked([table(kind, *rows)], REGISTER)
    assert errors_after(done) == []
    assert len(done.account.entries) == len(rows)
    for one in done.account.entries:
        assert bool(one.errors) == (not one.outcome.is_taken)
        assert all(error.message and error.hint for error in one.errors)


@pytest.mark.parametrize(
    ("name", "column", "cell", "said"),
    [
        (
            "case",
            "date",
            "2016-05-04",
            "date 列（第 3 个字符）：发现日期 2016-05-04 早于 LS17 开始的日期 2017（D01）",
        ),
        ("case", "round", "第7轮次", "round 列（第 27 个字符）：轮次 'LS17-R07' 没有登记（R06）"),
        (
            "action",
            "facts",
            "负责人：张建国",
            "facts 列（第 69 个字符）：这里像是写了个人姓名（P08）",
        ),
        (
            "fact",
            "value",
            "电话13800138000",
            "value 列（第 22 个字符）：这里有手机号码（P02）",
        ),
        ("visit", "轮次", "9", "轮次 列（第 8 个字符）：轮次 'LS19-R09' 没有登记（R06）"),
        ("visit", "有问题点位", "13", "有问题点位 列"),
    ],
)
def test_row_says_which_column_a_rule_refuses(name: str, column: str, cell: str, said: str) -> None:
    kind, row = BASES[name]
    account = import_checked([table(kind, {**row, column: cell})], REGISTER).account
    assert said in account.attention_text()


def test_only_the_row_of_a_bulletin_that_is_wrong_is_refused() -> None:
    rows = [{**FACT, "fact_id": str(at)} for at in range(3)]
    rows[1]["value"] = "电话13800138000"
    done = import_checked([table(FACTS, *rows)], REGISTER)
    assert [one.outcome for one in done.account.entries] == [
        RowOutcome.IMPORTED,
        RowOutcome.REFUSED,
        RowOutcome.IMPORTED,
    ]
    for row in rows:
        row["source_title"] = "示例：联系人电话13800138000"
    done = import_checked([table(FACTS, *rows)], REGISTER)
    assert {one.outcome for one in done.account.entries} == {RowOutcome.REFUSED}
    assert done.made == {}


def test_numbers_of_cases_leave_no_gap_for_a_row_that_is_refused() -> None:
    rows = [{**CASE, "case_id": str(at)} for at in range(3)]
    rows[0]["date"] = "2016-05-04"
    first, *others = import_checked([table(CASES, *rows)], REGISTER).account.entries
    assert first.record == ""
    numbers = [int(one.record[-3:]) for one in others]
    assert numbers == [numbers[0], numbers[0] + 1]
    assert import_checked([table(CASES, rows[1])], REGISTER).account.entries[0].record == (
        others[0].record
    )


def test_two_tables_that_count_sites_of_one_city_and_round_lose_no_row() -> None:
    second = {**VISIT, "日期": "2019-05-14"}
    for city in ("示例甲市", "示例乙市"):
        tables = [
            table(VISITS, {**one, "城市": city}, name=name)
            for one, name in ((VISIT, "一.csv"), (second, "二.csv"))
        ]
        done = import_checked(tables, REGISTER)
        (record,) = (*done.made.values(), *done.grown.values())
        kept = REGISTER.select(type(record), city=record.city_id)
        before = next((len(one.counts) for one in kept if one.id == record.id), 0)
        assert len(record.counts) == before + 2


def test_command_refuses_a_row_and_writes_the_rest_in_its_canonical_form(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    text = io.StringIO()
    writer = csv.DictWriter(text, CASES.columns, restval="")
    writer.writeheader()
    writer.writerows([CASE, {**CASE, "case_id": "2", "date": "2016-05-04"}])
    (root / "表.csv").write_text(text.getvalue(), encoding="utf-8")
    said = lantian("import", str(root / "表.csv"), "--root", str(root))
    assert said.code == 1
    assert said.out.splitlines()[:3] == [
        "共 2 行，新记录 1 条。",
        "表.csv：2 行。导入 1；没有通过检查，没有导入 1。",
        "表.csv 第 3 行 2",
    ]
    assert read_register(root).errors == 0
    assert lantian("fmt", "--check", "--root", str(root)).code == 0
