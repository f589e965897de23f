"""An index of our own below `.build/`, a copy of the repository's.

In a register that was copied with its files the index knows none of them by size and time, so Git
hashes every record each time until somebody lets it write what it found. Ours it may write.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from generator.audit.git import Repository

_NAME = "git-index"


def own_index(repo: Repository, folder: Path) -> Path | None:
    """The copy, made anew when the repository's index changed; None where there can be none."""
    theirs, ours = Path(repo.git_dir) / "index", folder / _NAME
    note = folder / f"{_NAME}.of"
    try:
        about = theirs.stat()
        mark = f"{about.st_size} {about.st_mtime_ns} {about.st_ino}"
        if _text(note) != mark or not ours.is_file():
            draft = folder / f"{_NAME}.{os.getpid()}"
            shutil.copy2(theirs, draft)  # with its time: Git tells by it what it must look into
            draft.replace(ours)
            note.write_text(mark)
    except OSError:
        return None
    return ours


def _text(file: Path) -> str:
    with suppress(OSError, UnicodeError):
        return file.read_text()
    return ""
