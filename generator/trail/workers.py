"""Records followed side by side on several cores, or one after the other where they are few."""

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext

from generator.errors import WorkError
from generator.history.git import Repository, repository
from generator.store.draft import Kept
from generator.trail.following import Job, followed

_MANY = 4
"""Parts from which on beginning further processes pays."""

_job: Job | None = None
"""What this worker process works at; handed over once, when the process begins."""


def followed_parts(repo: Repository, job: Job) -> Iterator[list[Kept]]:
    """The trails of each part, in order."""
    done = 0
    if len(job.parts) >= _MANY and _cores() > 1:
        # Where processes can not be had (a sandbox without semaphores) or die, one does it all.
        with suppress(OSError, BrokenProcessPool):
            for found in _side_by_side(job):
                yield found
                done += 1
    for number in range(done, len(job.parts)):
        yield followed(repo, job, number)


def _side_by_side(job: Job) -> Iterator[list[Kept]]:
    with ProcessPoolExecutor(_cores(), _context(), _begin, (job,)) as pool:
        yield from pool.map(_followed, range(len(job.parts)))


def _begin(job: Job) -> None:
    global _job
    gc.disable()
    _job = job


def _followed(number: int) -> list[Kept]:
    assert _job
    repo = repository(_job.root)
    if repo is None:
        raise WorkError(f"“{_job.root}”里的 Git 仓库不见了", "看看这个文件夹还在不在，再运行一次")
    return followed(repo, _job, number)


def _cores() -> int:
    """How many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _context() -> BaseContext:
    """Forking is quickest; with other threads about, or elsewhere than on Linux, it is not safe."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


@contextmanager
def uncollected() -> Iterator[None]:
    """Lets Python not look for what can be thrown away: all that is made meanwhile stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
