"""Work shared out over the cores, or done one after the other where that is quicker."""

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

Setting = TypeVar("Setting")
Job = TypeVar("Job")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None
"""What this worker process does with a job; set once, when the process begins."""


Share = Callable[[Sequence[Job]], Iterator[Result]]
"""What gives what each job comes to, in order."""


def parallel_map(
    begin: Callable[[Setting], Callable[[Job], Result]],
    setting: Setting,
    jobs: Sequence[Job],
    processes: int,
) -> Iterator[Result]:
    """What each job comes to, in order. `begin` prepares a process and gives what does a job."""
    with standing_by(begin, setting, processes) as share:
        yield from share(jobs)


@contextmanager
def standing_by(
    begin: Callable[[Setting], Callable[[Job], Result]], setting: Setting, processes: int
) -> Iterator[Share[Job, Result]]:
    """Processes that begin now, while this one holds little: each holds what it has when it begins.

    Gives what shares jobs out to them.
    """
    pool = _pool(begin, setting, processes) if processes > 1 else None
    try:
        yield partial(_shared, pool, begin, setting)
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def apart(work: Callable[[Job], Result], job: Job) -> Result:
    """What `work` makes of a job in a process of its own: what it held ends with it."""
    from concurrent.futures.process import BrokenProcessPool

    with suppress(OSError, BrokenProcessPool):
        pool = _pool(_as_it_is, work, 1)
        if pool:
            with pool:
                result: Result = pool.submit(_done, job).result()
                return result
    return work(job)


@contextmanager
def meanwhile(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Does `work` on a thread while this one goes on; for what waits for another program.

    Gives what tells its result, or raises what it raised.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(work).result


def _as_it_is(work: Callable[[Job], Result]) -> Callable[[Job], Result]:
    return work


def _pool(
    begin: Callable[[Setting], Callable[[Job], Result]], setting: Setting, processes: int
) -> "ProcessPoolExecutor | None":
    """Processes at work; None where they can not be had (a sandbox without semaphores)."""
    from concurrent.futures import ProcessPoolExecutor  # most further builds need no process

    try:
        pool = ProcessPoolExecutor(processes, _context(), _begin, (begin, setting, os.getpid()))
        pool.submit(_begun)
    except OSError:
        return None
    return pool


def _shared(
    pool: "ProcessPoolExecutor | None",
    begin: Callable[[Setting], Callable[[Job], Result]],
    setting: Setting,
    jobs: Sequence[Job],
) -> Iterator[Result]:
    done = 0
    if pool:
        from concurrent.futures.process import BrokenProcessPool

        # Where processes die, one does it all. What went wrong in a job goes wrong again there,
        # and is said then.
        with suppress(OSError, BrokenProcessPool):
            for result in pool.map(_done, jobs):
                yield result
                done += 1
    if done < len(jobs):
        work = begin(setting)
        for job in jobs[done:]:
            with gc_disabled():
                result = work(job)
            yield result


def cores() -> int:
    """How many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


@contextmanager
def gc_disabled() -> Iterator[None]:
    """Holds back the search for cycles, which goes through all records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def forks() -> bool:
    """Whether a further process begins with all that this one holds, at no cost.

    With other threads about, or elsewhere than on Linux, that is not safe.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> BaseContext:
    return multiprocessing.get_context("fork" if forks() else "spawn")


def _end_with(parent: int) -> None:
    """Lets this process be killed when its parent is gone, however that ends.

    One that was forked waits for work for ever otherwise, and holds what its parent held locked.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_TELL_WHEN_PARENT_DIES, signal.SIGKILL)
        if os.getppid() != parent:  # it was gone before we asked
            os._exit(1)


_TELL_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG of Linux, which Python does not offer


def _begin(begin: Callable[[Any], Callable[[Any], Any]], setting: Any, parent: int) -> None:
    global _work
    _end_with(parent)
    gc.disable()
    _work = begin(setting)


def _begun() -> None:
    """A job that asks for nothing: with the first job, processes begin."""


def _done(job: Any) -> Any:
    assert _work is not None
    return _work(job)
