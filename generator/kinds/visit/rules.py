"""Rules about inspected sites: days, groups, parts and sums agree, and nothing counts twice."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity, clauses, nearest
from generator.kinds.register import FiledRecord
from generator.kinds.team.model import Team
from generator.kinds.visit.model import VisitCount, Visits

Counted = tuple[FiledRecord[Visits], int, VisitCount]
"""A record, the place of a count in it, and that count."""


def _counts(checked: Checked) -> Iterator[Counted]:
    for one in checked.register.of(Visits):
        for place, count in enumerate(one.record.counts):
            yield one, place, count


def visit_outside_round(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for days outside the round; by one cadence outside one that was only computed."""
    register = checked.register
    for one, place, count in _counts(checked):
        record = register.rounds.get(one.record.round_id)
        programme = register.programmes.get(one.record.programme_id)
        if record is None or programme is None:
            continue
        is_firm = record.is_firm(register.vocabulary)
        margin = timedelta(0 if is_firm else programme.cadence_days or 0)
        if not record.start - margin <= count.date <= record.end + margin:
            around = "" if is_firm else f"（推算的，前后各放宽 {margin.days} 天）"
            yield RuleViolation(
                one.raw.path,
                one.mark("counts", place, "date"),
                f"检查日期 '{count.date}' 不在本轮里",
                f"本轮 {record.start} 至 {record.end}{around}；查对日期和编号里的轮次",
            )


def visit_group(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for groups that the team of the round does not have, where it is recorded."""
    for one, place, count in _counts(checked):
        team = checked.register.find(Team, one.record.team_id)
        codes = [group.code for group in team.groups] if team else []
        if team and count.group and count.group not in codes:
            near = nearest(count.group, codes)
            yield RuleViolation(
                one.raw.path,
                one.mark("counts", place, "group"),
                f"工作组记录 {team.id} 里没有组 {count.group!r}",
                clauses(
                    f"是不是 {near}？" if near else "",
                    f"本轮的组：{'、'.join(codes)}",
                    "确有这个组的，先加到工作组记录的 groups 里",
                ),
            )


def visit_counted_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for counts that hold what an earlier one of the record holds too."""
    for one in checked.register.of(Visits):
        for place, first in _repeated(one.record.counts):
            before = one.record.counts[first]
            yield RuleViolation(
                one.raw.path,
                one.mark("counts", place, "date"),
                f"“{_said(one.record.counts[place])}”与第 {first + 1} 项“{_said(before)}”重复计数",
                "同一组同一日只写一项；写了各日、各组的，不再写合计",
            )


_ANY = "*"
"""Any group, or any day, whatever an entry says of it."""

Part = tuple[str | None, date | str | None]
"""Group and day of sites; None for all groups, or for all days of the round."""


def _repeated(counts: Sequence[VisitCount]) -> Iterator[tuple[int, int]]:
    """Yield the place of each count that holds sites of an earlier one, and the place of that."""
    first: dict[Part, int] = {}
    for place, count in enumerate(counts):
        group, day = count.group, None if count.whole else count.date
        groups = (group, None) if group else (_ANY,)
        days = (day, None) if day else (_ANY,)
        before = [first[part] for part in product(groups, days) if part in first]
        if before:
            yield place, min(before)
        for part in product((group, _ANY), (day, _ANY)):
            first.setdefault(part, place)


def _said(count: VisitCount) -> str:
    group = f"{count.group} 组" if count.group else "全市"
    return f"{group}整轮合计" if count.whole else f"{group} {count.date}"


def visit_parts(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for parts of a count that are larger than the count."""
    for one, place, count in _counts(checked):
        for name in ("listed", "with_problems"):
            part = getattr(count, name)
            if part is not None and part > count.sites:
                title = VisitCount.model_fields[name].title
                yield RuleViolation(
                    one.raw.path,
                    one.mark("counts", place, name),
                    f"{title} '{part}' 多于检查点位 {count.sites}",
                    "sites 写全部检查点位，清单外的也算；一个点位有几个问题，仍然是一个点位",
                )


def visit_list(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for more listed sites inspected than the task list has."""
    for one in checked.register.of(Visits):
        size = one.record.list_sites
        inspected = sum(count.listed or 0 for count in one.record.counts)
        if size is not None and inspected > size:
            yield RuleViolation(
                one.raw.path,
                one.mark("list_sites"),
                f"任务清单 '{size}' 个点位，各次检查的清单内点位却有 {inspected} 个",
                "再次检查的点位不重复计；清单后来增加的，改 list_sites",
            )


RULES = (
    Rule("V01", "visit-outside-round", "检查日期不在本轮里", visit_outside_round),
    Rule("V02", "visit-group", "工作组记录里没有这个组", visit_group),
    Rule("V03", "visit-counted-twice", "检查点位重复计数", visit_counted_twice),
    Rule("V04", "visit-parts", "分项多于检查点位", visit_parts),
    Rule("V05", "visit-list", "清单内检查多于任务清单", visit_list, Severity.WARNING),
)
