"""The parts of a register judged on all cores."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.load.files import FileContent, raw_of
from generator.sweep.parts import Part
from generator.workers import shared_out


@dataclass(frozen=True, slots=True)
class Some:
    """Some leaves, and the problems that they name, as far as they are there."""

    leaves: Sequence[FileContent]
    there: frozenset[str]


Suspected = tuple[Some, set[str]]


def suspects(
    ground: Sequence[FileContent], parts: Sequence[Some], processes: int
) -> Iterator[Suspected]:
    """Each part, in order, with the paths in it that need a second look."""
    return zip(parts, shared_out(_judge_on, ground, parts, processes), strict=True)


def _judge_on(ground: Sequence[FileContent]) -> Callable[[Some], set[str]]:
    """What finds the suspects of a part; the ground is read once for each process."""
    raws = tuple(raw_of(file) for file in ground)
    return lambda some: Part(raws, some.leaves, some.there).suspects()
