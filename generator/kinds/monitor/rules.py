"""Rules about monitored units and stations: agreement with themselves and their city."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from generator.checks.common import place_problem
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.core.raw import Path
from generator.kinds.issue.model import Place
from generator.kinds.monitor.model import Monitor, MonitorState
from generator.kinds.register import FiledRecord


@dataclass(frozen=True, slots=True)
class MonitoredLine:
    """One line of one of the lists, and its place in the record."""

    filed: FiledRecord[Monitor]
    path: Path
    name: str
    place: Place | None
    states: list[MonitorState]


def _listed(checked: Checked) -> Iterator[MonitoredLine]:
    for filed in checked.register.of(Monitor):
        for at, unit in enumerate(filed.record.units):
            yield MonitoredLine(filed, ("units", at), unit.name, unit.place, unit.states)
        for at, station in enumerate(filed.record.stations):
            yield MonitoredLine(
                filed, ("stations", at), station.name, station.place, station.states
            )


def _places(checked: Checked) -> Iterator[tuple[FiledRecord[Monitor], Path, Place]]:
    for one in _listed(checked):
        if one.place:
            yield one.filed, (*one.path, "place"), one.place
    for filed in checked.register.of(Monitor):
        for at, goal in enumerate(filed.record.goals):
            for position, place in enumerate(goal.counties):
                yield filed, ("goals", at, "counties", position), place


def monitor_place(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for counties outside the city of the ID, or not named as their code says."""
    for filed, path, place in _places(checked):
        city = checked.register.cities.get(filed.record.city_id)
        problem = place_problem(place, city) if city else None
        if problem:
            mark = filed.mark(*path, problem.part)
            yield RuleViolation(filed.raw.path, mark, problem.message, problem.hint)


def state_backward(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for states that are not in order of date."""
    for one in _listed(checked):
        for at, (before, after) in enumerate(pairwise(one.states), 1):
            if before.date.is_after(after.date):
                yield RuleViolation(
                    one.filed.raw.path,
                    one.filed.mark(*one.path, "states", at, "date"),
                    f"{one.name!r} 的状态日期 {after.date} 早于前一项的 {before.date}",
                    "状态按先后排列，只在末尾追加；查对两处日期",
                )


def state_repeated(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for states that repeat the one before."""
    for one in _listed(checked):
        for at, (before, after) in enumerate(pairwise(one.states), 1):
            if before.state == after.state:
                yield RuleViolation(
                    one.filed.raw.path,
                    one.filed.mark(*one.path, "states", at, "state"),
                    f"{one.name!r} 的状态 {after.state!r} 与前一项相同",
                    "状态变了才加一项；中间有过别的状态的，补上",
                )


def monitored_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for units and stations listed twice, by name or by code."""
    for filed in checked.register.of(Monitor):
        units = [(one.name, one.credit_code) for one in filed.record.units]
        stations = [(one.name, None) for one in filed.record.stations]
        for name, some in (("units", units), ("stations", stations)):
            seen: dict[str, int] = {}
            for at, texts in enumerate(some):
                doubled = next((text for text in texts if text and text in seen), None)
                if doubled:
                    yield RuleViolation(
                        filed.raw.path,
                        filed.mark(name, at, "name"),
                        f"{doubled!r} 与第 {seen[doubled]} 项相同",
                        "同一个只写一项，状态加在那一项后面；不是同一个的，名称写全",
                    )
                for text in texts:
                    if text:
                        seen.setdefault(text, at + 1)


def goal_early(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for goals that are due before the programme began."""
    for filed in checked.register.of(Monitor):
        programme = checked.register.programmes.get(filed.record.programme_id)
        for at, goal in enumerate(filed.record.goals if programme else ()):
            if programme and goal.due and programme.period.start.is_after(goal.due):
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("goals", at, "due"),
                    f"期限 {goal.due} 早于 {programme.id} 开始的日期 {programme.period.start}",
                    "查对期限的年份和编号里的行动",
                )


RULES = (
    Rule("N08", "monitor-place", "监测监控的区县不对", monitor_place),
    Rule("N09", "monitor-backward", "状态的日期倒退", state_backward),
    Rule("N10", "monitor-repeated", "状态与前一项相同", state_repeated, Severity.WARNING),
    Rule("N11", "monitored-twice", "名录里写了两次", monitored_twice),
    Rule("N12", "monitor-goal-early", "监测要求的期限早于行动开始", goal_early),
)
