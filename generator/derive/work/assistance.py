"""What was given as help (帮扶), and how it stands as of a day; from records of help alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from generator.model.assistance import Assistance


class Standing(StrEnum):
    """How a piece of help stands."""

    OPEN = "进行中"
    SETTLED = "办结"
    ADOPTED = "采纳"
    HELD = "已开展"


_STANDING = {"采纳": Standing.ADOPTED, "开展": Standing.HELD}


def standing(one: Assistance) -> Standing:
    """How it stands, by the event that ended it."""
    return _STANDING.get(one.ending.step, Standing.SETTLED) if one.ending else Standing.OPEN


def days_taken(one: Assistance, today: date) -> int | None:
    """Days from its first event to its end, or to a day; None where a day is not known."""
    first, end = one.events[0].date, one.ending
    if not first.is_exact or (end and not end.date.is_exact):
        return None
    return ((end.date.earliest if end else today) - first.earliest).days


@dataclass(frozen=True, slots=True)
class HelpTally:
    """So many pieces of help; `settled` by an end of any sort, `people` in their audiences.

    `days` are those that the settled ones took, where known.
    """

    given: int = 0
    settled: int = 0
    warnings: int = 0
    people: int = 0
    days: tuple[int, ...] = ()

    @property
    def open(self) -> int:
        """Those that still go on."""
        return self.given - self.settled

    @property
    def usual_days(self) -> str:
        """The median of the days taken; "" where none is known."""
        return f"{median(self.days):g}" if self.days else ""


def help_tally(some: Iterable[Assistance], today: date) -> HelpTally:
    """The counts of these pieces of help."""
    given = list(some)
    settled = [one for one in given if one.ending]
    taken = (days_taken(one, today) for one in settled)
    return HelpTally(
        given=len(given),
        settled=len(settled),
        warnings=sum(len(one.warnings) for one in given),
        people=sum(one.people or 0 for one in given),
        days=tuple(days for days in taken if days is not None),
    )


def help_round(one: Assistance) -> str:
    """The round in which it was given: `LT19-R05`, or `LT19-R00` where none is known."""
    return f"{one.programme_id}-R{one.round_number:02}"


def warned(some: Iterable[Assistance]) -> list[Assistance]:
    """Those in which a warning was given, the latest warning first."""
    found = [one for one in some if one.warnings]
    by_id = sorted(found, key=lambda one: one.id)
    return sorted(by_id, key=lambda one: str(one.warnings[-1].date), reverse=True)
