"""Legal walks along a path of a lifecycle, from its data alone: which step, which unit."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from generator.demo.texts import DemoSetting
from generator.kinds.city.model import City
from generator.kinds.programme.lifecycle import Outcome, Path, State, Step
from generator.kinds.programme.model import GroupKind


@dataclass(frozen=True, slots=True)
class Move:
    """A step that may be taken now, with its result and the state to which it leads."""

    strand: int
    position: int
    step: Step
    outcome: Outcome | None
    before: State
    to: State

    @property
    def result(self) -> str | None:
        """Return the word of its result; None where the step has none."""
        return self.outcome.result if self.outcome else None

    @property
    def key(self) -> tuple[int, int, str | None]:
        """Return the key that identifies it among the moves of its path."""
        return (self.strand, self.position, self.result)

    @property
    def is_anywhere(self) -> bool:
        """Return whether it may be taken at any time, as correcting and withdrawing may."""
        return self.step.at is None and not self.step.after

    @property
    def stays(self) -> bool:
        """Return whether the issue keeps its state."""
        return self.to.name == self.before.name


@dataclass(frozen=True, slots=True)
class WalkState:
    """The state of an issue on each strand, and the steps taken that a later step may require."""

    states: tuple[str, ...]
    done: frozenset[tuple[str, str | None]] = frozenset()


Choice = Callable[[WalkState, Sequence[Move]], Move | None]
"""Picks the next of the legal moves; None ends the walk."""


class Ways:
    """The legal moves of one path from every state that it reaches."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.beginning = WalkState(tuple(strand.beginning.name for strand in path.strands))
        steps = [step for strand in path.strands for step in strand.steps]
        self._asked = {(one.step, one.result) for step in steps for one in step.after}
        self.unfounded = frozenset(_unfounded(path))
        self._known: dict[WalkState, tuple[Move, ...]] = {}

    def moves(self, standing: WalkState) -> tuple[Move, ...]:
        """Return the moves that are legal next, in the order of the path."""
        if standing not in self._known:
            self._known[standing] = tuple(self._moves(standing))
        return self._known[standing]

    def _moves(self, standing: WalkState) -> Iterator[Move]:
        for number, (strand, name) in enumerate(
            zip(self.path.strands, standing.states, strict=True)
        ):
            for position, step in enumerate(strand.steps):
                if step.at is not None and name not in step.at:
                    continue
                if any((one.step, one.result) not in standing.done for one in step.after):
                    continue
                before = strand.state(name)
                for outcome in step.outcomes or (None,):
                    to = strand.reached(before, step, outcome)
                    yield Move(number, position, step, outcome, before, to)

    def after(self, standing: WalkState, move: Move) -> WalkState:
        """Return the state of the issue after the move."""
        states = list(standing.states)
        states[move.strand] = move.to.name
        done = {(move.step.step, move.result), (move.step.step, None)} & self._asked
        return WalkState(tuple(states), standing.done | done)

    def walk(self, choose: Choice) -> Iterator[Move]:
        """Yield the moves that `choose` picks, one after the other, each of them legal."""
        standing = self.beginning
        while (move := choose(standing, self.moves(standing))) is not None:
            yield move
            standing = self.after(standing, move)

    def tours(self) -> list[tuple[Move, ...]]:
        """Return for each move of the path a shortest walk that ends with it."""
        found: dict[tuple[int, int, str | None], tuple[Move, ...]] = {}
        seen = {self.beginning}
        waiting: deque[tuple[WalkState, tuple[Move, ...]]] = deque([(self.beginning, ())])
        while waiting:
            standing, past = waiting.popleft()
            for move in self.moves(standing):
                # Withdrawing before anything was found is legal in the data and shows nothing.
                if not past and move.is_anywhere:
                    continue
                found.setdefault(move.key, (*past, move))
                further = self.after(standing, move)
                if further not in seen:
                    seen.add(further)
                    waiting.append((further, (*past, move)))
        return list(found.values())


_NOT_STANDING = ("撤销", "不予认定")
"""Steps and results by which an issue ends because it does not stand."""


def _unfounded(path: Path) -> Iterator[str]:
    """Yield the states of issues that do not stand: none of them may be exposed any more."""
    for step in path.strands[0].steps:
        if step.to and step.step in _NOT_STANDING:
            yield step.to
        yield from (one.to for one in step.outcomes if one.result in _NOT_STANDING)


_STOPS = 0.06
_STOPS_WHEN_SETTLED = 0.95
_ANYWHERE = 0.01
_MADE_PUBLIC = 0.006
_ONCE_PUBLIC = 0.3
_STAYING = 0.7
_SENT_BACK = 0.25
_TURNED_DOWN = 0.15


class Chooser:
    """Picks one move after the other for one issue, at random; a slower pace leaves more undone."""

    def __init__(self, ways: Ways, random: Random, pace: float = 1.0) -> None:
        self._ways = ways
        self._random = random
        self._pace = pace
        self._made: set[tuple[int, int, str | None]] = set()
        self._beside: set[tuple[int, int, str | None]] = set()

    def __call__(self, standing: WalkState, moves: Sequence[Move]) -> Move | None:
        """Return the next move; None where the issue comes to rest."""
        begins = standing == self._ways.beginning
        if not begins and self._random.random() < self._rest(standing):
            return None
        weights = [
            0.0 if self._is_senseless(standing, move) else self._weight(move) for move in moves
        ]
        if not any(weights):
            return None
        (move,) = self._random.choices(moves, weights)
        if not move.stays:
            self._made.clear()
        self._made.add(move.key)
        if move.strand:
            self._beside.add(move.key)
        return move

    def _rest(self, standing: WalkState) -> float:
        state = self._ways.path.strands[0].state(standing.states[0])
        return _STOPS * self._pace if state.open else _STOPS_WHEN_SETTLED

    def _is_senseless(self, standing: WalkState, move: Move) -> bool:
        """Return whether a legal move shows nothing, or makes public what does not stand."""
        if standing == self._ways.beginning:
            return move.is_anywhere
        return standing.states[0] in self._ways.unfounded and self._is_first_beside(move)

    def _is_first_beside(self, move: Move) -> bool:
        beginning = self._ways.path.strands[move.strand].beginning
        return bool(move.strand) and move.before == beginning

    def _weight(self, move: Move) -> float:
        if move.key in self._made | self._beside:
            return 0.0
        if move.is_anywhere:
            return _ANYWHERE
        if move.strand:
            return _MADE_PUBLIC if self._is_first_beside(move) else _ONCE_PUBLIC
        if move.stays:
            return _STAYING
        if move.outcome is None:
            return 1.0
        if move.outcome.returned:
            return _SENT_BACK
        return 1.0 if move.to.open else _TURNED_DOWN


GROUPS_OF_A_KIND = 8
_GROUP = "组"


class Units:
    """Names of groups, authorities and the issuer of one programme."""

    def __init__(self, stage: DemoSetting, random: Random) -> None:
        assert stage.programme.lifecycle
        self._stage = stage
        self._random = random
        self._written = stage.programme.lifecycle.written()

    @property
    def issuer(self) -> str:
        """Return the unit that records what no unit did."""
        return self._stage.programme.issuer

    def group(self, kind: GroupKind, number: int, city: City, day: date) -> str:
        """Return the name of a group: 第5轮示例一市第3普通组."""
        where = f"第{self._stage.round_on(day)}轮{city.name}"
        return f"{where}第{number}{kind.name}" if kind.numbered else where + kind.name

    def any_group(self, city: City, day: date) -> str:
        """Return one of the groups that work in a city on a day."""
        kinds = [kind for kind in self._stage.programme.group_kinds if not kind.published]
        number = self._random.randint(1, GROUPS_OF_A_KIND)
        return self.group(self._random.choice(kinds), number, city, day)

    def of_step(self, step: Step, city: City, day: date, finder: str | None) -> str | None:
        """Return the unit that takes a step; `finder`, if given, where a group has to."""
        if not step.by:
            return self.issuer if "by" in step.needs else None
        pattern = self._written[step.by[0]][0]
        if pattern.endswith(_GROUP):
            return finder or self.any_group(city, day)
        return pattern.replace("*", city.name if pattern.startswith("*") else "")

    def is_for_groups(self, step: Step) -> bool:
        """Return whether a group takes the step."""
        return bool(step.by) and self._written[step.by[0]][0].endswith(_GROUP)
