"""Records, or problems in brief, grouped by what is said of each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

One = TypeVar("One")


def grouped(some: Iterable[One], key: Callable[[One], str]) -> Mapping[str, tuple[One, ...]]:
    """All of them by what `key` says of each, in order of the keys."""
    found: dict[str, list[One]] = defaultdict(list)
    for one in some:
        found[key(one)].append(one)
    return {name: tuple(found[name]) for name in sorted(found)}
