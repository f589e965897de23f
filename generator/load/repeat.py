"""How a fault repeats what was typed, and where it stood."""

import json
from typing import Protocol

from generator.findings import Mark

SHOWN_LIMIT = 40
"""Characters of a value that a message repeats."""


class Place(Protocol):
    """What both parsers of PyYAML call a mark; counted from 0."""

    line: int
    column: int


def mark_of(place: Place | None) -> Mark:
    """The parser's place as people count: from 1."""
    return Mark(place.line + 1, place.column + 1) if place else Mark()


def shortened(text: str) -> str:
    """As much of a value as a message repeats."""
    return text if len(text) <= SHOWN_LIMIT else text[:SHOWN_LIMIT] + "…"


def in_quotes(text: str) -> str:
    """The value as it should be written: in double quotes that every reader takes alike."""
    return json.dumps(shortened(text), ensure_ascii=False)
