"""How an invented problem goes on: what is usual comes often, what is rare comes rarely."""

from collections.abc import Sequence
from random import Random

from generator.demo.lifecycle_walk import Move, Standing, Ways

_STOPS = 0.06
_STOPS_WHEN_SETTLED = 0.95
_ANYWHERE = 0.01
_MADE_PUBLIC = 0.006
_ONCE_PUBLIC = 0.3
_STAYING = 0.7
_SENT_BACK = 0.25
_TURNED_DOWN = 0.15


class Chooser:
    """Picks one move after the other for one problem, by chance."""

    def __init__(self, ways: Ways, random: Random) -> None:
        self._ways = ways
        self._random = random
        self._made: set[tuple[int, int, str | None]] = set()
        self._beside: set[tuple[int, int, str | None]] = set()

    def __call__(self, standing: Standing, moves: Sequence[Move]) -> Move | None:
        """The next move; None where the problem rests."""
        begins = standing == self._ways.beginning
        if not begins and self._random.random() < self._rest(standing):
            return None
        weights = [0.0 if begins and move.is_anywhere else self._weight(move) for move in moves]
        if not any(weights):
            return None
        (move,) = self._random.choices(moves, weights)
        if not move.stays:
            self._made.clear()
        self._made.add(move.key)
        if move.strand:
            self._beside.add(move.key)
        return move

    def _rest(self, standing: Standing) -> float:
        state = self._ways.path.strands[0].state(standing.states[0])
        return _STOPS if state.open else _STOPS_WHEN_SETTLED

    def _weight(self, move: Move) -> float:
        if move.key in self._made | self._beside:
            return 0.0
        if move.is_anywhere:
            return _ANYWHERE
        if move.strand:
            is_first = move.before == self._ways.path.strands[move.strand].beginning
            return _MADE_PUBLIC if is_first else _ONCE_PUBLIC
        if move.stays:
            return _STAYING
        if move.outcome is None:
            return 1.0
        if move.outcome.returned:
            return _SENT_BACK
        return 1.0 if move.to.open else _TURNED_DOWN
