"""Rules on the round and city in an ID: group and day of what an issue, assistance or an incident
begins with fit them.

Inspected sites have rules of their own, because a count is of one team and one round: V01, V02.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile

from generator.checks.correction_rules import FREEZING
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.dates import round_of_unit
from generator.core.findings import Severity
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.assistance.model import Assistance, AssistanceEvent
from generator.kinds.incident.model import Incident, IncidentEvent
from generator.kinds.issue.model import Event, Issue
from generator.kinds.register import FiledRecord, Register

Course = Issue | Assistance | Incident
"""A record of a city and a round with a course of events."""

Step = Event | AssistanceEvent | IncidentEvent


def _courses(register: Register) -> Iterator[FiledRecord[Course]]:
    yield from register.of(Issue)
    yield from register.of(Assistance)
    yield from register.of(Incident)


def found_outside_round(checked: Checked) -> Iterator[RuleViolation]:
    """Find records that begin more than a round's length before or after that in their ID.

    Groups begin early and report late, and the days of some rounds are only computed: closer days
    prove nothing.
    """
    for one in _courses(checked.register):
        record, first = one.record, one.record.events[0]
        during = checked.register.rounds.get(f"{record.programme_id}-R{record.round_number:02}")
        if during is None or during.end < during.start:
            continue
        length = during.end - during.start + timedelta(1)
        if first.date.latest < during.start - length or first.date.earliest > during.end + length:
            what = "发现" if isinstance(record, Issue) else f"“{first.step}”的"
            yield RuleViolation(
                one.raw.path,
                one.mark("events", 0, "date"),
                f"{what}日期 {first.date} 离第 {during.number} 轮很远，"
                f"那一轮是 {during.start} 到 {during.end}（{during.standing}）",
                "查对日期和编号里的轮次；轮次的起止有误就改轮次记录，确实如此的保留",
            )


def finder_elsewhere(checked: Checked) -> Iterator[RuleViolation]:
    """Find records that a group of another round began, or one of another city began or reported.

    What one round found the next may report.
    """
    for one in _courses(checked.register):
        for position, event in enumerate(_early(checked.register.vocabulary, one.record)):
            number = round_of_unit(event.by or "")
            if not number:
                continue
            begun_in = 0 if position else number
            for where, wanted in _elsewhere(checked.register, one.record, event.by or "", begun_in):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, "by"),
                    f"“{event.step}”的单位 {event.by!r} 是{where}的组，编号里是{wanted}",
                    "查对单位和编号；编号写错了的，还没有并入就换编号，"
                    "已经并入的撤销以后另建一条；确实如此的保留",
                )


def _early(words: Vocabulary, record: Course) -> Iterator[Step]:
    """Yield the events of the round itself: later ones are by groups that come to look.

    Of an issue those until facts are settled; of what is no issue the first.
    """
    if not isinstance(record, Issue):
        return iter(record.events[:1])
    later = words.with_role("steps", *FREEZING, Role.VERIFIED)
    return takewhile(lambda event: event.step not in later, record.events)


def _elsewhere(
    register: Register, record: Course, unit: str, number: int
) -> Iterator[tuple[str, str]]:
    """Yield where a group belongs by its name, and where the record does, if that is elsewhere.

    `number` is its round, 0 where that does not matter.
    """
    if number and record.round_number and number != record.round_number:
        yield f"第 {number} 轮", f"第 {record.round_number} 轮"
    own = register.cities.get(record.city_id)
    if own is None or own.name in unit or own.short_name in unit:
        return
    for city in register.cities.values():
        if city.name in unit or city.short_name in unit:
            yield city.name, own.name
            return


RULES = (
    Rule("D19", "found-outside-round", "日期离轮次很远", found_outside_round, Severity.WARNING),
    Rule("R17", "finder-elsewhere", "组不是本轮本市的", finder_elsewhere, Severity.WARNING),
)
