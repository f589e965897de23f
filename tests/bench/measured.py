"""One command, measured from outside: seconds, and the memory of all its processes together."""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getpagesize, getrusage
from tempfile import TemporaryFile
from time import perf_counter

_SAMPLE = 0.1
_NOTHING_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Where it is set Python compiles all code anew for each command; on desks it is not."""

_SESSION, _RESIDENT = 3, 21
"""Places in /proc/…/stat, counted from behind the name, which may hold anything."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took, with all its processes.

    `worked` is seconds of cores; `peak` in bytes is the most that they held at one moment.
    """

    seconds: float
    worked: float
    peak: int


def cost(words: Sequence[str | Path], folder: Path) -> Cost:
    """Runs a command in a folder; SystemExit with what it said where it fails."""
    with TemporaryFile() as said:
        start, before = perf_counter(), worked()
        running = subprocess.Popen(
            [str(word) for word in words],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != _NOTHING_COMPILED},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        peak = 0
        while running.returncode is None:
            peak = max(peak, resident(running.pid))
            with suppress(subprocess.TimeoutExpired):  # not a moment longer than it takes
                running.wait(_SAMPLE)
        seconds = perf_counter() - start
        if running.returncode:
            said.seek(0)
            sys.exit(f"{words}\n{said.read().decode('utf-8', 'replace')[-2000:]}")
    return Cost(seconds, worked() - before, peak)


def worked() -> float:
    """Seconds of cores that commands which have ended took so far."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def resident(session: int) -> int:
    """Bytes that the processes of a session hold; what they share counts for each of them."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[_SESSION]) == session:
            pages += int(fields[_RESIDENT])
    return pages * getpagesize()
