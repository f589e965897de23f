"""Registers in which every free text of every record is something that must stay text."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.checks.shape_rules import model_of
from generator.core.model_walk import inner_model, list_of_words
from generator.kinds.programme.lifecycle import Lifecycle
from generator.load.files import read_files

STEP_WORDS = ("steps",)
"""Steps keep their words: 曝光 decides which pages there are."""

SPELLED_AS = {
    "county_name": "name",
    "sponsor_roles": "role",
    "grid": "level",
    "form": "forms",
    "document": "title",
}
"""Alike in all records: a county, a role that sponsors, a level of grids, a form, a document."""

DISTINCT = {
    *(("GridNode", "name"), ("GridNode", "level"), ("Programme", "grid")),
    *(("MonitoredUnit", "name"), ("Station", "name")),
    *(
        ("Appraised", "unit"),
        ("Consequence", "unit"),
        ("InspectionRules", "triggers"),
        ("Cause", "triggers"),
    ),
}
"""Texts of which several stand beside each other and must differ: what was there stays behind."""

OFFICES = {("Event", "approved_by"), ("Event", "unit")}
"""Texts that begin with an office."""

FORMED = {("Penalty", "letter")}
"""Texts that a rule wants in the form of an official number."""

LONG = {"demand", "facts", "found", "handling", "note"}
"""Texts of several lines; all others are names, which have one."""

OF_A_FORM = ("word", "clause")
"""Texts that a rule wants in a form of their own."""

PAYLOADS = {
    "markup": (
        "<script>alert(1)</script><img src=x onerror=alert(1)>"
        "</script></style></textarea><svg onload=alert(1)>"
        '&lt;b&gt; &amp; &#60;i&#62; " \' ` onmouseover=alert(1) x="'
        "{{ 7*7 }}{% include 'x' %}{# c #} @@lantian:title@@ <h1>@@lantian:body@@</h1>"
    ),
    "markdown": "# heading\n\n- item\n    code [x](javascript:alert(1))\n\n| a | b |\n|---|---|\n",
    "very-long-word": "长" * 300 + "w" * 300,
}


def spelled(payload: str, field: str) -> str:
    """What is typed into a field called `field`: the payload, words, and the name to find it by.

    A reason without words is refused.
    """
    return f"{payload}·示例·{field}"


def write_hostile_register(root: Path, payload: str) -> None:
    """Rewrites every record below `root`."""
    for raw in read_files(root):
        model = model_of(raw)
        assert model is not None
        assert raw.content is not None
        content = _typed(model, raw.content, payload)
        text = yaml.safe_dump(content, sort_keys=False, width=10_000)
        (root / raw.path).write_text(text, encoding="utf-8")


def _typed(model: type[BaseModel], content: Mapping[str, Any], payload: str) -> dict[str, Any]:
    return {name: _field(model, name, value, payload) for name, value in content.items()}


def _field(model: type[BaseModel], name: str, value: Any, payload: str) -> Any:
    if (model.__name__, name) in DISTINCT:
        return _distinct(name, value, payload)
    if (model.__name__, name) in FORMED:
        return value
    typed = _value(name, model.model_fields[name], value, payload)
    return f"示例办公室 {typed}" if (model.__name__, name) in OFFICES else typed


def _distinct(name: str, value: Any, payload: str) -> Any:
    if isinstance(value, list):
        return [_distinct(name, item, payload) for item in value]
    return in_one_line(f"{spelled(payload, SPELLED_AS.get(name, name))}·{value}")


def _value(name: str, info: FieldInfo, value: Any, payload: str) -> Any:
    inner = inner_model(info.annotation)
    if inner is Lifecycle:
        return _lifecycle(value, payload)
    if isinstance(value, list):
        return [
            _typed(inner, item, payload) if inner else _text(name, info, item, payload)
            for item in value
        ]
    if inner:
        return _typed(inner, value, payload)
    return _text(name, info, value, payload)


def _lifecycle(value: Any, payload: str) -> Any:
    """Names of states and roles grow by the payload alike, so that they still agree."""
    if isinstance(value, dict):
        return {key: _lifecycle_value(key, inner, payload) for key, inner in value.items()}
    return [_lifecycle(item, payload) if isinstance(item, dict) else item for item in value]


def _lifecycle_value(key: str, value: Any, payload: str) -> Any:
    if key == "written":
        return ["*"]
    if key in ("name", "at", "to", "by", "of") and not isinstance(value, dict):
        added = in_one_line(payload)
        return [item + added for item in value] if isinstance(value, list) else value + added
    if key == "meaning":
        return spelled(payload, key)
    return _lifecycle(value, payload) if isinstance(value, dict | list) and value else value


def _text(name: str, info: FieldInfo, value: str, payload: str) -> str:
    if name in OF_A_FORM:
        return str(value)
    if not is_free_text(info):
        return str(value)
    text = spelled(payload, SPELLED_AS.get(name, name))
    return text if name in LONG else in_one_line(text)


def in_one_line(text: str) -> str:
    """The text as fields of one line hold it."""
    return " ".join(text.split())


def is_free_text(info: FieldInfo) -> bool:
    """Whether anything may be typed into the field: text of no form and from no list."""
    if info.title in ("含义", "英文"):
        return True
    kind = repr((info.metadata, info.annotation))
    return "max_length=5000" in kind and "_web_address" not in kind and not list_of_words(info)
