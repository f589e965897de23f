"""What the last build of one edition made of each folder, each city and each page."""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.cache.cache import Cache, CacheDamaged, CacheRefused

Row = Sequence[Any]
"""The fields of a dataclass in their order, as JSON gives them back."""


class LazyRows(Sequence[Any]):
    """Rows, or texts, as they lie in the store, parsed when somebody asks for them."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    @cached_property
    def _rows(self) -> list[Any]:
        found: list[Any] = json.loads(self._text)
        return found

    def __getitem__(self, place: Any) -> Any:
        return self._rows[place]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


_FEW = 8
"""Records of which each is looked for by itself."""


@dataclass(frozen=True, slots=True)
class CachedLedger:
    """What one folder of issues came to.

    `key` says from what; it holds from the day `since` until before `until` (ISO, "" for always).
    `doubtful`: paths in which something was found. `files`: path in the site → SHA-256.
    `summaries`, `exposed` and `lines` are rows of those values, `cited` rows of citations; `public`
    and `internal` are the texts of its issues, in the public edition only. `marks`: which part
    of it → a digest of that part. `blobs`: ID → blob.
    """

    folder: str
    key: str
    since: str = ""
    until: str = ""
    leaves: int = 0
    doubtful: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    summaries: Sequence[Row] = ()
    exposed: Sequence[Row] = ()
    cited: Sequence[Row] = ()
    public: Sequence[str] = ()
    internal: Sequence[str] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    blobs: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Row] = ()
    """Both are empty where they were not read."""
    packed: bytes = b""
    """The lines as they are kept."""


@dataclass(frozen=True, slots=True)
class CachedCity:
    """What the ledgers of one city together came to; `shards` are rows of summaries.

    `reads`: the selectors of all that was read to make its files, a line each.
    """

    city: str
    key: str
    files: Mapping[str, str]
    shards: Sequence[Row]
    reads: str = ""


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page of the whole register, or a file of text.

    `key` says from what it was made, `commit` is the one that it names, `reads` are the selectors
    of all that it has read, each with a line feed before and after it; behind an empty line those
    of single issues that say nothing more of key and commit.
    """

    key: str
    digest: str
    commit: str
    reads: str

    def shows(self, some: Collection[str]) -> bool:
        """Whether it has read one of these records."""
        if len(some) > _FEW:
            return not set(some).isdisjoint(self.reads.split("\n"))
        return any(f"\n{path}\n" in self.reads for path in some)


@dataclass(frozen=True, slots=True)
class KeptFamily:
    """The paths of the pages of one family, and what was read to find out that there are these."""

    key: str
    paths: Sequence[str]
    reads: str


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site as it was when it was put in place."""

    digest: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class CachedSite:
    """All that is known of the last build but lines and blobs."""

    ledgers: Mapping[str, CachedLedger] = field(default_factory=dict)
    cities: Mapping[str, CachedCity] = field(default_factory=dict)
    sheets: Mapping[str, CachedPage] = field(default_factory=dict)
    families: Mapping[str, KeptFamily] = field(default_factory=dict)
    published: Mapping[str, Published] = field(default_factory=dict)


_QUICK = 1
"""Level of compression: lines are written with every change of their ledger."""


@dataclass(frozen=True, slots=True)
class BuildCache:
    """The part of a cache that belongs to one edition of the site."""

    cache: Cache
    edition: str

    @property
    def is_public(self) -> bool:
        """Whether this is the public edition."""
        return self.edition == "public"

    @property
    def folder(self) -> Path:
        """Where the file of the cache lies."""
        return self.cache.file.parent

    def load(self, out: Path) -> CachedSite:
        """Return what the last build into `out` kept; nothing where the file can not be used."""
        try:
            place, files = json.loads(self.cache.get(self.edition, "files") or b"[0, 0]")
            if place != str(out.resolve()):
                return CachedSite()
            return CachedSite(
                _ledgers(self._items("folders")),
                {name: CachedCity(name, *row) for name, row in _parsed(self._items("cities"))},
                {path: CachedPage(*row) for path, row in _parsed(self._items("pages"))},
                {name: KeptFamily(*row) for name, row in _parsed(self._items("families"))},
                {path: Published(*rest) for path, rest in files.items()},
            )
        except CacheDamaged:
            return CachedSite()

    def lines_of(self, folders: Iterable[str]) -> Iterator[tuple[str, Sequence[Row]]]:
        """Each folder with the rows of its lines. CacheDamaged."""
        for folder in folders:
            yield folder, unpacked(self._needed("lines", folder))

    def blobs_of(self, folders: Iterable[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Each folder with the blobs of its issues. CacheDamaged."""
        for folder in folders:
            yield folder, json.loads(self._needed("blobs", folder))

    def save(self, out: Path, new: Iterable[CachedLedger], kept: CachedSite) -> None:
        """Keep all of `kept`, and of the ledgers those that are new, which are `stowed`.

        All or nothing; where that can not be done, what was kept before stays.
        """
        with suppress(CacheRefused, CacheDamaged):
            self._save(out, {one.folder: one for one in new}, kept)

    def _save(self, out: Path, new: Mapping[str, CachedLedger], kept: CachedSite) -> None:
        cities = {name: _text(_fields(one)[1:]) for name, one in kept.cities.items()}
        pages = {path: _text(_fields(one)) for path, one in kept.sheets.items()}
        families = {name: _text(_fields(one)) for name, one in kept.families.items()}
        files = {path: _fields(one) for path, one in kept.published.items()}
        folders = kept.ledgers.keys()
        with self.cache.writing() as batch:
            batch.put(self.edition, "files", _text((str(out.resolve()), files)))
            batch.update(self._name("folders"), folders, _folder_texts(new))
            batch.update(self._name("lines"), folders, {k: one.packed for k, one in new.items()})
            blobs = {name: _text(one.blobs) for name, one in new.items()}
            batch.update(self._name("blobs"), folders, blobs)
            batch.replace(self._name("cities"), cities)
            batch.replace(self._name("pages"), pages)
            batch.replace(self._name("families"), families)

    def _items(self, part: str) -> Mapping[str, bytes]:
        return self.cache.items(self._name(part))

    def _needed(self, part: str, folder: str) -> bytes:
        found = self.cache.get(self._name(part), folder)
        if found is None:
            raise self.cache.damaged()
        return found

    def _name(self, part: str) -> str:
        return f"{self.edition} {part}"


def stowed(ledger: CachedLedger) -> CachedLedger:
    """The ledger with its lines as they are kept: small on the way between processes as well."""
    return replace(ledger, lines=(), packed=zlib.compress(_text(ledger.lines), _QUICK))


def unpacked(packed: bytes) -> Sequence[Row]:
    """Return the lines of a ledger that was `stowed`."""
    rows: list[Row] = json.loads(zlib.decompress(packed))
    return rows


def _folder_texts(ledgers: Mapping[str, CachedLedger]) -> dict[str, bytes]:
    """Lines of JSON, so that only those that are asked for are parsed."""
    return {name: b"\n".join(map(_text, _parts(one))) for name, one in ledgers.items()}


def _parts(one: CachedLedger) -> tuple[Any, ...]:
    about = (one.key, one.since, one.until, one.leaves, one.doubtful, one.files, one.marks)
    return about, one.summaries, one.exposed, one.cited, one.public, one.internal


def _ledgers(texts: Mapping[str, bytes]) -> dict[str, CachedLedger]:
    parts = {folder: text.split(b"\n") for folder, text in texts.items()}
    about = _parsed({folder: lines[0] for folder, lines in parts.items()})
    return {folder: _ledger(folder, row, parts[folder][1:]) for folder, row in about}


def _ledger(folder: str, about: Row, texts: Sequence[bytes]) -> CachedLedger:
    key, since, until, leaves, doubtful, files, marks = about
    summaries, exposed, cited, public, internal = map(LazyRows, texts)
    return CachedLedger(
        folder,
        key,
        since,
        until,
        leaves,
        doubtful,
        files,
        summaries=summaries,
        exposed=exposed,
        cited=cited,
        public=public,
        internal=internal,
        marks=marks,
    )


def _parsed(texts: Mapping[str, bytes]) -> Iterable[tuple[str, Row]]:
    """Rows of JSON by name, parsed in one call: thousands of calls take longer than the texts."""
    rows: list[Row] = json.loads(b"[" + b",".join(texts.values()) + b"]")
    return zip(texts, rows, strict=True)


def _fields(one: CachedCity | KeptFamily | CachedPage | Published) -> list[Any]:
    return [getattr(one, name) for name in one.__slots__]


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
