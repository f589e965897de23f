"""Writes records as canonical YAML, so that a diff shows real changes only.

See decision 0028.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import yaml
from pydantic import BaseModel

from generator.core.characters import tidy
from generator.core.dates import PartialDate
from generator.core.fields import Bare
from generator.core.lazy_pattern import lazy_pattern

ON_ONE_LINE = frozenset({"quantity", "tile"})
"""Fields whose few scalars are written on the line of their key."""

_TAG = "tag:yaml.org,2002:"
_CURLY = re.compile(r"[“‘].*[”’]", re.DOTALL)
_FOREIGN_BREAK = re.compile("[\x85\u2028\u2029]")
_UNPRINTABLE = lazy_pattern(
    "[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffe]"
)
# What some reader takes for something else than text although PyYAML itself does not.
_BOOLEAN_ELSEWHERE = re.compile(r"(?:y|n|yes|no|on|off|true|false)$", re.IGNORECASE)
_NUMBER_ELSEWHERE = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|\.[0-9][0-9_]*(?:e[-+]?[0-9]+)?"
    r"|[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?|0o[0-7]+)$",
    re.IGNORECASE,
)


class _Dumper(yaml.SafeDumper):
    """PyYAML's own dumper, with double quotes as the only quotes."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        return '"' if style == "'" else style

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """Write like PyYAML, but keep characters beyond the first 65,536 readable."""
        quoted = _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))
        self.write_indicator(quoted, True)


def record_text(record: BaseModel) -> str:
    """Return the record, or the vocabulary, as canonical YAML: in model order, without defaults."""
    return _dumped(record)


def items_text(items: Sequence[BaseModel]) -> str:
    """Return items of a list as in a record: `- ` before each and no indentation."""
    return _dumped(list(items))


def composed(content: object) -> object:
    """Return the content of a record with every text in its one right form."""
    if isinstance(content, dict):
        return {key: composed(value) for key, value in content.items()}
    if isinstance(content, list):
        return [composed(item) for item in content]
    if isinstance(content, str) and not isinstance(content, Bare):
        return tidy(content) or content
    return content


def _dumped(value: object) -> str:
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf")
    )
    return text


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _shape_node(dumper: _Dumper, shape: BaseModel) -> yaml.Node:
    pairs = [
        (dumper.represent_data(name), _field_node(dumper, name, getattr(shape, name)))
        for name, field in type(shape).model_fields.items()
        if field.is_required() or getattr(shape, name) != field.get_default()
    ]
    return yaml.MappingNode(f"{_TAG}map", pairs, flow_style=False)


def _field_node(dumper: _Dumper, name: str, value: object) -> yaml.Node:
    node: yaml.Node = dumper.represent_data(value)
    if name in ON_ONE_LINE and isinstance(node, yaml.MappingNode):
        node.flow_style = True
    return node


def _text_node(dumper: _Dumper, text: str) -> yaml.Node:
    style = None
    if _CURLY.fullmatch(text):
        style = '"'
    elif _is_block(text.removesuffix("\n")):
        style = "|"
    return dumper.represent_scalar(f"{_TAG}str", text, style=style)


def _is_block(text: str) -> bool:
    """Return whether lines are best written as a block, below a `|`."""
    return "\n" in text and text == text.strip() and not _FOREIGN_BREAK.search(text)


def _partial_date_node(dumper: _Dumper, value: PartialDate) -> yaml.Node:
    if value.is_exact:
        return dumper.represent_scalar(f"{_TAG}timestamp", str(value))
    return _text_node(dumper, str(value))


def _day_node(dumper: _Dumper, value: date) -> yaml.Node:
    return dumper.represent_scalar(f"{_TAG}timestamp", value.isoformat())


def _number_node(dumper: _Dumper, value: Decimal) -> yaml.Node:
    text = f"{value:f}"
    return dumper.represent_scalar(f"{_TAG}float" if "." in text else f"{_TAG}int", text)


_Dumper.add_multi_representer(BaseModel, _shape_node)
_Dumper.add_multi_representer(str, _text_node)
_Dumper.add_representer(str, _text_node)
_Dumper.add_representer(PartialDate, _partial_date_node)
_Dumper.add_representer(date, _day_node)
_Dumper.add_representer(Decimal, _number_node)
_Dumper.add_implicit_resolver(f"{_TAG}bool", _BOOLEAN_ELSEWHERE, list("yYnNoOtTfF"))
_Dumper.add_implicit_resolver(f"{_TAG}float", _NUMBER_ELSEWHERE, list("-+.0123456789"))
