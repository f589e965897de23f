"""Remembers which files were found clean: fingerprints in one file below `.build/cache`.

A fingerprint is made of all that decides: the file's path and content, everything that records
are judged by, this tool and its libraries. So an entry can be missing but never be out of date, on
any branch and any machine. The file holds fingerprints and nothing that could be run. It is
believed only where nobody but its owner could have written it, and whole.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from generator.load.files import FileContent

_SIZE = 16
_KEPT = 4
"""Bytes of a fingerprint; how many files are kept: one for each state of what judges."""

_LIBRARIES = ("pydantic", "pydantic-core", "PyYAML")
_IGNORED = "# 缓存，可以随时删除\n*\n"


@cache
def tool_key() -> bytes:
    """The fingerprint of the tool: its sources, its libraries, the interpreter."""
    digest = blake2b(sys.version.encode(), digest_size=_SIZE)
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\0".encode())
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()


def ground_key(files: Iterable[FileContent]) -> bytes:
    """The fingerprint of what records are judged by, tool included."""
    digest = blake2b(tool_key(), digest_size=_SIZE)
    for file in files:
        digest.update(fingerprint(b"", file) + repr(file.fault).encode())
    return digest.digest()


def fingerprint(ground: bytes, file: FileContent) -> bytes:
    """What stands for a file that is judged on this ground."""
    return blake2b(
        file.path.encode("utf-8", "replace") + b"\0" + file.content, digest_size=_SIZE, key=ground
    ).digest()


class CleanFiles:
    """The fingerprints of the files that were clean on one ground."""

    def __init__(self, folder: Path, ground: bytes) -> None:
        self._folder = folder
        self._ground = ground
        self._path = folder / f"clean-{ground.hex()}"
        self._known = _read(self._path)
        self._seen: set[bytes] = set()

    def holds(self, file: FileContent) -> bool:
        """Whether the file was clean before."""
        mark = fingerprint(self._ground, file)
        is_known = mark in self._known
        if is_known:
            self._seen.add(mark)
        return is_known

    def add(self, files: Iterable[FileContent]) -> None:
        """Remembers files as clean."""
        self._seen |= {fingerprint(self._ground, file) for file in files}

    def save(self) -> None:
        """Writes what was seen in this run, whole or not at all; a refusal of the disk is borne."""
        if self._seen == self._known:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
            body = b"".join(sorted(self._seen))
            draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
            draft.write_bytes(_sum(body) + body)
            draft.replace(self._path)
            _drop_oldest(self._folder)


def _read(path: Path) -> frozenset[bytes]:
    """The fingerprints in a file; none where it is not there, not ours alone or not whole."""
    try:
        with path.open("rb") as file:
            if not _is_ours_alone(os.fstat(file.fileno())):
                return frozenset()
            content = file.read()
    except OSError:
        return frozenset()
    whole, body = content[:_SIZE], content[_SIZE:]
    if whole != _sum(body) or len(body) % _SIZE:
        return frozenset()
    return frozenset(body[at : at + _SIZE] for at in range(0, len(body), _SIZE))


def _is_ours_alone(found: os.stat_result) -> bool:
    if not hasattr(os, "geteuid"):  # Windows has no such bits
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=_SIZE, person=b"lantian-clean").digest()


def _drop_oldest(folder: Path) -> None:
    found = sorted(folder.glob("clean-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[_KEPT:]:
        path.unlink(missing_ok=True)
