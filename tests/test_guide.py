"""The guide for people who write records tells the truth: its sample passes, its slips say that."""

import re
import shlex
import shutil
from pathlib import Path
from textwrap import dedent

import pytest
from pydantic import BaseModel

from generator.cli.check import as_text
from generator.core.vocabulary import ROLES
from generator.kinds.issue.model import Event, Issue
from generator.kinds.visit.imports import HEADER
from generator.site.build import read_register
from tests.pull_requests import Forge
from tests.registers import REPOSITORY, TESTS, copied
from tests.running import lantian

GUIDE = (REPOSITORY / "records" / "README.md").read_text(encoding="utf-8")


def part(pattern: str) -> str:
    match = re.search(pattern, GUIDE, re.DOTALL)
    assert match, pattern
    return match[1]


SAMPLE = part(r"## 样例.*?```yaml\n(.*?)```")
GROUP_SAMPLE = part(r"### 工作组的样例.*?```yaml\n(.*?)```")
NEXT_STEP = dedent(part(r"### 给已有的问题加一步.*?```yaml\n(.*?) *```"))
EXPOSURE = part(r"## 曝光和公开的期限.*?```yaml\n(.*?)```")
GROUP_PATH = "records/issues/LT19/610100/R05/LT19-610100-R05-P03-001.yml"
PATH = part(r"例如 `(records/issues/[^`]+)`")
BLOCK = part(r"## 怎样读.*?```text\n(.*?)```")
SLIPS = (
    ("category: ", "category："),
    ("category: ", "category:"),
    ('"610116"', "610116"),
    ('"610116"', "“610116”"),
    ("2019-07-08", "2019-7-8"),
    ("  county", "\tcounty"),
    ("  name: 长安区", "name: 长安区"),
    ("found: 示例：两台混料机没有收集装置，粉尘直接排放。", "found: 第一次: 没有收集装置"),
    ("未安装治污设施", "未安装治理设施"),
)


def said_of(root: Path, text: str, name: str = PATH) -> str:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return as_text(read_register(root))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(REPOSITORY, tmp_path)


def rows() -> list[list[str]]:
    table = part(r"## 容易写错的十处(.*?)## 怎样读")
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_table_of_roles_names_every_role_of_every_list() -> None:
    lines = part(r"\| 表 \| 作用 \| 程序据此 \|\n(.*?)\n\n").splitlines()[1:]
    told = {
        (words, role)
        for line in lines
        for words in re.findall(r"`(\w+)`", line.split("|")[1])
        for role in re.findall(r"`(\w+)`", line.split("|")[2])
    }
    assert told == {(words, role.value) for words, roles in ROLES.items() for role in roles}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (PATH, SAMPLE),
        (GROUP_PATH, GROUP_SAMPLE),
        (GROUP_PATH, GROUP_SAMPLE + NEXT_STEP),
        (GROUP_PATH, GROUP_SAMPLE + EXPOSURE),
    ],
    ids=["of a bulletin", "of a group", "with the next step", "exposed"],
)
def test_sample_of_the_guide_passes(root: Path, name: str, text: str) -> None:
    assert "没有发现问题" in said_of(root, text, name)


@pytest.mark.parametrize("place", range(len(SLIPS)))
def test_mistake_brings_the_message_that_the_guide_names(root: Path, place: int) -> None:
    typed, slipped = SLIPS[place]
    assert typed in SAMPLE
    said = said_of(root, SAMPLE.replace(typed, slipped, 1))
    _, codes, messages, *_ = rows()[place]
    for code in codes.split("、"):
        assert code in said
    for message in re.split("；(?=值 |这里没有)", messages):
        assert message in said


def test_wrong_file_name_brings_the_message_that_the_guide_names(root: Path) -> None:
    other = str(Path(PATH).with_name("LT19-610100-R05-G-002.yml"))
    said = said_of(root, SAMPLE, other)
    assert all(code in said for code in rows()[9][1].split("、"))


def test_message_that_the_guide_explains_is_real(root: Path) -> None:
    typed, slipped = SLIPS[0]
    assert BLOCK in said_of(root, SAMPLE.replace(typed, slipped, 1))


def test_commands_of_the_guide_do_what_it_says(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocks = re.findall(r"```sh\n(lantian .*?)```", GUIDE, re.DOTALL)
    new, step, letter, listed, export, take, evidence = (
        shlex.split(line) for block in blocks for line in block.replace("\\\n", " ").splitlines()
    )
    issue = "LT19-610100-R05-P03-001"
    path = root / f"records/issues/LT19/610100/R05/{issue}.yml"

    def done(words: list[str]) -> None:
        said = lantian(*words[1:], "--root", root)
        assert said.code == 0, said

    done(new)
    done(step)
    assert path.read_text(encoding="utf-8").endswith(
        "events:\n"
        "- date: 2019-07-08\n  step: 排查\n  by: 第5轮西安第3普通组\n"
        "- date: 2019-07-09\n  step: 上报\n  by: 第5轮西安第3普通组\n"
    )
    with path.open("a", encoding="utf-8") as file:
        file.write(LETTERED)
    monkeypatch.chdir(tmp_path)
    Path("编号.txt").write_text(f"{issue}\n", encoding="utf-8")
    done(letter)
    done(["lantian", "step", issue, *shlex.split(REPORTED)])
    done(listed)
    done(export)
    done(take)
    shutil.copy(next((TESTS / "cases/evidence-step").rglob("*.png")), "现场.jpg")
    done(evidence)
    assert (root / f"evidence/LT19/610100/R05/{issue}/现场.png").is_file()
    verified = "  step: 核查\n  by: 第7轮西安第3普通组\n  result: 到位\n"
    assert path.read_text(encoding="utf-8").endswith(verified)
    assert "没有发现问题" in as_text(read_register(root))


LETTERED = """\
- date: 2019-07-10
  step: 审核
  by: 生态环境部
  result: 认定
- date: 2019-07-11
  step: 推送确认
  by: 生态环境部
- date: 2019-07-12
  step: 确认
  by: 西安市人民政府
  result: 无异议
- date: 2019-07-15
  step: 交办
  by: 生态环境部
  letter: 环办执法函〔2019〕12号
  plan_due: 2019-07-25
"""
REPORTED = "整改完成 --date 2019-07-28 --by 西安市人民政府"
"""What happens between the commands of the guide."""


@pytest.mark.parametrize("shape", [Issue, Event])
def test_every_field_of_an_issue_is_explained(shape: type[BaseModel]) -> None:
    assert [name for name in shape.model_fields if f"`{name}`" not in GUIDE] == []


def test_header_of_the_table_of_inspected_sites_is_told() -> None:
    assert f"`{HEADER}`" in GUIDE


def test_correction_of_the_guide_may_be_merged(tmp_path: Path) -> None:
    """The field is changed as the guide says and the step added: legal, and nothing is missed."""
    told = part(r"(\*\*记错了的，把字段改对.*?)\n\n没有经过的")
    example = re.search(r"```yaml\n(.*?)```", told, re.DOTALL)
    old, new = re.findall(r"`(quantity: [^`]+)`", told)
    assert example
    forge = Forge(tmp_path, empty=True)
    copied(REPOSITORY, tmp_path)
    forge.write(PATH, SAMPLE)
    forge.commit()
    forge.branch("topic")
    forge.replace(PATH, old, new)
    forge.write(PATH, forge.read(PATH) + example[1])
    forge.commit()
    outcome = forge.check()
    assert (outcome.code, "没有发现问题" in outcome.out) == (0, True), outcome.out
    forge.replace(PATH, new, old)
    forge.commit()
    assert [line.rpartition(" ")[2] for line in forge.findings()] == ["C13"]
