"""Locks between processes, with the calls of Linux and with those of Windows."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.core import file_lock as module
from generator.core.file_lock import LockHeldError, file_lock

HOLD = """
import sys
from pathlib import Path
from generator.core.file_lock import file_lock
with file_lock(Path(sys.argv[1]), waits=True):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_that_another_process_holds_is_refused_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "work" / "lock"
    words = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LockHeldError), file_lock(path, waits=False):
            pass
        other.kill()  # a lock ends with its process, however that ends
    with file_lock(path, waits=False):
        pass


class Windows(SimpleNamespace):
    """What Python offers on Windows: it locks a byte or raises; the first tries find it taken."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self, taken: int) -> None:
        super().__init__(taken=taken, calls=[])

    def locking(self, number: int, mode: int, count: int) -> None:
        self.calls.append(mode)
        if mode == self.LK_NBLCK and self.taken:
            self.taken -= 1
            raise OSError(36, "taken")


def windows(monkeypatch: pytest.MonkeyPatch, taken: int) -> Windows:
    found = Windows(taken)
    monkeypatch.setattr(module, "fcntl", None)
    monkeypatch.setattr(module, "msvcrt", found, raising=False)
    monkeypatch.setattr(module, "_PAUSE", 0)
    return found


def test_on_windows_a_lock_is_waited_for_and_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = windows(monkeypatch, taken=2)
    with file_lock(tmp_path / "lock", waits=True):
        assert system.calls == [2, 2, 2]
    assert system.calls == [2, 2, 2, 0]


def test_on_windows_a_lock_that_is_held_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = windows(monkeypatch, taken=1)
    with pytest.raises(LockHeldError), file_lock(tmp_path / "lock", waits=False):
        pass
    assert system.calls == [2]
