"""A record as its file has it: text values with their places, and what hindered reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.findings import Mark

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a record down to one value."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file, or a place in it, can not be taken as a record. `facts` fill the message."""

    slug: str
    mark: Mark
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file below `records/`. `content` is None where it could not be read to the end."""

    path: str
    content: Mapping[str, object] | None
    keys: Mapping[Path, Mark]
    values: Mapping[Path, Mark]
    faults: tuple[Fault, ...]

    def key_mark(self, path: Path) -> Mark:
        """Where the key at `path` stands; for a missing one, where its parent stands."""
        while path:
            if path in self.keys:
                return self.keys[path]
            path = path[:-1]
        return Mark()

    def value_mark(self, path: Path) -> Mark:
        """Where the value at `path` stands; falls back to its key and then to its parent."""
        return self.values.get(path) or self.key_mark(path)
