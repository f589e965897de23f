"""Rows of a list that name a unit on record: linked where the row says so, told where not."""

from pathlib import Path

import pytest

from generator.kinds.unit.same_unit import fitting_units
from generator.site.build import read_register
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

HEADS = "序号,组别,区县,点位名称,单位档案,问题类别,发现日期,问题描述"
ABOUT = ("--programme", "LS19", "--city", "示例乙市", "--round", "3")
UNIT = "U990200-001"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def imported(root: Path, *rows: str) -> Outcome:
    table = root / "清单.csv"
    lines = [
        f"{number},P09,{row},未安装治污设施,2019-06-10,示例：没有收集装置。"
        for number, row in enumerate(rows, 1)
    ]
    table.write_text("\n".join([HEADS, *lines]), encoding="utf-8")
    return lantian("import", str(table), *ABOUT, "--report", str(root / "报告.txt"), "--root", root)


def test_rows_are_linked_by_their_column_and_by_nothing_else(root: Path) -> None:
    said = imported(
        root,
        "示例南县,示例四厂,",
        "示例南县,示例五厂,示例三厂",
        "示例南县,示例六厂,",
    )
    assert said.code == 0, said.out
    assert "1 行的点位与已有的单位档案相符，没有归入" in said.out
    assert f"名称、城市、区县都相同：单位档案 {UNIT}，没有归入" in (root / "报告.txt").read_text(
        encoding="utf-8"
    )
    issues = read_register(root).register.issues
    new = {one.site.name: one for one in issues if one.origin and one.origin.table == "清单.csv"}
    assert [new[name].unit for name in ("示例四厂", "示例五厂", "示例六厂")] == [None, UNIT, None]
    register = read_register(root).register
    fitting = fitting_units(new.values(), register)
    assert [(name, one.unit) for name, one in fitting.items()] == [(new["示例四厂"].id, UNIT)]


def test_unit_that_is_not_on_record_is_refused_at_its_cell(root: Path) -> None:
    said = imported(root, "示例南县,示例五厂,示例九厂")
    assert said.code == 1
    assert "示例乙市没有单位档案 '示例九厂'" in said.out
    assert "E2“单位档案”：" in said.out
