"""Records followed side by side on several cores, or one after the other where they are few."""

from collections.abc import Callable, Iterator
from functools import partial

from generator.errors import WorkError
from generator.history.git import repository
from generator.store.draft import Kept
from generator.trail.following import Job, followed
from generator.workers import cores, shared_out

_MANY = 4
"""Parts from which on beginning further processes pays."""


def followed_parts(job: Job) -> Iterator[list[Kept]]:
    """The trails of each part, in order."""
    processes = cores() if len(job.parts) >= _MANY else 1
    return shared_out(_follower, job, range(len(job.parts)), processes)


def _follower(job: Job) -> Callable[[int], list[Kept]]:
    """What follows a part, by its number."""
    repo = repository(job.root)
    if repo is None:
        raise WorkError(f"“{job.root}”里的 Git 仓库不见了", "看看这个文件夹还在不在，再运行一次")
    return partial(followed, repo, job)
