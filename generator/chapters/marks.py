"""What pages of the whole register show of one ledger, each part of it as a short mark.

As long as the marks of all ledgers stay, so does every page that shows nothing else of problems.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from operator import attrgetter
from posixpath import basename, dirname
from typing import Any

from generator.chapters.setting import Setting
from generator.derive.problems.exposed import exposed_line
from generator.derive.problems.lines import Brief
from generator.store.kept import KeptLedger

FOUND = "found"
"""How many problems were found where, when and of which group; no step changes that."""

STANDING = "standing"
"""The same, and where each stands, whatever its deadlines."""

WHOLE = "whole"
"""All of the briefs."""

EXPOSED = "exposed"
"""The problems that were made public."""

CITED = "cited"
"""Which problem cites which publication, with the brief of each that does."""

MONTHS = "months"
"""Not a mark but the months, or mere years, in which its problems were found."""

EXPOSED_MONTHS = "exposed months"
"""No digest either, but the month of each exposure, as often as it has one."""

PARTS = (FOUND, STANDING, WHOLE, EXPOSED, CITED)

_FOUND = ("programme", "city", "round", "group", "medium", "comes_from", "found_on")
_STANDING = (*_FOUND, "path", "states", "openness", "returned", "exposed_on")


def marked(setting: Setting, ledger: KeptLedger) -> KeptLedger:
    """The ledger with its marks and blobs; one that is empty in some respect has no mark for it."""
    parts = {name: list(rows) for name, rows in _parts(ledger).items()}
    marks = {name: _mark(rows) for name, rows in parts.items() if rows}
    months = {str(Brief(*row).found_on)[:_MONTH] for row in ledger.briefs}
    return replace(
        ledger,
        marks={
            **marks,
            MONTHS: " ".join(sorted(months)),
            EXPOSED_MONTHS: " ".join(exposed_line(tuple(one)).month for one in ledger.exposed),
        },
        blobs=_blobs(setting, ledger.folder),
    )


def _parts(ledger: KeptLedger) -> Mapping[str, Iterable[Any]]:
    briefs = [Brief(*row) for row in ledger.briefs]
    citing = {str(row[0]) for row in ledger.cited}
    return {
        FOUND: sorted(map(attrgetter(*_FOUND), briefs)),
        STANDING: sorted(map(attrgetter(*_STANDING), briefs)),
        WHOLE: ledger.briefs,
        EXPOSED: ledger.exposed,
        CITED: (*ledger.cited, *(one.row for one in briefs if one.id in citing)),
    }


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


def _mark(rows: Sequence[Any]) -> str:
    text = json.dumps(rows, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]


_LENGTH = 24
_MONTH = len("2019-05")
