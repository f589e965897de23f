"""Remembers which files were found clean, as fingerprints in the cache.

A fingerprint is made of all that decides: the file's path and content, everything that records
are judged by, this tool and its libraries. So an entry can be missing but never be out of date, on
any branch and any machine. What is kept is fingerprints and nothing that could be run.
"""

import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from generator.cache.cache import Cache, CacheDamaged, CacheRefused
from generator.load.files import FileContent
from generator.store.notes import load_note, save_note

_SIZE = 16
_KEPT = 4
"""Bytes of a fingerprint; how many states of what judges have their fingerprints kept."""

_NAMESPACE = "clean"

_LIBRARIES = ("pydantic", "pydantic-core", "PyYAML")


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


class ValidationCache:
    """The fingerprints of the files that were clean on one ground."""

    def __init__(self, cache: Cache, ground: bytes) -> None:
        self._cache = cache
        self._key = ground.hex()
        self._known = self._read()
        self._seen: set[bytes] = set()
        self._ground = ground

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
        """Keeps what was seen in this run; a file that can not be written is borne."""
        if self._seen == self._known:
            return
        kept = (load_note(self._cache, _NAMESPACE) or {}).get("order", [])
        order = [*(one for one in kept if one != self._key), self._key]
        with suppress(CacheRefused, CacheDamaged), self._cache.writing() as batch:
            batch.put(_NAMESPACE, self._key, b"".join(sorted(self._seen)))
            batch.remove(_NAMESPACE, order[:-_KEPT])
        save_note(self._cache, _NAMESPACE, {"order": order[-_KEPT:]})

    def _read(self) -> frozenset[bytes]:
        try:
            found = self._cache.get(_NAMESPACE, self._key) or b""
        except CacheDamaged:
            return frozenset()
        return frozenset(found[at : at + _SIZE] for at in range(0, len(found), _SIZE))
