"""Jobs run in worker processes, or one after the other where that is quicker."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Context = TypeVar("Context")
Job = TypeVar("Job")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None
"""The function that this worker runs its jobs with; set once, when the process starts."""


PoolMap = Callable[[Sequence[Job]], Iterator[Result]]
"""Runs jobs; yields their results in order."""


def parallel_map(
    begin: Callable[[Context], Callable[[Job], Result]],
    context: Context,
    jobs: Sequence[Job],
    processes: int,
) -> Iterator[Result]:
    """Yield the results of all jobs, in order. `begin` prepares a worker, returns its function."""
    with worker_pool(begin, context, processes) as map_jobs:
        yield from map_jobs(jobs)


@contextmanager
def worker_pool(
    begin: Callable[[Context], Callable[[Job], Result]], context: Context, processes: int
) -> Iterator[PoolMap[Job, Result]]:
    """Start workers now, while this process is small: each holds what it has at the start.

    Yields a function that runs jobs in them.
    """
    pool = _pool(begin, context, processes) if processes > 1 else None
    try:
        yield partial(_map, pool, begin, context)
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def run_in_subprocess(work: Callable[[Job], Result], job: Job) -> Result:
    """Return the result of `work` for a job, run in a process whose memory ends with it."""
    from concurrent.futures.process import BrokenProcessPool

    with suppress(OSError, BrokenProcessPool):
        pool = _pool(_identity, work, 1)
        if pool:
            with pool:
                result: Result = pool.submit(_run, job).result()
                return result
    return work(job)


@contextmanager
def in_thread(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Run `work` in a thread meanwhile; for what waits for another program.

    Yields a function that returns its result, or raises what it raised.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(work).result


def _identity(work: Callable[[Job], Result]) -> Callable[[Job], Result]:
    return work


def _pool(
    begin: Callable[[Context], Callable[[Job], Result]], context: Context, processes: int
) -> "ProcessPoolExecutor | None":
    """Return started workers; None where there can be none (a sandbox without semaphores)."""
    from concurrent.futures import ProcessPoolExecutor  # most further builds need no process

    try:
        pool = ProcessPoolExecutor(
            processes, _context(), _initialize, (begin, context, os.getpid())
        )
        pool.submit(_start)
    except OSError:
        return None
    return pool


def _map(
    pool: "ProcessPoolExecutor | None",
    begin: Callable[[Context], Callable[[Job], Result]],
    context: Context,
    jobs: Sequence[Job],
) -> Iterator[Result]:
    done = 0
    if pool:
        from concurrent.futures.process import BrokenProcessPool

        # Where workers die, this process runs the remaining jobs. What failed in a job fails again
        # here, and is raised then.
        with suppress(OSError, BrokenProcessPool):
            for result in pool.map(_run, jobs):
                yield result
                done += 1
    if done < len(jobs):
        work = begin(context)
        for job in jobs[done:]:
            with gc_disabled():
                result = work(job)
            yield result


def cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


@contextmanager
def gc_disabled() -> Iterator[None]:
    """Disable the garbage collector, which goes through all records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def forks() -> bool:
    """Return whether a worker starts with all that this process holds, at no cost.

    With other threads about, or elsewhere than on Linux, that is not safe.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> BaseContext:
    return multiprocessing.get_context("fork" if forks() else "spawn")


def _end_with(parent: int) -> None:
    """Have this process killed when its parent is gone, however that ends.

    A forked worker would otherwise wait for ever, and hold what its parent held locked.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_TELL_WHEN_PARENT_DIES, signal.SIGKILL)
        if os.getppid() != parent:  # it was gone before we asked
            os._exit(1)


_TELL_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG of Linux, which Python does not offer


def _initialize(begin: Callable[[Any], Callable[[Any], Any]], context: Any, parent: int) -> None:
    global _work
    _end_with(parent)
    gc.disable()
    _work = begin(context)


def _start() -> None:
    """Do nothing: with the first job, workers start."""


def _run(job: Any) -> Any:
    assert _work is not None
    return _work(job)
