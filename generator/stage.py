"""A site in the making: what is new is written, what did not change is taken over from the old one.

Taken over means one more name for the same file (a copy with its times where the disk has no such
names): bytes and times stay, so that copying the site by rsync moves only what changed.
"""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.store.made import Published


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder `new` is filled; `known` says how the files of `old` were when it was published.

    A file of the old site that somebody has touched since is not taken over.
    """

    new: Path
    old: Path
    known: Mapping[str, Published]

    def holds(self, path: str, digest: str) -> bool:
        """Whether the old site has this very file, untouched."""
        known = self.known.get(path)
        if known is None or known.digest != digest:
            return False
        try:
            found = (self.old / path).lstat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (known.size, known.time)

    def keep(self, path: str) -> None:
        """Takes a file over from the old site."""
        target = self._place(path)
        try:
            os.link(self.old / path, target)
        except OSError:
            shutil.copy2(self.old / path, target)

    def put(self, path: str, content: bytes) -> str:
        """Makes the new site hold this file; its SHA-256."""
        digest = sha256(content).hexdigest()
        if self.holds(path, digest):
            self.keep(path)
        else:
            self._place(path).write_bytes(content)
        return digest

    def published(self, digests: Mapping[str, str]) -> dict[str, Published]:
        """How the files of the new site are now."""
        found = {path: (self.new / path).stat() for path in digests}
        return {
            path: Published(digests[path], one.st_size, one.st_mtime_ns)
            for path, one in found.items()
        }

    def _place(self, path: str) -> Path:
        target = self.new / path
        with suppress(FileExistsError):
            target.parent.mkdir(parents=True)
        return target
