"""What pages of the whole register show of one ledger, each projection of it as a digest.

As long as the digests of what a page has read stay, so does the page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from posixpath import basename, dirname
from typing import Any

from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.summary_rows import MONTHS, SUMMARY
from generator.site.context import Setting
from generator.store.kept import KeptLedger

EXPOSED = "exposed"
"""The problems that were made public."""

CITED = "cited"
"""Which problem cites which publication."""

READS = "reads"
"""Not a digest but the selectors of all records that its pages have read, a line each."""

SHARDS = "shards"
"""What the search has of the problems of a city."""


def projected(setting: Setting, ledger: KeptLedger) -> KeptLedger:
    """The ledger with its digests and blobs; an empty projection has no digest."""
    parts = {SUMMARY: ledger.briefs, EXPOSED: ledger.exposed, CITED: ledger.cited}
    digests = {name: _digest(rows) for name, rows in parts.items() if rows}
    months = {str(Brief(*row).found_on)[:_MONTH] for row in ledger.briefs}
    return replace(
        ledger,
        marks={**ledger.marks, **digests, MONTHS: " ".join(sorted(months))},
        blobs=_blobs(setting, ledger.folder),
    )


def _blobs(setting: Setting, folder: str) -> Mapping[str, str]:
    """ID → blob; "" where it differs from what is committed."""
    if setting.audit is None:
        return {}
    audit = setting.audit
    paths = audit.trails.blobs_in(f"{folder}/").keys() | {
        path for path in audit.uncommitted if dirname(path) == folder
    }
    return {basename(path).removesuffix(".yml"): audit.blob(path) for path in sorted(paths)}


def digest(parts: Iterable[str]) -> str:
    """One name for many texts."""
    found = sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return found.hexdigest()


def _digest(rows: Sequence[Any]) -> str:
    text = json.dumps(list(rows), ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]


_LENGTH = 24
_MONTH = len("2019-05")
