"""Whether the days of a complaint follow each other."""

from collections.abc import Iterator

from generator.kinds.complaint.model import Complaint

from generator.checks.rule import Checked, Rule, RuleViolation


def answer_early(checked: Checked) -> Iterator[RuleViolation]:
    """No complaint is answered before it is received."""
    for filed in checked.register.of(Complaint):
        one = filed.record
        if one.answered and one.answered < one.received:
            yield RuleViolation(
                filed.raw.path,
                filed.mark("answered"),
                f"答复日期 {one.answered} 早于收到日期 {one.received}",
                "查对两处日期",
            )


RULES = (Rule("B01", "complaint-answer-early", "答复早于投诉", answer_early),)
