"""`lantian new KIND` for kinds other than issues: what is written, added to or refused."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.new import FORMS
from generator.exchange.importing import record_forms
from generator.kinds.registry import KINDS
from generator.site.build import read_register
from tests.registers import REPOSITORY, SAMPLE, copied
from tests.running import Outcome, lantian

ROUND = (
    *("round", "--programme", "LS19", "--round", "4", "--start", "2019-06-22"),
    *("--end", "2019年7月6日", "--standing", "公布", "--source-title", "示例通报"),
)
TEAM = ("team", "--programme", "LS19", "--city", "示例乙市", "--round", "2")
MADE = {
    "records/lifecycles/LC-02.yml": (
        *("lifecycle", "--code", "LC-02", "--name", "示例流程", "--like", "LS19"),
    ),
    "records/rounds/LS19/R04.yml": ROUND,
    "records/teams/LS19/R02/990200.yml": (*TEAM, "--group", "普通7组", "--lead", "示例"),
    "records/visits/LS19/R02/990200.yml": (
        *("visit", "--programme", "LS19", "--city", "示例乙市", "--round", "2"),
        *("--date", "2019-05-24", "--sites", "12"),
    ),
    "records/tasks/LS19/990100/LS19-990100-T005.yml": (
        *("task", "--programme", "LS19", "--city", "示例甲市", "--county", "示例东区"),
        *("--field", "散煤双替代", "--measure", "示例：改造"),
    ),
    "records/appraisals/LS19/2019-08.yml": (
        *("appraisal", "--programme", "LS19", "--period", "2019年8月", "--date", "2019-09-05"),
        *("--city", "示例甲市", "--county", "示例东区", "--unit", "示例区政府", "--rank", "1"),
    ),
    "records/incidents/LS19/990100/LS19-990100-R01-X002.yml": (
        *("incident", "--programme", "LS19", "--city", "示例甲市", "--round", "1"),
        *("--kind", "拒绝检查", "--date", "2019-05-11", "--step", "上报", "--what", "示例"),
    ),
    "records/units/990100/U990100-001.yml": (
        *("unit", "--city", "示例甲市", "--name", "示例新建厂", "--permit", "示例许可0002"),
    ),
    "records/penalties/LS19/990100/LS19-990100-F002.yml": (
        *("penalty", "--programme", "LS19", "--city", "示例甲市", "--letter", "示环罚〔2019〕20号"),
        *("--date", "2019-07-20", "--by", "示例市生态环境局", "--whom", "示例厂"),
        *("--cause", "示例", "--measures", "罚款、警告", "--amount", "50000.50"),
    ),
    "records/assistance/LS19/990100/LS19-990100-R01-H002.yml": (
        *("assistance", "--programme", "LS19", "--city", "示例甲市", "--round", "1"),
        *("--kind", "工作建议", "--date", "2019-05-11", "--step", "提出", "--subject", "示例"),
    ),
    "records/bulletins/LS19/20190701-2.yml": (
        *("bulletin", "--programme", "LS19", "--date-from", "2019-06-01", "--unit", "个"),
        *("--date-to", "2019-06-02", "--granularity", "日", "--scope", "示例", "--value", "3"),
        *("--metric", "问题数", "--source-title", "示例通报二", "--source-date", "2019-07-01"),
    ),
    "records/actions/LS19/LS19-C2019-008.yml": (
        *("action", "--programme", "LS19", "--date", "2019-07-20", "--kind", "约谈"),
        *("--city", "示例甲市", "--county", "示例东区", "--whom", "示例东区人民政府"),
        *("--facts", "示例：进展缓慢", "--demands", "示例：限期整改；示例：报送方案"),
    ),
    "records/assessments/LS19/LS19-K2019-003.yml": (
        *("assessment", "--programme", "LS19", "--date", "2019-12-20", "--kind", "表扬函"),
        *("--unit", "示例中心", "--reasons", "示例：报送及时"),
    ),
    "records/targets/LP19/990100.yml": (
        *("target", "--programme", "LP19", "--city", "示例甲市", "--name", "示例浓度"),
        *("--start", "2019-06-10", "--end", "2019-07", "--value", "55"),
        *("--unit", "微克/立方米", "--better", "不高于"),
    ),
    "records/grids/LS19/990300.yml": (
        *("grid", "--programme", "LS19", "--city", "示例丙市", "--number", "1"),
        *("--level", "市", "--name", "示例丙市网格", "--office", "示例治霾办"),
    ),
    "records/monitors/LS19/990200.yml": (
        *("monitored-unit", "--programme", "LS19", "--city", "示例乙市", "--name", "示例热力"),
        *("--listed", "2019-03"),
    ),
    "records/quick/LS19/2020.yml": (
        *("quick", "--programme", "LS19", "--date", "2020-01-08", "--by", "示例局"),
        *("--text", "示例：夜间检查"),
    ),
    "records/liaisons/LX19/990200.yml": (
        *("liaison", "--programme", "LX19", "--city", "示例乙市", "--role", "总联络人"),
        *("--office", "分管副市长"),
    ),
    "records/cities/990500.yml": (
        *("city", "--code", "990500", "--name", "示例戊市", "--short-name", "示戊"),
        *("--pinyin", "shiliwu", "--province", "示例省", "--region", "示例区域"),
        *("--counties", "990502=示例北区", "--source-title", "示例代码表"),
    ),
    "records/programmes/LS20.yml": (
        *("programme", "--like", "LS19", "--code", "LS20", "--name", "示例监督2020"),
        *("--issuer", "示例部", "--start", "2020-05", "--source-title", "示例通知"),
    ),
}
"""Path → the words that make it."""

AGAIN = {"programme": 2, "bulletin": 2, "round": 0, "task": 0}
"""A publication is known by its source, the sample of another is copied once: exit code of what is
typed twice. Of the others one with a running number and one without."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def new(root: Path, *words: str) -> Outcome:
    return lantian("new", *words, "--root", root)


def test_each_kind_is_made_by_one_command_and_passes_the_check(root: Path) -> None:
    for path, words in MADE.items():
        said = new(root, *words)
        assert (said.code, said.out.splitlines()[0]) == (0, f"已新建：{path}"), said.err
        if words[0] in AGAIN:
            assert new(root, *words).code == AGAIN[words[0]]
    assert lantian("check", "--root", root).code == 0
    assert lantian("fmt", "--check", "--root", root).code == 0


def test_every_kind_has_a_command_and_every_command_is_shown() -> None:
    assert {kind.name for kind in KINDS if not kind.questions} == {"issue"}
    added = {"task-report", "station"}
    assert {words[0] for words in MADE.values()} | added == {one.name for one in record_forms()}


def test_programme_after_another_works_alike(root: Path) -> None:
    new(root, *MADE["records/programmes/LS20.yml"])
    programmes = read_register(root).register.programmes
    assert programmes["LS20"].lifecycle == programmes["LS19"].lifecycle
    assert programmes["LS20"].cities == programmes["LS19"].cities
    assert [one.title for one in programmes["LS20"].sources] == ["示例通知"]


def test_teams_after_an_earlier_round_keep_groups_and_report_nothing(root: Path) -> None:
    new(root, *ROUND)
    said = new(root, "team", "--programme", "LS19", "--round", "4", "--like", "1")
    assert said.out == "已新建：records/teams/LS19/R04/990100.yml\n"
    before, team = (
        next(one for one in read_register(root).register.teams if one.id == name)
        for name in ("LS19-R01-990100", "LS19-R04-990100")
    )
    assert [one.code for one in team.groups] == [one.code for one in before.groups]
    assert (team.sponsors, team.people) == (before.sponsors, before.people)
    assert {one.reported for one in team.groups} == {None}
    assert (team.confirmations, team.branch, team.handover) == ([], None, None)


def test_entry_goes_to_a_record_that_is_there(root: Path) -> None:
    words = ("--programme", "LS19", "--city", "示例甲市", "--round", "2", "--group", "P09")
    said = new(root, "team", *words, "--area", "示例")
    assert said.out.splitlines()[0] == "已加在末尾：records/teams/LS19/R02/990100.yml"
    report = ("--task", "LS19-990100-T002", "--date", "2019-08-25", "--by", "示例西区人民政府")
    said = new(root, "task-report", *report, "--said", "示例")
    path = "records/tasks/LS19/990100/LS19-990100-T002.yml"
    assert said.out.splitlines()[0] == f"已加在末尾：{path}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*TEAM,), "没有写入：组别（--group）：没有填；组别代号，例如 Z、P01\n"),
        ((*TEAM, "--group", "X"), "组别（--group）：LS19 没有 'X' 组；可用的组：Z（中心组）"),
        (
            (*TEAM, "--group", "Z", "--sponsors", "示例：示例"),
            "包保单位（--sponsors）：LS19 没有包保",
        ),
        ((*TEAM[:5], "--round", "3", "--like", "9"), "LS19 没有登记第 9 轮"),
        (("team", "--like", "1"), "还要写专项行动（--programme）和轮次（--round）"),
        (("team", *TEAM[1:3], "--round", "1", "--like", "1"), "没有可以新建的"),
        (("programme", "--like", "LS19"), "这几项没有写，或者写得不对：行动编号（--code）、"),
        (("city", "--counties", "示例区"), "区县 '示例区' 读不懂；写成“610102=新城区”的样子"),
        ((*ROUND[:3], "--round", "100"), "轮次（--round）：轮次 '100' 读不懂；写 1 到 99"),
        (("round", "--programme", "LS19", "--round", "1", *ROUND[5:]), "LS19-R01 已有，与所写的"),
    ],
)
def test_wrong_answer_names_its_question_and_writes_nothing(
    root: Path, words: tuple[str, ...], said: str
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yml")}
    outcome = new(root, *words)
    assert (outcome.code, said in outcome.err) == (2, True), outcome.err
    assert {path: path.read_bytes() for path in root.rglob("*.yml")} == before


def test_terminal_asks_for_what_is_missing_until_it_can_be_read(root: Path) -> None:
    words = (*TEAM, "--lead", "示例", "--root", str(root))
    typed = ["X", "P07", *[""] * 20]
    printed = _at_terminal("new", *words, typed=typed)
    assert "LS19 没有 'X' 组" in printed
    assert "已新建：records/teams/LS19/R02/990200.yml" in printed
    text = (root / "records/teams/LS19/R02/990200.yml").read_text(encoding="utf-8")
    assert text == "id: LS19-R02-990200\ngroups:\n- code: P07\n  lead: 示例\n"


def _at_terminal(*words: str, typed: list[str]) -> str:
    """Run the command at a terminal of its own, with these lines typed."""
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{line}\n" for line in typed).encode())
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-m", "generator", *words],
        stdin=theirs,
        capture_output=True,
        env=environment,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    return done.stdout.decode() + done.stderr.decode()


def test_names_of_forms_are_those_that_the_kinds_have() -> None:
    """Named once more, so that the help of one need not load them all."""
    made = {
        form.name: kind.name
        for kind in KINDS
        if kind.questions
        for form in kind.load(kind.questions)
    }
    assert made == FORMS
