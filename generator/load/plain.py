"""The quickest way, for records in the plain form in which nearly all are written: a key a line.

It knows a small part of YAML and gives up at everything else; then `quick` goes the next way. What
it takes, it takes exactly as the careful way does. Lines come again and again, and are kept.
"""

import re
from functools import lru_cache

from generator.core.fields import Bare
from generator.load.slips import BOOLEAN, NUMBER, SLIPS

_LINE = re.compile(r"( *)(- )?([a-z_]+):(?: ([^ \t].*))?")
_FLOW = re.compile(r"([a-z_]+): ([^][ \t,{}:#&*!|>'\"%@`?-][^][ \t,{}:#]*)")
_QUOTED = re.compile(r'"([^"\\]*)"|\'([^\']*)\'')
_NOT_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`")
"""What begins with one of these is something else than plain text, or may be."""

_DEEPEST = 6
_SHORT = 60
"""Longer lines are sentences, which seldom come again."""


class Doubt(Exception):
    """Something that may be a slip, or is not known here."""


Line = tuple[int, bool, str, object]
"""How far it is indented, whether an item of a list begins in it, its key, and its value."""


class _Open:
    """The value of a key under which the next lines stand."""


_OPEN = _Open()


def plain_content(text: str) -> dict[str, object] | None:
    """The record in `text` exactly as the careful way reads it; None where that is not sure.

    The text has been looked through for signs that nobody sees.
    """
    *lines, rest = text.split("\n")
    try:
        return None if rest or not lines else _mapping(lines)
    except Doubt:
        return None


def _mapping(lines: list[str]) -> dict[str, object]:
    top: dict[str, object] = {}
    levels: list[tuple[int, dict[str, object], list[object] | None]] = [(0, top, None)]
    opened = ""
    for text in lines:
        indent, is_item, key, value = _kept(text) if len(text) < _SHORT else _read(text)
        if opened:
            _begin(levels, opened, indent, is_item=is_item)
        else:
            _go_back(levels, indent + 2 if is_item else indent, is_item=is_item)
        here = levels[-1][1]
        if key in here:
            raise Doubt
        here[key] = dict(value) if type(value) is tuple else value
        opened = key if value is _OPEN else ""
    if opened:
        raise Doubt
    return top


def _begin(
    levels: list[tuple[int, dict[str, object], list[object] | None]],
    opened: str,
    indent: int,
    *,
    is_item: bool,
) -> None:
    """Begins what stands under a key: a list as far in as the key, or a mapping two further."""
    at, here, _ = levels[-1]
    new: dict[str, object] = {}
    if indent != (at if is_item else at + 2) or len(levels) > _DEEPEST:
        raise Doubt
    items: list[object] | None = [new] if is_item else None
    here[opened] = items if is_item else new
    levels.append((at + 2, new, items))


def _go_back(
    levels: list[tuple[int, dict[str, object], list[object] | None]], at: int, *, is_item: bool
) -> None:
    """Goes back to the mapping that is so far in; where a new item begins, to a new one."""
    while levels[-1][0] > at:
        levels.pop()
    found, _, items = levels[-1]
    if found != at:
        raise Doubt
    if is_item:
        if items is None:
            raise Doubt
        new: dict[str, object] = {}
        items.append(new)
        levels[-1] = (at, new, items)


def _read(text: str) -> Line:
    match = _LINE.fullmatch(text)
    if not match or BOOLEAN.fullmatch(match[3]):
        raise Doubt
    value = match[4]
    return len(match[1]), bool(match[2]), match[3], _OPEN if value is None else _value(value)


_kept = lru_cache(maxsize=16_384)(_read)


def _value(text: str) -> object:
    """A value; of a mapping on one line its pairs, since a mapping that is kept must not be."""
    if text[0] in "\"'":
        quoted = _QUOTED.fullmatch(text)
        if not quoted:
            raise Doubt
        return quoted[1] if quoted[2] is None else quoted[2]
    if text[0] == "{":
        return _pairs(text)
    if text[0] in _NOT_PLAIN or text[-1] in ": " or ": " in text or " #" in text or "\t" in text:
        raise Doubt
    return plain_value(text)


def _pairs(text: str) -> tuple[tuple[str, object], ...]:
    if text[-1] != "}":
        raise Doubt
    found = [_FLOW.fullmatch(part) for part in text[1:-1].split(", ")]
    pairs = tuple((one[1], plain_value(one[2])) for one in found if one)
    if len(dict(pairs)) != len(found) or any(BOOLEAN.fullmatch(key) for key, _ in pairs):
        raise Doubt
    return pairs


def plain_value(text: str) -> str:
    """A text without quotes; one that other readers take for a number is marked."""
    if any(is_slip(text) for is_slip in SLIPS.values()):
        raise Doubt
    return Bare(text) if NUMBER.fullmatch(text) else text
