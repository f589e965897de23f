"""Rules about a unit (单位档案): place, days of its names, the same one twice, and links to it."""

from collections.abc import Iterator
from itertools import pairwise

from generator.checks.common import place_problem, repeated
from generator.checks.reference_rules import city_of, unit_path
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.fields import Record
from generator.core.findings import clauses
from generator.core.raw import Path
from generator.kinds.assistance.model import Assistance
from generator.kinds.issue.model import Issue
from generator.kinds.monitor.model import Monitor
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import FiledRecord, Register
from generator.kinds.unit.model import Unit


def unit_place(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for places outside the city of the ID, or not named as their code says."""
    for one in checked.register.of(Unit):
        city, place = checked.register.cities.get(one.record.city_id), one.record.place
        problem = place_problem(place, city) if city and place else None
        if problem:
            hint = clauses(problem.hint, "只知道城市的不写 place")
            mark = one.mark("place", problem.part)
            yield RuleViolation(one.raw.path, mark, problem.message, hint)


def names_order(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for names that are not in order of their days."""
    for one in checked.register.of(Unit):
        dated = [(at, name) for at, name in enumerate(one.record.names) if name.since]
        for (_, before), (at, after) in pairwise(dated):
            if before.since and after.since and before.since.is_after(after.since):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("names", at, "since"),
                    f"“{after.name}”的起用日期 {after.since} 早于前一个名称的 {before.since}",
                    "查对两处日期；现在的名称写在最后",
                )


def unit_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for a second record of the unit of one credit code."""
    filed = [one for one in checked.register.of(Unit) if one.record.credit_code]
    filed.sort(key=lambda one: one.raw.path)
    for at, before in repeated(one.record.credit_code for one in filed):
        one, first = filed[at], filed[before].record
        yield RuleViolation(
            one.raw.path,
            one.mark("credit_code"),
            f"统一社会信用代码 {one.record.credit_code!r} 与 {first.id} 的相同",
            f"同一家只建一份：别处的 unit 改成 {first.id}，还没有合并的删去后建的一份",
        )


def unknown_unit(checked: Checked) -> Iterator[RuleViolation]:
    """Every unit that is pointed to is recorded, in the same city."""
    for one, place, name in _linked(checked.register):
        path, city = unit_path(name), city_of(one.record)
        if city != name[1:7]:
            yield RuleViolation(
                one.raw.path,
                one.mark(*place),
                f"单位档案 {name} 不在本市 {city}",
                "查对编号；同一家在几个城市有点位的，每市建一份档案",
            )
        elif checked.existing_paths is not None and path and path not in checked.existing_paths:
            yield RuleViolation(
                one.raw.path,
                one.mark(*place),
                f"单位档案 {name!r} 没有记录",
                f"查对编号；还没有建档的先建 {path}，不该写的删去这一行",
            )


def _linked(register: Register) -> Iterator[tuple[FiledRecord[Record], Path, str]]:
    for one in register.filed:
        record = one.record
        if isinstance(record, Monitor):
            for at, unit in enumerate(record.units):
                if unit.unit:
                    yield one, ("units", at, "unit"), unit.unit
        elif isinstance(record, Issue | Penalty | Assistance) and record.unit:
            yield one, ("unit",), record.unit


RULES = (
    Rule("U01", "unit-place", "单位的区县与城市不符", unit_place),
    Rule("U02", "unit-names", "单位名称的先后不对", names_order),
    Rule("R21", "unknown-unit", "单位档案没有记录", unknown_unit),
    Rule("U03", "unit-twice", "同一家单位建了两份档案", unit_twice),
)
