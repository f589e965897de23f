"""Rules about a quick bulletin (工作信息快报): numbers, days and items of its issues."""

from collections.abc import Iterator
from itertools import pairwise

from generator.checks.common import repeated
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.kinds.quick.model import Quick


def number_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers given twice in a year."""
    for filed in checked.register.of(Quick):
        numbers = [issue.number for issue in filed.record.issues]
        for at, _ in repeated(numbers):
            yield RuleViolation(
                filed.raw.path,
                filed.mark("issues", at, "number"),
                f"第 {numbers[at]} 期写了两次",
                "查对期号；同一期只写一项",
            )


def number_gap(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers that do not run from 1 without gaps."""
    for filed in checked.register.of(Quick):
        numbers = {issue.number for issue in filed.record.issues}
        for at, issue in enumerate(filed.record.issues):
            if issue.number > 1 and issue.number - 1 not in numbers:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("issues", at, "number"),
                    f"有第 {issue.number} 期，没有第 {issue.number - 1} 期",
                    "期号每年从 1 起，不跳号；漏记的补上",
                )


def item_late(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for items that were reported after the day of their issue."""
    for filed in checked.register.of(Quick):
        days = {issue.number: issue.date for issue in filed.record.issues}
        for at, item in enumerate(filed.record.items):
            day = days.get(item.number) if item.number else None
            if day and item.date > day:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("items", at, "date"),
                    f"动态的日期 {item.date} 晚于第 {item.number} 期的印发日期 {day}",
                    "查对两处日期和期号",
                )


def unknown_number(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for items in an issue that is missing."""
    for filed in checked.register.of(Quick):
        numbers = {issue.number for issue in filed.record.issues}
        for at, item in enumerate(filed.record.items):
            if item.number and item.number not in numbers:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("items", at, "number"),
                    f"没有第 {item.number} 期",
                    "先在 issues 里加上这一期；待编入的，删除这一行",
                )


def other_year(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for issues of another year than that of the ID."""
    for filed in checked.register.of(Quick):
        for at, issue in enumerate(filed.record.issues):
            if issue.date.year != filed.record.year:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("issues", at, "date"),
                    f"印发日期 {issue.date} 不在编号里的 {filed.record.year} 年",
                    "跨年的另建一个文件，期号从 1 起；日期写错了就改正",
                )


def issues_backward(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for issues that are not in order of date."""
    for filed in checked.register.of(Quick):
        for at, (before, after) in enumerate(pairwise(filed.record.issues), 1):
            if after.date < before.date:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("issues", at, "date"),
                    f"第 {after.number} 期的日期 {after.date} "
                    f"早于前一项第 {before.number} 期的 {before.date}",
                    "各期按先后排列；查对日期和期号",
                )


RULES = (
    Rule("Q01", "quick-number-twice", "快报期号重复", number_twice),
    Rule("Q02", "quick-number-gap", "快报期号中间有空", number_gap),
    Rule("Q03", "quick-item-late", "动态晚于所编入的一期", item_late),
    Rule("Q04", "quick-unknown-number", "编入的一期不存在", unknown_number),
    Rule("Q05", "quick-other-year", "快报不在编号的年份", other_year),
    Rule("Q06", "quick-backward", "快报的日期倒退", issues_backward),
)
