"""Whether dates agree with each other. None of these rules looks at today's date (decision 11)."""

from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.checks.common import backward
from generator.core.dates import PartialDate
from generator.core.fields import Record
from generator.core.raw import Path
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import Filed
from generator.model.round import Round


def date_before_programme(checked: Checked) -> Iterator[Hit]:
    """Nothing was found before its campaign began."""
    for one in checked.register.of(Issue):
        programme = checked.register.programmes.get(one.record.programme_id)
        if programme and programme.period.start.is_after(one.record.found_on):
            yield Hit(
                one.raw.path,
                one.mark("events", 0, "date"),
                f"发现日期 {one.record.found_on} 早于 {programme.id} "
                f"开始的日期 {programme.period.start}",
                "查对日期和编号里的行动；开始日期有误就改 records/programmes 里的 period",
            )


def events_backward(checked: Checked) -> Iterator[Hit]:
    """Events stand in the order in which they happened."""
    return backward(checked.register.of(Issue))


def due_before_event(checked: Checked) -> Iterator[Hit]:
    """A deadline is not over before it is set."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            deadlines = (("plan_due", "方案期限", event.plan_due), ("due", "整改期限", event.due))
            for field, title, day in deadlines:
                if day and day < event.date.earliest:
                    yield Hit(
                        one.raw.path,
                        one.mark("events", position, field),
                        f"{title} {day} 早于提出期限的日期 {event.date}",
                        "查对两处的年份和月份",
                    )


def period_reversed(checked: Checked) -> Iterator[Hit]:
    """No period ends before it starts."""
    for one, place, start, end in _periods(checked):
        if start.is_after(end):
            message = f"止日 {end} 早于起日 {start}"
            yield Hit(one.raw.path, one.mark(*place), message, "查对起止两个日期")


def _periods(
    checked: Checked,
) -> Iterator[tuple[Filed[Record], Path, PartialDate, PartialDate]]:
    """Each period with its record and the place of its end."""
    for programme in checked.register.of(Programme):
        period = programme.record.period
        if period.end:
            yield programme, ("period", "end"), period.start, period.end
    for one in checked.register.of(Round):
        days = [
            PartialDate(day.year, day.month, day.day) for day in (one.record.start, one.record.end)
        ]
        yield one, ("end",), days[0], days[1]
    for bulletin in checked.register.of(Bulletin):
        for position, row in enumerate(bulletin.record.rows):
            yield bulletin, ("rows", position, "end"), row.start, row.end


RULES = (
    Rule("D01", "date-before-programme", "发现早于行动开始", date_before_programme),
    Rule("D02", "events-backward", "经过的日期倒退", events_backward),
    Rule("D03", "due-before-event", "期限早于提出之日", due_before_event),
    Rule("D04", "period-reversed", "止日早于起日", period_reversed),
)
