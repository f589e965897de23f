"""What is settled changes only with a correction that names it; each changed value is listed."""

import json
import re
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.checks.proposal import Edit, Proposal
from generator.checks.registry import CHANGE_RULES
from generator.core.fields import CalledByNumber, FromOthers, Settled
from generator.kinds.issue.model import Issue
from generator.kinds.register import FiledRecord
from generator.kinds.registry import KINDS
from generator.load.yaml_reader import read_text
from generator.site.build import read_register
from tests.checks.test_change_rules import without_summary
from tests.pull_requests import Forge, event, path_of
from tests.registers import REPOSITORY, SAMPLE

FRESH = "LS19-990100-R02-P01-001"
"""An issue that was only found."""

PRESS = "LS17-990200-R00-G-001"
"""An issue from publications."""

BULLETIN = "records/bulletins/LS19/20190701-1.yml"
ACTION = path_of("LS19-C2019-001")
DECISION = path_of("LS19-990300-F001")
TASK = path_of("LS19-990100-T001")
ROUND = "records/rounds/LS19/R01.yml"
CITY = "records/cities/990100.yml"
VOCABULARY = "records/vocabulary.yml"


def correction(names: str, note: str = "示例：查对原件") -> str:
    return event(step="更正", by="示例主管部门", result="", corrects=names, note=note)


def entry(names: str, note: str = "示例：查对原件") -> str:
    return f"corrections:\n- date: 2019-08-20\n  corrects: {names}\n  note: {note}\n"


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A repository with the sample on main, at the branch topic."""
    forge = Forge(tmp_path)
    forge.branch("topic")
    return forge


@dataclass(frozen=True)
class Case:
    """One edit of a file: what stands for what, what is appended, the rules that are broken."""

    name: str
    path: str
    old: str
    new: str
    rules: list[str]
    added: str = ""


ROW = """\
- row: S2
  start: 2019-05-08
  end: 2019-05-22
  granularity: 轮次
  area:
    scope: 示例口径
    province: 示例省
    city: 示例甲市
    county: 示例东区
    code: "990102"
  metric: 问题数
  category: 散乱污
  value: 5
  unit: 家
  partial: true
"""
FACT = """\
- row: O001
  fact: 包保单位：直属单位
  city: 示例甲市
  code: "990100"
  value: 示例直属单位
  period: 2019-05起
"""
FACT_AGAIN = (
    FACT.replace("row: O001", "row: O009")
    .replace("value: 示例直属", "value: 示例另一")
    .replace('  code: "990100"\n', "")
)
AGAIN = ROW.replace("row: S2", "row: S9").replace("value: 5", "value: 6")
BARE, TALK = path_of("LS19-990200-T001"), path_of("LS19-C2019-007")
TARGET, VISITS = "records/targets/LS19/990200.yml", "records/visits/LS19/R01/990100.yml"
MONITOR = "records/monitors/LS19/990100.yml"
FOUND, SITE = path_of(FRESH), "  name: 示例加工点\n"
OTHER = "  name: 示例别的厂\n"
CASES = [
    Case("fresh: site", FOUND, SITE, OTHER, ["C12"]),
    Case("fresh: site, corrected", FOUND, SITE, OTHER, [], correction("site.name")),
    Case("fresh: site, as a list", FOUND, SITE, OTHER, [], correction("[site.name]")),
    Case("fresh: another corrected", FOUND, SITE, OTHER, ["C12", "C13"], correction("found")),
    Case("fresh: no reason", FOUND, SITE, OTHER, ["C12"], correction("site", "——")),
    Case("fresh: reason of digits", FOUND, SITE, OTHER, ["C12"], correction("site", '"1"')),
    Case("fresh: the step again", FOUND, SITE, OTHER, ["C12"], correction("site", "更正")),
    Case("fresh: the field again", FOUND, SITE, OTHER, ["C12"], correction("site", "点位有误")),
    Case("fresh: reason in Latin", FOUND, SITE, OTHER, ["C12"], correction("site", "fix typo")),
    Case("fresh: words of typing", FOUND, SITE, OTHER, ["C12"], correction("site", "录入笔误")),
    Case("fresh: in few words", FOUND, SITE, OTHER, [], correction("site", "误作邻厂")),
    Case("fresh: place", FOUND, "  name: 示例东区\n", "  name: 示例西区\n", ["C12"]),
    Case(
        "fresh: place emptied", FOUND, 'place:\n  county: "990102"\n  name: 示例东区\n', "", ["C12"]
    ),
    Case("fresh: code filled in", FOUND, SITE, f"{SITE}  kind: 企业\n", []),
    Case("fresh: text", FOUND, "刚刚发现", "早已发现", []),
    Case("day found", FOUND, "date: 2019-06-05", "date: 2019-06-04", ["C12"]),
    Case(
        "day found, corrected",
        FOUND,
        "date: 2019-06-05",
        "date: 2019-06-04",
        [],
        correction("events.date"),
    ),
    Case(
        "day found, finder corrected",
        FOUND,
        "date: 2019-06-05",
        "date: 2019-06-04",
        ["C12"],
        correction("events.by"),
    ),
    Case("finder", FOUND, "第1普通组", "第2普通组", ["C12"]),
    Case("finder, corrected", FOUND, "第1普通组", "第2普通组", [], correction("events.by")),
    Case("step of the first entry", FOUND, "step: 排查", "step: 曝光", ["C01"]),
    Case(
        "step of the first entry, corrected",
        FOUND,
        "step: 排查",
        "step: 曝光",
        ["C01"],
        correction("events.step"),
    ),
    Case(
        "published: finder filled in",
        path_of(PRESS),
        "  step: 排查\n",
        "  step: 排查\n  by: 示例督查组\n",
        ["C03"],
    ),
    Case("idle", FOUND, "刚刚", "刚刚", ["C13"], correction("site")),
    Case("one idle of two", FOUND, SITE, OTHER, ["C13"], correction("site、medium")),
    Case("by its title", FOUND, SITE, OTHER, ["C12", "C13"], correction("点位")),
    Case("no such field", FOUND, SITE, OTHER, ["C12", "C13"], correction("sight")),
    Case("of a step: told only", FOUND, "刚刚", "刚刚", [], correction("by")),
    Case("published: source", path_of(PRESS), "  publisher: ", "  publisher: 非", ["C03"]),
    Case(
        "published: demand filled in", path_of(PRESS), "sources:", "demand: 示例\nsources:", ["C03"]
    ),
    Case("published: trigger filled in", path_of(PRESS), "sources:", "trigger: 暗访\nsources:", []),
    Case(
        "published: source before the first",
        path_of(PRESS),
        "sources:\n",
        "sources:\n- title: 示例另一份\n",
        ["C03"],
    ),
    Case("bulletin: value", BULLETIN, "value: 12\n", "value: 13\n", ["C03"]),
    Case(
        "bulletin: value, corrected",
        BULLETIN,
        "value: 12\n",
        "value: 13\n",
        [],
        entry("rows.value"),
    ),
    Case(
        "bulletin: unit corrected",
        BULLETIN,
        "value: 12\n",
        "value: 13\n",
        ["C03", "C13"],
        entry("rows.unit"),
    ),
    Case(
        "bulletin: row gone, value corrected",
        BULLETIN,
        ROW,
        "",
        ["C03", "C13"],
        entry("rows.value"),
    ),
    Case("bulletin: row gone, corrected", BULLETIN, ROW, "", [], entry("rows")),
    *(
        Case(f"bulletin: {name}", BULLETIN, ROW, ROW + another, rules)
        for name, another, rules in (
            ("second figure", AGAIN, ["C26"]),
            ("second figure without code", AGAIN.replace('    code: "990102"\n', ""), ["C26"]),
            ("second figure in another spelling", AGAIN.replace("散乱污", "散 乱污"), ["C26"]),
            ("second figure of other days", AGAIN.replace("05-22", "05-21"), ["C26"]),
            (
                "second figure of a month",
                AGAIN.replace("05-08", "05").replace("05-22", "05"),
                ["C26"],
            ),
            ("second figure of later days", AGAIN.replace("-05-", "-06-"), []),
            ("second figure with a full stop", AGAIN.replace("示例东区", "示例东区。"), ["C26"]),
            (
                "second figure by the city's name",
                AGAIN.replace('    code: "990102"\n', "").replace("示例东区", "示例甲市示例东区"),
                ["C26"],
            ),
            (
                "second figure of the whole county",
                AGAIN.replace('    code: "990102"\n', "").replace("示例东区", "示例东区全区"),
                ["C26"],
            ),
            ("second figure of an own category", AGAIN.replace("散乱污", "示例自拟"), ["C26"]),
            ("second figure of no category", AGAIN.replace("  category: 散乱污\n", ""), ["C26"]),
            (
                "less than its part",
                AGAIN.replace("散乱污", "合计").replace("value: 6", "value: 4"),
                ["C26"],
            ),
            ("all of it", AGAIN.replace("散乱污", "合计").replace("value: 6", "value: 9"), []),
            (
                "second figure, told apart",
                AGAIN + "  distinction: 示例：复核后扣除重复登记的点位\n",
                [],
            ),
            ("second figure in another unit", AGAIN.replace("unit: 家", "unit: 个"), ["C26"]),
            ("the same figure again", AGAIN.replace("value: 6", "value: 5"), []),
        )
    ),
    *(
        Case(f"bulletin: {name}", BULLETIN, FACT, FACT + another, rules)
        for name, another, rules in (
            ("second fact", FACT_AGAIN, ["C26"]),
            (
                "second fact with a full stop",
                FACT_AGAIN.replace("直属单位\n  city", "直属单位。\n  city"),
                ["C26"],
            ),
            (
                "second fact in another date",
                FACT_AGAIN.replace("2019-05起", "２０１９年5月份起"),
                ["C26"],
            ),
            ("second fact without a city", FACT_AGAIN.replace("  city: 示例甲市\n", ""), ["C26"]),
            ("fact of a later time", FACT_AGAIN.replace("2019-05起", "2019-10起"), []),
            ("fact of another city", FACT_AGAIN.replace("示例甲市", "示例乙市"), []),
            ("another fact", FACT_AGAIN.replace("包保单位：直属单位", "组长来自哪里"), []),
            (
                "second fact, told apart",
                FACT_AGAIN + "  distinction: 示例：七月改由另一家包保\n",
                [],
            ),
        )
    ),
    Case("bulletin: second figure, corrected", BULLETIN, ROW, ROW + AGAIN, [], entry("rows")),
    Case(
        "bulletin: second figure, no reason",
        BULLETIN,
        ROW,
        ROW + AGAIN,
        ["C26"],
        entry("rows", "更正"),
    ),
    Case("bulletin: source", BULLETIN, "title: 示例通报\n", "title: 示例别的通报\n", ["C03"]),
    Case("bulletin: comment", BULLETIN, "value: 12\n", "value: 12 # 示例\n", []),
    Case("bulletin: quotes", BULLETIN, "title: 示例通报\n", 'title: "示例通报"\n', []),
    Case("action: facts", ACTION, "  facts: ", "  facts: 另", ["C03"]),
    Case("action: whom", ACTION, "whom:\n", "whom:\n", ["C13"], entry("whom")),
    Case("task: deadline", TASK, "due: 2019-10", "due: 2019-11", ["C03"]),
    Case("letter: second demand", ACTION, "demands:\n", "demands:\n- what: 示例另报\n", ["C03"]),
    Case(
        "letter: second demand, corrected",
        ACTION,
        "demands:\n",
        "demands:\n- what: 示例另报\n",
        [],
        entry("demands"),
    ),
    Case("decision: measure", DECISION, "- 限产停产\n", "- 限产停产\n- 罚款\n", ["C03"]),
    Case(
        "decision: measure, corrected",
        DECISION,
        "- 限产停产\n",
        "- 限产停产\n- 罚款\n",
        [],
        entry("measures"),
    ),
    Case("decision: basis", DECISION, "measures:", "basis: 示例\nmeasures:", []),
    Case("decision: unit", DECISION, "name: 示例受罚", "name: 示例无辜", ["C03"]),
    Case("round: day", ROUND, "end: 2019-05-22", "end: 2019-05-23", ["C03"]),
    Case("city: name", CITY, "name: 示例甲市\n", "name: 示例丁市\n", ["C12"]),
    Case("city: name, corrected", CITY, "name: 示例甲市\n", "name: 示例丁市\n", [], entry("name")),
]


BEFORE = read_register(SAMPLE).register
AT = {one.raw.path: one for one in BEFORE.filed}


def edited(path: str, text: str) -> Edit:
    """A file of the sample with another text."""
    old, after = AT[path], read_text(path, text)
    new = FiledRecord(old.kind, old.kind.model.model_validate(after.content), after)
    return Edit(path, old.raw, after, old, new)


def proposal(*edits: Edit) -> Proposal:
    """A change of these files; of all else that it may be asked, nothing."""
    given: dict[str, Any] = {one.name: () for one in fields(Proposal)}
    given |= {"edits": edits, "rules": BEFORE, "proposed": BEFORE, "day": date(2019, 9, 1)}
    return Proposal(**given)


def text_of(case: Case) -> str:
    text = (SAMPLE / case.path).read_text(encoding="utf-8")
    assert case.old in text
    text = text.replace(case.old, case.new, 1)
    if case.added.startswith("corrections"):
        head, line, rest = text.partition("\n")
        return head + line + case.added + rest
    return text + case.added


UNIT = path_of("U990200-001")


def test_credit_code_makes_a_unit_that_unit() -> None:
    """Another code would make it another firm, for all that points to it."""
    text = (SAMPLE / UNIT).read_text(encoding="utf-8")
    coded = edited(UNIT, f'{text}credit_code: "91350100M000100Y43"\n')
    assert [rule.code for rule in JUDGING if list(rule.findings(proposal(coded)))] == []
    other = edited(UNIT, f'{text}credit_code: "91110000802100433B"\n')
    change = proposal(replace(other, before=coded.after, old=coded.new))
    assert [rule.code for rule in JUDGING if list(rule.findings(change))] == ["C12"]


JUDGING = [rule for rule in CHANGE_RULES if rule.code in ("C01", "C03", "C12", "C13", "C26")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_settled_values_change_only_with_a_correction_that_names_them(case: Case) -> None:
    change = proposal(edited(case.path, text_of(case)))
    assert [rule.code for rule in JUDGING if list(rule.findings(change))] == case.rules


ANEW = f"""\
id: LS19-20190702-1
source:
  title: 示例 通报。
  date: 2019-07-02
rows:
{AGAIN}"""
"""A second bulletin of the same publication."""


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("", "", ["C26"]),
        ("示例 通报。", "示例另一份通报", []),
        ("示例 通报。\n", "示例转载\n  url: http://www.example.invalid/a?b=1&c=2\n", ["C26"]),
        ("2019-07-02", "2019-08-02", []),
        ("  date: 2019-07-02\n", "", ["C26"]),
        ("value: 6", "value: 5", []),
        ("  partial: true\n", "  partial: true\n  distinction: 示例：含县外移送的点位\n", []),
    ],
)
def test_second_bulletin_of_a_publication_says_the_same(
    old: str, new: str, rules: list[str]
) -> None:
    assert old in ANEW
    path = "records/bulletins/LS19/20190702-1.yml"
    before = AT[BULLETIN]
    raw = read_text(path, ANEW.replace(old, new, 1) if old else ANEW)
    filed = FiledRecord(before.kind, before.kind.model.model_validate(raw.content), raw)
    edit = Edit(path, None, raw, None, filed)
    for change in (
        replace(proposal(edit), stated=(before,)),
        proposal(Edit(BULLETIN, None, before.raw, None, before), edit),
    ):
        found = [one for rule in JUDGING for one in rule.findings(change)]
        assert [one.code for one in found] == rules
        assert all("记录 LS19-20190701-1 的第 2 项" in one.message for one in found)


GIVEN = [
    Case("task: deadline", BARE, "due: 2019-07-15", "due: 2019-08-15", ["C03"]),
    Case("task: deadline, corrected", BARE, "due: 2019-07-15", "due: 2019-08-15", [], entry("due")),
    Case("task: deadline taken away", BARE, "due: 2019-07-15\n", "", ["C03"]),
    Case("task: goal filled in", BARE, "due:", "goal:\n  value: 3\n  unit: 户\ndue:", []),
    Case("task: remark", BARE, "due:", "note: 示例\ndue:", []),
    Case("action: facts", TALK, "  facts: 示例：", "  facts: 示例：另，", ["C03"]),
    Case("action: form", TALK, "form: 点穴式", "form: 机动式", ["C03"]),
    Case("action: trigger gone", TALK, "  - 示例：重点任务未按期完成\n", "", ["C03"]),
    Case("action: demand filled in", TALK, "cause:", "demands:\n- what: 示例\ncause:", []),
    Case("target: month", TARGET, "    value: 25\n", "    value: 26\n", ["C03"]),
    Case("target: month of another", TARGET, "month: 2019-07\n", "month: 2019-08\n", ["C03"]),
    Case("target: value", TARGET, "value: 205", "value: 206", ["C03"]),
    Case("target: next month", TARGET, "    value: 26\n",
         "    value: 26\n  - month: 2019-08\n    value: 27\n", []),
    Case("target: reached", TARGET, "  reached: 112\n", "  reached: 112\n  final: true\n", []),
    Case("visits: count", VISITS, "  sites: 6\n", "  sites: 7\n", ["C03"]),
    Case("visits: count, corrected", VISITS, "  sites: 6\n", "  sites: 7\n", [], entry("counts")),
    Case("visits: list", VISITS, "list_sites: 40", "list_sites: 41", ["C03"]),
    Case("visits: count gone", VISITS, "- date: 2019-05-09\n  group: Z\n  sites: 6\n  listed: 6\n"
         "  with_problems: 0\n", "", ["C03"]),
    Case("monitor: deadline", MONITOR, "  due: 2019-08\n", "  due: 2019-09\n", ["C03"]),
]  # fmt: skip


@pytest.mark.parametrize("case", GIVEN, ids=lambda case: case.name)
def test_what_others_gave_is_settled_before_it_is_published(case: Case) -> None:
    """The records without their sources: nothing says that they were published."""
    old, new = (
        re.sub(r"sources:\n(?:[- ].*\n)+", "", text)
        for text in ((SAMPLE / case.path).read_text(encoding="utf-8"), text_of(case))
    )
    before = edited(case.path, old)
    change = proposal(replace(edited(case.path, new), before=before.after, old=before.new))
    assert [rule.code for rule in JUDGING if list(rule.findings(change))] == case.rules


def test_findings_name_the_value_and_the_way_to_correct_it(forge: Forge) -> None:
    forge.replace(FOUND, SITE, OTHER)
    forge.append(FRESH, correction("medium"))
    forge.replace(BULLETIN, "value: 12\n", "value: 13\n")
    forge.commit()
    assert (
        without_summary(forge.check().out)
        == f"""\
{BULLETIN}:21:10 错误 C03
    记录已经公开、报送或者印发，数字的第 1 项的数值不能由 '12' 改为 '13'
    改法：恢复原样；确实记错了的，在 corrections 末尾加一项，corrects 写 rows，note 写理由
{FOUND}:7:3 错误 C12
    点位说明这是哪一条记录，不能由 '示例加工点' 改为 '示例别的厂'
    改法：恢复原样；确实记错了的，在末尾加一步“更正”，corrects 写 site，note 写理由
{FOUND}:21:13 错误 C13
    写着更正要素（medium），要素却没有改动
    改法：这次改动的是 site.name；不用更正的，删去这个字段
"""
    )


def test_each_changed_value_of_any_kind_is_listed_with_old_and_new(forge: Forge) -> None:
    long = "示例：" + "很" * 80
    forge.replace(FOUND, "示例：刚刚发现。", long + "脏。")
    forge.commit()
    forge.git("branch", "-f", "main", "topic")
    forge.replace(FOUND, long + "脏。", long + "净。")
    forge.replace(CITY, "short_name: 示甲\n", "short_name: 示一 # 批注\n")
    forge.replace(TASK, "due: 2019-10", "due: 2019-11")
    forge.replace(
        VOCABULARY,
        "meaning: 工业企业没有安装治污设施、设施不正常运行、超标排放或粉尘无组织排放。\n",
        "meaning: 示例：别的。\n",
    )
    forge.replace(BULLETIN, "value: 12\n", "value: 13\n")
    forge.commit()
    said = forge.check().out.partition("须同意")[0]
    assert (
        said
        == f"""\
改动的内容 5 处：
  {BULLETIN}:21 数字的第 1 项的数值（rows.value）：'12' → '13'
  {CITY}:3 简称（short_name）：'示甲' → '示一'
  {FOUND}:10 问题描述（found）：'…很很很很很很很很脏。' → '…很很很很很很很很净。'
  {TASK}:15 期限（due）：'2019-10' → '2019-11'
  {VOCABULARY}:4 问题大类的第 1 项的含义（groups.meaning）：\
'工业企业没有安装治污设施、设施不正常运行、超标排放或粉尘无组织排放。' → '示例：别的。'
"""
    )
    changed = json.loads(forge.check("--format", "json").out)["review"]["changed"]
    assert [(one["path"], one["line"], one["old"], one["new"]) for one in changed][2] == (
        *(FOUND, 10),
        *(long + "脏。", long + "净。"),
    )
    assert (
        f"::notice file={TASK},line=15,title=改动 期限::期限（due）：'2019-10' → '2019-11'\n"
        in (forge.check("--format", "github").out)
    )
    listed = json.loads(forge.check("--format", "gitlab").out)
    assert [one["location"]["path"] for one in listed if one["severity"] == "info"] == [
        one["path"] for one in changed
    ]
    notes = json.loads(forge.check("--format", "sarif").out)["runs"][0]
    told = [one for one in notes["results"] if one["level"] == "note"]
    assert len(told) == len(changed)
    assert [(_uri(one), one["message"]["text"]) for one in told][3] == (
        *(TASK, "期限（due）：'2019-10' → '2019-11'"),
    )
    rules = notes["tool"]["driver"]["rules"]
    assert {rules[one["ruleIndex"]]["id"] for one in told} == {"changed-value"}


def _uri(result: dict[str, Any]) -> str:
    return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def test_models_say_what_is_settled_and_what_is_called_by_number() -> None:
    marks = [
        (f"{kind.name}.{name}", mark)
        for kind in KINDS
        for name, info in kind.model.model_fields.items()
        for mark in info.metadata
        if isinstance(mark, Settled | CalledByNumber)
    ]
    at_once = {name for name, mark in marks if mark == Settled(at_once=True)}
    assert at_once == {
        *("programme.name", "lifecycle.name", "city.name", "city.province"),
        *("issue.place", "issue.site", "issue.origin"),
        *("bulletin.source", "bulletin.table"),
        *("action.date", "action.by", "action.whom", "action.origin"),
        *("task.measure", "task.place", "task.origin"),
        *("assistance.place", "assistance.receiver"),
        *("assessment.unit", "assessment.date", "assessment.by"),
        *("appraisal.date", "appraisal.by"),
        *("incident.place", "incident.site", "incident.group"),
        *("penalty.letter", "penalty.date", "penalty.by", "penalty.whom", "penalty.place"),
        *("unit.names", "unit.credit_code"),
    }
    others = [(name, mark) for name, mark in marks if name not in at_once]
    given = {
        f"{kind.name}.{name}"
        for kind in KINDS
        for name, info in kind.model.model_fields.items()
        if any(isinstance(mark, FromOthers) for mark in info.metadata)
    }
    assert given == {
        *("task.clause", "task.goal", "task.due"),
        *("task.lead", "task.cooperating", "task.responsible"),
        *("action.kind", "action.form", "action.letter", "action.cause", "action.demands"),
        *("target.aims", "visit.list_sites", "visit.counts", "monitor.goals"),
        *("penalty.cause", "penalty.basis", "penalty.measures", "penalty.amount"),
        *("penalty.daily", "penalty.sealed", "penalty.limited", "penalty.transfer"),
        *("penalty.publish_from", "penalty.publish_until"),
    }
    assert {name for name, mark in others if mark == CalledByNumber()} == {
        "issue.sources",
        "action.demands",
    }
    assert {name for name, mark in others if mark == Settled()} == {
        f"issue.{name}" for name in ("kind", "category", "medium", "quantity", "found", "demand")
    } | {
        *("issue.other_places", "issue.other_categories", "issue.other_media"),
        *("issue.capacity", "issue.goal", "action.demands", "penalty.measures"),
    }


def test_every_record_from_publications_is_settled() -> None:
    register = read_register(REPOSITORY).register
    published = [one for one in register.of(Issue) if register.is_published(one.record.id)]
    assert len(published) > 190
    for one in published:
        after = {**(one.raw.content or {}), "found": "示例"}
        raw = replace(one.raw, content=after)
        new = FiledRecord(one.kind, Issue.model_validate(after), raw)
        change = proposal(Edit(one.raw.path, one.raw, raw, one, new))
        change = replace(change, rules=register, proposed=register)
        assert [found.code for rule in JUDGING for found in rule.findings(change)] == ["C03"]
