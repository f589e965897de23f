"""Whether each step of a problem was legal: the replay says how one was not, this words it."""

from collections.abc import Callable, Iterator, Mapping

from generator.check.rule import Checked, Hit, Rule
from generator.checks.rule import has_path, role_slips, slips, sound_lifecycles
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Breach, Fault
from generator.kinds.programme.model import Programme
from generator.kinds.register import Filed

Hits = Callable[[Checked], Iterator[Hit]]

_FIELD: Mapping[Fault, str] = {Fault.WRONG_ROLE: "by", Fault.WRONG_RESULT: "result"}
"""The field of the event at which a breach is shown; the step where none is named."""


def worded(fault: Fault, message: str, hint: str) -> Hits:
    """The rule function that words every breach of one sort; braces take the breach's facts."""

    def hits(checked: Checked) -> Iterator[Hit]:
        for one in checked.breaches:
            if one.breach.fault is fault:
                yield _hit(one.issue, one.breach, message, hint)

    return hits


def _hit(one: Filed[Issue], breach: Breach, message: str, hint: str) -> Hit:
    facts = {"step": breach.step, **breach.facts}
    facts["allowed"] = facts.get("allowed") or "没有，问题已经了结"
    field = _FIELD.get(breach.fault, "step")
    if field == "result" and not facts.get("result"):
        field = "step"
    mark = one.mark("events", breach.position, field)
    return Hit(one.raw.path, mark, message.format_map(facts), hint.format_map(facts))


unknown_step = worded(
    Fault.UNKNOWN_STEP,
    "“{step}”不是这类问题的步骤",
    "这类问题走“{path}”路径；可用的步骤见网站上该行动的办理流程",
)
illegal_step = worded(
    Fault.WRONG_STATE,
    "问题处在“{state}”，不能做“{step}”",
    "现在可以做的步骤：{allowed}。漏记了中间的步骤就先补上",
)
wrong_role = worded(
    Fault.WRONG_ROLE,
    "“{step}”不由 {by!r} 做",
    "这一步由{roles}做；单位名称写全称，写法见该行动的办理流程",
)
missing_need = worded(
    Fault.MISSING_NEED,
    "“{step}”缺少{title}",
    "在这一步下面补上一行“{field}: …”",
)


def wrong_result(checked: Checked) -> Iterator[Hit]:
    """A step that ends in a result has one of its own; the others have none."""
    for one in checked.breaches:
        facts = one.breach.facts
        if one.breach.fault is not Fault.WRONG_RESULT:
            continue
        if not facts["wanted"]:
            message, hint = "“{step}”没有结论，这里却写了“{result}”", "删去 result 一行"
        elif facts["result"]:
            message, hint = "“{step}”没有“{result}”这个结论", "结论可以是：{wanted}"
        else:
            message, hint = "“{step}”缺少结论", "补上一行“result: …”，可以是：{wanted}"
        yield _hit(one.issue, one.breach, message, hint)


too_early = worded(
    Fault.TOO_EARLY,
    "还没有{missing}，不能做“{step}”",
    "先有{missing}，再记这一步；漏记的就按先后补上",
)


def broken_lifecycle(checked: Checked) -> Iterator[Hit]:
    """A lifecycle names only states and roles that it has, and its steps have their meaning."""
    vocabulary = checked.register.vocabulary
    for one in checked.register.of(Programme):
        if one.record.lifecycle is None:
            continue
        lifecycle = one.record.lifecycle
        for slip in (*slips(lifecycle), *role_slips(lifecycle, vocabulary)):
            mark = one.mark("lifecycle", *slip.path)
            yield Hit(one.raw.path, mark, slip.message, slip.hint)


def no_path(checked: Checked) -> Iterator[Hit]:
    """Every problem of a campaign with a lifecycle has a path to go."""
    sound = sound_lifecycles(checked.register)
    for one in checked.register.of(Issue):
        lifecycle = sound.get(one.record.programme_id)
        if lifecycle and not has_path(lifecycle, one.record):
            yield Hit(
                one.raw.path,
                one.mark("id"),
                f"{one.record.programme_id} 的办理流程里没有适用于这个问题的路径",
                "查对编号里的组别代号和问题类别；确实没有的，在行动的 lifecycle 里加上路径",
            )


RULES = (
    Rule("T01", "unknown-step", "不是这类问题的步骤", unknown_step),
    Rule("T02", "illegal-step", "这时不能做这一步", illegal_step),
    Rule("T03", "wrong-role", "不由这个单位做", wrong_role),
    Rule("T04", "missing-need", "步骤缺少必填内容", missing_need),
    Rule("T05", "wrong-result", "步骤的结论不对", wrong_result),
    Rule("T06", "too-early", "先决步骤还没有做", too_early),
    Rule("T07", "broken-lifecycle", "办理流程自身有误", broken_lifecycle),
    Rule("T08", "no-path", "问题没有适用的路径", no_path),
)
