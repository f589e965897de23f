"""The rules of accountability and their thresholds in words, as the page prints them."""

from dataclasses import dataclass

from generator.model.accountability import AccountabilityRule, Threshold
from generator.render.terms import number_text

COUNTED = {
    "问题": "当月的问题个数",
    "被问责区县": "当月被问责的区县个数",
    "目标完成率": "空气质量改善目标完成率",
}


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule in words: each office with its condition."""

    name: str
    level: str
    counts: str
    steps: tuple[tuple[str, str], ...]
    since: str
    counting: str
    note: str


def rule_view(rule: AccountabilityRule) -> RuleView:
    """A rule with its thresholds in words."""
    last = f"，且排名在后 {rule.last} 位" if rule.last else ""
    return RuleView(
        rule.name,
        rule.level,
        COUNTED[rule.counts],
        tuple((one.office, f"{condition(one)}{last}") for one in rule.thresholds),
        str(rule.start or ""),
        rule.counting,
        rule.note or "",
    )


def condition(threshold: Threshold) -> str:
    """A threshold in words: `2 个`, `低于 60%`, `不降反升`."""
    if threshold.worse:
        return "不降反升"
    if threshold.below is not None:
        return f"低于 {number_text(threshold.below)}%"
    return f"{threshold.at} 个"


def reached_words(threshold: Threshold | None) -> str:
    """What is reached, never who is guilty."""
    if threshold is None:
        return "未达到"
    what = "数量" if threshold.at is not None else "条件"
    return f"达到“{threshold.office}”的{what}（{condition(threshold)}）"
