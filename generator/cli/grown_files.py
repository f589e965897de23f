"""Adds entries to the file of a record on disk; nothing is written here."""

from dataclasses import dataclass
from pathlib import Path

from generator.core.fields import Record
from generator.exchange.grown_text import grown_text
from generator.load.files import RECORDS


@dataclass(frozen=True, slots=True)
class Addition:
    """A file of the register and what it holds before and after something was added to it."""

    path: str
    before: bytes
    after: bytes


def addition(root: Path, below: str, grown: Record) -> Addition:
    """Return the file of a record with more in its lists; WorkError where its form forbids it."""
    path = f"{RECORDS}/{below}"
    before = (root / path).read_bytes()
    return Addition(path, before, grown_text(path, before, grown))
