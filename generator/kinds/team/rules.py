"""Rules about a team: sponsors, groups, reports, confirmations, handovers."""

import re
from collections.abc import Iterator
from datetime import timedelta

from generator.checks.common import repeated
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity, nearest
from generator.kinds.programme.model import GroupKind, Programme
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import BY_NAME
from generator.kinds.team.model import Group, Handover, Team

Led = tuple[FiledRecord[Team], Programme]
"""A team with its programme."""


def led(register: Register) -> Iterator[Led]:
    """Yield each team whose programme is recorded, with that programme."""
    for one in register.of(Team):
        programme = register.programmes.get(one.record.programme_id)
        if programme:
            yield one, programme


def missing_sponsor(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for roles of joint sponsors that no unit has."""
    for one, programme in led(checked.register):
        taken = {sponsor.role for sponsor in one.record.sponsors}
        missing = [role for role in programme.sponsor_roles if role not in taken]
        if missing:
            yield RuleViolation(
                one.raw.path,
                one.mark("sponsors") if one.record.sponsors else one.mark("id"),
                f"包保单位缺 {'、'.join(missing)!r}",
                "在 sponsors 里补上职责和单位；还没有确定的，确定以后再补",
            )


def unknown_sponsor_role(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for roles of sponsors that the programme does not have."""
    for one, programme in led(checked.register):
        roles = programme.sponsor_roles
        for place, sponsor in enumerate(one.record.sponsors):
            if sponsor.role not in roles:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("sponsors", place, "role"),
                    f"{programme.id} 没有包保职责 {sponsor.role!r}",
                    _instead(sponsor.role, programme),
                )


def _instead(role: str, programme: Programme) -> str:
    near = nearest(role, programme.sponsor_roles)
    if near:
        return f"是不是 {near}？"
    listed = "、".join(programme.sponsor_roles)
    file = f"records/programmes/{programme.id}.yml"
    return f"行动所列：{listed}" if listed else f"先在 {file} 的 sponsor_roles 里列明"


def _groups(register: Register) -> Iterator[tuple[FiledRecord[Team], Programme, int, Group]]:
    for one, programme in led(register):
        for place, group in enumerate(one.record.groups):
            yield one, programme, place, group


def unknown_team_group(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for groups of a kind that the programme does not send."""
    for one, programme, place, group in _groups(checked.register):
        kinds = [kind for kind in programme.group_kinds if not kind.published]
        if group.code[0] not in {kind.letter for kind in kinds}:
            listed = "、".join(f"{_spelled(kind)}（{kind.name}）" for kind in kinds)
            yield RuleViolation(
                one.raw.path,
                one.mark("groups", place, "code"),
                f"{programme.id} 没有代号为 {group.code[0]!r} 的工作组",
                f"可用的组：{listed}",
            )


def _spelled(kind: GroupKind) -> str:
    return f"{kind.letter}01" if kind.numbered else kind.letter


def team_group_number(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbered groups without a number, and for others with one."""
    for one, programme, place, group in _groups(checked.register):
        for kind in programme.group_kinds:
            if kind.letter == group.code[0] and kind.numbered != (len(group.code) > 1):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("groups", place, "code"),
                    f"组号 {group.code!r} 与{kind.name}的写法不符",
                    f"写 {_spelled(kind)} 的形式" if kind.numbered else f"只写 {kind.letter}",
                )


def duplicate_group(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for groups that a team names twice."""
    for one in checked.register.of(Team):
        codes = [group.code for group in one.record.groups]
        for place, _ in repeated(codes):
            yield RuleViolation(
                one.raw.path,
                one.mark("groups", place, "code"),
                f"组 {codes[place]!r} 写了两次",
                "合成一个，或者改成另一个组号",
            )


def overlapping_groups(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for two groups of a kind with the same area and the same task."""
    for one in checked.register.of(Team):
        seen: dict[tuple[str, str | None, str | None], str] = {}
        for place, group in enumerate(one.record.groups):
            if not group.area:
                continue
            first = seen.setdefault((group.code[0], group.area, group.task), group.code)
            if first != group.code:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("groups", place, "area"),
                    f"组 {group.code!r} 与 {first!r} 的片区相同：{group.area!r}",
                    "分清各组的片区；确实一同去的，在 task 里写明各做什么",
                )


def reported_before_round(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for reports before the round began."""
    for one in checked.register.of(Team):
        record = checked.register.rounds.get(one.record.round_id)
        for place, group in enumerate(one.record.groups):
            if record and group.reported and group.reported < record.start:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("groups", place, "reported"),
                    f"报送日期 '{group.reported}' 早于本轮首日 {record.start}",
                    "查对报送日期和轮次",
                )


def reported_late(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for reports after the days that the programme allows, where it gives them.

    The end of a round that was only computed proves nothing.
    """
    for one, programme, place, group in _groups(checked.register):
        record = checked.register.rounds.get(one.record.round_id)
        allowed = programme.group_reporting
        if not (
            record and record.is_firm(checked.register.vocabulary) and allowed and group.reported
        ):
            continue
        last = record.end + timedelta(allowed.days)
        if group.reported > last:
            yield RuleViolation(
                one.raw.path,
                one.mark("groups", place, "reported"),
                f"报送日期 '{group.reported}' 晚于 {last}：本轮 {record.end} 结束，"
                f"{programme.id} 规定 {allowed.days} 日以内报送（{allowed.basis}）",
                "查对报送日期；确实迟报的，可以保留这条提醒",
            )


def fresh_exceeds_people(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for units with more new people than people."""
    for one in checked.register.of(Team):
        for place, group in enumerate(one.record.groups):
            for position, staff in enumerate(group.staff):
                if staff.fresh is not None and staff.fresh > staff.people:
                    yield RuleViolation(
                        one.raw.path,
                        one.mark("groups", place, "staff", position, "fresh"),
                        f"本轮新到 '{staff.fresh}' 人，多于在组的 {staff.people} 人",
                        "people 写在组的总人数，fresh 写其中本轮换来的",
                    )


def missing_confirmation(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for confirmations that the programme requires and that are missing."""
    for one, programme in led(checked.register):
        held = {confirmation.matter for confirmation in one.record.confirmations}
        missing = [matter for matter in programme.team_confirmations if matter not in held]
        if missing:
            yield RuleViolation(
                one.raw.path,
                one.mark("confirmations") if one.record.confirmations else one.mark("id"),
                f"还没有确认 {'、'.join(missing)!r}",
                "落实以后在 confirmations 里写上事项、日期和确认的单位",
            )


_ISSUE = re.compile(BY_NAME["issue"].id_pattern, re.ASCII)


def _handed(checked: Checked) -> Iterator[tuple[FiledRecord[Team], Handover]]:
    for one in checked.register.of(Team):
        if one.record.handover:
            yield one, one.record.handover


def handover_outside_round(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for handovers outside the round and one cadence before it."""
    for one, handed in _handed(checked):
        programme = checked.register.programmes.get(one.record.programme_id)
        record = checked.register.rounds.get(one.record.round_id)
        if not programme or not record:
            continue
        first = record.start - timedelta(programme.cadence_days or 0)
        if not first <= handed.date <= record.end:
            yield RuleViolation(
                one.raw.path,
                one.mark("handover", "date"),
                f"交接日期 '{handed.date}' 不在本轮前后",
                f"本轮 {record.start} 至 {record.end}，交接最早在 {first}；查对日期和轮次",
            )


def handover_of_first_round(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for handovers in the first round of a programme."""
    first: dict[str, int] = {}
    for each in checked.register.rounds.values():
        first[each.programme_id] = min(each.number, first.get(each.programme_id, each.number))
    for one, _ in _handed(checked):
        team = one.record
        if team.round_number <= first.get(team.programme_id, -1):
            yield RuleViolation(
                one.raw.path,
                one.mark("handover", "date"),
                f"{team.round_id!r} 是第一个轮次，没有可以接收的",
                "删去 handover，或者查对编号里的轮次",
            )


def whole_and_issues(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for handovers of both the whole list and named issues."""
    for one, handed in _handed(checked):
        if handed.whole and handed.issues:
            yield RuleViolation(
                one.raw.path,
                one.mark("handover", "whole"),
                f"写明全部接收，又逐个列了 '{len(handed.issues)}' 个",
                "全部接收的删去 issues；只接收这几个的删去 whole",
            )


def handover_issue(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for named issues that no earlier round of the programme found in this city."""
    for one, handed in _handed(checked):
        for place, name in enumerate(handed.issues):
            fault = handover_fault(one.record, name)
            if fault:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("handover", "issues", place),
                    f"接收的问题 {name!r} {fault}",
                    "写以前轮次在本市发现的问题的编号，例如 "
                    f"{one.record.programme_id}-{one.record.city_id}-R01-P01-001",
                )


def handover_fault(team: Team, name: str) -> str:
    """Return why an issue can not have been handed over to a team, by its ID; "" where it can."""
    if not _ISSUE.fullmatch(name):
        return "不是问题编号"
    programme, city, number, *_ = name.split("-")
    if programme != team.programme_id:
        return "属于别的行动"
    if city != team.city_id:
        return "属于别的城市"
    return "不是以前的轮次发现的" if int(number[1:]) >= team.round_number else ""


RULES = (
    Rule("G01", "missing-sponsor", "包保单位不全", missing_sponsor, Severity.WARNING),
    Rule("G02", "unknown-sponsor-role", "行动没有这种包保职责", unknown_sponsor_role),
    Rule("G03", "unknown-team-group", "行动没有这类工作组", unknown_team_group),
    Rule("G04", "team-group-number", "工作组的组号写法不符", team_group_number),
    Rule("G05", "duplicate-group", "同一个组写了两次", duplicate_group),
    Rule("G06", "overlapping-groups", "两个组片区相同", overlapping_groups, Severity.WARNING),
    Rule("G07", "handover-outside-round", "交接不在本轮前后", handover_outside_round),
    Rule("G08", "reported-before-round", "报送早于本轮首日", reported_before_round),
    Rule("G09", "missing-confirmation", "有事项没有确认", missing_confirmation, Severity.WARNING),
    Rule("G10", "fresh-exceeds-people", "新到的多于在组的", fresh_exceeds_people),
    Rule("G11", "whole-and-issues", "全部接收又逐个列出", whole_and_issues),
    Rule("G12", "handover-issue", "接收的问题编号不对", handover_issue),
    Rule("G13", "handover-of-first-round", "第一轮写了交接", handover_of_first_round),
    Rule("G14", "reported-late", "报送晚于行动的期限", reported_late, Severity.WARNING),
)
