"""The parts of a register judged on all cores."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.core.pool import shared_out
from generator.load.files import FileContent
from generator.sweep.parts import Part, ReferenceRecords


@dataclass(frozen=True, slots=True)
class Some:
    """Some leaves, and the problems that they name, as far as they are there."""

    leaves: Sequence[FileContent]
    there: frozenset[str]


Suspected = tuple[Some, set[str]]


def suspects(
    reference: ReferenceRecords, parts: Sequence[Some], processes: int
) -> Iterator[Suspected]:
    """Each part, in order, with the paths in it that need a second look."""
    if parts:
        len(reference.checked.raws)  # shaped here once for all processes
    return zip(parts, shared_out(_judge_on, reference, parts, processes), strict=True)


def _judge_on(reference: ReferenceRecords) -> Callable[[Some], set[str]]:
    """What finds the suspects of a part."""
    return lambda some: Part(reference, some.leaves, some.there).suspects()
