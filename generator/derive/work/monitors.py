"""How many units and stations stand how, by county, and how far what a plan wants is reached."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.derive.problems.matrix import Matrix, cross
from generator.kinds.issue.model import Place
from generator.kinds.monitor.model import (
    UNITS,
    Monitor,
    MonitoredUnit,
    MonitorGoal,
    MonitorState,
    Station,
)

UNKNOWN = "状态未载"
NOWHERE = "区县未载"

Watched = MonitoredUnit | Station


def latest(one: Watched) -> MonitorState | None:
    """How it stands: the state that was recorded last."""
    return one.states[-1] if one.states else None


def state_of(one: Watched) -> str:
    """The word for how it stands."""
    last = latest(one)
    return last.state if last else UNKNOWN


def county_of(one: Watched) -> str:
    """The name of its county."""
    return one.place.name if one.place else NOWHERE


def by_county(
    watched: Sequence[Watched], states: Sequence[str], counties: Sequence[str]
) -> Matrix[Watched]:
    """How many of each county stand how; counties and states in the given order."""
    rows = _in_order(counties, map(county_of, watched))
    columns = _in_order(states, map(state_of, watched))
    return cross(watched, county_of, state_of, rows=rows, columns=columns)


def _in_order(order: Sequence[str], used: Iterable[str]) -> list[str]:
    """The words that are used, those of the order first."""
    found = set(used)
    return [word for word in order if word in found] + sorted(found - set(order))


@dataclass(frozen=True, slots=True)
class GoalState:
    """What a goal is about, counted: how many are listed, and how they stand."""

    goal: MonitorGoal
    listed: int
    states: tuple[tuple[str, int], ...]
    bare: tuple[str, ...]
    """Counties that it names and of which nothing is listed."""

    is_over: bool


def goal_states(monitor: Monitor, states: Sequence[str], today: date) -> list[GoalState]:
    """Each goal with what the lists hold of it as of a day."""
    return [_goal_state(monitor, goal, states, today) for goal in monitor.goals]


def _goal_state(
    monitor: Monitor, goal: MonitorGoal, states: Sequence[str], today: date
) -> GoalState:
    every: Sequence[Watched] = monitor.units if goal.about == UNITS else monitor.stations
    named = {_key(place) for place in goal.counties}
    own = [one for one in every if not named or (one.place and _key(one.place) in named)]
    there = {_key(one.place) for one in own if one.place}
    words = _in_order(states, map(state_of, own))
    counts = Counter(state_of(one) for one in own)
    return GoalState(
        goal=goal,
        listed=len(own),
        states=tuple((word, counts[word]) for word in words),
        bare=tuple(place.name for place in goal.counties if _key(place) not in there),
        is_over=goal.due is not None and goal.due.latest < today,
    )


def _key(place: Place) -> str:
    return place.county or place.name
