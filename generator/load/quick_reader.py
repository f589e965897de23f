"""The fast reader of YAML: it takes only text that certainly holds no fault.

It reads by lines what is written as records are, and other text by the parser in C alone; what may
be a mistake is left to the careful reader, see `tests/load/test_readers.py`.

See decision 0031.
"""

import re
from functools import lru_cache

import yaml

from generator.core.characters import is_usual
from generator.core.fields import Bare
from generator.load.yaml_errors import BOOLEAN, MERGE_KEY, NUMBER, UNQUOTED_FAULTS

_LINE = re.compile(r"( *)(- )?([a-z_]+):(?: ([^ \t].*))?")
_FLOW = re.compile(r"([a-z_]+): ([^][ \t,{}:#&*!|>'\"%@`?-][^][ \t,{}:#]*)")
_QUOTED = re.compile(r'"([^"\\]*)"|\'([^\']*)\'')
_NOT_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`")
"""First characters of values that are not plain text, or may not be."""

_DEEPEST = 6
_PLAIN_SHORT = 60
"""Longer lines are sentences, which seldom recur."""


class Doubt(Exception):
    """Something that may be a mistake, or is unknown here."""


Line = tuple[int, bool, str, object]
"""Indentation, whether a list item begins on the line, its key, and its value."""


class _Open:
    """The value of a key to which the next lines belong."""


_OPEN = _Open()


def plain_content(text: str) -> dict[str, object] | None:
    """The record in `text` exactly as the careful way reads it; None where that is not sure.

    The text has been looked through for signs that nobody sees.
    """
    *lines, rest = text.split("\n")
    try:
        return None if rest or not lines else _plain_mapping(lines)
    except Doubt:
        return None


def _plain_mapping(lines: list[str]) -> dict[str, object]:
    top: dict[str, object] = {}
    levels: list[tuple[int, dict[str, object], list[object] | None]] = [(0, top, None)]
    opened = ""
    for text in lines:
        indent, is_item, key, value = _kept(text) if len(text) < _PLAIN_SHORT else _read(text)
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
    """Open the value of a key: a list indented as the key, or a mapping indented by two."""
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
    """Return to the mapping at this indentation; where a new item begins, to a new one."""
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
    return len(match[1]), bool(match[2]), match[3], _OPEN if value is None else _plain_value(value)


_kept = lru_cache(maxsize=16_384)(_read)


def _plain_value(text: str) -> object:
    """Return a value; a mapping on one line as its pairs, since kept values must be immutable."""
    if text[0] in "\"'":
        quoted = _QUOTED.fullmatch(text)
        if not quoted:
            raise Doubt
        inner = quoted[1] if quoted[2] is None else quoted[2]
        if inner[:1] == " " or inner[-1:] == " ":
            raise Doubt
        return inner
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
    """Return an unquoted text; one that other readers take for a number is marked."""
    if any(has_fault(text) for has_fault in UNQUOTED_FAULTS.values()):
        raise Doubt
    return Bare(text) if NUMBER.fullmatch(text) else text


_BEHIND_VALUE = re.compile(r"^ *[^ #\n][^\n]* #", re.MULTILINE)
_DOUBTFUL = ("&", "*", "!", "\t", "\\", "- -", "-  ", "? ", " " * 40)
"""Without any of these there is no anchor, alias or tag, and no endless nesting.

The parser builds its tree by recursion in C, and too deep a one would end the process; a file of
the largest size that is read can not be nested deeply by indenting without forty spaces in a row.
What may be a mistake is left to the careful reader, which keeps locations and decides.
"""
_MOST_BRACKETS = 64
_SHORT = 24
"""Shorter texts are mostly dates, steps and units, which recur."""


class _Tree(yaml.CBaseLoader):
    """The C parser alone, without PyYAML's resolving of every scalar in Python.

    Without it, the C parser needs a quarter of the time.
    """

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return no tag: all scalars stay text."""
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Do nothing: nothing is resolved."""

    def ascend_resolver(self) -> None:
        """Do nothing: nothing is resolved."""


def quick_content(text: str, depth_limit: int) -> dict[str, object] | None:
    """The record in `text` exactly as the careful way reads it; None where that has to be gone."""
    if not is_usual(text):
        return None
    plain = plain_content(text)
    if plain is not None or _has_doubtful_signs(text):
        return plain
    try:
        node = _Tree(text).get_single_node()
        return _fast_mapping(node, depth_limit) if isinstance(node, yaml.MappingNode) else None
    except (Doubt, yaml.YAMLError):
        return None


def _has_doubtful_signs(text: str) -> bool:
    return (
        any(sign in text for sign in _DOUBTFUL)
        or (" #" in text and _BEHIND_VALUE.search(text) is not None)
        or text.count("[") + text.count("{") > _MOST_BRACKETS
    )


def _fast_mapping(node: yaml.MappingNode, depth: int) -> dict[str, object]:
    content = {_fast_key(key): _value(value, depth - 1) for key, value in node.value}
    if len(content) != len(node.value):
        raise Doubt
    return content


def _fast_key(node: yaml.Node) -> str:
    if type(node) is not yaml.ScalarNode or not _is_usual_key(node.value):
        raise Doubt
    return str(node.value)


@lru_cache(maxsize=1024)
def _is_usual_key(key: str) -> bool:
    return key != MERGE_KEY and not BOOLEAN.fullmatch(key)


def _value(node: yaml.Node, depth: int) -> object:
    if depth < 0:
        raise Doubt
    if type(node) is yaml.ScalarNode:
        if not node.style:
            text = node.value
            return _short_plain(text) if len(text) < _SHORT else plain_value(text)
        if node.style in "'\"" and (
            node.start_mark.line != node.end_mark.line or node.value.strip(" ") != node.value
        ):
            raise Doubt
        return node.value
    if type(node) is yaml.MappingNode:
        return _fast_mapping(node, depth)
    return [_value(item, depth - 1) for item in node.value]


_short_plain = lru_cache(maxsize=65_536)(plain_value)
