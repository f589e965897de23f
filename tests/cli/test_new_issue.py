"""`lantian new issue`: the next number of its group and a file that passes, or what is wrong."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.core.yaml_writer import record_text
from generator.kinds.issue.model import Issue
from generator.kinds.programme.one_list import lists_table
from generator.site.build import read_register
from generator.site.tables import behind_from
from tests.registers import SAMPLE, TODAY, copied
from tests.running import Outcome, lantian
from tests.site_index import site_index_of

FOLDER = "records/issues/LS19/990100/R01"
GIVEN = {
    "--programme": "LS19",
    "--city": "990100",
    "--round": "1",
    "--group": "P07",
    "--site": "示例厂",
    "--category": "未安装治污设施",
    "--date": "2019-05-10",
    "--by": "第1轮示例甲市第7普通组",
    "--found": "示例：没有收集装置。",
}
WRITTEN = """\
id: LS19-990100-R01-P07-001
kind: 点位问题
site:
  name: 示例厂
category: 未安装治污设施
medium: 大气
found: 示例：没有收集装置。
events:
- date: 2019-05-10
  step: 排查
  by: 第1轮示例甲市第7普通组
"""
SAID = f"""\
已新建：{FOLDER}/LS19-990100-R01-P07-001.yml
现在的状态：办理“已发现”，公开“未公开”
现在可以：
    上报（由工作组做）
    撤销（由部做；须填 备注）
    更正（须填 更正字段、备注）
例如：lantian step LS19-990100-R01-P07-001 上报 --date 日期 --by 单位
写完用 lantian check 检查，再提交。
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def new(root: Path, **changes: str | None) -> Outcome:
    """The command with every option that is needed, and what the test is about."""
    options = GIVEN | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    words = [word for name, value in options.items() if value is not None for word in (name, value)]
    return lantian("new", "issue", *words, "--root", root)


def written(root: Path, said: Outcome) -> str:
    """The text of the new file, which must pass the check and be in canonical form."""
    assert said.code == 0, said.err
    path = said.out.splitlines()[0].removeprefix("已新建：")
    judgement = read_register(root)
    assert [one for one in judgement.findings if one.path == path and one.is_error] == []
    [issue] = [one.record for one in judgement.register.of(Issue) if one.raw.path == path]
    text = (root / path).read_text(encoding="utf-8")
    assert text == record_text(issue)
    return text


def files(root: Path) -> list[str]:
    return sorted(path.as_posix() for path in (root / "records").rglob("*"))


def test_new_issue_is_written_and_what_comes_next_is_said(root: Path) -> None:
    said = new(root)
    assert said == Outcome(0, SAID, "")
    assert written(root, said) == WRITTEN


def test_number_follows_the_highest_of_the_group(root: Path) -> None:
    for name in ("LS19-990100-R01-P07-004", "LS19-990100-R01-P08-031"):
        text = WRITTEN.replace("LS19-990100-R01-P07-001", name)
        (root / FOLDER / f"{name}.yml").write_text(text, encoding="utf-8")
    assert "P07-005.yml" in new(root).out
    assert "P07-006.yml" in new(root).out
    assert "P08-032.yml" in new(root, group="P08").out
    assert "R00-P07-001.yml" in new(root, round="0").out
    for name in ("LS19-990100-R01-P07-999", "LS19-990100-R01-P07-1000"):
        text = WRITTEN.replace("LS19-990100-R01-P07-001", name)
        (root / FOLDER / f"{name}.yml").write_text(text, encoding="utf-8")
    assert "P07-1001.yml" in new(root).out


def test_used_up_numbers_are_said(root: Path) -> None:
    (root / FOLDER / "LS19-990100-R01-P07-99999.yml").write_text("", encoding="utf-8")
    before = files(root)
    said = new(root)
    assert said.code == 3
    assert "LS19-990100-R01-P07 的序号已经用到 99999" in said.err
    assert files(root) == before


CODE = "91990100MA0000000D"

NAMES: Sequence[tuple[dict[str, str], str]] = [
    ({"programme": "示例专项行动（2019年）"}, "id: LS19-"),
    ({"programme": "示例行动2019"}, "id: LS19-"),
    ({"city": "示例甲市"}, "id: LS19-990100-"),
    ({"city": "示甲"}, "id: LS19-990100-"),
    ({"round": "R02"}, "-R02-P07-"),
    ({"round": "第2轮"}, "-R02-P07-"),
    ({"group": "P9"}, "-P09-"),
    ({"group": "p9"}, "-P09-"),
    ({"group": "普通组9"}, "-P09-"),
    ({"group": "第9普通组"}, "-P09-"),
    ({"group": "中心组"}, "-R01-Z-"),
    ({"county": "示例东区"}, 'place:\n  county: "990102"\n  name: 示例东区\n'),
    ({"county": "990102"}, 'place:\n  county: "990102"\n  name: 示例东区\n'),
    ({"county": "示例西县"}, 'place:\n  county: "990121"\n  name: 示例西县\n'),
    ({"county": "990121"}, 'place:\n  county: "990121"\n  name: 示例西县\n'),
    ({"county": "示例高新区"}, "place:\n  name: 示例高新区\n"),
    ({"quantity": "2 台"}, "quantity: {value: 2, unit: 台}\n"),
    ({"quantity": "2台"}, "quantity: {value: 2, unit: 台}\n"),
    ({"quantity": "１２台"}, "quantity: {value: 12, unit: 台}\n"),
    ({"quantity": "1.50微克/立方米"}, "quantity: {value: 1.50, unit: 微克/立方米}\n"),
    ({"date": "2019-06"}, "- date: 2019-06\n"),
    ({"site_kind": "企业", "trigger": "清单内核查"}, "  kind: 企业\ntrigger: 清单内核查\n"),
    (
        {"credit_code": CODE.lower(), "masked": "是"},
        f"  name: 示例厂\n  credit_code: {CODE}\n  masked: true\n",
    ),
    ({"masked": "否"}, "site:\n  name: 示例厂\ncategory"),
    ({"category": "建筑工地扬尘"}, "medium: 大气\n"),
    ({"demand": "限期整改", "note": "甲"}, "demand: 限期整改\n"),
    ({"site": "  示例\u0301厂 "}, "  name: 示例\u0301厂\n"),
    ({"site": "Cafe\u0301"}, "  name: Café\n"),
]


@pytest.mark.parametrize(("changes", "part"), NAMES, ids=str)
def test_names_are_taken_where_records_hold_codes(
    root: Path, changes: dict[str, str], part: str
) -> None:
    assert part in written(root, new(root, **changes))


def test_published_case_needs_its_source(root: Path) -> None:
    said = new(root, group="G", by=None)
    assert said.code == 2
    assert "还没有写：来源标题（--source-title）\n" in said.err
    source = {"source_title": "示例通报", "source_publisher": "示例发布者"}
    address = {"source_date": "2019-06", "source_url": "https://example.invalid/a"}
    text = written(root, new(root, group="G", by=None, **source, **address))
    assert "sources:\n- title: 示例通报\n  publisher: 示例发布者\n  date: 2019-06\n" in text
    assert text.endswith("events:\n- date: 2019-05-10\n  step: 排查\n")


REFUSED: Sequence[tuple[dict[str, str], str]] = [
    ({"programme": "LS91"}, "专项行动（--programme）：没有叫 'LS91' 的专项行动；是不是“LS19”？"),
    ({"city": "990101"}, "没有登记城市 '990101'"),
    (
        {"city": "示例申市"},
        "没有登记城市 '示例申市'；查对写法，没有写错的先建 records/cities/代码.yml",
    ),
    ({"round": "9"}, "LS19 没有登记第 9 轮；最接近的是第 3 轮，不知道是哪一轮的写 0"),
    ({"round": "上一轮"}, "轮次 '上一轮' 读不懂"),
    (
        {"group": "X01"},
        "没有 'X01' 组；可用的组：Z（中心组）、P01（普通组）、T01（特别组）、G（公开通报）",
    ),
    ({"group": "P"}, "普通组写 P 加组号，例如 P01"),
    ({"group": "Z01"}, "中心组只写 Z，不加数字"),
    ({"county": "示例东"}, "是不是“示例东区”？"),
    ({"category": "未安装设施"}, "是不是“未安装治污设施”？"),
    ({"kind": "点位"}, "是不是“点位问题”？"),
    ({"quantity": "两台"}, "写成“2 台”的样子"),
    ({"quantity": "约200平方米"}, "写成“2 台”的样子；“约”“左右”写在问题描述里"),
    ({"quantity": "2 吨吨"}, "的计量单位"),
    ({"date": "2O19-05-10"}, "改成数字：2019-05-10"),
    ({"date": "2019-02-30"}, "2019年2月只有 01 到 28 日"),
    ({"date": "2018-05-10"}, "早于 LS19 开始的日期"),
    ({"by": "某单位"}, "发现单位（--by）：“排查”不由 '某单位' 做；工作组的名称以“组”结尾"),
    ({"by": " "}, "发现单位（--by）：什么也没有写"),
    ({"found": "电话13800138000"}, "这里有手机号码"),
    ({"found": "甲\x00乙"}, "看不见的控制字符 U+0000"),
    ({"found": "长" * 5001}, "太长，有 5001 字，最多 5000 字"),
    (
        {"source_title": "甲", "source_url": "www.example.invalid"},
        "网址 'www.example.invalid' 不能用",
    ),
    ({"source_publisher": "甲"}, "还没有写：来源标题（--source-title）"),
    ({"credit_code": f"{CODE[:-1]}X"}, "18 位，最后一位是校验码"),
    ({"masked": "可能"}, "名称已改写（--masked）：没有叫"),
    ({"comes_from": "部门掌握的突出问题"}, "LS19 没有规定问题由来，不写这一项"),
    (
        {"category": "建筑工地扬尘", "medium": "水"},
        "问题类别 '建筑工地扬尘' 的要素是大气，不是水",
    ),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED, ids=lambda one: str(one)[:40])
def test_refused_value_says_the_nearest_and_nothing_is_written(
    root: Path, changes: dict[str, str], reason: str
) -> None:
    before = files(root)
    said = new(root, **changes)
    assert (said.code, said.out) == (2, "")
    assert reason in said.err
    assert files(root) == before


LISTED: dict[str, str | None] = {
    "programme": "LP19",
    "round": "1",
    "group": "D01",
    "category": "自然生态保护",
    "date": "2019-06-13",
    "by": "示例甲市督导帮扶第1组",
}


def test_issue_of_a_list_says_where_it_comes_from_and_counts_there(root: Path) -> None:
    """The category tells the medium, where the programme has several."""
    missing = new(root, **LISTED)
    assert (missing.code, missing.out) == (2, "")
    assert missing.err.endswith("还没有写：问题由来（--comes-from）\n")

    def counted() -> list[str]:
        site = site_index_of(read_register(root).register, TODAY)
        behind = behind_from(site, "programmes/LP19.html")
        rows = lists_table(site, behind, site.register.programmes["LP19"]).rows
        return [cell.text for cell in rows[0].cells[:4]]

    before = counted()
    said = new(root, **LISTED, comes_from="部门掌握的突出问题")
    text = written(root, said)
    assert "comes_from: 部门掌握的突出问题\ncategory: 自然生态保护\nmedium: 自然生态\n" in text
    found, local, known, again = map(int, before)
    assert counted() == [str(one) for one in (found + 1, local, known + 1, again)]
    assert "提醒" not in said.out
    beyond = {**LISTED, "group": "D07", "by": "示例甲市督导帮扶第7组"}
    said = new(root, **beyond, comes_from="部门掌握的突出问题")
    assert "提醒：LP19 公布的督导帮扶组是 6 个，没有第 7 组" in said.out


def test_all_that_is_missing_or_wrong_is_named_at_once(root: Path) -> None:
    said = new(root, city="示申", date=None, by=None, category="无")
    assert said.code == 2
    city, category, missing = said.err.splitlines()[-3:]
    assert city.startswith("错误：城市（--city）：没有登记城市 '示申'；查对写法")
    assert city.endswith("先建 records/cities/代码.yml")
    assert category.startswith("      问题类别（--category）：没有叫 '无' 的问题类别；可用的有：")
    assert missing == "      还没有写：发现日期（--date）、发现单位（--by）"


def test_without_a_terminal_all_that_is_needed_is_named(root: Path) -> None:
    named = (
        "专项行动（--programme）、城市（--city）、组别（--group）、点位名称（--site）、"
        "问题类别（--category）、发现日期（--date）、发现单位（--by）、问题描述（--found）"
    )
    assert f"还没有写：{named}\n" in lantian("new", "issue", "--root", root).err


@pytest.mark.parametrize(
    "text",
    ["甲: 乙 # 丙", "'单' \"双\"", "- 甲乙", "yes", "a b " * 1000],
    ids=lambda text: repr(text)[:16],
)
def test_hostile_text_stays_text(root: Path, text: str) -> None:
    found = text if set("甲乙单双") & set(text) else f"{text.strip()} 锅炉"
    written(root, new(root, site=text, found=found))
    [issue] = [one for one in read_register(root).register.issues if "-P07-" in one.id]
    assert (issue.site.name, issue.found) == (text.strip(), found)


def test_present_name_of_a_renamed_county_is_asked_about(root: Path) -> None:
    said = new(
        root,
        programme="LS17",
        round=None,
        group="G",
        by=None,
        county="示例西区",
        date="2017-06-10",
        source_title="示例",
    )
    assert "提醒：示例西区当日可能还叫示例西县（2018年撤县设区（示例））" in said.out
    later = new(root, county="示例西县")
    assert "提醒：示例西县当日可能已经叫示例西区" in later.out


def test_city_outside_the_programme_is_only_a_reminder(root: Path) -> None:
    said = new(root, city="990400")
    assert said.code == 0
    assert "不在 LS19 的城市名单里" in said.out


def test_broken_register_is_mended_first(root: Path) -> None:
    (root / "records/vocabulary.yml").write_text("groups： []\n", encoding="utf-8")
    said = new(root)
    assert said.code == 3
    assert "没有新建" in said.err


def test_missing_answers_are_asked_on_a_terminal(root: Path) -> None:
    """The first answer to two of the questions is no good: they are asked again."""
    answers = ["LS91", "LS19", "示甲", "1", "P07", "示例厂", "未安装设施", "未安装治污设施"]
    answers += ["2019-05-10", "第1轮示例甲市第7普通组", "示例：没有收集装置。"]
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "generator", "new", "issue", "--root", str(root)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(theirs)
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    said = running.communicate(timeout=60)[0].decode()
    os.close(ours)
    assert running.returncode == 0, said
    assert "没有叫 'LS91' 的专项行动；是不是“LS19”？" in said
    assert said.endswith(SAID)
    [path] = root.rglob("LS19-990100-R01-P07-001.yml")
    assert path.read_text(encoding="utf-8") == WRITTEN


def test_existing_file_is_never_overwritten(root: Path) -> None:
    """Something of that name that is no file: the number is taken, so the next one is given."""
    (root / FOLDER / "LS19-990100-R01-P07-001.yml").symlink_to("nowhere")
    assert "P07-002.yml" in new(root).out
    assert (root / FOLDER / "LS19-990100-R01-P07-001.yml").is_symlink()


OLDER = "LS19-990100-R01-P01-001"


def test_related_issue_is_named_and_the_other_record_is_recalled(root: Path) -> None:
    said = new(root, relation=f"反弹自：{OLDER}")
    assert said.code == 0
    text = (root / FOLDER / "LS19-990100-R01-P07-001.yml").read_text(encoding="utf-8")
    assert f"relations:\n- kind: 反弹自\n  id: {OLDER}\nevents:\n" in text
    assert f"在 {OLDER} 的记录里也写上这个问题" in said.out


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (OLDER, "写成“反弹自:问题编号”的样子"),
        (f"反弹:{OLDER}", "没有叫 '反弹' 的问题之间的关系"),
        ("反弹自:R01-001", "'R01-001' 不是问题的编号"),
    ],
)
def test_related_issue_that_can_not_be_read_is_refused(root: Path, typed: str, reason: str) -> None:
    said = new(root, relation=typed)
    assert said.code == 2
    assert reason in said.err
