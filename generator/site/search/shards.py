"""Search entries and shards of records, as classic scripts, with their manifest.

A shard depends on nothing but its own records, so it is made again only when one of them changes;
what all shards share stands in the manifest. How it is searched and shown, the scripts in
theme/assets decide.

See decisions 0008, 0034, 0038 and 0040.
"""

import base64
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pydantic import BaseModel

from generator.core.model_walk import text_reader
from generator.kinds.issue.column import Column, Use
from generator.kinds.issue.columns import SHARD_COLUMNS
from generator.site.index import SiteIndex

SEPARATOR = "\x7f"
"""Between the values of a column: records hold no control characters, and JSON has no need to
escape this one, so that a browser reads a column as a single string."""

SIGNS = tuple(map(chr, range(0x100, 0xD800)))
"""The digits of a number in a column: none is escaped in JSON, none is a surrogate."""

COMPRESSION = 6  # 9 takes twice as long for 2 % less

Values = Mapping[str, Sequence[str]]
"""Column or facet → its values, one for each record."""


@dataclass(frozen=True, slots=True)
class ShardRecords:
    """Some records, the newest first, column by column; all columns have the same length.

    `facets` hold keys ("" where a record has none); `said` is what no column has.
    """

    columns: Values
    facets: Values
    said: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class ShardSummary:
    """The manifest's entry of a shard: `newest` is a day, `counts` facet → key → records."""

    file: str
    digest: str
    records: int
    newest: str
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of records, to be written below `data/`."""

    text: str
    summary: ShardSummary

    @property
    def path(self) -> str:
        """Return its path in the site."""
        return f"data/{self.summary.file}"


@dataclass(frozen=True, slots=True)
class SearchFacets:
    """Facet → its values as pairs of key and label, in the order of the page.

    `waiting`: programme → its statuses in which it is not the place's turn.
    """

    options: Mapping[str, Sequence[tuple[str, str]]]
    waiting: Mapping[str, Collection[str]] = field(default_factory=dict)


def shard(name: str, records: ShardRecords) -> Shard:
    """Return the file of some records; the same records give the same bytes."""
    content = script_json(
        {
            "columns": {
                key: _column(cells) for key, cells in records.columns.items() if any(cells)
            },
            "facets": _columns(records.facets, records.columns),
            "said": _said(records.said),
            "records": len(records.said),
        }
    ).encode()
    digest = hashlib.sha256(content).hexdigest()[:16]
    file = f"records-{name}.js"
    packed = base64.b64encode(gzip.compress(content, COMPRESSION, mtime=0)).decode("ascii")
    summary = ShardSummary(
        file=file,
        digest=digest,
        records=len(records.said),
        newest=max(records.columns.get("found_on", ()), default=""),
        counts={key: _counts(cells) for key, cells in records.facets.items()},
    )
    return Shard(f'lantianShard("{file}","{digest}","{packed}");\n', summary)


def manifest_text(summaries: Sequence[ShardSummary], facets: SearchFacets, today: str) -> str:
    """The text of `MANIFEST`: what to read for which search, and what the columns mean.

    `today` is the day of the build (ISO). A value that no facet names stands after those named.
    """
    options = {
        name: _occurring(pairs, [one.counts.get(name, {}) for one in summaries])
        for name, pairs in facets.options.items()
    }
    content = {
        "today": today,
        "shards": [_described(one, options) for one in summaries],
        "facets": {
            name: [{"key": key, "label": label} for key, label in pairs]
            for name, pairs in options.items()
        },
        "columns": [_described_column(one) for one in SHARD_COLUMNS],
        "waiting": {
            programme: [key for key, _ in options.get("status", ()) if key in waiting]
            for programme, waiting in facets.waiting.items()
        },
    }
    return f"lantianManifest({script_json(content)});\n"


def _described_column(one: Column) -> Mapping[str, object]:
    """Return a column as the scripts need it; `uses` are names of `column.Use`."""
    uses = [use.name.lower() for use in Use if use in one.uses and use.name]
    return {
        "name": one.name,
        "title": one.title,
        "kind": one.kind,
        "meaning": one.meaning,
        "uses": uses + ["free"] * one.is_free_text,
        **({"width": one.width} if one.width else {}),
    }


def _occurring(
    pairs: Sequence[tuple[str, str]], counts: Iterable[Mapping[str, int]]
) -> list[tuple[str, str]]:
    used = set().union(*counts)
    known = {key for key, _ in pairs}
    return [pair for pair in pairs if pair[0] in used] + [
        (key, key) for key in sorted(used - known)
    ]


def _described(
    one: ShardSummary, options: Mapping[str, Sequence[tuple[str, str]]]
) -> Mapping[str, object]:
    """Return a shard with its counts as a flat list of pairs: number of the value, records."""
    counts = {
        name: [
            number
            for place, (key, _) in enumerate(pairs)
            if key in one.counts.get(name, {})
            for number in (place, one.counts[name][key])
        ]
        for name, pairs in options.items()
    }
    return {
        "file": one.file,
        "digest": one.digest,
        "records": one.records,
        "newest": one.newest,
        "counts": counts,
    }


def _counts(keys: Sequence[str]) -> Mapping[str, int]:
    return {key: count for key, count in sorted(Counter(keys).items()) if key}


def _columns(named: Values, said_already: Values) -> Mapping[str, Mapping[str, object]]:
    """Return each column that has values, and does not only repeat the one of its name."""
    return {
        name: _column(cells)
        for name, cells in named.items()
        if any(cells) and cells != said_already.get(name)
    }


def _column(cells: Sequence[str]) -> Mapping[str, object]:
    """Each value once, in order, and for each record the number of its value as a sign or two.

    A browser reads a text ten times as fast as a list of numbers.
    """
    values = sorted(set(cells))
    width = 1 if len(values) <= len(SIGNS) else 2
    sign = {value: _signs(place, width) for place, value in enumerate(values)}
    return {
        "values": SEPARATOR.join(value.replace(SEPARATOR, " ") for value in values),
        "width": width,
        "rows": "".join(map(sign.__getitem__, cells)),
    }


def _said(said: Sequence[Sequence[str]]) -> Mapping[str, object]:
    """Return a column in which a record may have several values; `counts` has their numbers."""
    counts = "".join(_signs(len(texts), width=1) for texts in said)
    return {**_column(list(chain.from_iterable(said))), "counts": counts}


def _signs(number: int, width: int) -> str:
    return SIGNS[number] if width == 1 else SIGNS[number // len(SIGNS)] + SIGNS[number % len(SIGNS)]


def script_json(value: object) -> str:
    """Return compact JSON that is safe inside a script: no markup, no line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One record as the search sees it; programme and city are keys, date may stop at the month.

    `round` is a number, `open` one of the keys of issues; "" where a record has none.
    `extra_texts` are what it is found by besides, and what is shown only to tell why.
    """

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
    round: str = ""
    open: str = ""
    until: str = ""
    """The last day on which a copy may show it; "" without such a day."""
    extra_texts: tuple[str, ...] = ()


def plain_entry(
    kind: str,
    record_id: str,
    url: str,
    title: str,
    text: str,
    *,
    texts: Iterable[str],
    place: str = "",
    programme: str = "",
    city: str = "",
    date: str = "",
    round_number: str = "",
    openness: str = "",
    until: str = "",
) -> SearchEntry:
    """The entry of a record that is of no group and category.

    `texts` are all texts of the record (`texts_of`), so that a field need not be named here.
    """
    return SearchEntry(
        id=record_id,
        url=url,
        title=title,
        text=text,
        place=place,
        kind=kind,
        programme=programme,
        city=city,
        group="",
        category="",
        date=date,
        round=round_number,
        open=openness,
        until=until,
        extra_texts=further(texts, (record_id, title, text, place, date)),
    )


def texts_of(shape: BaseModel, *without: str) -> list[str]:
    """Every text of a record or of a part of one, at any depth, but of the fields `without`."""
    return text_reader(type(shape), frozenset(without))(shape)


def further(texts: Iterable[str], shown: Iterable[str]) -> tuple[str, ...]:
    """Return the texts, each once, that are no part of the shown ones."""
    known = "\n".join(shown)
    return tuple(text for text in dict.fromkeys(texts) if text not in known)


def with_first(record: BaseModel, parts: Iterable[BaseModel], *lists: str) -> Iterator[list[str]]:
    """The texts of each part that has an entry of its own; the first has those of the record too.

    `lists` are the fields of the record that hold such parts.
    """
    rest = texts_of(record, *lists)
    for part in parts:
        yield texts_of(part) + rest
        rest = []


def joined(texts: Iterable[str | None]) -> str:
    """Return the line of a hit below its title, from its parts as far as they have text."""
    return "；".join(text for text in texts if text)


def city_name(site: SiteIndex, city_id: str) -> str:
    """Return the name of a city, or its code where no record says the name."""
    city = site.register.cities.get(city_id)
    return city.name if city else city_id
