"""A record as its file has it: text values with their places, and what hindered reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.findings import Location

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a record down to one value."""


@dataclass(frozen=True, slots=True)
class ReadError:
    """Why a file, or a place in it, can not be taken as a record. `facts` fill the message."""

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
        """Where the key at `path` stands; for a missing one, where its parent stands."""
        while path:
            if path in self.keys:
                return self.keys[path]
            path = path[:-1]
        return Location()

    def value_mark(self, path: Path) -> Location:
        """Where the value at `path` stands; falls back to its key and then to its parent."""
        return self.values.get(path) or self.key_mark(path)
