"""Records the reads of a register while a page is rendered.

What is read is named by a selector, a path below the root in which `*` stands for any one folder or
file, one that ends with `/` for all that lies below it. `#` and the name of a projection may
follow. The selector is recorded, not what it selects: a page that asked and found nothing depends
on that as well.

See decision 0015.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar, overload

Selector = str

Value = TypeVar("Value")

_reads: ContextVar[set[Selector] | None] = ContextVar("reads", default=None)
"""The reads in the innermost frame so far; None outside of all frames."""


def read(selector: Selector) -> None:
    """Add a selector to the reads of the current frame; do nothing outside of a frame."""
    reads = _reads.get()
    if reads is not None:
        reads.add(selector)


def is_active() -> bool:
    """Return whether there is a frame."""
    return _reads.get() is not None


def read_all(selectors: Iterable[Selector]) -> None:
    """Add these selectors to the reads of the current frame."""
    reads = _reads.get()
    if reads is not None:
        reads.update(selectors)


@contextmanager
def frame() -> Iterator[set[Selector]]:
    """Open a frame and yield the set of its reads. The outer frame gets none of them."""
    reads: set[Selector] = set()
    token = _reads.set(reads)
    try:
        yield reads
    finally:
        _reads.reset(token)


class Memo(Generic[Value]):
    """A value with the reads that made it; each use counts as all these reads."""

    __slots__ = ("_reads", "_value")

    def __init__(self, make: Callable[[], Value]) -> None:
        reads: set[Selector] = set()
        token = _reads.set(reads)  # not by `frame`: each issue has several of these
        try:
            self._value = make()
        finally:
            _reads.reset(token)
        self._reads = reads

    @classmethod
    def of(cls, value: Value, reads: Iterable[Selector]) -> "Memo[Value]":
        """Return a value that was made before from these reads."""
        found = cls(lambda: value)
        found._reads = set(reads)
        return found

    @property
    def reads(self) -> Collection[Selector]:
        """Return the selectors that the value was made from."""
        return self._reads

    def use(self) -> Value:
        """Return the value, and add its reads to the current frame."""
        read_all(self._reads)
        return self._value


class traced_property(Generic[Value]):
    """Like `cached_property`, for values made from reads of a register."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"{name} (memo)"

    @overload
    def __get__(self, one: None, owner: type) -> "traced_property[Value]": ...

    @overload
    def __get__(self, one: object, owner: type) -> Value: ...

    def __get__(self, one: object | None, owner: type) -> "traced_property[Value] | Value":
        if one is None:
            return self
        memo: Memo[Value] | None = one.__dict__.get(self._name)
        if memo is None:
            memo = one.__dict__[self._name] = Memo(lambda: self._make(one))
        return memo.use()


class Index(Generic[Value]):
    """Values by path, found by selector; each shape of selector is prepared once."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values: dict[str, list[tuple[list[str], Value]]] = {}
        for path, value in values.items():
            parts = _parts(path)
            self._values.setdefault(parts[1], []).append((parts, value))
        self._shapes: dict[tuple[str, _Shape], dict[tuple[str, ...], list[Value]]] = {}

    def select(self, selector: Selector) -> Sequence[Value]:
        """Return the values of all paths that a selector (without projection) matches, in order."""
        parts = _parts(selector)
        kind = parts[1] if len(parts) > 1 else ""
        places = tuple(place for place, part in enumerate(parts) if part not in _ANY)
        shape = _Shape(places, 0 if selector.endswith("/") else len(parts))
        if (kind, shape) not in self._shapes:
            self._shapes[kind, shape] = self._by(kind, shape)
        return self._shapes[kind, shape].get(tuple(parts[place] for place in places), ())

    def _by(self, kind: str, shape: "_Shape") -> dict[tuple[str, ...], list[Value]]:
        found: dict[tuple[str, ...], list[Value]] = {}
        length, shortest = shape.length, shape.places[-1]
        name_of = itemgetter(*shape.places)
        is_one = len(shape.places) == 1
        for parts, value in self._of_kind(kind):
            if len(parts) == length or (not length and len(parts) > shortest):
                name = name_of(parts)
                found.setdefault((name,) if is_one else name, []).append(value)
        return found

    def _of_kind(self, kind: str) -> Iterable[tuple[list[str], Value]]:
        return self._values.get(kind, ()) if kind else chain.from_iterable(self._values.values())


class _Shape(NamedTuple):
    """The positions of a selector's parts; the number of parts, 0 for all below a folder."""

    places: tuple[int, ...]
    length: int


_ANY = ("*", "*.yml")


def _parts(path: str) -> list[str]:
    return path.rstrip("/").split("/")
