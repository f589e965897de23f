"""Each rule of a change, with the exact words of `lantian check --base`; and properties of C01."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.checks.registry import CHANGE_RULES
from generator.core.fields import Grows
from generator.core.model_walk import inner_model
from generator.kinds.registry import KINDS
from tests.pull_requests import OPEN, Forge, event, path_of
from tests.registers import SAMPLE

CLOSED = "LS19-990100-R01-P01-001"
LISTED = "LP19-990100-R01-D02-001"
FRESH = "LS19-990100-R02-P01-001"
POLICE = "LS19-990300-R03-P01-001"
PRESS = "LS17-990200-R00-G-001"
"""An issue that is only found: it may still be changed."""


@dataclass(frozen=True)
class Case:
    """One slip: what is done on the branch, and what is said of it, without the summary."""

    name: str
    change: Callable[[Forge], None]
    expected: str


INCIDENT = "LS19-990100-R02-X001"
ASSISTANCE = "LS19-990100-R01-H001"
TASK = "LS19-990100-T001"
ACTION = "LS19-C2019-001"
MONITOR = "LS19-990100-J"
BULLETIN = "records/bulletins/LS19/20190701-1.yml"
VISITS = "records/visits/LS19/R01/990100.yml"
_AGAIN = """\
- row: S9
  start: 2019-05-08
  end: 2019-05-22
  granularity: 轮次
  area:
    scope: 示例口径
    city: 示例甲市
    county: 示例东区
  metric: 问题数
  category: 散乱污
  value: 6
  unit: 家
"""
_UNIT = """\
- name: 示例乙包装印刷厂
  place:
    county: "990102"
    name: 示例东区
  industry: 包装印刷
  listed: 2019-05-20
  states:
  - date: 2019-05-20
    state: 未安装
"""
_REPORT = "- date: 2019-09-25\n  received: 2019-09-02\n  done: 520\n"
_LAST = "  by: 示例东区人民政府\n  done: 520\n"
_SEQUEL = "  what: 示例：区政府通报了整改进展。\n"
_FOUND = "  step: 排查\n  by: 第1轮示例甲市第1普通组\n"
_STATE = "  - date: 2019-06-28\n    state: 已安装\n    by: 示例东区生态环境分局\n"


def _moved(forge: Forge, path: str, entry: str) -> None:
    """Puts an entry at the end of its file."""
    forge.replace(path, entry, "")
    forge.write(path, forge.read(path) + entry)


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
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:36:3 错误 C01
    已有的“交办”（2019-05-15）被改动：整改期限由 '2019-06-30' 改为 '2019-07-30'
    改法：恢复原样；记错了的，在末尾加一步“更正”，写明字段和理由
""",
    ),
    Case(
        "C01 removed",
        lambda forge: _closed(
            forge, "- date: 2019-05-24\n  step: 整改方案\n  by: 示例甲市人民政府\n", ""
        ),
        """\
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:42:3 错误 C01
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
records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:42:3 错误 C01
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
        "C01 assistance",
        lambda forge: forge.replace(
            path_of(ASSISTANCE), "date: 2019-05-12\n", "date: 2019-05-13\n"
        ),
        """\
records/assistance/LS19/990100/LS19-990100-R01-H001.yml:13:3 错误 C01
    已有的“走访”（2019-05-12）被改动：日期由 '2019-05-12' 改为 '2019-05-13'
    改法：恢复原样；记错了的，在备注里写明
""",
    ),
    Case(
        "C01 reports of a task: changed",
        lambda forge: forge.replace(path_of(TASK), "  done: 480\n", "  done: 490\n"),
        """\
records/tasks/LS19/990100/LS19-990100-T001.yml:29:3 错误 C01
    已有的“报送”第 2 项（2019-06-25）被改动：累计完成由 '480' 改为 '490'
    改法：恢复原样；记错了的，在末尾加一项，在它的“进展”里写明
""",
    ),
    Case(
        "C01 checks of a task: all removed",
        lambda forge: forge.write(path_of(TASK), forge.read(path_of(TASK)).split("checks:\n")[0]),
        """\
records/tasks/LS19/990100/LS19-990100-T001.yml:1:1 错误 C01
    “核实”第 1 项（2019-07-10）被删去
    改法：恢复原样；记错了的，在末尾加一项，在它的“情况”里写明
records/tasks/LS19/990100/LS19-990100-T001.yml:1:1 错误 C03
    记录已经公开、报送或者印发，备注不能由 '示例：内部备注，不对外公开。' 改为 空
    改法：恢复原样；确实记错了的，在 corrections 末尾加一项，corrects 写 note，note 写理由
""",
    ),
    Case(
        "C01 sequels of an action: inserted",
        lambda forge: forge.replace(
            path_of(ACTION), "sequels:\n", "sequels:\n- date: 2019-07-20\n  what: 示例：来电。\n"
        ),
        """\
records/actions/LS19/LS19-C2019-001.yml:31:3 错误 C01
    “后续”（2019-07-20）插在了已有的“后续”第 1 项（2019-07-26）前面
    改法：后续只在末尾追加；这一项移到最后，先后不对的查对日期；\
补记以前的，写在末尾一项的“结果”里
""",
    ),
    Case(
        "C01 outcomes of an appraisal: moved",
        lambda forge: _moved(
            forge,
            path_of("LS17-A2018"),
            "- unit: 示例新区管理委员会\n  outcome: 区域环评限批\n  date: 2019-02\n",
        ),
        """\
records/appraisals/LS17/2018.yml:32:3 错误 C01
    “后果”第 3 项（2019-02-20）换了位置
    改法：恢复原来的先后
""",
    ),
    Case(
        "C01 states of a monitored unit: removed",
        lambda forge: forge.replace(path_of(MONITOR), _STATE, ""),
        """\
records/monitors/LS19/990100.yml:34:5 错误 C01
    示例甲化工有限公司的“在线监测状态”第 2 项（2019-06-28）被删去
    改法：恢复原样；记错了的，在末尾加一项，在它的“备注”里写明
""",
    ),
    Case(
        "C01 states of a monitored unit: the unit is gone",
        lambda forge: forge.replace(path_of(MONITOR), _UNIT, ""),
        """\
records/monitors/LS19/990100.yml:24:1 错误 C01
    “示例乙包装印刷厂”连同已有的“在线监测状态” 1 项被删去
    改法：恢复原样；只是改名的，保留已有的“在线监测状态”
records/monitors/LS19/990100.yml:41:3 错误 C03
    记录已经公开、报送或者印发，重点排污单位的第 2 项不能由 \
'示例乙包装印刷厂 990102 示例东区 包装印刷 2019-05-20 2019-05-20 未安装' 改为 空
    改法：恢复原样；确实记错了的，在 corrections 末尾加一项，corrects 写 units，note 写理由
""",
    ),
    Case(
        "C01 states of a station: changed",
        lambda forge: forge.replace(
            path_of(MONITOR), "  - date: 2019-07-25\n", "  - date: 2019-07-26\n"
        ),
        """\
records/monitors/LS19/990100.yml:74:5 错误 C01
    已有的示例东一镇空气质量微站的“微站状态”第 2 项（2019-07-25）被改动：\
日期由 '2019-07-25' 改为 '2019-07-26'
    改法：恢复原样；记错了的，在末尾加一项，在它的“备注”里写明
""",
    ),
    Case(
        "C01 issues of a quick bulletin: changed",
        lambda forge: forge.replace(
            path_of("LS19-B2019"), "  - 示例各成员单位\n", "  - 示例住建局\n  - 示例交通局\n"
        ),
        """\
records/quick/LS19/2019.yml:24:3 错误 C01
    已有的“各期”第 2 项（2019-06-24）被改动：\
抄送由 '示例各成员单位' 改为 '示例住建局、示例交通局'
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
        "C02 sequel of an action",
        lambda forge: forge.replace(
            path_of(ACTION), "handling:", "- date: 2019-09-02\n  what: 示例：整改完成。\nhandling:"
        ),
        """\
records/actions/LS19/LS19-C2019-001.yml:36:9 错误 C02
    “后续”的日期 2019-09-02 晚于提交的日期 2019-09-01
    改法：事情发生以后再记；日期写错了就改正
""",
    ),
    Case(
        "C02 state of a unit that is new",
        lambda forge: forge.replace(
            path_of(MONITOR),
            "units:\n",
            "units:\n- name: 示例戊厂\n  states:\n  - date: 2019-09-03\n    state: 未安装\n",
        ),
        """\
records/monitors/LS19/990100.yml:26:11 错误 C02
    示例戊厂的“在线监测状态”的日期 2019-09-03 晚于提交的日期 2019-09-01
    改法：事情发生以后再记；日期写错了就改正
""",
    ),
    Case(
        "C02 report: it may be about days to come, but not have come on one",
        lambda forge: forge.replace(path_of(TASK), "checks:", _REPORT + "checks:"),
        """\
records/tasks/LS19/990100/LS19-990100-T001.yml:39:13 错误 C02
    “报送”的日期 2019-09-02 晚于提交的日期 2019-09-01
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
    问题已经推送确认，数量不能由 '2 台' 改为 '1 台'
    改法：恢复原样；确实记错了的，在末尾加一步“更正”，corrects 写 quantity，note 写理由
""",
    ),
    Case(
        "C03 handed to the police and exposed, never to the place",
        lambda forge: forge.replace(path_of(POLICE), "仍不开门", "开了门"),
        """\
records/issues/LS19/990300/R03/LS19-990300-R03-P01-001.yml:7:8 错误 C03
    问题已经移送公安，问题描述不能由 '示例：出示证件后仍不开门。' 改为 '示例：出示证件后开了门。'
    改法：恢复原样；确实记错了的，在末尾加一步“更正”，corrects 写 found，note 写理由
""",
    ),
    Case(
        "C03 exposed, never handed over",
        lambda forge: forge.replace(path_of(PRESS), "found: ", "found: 又"),
        """\
records/issues/LS17/990200/R00/LS17-990200-R00-G-001.yml:7:8 错误 C03
    问题已经曝光，问题描述不能由 '示例：没有销售车用尿素。' 改为 '又示例：没有销售车用尿素。'
    改法：恢复原样；确实记错了的，在末尾加一步“更正”，corrects 写 found，note 写理由
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
        lambda forge: forge.copy_elsewhere(FRESH, "LS19-990100-R02-P01-006"),
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
        "C24",
        lambda forge: forge.replace(
            "records/vocabulary.yml",
            "  english: refer to the police\n  roles:\n  - transferred\n",
            "  english: refer to the police\n",
        ),
        """\
records/vocabulary.yml:226:3 错误 C24
    “移送公安”去掉了作用 transferred：经过这一步的问题，事实就可以不经更正改动
    改法：放回去；以后不再这样用的，给这个词写 retired: true，另立一个词
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
records/programmes/LS19.yml:69:3 错误 C08
    LS19 的办理流程改了，同时又改了按它判断的 LS19-990200-R03-P02-005
    改法：分成两个变更：规则的先合并，再提交记录的
""",
    ),
    Case(
        "C08 library: loosening what a programme names does not help",
        lambda forge: (
            forge.replace(
                "records/lifecycles/LC-01.yml",
                "      - step: 销号\n        at:\n",
                "      - step: 销号\n        at:\n        - 整改中\n",
            ),
            forge.append(
                LISTED, event(date="2019-07-31", step="销号", by="示例省水利部门", result="")
            ),
        )[-1],
        """\
records/issues/LP19/990100/R01/LP19-990100-R01-D02-001.yml:30:9 错误 T02
    问题处在“整改中”，不能做“销号”
    改法：现在可以做的步骤：分办、整改方案、协调解决、整改完成、核查、督办、撤销、更正。\
漏记了中间的步骤就先补上
records/lifecycles/LC-01.yml:4:3 错误 C08
    共用办理流程 LC-01 改了，同时又改了按它判断的 LP19-990100-R01-D02-001
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
.gitattributes:8:1 错误 C10
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
        "C26",
        lambda forge: forge.replace(BULLETIN, "facts:\n", f"{_AGAIN}facts:\n"),
        """\
records/bulletins/LS19/20190701-1.yml:57:10 错误 C26
    新加的一项“数字”与已有的第 2 项说的是同一件事，数值 '6' 与 '5' 不同
    改法：删去新加的；原来记错了的，改原来那一项，在 corrections 末尾写明 rows 和理由；\
说的不是同一件事，或者原文两处不同的，在新加的一项写 distinction（区别说明）
""",
    ),
    Case(
        "C26 of a second record",
        lambda forge: forge.write(
            BULLETIN.replace("0701", "0702"),
            "id: LS19-20190702-1\nsource:\n  title: 示例通报。\nrows:\n" + _AGAIN,
        ),
        """\
records/bulletins/LS19/20190702-1.yml:15:10 错误 C26
    新加的一项“数字”与已有的记录 LS19-20190701-1 的第 2 项说的是同一件事，数值 '6' 与 '5' 不同
    改法：删去新加的；原来记错了的，改原来那一项，在 corrections 末尾写明 rows 和理由；\
说的不是同一件事，或者原文两处不同的，在新加的一项写 distinction（区别说明）
""",
    ),
    Case(
        "C03 before it was published",
        lambda forge: forge.replace(VISITS, "  sites: 6\n", "  sites: 7\n"),
        """\
records/visits/LS19/R01/990100.yml:7:10 错误 C03
    各次检查的第 1 项的检查点位是别处定下或者报来的，不能由 '6' 改为 '7'
    改法：恢复原样；确实记错了的，在 corrections 末尾加一项，corrects 写 counts，note 写理由
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
ELSEWHERE = {
    *("C06", "C09", "C12", "C13", "C16", "C17", "C18", "C19"),
    *("C20", "C23", "C25", "F11"),
}
"""Rules that need more than one branch from main (test_pull_requests, test_renumber,
test_undone_values), other files (test_outside), and those of corrections (test_corrections)."""


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


def test_parts_that_hold_such_a_list_may_be_renamed_and_change_places(tmp_path: Path) -> None:
    """Only their states stay: the unit is known by its name, and by its states under a new one.

    It is renamed with a correction, because its record is published.
    """
    forge = Forge(tmp_path)
    forge.branch("topic")
    renamed = _UNIT.replace("示例乙包装印刷厂", "示例乙包装有限公司")
    forge.replace(path_of(MONITOR), _UNIT, "")
    forge.replace(path_of(MONITOR), "units:\n", f"units:\n- name: 示例戊厂\n{renamed}")
    named = "corrections:\n- date: 2019-08-20\n  corrects: units.name\n  note: 示例：改名\n"
    forge.replace(path_of(MONITOR), "goals:\n", f"{named}goals:\n")
    forge.commit()
    assert forge.findings() == []


FILLED = {
    "free text": (path_of(MONITOR), _UNIT, f"{_UNIT}    note: 示例：厂家来函说明。\n", []),
    "who": (path_of(MONITOR), _UNIT, f"{_UNIT}    by: 示例东区生态环境分局\n", ["C01"]),
    "what a report says": (path_of(TASK), _LAST, f"{_LAST}  said: 示例：全部通气。\n", []),
    "number": (path_of(ACTION), _SEQUEL, f"{_SEQUEL}  demand: 2\n", ["C01"]),
    "free text, changed": (path_of(TASK), "完成入户摸底", "完成入户核对", ["C01"]),
    "free text, emptied": (path_of(TASK), "  said: 示例：完成入户摸底。\n", "", ["C01"]),
    "event of an issue": (path_of(CLOSED), _FOUND, f"{_FOUND}  note: 示例：后补\n", ["C01"]),
}


_EVIDENCE = """evidence:
- step: 1
  file: 现场.jpg
  sha256: 3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea
  shows: 示例：现场
"""
_MASK = "  masked: true\n"
MASKED_LATER = {
    "set": ("示例：现场\n", f"示例：现场\n{_MASK}", []),
    "taken away": (_MASK, "", ["C01"]),
    "with another word": ("示例：现场\n", f"示例：别处\n{_MASK}", ["C01"]),
}


@pytest.mark.parametrize("name", MASKED_LATER)
def test_photograph_may_be_called_masked_later_and_stays_so(name: str, tmp_path: Path) -> None:
    old, new, expected = MASKED_LATER[name]
    forge = Forge(tmp_path)
    evidence = _EVIDENCE + (_MASK if name == "taken away" else "")
    forge.replace(path_of(CLOSED), "events:\n", f"{evidence}events:\n")
    forge.commit()
    forge.branch("topic")
    forge.replace(path_of(CLOSED), old, new)
    forge.commit()
    found = [one.rpartition(" ")[2] for one in forge.findings()]
    assert [code for code in found if code.startswith("C")] == expected


@pytest.mark.parametrize("name", FILLED)
def test_only_an_empty_free_text_may_be_filled_in_later(name: str, tmp_path: Path) -> None:
    path, old, new, expected = FILLED[name]
    forge = Forge(tmp_path)
    forge.branch("topic")
    forge.replace(path, old, new)
    forge.commit()
    assert [one.rpartition(" ")[2] for one in forge.findings()] == expected


def _marked(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, bool, bool]]:
    """Each field of a model, further in too: whether it is marked, whether its description says."""
    for name, info in model.model_fields.items():
        marked = any(isinstance(mark, Grows) for mark in info.metadata)
        yield f"{at}{name}", marked, "只在末尾追加" in (info.description or "")
        inner = inner_model(info.annotation)
        yield from _marked(inner, f"{at}{name}.") if inner else ()


def test_each_list_that_is_only_appended_to_says_so_and_is_held_to_it() -> None:
    fields = {f"{one.name}.{at}": facts for one in KINDS for at, *facts in _marked(one.model)}
    assert [at for at, (marked, said) in fields.items() if marked != said] == []
    growing = [at for at, (marked, _) in fields.items() if marked]
    corrections = [f"{one.name}.corrections" for one in KINDS if one.name != "issue"]
    assert [at for at in growing if at in corrections] == corrections
    assert [at for at in growing if at not in corrections] == [
        "round.sightings",
        "issue.relations",
        "issue.evidence",
        "issue.events",
        "action.sequels",
        "task.reports",
        "task.checks",
        "assistance.events",
        "appraisal.outcomes",
        "monitor.units.states",
        "monitor.stations.states",
        "quick.issues",
        "incident.events",
        "penalty.events",
        "unit.names",
    ]


def _one_of_each() -> dict[str, str]:
    """Kind → the path of its first record in the sample."""
    return {
        kind.name: min(path.relative_to(SAMPLE).as_posix() for path in folder.rglob("*.yml"))
        for kind in KINDS
        for folder in [SAMPLE / "records" / kind.folder]
    }


def test_no_record_of_any_kind_may_be_deleted(tmp_path: Path) -> None:
    forge = Forge(tmp_path)
    forge.branch("topic")
    for path in _one_of_each().values():
        forge.remove(path)
    forge.commit()
    said = forge.check().out
    for kind, path in _one_of_each().items():
        way = "加一步“更正”，不成立的问题加一步“撤销”"
        other = "在原处改正，不再有效的在记录里写明"
        assert (
            f"{path}:1:1 错误 C04\n    记录 {Path(path).stem} 被删除\n"
            f"    改法：恢复这个文件；记错了的{way if kind == 'issue' else other}\n"
        ) in said


def test_no_record_of_any_kind_may_be_moved(tmp_path: Path) -> None:
    forge = Forge(tmp_path)
    forge.branch("topic")
    moved = {path: f"{path.rpartition('/')[0]}/again.yml" for path in _one_of_each().values()}
    for old, new in moved.items():
        forge.write(new, forge.read(old))
        forge.remove(old)
    forge.commit()
    said = forge.check().out
    assert len(set(moved.values())) == len(KINDS)
    for old, new in moved.items():
        withdrawn = "并“撤销”" if "/issues/" in old else ""
        assert (
            f"{new}:1:5 错误 C05\n    记录 {Path(old).stem} 被移到这里，原来在 {old}\n"
            f"    改法：放回原处；编号用错了的，在原记录里写明{withdrawn}，再另建一条\n"
        ) in said


def test_no_id_of_any_kind_is_given_again(tmp_path: Path) -> None:
    forge = Forge(tmp_path)
    kept = {path: forge.read(path) for path in _one_of_each().values()}
    for path in kept:
        forge.remove(path)
    forge.commit()
    forge.branch("topic")
    for path, text in kept.items():
        forge.write(path, f"{text}# 示例：另一份\n")
    forge.commit()
    again = [line for line in forge.findings() if line.endswith("C06")]
    assert again == [f"{path}:1:5 错误 C06" for path in sorted(kept)]


def test_every_rule_has_a_case() -> None:
    assert {case.name.split()[0] for case in CASES} | ELSEWHERE == {r.code for r in CHANGE_RULES}
