"""What was typed into the form of `serve --edit` and is not saved yet, kept on disk per record.

A browser keeps it as well; this outlives a browser that forgets, and serves one at another port.
"""

import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from generator.cache.cache import WORK

_FOLDER = "drafts"
_NEW = "new"
_PLACE = re.compile(r"[A-Z0-9][A-Za-z0-9-]{0,80}")


class DraftFolder:
    """The drafts of a register, one file for each record, and one for what is new."""

    def __init__(self, root: Path) -> None:
        """`root` is that of the register."""
        self._folder = root / WORK / _FOLDER

    def read(self, place: str) -> str:
        """Return the draft about a record, "" for none; "" is the place of what is new."""
        with suppress(OSError, UnicodeDecodeError):
            return self._path(place).read_text(encoding="utf-8")
        return ""

    def write(self, place: str, text: str) -> bool:
        """Keep a draft, or forget it where there is no text; return whether the disk took it."""
        target = self._path(place)
        try:
            if not text:
                target.unlink(missing_ok=True)
                return True
            self._folder.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: a killed server leaves the draft as it was before.
            with NamedTemporaryFile("wb", dir=self._folder, delete=False) as file:
                file.write(text.encode("utf-8", "replace"))
            Path(file.name).replace(target)
        except OSError:
            return False
        return True

    def _path(self, place: str) -> Path:
        """Return the file of a draft; KeyError for what can be no ID of a record."""
        if place and not _PLACE.fullmatch(place):
            raise KeyError(place)
        return self._folder / f"{place or _NEW}.json"
