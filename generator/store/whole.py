"""Whether a file is still as it was finished: its sum stands in its own head.

A file of SQLite has room for four bytes of the application's own (`user_version`). There the sum
of all other bytes is kept, so that file and sum can never be two states.
"""

import zlib
from pathlib import Path

_AT = 60
_LENGTH = 4
_HEAD = 100
_PIECE = 1 << 20


def seal(file: Path) -> None:
    """Writes the sum of a finished file into it."""
    total = _sum(file)
    with file.open("r+b") as writing:
        writing.seek(_AT)
        writing.write(total)


def is_whole(file: Path) -> bool:
    """Whether nothing changed since it was sealed; not where it can not be read."""
    try:
        with file.open("rb") as reading:
            head = reading.read(_HEAD)
        return len(head) == _HEAD and head[_AT : _AT + _LENGTH] == _sum(file)
    except OSError:
        return False


def _sum(file: Path) -> bytes:
    with file.open("rb") as reading:
        head = reading.read(_HEAD)
        total = zlib.crc32(head[:_AT] + head[_AT + _LENGTH :])
        while piece := reading.read(_PIECE):
            total = zlib.crc32(piece, total)
    return total.to_bytes(_LENGTH, "big")
