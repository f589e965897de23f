"""A record as read from its file: text values with their places, and read errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.core.findings import Location

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a record to one value."""


@dataclass(frozen=True, slots=True)
class ReadError:
    """The reason why a file, or a place in it, is no record. `facts` fill the message."""

    slug: str
    mark: Location
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One file below `records/`. `content` is None where it could not be read to the end."""

    path: str
    content: Mapping[str, object] | None
    keys: Mapping[Path, Location]
    values: Mapping[Path, Location]
    faults: tuple[ReadError, ...]

    def key_mark(self, path: Path) -> Location:
        """Return the place of the key at `path`; for a missing one, that of its parent."""
        while path:
            if path in self.keys:
                return self.keys[path]
            path = path[:-1]
        return Location()

    def value_mark(self, path: Path) -> Location:
        """Return the place of the value at `path`; else of its key, else of its parent."""
        return self.values.get(path) or self.key_mark(path)

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield every text value with its path, in order."""
        return _texts(self.content, ())


def places_at(raw: RawRecord, line: int, column: int) -> Iterator[Path]:
    """Yield the places in a record that hold what is found at a line and column, innermost first.

    A finding is at the beginning of a key or a value, or at a sign within it.
    """
    where = (line, column)
    marks = [
        (path, (mark.line, mark.column))
        for path, mark in (*raw.values.items(), *raw.keys.items())
        if (mark.line, mark.column) <= where
    ]
    nearest = max((mark for _, mark in marks), default=where)
    found = {path for path, mark in marks if mark == nearest}
    yield from sorted(found, key=len, reverse=True)


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, str(key)))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))
