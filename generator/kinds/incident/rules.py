"""Rules about an incident on the spot (现场情况): agreement with itself, programme and city."""

from collections.abc import Iterator
from itertools import pairwise

from generator.checks.common import backward, misplaced, too_early
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.core.vocabulary import Role
from generator.kinds.assistance.model import Assistance
from generator.kinds.incident.model import Incident
from generator.kinds.registry import BY_NAME


def incident_backward(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for events that are not in order of date."""
    return backward(checked.register.of(Incident))


def before_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for incidents before their programme began."""
    return too_early(checked, checked.register.of(Incident))


def incident_after_end(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for steps after the incident was settled."""
    ends = checked.register.vocabulary.with_role("incident_steps", Role.ENDED)
    for one in checked.register.of(Incident):
        for position, (before, after) in enumerate(pairwise(one.record.events)):
            if before.step in ends:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position + 1, "step"),
                    f"“{before.step}”以后又有“{after.step}”",
                    "后来又发生的另建一条记录；还没有合并、只是顺序写错的，调整顺序",
                )


def incident_place(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for places outside the city of the ID, or not named as their code says."""
    return misplaced(checked, checked.register.of(Incident), "只知道城市的不写 place")


def incident_issue(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for malformed IDs of issues; missing issues are reported by `citing`."""
    for one in checked.register.filed:
        if not isinstance(one.record, Incident | Assistance):
            continue
        for at, name in enumerate(one.record.issues):
            if BY_NAME["issue"].path_of(name) is None:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("issues", at),
                    f"有关问题 {name!r} 不是问题的编号",
                    f"写成 {BY_NAME['issue'].example} 这样",
                )


def petition_matter(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for petitions without a subject."""
    petitions = checked.register.vocabulary.with_role("incidents", Role.PETITION)
    for one in checked.register.of(Incident):
        if one.record.kind in petitions and not one.record.matter:
            yield RuleViolation(
                one.raw.path,
                one.mark("kind"),
                f"“{one.record.kind}”没有写反映事项",
                "用 matter 写明反映什么，不写反映人",
            )


def without_answer(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for settled petitions with neither an answer nor a result."""
    words = checked.register.vocabulary
    petitions = words.with_role("incidents", Role.PETITION)
    answers = words.with_role("incident_steps", Role.ANSWERED)
    ends = words.with_role("incident_steps", Role.ENDED)
    missing = "、".join(sorted(answers)) or "答复的步骤"
    for one in checked.register.of(Incident):
        record, last = one.record, len(one.record.events) - 1
        answered = record.result or any(event.step in answers for event in record.events)
        if record.kind in petitions and record.events[last].step in ends and not answered:
            yield RuleViolation(
                one.raw.path,
                one.mark("events", last, "step"),
                f"已经“{record.events[last].step}”，却没有{missing}，也没有写结果",
                "补上答复这一步，或者用 result 写明结果",
            )


RULES = (
    Rule("X01", "incident-backward", "现场情况的日期倒退", incident_backward),
    Rule("X02", "incident-before-programme", "现场情况早于行动", before_programme),
    Rule("X03", "incident-after-end", "办结以后又有步骤", incident_after_end),
    Rule("X04", "incident-place", "现场情况的区县与城市不符", incident_place),
    Rule("X05", "incident-issue", "有关问题的编号不对", incident_issue),
    Rule("X06", "petition-matter", "上访没有写反映事项", petition_matter, Severity.WARNING),
    Rule("X07", "petition-without-answer", "上访没有答复", without_answer, Severity.WARNING),
)
