"""Things told in order of their days, handed out as the days come."""

from collections.abc import Iterator
from datetime import date
from typing import Generic, Protocol, TypeVar


class Dated(Protocol):
    """Something that happens on a day."""

    @property
    def day(self) -> date:
        """The day."""


Item = TypeVar("Item", bound=Dated)


class Waiting(Generic[Item]):
    """Holds back what a day has not reached yet; the items come by day."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._next = next(items, None)

    def until(self, day: date) -> Iterator[Item]:
        """Those up to a day, each once."""
        while self._next and self._next.day <= day:
            yield self._next
            self._next = next(self._items, None)
