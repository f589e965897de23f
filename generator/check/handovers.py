"""Whether what a team took over can have been handed over to it: when, and which problems."""

import re
from collections.abc import Iterator
from datetime import timedelta

from generator.check.rule import Checked, Hit, Rule
from generator.kinds.register import Filed
from generator.kinds.registry import BY_NAME
from generator.kinds.team.model import Handover, Team

_ISSUE = re.compile(BY_NAME["issue"].id_pattern, re.ASCII)


def _handed(checked: Checked) -> Iterator[tuple[Filed[Team], Handover]]:
    for one in checked.register.of(Team):
        if one.record.handover:
            yield one, one.record.handover


def handover_outside_round(checked: Checked) -> Iterator[Hit]:
    """A team takes over while its round runs, or within one cadence before it."""
    for one, handed in _handed(checked):
        programme = checked.register.programmes.get(one.record.programme_id)
        record = checked.register.rounds.get(one.record.round_id)
        if not programme or not record:
            continue
        first = record.start - timedelta(programme.cadence_days or 0)
        if not first <= handed.date <= record.end:
            yield Hit(
                one.raw.path,
                one.mark("handover", "date"),
                f"交接日期 '{handed.date}' 不在本轮前后",
                f"本轮 {record.start} 至 {record.end}，交接最早在 {first}；查对日期和轮次",
            )


def handover_of_first_round(checked: Checked) -> Iterator[Hit]:
    """The first round of a campaign takes over nothing."""
    first: dict[str, int] = {}
    for each in checked.register.rounds.values():
        first[each.programme_id] = min(each.number, first.get(each.programme_id, each.number))
    for one, _ in _handed(checked):
        team = one.record
        if team.round_number <= first.get(team.programme_id, -1):
            yield Hit(
                one.raw.path,
                one.mark("handover", "date"),
                f"{team.round_id!r} 是第一个轮次，没有可以接收的",
                "删去 handover，或者查对编号里的轮次",
            )


def whole_and_issues(checked: Checked) -> Iterator[Hit]:
    """Either the whole list was taken over, or the problems that are named."""
    for one, handed in _handed(checked):
        if handed.whole and handed.issues:
            yield Hit(
                one.raw.path,
                one.mark("handover", "whole"),
                f"写明全部接收，又逐条列了 '{len(handed.issues)}' 条",
                "全部接收的删去 issues；只接收这几条的删去 whole",
            )


def handover_issue(checked: Checked) -> Iterator[Hit]:
    """What is named was found by an earlier round of this campaign in this city."""
    for one, handed in _handed(checked):
        for place, name in enumerate(handed.issues):
            fault = handover_fault(one.record, name)
            if fault:
                yield Hit(
                    one.raw.path,
                    one.mark("handover", "issues", place),
                    f"接收的问题 {name!r} {fault}",
                    "写以前轮次在本市发现的问题的编号，例如 "
                    f"{one.record.programme_id}-{one.record.city_id}-R01-P01-001",
                )


def handover_fault(team: Team, name: str) -> str:
    """Why a problem can not have been handed over to a team, by its ID; "" where it can."""
    if not _ISSUE.fullmatch(name):
        return "不是问题编号"
    programme, city, number, *_ = name.split("-")
    if programme != team.programme_id:
        return "属于别的行动"
    if city != team.city_id:
        return "属于别的城市"
    return "不是以前的轮次发现的" if int(number[1:]) >= team.round_number else ""


RULES = (
    Rule("G07", "handover-outside-round", "交接不在本轮前后", handover_outside_round),
    Rule("G11", "whole-and-issues", "全部接收又逐条列出", whole_and_issues),
    Rule("G12", "handover-issue", "接收的问题编号不对", handover_issue),
    Rule("G13", "handover-of-first-round", "第一轮写了交接", handover_of_first_round),
)
