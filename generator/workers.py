"""Work shared out over the cores, or done one after the other where that is quicker."""

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

Setting = TypeVar("Setting")
Job = TypeVar("Job")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None
"""What this worker process does with a job; set once, when the process begins."""


def shared_out(
    begin: Callable[[Setting], Callable[[Job], Result]],
    setting: Setting,
    jobs: Sequence[Job],
    processes: int,
) -> Iterator[Result]:
    """What each job comes to, in order. `begin` prepares a process and gives what does a job."""
    done = 0
    if processes > 1:
        # Where processes can not be had (a sandbox without semaphores) or die, one does it all.
        # What went wrong in a job goes wrong again there, and is said then.
        with suppress(OSError, BrokenProcessPool):
            for result in _side_by_side(begin, setting, jobs, processes):
                yield result
                done += 1
    if done < len(jobs):
        work = begin(setting)
        for job in jobs[done:]:
            with uncollected():
                result = work(job)
            yield result


def _side_by_side(
    begin: Callable[[Setting], Callable[[Job], Result]],
    setting: Setting,
    jobs: Sequence[Job],
    processes: int,
) -> Iterator[Result]:
    pool = ProcessPoolExecutor(processes, _context(), _begin, (begin, setting))
    try:
        yield from pool.map(_done, jobs)
    finally:
        pool.shutdown(cancel_futures=True)


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


def _begin(begin: Callable[[Any], Callable[[Any], Any]], setting: Any) -> None:
    global _work
    gc.disable()
    _work = begin(setting)


def _done(job: Any) -> Any:
    assert _work is not None
    return _work(job)
