"""Raw files → records of their kind, or what the models have against them; shape words that."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.check.rule import ShapeError
from generator.checks.paths import inner
from generator.core.fields import Record
from generator.core.findings import Mark, nearest
from generator.core.model_walk import fields_at
from generator.core.raw import Path, RawFile
from generator.core.vocabulary import Vocabulary
from generator.kinds.register import Filed
from generator.kinds.registry import BY_FOLDER, VOCABULARY_PATH

SETTLED = frozenset(
    {"alias", "boolean-key", "boolean-word", "clock-number", "empty-value", "merge-key"}
    | {"octal-number", "tag"}
)
"""Faults after which the model's own complaint about the same place says nothing new."""

FACTS = ("fact", "remedy", "text", "pattern", "limit", "ge", "le", "min_length", "max_length")


def model_of(raw: RawFile) -> type[BaseModel] | None:
    """The model that the file's place asks for."""
    path = inner(raw)
    if path == VOCABULARY_PATH:
        return Vocabulary
    kind = BY_FOLDER.get(path.partition("/")[0])
    return kind.model if kind and path.endswith(".yml") else None


def shaped(raw: RawFile) -> BaseModel | tuple[ShapeError, ...]:
    """The file's content as its model, or everything that the model has against it."""
    model = model_of(raw)
    if model is None or raw.content is None:
        return ()
    try:
        return model.model_validate(raw.content)
    except ValidationError as error:
        return tuple(_errors(raw, model, error))


def filed(raw: RawFile, record: BaseModel) -> Filed[Record] | None:
    """The record with its kind and file; None for the vocabulary."""
    if not isinstance(record, Record):
        return None
    return Filed(BY_FOLDER[inner(raw).partition("/")[0]], record, raw)


def _errors(raw: RawFile, model: type[BaseModel], error: ValidationError) -> Iterator[ShapeError]:
    settled = {fault.mark for fault in raw.faults if fault.slug in SETTLED}
    errors = error.errors(include_url=False)
    unknown: list[Path] = [one["loc"] for one in errors if one["type"] == "extra_forbidden"]
    misspelt = {(*path[:-1], _absent(raw, model, path)) for path in unknown}
    missing: list[Path] = [one["loc"] for one in errors if one["type"] == "missing"]
    moved = {path: home for path in unknown for home in missing if _is_moved(path, home)}
    misspelt |= set(moved.values())
    for one in errors:
        path: Path = one["loc"]
        mark = _place(raw, path, one["type"])
        said = path in misspelt if one["type"] == "missing" else mark in settled
        if not said:
            facts = _context(one) | _place_facts(model, path)
            facts["near"] = _absent(raw, model, path)
            facts["under"] = str(moved[path][-2]) if path in moved else _emptied(raw, model, path)
            yield ShapeError(raw, mark, _type_of(one), facts)


def _emptied(raw: RawFile, model: type[BaseModel], path: Path) -> str:
    """The key before an unknown one that has no value and would have this key in it; or ""."""
    mapping: Any = raw.content
    for step in path[:-1]:
        mapping = mapping[step]
    before = list(mapping)[: list(mapping).index(path[-1])] if path[-1] in mapping else []
    name = next((key for key in reversed(before) if mapping[key] == ""), "")
    return name if str(path[-1]) in fields_at(model, (*path[:-1], name)) else ""


def _is_moved(path: Path, home: Path) -> bool:
    """Whether an unknown key is what is missing below its neighbour: it lacks its indentation."""
    return len(home) > 1 and path[-1] == home[-1] and path[:-1] == home[:-2]


def _type_of(error: ErrorDetails) -> str:
    """Pydantic's name of the error, with one name each for texts and for lists."""
    name = error["type"]
    is_text = isinstance(error["input"], str)
    return f"string_{name}" if is_text and name in ("too_short", "too_long") else name


def _context(error: ErrorDetails) -> dict[str, str]:
    facts = {key: str(value) for key, value in error.get("ctx", {}).items() if key in FACTS}
    return {**facts, "value": shown_value(error["input"])}


def _place(raw: RawFile, path: Path, kind: str) -> Mark:
    if kind == "missing" and path[:-1] and isinstance(path[-2], int):
        return raw.value_mark(path[:-1])
    return raw.key_mark(path) if kind in ("missing", "extra_forbidden") else raw.value_mark(path)


def _absent(raw: RawFile, model: type[BaseModel], path: Path) -> str:
    """The field most like the key at `path` among those that are not there; may be empty."""
    mapping: Any = raw.content
    for step in path[:-1]:
        mapping = mapping[step]
    absent = [name for name in fields_at(model, path[:-1]) if name not in mapping]
    near = nearest(str(path[-1]), absent) or ""
    return near if abs(len(near) - len(str(path[-1]))) <= 3 else ""


def _place_facts(model: type[BaseModel], path: Path) -> dict[str, str]:
    """The name of the field in question, its title, and what the mapping round it may hold."""
    *parents, last = path or ("",)
    if isinstance(last, int):
        facts = _place_facts(model, tuple(parents))
        return {**facts, "label": f"{facts['label']}的第 {last + 1} 项"}
    siblings = fields_at(model, tuple(parents))
    field = siblings.get(last)
    title = (field.title or last) if field else last
    return {
        "field": last,
        "title": title,
        "label": title,
        "help": (field.description or "") if field else "",
        "known": "、".join(siblings),
        "inside": "、".join(fields_at(model, path)) if field else "",
    }


def shown_value(value: Any) -> str:
    """A value as findings quote it: short, and only text as it was typed."""
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…")
    if isinstance(value, dict):
        return "一组键值"
    return "一个列表" if isinstance(value, list) else "别的东西"
