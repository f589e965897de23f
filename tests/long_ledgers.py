"""Registers with a ledger too long for one page: the sample, and copies of one of its issues."""

from collections.abc import Iterator
from pathlib import Path

from tests.registers import SAMPLE

LEDGER = "LS19-990100-R01"
FOLDER = f"records/issues/{LEDGER.replace('-', '/')}"
SIZE = 450
OF_A_GROUP = 230
"""Serial numbers that are used of each group: more than a page holds."""

_COPIED = f"{LEDGER}-P01-001"
_IN_THE_SAMPLE = 6


def issue_names(size: int = SIZE) -> list[str]:
    """The IDs of a ledger of this size; the first ones are those of the sample."""
    return [
        f"{LEDGER}-{'PT'[place // OF_A_GROUP]}01-{place % OF_A_GROUP + 1:03}"
        for place in range(size)
    ]


def added_files(size: int = SIZE) -> Iterator[tuple[str, str]]:
    """Path and text of each record that the sample's ledger lacks to be of this size."""
    text = (SAMPLE / FOLDER / f"{_COPIED}.yml").read_text(encoding="utf-8")
    for name in issue_names(size)[_IN_THE_SAMPLE:]:
        yield f"{FOLDER}/{name}.yml", text.replace(_COPIED, name)


def lengthen(root: Path, size: int = SIZE) -> None:
    """Adds issues to a copy of the sample until its ledger is of this size."""
    for path, text in added_files(size):
        (root / path).write_text(text, encoding="utf-8")
