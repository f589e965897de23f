"""The validation cache: which files were clean, and their parsed content.

See decision 0016.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, partial
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

from generator.cache.cache import Cache, CacheDamaged, CacheRefused, load_note, save_note
from generator.checks.reference_rules import mentioned
from generator.core.fields import Bare, Record
from generator.core.raw import RawRecord
from generator.core.record_kind import RecordKind
from generator.core.source_digest import source_digest
from generator.kinds.register import Asked, FiledRecord, Key, key_in
from generator.load.files import FileContent, plain_text, raw_of
from generator.load.yaml_reader import Later, read_carefully

_NAMESPACE = "parsed"
_SIZE = 16
_BARE = "\0"
"""Begins a text that stood without quotes and looks like a number."""

_NUL = b"\\u0000"
"""The same sign in JSON. A file whose own texts hold it is not kept."""


@dataclass(frozen=True, slots=True)
class _ParsedFile:
    """The cache entry of one file: its digest, the issues that it mentions, its content as JSON."""

    digest: str
    mentioned: tuple[str, ...]
    content: bytes


class CachedRaw(RawRecord):
    """A file without fault whose content is parsed when it is read."""

    def __init__(self, file: FileContent, content: bytes) -> None:
        places = cache(partial(_read_carefully, file))
        keys, values = Later(lambda: places().keys), Later(lambda: places().values)
        fields = {"path": file.path, "keys": keys, "values": values, "faults": ()}
        for name, value in fields.items():
            object.__setattr__(self, name, value)
        self.__dict__["_content"] = content

    @cached_property
    def content(self) -> Mapping[str, object]:
        """Return the content of the file."""
        found: Mapping[str, object] = _content_of(self.__dict__["_content"])
        return found

    def plain_content(self) -> Mapping[str, object]:
        """Return it with all texts alike: models take no text of a clean record for another."""
        text: bytes = self.__dict__["_content"]
        found: Mapping[str, object] = json.loads(text.replace(b'"' + _NUL, b'"'))
        return found


class CachedRecord(FiledRecord[Record]):
    """A clean record that is validated when it is read."""

    def __init__(self, kind: RecordKind, raw: RawRecord) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "raw", raw)

    @cached_property
    def record(self) -> Record:
        """Return the record."""
        content = self.raw.plain_content() if isinstance(self.raw, CachedRaw) else self.raw.content
        return self.kind.model.model_validate(content)

    def key(self, asked: Asked) -> Key:
        """Return the parts that are asked, from its path: its record is clean, so they agree.

        No record is validated in order to be passed over.
        """
        return key_in(self.kind, self.raw.path, asked) or super().key(asked)


class ParsedFiles:
    """Some files and their cache entries."""

    def __init__(self, cache: Cache, files: Sequence[FileContent]) -> None:
        self.files = files
        self._cache = cache
        self._lines: dict[str, dict[str, _ParsedFile]] = {}
        self._digests = {file.path: _digest(file) for file in files if not file.fault}
        self._raws: dict[str, RawRecord] = {}

    @cached_property
    def mentioned(self) -> Mapping[str, frozenset[str]]:
        """Return path of a file → the paths of the issues whose ID is in it."""
        return {file.path: self._mentioned(file) for file in self.files}

    @cached_property
    def digest(self) -> str:
        """Return a digest of all files and of this tool."""
        found = blake2b(tool_key(), digest_size=_SIZE)
        for file in self.files:
            text = f"{file.path}\0{self._digests.get(file.path, file.fault)}\0"
            found.update(text.encode("utf-8", "surrogateescape"))
        return found.hexdigest()

    def raw(self, file: FileContent) -> RawRecord:
        """Return one of the files as a raw record."""
        if file.path not in self._raws:
            line = self._line(file)
            self._raws[file.path] = CachedRaw(file, line.content) if line else raw_of(file)
        return self._raws[file.path]

    def save(self) -> None:
        """Save the content of all files without fault that were read."""
        entries = {
            folder: value
            for folder, files in self._by_folder().items()
            if (value := self._entry(folder, files))
        }
        with suppress(CacheRefused, CacheDamaged):
            if entries:
                with self._cache.writing() as batch:
                    batch.put_all(_NAMESPACE, entries)

    def _by_folder(self) -> Mapping[str, list[FileContent]]:
        found: dict[str, list[FileContent]] = defaultdict(list)
        for file in self.files:
            found[_folder(file.path)].append(file)
        return found

    def _entry(self, folder: str, files: Sequence[FileContent]) -> bytes:
        """Return the entry of a folder; b"" where the saved one is up to date."""
        lines = {file.path: line for file in files if (line := self._line(file) or self._new(file))}
        if lines == self._saved(folder):
            return b""
        about = [(path, one.digest, one.mentioned) for path, one in lines.items()]
        return b"\n".join((_text(about), *(one.content for one in lines.values())))

    def _new(self, file: FileContent) -> _ParsedFile | None:
        raw = self._raws.get(file.path)
        if raw is None or raw.faults or raw.content is None:
            return None
        if b"\\" in file.content and _NUL in _text(raw.content):  # it can only be escaped in YAML
            return None
        named = tuple(sorted(self.mentioned[file.path]))
        return _ParsedFile(self._digests[file.path], named, _text(_marked(raw.content)))

    def _mentioned(self, file: FileContent) -> frozenset[str]:
        line = self._line(file)
        return frozenset(line.mentioned) if line else mentioned(file.path, file.content)

    def _line(self, file: FileContent) -> _ParsedFile | None:
        line = self._saved(_folder(file.path)).get(file.path)
        return line if line and line.digest == self._digests.get(file.path) else None

    def _saved(self, folder: str) -> dict[str, _ParsedFile]:
        if folder not in self._lines:
            self._lines[folder] = {}
            with suppress(CacheDamaged):
                self._lines[folder] = dict(_lines(self._cache.get(_NAMESPACE, folder)))
        return self._lines[folder]


def _lines(value: bytes | None) -> Iterator[tuple[str, _ParsedFile]]:
    if value:
        about, *contents = value.split(b"\n")
        for (path, digest, named), content in zip(json.loads(about), contents, strict=True):
            yield path, _ParsedFile(digest, tuple(named), content)


def _folder(path: str) -> str:
    """Return the folder of a record kind; "" for files outside of all."""
    return path.split("/")[1] if path.count("/") > 1 else ""


def _digest(file: FileContent) -> str:
    return blake2b(file.content, digest_size=_SIZE, key=tool_key()).hexdigest()


def _read_carefully(file: FileContent) -> RawRecord:
    return read_carefully(file.path, plain_text(file.content))


def _marked(value: object) -> object:
    """Return the content with a sign where JSON would lose that a text had no quotes."""
    if isinstance(value, dict):
        return {key: _marked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner) for inner in value]
    return f"{_BARE}{value}" if isinstance(value, Bare) else value


def _content_of(text: bytes) -> Any:
    content = json.loads(text)
    return _unmarked(content) if _NUL in text else content


def _unmarked(value: object) -> object:
    if isinstance(value, dict):
        return {key: _unmarked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_unmarked(inner) for inner in value]
    if isinstance(value, str) and value.startswith(_BARE):
        return Bare(value.removeprefix(_BARE))
    return value


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


_STATES = 4
"""For how many states of the reference records digests are kept."""

_VALIDATION_CACHE_NAMESPACE = "clean"

_LIBRARIES = ("pydantic", "pydantic-core", "PyYAML")


@cache
def tool_key() -> bytes:
    """Return a digest of the tool: its sources, its libraries, the interpreter."""
    digest = blake2b(f"{sys.version}\0{source_digest()}\0".encode(), digest_size=_SIZE)
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\0".encode())
    return digest.digest()


def reference_key(files: Iterable[FileContent]) -> bytes:
    """Return a digest of the reference records and of the tool."""
    digest = blake2b(tool_key(), digest_size=_SIZE)
    for file in files:
        digest.update(fingerprint(b"", file) + repr(file.fault).encode())
    return digest.digest()


def fingerprint(reference: bytes, file: FileContent) -> bytes:
    """Return the digest of a file that is validated against these reference records."""
    return blake2b(
        file.path.encode("utf-8", "replace") + b"\0" + file.content,
        digest_size=_SIZE,
        key=reference,
    ).digest()


class ValidationCache:
    """The digests of the files that were clean with one set of reference records."""

    def __init__(self, cache: Cache, reference: bytes) -> None:
        self._cache = cache
        self._key = reference.hex()
        self._known = self._read()
        self._seen: set[bytes] = set()
        self._reference = reference

    def is_clean(self, file: FileContent) -> bool:
        """Return whether the file was clean before."""
        digest = fingerprint(self._reference, file)
        is_known = digest in self._known
        if is_known:
            self._seen.add(digest)
        return is_known

    def add(self, files: Iterable[FileContent]) -> None:
        """Add files as clean."""
        self._seen |= {fingerprint(self._reference, file) for file in files}

    def save(self) -> None:
        """Save what was seen in this run, unless the file can not be written."""
        if self._seen == self._known:
            return
        order = (load_note(self._cache, _VALIDATION_CACHE_NAMESPACE) or {}).get("order", [])
        order = [*(one for one in order if one != self._key), self._key]
        with suppress(CacheRefused, CacheDamaged), self._cache.writing() as batch:
            batch.put(_VALIDATION_CACHE_NAMESPACE, self._key, b"".join(sorted(self._seen)))
            batch.remove(_VALIDATION_CACHE_NAMESPACE, order[:-_STATES])
        save_note(self._cache, _VALIDATION_CACHE_NAMESPACE, {"order": order[-_STATES:]})

    def _read(self) -> frozenset[bytes]:
        try:
            found = self._cache.get(_VALIDATION_CACHE_NAMESPACE, self._key) or b""
        except CacheDamaged:
            return frozenset()
        return frozenset(found[at : at + _SIZE] for at in range(0, len(found), _SIZE))
