"""Tables of teams, reports, rankings and other records: what goes in, and what does not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.site.build import read_register
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

TEAM = "城市,轮次,组别,组长单位,片区,派员单位和人数,包保单位,确认事项"
CENTRE = "示例乙市,2,Z,示例处长,示例乙市,示例司 2人,直属单位：示例中心,培训（2019-05-20，示例司）"
REPORT = "任务编号,报到何时为止,报来日期,报送单位,累计完成,进展"
RANKING = "专项行动,考核时段,通报日期,城市,区县,被考核单位,名次"
FIRST = "LS19,2019年8月,2019-09-05,示例甲市,示例东区,示例东区人民政府,1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def imported(root: Path, *lines: str, options: Sequence[str] = ()) -> Outcome:
    path = root / "表.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return lantian("import", path, *options, "--root", root)


def team(root: Path, *lines: str) -> Outcome:
    return imported(root, TEAM, *lines, options=("--programme", "LS19"))


def test_groups_of_a_city_make_one_record(root: Path) -> None:
    said = team(root, CENTRE, "示例乙市,2,普通1组,示例中心,示例甲县,示例中心 3人（新到2人）,,")
    assert said.code == 0
    assert said.out.startswith("共 2 行，新记录 1 条。\n表.csv：2 行。导入 2。\n")
    assert said.out.count("  提醒：G2“包保单位”：") == 1
    path = root / "records/teams/LS19/R02/990200.yml"
    assert path.read_text(encoding="utf-8") == (
        "id: LS19-R02-990200\n"
        "sponsors:\n- role: 直属单位\n  unit: 示例中心\n"
        "groups:\n"
        "- code: Z\n  lead: 示例处长\n  area: 示例乙市\n  staff:\n"
        "  - unit: 示例司\n    people: 2\n"
        "- code: P01\n  lead: 示例中心\n  area: 示例甲县\n  staff:\n"
        "  - unit: 示例中心\n    people: 3\n    fresh: 2\n"
        "confirmations:\n- matter: 培训\n  date: 2019-05-20\n  by: 示例司\n"
    )
    assert [one.is_error for one in read_register(root).findings].count(True) == 0


def test_second_run_adds_the_new_groups_and_changes_nothing_else(root: Path) -> None:
    team(root, CENTRE)
    path = root / "records/teams/LS19/R02/990200.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# 示例：留着\n", encoding="utf-8")
    more = "示例乙市,2,普通1组,示例中心,示例甲县,,,"
    said = team(root, CENTRE, more)
    assert "表.csv：2 行。加在已有记录末尾 1；已有，无变化 1。\n" in said.out
    text = path.read_text(encoding="utf-8")
    assert "    people: 2\n- code: P01\n  lead: 示例中心\n  area: 示例甲县\nconf" in text
    assert text.endswith("# 示例：留着\n")
    said = team(root, CENTRE.replace("示例处长", "示例司长"), more)
    assert "已有，无变化 1；已有，内容不同，未改动 1。\n" in said.out
    assert "  D2“组长单位”：示例处长 → 示例司长\n" in said.out
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("new", ["Z", "普通1组"])
def test_what_a_record_has_empty_is_filled_by_a_row_of_any_of_its_groups(
    root: Path, new: str
) -> None:
    heads = f"{TEAM},临时党支部成立日期,临时党支部归口"
    path = root / "records/teams/LS19/R02/990200.yml"
    options = ("--programme", "LS19")
    assert imported(root, heads, "示例乙市,2,Z,示例处长,示例乙市,,,,,", options=options).code == 0
    before = path.read_text(encoding="utf-8")
    told = "直属单位：示例中心,培训（2019-05-20，示例司）,2019-05-21,示例司党委"
    row = f"示例乙市,2,{new},示例处长,示例乙市,,{told}"
    said = imported(root, heads, row, options=options)
    assert (said.code, "加在已有记录末尾 1。" in said.out) == (0, True), said.out
    text = path.read_text(encoding="utf-8")
    assert "sponsors:\n- role: 直属单位\n  unit: 示例中心\ngroups:\n" in text
    assert "confirmations:\n- matter: 培训\n  date: 2019-05-20\n  by: 示例司\n" in text
    assert "branch:\n  date: 2019-05-21\n  under: 示例司党委\n" in text
    assert [line for line in before.splitlines() if line not in text.splitlines()] == []
    assert "已有，无变化 1。" in imported(root, heads, row, options=options).out
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("示例乙市,2,P1x,,,,,", "C2“组别”：LS19 没有 'P1x' 组。可用的组：Z（中心组）、P01"),
        (
            "示例乙市,2,Z,,,示例中心三人,,",
            "F2“派员单位和人数”：派员单位 '示例中心三人' 读不懂。写成",
        ),
        ("示例乙市,2,Z,,,,示例中心,", "G2“包保单位”：包保单位 '示例中心' 读不懂。写成"),
        ("示例乙市,2,Z,,,,示例：示例中心,", "G2“包保单位”：LS19 没有包保职责 '示例'（G0"),
        ("示例乙市,2,Z,,,示例中心 0人,,", "F2“派员单位和人数”：'示例中心 0人' 太小。查对这个数"),
        ("示例乙市,2,,,,,,", "C2“组别”：没有填。组别代号，例如 Z、P01"),
        ("示例甲市,2,P09,,,,示例：示例,", "G2“包保单位”：“包保单位”与同一份记录前面所写的"),
    ],
)
def test_wrong_cell_is_named_with_its_mend(root: Path, line: str, said: str) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yml")}
    outcome = team(root, line)
    assert (outcome.code, f"  {said}" in outcome.out) == (1, True), outcome.out
    assert {path: path.read_bytes() for path in root.rglob("*.yml")} == before


def test_reports_are_added_to_their_tasks_with_all_else_in_place(root: Path) -> None:
    path = root / "records/tasks/LS19/990100/LS19-990100-T001.yml"
    before = path.read_text(encoding="utf-8")
    new = "LS19-990100-T001,2019-08-25,2019年8月27日,示例东区人民政府,５５０,示例：全部通气"
    old = "LS19-990100-T001,2019-06-25,2019-06-27,示例东区人民政府,480,"
    said = imported(root, REPORT, new, old)
    assert said.out.endswith("加在已有记录末尾 1；已有，无变化 1。\n"), said.out
    added = (
        "- date: 2019-08-25\n  received: 2019-08-27\n  by: 示例东区人民政府\n  done: 550\n"
        "  said: 示例：全部通气\n"
    )
    assert path.read_text(encoding="utf-8") == before.replace("checks:\n", f"{added}checks:\n")
    said = imported(root, REPORT, new.replace("T001", "T099"))
    assert "  A2“任务编号”：台账没有任务 'LS19-990100-T099'。写任务编号：" in said.out


def test_first_report_of_a_task_stands_where_the_model_has_it(root: Path) -> None:
    path = root / "records/tasks/LX19/990100/LX19-990100-T005.yml"
    path.write_text(path.read_text(encoding="utf-8") + "note: 示例\n", encoding="utf-8")
    said = imported(root, REPORT, "LX19-990100-T005,2019-07-25,2019-07-27,示例局,,示例：开工")
    assert said.code == 0, said.out
    assert path.read_text(encoding="utf-8").endswith("  said: 示例：开工\nnote: 示例\n")
    assert lantian("fmt", "--check", "--root", root).code == 0


def test_units_of_a_period_make_one_ranking(root: Path) -> None:
    second = FIRST.replace("东区", "西区").replace(",1", ",2")
    said = imported(root, RANKING, FIRST, second)
    assert said.out.endswith("表.csv：2 行。导入 2。\n"), said.out
    text = (root / "records/appraisals/LS19/2019-08.yml").read_text(encoding="utf-8")
    assert text == (
        "id: LS19-A2019-08\ndate: 2019-09-05\nentries:\n"
        '- unit: 示例东区人民政府\n  city: "990100"\n  county: "990102"\n'
        "  county_name: 示例东区\n  rank: 1\n"
        '- unit: 示例西区人民政府\n  city: "990100"\n  county: "990103"\n'
        "  county_name: 示例西区\n  rank: 2\n"
    )


def test_row_that_a_rule_refuses_is_refused_at_its_cell(root: Path) -> None:
    gap = FIRST.replace("东区", "西区").replace(",1", ",4")
    said = imported(root, RANKING, FIRST, gap)
    assert said.code == 1
    assert "G3“名次”：" in said.out, said.out


def test_records_with_numbers_take_the_next_and_are_found_again(root: Path) -> None:
    heads = "专项行动,城市,轮次,情形,发生日期,步骤,情况"
    row = "LS19,示例甲市,1,拒绝检查,2019-05-10,上报,示例：门卫不让进厂"
    said = imported(root, heads, row)
    assert said.code == 0, said.out
    assert (root / "records/incidents/LS19/990100/LS19-990100-R01-X002.yml").is_file()
    assert imported(root, heads, row).out.endswith("已有，无变化 1。\n")
    assert imported(root, heads, row.replace("1,拒绝检查", "1,围堵")).code == 1


def test_addition_that_puts_another_record_in_the_wrong_is_refused(root: Path) -> None:
    """A team without a group whose inspected sites are recorded."""
    said = team(root, CENTRE.replace("示例乙市,2", "示例乙市,3"))
    assert said.code == 3
    assert "导入以后“records/visits/LS19/R03/990200.yml”" in said.err
