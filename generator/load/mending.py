"""Mends what a person typed, where a fault has one mend: the text with the right signs in place.

A fault names them as `typed` and `meant`; faults without them are left to a person.
"""

from collections.abc import Iterable

from generator.core.raw import ReadError
from generator.load.yaml_reader import read_text

_ROUNDS = 200
"""Faults after which the rest is left alone: the parser finds some only one by one."""


def mended(name: str, text: str) -> str:
    """Return the text with every fault mended that has one mend; others stay as they are."""
    for _ in range(_ROUNDS):
        better = _replaced(text, read_text(name, text).faults)
        if better == text:
            break
        text = better
    return text


def _replaced(text: str, faults: Iterable[ReadError]) -> str:
    """Return the text with the signs at the places of the faults replaced, the last one first."""
    lines = text.split("\n")
    places = {(one.mark.line, one.mark.column): one.facts for one in faults if "meant" in one.facts}
    for (number, column), facts in sorted(places.items(), reverse=True):
        line = lines[number - 1]
        typed, at = facts["typed"], column - 1
        if line.startswith(typed, at):  # signs by escape stand elsewhere
            lines[number - 1] = line[:at] + facts["meant"] + line[at + len(typed) :]
    return "\n".join(lines)
