"""The quick way through text that certainly holds no slip; all other text goes the careful way.

It takes the parser's whole tree instead of its single events and looks for no places. Whatever
could be a slip makes it give up, so that only `profile` ever decides what is one.
"""

from functools import lru_cache

import yaml

from generator.load.plain import Doubt, plain_content, plain_value
from generator.load.slips import BOOLEAN, MERGE_KEY, UNSEEN

_DOUBTFUL = ("&", "*", "!", "\t", "- -", "-  ", "? ", " " * 40)
"""Where none of these stands, there is no anchor, alias or tag, and no nesting without end.

The parser builds its tree by recursion in C, and too deep a one would end the process; a file of
the largest size that is read can not be nested deeply by indenting without forty spaces in a row.
"""
_MOST_BRACKETS = 64
_SHORT = 24
"""Shorter texts are mostly dates, steps and units, which come again and again."""


class _Tree(yaml.CBaseLoader):
    """The C parser alone: what PyYAML resolves in Python, text by text, is not asked for."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """No tag: all scalars stay text."""
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Nothing is resolved."""

    def ascend_resolver(self) -> None:
        """Nothing is resolved."""


def quick_content(text: str, depth_limit: int) -> dict[str, object] | None:
    """The record in `text` exactly as the careful way reads it; None where that has to be gone."""
    if _has_unseen_signs(text):
        return None
    plain = plain_content(text)
    if plain is not None or _has_doubtful_signs(text):
        return plain
    try:
        node = _Tree(text).get_single_node()
        return _mapping(node, depth_limit) if isinstance(node, yaml.MappingNode) else None
    except (Doubt, yaml.YAMLError):
        return None


def _has_unseen_signs(text: str) -> bool:
    return not (text.replace("\n", "").isprintable() or UNSEEN.search(text) is None)


def _has_doubtful_signs(text: str) -> bool:
    return (
        any(sign in text for sign in _DOUBTFUL)
        or text.count("[") + text.count("{") > _MOST_BRACKETS
    )


def _mapping(node: yaml.MappingNode, depth: int) -> dict[str, object]:
    content = {_key(key): _value(value, depth - 1) for key, value in node.value}
    if len(content) != len(node.value):
        raise Doubt
    return content


def _key(node: yaml.Node) -> str:
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
        if node.start_mark.line != node.end_mark.line and node.style in "'\"":
            raise Doubt
        return node.value
    if type(node) is yaml.MappingNode:
        return _mapping(node, depth)
    return [_value(item, depth - 1) for item in node.value]


_short_plain = lru_cache(maxsize=65_536)(plain_value)
