"""What people type and other readers, or the parser itself, take for something else; and how a
fault repeats what was typed, and where it stood.
"""

import json
import re
from collections.abc import Sequence
from typing import Protocol

import yaml

from generator.core.findings import Mark

BOOLEAN = re.compile(r"y|n|yes|no|on|off|true|false", re.IGNORECASE)
_BOOLEAN_NOT_TYPED = re.compile(r"(?!(true|false)$)(?i:y|n|yes|no|on|off|true|false)")
_OCTAL = re.compile(r"[-+]?0[0-9_]+")
_CLOCK = re.compile(r"\d+(:[0-5]?\d)+(\.\d*)?", re.ASCII)
_EMPTY = re.compile(r"|~|null|Null|NULL")
_CURLY = re.compile(r"[“‘].*[”’]", re.DOTALL)
SLIPS = {
    "octal-number": _OCTAL.fullmatch,
    "clock-number": _CLOCK.fullmatch,
    "curly-quotes": _CURLY.fullmatch,
    "empty-value": _EMPTY.fullmatch,
    "boolean-word": _BOOLEAN_NOT_TYPED.fullmatch,
}
"""Slug of a fault → whether a text without quotes is that slip."""

NUMBER = re.compile(
    r"[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+|0x[0-9a-fA-F]+|0b[01]+)", re.ASCII
)
MERGE_KEY = "<<"
# What YAML does not allow, and what only some readers take for the end of a line.
UNSEEN = re.compile(
    "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BEFORE_VALUE = re.compile(r"^(?P<key>\s*(?:- +)*)[\w.-]+:\s|^(?P<item>\s*)- ")


def swallows_lines(event: yaml.ScalarEvent, lines: Sequence[str]) -> bool:
    """Whether a quoted value runs on into lines that are not indented as part of it.

    YAML wants them deeper than the key of the value; the parser lets them pass.
    """
    assert event.start_mark
    assert event.end_mark
    first, last = event.start_mark.line, event.end_mark.line
    if first == last or event.style not in ("'", '"'):
        return False
    match = _BEFORE_VALUE.match(lines[first])
    owner = len(match[match.lastgroup or 0]) if match else -1
    going_on = (line for line in lines[first + 1 : last + 1] if line.strip())
    return any(len(line) - len(line.lstrip()) <= owner for line in going_on)


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
