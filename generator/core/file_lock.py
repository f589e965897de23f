"""Locks between processes, on Linux, macOS and Windows: a file that one at a time may hold.

The system releases a lock when its process ends, however it ends. See decision 0080.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

_PAUSE = 0.05
"""Seconds between two tries where the system can not wait by itself."""


class LockHeldError(Exception):
    """Another process holds the lock."""


@contextmanager
def file_lock(path: Path, *, waits: bool) -> Iterator[None]:
    """Hold the lock of a file, which is made if there is none, and stays.

    LockHeldError where another process holds it and `waits` is False; OSError.
    """
    path.parent.mkdir(exist_ok=True)
    with path.open("a+b") as file:
        _lock(file, waits=waits)
        try:
            yield
        finally:
            _unlock(file)


def _lock(file: IO[bytes], *, waits: bool) -> None:
    if fcntl is None:
        _lock_on_windows(file, waits=waits)
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError as error:
        raise LockHeldError from error


def _lock_on_windows(file: IO[bytes], *, waits: bool) -> None:
    windows: Any = msvcrt
    while True:
        file.seek(0)  # the byte at this place is what is locked, there or not
        try:
            windows.locking(file.fileno(), windows.LK_NBLCK, 1)
        except OSError as error:
            if not waits:
                raise LockHeldError from error
            time.sleep(_PAUSE)
        else:
            return


def _unlock(file: IO[bytes]) -> None:
    if fcntl is None:
        windows: Any = msvcrt
        file.seek(0)
        windows.locking(file.fileno(), windows.LK_UNLCK, 1)
    # Elsewhere closing it is enough, and a child that still has it keeps it, as is meant.
