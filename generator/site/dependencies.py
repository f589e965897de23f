"""Dependencies: the digest of what a selector names, of which cache keys are made.

See decision 0015.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from posixpath import basename, dirname
from typing import Any

from generator.audit.audit import HEAD, HISTORY, ISSUES, RECORDS
from generator.cache.build_cache import CachedCity, CachedLedger, Row
from generator.core.tracing import Index, Selector
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.summary_rows import (
    LEDGERS,
    MONTHS,
    SHEET,
    STATE,
    SUMMARY,
    UNITS,
    row_without_sheet,
    sheet_row,
    state_row,
    units_row,
)
from generator.site.context import BuildContext
from generator.site.inputs import Inputs
from generator.site.layouts import frame_folder
from generator.site.manifest import tool


@dataclass(frozen=True)
class RecordInputs:
    """Records that are no issues, as they lie in their files."""

    context: BuildContext
    inputs: Inputs

    def key(self, basis: str, reads: Iterable[Selector]) -> str:
        """Return the cache key of a city or ledger: what it has read of them, and its last commit.

        `basis` is the key of the issues themselves.
        """
        known = sorted(one for one in reads if not is_issue(one))
        audit = self.context.audit
        last = audit.latest.newest(known) if audit else None
        contents = (f"{one} {self.digest(one)}" for one in known if not one.startswith(ISSUES))
        return digest((basis, *contents, last.id if last else ""))

    def digest(self, selector: Selector) -> str:
        """Return the digest of the records that a selector names."""
        if selector not in self._digests:
            self._digests[selector] = digest(self.index.select(selector))
        return self._digests[selector]

    @cached_property
    def index(self) -> Index[str]:
        """Return digests by path; uncommitted content has another digest than the same text."""
        changed = self.context.audit.uncommitted if self.context.audit else frozenset()
        found: dict[str, str] = {path: f"{path} *" for path in changed}
        for one in self.inputs.other_records:
            content = sha256(one.content).hexdigest()
            found[one.path] = f"{found.get(one.path, one.path)} {content}"
        return Index(dict(sorted(found.items())))

    @cached_property
    def _digests(self) -> dict[Selector, str]:
        return {}


@dataclass(frozen=True)
class InputDigests:
    """Records that are no issues as they lie in their files, ledgers as their projections."""

    records: RecordInputs
    ledgers: Sequence[CachedLedger]
    cities: Sequence[CachedCity]

    def key(self, path: str, reads: Iterable[Selector]) -> str:
        """Return the cache key of a page: a digest of all it has read but single issues.

        A page shows the blobs of these; which blobs changed is known without asking each page.
        """
        known = self._digests
        parts = [
            f"{one} {known[one] if one in known else self.digest(one)}"
            for one in sorted(reads)
            if not is_issue(one)
        ]
        return digest((self._common, self._layout(path), path, "\0".join(parts)))

    def digest(self, selector: Selector) -> str:
        """Return the digest of what a selector names."""
        if selector not in self._digests:
            path, _, projection = selector.partition("#")
            if projection:
                found = digest(self._projected(path, projection))
            else:
                found = self.records.digest(path)
            self._digests[selector] = found
        return self._digests[selector]

    def _projected(self, path: str, projection: str) -> Iterator[str]:
        audit = self.records.context.audit
        if projection == HEAD:
            yield from (audit.head.id, audit.head.moment) if audit else ()
        elif projection == HISTORY:
            yield from self._history(path)
        elif projection == SHARDS:
            yield from (json.dumps(one.shards) for one in self.cities)
        elif projection == WORK:
            yield from (json.dumps((one.city, list(totals(one)))) for one in self.cities)
        elif projection == GROUPS:
            yield from sorted(self._group_rows)
        elif projection.startswith(f"{GROUPS}@"):
            yield json.dumps(self._group_rows.get(projection.partition("@")[2], ()))
        else:
            yield from self._of_ledgers(path, *projection.split("@"))

    def _history(self, path: str) -> Iterator[str]:
        """Yield what identifies a history: commits as well as contents."""
        audit = self.records.context.audit
        if path.startswith(ISSUES) and not path.endswith(".yml"):
            yield from (one.key for one in self._ledgers.select(path))
            return
        yield self.records.digest(path)
        if path == RECORDS:
            yield from (one.key for one in self.ledgers)
            yield from (audit.head.id, *audit.rewritten) if audit else ()
        elif audit and (last := audit.latest.of_record(path)):
            yield last.id

    def _of_ledgers(self, path: str, projection: str, month: str = "") -> Iterator[str]:
        if path.endswith(".yml"):  # of a single issue: that of its ledger
            path = f"{dirname(path)}/"
        index = self._by_month.get(month, Index({})) if month else self._ledgers
        some = index.select(path)
        if projection == LEDGERS:
            yield from (one.folder for one in some if SUMMARY in one.projections)
        elif projection == MONTHS:
            yield from sorted({month for one in some for month in _months(one)})
        else:
            for one in some:
                if projection in one.projections:
                    yield f"{one.folder} {one.projections[projection]}"

    @cached_property
    def _common(self) -> str:
        context = self.records.context
        edition, address = context.edition, str(context.layouts.address)
        is_recorded = str(context.audit is not None)
        absent = sorted(context.absent)
        return digest((tool(), context.today.isoformat(), edition, address, is_recorded, *absent))

    def _layout(self, path: str) -> str:
        folder = frame_folder(path)
        if folder not in self._layout_digests:
            self._layout_digests[folder] = digest(
                (self.records.context.layouts.by_folder.get(folder, ""),)
            )
        return self._layout_digests[folder]

    @cached_property
    def _ledgers(self) -> Index[CachedLedger]:
        return Index({f"{one.folder}/": one for one in self.ledgers})

    @cached_property
    def _by_month(self) -> Mapping[str, Index[CachedLedger]]:
        """Month of finding → ledgers with issues of it: no page of a month goes through all."""
        found: dict[str, dict[str, CachedLedger]] = {}
        for one in self.ledgers:
            for month in _months(one):
                found.setdefault(month, {})[f"{one.folder}/"] = one
        return {month: Index(ledgers) for month, ledgers in found.items()}

    @cached_property
    def _group_rows(self) -> Mapping[str, Sequence[tuple[str, Row]]]:
        return rows_by_round(self.cities)

    @cached_property
    def _digests(self) -> dict[Selector, str]:
        return {}

    @cached_property
    def _layout_digests(self) -> dict[str, str]:
        return {}


def is_issue(selector: Selector) -> bool:
    """Return whether a selector names a single issue, whose blob a page shows."""
    return selector.startswith(ISSUES) and selector.endswith(".yml")


EXPOSED = "exposed"
"""The issues that were made public."""

CITED = "cited"
"""Which issue cites which publication."""

EVENTS = "events"
"""The events of the issues that were made public."""

READS = "reads"
"""Not a digest but the selectors of all records that its pages have read, a line each."""

SHARDS = "shards"
"""The search shards of the issues of a city."""


def _months(ledger: CachedLedger) -> list[str]:
    """Return the months in which issues of a ledger were found."""
    return ledger.projections[MONTHS].split()


WORK = "work"
"""What was done on the issues of each city, day by day."""

GROUPS = "groups"
"""The rounds with work of groups; with a round, the work of its groups."""


def totals(city: CachedCity) -> Iterator[Row]:
    """Yield the rows of the work of a city that are not of a single group."""
    return (row for row in city.work if not row[_GROUP])


def rows_by_round(cities: Iterable[CachedCity]) -> dict[str, list[tuple[str, Row]]]:
    """Return round → city and row of the work of each of its groups."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for city in cities:
        for row in city.work:
            if row[_GROUP]:
                name = f"{row[0]}-{row[_GROUP].partition('-')[0]}"
                found.setdefault(name, []).append((city.city, row))
    return found


_GROUP = 1
"""The place of the group in a row of work."""


def with_projections(context: BuildContext, ledger: CachedLedger) -> CachedLedger:
    """Return the ledger with projection digests and blobs; an empty projection has none."""
    parts = {
        SUMMARY: [row_without_sheet(row) for row in ledger.summaries],
        SHEET: [sheet_row(row) for row in ledger.summaries],
        UNITS: [units_row(row) for row in ledger.summaries],
        STATE: [state_row(row) for row in ledger.summaries],
        EXPOSED: ledger.exposed,
        CITED: ledger.cited,
        EVENTS: ledger.events,
    }
    digests = {name: _digest(rows) for name, rows in parts.items() if rows}
    months = {str(IssueSummary(*row).found_on)[:_MONTH] for row in ledger.summaries}
    return replace(
        ledger,
        projections={**ledger.projections, **digests, MONTHS: " ".join(sorted(months))},
        blobs=_blobs(context, ledger.folder),
    )


def _blobs(context: BuildContext, folder: str) -> Mapping[str, str]:
    """Return ID → blob; "" where the file differs from what is committed."""
    if context.audit is None:
        return {}
    audit = context.audit
    paths = audit.trails.blobs_in(f"{folder}/").keys() | {
        path for path in audit.uncommitted if dirname(path) == folder
    }
    return {basename(path).removesuffix(".yml"): audit.blob(path) for path in sorted(paths)}


def digest(parts: Iterable[str]) -> str:
    """Return one digest for many texts."""
    found = sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return found.hexdigest()


def _digest(rows: Sequence[Any]) -> str:
    text = json.dumps(list(rows), ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]


_LENGTH = 24
_MONTH = len("2019-05")
