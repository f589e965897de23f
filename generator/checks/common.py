"""Code that rules of several kinds share: places of records, dates of events, repeated keys."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.checks.rule import Checked, RuleViolation
from generator.core.findings import clauses, nearest
from generator.kinds.assistance.model import Assistance, AssistanceEvent
from generator.kinds.city.model import City, home_elsewhere, is_zone
from generator.kinds.incident.model import Incident, IncidentEvent
from generator.kinds.issue.model import Event, Issue, Place
from generator.kinds.penalty.model import Penalty, PenaltyEvent
from generator.kinds.register import FiledRecord
from generator.kinds.task.model import Task


@dataclass(frozen=True, slots=True)
class PlaceProblem:
    """The problem of a county: whether it is in the code, the message and the hint."""

    in_code: bool
    message: str
    hint: str

    @property
    def part(self) -> str:
        """Return the part of a place that it is about."""
        return "county" if self.in_code else "name"


def code_problem(code: str, city: City) -> PlaceProblem | None:
    """Return the problem of a code without a name; None where it is right."""
    if code in city.known_codes:
        return None
    return PlaceProblem(
        True,
        f"区县代码 {code!r} 不属于{city.name}",
        f"区县没错就换城市代码；城市没错就在 records/cities/{city.id}.yml 里查代码",
    )


def county_problem(code: str | None, name: str | None, city: City) -> PlaceProblem | None:
    """Return the problem of a county's code and name in a city; None where they are right."""
    if code and (problem := code_problem(code, city)):
        return problem
    if code and name is None:
        names = "、".join(city.names_of(code))
        return PlaceProblem(True, f"只写了区县代码 {code!r}，没有写名称", f"这个代码是{names}")
    if code and name not in city.names_of(code):
        names = "、".join(city.names_of(code))
        return PlaceProblem(False, f"区县名称 {name!r} 与代码 {code!r} 不符", f"这个代码是{names}")
    if name and not code and name not in city.uncoded:
        return PlaceProblem(
            False, f"{city.name}没有叫 {name!r} 的无代码单元", unit_hint(name, city)
        )
    return None


def place_problem(place: Place, city: City) -> PlaceProblem | None:
    """Return the problem of a place in a city; None where it is right."""
    return county_problem(place.county, place.name, city)


def unit_hint(name: str, city: City, cities: Iterable[City] = ()) -> str:
    """Return how to write a unit that is not recorded for a city under this name.

    `cities` are those whose unit it may be instead.
    """
    if elsewhere := home_elsewhere(name, city, cities):
        return f"{elsewhere}；查对城市和区县"
    if name in city.codes:
        return f'{name}有代码，补上一行“county: "{city.codes[name]}"”'
    meant = city.meant(name)
    if meant:
        code = f'，并补上一行“county: "{city.codes[meant]}"”' if meant in city.codes else ""
        return f"写登记的名称“{meant}”{code}"
    # What is like a zone in letters is another place.
    near = None if is_zone(name) else nearest(name, [*city.codes, *city.uncoded])
    add = f"没有代码的单元先加到 records/cities/{city.id}.yml 的 zones 里"
    return f"是不是{near}？{add}" if near else add


def repeated(keys: Iterable[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield the position of each key that was there before, and that of the first such key."""
    first: dict[Hashable, int] = {}
    for at, key in enumerate(keys):
        before = first.setdefault(key, at)
        if before != at:
            yield at, before


Courses = (
    Iterable[FiledRecord[Issue]]
    | Iterable[FiledRecord[Assistance]]
    | Iterable[FiledRecord[Incident]]
    | Iterable[FiledRecord[Penalty]]
)
AnyEvent = Event | AssistanceEvent | IncidentEvent | PenaltyEvent
Events = Sequence[AnyEvent]


def _tells_more(event: AnyEvent) -> bool:
    return isinstance(event, Event) and event.same_as is not None


def backward(courses: Courses) -> Iterator[RuleViolation]:
    """Findings for events that are not in order of date; one that only tells more has none."""
    for one in courses:
        events: Events = one.record.events
        placed = [(at, event) for at, event in enumerate(events) if not _tells_more(event)]
        for (_, before), (position, after) in pairwise(placed):
            if before.date.is_after(after.date):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, "date"),
                    f"“{after.step}”的日期 {after.date} 早于前一步“{before.step}”的 {before.date}",
                    "查对两处日期；前一步还没有合并的，把这一步移到它前面，"
                    f"已经合并的不移动，补记的写在后面一步的“{_saying(after)}”里",
                )


def _saying(event: AnyEvent) -> str:
    """Return the title of the free-text field of such an event."""
    return "备注" if isinstance(event, Event) else "内容"


def too_early(
    checked: Checked, courses: Iterable[FiledRecord[Assistance]] | Iterable[FiledRecord[Incident]]
) -> Iterator[RuleViolation]:
    """Findings for events before the programme began."""
    for one in courses:
        programme = checked.register.programmes.get(one.record.programme_id)
        events: Events = one.record.events
        for position, event in enumerate(events):
            if programme and programme.period.start.is_after(event.date):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, "date"),
                    f"“{event.step}”的日期 {event.date} 早于 {programme.id} "
                    f"开始的日期 {programme.period.start}",
                    "查对日期和编号里的行动；开始日期有误就改 records/programmes 里的 period",
                )


def misplaced(
    checked: Checked,
    placed: Iterable[FiledRecord[Assistance]]
    | Iterable[FiledRecord[Incident]]
    | Iterable[FiledRecord[Penalty]]
    | Iterable[FiledRecord[Task]],
    without: str,
) -> Iterator[RuleViolation]:
    """Findings for places outside the city of the ID, or not named as their code says.

    `without` says when no place is written.
    """
    for one in placed:
        city = checked.register.cities.get(one.record.city_id)
        problem = place_problem(one.record.place, city) if city and one.record.place else None
        if problem:
            hint = clauses(problem.hint, without)
            yield RuleViolation(
                one.raw.path, one.mark("place", problem.part), problem.message, hint
            )
