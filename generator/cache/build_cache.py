"""The build cache: what the last build of one edition made of each folder, city and page.

See decision 0016.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.cache.cache import Cache, CacheDamaged, CacheRefused
from generator.core.source_digest import source_digest

Row = Sequence[Any]
"""The fields of a dataclass in their order, as JSON gives them back."""


class LazyRows(Sequence[Any]):
    """Rows, or texts, as they are in the cache, parsed when they are read."""

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
class PageLinks:
    """What a page links to within the site (paths, with `#` and the anchor), and its anchors."""

    targets: Sequence[str]
    anchors: Sequence[str]


@dataclass(frozen=True, slots=True)
class CachedLedger:
    """The results of one folder of issues.

    `key` is its cache key; it is valid from the day `valid_from` until before `valid_until` (ISO,
    "" for always). `records`: number of issues. `failed`: paths with findings. `files`: path in
    the site → SHA-256. `summaries`, `exposed` and `lines` are rows of those values, `cited` rows of
    citations, `events` rows of the table of events; `public` and `internal` are the texts of its
    issues, in the public edition only. `projections`: name of a projection → its digest. `blobs`:
    ID → blob. `likenesses`: digests by which its issues are known again in another folder.
    """

    folder: str
    key: str
    valid_from: str = ""
    valid_until: str = ""
    records: int = 0
    failed: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    summaries: Sequence[Row] = ()
    exposed: Sequence[Row] = ()
    cited: Sequence[Row] = ()
    events: Sequence[Row] = ()
    public: Sequence[str] = ()
    internal: Sequence[str] = ()
    projections: Mapping[str, str] = field(default_factory=dict)
    likenesses: str = ""
    blobs: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Row] = ()
    """Both are empty where they were not read."""
    serialized_rows: bytes = b""
    """The rows of `lines` as they are stored; empty where the ledger was loaded from the cache."""
    links: Mapping[str, PageLinks] = field(default_factory=dict)
    """Those of its pages, likewise: the cache has them by page."""


@dataclass(frozen=True, slots=True)
class CachedCity:
    """The results of one city, made from all its ledgers; `shards` are rows of summaries.

    `reads`: the selectors of all that was read to make its files, a line each. `work`: programme,
    group or "", and what was done on their issues day by day.
    """

    city: str
    key: str
    files: Mapping[str, str]
    shards: Sequence[Row]
    reads: str = ""
    work: Sequence[Row] = ()
    links: Mapping[str, PageLinks] = field(default_factory=dict)
    """Those of its pages, if they were made by this build: the cache has them by page."""


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page of the whole register, or a file of text.

    `key` is its cache key, `commit` is the one that it names, `reads` are the selectors
    of all that it has read, each with a line feed before and after it; behind an empty line those
    of single issues that say nothing more of key and commit.
    """

    key: str
    digest: str
    commit: str
    reads: str

    def shows(self, some: Collection[str]) -> bool:
        """Return whether it has read one of these records."""
        if len(some) > _FEW:
            return not set(some).isdisjoint(self.reads.split("\n"))
        return any(f"\n{path}\n" in self.reads for path in some)


@dataclass(frozen=True, slots=True)
class CachedFamily:
    """The paths of the pages of one family, and what was read to find out that there are these."""

    key: str
    paths: Sequence[str]
    reads: str


@dataclass(frozen=True, slots=True)
class CachedValue:
    """A value that several pages show: its cache key, the selectors it was made from, a line each.

    The value itself is as JSON gives it back.
    """

    key: str
    reads: str
    value: Any


@dataclass(frozen=True, slots=True)
class Published:
    """A snapshot of a file of the site at publishing."""

    digest: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class CachedSite:
    """All results of a build but rows and blobs of ledgers, which are loaded one by one."""

    ledgers: Mapping[str, CachedLedger] = field(default_factory=dict)
    cities: Mapping[str, CachedCity] = field(default_factory=dict)
    pages: Mapping[str, CachedPage] = field(default_factory=dict)
    families: Mapping[str, CachedFamily] = field(default_factory=dict)
    values: Mapping[str, CachedValue] = field(default_factory=dict)
    published: Mapping[str, Published] = field(default_factory=dict)
    links: Mapping[str, PageLinks] = field(default_factory=dict)
    """Those of pages that were written; the others' are read one by one."""


_QUICK = 1
"""Level of compression: lines are written with every change of their ledger."""


@dataclass(frozen=True, slots=True)
class BuildCache:
    """The part of a cache that belongs to one edition of the site."""

    entries: Cache
    edition: str

    @property
    def is_public(self) -> bool:
        """Return whether this is the public edition."""
        return self.edition == "public"

    @property
    def folder(self) -> Path:
        """Return the folder of the cache file."""
        return self.entries.file.parent

    def load(self, out: Path) -> CachedSite:
        """Return the results of the last build into `out`; none where the file can not be used.

        Those of another version of the code are none: their rows may have another form.
        """
        try:
            *made, files = json.loads(self.entries.get(self.edition, "files") or b"[0]")
            if made != [source_digest(), str(out.resolve())]:
                return CachedSite()
            return CachedSite(
                _ledgers(self._items("folders")),
                {name: CachedCity(name, *row) for name, row in _parsed(self._items("cities"))},
                {path: CachedPage(*row) for path, row in _parsed(self._items("pages"))},
                {name: CachedFamily(*row) for name, row in _parsed(self._items("families"))},
                {name: CachedValue(*row) for name, row in _parsed(self._items("values"))},
                {path: Published(*rest) for path, rest in files.items()},
            )
        except CacheDamaged:
            return CachedSite()

    def lines_of(self, folders: Iterable[str]) -> Iterator[tuple[str, Sequence[Row]]]:
        """Yield each folder with the rows of its lines. CacheDamaged."""
        for folder in folders:
            yield folder, deserialized(self._needed("lines", folder))

    def blobs_of(self, folders: Iterable[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield each folder with the blobs of its issues. CacheDamaged."""
        for folder in folders:
            yield folder, json.loads(self._needed("blobs", folder))

    def links_of(self, page: str) -> PageLinks:
        """Return the links of a page of the last build. CacheDamaged."""
        return PageLinks(*json.loads(self._needed("links", page)))

    def save(self, out: Path, site: CachedSite) -> None:
        """Save the results of a build into `out`, all or nothing.

        Only ledgers that were built are written; where the file can not be, it stays as it is.
        """
        with suppress(CacheRefused, CacheDamaged):
            self._save(out, site)

    def _save(self, out: Path, site: CachedSite) -> None:
        new = {name: one for name, one in site.ledgers.items() if one.serialized_rows}
        cities = {name: _text(_fields(one)[1:-1]) for name, one in site.cities.items()}
        pages = {path: _text(_fields(one)) for path, one in site.pages.items()}
        families = {name: _text(_fields(one)) for name, one in site.families.items()}
        values = {name: _text(_fields(one)) for name, one in site.values.items()}
        files = {path: _fields(one) for path, one in site.published.items()}
        links = {path: _text((one.targets, one.anchors)) for path, one in site.links.items()}
        folders = site.ledgers.keys()
        with self.entries.writing() as batch:
            batch.put(self.edition, "files", _text((source_digest(), str(out.resolve()), files)))
            batch.update(self._name("folders"), folders, _folder_texts(new))
            batch.update(
                self._name("lines"), folders, {k: one.serialized_rows for k, one in new.items()}
            )
            blobs = {name: _text(one.blobs) for name, one in new.items()}
            batch.update(self._name("blobs"), folders, blobs)
            batch.replace(self._name("cities"), cities)
            batch.replace(self._name("pages"), pages)
            batch.replace(self._name("families"), families)
            batch.replace(self._name("values"), values)
            batch.update(self._name("links"), site.published.keys(), links)

    def _items(self, part: str) -> Mapping[str, bytes]:
        return self.entries.items(self._name(part))

    def _needed(self, part: str, folder: str) -> bytes:
        found = self.entries.get(self._name(part), folder)
        if found is None:
            raise self.entries.damaged()
        return found

    def _name(self, part: str) -> str:
        return f"{self.edition} {part}"


def serialized(ledger: CachedLedger) -> CachedLedger:
    """Return the ledger with its lines serialized: small on the way between processes as well."""
    return replace(ledger, lines=(), serialized_rows=zlib.compress(_text(ledger.lines), _QUICK))


def deserialized(serialized: bytes) -> Sequence[Row]:
    """Return the lines of a ledger that was `serialized`."""
    rows: list[Row] = json.loads(zlib.decompress(serialized))
    return rows


def _folder_texts(ledgers: Mapping[str, CachedLedger]) -> dict[str, bytes]:
    """Lines of JSON, so that only those that are asked for are parsed."""
    return {name: b"\n".join(map(_text, _parts(one))) for name, one in ledgers.items()}


def _parts(one: CachedLedger) -> tuple[Any, ...]:
    about = (
        *(one.key, one.valid_from, one.valid_until, one.records, one.failed, one.files),
        one.projections,
        one.likenesses,
    )
    return about, one.summaries, one.exposed, one.cited, one.events, one.public, one.internal


def _ledgers(texts: Mapping[str, bytes]) -> dict[str, CachedLedger]:
    parts = {folder: text.split(b"\n") for folder, text in texts.items()}
    about = _parsed({folder: lines[0] for folder, lines in parts.items()})
    return {folder: _ledger(folder, row, parts[folder][1:]) for folder, row in about}


def _ledger(folder: str, about: Row, texts: Sequence[bytes]) -> CachedLedger:
    key, valid_from, valid_until, records, failed, files, projections, likenesses = about
    summaries, exposed, cited, events, public, internal = map(LazyRows, texts)
    return CachedLedger(
        folder,
        key,
        valid_from,
        valid_until,
        records,
        failed,
        files,
        summaries=summaries,
        exposed=exposed,
        cited=cited,
        events=events,
        public=public,
        internal=internal,
        projections=projections,
        likenesses=likenesses,
    )


def _parsed(texts: Mapping[str, bytes]) -> Iterable[tuple[str, Row]]:
    """Rows of JSON by name, parsed in one call: thousands of calls take longer than the texts."""
    rows: list[Row] = json.loads(b"[" + b",".join(texts.values()) + b"]")
    return zip(texts, rows, strict=True)


def _fields(one: CachedCity | CachedFamily | CachedPage | CachedValue | Published) -> list[Any]:
    return [getattr(one, name) for name in one.__slots__]


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
