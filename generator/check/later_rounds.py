"""Whether a check on the spot was made by a group of a later round, where the campaign says so.

The round of a group is told by its name (第5轮西安第3普通组), else by the day, as long as the round
after it has a day that was published or kept. Where neither tells, nothing is said.
"""

from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.kinds.issue.model import Event, Issue
from generator.model.numerals import round_of_unit

_HINT = (
    "这一步由后来轮次的组做；查对单位里的轮次和日期，"
    "确实是本轮的组去看过的，不算这一步，等后来的组到现场核实再记"
)


def same_round(checked: Checked) -> Iterator[Hit]:
    """A step that is for later groups is not taken by one of the round that found the problem."""
    for one in checked.register.of(Issue):
        replayed = checked.replays.get(one.raw.path)
        found = _finders_round(one.record)
        if replayed is None or not found:
            continue
        for position, event in enumerate(one.record.events):
            if any(step.by_later for _, step in replayed.path.by_step.get(event.step, ())):
                said = _said(checked, one.record, found, event)
                if said:
                    mark = one.mark("events", position, "by" if event.by else "date")
                    yield Hit(one.raw.path, mark, said, _HINT)


def _finders_round(issue: Issue) -> int:
    """The round of the group that found it; 0 where that is not known."""
    return round_of_unit(issue.events[0].by or "") or issue.round_number


def _said(checked: Checked, issue: Issue, found: int, event: Event) -> str:
    """What is wrong with the step; empty where nothing is, or where it can not be told."""
    number = round_of_unit(event.by or "")
    if number:
        said = f"“{event.step}”由第 {number} 轮的组做，问题是第 {found} 轮发现的"
        return said if number <= found else ""
    after = checked.register.rounds.get(f"{issue.programme_id}-R{found + 1:02}")
    if (
        after is None
        or not after.is_firm(checked.register.vocabulary)
        or event.date.latest >= after.start
    ):
        return ""
    return (
        f"“{event.step}”的日期 {event.date} 早于第 {after.number} 轮的首日 {after.start}，"
        f"问题是第 {found} 轮发现的"
    )


RULES = (Rule("T10", "same-round", "不是后来轮次的组做的", same_round),)
