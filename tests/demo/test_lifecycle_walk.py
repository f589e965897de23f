"""Walks made from the lifecycle alone and the replay, which were written apart, agree."""

from collections.abc import Sequence
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.dates import PartialDate
from generator.demo.lifecycle_walk import Chooser, Move, WalkState, Ways
from generator.kinds.issue.model import Event
from generator.kinds.issue.replay import replay_events
from generator.kinds.programme.lifecycle import Lifecycle, Path
from generator.kinds.programme.model import Programme
from generator.site.build import read_register
from tests.registers import REPOSITORY, SAMPLE

NEEDS = {
    "plan_due": "2019-07-01",
    "due": "2019-08-01",
    "publish_from": "2019-06-01",
    "publish_until": "2019-08-31",
}


@cache
def programmes() -> dict[str, Programme]:
    """Every programme that has a lifecycle."""
    found = [
        *read_register(REPOSITORY).register.programmes.values(),
        *read_register(SAMPLE).register.programmes.values(),
    ]
    return {one.id: one for one in found if one.lifecycle}


def every_path() -> list[tuple[Lifecycle, Path]]:
    lifecycles = [one.lifecycle for one in programmes().values() if one.lifecycle]
    return [(lifecycle, path) for lifecycle in lifecycles for path in lifecycle.paths]


def event_of(lifecycle: Lifecycle, move: Move) -> Event:
    """The move as an event with all that it needs."""
    roles = lifecycle.written()
    unit = roles[move.step.by[0]][0].replace("*", "示例") if move.step.by else "示例单位"
    needs = [*move.step.needs, *(["due"] if move.outcome and move.outcome.resets else [])]
    given = {name: NEEDS.get(name, "示例") for name in needs}
    day = PartialDate(2019, 6, 1)
    fields = {**given, "by": unit, "date": day, "step": move.step.step, "result": move.result}
    return Event.model_validate({key: value for key, value in fields.items() if value is not None})


def assert_legal(lifecycle: Lifecycle, path: Path, moves: Sequence[Move]) -> None:
    """The replay finds nothing wrong and comes to the same states."""
    found = replay_events(lifecycle, path, [event_of(lifecycle, move) for move in moves])
    assert found.breaches == ()
    ways = Ways(path)
    standing = ways.beginning
    for move in moves:
        standing = ways.after(standing, move)
    assert tuple(state.name for state in found.states.values()) == standing.states
    following = [move.step.step for move in ways.moves(standing)]
    assert found.next_steps == tuple(dict.fromkeys(following))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_walk_is_legal(data: st.DataObject) -> None:
    lifecycle, path = data.draw(st.sampled_from(every_path()), label="path")
    left = data.draw(st.integers(1, 15))

    def choose(_: WalkState, moves: Sequence[Move]) -> Move | None:
        nonlocal left
        left -= 1
        return data.draw(st.sampled_from(moves)) if moves and left >= 0 else None

    assert_legal(lifecycle, path, list(Ways(path).walk(choose)))


@pytest.mark.parametrize(
    ("lifecycle", "path"), every_path(), ids=lambda one: getattr(one, "name", "")
)
def test_tours_are_legal_and_together_make_every_move(lifecycle: Lifecycle, path: Path) -> None:
    tours = Ways(path).tours()
    for tour in tours:
        assert_legal(lifecycle, path, tour)
    made = {(move.step.step, move.result) for tour in tours for move in tour}
    assert made == {
        (step.step, outcome.result if outcome else None)
        for strand in path.strands
        for step in strand.steps
        for outcome in step.outcomes or [None]
    }


def test_what_does_not_stand_is_not_exposed() -> None:
    lifecycle = programmes()["LS19"].lifecycle
    assert lifecycle
    ways = Ways(next(path for path in lifecycle.paths if path.is_general))
    recognised = frozenset({("审核", "认定"), ("审核", None)})
    for status in sorted(ways.unfounded):
        standing = WalkState((status, "未公开"), recognised)
        assert any(move.strand for move in ways.moves(standing))
        chosen = [Chooser(ways, Random(n))(standing, ways.moves(standing)) for n in range(400)]
        assert {move.strand for move in chosen if move} == {0}, status
