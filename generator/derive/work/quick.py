"""The issues of a quick bulletin (工作信息快报) with their items, and what still waits for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.kinds.quick.model import Quick, QuickIssue, QuickItem
from generator.model.oversight import QuickRules


@dataclass(frozen=True, slots=True)
class Edited:
    """One issue as it goes out; `name` and `by` are "" where the campaign does not say them."""

    name: str
    by: str
    year: int
    issue: QuickIssue
    to: tuple[str, ...]
    copies: tuple[str, ...]
    items: tuple[QuickItem, ...]

    def open_only(self) -> "Edited":
        """The same with only those items that everybody may see."""
        items = tuple(one for one in self.items if one.open)
        return Edited(self.name, self.by, self.year, self.issue, self.to, self.copies, items)


def edited(quick: Quick, rules: QuickRules | None) -> list[Edited]:
    """Every issue of a year, the latest first."""
    return [_edited(quick, rules, issue) for issue in reversed(quick.issues)]


def _edited(quick: Quick, rules: QuickRules | None, issue: QuickIssue) -> Edited:
    return Edited(
        name=rules.name if rules else "",
        by=rules.by if rules else "",
        year=quick.year,
        issue=issue,
        to=tuple(issue.to or (rules.to if rules else ())),
        copies=tuple(issue.copies or (rules.copies if rules else ())),
        items=tuple(one for one in quick.items if one.number == issue.number),
    )


def waiting(quick: Quick) -> Sequence[QuickItem]:
    """The items that are in no issue yet."""
    return [one for one in quick.items if one.number is None]
