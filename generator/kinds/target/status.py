"""The states of the targets (目标) of a city as of a day, and the projection at this pace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from generator.core.dates import PartialDate
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.target.model import Aim, Target

FEWEST = 3
"""Months below which nothing is projected."""

_TENTH = Decimal("0.1")


class AimState(StrEnum):
    """The state of an aim as of a day."""

    MET = "达到"
    MISSED = "未达到"
    RUNNING = "期未满"
    AWAITED = "期满，完成情况未公布"


def is_met(aim: Aim, value: Decimal, vocabulary: Vocabulary) -> bool:
    """Return whether a value is as good as the aim requires."""
    less_is_better = vocabulary.has_role(aim.better, Role.AT_MOST, words="directions")
    return value <= aim.value if less_is_better else value >= aim.value


def aim_state(aim: Aim, vocabulary: Vocabulary, today: date) -> AimState:
    """Return the state of an aim: by its result, before that by the day."""
    if aim.reached is not None:
        return AimState.MET if is_met(aim, aim.reached, vocabulary) else AimState.MISSED
    return AimState.AWAITED if aim.end.latest < today else AimState.RUNNING


def owes_explanation(aim: Aim, vocabulary: Vocabulary, today: date) -> bool:
    """Return whether its sponsor still has to explain why it was missed."""
    return aim_state(aim, vocabulary, today) is AimState.MISSED and aim.explanation is None


def share(aim: Aim) -> Decimal | None:
    """Return the result in per cent of the aim; None where that is meaningless."""
    if aim.reached is None or not aim.value:
        return None
    return rounded(100 * aim.reached / aim.value)


def rounded(value: Decimal) -> Decimal:
    """Return the value rounded to one tenth."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def months_between(start: PartialDate, end: PartialDate) -> int:
    """Return how many months a period touches."""
    first, last = start.earliest, end.latest
    return (last.year - first.year) * 12 + last.month - first.month + 1


@dataclass(frozen=True, slots=True)
class Pace:
    """The months so far: their number, that of the whole period, sum, mean, and projection.

    `projected` is None with fewer than three months.
    """

    months: int
    of: int
    sum: Decimal
    mean: Decimal
    projected: Decimal | None
    would_meet: bool


def pace(aim: Aim, vocabulary: Vocabulary) -> Pace | None:
    """Return the months so far beside the aim; None where no month is known.

    An average ends at the mean so far. A sum ends at the sum so far, plus the mean for each
    month that is still to come.
    """
    values = [one.value for one in aim.months]
    if not values:
        return None
    total = sum(values, Decimal(0))
    mean = total / len(values)
    of = months_between(aim.start, aim.end)
    end = total + mean * max(0, of - len(values)) if aim.adds_up else mean
    projected = rounded(end) if len(values) >= FEWEST else None
    return Pace(
        months=len(values),
        of=of,
        sum=total,
        mean=rounded(mean),
        projected=projected,
        would_meet=projected is not None and is_met(aim, projected, vocabulary),
    )


@dataclass(frozen=True, slots=True)
class TargetTally:
    """Counts of a city's aims by state."""

    aims: int
    met: int
    missed: int
    owed: int

    @property
    def open(self) -> int:
        """Return how many are undecided."""
        return self.aims - self.met - self.missed


def target_tally(targets: Iterable[Target], vocabulary: Vocabulary, today: date) -> TargetTally:
    """Return the counts of the aims of these targets."""
    aims = [aim for one in targets for aim in one.aims]
    states = [aim_state(aim, vocabulary, today) for aim in aims]
    return TargetTally(
        aims=len(aims),
        met=states.count(AimState.MET),
        missed=states.count(AimState.MISSED),
        owed=sum(owes_explanation(aim, vocabulary, today) for aim in aims),
    )
