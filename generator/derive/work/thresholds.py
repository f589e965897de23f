"""Which threshold of quantified accountability a number, or a published result, reaches."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.accountability import (
    AccountabilityRule,
    AccountabilityTable,
    CityResult,
    Threshold,
)


@dataclass(frozen=True, slots=True)
class ResultVerdict:
    """A published result under one rule: what it reaches, or why that can not be told."""

    rule: AccountabilityRule
    result: CityResult
    threshold: Threshold | None
    unknown: str = ""


def reached_by_count(rule: AccountabilityRule, count: int) -> Threshold | None:
    """The highest threshold that a number reaches."""
    reached = [one for one in rule.thresholds if one.at is not None and count >= one.at]
    return reached[-1] if reached else None


def verdict(rule: AccountabilityRule, result: CityResult) -> ResultVerdict:
    """What a published result of a city reaches under a rule on the share of its target."""
    unknown = "、".join(_missing(rule, result))
    if unknown:
        return ResultVerdict(rule, result, None, f"{unknown}没有公布")
    reached = [one for one in rule.thresholds if _is_reached(one, result)]
    is_last = rule.last is None or _from_the_end(result) <= rule.last
    return ResultVerdict(rule, result, reached[-1] if reached and is_last else None)


def _missing(rule: AccountabilityRule, result: CityResult) -> Iterator[str]:
    if rule.last is not None and (result.rank is None or result.of is None):
        yield "名次"
    is_worse = any(one.worse and _is_reached(one, result) for one in rule.thresholds)
    if result.share is None and not is_worse:
        yield "目标完成率"


def _from_the_end(result: CityResult) -> int:
    return (result.of or 0) - (result.rank or 0) + 1


def _is_reached(threshold: Threshold, result: CityResult) -> bool:
    if threshold.worse:
        return result.change is not None and result.change > 0
    return (
        threshold.below is not None and result.share is not None and result.share < threshold.below
    )


def verdicts(table: AccountabilityTable) -> list[ResultVerdict]:
    """Every published result under every rule on shares."""
    return [
        verdict(rule, result)
        for result in table.results
        for rule in table.rules
        if rule.counts == "目标完成率"
    ]
