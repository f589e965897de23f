"""What holds for any kind of record that has a course (经过): problems, help, incidents."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from generator.check.local import place_slip
from generator.check.rule import Checked, Hit
from generator.kinds.assistance.model import Assistance, AssistanceEvent
from generator.kinds.incident.model import Incident, IncidentEvent
from generator.kinds.issue.model import Event, Issue
from generator.kinds.register import Filed

Courses = Iterable[Filed[Issue]] | Iterable[Filed[Assistance]] | Iterable[Filed[Incident]]
Events = Sequence[Event | AssistanceEvent | IncidentEvent]


def backward(courses: Courses) -> Iterator[Hit]:
    """Events stand in the order in which they happened."""
    for one in courses:
        events: Events = one.record.events
        for position, (before, after) in enumerate(pairwise(events)):
            if before.date.is_after(after.date):
                yield Hit(
                    one.raw.path,
                    one.mark("events", position + 1, "date"),
                    f"“{after.step}”的日期 {after.date} 早于前一步“{before.step}”的 {before.date}",
                    "查对两处日期；前一步还没有合并的，把这一步移到它前面，"
                    f"已经合并的不移动，补记的写在后面一步的“{_saying(after)}”里",
                )


def _saying(event: Event | AssistanceEvent | IncidentEvent) -> str:
    """The title of the field in which such an event speaks freely."""
    return "备注" if isinstance(event, Event) else "内容"


def too_early(
    checked: Checked, courses: Iterable[Filed[Assistance]] | Iterable[Filed[Incident]]
) -> Iterator[Hit]:
    """No event happened before its campaign began."""
    for one in courses:
        programme = checked.register.programmes.get(one.record.programme_id)
        events: Events = one.record.events
        for position, event in enumerate(events):
            if programme and programme.period.start.is_after(event.date):
                yield Hit(
                    one.raw.path,
                    one.mark("events", position, "date"),
                    f"“{event.step}”的日期 {event.date} 早于 {programme.id} "
                    f"开始的日期 {programme.period.start}",
                    "查对日期和编号里的行动；开始日期有误就改 records/programmes 里的 period",
                )


def misplaced(
    checked: Checked,
    courses: Iterable[Filed[Assistance]] | Iterable[Filed[Incident]],
    without: str,
) -> Iterator[Hit]:
    """The place lies in the city of the ID and is called as its code says.

    `without` says when no place is written.
    """
    for one in courses:
        city = checked.register.cities.get(one.record.city_id)
        slip = place_slip(one.record.place, city) if city and one.record.place else None
        if slip:
            hint = f"{slip.hint}；{without}"
            yield Hit(one.raw.path, one.mark("place", slip.part), slip.message, hint)
