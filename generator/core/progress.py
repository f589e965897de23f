"""How far long work is, told to whoever shows it; to nobody unless a command asks for it.

Work says its stages; it knows nothing of terminals. In worker processes nobody listens.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Listener(Protocol):
    """Shows stages of work."""

    def begin(self, title: str, total: int) -> None:
        """A stage begins; `total` is how many things there are, 0 where that is not known."""

    def advance(self, count: int) -> None:
        """So many more things are done."""

    def end(self) -> None:
        """The stage is over."""


@dataclass(frozen=True, slots=True)
class _Silence:
    def begin(self, title: str, total: int) -> None:
        """Show nothing."""

    def advance(self, count: int) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Show nothing."""


_SILENCE = _Silence()
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell this listener of the work that is done meanwhile."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def stage(title: str, total: int = 0) -> Iterator[None]:
    """Tell of a stage that is not counted."""
    listener = _listener.get() or _SILENCE
    listener.begin(title, total)
    try:
        yield
    finally:
        listener.end()


def counted(
    title: str, items: Iterable[Item], total: int = 0, size: Callable[[Item], int] = lambda _: 1
) -> Iterator[Item]:
    """Yield the items, telling of a stage in which they are done; `size` is what one counts for."""
    listener = _listener.get() or _SILENCE
    listener.begin(title, total)
    try:
        for item in items:
            yield item
            listener.advance(size(item))
    finally:
        listener.end()
