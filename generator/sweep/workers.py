"""Parts judged side by side on several cores, or one after the other where that is quicker."""

import gc
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import BaseContext

from generator.load.files import FileContent, raw_of
from generator.model.raw import RawFile
from generator.sweep.parts import Part

Leaves = Sequence[FileContent]

_ground: tuple[RawFile, ...] = ()
"""What the parts of this worker process are judged by; set once, when the process begins."""


def suspects(
    ground: Sequence[FileContent], parts: Iterable[Leaves], processes: int
) -> Iterator[tuple[Leaves, set[str]]]:
    """Each part, in order, with the paths in it that need a second look."""
    if processes < 2:
        with uncollected():
            raws = tuple(raw_of(file) for file in ground)
            for leaves in parts:
                yield leaves, Part(raws, leaves).suspects()
        return
    with ProcessPoolExecutor(processes, _context(), _begin, (ground,)) as pool:
        waiting: deque[tuple[Leaves, Future[set[str]]]] = deque()
        for leaves in parts:
            waiting.append((leaves, pool.submit(_judged, leaves)))
            if len(waiting) > 2 * processes:  # so that not the whole register is held
                leaves, done = waiting.popleft()
                yield leaves, done.result()
        for leaves, done in waiting:
            yield leaves, done.result()


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
