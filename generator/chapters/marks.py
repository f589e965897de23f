"""What pages of the whole register show of one ledger, each part of it as a short mark.

As long as the marks of all ledgers stay, so does every page that shows nothing else of problems.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from operator import attrgetter
from typing import Any

from generator.chapters.setting import Setting
from generator.derive.lines import Brief
from generator.store.made import KeptLedger
from generator.store.stored import Row

FOUND = "found"
"""How many problems were found where, when and of which group; no step changes that."""

STANDING = "standing"
"""The same, and where each stands, whatever its deadlines."""

WHOLE = "whole"
"""All of the briefs, and the blobs of those that lists show: what is due or was made public."""

EXPOSED = "exposed"
"""The problems that were made public, and their blobs."""

CITED = "cited"
"""Which problem cites which publication, with the brief and the blob of each that does."""

MONTHS = "months"
"""Not a mark but the months, or mere years, in which its problems were found."""

PARTS = (FOUND, STANDING, WHOLE, EXPOSED, CITED)

_FOUND = ("programme", "city", "round", "group", "medium", "comes_from", "found_on")
_STANDING = (*_FOUND, "path", "states", "openness", "returned", "exposed_on")


def marked(setting: Setting, ledger: KeptLedger) -> KeptLedger:
    """The ledger with its marks; one that is empty in some respect has no mark for it."""
    parts = {name: list(rows) for name, rows in _parts(setting, ledger).items()}
    marks = {name: _mark(rows) for name, rows in parts.items() if rows}
    months = {str(Brief(*row).found_on)[:_MONTH] for row in ledger.briefs}
    return replace(ledger, marks=marks | {MONTHS: " ".join(sorted(months))})


def _parts(setting: Setting, ledger: KeptLedger) -> Mapping[str, Iterable[Any]]:
    briefs = [Brief(*row) for row in ledger.briefs]
    listed = {one.id for one in briefs if one.owed or one.exposed_on}
    citing = {str(row[0]) for row in ledger.cited}
    return {
        FOUND: sorted(map(attrgetter(*_FOUND), briefs)),
        STANDING: sorted(map(attrgetter(*_STANDING), briefs)),
        WHOLE: (*ledger.briefs, *_blobs(setting, ledger.folder, listed)),
        EXPOSED: (*ledger.exposed, *_blobs(setting, ledger.folder, _ids(ledger.exposed))),
        CITED: (
            *ledger.cited,
            *(one.row for one in briefs if one.id in citing),
            *_blobs(setting, ledger.folder, citing),
        ),
    }


def _ids(rows: Sequence[Row]) -> set[str]:
    return {str(row[0]) for row in rows}


def _blobs(setting: Setting, folder: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    if setting.audit:
        for name in sorted(ids):
            yield name, setting.audit.blob(f"{folder}/{name}.yml")


def _mark(rows: Sequence[Any]) -> str:
    text = json.dumps(rows, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]


_LENGTH = 24
_MONTH = len("2019-05")
