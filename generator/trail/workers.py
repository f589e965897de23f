"""Records followed side by side on several cores, or one after the other where they are few."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from generator.cache.history_store import TrailRow
from generator.core.pool import Share, cores, shared_out, standing_by
from generator.trail.following import Part, followed, same_repository

_MANY = 4
"""Parts from which on beginning further processes pays."""


def followers(root: Path, *, is_much: bool) -> AbstractContextManager[Share[Part, list[TrailRow]]]:
    """Processes that stand by while the history is read, one a core where there is much of it."""
    return standing_by(_follower, root, cores() if is_much else 1)


def followed_parts(root: Path, parts: Sequence[Part]) -> Iterator[list[TrailRow]]:
    """The trails of each part, in order, where nobody stands by."""
    return shared_out(_follower, root, parts, cores() if len(parts) >= _MANY else 1)


def _follower(root: Path) -> Callable[[Part], list[TrailRow]]:
    """What follows a part."""
    return partial(followed, same_repository(root), root)
