"""Rules about assistance (帮扶): agreement with itself and with its programme."""

from collections.abc import Iterator

from generator.checks.common import backward, misplaced, too_early
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.core.vocabulary import Role
from generator.kinds.assistance.model import Assistance


def assistance_backward(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for events that are not in order of date."""
    return backward(checked.register.of(Assistance))


def assistance_before_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for assistance before the programme began."""
    return too_early(checked, checked.register.of(Assistance))


def assistance_without_answer(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for settled assistance with neither an answer nor a result."""
    vocabulary = checked.register.vocabulary
    held = vocabulary.with_role("assistance_steps", Role.HELD)
    answers = vocabulary.with_role("assistance_steps", Role.ANSWERED)
    answer = "、".join(sorted(answers)) or "答复的步骤"
    for one in checked.register.of(Assistance):
        record, end = one.record, one.record.ending(vocabulary)
        if not end or end.step in held or record.result:
            continue
        if all(event.step not in answers for event in record.events):
            yield RuleViolation(
                one.raw.path,
                one.mark("events", record.events.index(end), "step"),
                f"已经“{end.step}”，却没有“{answer}”，也没有写结果",
                f"补上“{answer}”这一步，或者用 result 写明解决了什么、为什么不能解决",
            )


def assistance_step(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for steps that this form of assistance does not have."""
    forms = {form.word: form.steps for form in checked.register.vocabulary.assistances}
    for one in checked.register.of(Assistance):
        fitting = forms.get(one.record.kind)
        for position, event in enumerate(one.record.events):
            if fitting and event.step not in fitting:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, "step"),
                    f"“{one.record.kind}”一般没有“{event.step}”这一步",
                    "查对帮扶形式和步骤；一次做了两件事的，分成两条记录",
                )


def assistance_place(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for places outside the city of the ID, or not named as their code says."""
    return misplaced(checked, checked.register.of(Assistance), "面向全市的不写 place")


def assistance_people(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers of people in forms without an audience."""
    vocabulary = checked.register.vocabulary
    audience = vocabulary.with_role("assistances", Role.AUDIENCE)
    forms = "、".join(one for one in vocabulary.words("assistances") if one in audience)
    for one in checked.register.of(Assistance):
        if audience and one.record.people is not None and one.record.kind not in audience:
            yield RuleViolation(
                one.raw.path,
                one.mark("people"),
                f"“{one.record.kind}”写了参加人数 {one.record.people}",
                f"参加人数只在{forms}时填写；查对帮扶形式，或者删去这一行",
            )


RULES = (
    Rule("H01", "assistance-backward", "帮扶的经过日期倒退", assistance_backward),
    Rule("H02", "assistance-before-programme", "帮扶早于行动开始", assistance_before_programme),
    Rule(
        "H03",
        "assistance-without-answer",
        "办结没有答复",
        assistance_without_answer,
        Severity.WARNING,
    ),
    Rule("H04", "assistance-step", "步骤不合帮扶形式", assistance_step, Severity.WARNING),
    Rule("H05", "assistance-people", "参加人数与形式不符", assistance_people, Severity.WARNING),
    Rule("H12", "assistance-place", "帮扶的区县与城市不符", assistance_place),
)
