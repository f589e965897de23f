"""Parts judged side by side on several cores, or one after the other where that is quicker."""

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext

from generator.load.files import FileContent, raw_of
from generator.model.raw import RawFile
from generator.sweep.parts import Part

Leaves = Sequence[FileContent]
Suspected = tuple[Leaves, set[str]]

_ground: tuple[RawFile, ...] = ()
"""What the parts of this worker process are judged by; set once, when the process begins."""


def suspects(
    ground: Sequence[FileContent], parts: Sequence[Leaves], processes: int
) -> Iterator[Suspected]:
    """Each part, in order, with the paths in it that need a second look."""
    done = 0
    if processes > 1:
        # Where processes can not be had (a sandbox without semaphores) or die, one does it all.
        with suppress(OSError, BrokenProcessPool):
            for found in _side_by_side(ground, parts, processes):
                yield found
                done += 1
    if done < len(parts):
        yield from _one_by_one(ground, parts[done:])


def _one_by_one(ground: Sequence[FileContent], parts: Sequence[Leaves]) -> Iterator[Suspected]:
    raws = tuple(raw_of(file) for file in ground)
    for leaves in parts:
        with uncollected():
            found = Part(raws, leaves).suspects()
        yield leaves, found


def _side_by_side(
    ground: Sequence[FileContent], parts: Sequence[Leaves], processes: int
) -> Iterator[Suspected]:
    with ProcessPoolExecutor(processes, _context(), _begin, (ground,)) as pool:
        yield from zip(parts, pool.map(_judged, parts), strict=True)


def cores() -> int:
    """How many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


@contextmanager
def uncollected() -> Iterator[None]:
    """Holds back the search for cycles, which goes through all records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _context() -> BaseContext:
    """Forking is quickest; with other threads about, or elsewhere than on Linux, it is not safe."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _begin(ground: Sequence[FileContent]) -> None:
    global _ground
    gc.disable()
    _ground = tuple(raw_of(file) for file in ground)


def _judged(leaves: Leaves) -> set[str]:
    return Part(_ground, leaves).suspects()
