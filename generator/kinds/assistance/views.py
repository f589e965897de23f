"""What was given as help (帮扶), and how it stands as of a day; from records of help alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.assistance.model import Assistance


class Standing(StrEnum):
    """How a piece of help stands."""

    OPEN = "进行中"
    SETTLED = "办结"
    ADOPTED = "采纳"
    HELD = "已开展"


_STANDING = {Role.ADOPTED: Standing.ADOPTED, Role.HELD: Standing.HELD}


def standing(one: Assistance, vocabulary: Vocabulary) -> Standing:
    """How it stands, by the event that ended it."""
    end = one.ending(vocabulary)
    if end is None:
        return Standing.OPEN
    for role, state in _STANDING.items():
        if vocabulary.has_role(end.step, role, words="assistance_steps"):
            return state
    return Standing.SETTLED


def days_taken(one: Assistance, vocabulary: Vocabulary, today: date) -> int | None:
    """Days from its first event to its end, or to a day; None where a day is not known."""
    first, end = one.events[0].date, one.ending(vocabulary)
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


def help_tally(some: Iterable[Assistance], vocabulary: Vocabulary, today: date) -> HelpTally:
    """The counts of these pieces of help."""
    given = list(some)
    settled = [one for one in given if one.ending(vocabulary)]
    taken = (days_taken(one, vocabulary, today) for one in settled)
    return HelpTally(
        given=len(given),
        settled=len(settled),
        warnings=sum(len(one.warnings(vocabulary)) for one in given),
        people=sum(one.people or 0 for one in given),
        days=tuple(days for days in taken if days is not None),
    )


def help_round(one: Assistance) -> str:
    """The round in which it was given: `LT19-R05`, or `LT19-R00` where none is known."""
    return f"{one.programme_id}-R{one.round_number:02}"


def warned(some: Iterable[Assistance], vocabulary: Vocabulary) -> list[Assistance]:
    """Those in which a warning was given, the latest warning first."""
    found = [(one, last) for one in some for last in one.warnings(vocabulary)[-1:]]
    by_id = sorted(found, key=lambda pair: pair[0].id)
    return [one for one, _ in sorted(by_id, key=lambda pair: str(pair[1].date), reverse=True)]
