"""A site in the making: what is new is written, what did not change is taken over from the old one.

Taken over means one more name for the same file (a copy with its times where the disk has no such
names): bytes and times stay, so that copying the site by rsync moves only what changed.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.store.kept import Published


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder `new` is filled; `known` says how the files of `old` were when it was published.

    A file of the old site that somebody has touched since is not taken over.
    """

    new: Path
    old: Path
    known: Mapping[str, Published]
    _folders: set[str] = field(default_factory=set, repr=False)
    """Folders of the new site that are there already."""

    def holds(self, path: str, digest: str) -> bool:
        """Whether the old site has this very file, untouched."""
        known = self.known.get(path)
        if known is None or known.digest != digest:
            return False
        try:
            found = os.lstat(f"{self.old}/{path}")
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (known.size, known.time)

    def keep(self, path: str) -> None:
        """Takes a file over from the old site."""
        old, target = f"{self.old}/{path}", self._place(path)
        try:
            os.link(old, target)
        except OSError:
            shutil.copy2(old, target)

    def put(self, path: str, content: bytes) -> str:
        """Makes the new site hold this file; its SHA-256."""
        digest = sha256(content).hexdigest()
        if self.holds(path, digest):
            self.keep(path)
        else:
            Path(self._place(path)).write_bytes(content)
        return digest

    def published(self, digests: Mapping[str, str]) -> dict[str, Published]:
        """How the files of the new site are now."""
        found = {path: os.stat(f"{self.new}/{path}") for path in digests}  # noqa: PTH116 as above
        return {
            path: Published(digests[path], one.st_size, one.st_mtime_ns)
            for path, one in found.items()
        }

    def _place(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            (self.new / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self.new}/{path}"
