"""Legal walks along a path of a lifecycle, from its data alone; who and when is for stories.

Written apart from the replay on purpose: each is a test of the other.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.programme.lifecycle import Outcome, Path, State, Step


@dataclass(frozen=True, slots=True)
class Move:
    """A step that may be taken now, with the result that it comes to, and where it leads."""

    strand: int
    position: int
    step: Step
    outcome: Outcome | None
    before: State
    to: State

    @property
    def result(self) -> str | None:
        """The word of its result; None where the step has none."""
        return self.outcome.result if self.outcome else None

    @property
    def key(self) -> tuple[int, int, str | None]:
        """What tells it from the other moves of its path."""
        return (self.strand, self.position, self.result)

    @property
    def is_anywhere(self) -> bool:
        """Whether it may be taken at any time, as correcting and withdrawing may."""
        return self.step.at is None and not self.step.after

    @property
    def stays(self) -> bool:
        """Whether the problem stands afterwards where it stood before."""
        return self.to.name == self.before.name


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a problem stands on each strand, and what it has behind it that a step may ask for."""

    states: tuple[str, ...]
    done: frozenset[tuple[str, str | None]] = frozenset()


Choice = Callable[[Standing, Sequence[Move]], Move | None]
"""Picks the next of the moves that are legal where the problem stands; None ends the walk."""


class Ways:
    """The legal moves of one path from every place to which they lead."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.beginning = Standing(tuple(strand.beginning.name for strand in path.strands))
        steps = [step for strand in path.strands for step in strand.steps]
        self._asked = {(one.step, one.result) for step in steps for one in step.after}
        self._known: dict[Standing, tuple[Move, ...]] = {}

    def moves(self, standing: Standing) -> tuple[Move, ...]:
        """What may come next, in the order of the path."""
        if standing not in self._known:
            self._known[standing] = tuple(self._moves(standing))
        return self._known[standing]

    def _moves(self, standing: Standing) -> Iterator[Move]:
        for number, (strand, name) in enumerate(
            zip(self.path.strands, standing.states, strict=True)
        ):
            for position, step in enumerate(strand.steps):
                if step.at is not None and name not in step.at:
                    continue
                if any((one.step, one.result) not in standing.done for one in step.after):
                    continue
                for outcome in step.outcomes or (None,):
                    to = (outcome.to if outcome else step.to) or name
                    yield Move(
                        number, position, step, outcome, strand.state(name), strand.state(to)
                    )

    def after(self, standing: Standing, move: Move) -> Standing:
        """Where the problem stands once the move is made."""
        states = list(standing.states)
        states[move.strand] = move.to.name
        done = {(move.step.step, move.result), (move.step.step, None)} & self._asked
        return Standing(tuple(states), standing.done | done)

    def walk(self, choose: Choice) -> Iterator[Move]:
        """The moves that `choose` picks, one after the other, each of them legal."""
        standing = self.beginning
        while (move := choose(standing, self.moves(standing))) is not None:
            yield move
            standing = self.after(standing, move)

    def tours(self) -> list[tuple[Move, ...]]:
        """For each move of the path a shortest walk that ends with it; together they show all."""
        found: dict[tuple[int, int, str | None], tuple[Move, ...]] = {}
        seen = {self.beginning}
        waiting: deque[tuple[Standing, tuple[Move, ...]]] = deque([(self.beginning, ())])
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
