"""The parts of a register judged on all cores."""

from collections.abc import Callable, Iterator, Sequence

from generator.load.files import FileContent, raw_of
from generator.sweep.parts import Part
from generator.workers import shared_out

Leaves = Sequence[FileContent]
Suspected = tuple[Leaves, set[str]]


def suspects(
    ground: Sequence[FileContent], parts: Sequence[Leaves], processes: int
) -> Iterator[Suspected]:
    """Each part, in order, with the paths in it that need a second look."""
    return zip(parts, shared_out(_judge_on, ground, parts, processes), strict=True)


def _judge_on(ground: Sequence[FileContent]) -> Callable[[Leaves], set[str]]:
    """What finds the suspects of a part; the ground is read once for each process."""
    raws = tuple(raw_of(file) for file in ground)
    return lambda leaves: Part(raws, leaves).suspects()
