"""The records as the search page reads them: a manifest and shards of records, as classic scripts.

What an entry says is decided by the caller; how it is searched and shown, by the scripts in
theme/assets.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

RECORDS_PER_SHARD = 2000
NONE = -1  # stands in a column where a record has no value for the facet
YEAR = 4  # letters of a date


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One record as the search sees it; programme and city are keys, date may stop at the month."""

    id: str
    url: str
    title: str
    text: str
    place: str
    kind: str
    programme: str
    city: str
    group: str
    category: str
    date: str


@dataclass(frozen=True, slots=True)
class SearchFacets:
    """All values of the facets, in the order of the page; pairs are key and label."""

    kinds: Sequence[str]
    programmes: Sequence[tuple[str, str]]
    cities: Sequence[tuple[str, str]]
    groups: Sequence[str]
    categories: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet that occur: their keys, and what the manifest says of them."""

    keys: Sequence[str]
    options: Sequence[str | Mapping[str, str]]


def shard_files(entries: Sequence[SearchEntry], facets: SearchFacets) -> dict[str, str]:
    """The text of data/manifest.js and of each shard; a value not in facets is a KeyError."""
    ordered = _from_old_to_new(entries)
    occurring = _occurring(ordered, facets)
    options = {name: facet.options for name, facet in occurring.items()}
    version = hashlib.sha256(_json(options).encode()).hexdigest()[:12]
    shards = [
        ordered[start : start + RECORDS_PER_SHARD]
        for start in range(0, len(ordered), RECORDS_PER_SHARD)
    ]
    manifest = {
        "version": version,
        "shards": [
            {"file": _shard_name(number), "records": len(shard)}
            for number, shard in enumerate(shards, start=1)
        ],
        "facets": options,
    }
    files = {"data/manifest.js": f"lantianManifest({_json(manifest)});\n"}
    for number, shard in enumerate(shards, start=1):
        packed = _packed({"version": version, **_columns(shard, occurring)})
        files[f"data/{_shard_name(number)}"] = f'lantianShard({number}, "{packed}");\n'
    return files


def _from_old_to_new(entries: Sequence[SearchEntry]) -> list[SearchEntry]:
    """New records come last, so that the shards of old ones keep their bytes.

    The page shows the list from its end: of one day, the lowest ID is then the first.
    """
    by_id = sorted(entries, key=lambda entry: entry.id, reverse=True)
    return sorted(by_id, key=lambda entry: entry.date)


def _shard_name(number: int) -> str:
    return f"records-{number:04}.js"


def _occurring(entries: Sequence[SearchEntry], facets: SearchFacets) -> dict[str, Facet]:
    years = sorted({entry.date[:YEAR] for entry in entries} - {""}, reverse=True)
    return {
        "kind": _words(facets.kinds, {entry.kind for entry in entries}),
        "programme": _pairs(facets.programmes, {entry.programme for entry in entries}),
        "city": _pairs(facets.cities, {entry.city for entry in entries}),
        "group": _words(facets.groups, {entry.group for entry in entries}),
        "category": _words(facets.categories, {entry.category for entry in entries}),
        "year": Facet(years, years),
    }


def _words(words: Sequence[str], used: set[str]) -> Facet:
    occurring = [word for word in words if word in used]
    return Facet(occurring, occurring)


def _pairs(pairs: Sequence[tuple[str, str]], used: set[str]) -> Facet:
    occurring = [(key, label) for key, label in pairs if key in used]
    options = [{"key": key, "label": label} for key, label in occurring]
    return Facet([key for key, _ in occurring], options)


def _columns(
    entries: Sequence[SearchEntry], facets: Mapping[str, Facet]
) -> dict[str, Sequence[str] | Sequence[int]]:
    """One list for each field; facets and places as numbers, for they repeat."""
    places = sorted({entry.place for entry in entries})
    return {
        "id": [entry.id for entry in entries],
        "url": [entry.url for entry in entries],
        "title": [entry.title for entry in entries],
        "text": [entry.text for entry in entries],
        "date": [entry.date for entry in entries],
        "places": places,
        "place": _numbers(places, (entry.place for entry in entries)),
        "kind": _numbers(facets["kind"].keys, (entry.kind for entry in entries)),
        "programme": _numbers(facets["programme"].keys, (entry.programme for entry in entries)),
        "city": _numbers(facets["city"].keys, (entry.city for entry in entries)),
        "group": _numbers(facets["group"].keys, (entry.group for entry in entries)),
        "category": _numbers(facets["category"].keys, (entry.category for entry in entries)),
    }


def _numbers(keys: Sequence[str], values: Iterator[str]) -> list[int]:
    numbers = {"": NONE} | {key: number for number, key in enumerate(keys)}
    return [numbers[value] for value in values]


def _json(value: object) -> str:
    """Compact JSON that is safe inside a script: no markup, no line separators of JavaScript."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _packed(columns: Mapping[str, str | Sequence[str] | Sequence[int]]) -> str:
    """Base64 of gzip of JSON; no time stamp, so that the same records give the same bytes."""
    return base64.b64encode(gzip.compress(_json(columns).encode(), mtime=0)).decode("ascii")
