"""The record search: its page, and what it finds of every kind of record.

See decision 0038.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from generator.core.serials import id_order
from generator.kinds.city.model import City
from generator.kinds.issue.columns import FACETS, SHARD_COLUMNS, SILENT, UNKNOWN
from generator.kinds.issue.ledger import CLOSED, OPEN, LedgerRow
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.kinds.registry import KINDS as RECORD_KINDS
from generator.site.index import SiteIndex
from generator.site.links import MANIFEST, OTHER_RECORDS, SEARCH
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import (
    SearchEntry,
    SearchFacets,
    Shard,
    ShardRecords,
    ShardSummary,
    manifest_text,
    shard,
)
from generator.site.tables import ENDED, round_label
from generator.site.tables import SILENT as HANDLING_UNKNOWN
from generator.site.tables import UNKNOWN as RESULT_UNKNOWN

RECORDS_PER_SHARD = 4000
YEAR = 4  # letters of a date
OTHER = "other"  # the name of the shard that holds what is no issue

RECORD_FACETS = tuple(
    name for name in ("kind", *FACETS) if name in {field.name for field in fields(SearchEntry)}
)
"""Filters that other records have as well, besides the year."""


def search_page(site: SiteIndex, templates: Templates) -> Page:
    """The page with the form; its answers come from `search_files`."""
    return templates.page("search.html", SEARCH, "查案例" if site.is_public else "查问题")


def search_files(_: SiteIndex) -> Iterator[PageJob]:
    """The manifest, and the shard of what is no issue."""
    yield PageJob(MANIFEST, _manifest)
    yield PageJob(OTHER_RECORDS, _other_records)


def _manifest(site: SiteIndex, _: Templates) -> str:
    summaries = [ShardSummary(*row) for row in (*site.shards, _summary_of_others(site))]
    return manifest_text(summaries, search_facets(site.register), site.today.isoformat())


def _summary_of_others(site: SiteIndex) -> Sequence[Any]:
    """Return the row of the summary: a changed issue changes nothing in it."""

    def make() -> Sequence[Any]:
        one = _others(site).summary
        return [one.file, one.digest, one.records, one.newest, one.counts]

    return site.kept_memo("summary of other records", make)


def _other_records(site: SiteIndex, _: Templates) -> str:
    return _others(site).text


def _others(site: SiteIndex) -> Shard:
    return site.memo("other records", lambda: entry_shard(list(other_entries(site))))


def issue_shards(
    city: str, lines: Sequence[LedgerRow], addresses: Mapping[str, str]
) -> list[Shard]:
    """The shards of one city, of all its programmes; `addresses` says where each ID is shown.

    The oldest issues fill the first shard, so that new ones leave it as it is.
    """
    by_id = sorted(lines, key=lambda one: id_order(one.id))
    newest = sorted(by_id, key=lambda one: one.found_on, reverse=True)
    parts = -(-len(newest) // RECORDS_PER_SHARD)
    cuts = [max(0, len(newest) - RECORDS_PER_SHARD * part) for part in range(parts + 1)]
    return [
        shard(
            f"{city}-{part}" if part > 1 else city,
            _records_of_lines(newest[cuts[part] : cuts[part - 1]], addresses),
        )
        for part in range(1, parts + 1)
    ]


def entry_shard(entries: Sequence[SearchEntry]) -> Shard:
    """The one shard of all records that are no issues."""
    by_id = sorted(entries, key=lambda one: id_order(one.id))
    return shard(OTHER, _records_of_entries(sorted(by_id, key=lambda one: one.date, reverse=True)))


def _records_of_lines(lines: Sequence[LedgerRow], addresses: Mapping[str, str]) -> ShardRecords:
    return ShardRecords(
        columns={
            **{one.name: [str(one.cell(line)) for line in lines] for one in SHARD_COLUMNS},
            "url": [_without_id(addresses[line.id], line.id) for line in lines],
        },
        facets={
            "kind": [ISSUE] * len(lines),
            **{name: [key(line) for line in lines] for name, key in FACETS.items()},
        },
        said=[
            [*filter(None, line.extra_text.split("\n")), *map(status_words, line.states)]
            for line in lines
        ],
    )


def _records_of_entries(entries: Sequence[SearchEntry]) -> ShardRecords:
    def all_of(name: str) -> list[str]:
        return [getattr(one, name) for one in entries]

    return ShardRecords(
        columns={
            "id": all_of("id"),
            "site": all_of("title"),
            "found": all_of("text"),
            "place": all_of("place"),
            "found_on": all_of("date"),
            "until": all_of("until"),
            "url": [_without_id(one.url, one.id) for one in entries],
        },
        facets={
            **{name: all_of(name) for name in RECORD_FACETS},
            "year": [one.date[:YEAR] for one in entries],
        },
        said=[one.extra_texts for one in entries],
    )


def _without_id(address: str, record_id: str) -> str:
    """The address with `{}` for the ID: hundreds of issues then share one text."""
    return address.replace(record_id, "{}")


def status_words(status: str) -> str:
    """How a status stands among the searchable words; progress tables look for it."""
    return f"状态：{status}"


def search_facets(register: Register) -> SearchFacets:
    """Every value that the facets may have, in order."""
    programmes = list(register.programmes.values())
    cities = list(register.cities.values())
    highest = max((one.number for one in register.rounds.values()), default=0)
    return SearchFacets(
        {
            "kind": [(kind, kind) for kind in KINDS],
            "programme": [(one.id, one.name) for one in programmes],
            "round": [(str(number), round_label(number)) for number in range(highest + 1)],
            "city": [(one.id, one.name) for one in cities],
            "county": list(_counties(cities).items()),
            "group": [(word, word) for word in register.vocabulary.words("groups")],
            "category": [(word, word) for word in register.vocabulary.words("categories")],
            "status": [(name, name) for name in _statuses(programmes)],
            "open": [
                (OPEN, "未办结"),
                (CLOSED, "已办结"),
                (UNKNOWN, RESULT_UNKNOWN.title),
                (SILENT, HANDLING_UNKNOWN.title),
            ],
            "outcome": [(one.key, one.title) for one in ENDED],
            "owed_by": [(name, name) for name in _roles(programmes)],
            "exposed": [("1", "已曝光"), ("0", "未曝光")],
            "returned": [("1", "核查不到位"), ("0", "没有核查不到位")],
            "medium": [(word, word) for word in register.vocabulary.words("media")],
            "origin": [(word, word) for word in register.vocabulary.words("origins")],
            "year": [(str(year), f"{year}年") for year in range(2099, 1999, -1)],
        },
        {one.id: one.lifecycle.waiting for one in programmes if one.lifecycle},
    )


def _counties(cities: Sequence[City]) -> Mapping[str, str]:
    """Code, or the name of what has none, → name with its city; an area may be in several."""
    found: dict[str, str] = {}
    for city in cities:
        for key, name in _areas(city):
            found[key] = name if key in found else f"{city.name}{name}"
    return found


def _areas(city: City) -> Iterator[tuple[str, str]]:
    for county in city.counties:
        yield county.code, county.name
        yield from ((past.code or past.name, past.name) for past in county.former)
    yield from ((zone.name, zone.name) for zone in city.zones)
    yield from ((unit.code or unit.name, unit.name) for unit in city.attached)


def _statuses(programmes: Sequence[Programme]) -> list[str]:
    """Every state of handling, in the order of the programmes and their paths."""
    return list(
        dict.fromkeys(
            status
            for programme in programmes
            if programme.lifecycle
            for status in programme.lifecycle.statuses
        )
    )


def _roles(programmes: Sequence[Programme]) -> list[str]:
    """Every role that may owe something; several that do so at once stand after these."""
    lifecycles = [one.lifecycle for one in programmes if one.lifecycle]
    return list(dict.fromkeys(role.name for one in lifecycles for role in one.roles))


ISSUE = BY_NAME["issue"].search_label
_SEARCHED = sorted(
    (kind for kind in RECORD_KINDS if kind.search_label), key=attrgetter("search_rank")
)
KINDS = tuple(kind.search_label for kind in _SEARCHED)
"""How the search calls the kinds of records, in the order of its facet."""


def other_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the entries of every record that is no issue."""
    for kind in _SEARCHED:
        if kind.search:
            yield from kind.load(kind.search)(site)
