"""Each rule of a change, with the exact words of `lantian check --base`; and properties of C01."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.check.rules import CHANGE_RULES
from tests.pull_requests import OPEN, Forge, event, path_of

CLOSED = "LS19-990100-R01-P01-001"
FRESH = "LS19-990100-R02-P01-001"
"""A problem that is only found: it may still be changed."""


@dataclass(frozen=True)
class Case:
    """One slip: what is done on the branch, and what is said of it, without the summary."""

    name: str
    change: Callable[[Forge], None]
    expected: str


INCIDENT = "LS19-990100-R02-X001"


def _closed(forge: Forge, old: str, new: str) -> None:
    forge.replace(path_of(CLOSED), old, new)


def _retire(forge: Forge, meaning: str) -> None:
    line = f"  meaning: {meaning}\n"
    forge.replace("records/vocabulary.yml", line, f"{line}  retired: true\n")


CASES = [
    Case(
        "C01 changed",
        lambda forge: _closed(forge, "due: 2019-06-30", "due: 2019-07-30"),
        """\
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:33:3 错误 C01
    已有的“督办”（2019-05-15）被改动：整改期限由 '2019-06-30' 改为 '2019-07-30'
    改法：恢复原样；记错了的，在末尾加一步“更正”，写明字段和理由
""",
    ),
    Case(
        "C01 removed",
        lambda forge: _closed(
            forge, "- date: 2019-05-24\n  step: 整改方案\n  by: 示例甲市人民政府\n", ""
        ),
        """\
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:39:3 错误 C01
    “整改方案”（2019-05-24）被删去
    改法：恢复原样；记错了的，在末尾加一步“更正”，写明字段和理由
""",
    ),
    Case(
        "C01 inserted",
        lambda forge: _closed(
            forge,
            "- date: 2019-05-24\n",
            event(date="2019-05-23", step="整改方案", by="示例甲市人民政府", result="")
            + "- date: 2019-05-24\n",
        ),
        """\
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:39:3 错误 C01
    “整改方案”（2019-05-23）插在了已有的“整改方案”（2019-05-24）前面
    改法：经过只在末尾追加；这一步移到最后，先后不对的查对日期
""",
    ),
    Case(
        "C01 incident",
        lambda forge: forge.replace(path_of(INCIDENT), "  step: 劝返\n", "  step: 到场处置\n"),
        """\
records/incidents/LS19/990100/LS19-990100-R02-X001.yml:11:3 错误 C01
    已有的“劝返”（2019-06-02）被改动：步骤由 '劝返' 改为 '到场处置'
    改法：恢复原样；记错了的，在备注里写明
""",
    ),
    Case(
        "C02 incident",
        lambda forge: forge.append(INCIDENT, "- date: 2019-09-02\n  step: 办结\n"),
        """\
records/incidents/LS19/990100/LS19-990100-R02-X001.yml:15:9 错误 C02
    “办结”的日期 2019-09-02 晚于提交的日期 2019-09-01
    改法：事情发生以后再记；日期写错了就改正
""",
    ),
    Case(
        "C02",
        lambda forge: forge.append(OPEN, event(date="2019-09-02")),
        """\
records/issues/LS19/990200/R03/LS19-990200-R03-P02-005.yml:38:9 错误 C02
    “核查”的日期 2019-09-02 晚于提交的日期 2019-09-01
    改法：事情发生以后再记；日期写错了就改正
""",
    ),
    Case(
        "C03",
        lambda forge: _closed(forge, "{value: 2,", "{value: 1,"),
        """\
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:12:11 错误 C03
    问题已经交办，数量不能由 '2 台' 改为 '1 台'
    改法：恢复原样；确实记错了的，在末尾加一步“更正”，corrects 写 quantity，note 写理由
""",
    ),
    Case(
        "C04",
        lambda forge: forge.remove(path_of(CLOSED)),
        """\
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:1:1 错误 C04
    记录 LS19-990100-R01-P01-001 被删除
    改法：恢复这个文件；记错了的加一步“更正”，不成立的问题加一步“撤销”
""",
    ),
    Case(
        "C04 vocabulary",
        lambda forge: forge.remove("records/vocabulary.yml"),
        """\
records/vocabulary.yml:1:1 错误 C04
    词表被删除
    改法：恢复词表；不再用的词写上 retired: true，留在原处
records/vocabulary.yml:1:1 错误 W01
    没有词表文件
    改法：从别的台账复制一份 vocabulary.yml，再按需要增补
""",
    ),
    Case(
        "C05 new path",
        lambda forge: (
            forge.write("records/issues/LS19/990100/R02/again.yml", forge.read(path_of(CLOSED))),
            forge.remove(path_of(CLOSED)),
        )[-1],
        """\
records/issues/LS19/990100/R02/again.yml:1:5 错误 C05
    记录 LS19-990100-R01-P01-001 被移到这里，原来在 \
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml
    改法：放回原处；编号用错了的，在原记录里写明并“撤销”，再另建一条
""",
    ),
    Case(
        "C05 new ID",
        lambda forge: (
            forge.copy(CLOSED, "LS19-990100-R01-P01-007"),
            forge.remove(path_of(CLOSED)),
        )[-1],
        """\
records/issues/LS19/990100/R01/LS19-990100-R01-P01-007.yml:1:5 错误 C05
    记录 LS19-990100-R01-P01-001 被移到这里，原来在 \
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml
    改法：放回原处；编号用错了的，在原记录里写明并“撤销”，再另建一条
""",
    ),
    Case(
        "C07",
        lambda forge: forge.copy(FRESH, "LS19-990100-R02-P01-006"),
        """\
records/issues/LS19/990100/R02/LS19-990100-R02-P01-006.yml:1:5 提醒 C07
    序号 006 前面空着 004 到 005
    改法：同组的序号一个接一个；确实要空着的，在变更里说明
""",
    ),
    Case(
        "C08 vocabulary",
        lambda forge: (
            _retire(forge, "工地没有做到覆盖、硬化、冲洗等要求。"),
            forge.append(OPEN),
        )[-1],
        """\
records/vocabulary.yml:1:1 错误 C08
    词表改了，同时又改了按它判断的 LS19-990200-R03-P02-005
    改法：分成两个变更：规则的先合并，再提交记录的
""",
    ),
    Case(
        "C08 lifecycle: loosening it does not help",
        lambda forge: (
            forge.replace(
                "records/programmes/LS19.yml",
                "      - step: 销号\n        at:\n",
                "      - step: 销号\n        at:\n        - 待核查\n",
            ),
            forge.append(OPEN, event(step="销号", by="示例主管部门", result="")),
        )[-1],
        """\
records/issues/LS19/990200/R03/LS19-990200-R03-P02-005.yml:39:9 错误 T02
    问题处在“待核查”，不能做“销号”
    改法：现在可以做的步骤：核查、撤销、更正、曝光。漏记了中间的步骤就先补上
records/programmes/LS19.yml:65:3 错误 C08
    LS19 的办理流程改了，同时又改了按它判断的 LS19-990200-R03-P02-005
    改法：分成两个变更：规则的先合并，再提交记录的
""",
    ),
    Case(
        "C08 county: one that is new comes first",
        lambda forge: (
            forge.replace(
                "records/cities/990200.yml",
                "counties:\n",
                'counties:\n- code: "990209"\n  name: 示例新县\n',
            ),
            forge.replace(
                path_of(OPEN), '"990202"\n  name: 示例南县', '"990209"\n  name: 示例新县'
            ),
            forge.append(OPEN, event(step="更正", result="", corrects="place", note="示例：记错")),
        )[-1],
        """\
records/cities/990200.yml:9:1 错误 C08
    示例乙市的区县改了，同时又改了按它判断的 LS19-990200-R03-P02-005
    改法：分成两个变更：城市的先合并，再提交记录的；\
在那以前，新的区县对记录来说还没有登记
records/issues/LS19/990200/R03/LS19-990200-R03-P02-005.yml:4:11 错误 R03
    区县代码 '990209' 不在任何城市的名单里
    改法：是不是 990202（示例乙市示例南县）？
""",
    ),
    Case(
        "C10",
        lambda forge: forge.replace(".gitattributes", "merge=text", "merge=union"),
        """\
.gitattributes:2:1 错误 C10
    记录的合并方式被定为 'union'
    改法：删去这个设置，只留“records/**/*.yml text eol=lf merge=text”；\
别的方式会把两步经过并成一步，丢掉一步
""",
    ),
    Case(
        "C10 macro",
        lambda forge: forge.write(
            ".gitattributes",
            forge.read(".gitattributes") + "[attr]both merge=union\nLS19-* both\n*.md both\n\\ x\n",
        ),
        """\
.gitattributes:7:1 错误 C10
    记录的合并方式被定为 'union'
    改法：删去这个设置，只留“records/**/*.yml text eol=lf merge=text”；\
别的方式会把两步经过并成一步，丢掉一步
""",
    ),
    Case(
        "C10 quoted",
        lambda forge: forge.write(
            ".gitattributes", '\ufeff"\\162ecords/**" -merge\n! merge=x\nrecords/** merge=text\n'
        ),
        """\
.gitattributes:1:1 错误 C10
    记录的合并方式被定为 '-merge'
    改法：删去这个设置，只留“records/**/*.yml text eol=lf merge=text”；\
别的方式会把两步经过并成一步，丢掉一步
""",
    ),
    Case(
        "C11",
        lambda forge: forge.write(".gitattributes", "* text=auto\n"),
        """\
.gitattributes:1:1 提醒 C11
    没有固定记录的合并方式，各人电脑上的设置可能不同
    改法：加上一行“records/**/*.yml text eol=lf merge=text”
""",
    ),
]
ELSEWHERE = {"C06", "C09"}
"""Rules that need more than one branch from main: see test_pull_requests."""


def without_summary(text: str) -> str:
    """The findings alone."""
    lines = text.splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if " 错误 " in line or " 提醒 " in line)
    return "".join(lines[first:-1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rule_says_what_is_wrong_and_how_to_mend_it(case: Case, tmp_path: Path) -> None:
    forge = Forge(tmp_path)
    forge.branch("topic")
    case.change(forge)
    forge.commit()
    outcome = forge.check()
    assert without_summary(outcome.out) == case.expected
    assert outcome.code == (1 if " 错误 " in case.expected else 0)


def test_every_rule_has_a_case() -> None:
    assert {case.name.split()[0] for case in CASES} | ELSEWHERE == {r.code for r in CHANGE_RULES}
