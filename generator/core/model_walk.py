"""Walks through models field by field, for code about all fields alike; append-only lists."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.core.dates import PartialDate
from generator.core.fields import OF_ANY_TEXT, FirstEntry, Grows, Settled
from generator.core.raw import Path
from generator.core.vocabulary import OneOf


@dataclass(frozen=True, slots=True)
class ChosenWord:
    """A value that a record has from a list of the vocabulary."""

    path: Path
    words: str
    word: str


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside `X`, `X | None`, `list[X]` or `Annotated[X, …]`; None for others."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = inner_model(argument)
        if found:
            return found
    return None


def fields_at(model: type[BaseModel], path: Path) -> dict[str, FieldInfo]:
    """Return the fields of the mapping at `path` in a record of `model`."""
    current: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        info = current.model_fields.get(step)
        current = inner_model(info.annotation) if info else None
    return dict(current.model_fields) if current else {}


def field_at(model: type[BaseModel], path: str) -> FieldInfo:
    """Return the field at a path such as `site.name`; KeyError where the model has none."""
    parts = path.split(".")
    return fields_at(model, tuple(parts[:-1]))[parts[-1]]


def field_label(model: type[BaseModel], path: str) -> str:
    """Return the Chinese titles of a field that is written as `place.name`."""
    labels: list[str] = []
    at: tuple[str | int, ...] = ()
    for part in path.split("."):
        info = fields_at(model, at).get(part)
        if part.isdigit() and not info:
            labels.append(f"第 {part} 项")
            at = (*at, int(part))
        else:
            labels.append((info.title or part) if info else part)
            at = (*at, part)
    return "的".join(labels)


def known_label(model: type[BaseModel], path: str) -> str:
    """Return the titles of a field as `field_label` does; the path where the model has no such."""
    try:
        field_at(model, ".".join(part for part in path.split(".") if not part.isdigit()))
    except KeyError:
        return path
    return field_label(model, path)


def text_paths(model: type[BaseModel], at: str = "") -> Iterator[str]:
    """Yield every field with text, or a list of texts, as `site.name`; at all levels."""
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if inner:
            yield from text_paths(inner, f"{at}{name}.")
        elif str in value_types(info.annotation):
            yield f"{at}{name}"


def value_types(annotation: Any) -> Iterator[object]:
    """Yield an annotation and all types within it."""
    yield annotation
    for argument in get_args(annotation):
        yield from value_types(argument)


def holds_list(info: FieldInfo) -> bool:
    """Return whether the value of a field is a list."""
    return any(get_origin(one) is list for one in value_types(info.annotation))


def values_at(shape: BaseModel, path: Sequence[str]) -> Iterator[object]:
    """Return the values at a path in a record: one for each item of the lists on the way."""
    name, *rest = path
    value = getattr(shape, name, None)
    for item in value if isinstance(value, list) else (value,):
        if rest and isinstance(item, BaseModel):
            yield from values_at(item, rest)
        elif not rest and item is not None:
            yield item


@cache
def text_reader(
    model: type[BaseModel], without: frozenset[str] = frozenset(), at: str = ""
) -> Callable[[BaseModel], list[str]]:
    """Return a reader of every text and day of a record, at all levels, `without` some paths.

    Compiled once for each model, because each event of each issue is read by it.
    """
    names = [name for name in model.model_fields if f"{at}{name}" not in without]
    inner = {name: inner_model(model.model_fields[name].annotation) for name in names}
    plain = reader(model, tuple(set(model.model_fields) - {one for one in names if not inner[one]}))
    parts = [
        (name, text_reader(shape, without, f"{at}{name}."))
        for name, shape in inner.items()
        if shape
    ]

    def texts(shape: BaseModel) -> list[str]:
        found = _told(plain(shape))
        for name, inside in parts:
            value = getattr(shape, name, None)
            for item in value if isinstance(value, list) else (value,):
                if item is not None:
                    found += inside(item)
        return found

    return texts


def _told(values: Iterable[object]) -> list[str]:
    found: list[str] = []
    for value in filter(None, values):  # most fields of an event are empty
        if isinstance(value, list):
            found += [str(item) for item in value if isinstance(item, _TOLD)]
        elif isinstance(value, _TOLD):
            found.append(str(value))
    return found


_TOLD = (str, date, PartialDate)
"""The types of values that are read as text."""


@cache
def reader(
    model: type[BaseModel], without: tuple[str, ...] = ()
) -> Callable[[BaseModel], tuple[object, ...]]:
    """Return a reader of all but these fields of a shape: compiled, as every event is read."""
    names = [name for name in model.model_fields if name not in without]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda shape: tuple(getattr(shape, name) for name in names)


def list_of_words(info: FieldInfo) -> str | None:
    """Return the vocabulary list of a field's values, or None."""
    return next(_marks(info.metadata), None) or next(_marks(_nested(info.annotation)), None)


def has_pattern(info: FieldInfo) -> bool:
    """Return whether a field holds a code: text of a form that the model prescribes."""
    marks = (*info.metadata, *_nested(info.annotation))
    patterns = {getattr(mark, "pattern", None) for mark in marks}
    return bool(patterns - OF_ANY_TEXT - {None})


def _marks(metadata: list[Any]) -> Iterator[str]:
    return (mark.words for mark in metadata if isinstance(mark, OneOf))


def _nested(annotation: Any) -> list[Any]:
    found: list[Any] = list(getattr(annotation, "__metadata__", ()))
    for argument in get_args(annotation):
        found += _nested(argument)
    return found


def chosen_words(record: BaseModel, path: Path = ()) -> Iterator[ChosenWord]:
    """Yield every value of a record that is a word of the vocabulary."""
    for name, words in _fields_with_words(type(record)):
        for place, value in _values(getattr(record, name), (*path, name)):
            if isinstance(value, BaseModel):
                yield from chosen_words(value, place)
            elif words and value and isinstance(value, str):
                yield ChosenWord(place, words, value)


def uses_only(record: BaseModel, lists: Mapping[str, Collection[str]]) -> bool:
    """Return whether every word of a record is in its list; fast, because it mostly is."""
    for name, words in _fields_with_words(type(record)):
        value = getattr(record, name)
        for item in value if type(value) is list else (value,):
            if isinstance(item, BaseModel):
                if not uses_only(item, lists):
                    return False
            elif words and item and item not in lists[words]:
                return False
    return True


@cache
def _fields_with_words(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """Return the fields whose values are words, with their list, or that contain such fields."""
    return tuple(
        (name, words)
        for name, info in model.model_fields.items()
        if (words := list_of_words(info)) or inner_model(info.annotation)
    )


def _values(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield (*path, position), item
    elif value is not None:
        yield path, value


@dataclass(frozen=True, slots=True)
class Growing:
    """An append-only list before and after a change.

    `path` leads to it in the record as it is now, `holder` is the name of the part that holds it,
    "" for the record. Where that part is gone, `new` is None and `path` leads to where it stood.
    `corrected`: the fields of the first entry that a correction may change.
    """

    path: Path
    title: str
    holder: str
    old: Sequence[BaseModel]
    new: Sequence[BaseModel] | None
    corrected: tuple[str, ...] = ()


def growing(old: BaseModel, new: BaseModel) -> Iterator[Growing]:
    """Yield every append-only list of a record, or of a part of one."""
    return _growing(old, new, (), "")


def _growing(old: BaseModel, new: BaseModel, at: Path, holder: str) -> Iterator[Growing]:
    for name, title, is_list in _fields(type(old)):
        path, was, now = (*at, name), getattr(old, name), getattr(new, name)
        if is_list:
            corrected = first_entry_fields(type(old).model_fields[name])
            yield Growing(path, title, holder, was, now, corrected)
        elif isinstance(was, list):
            for part, place in _paired(was, now):
                there = None if place is None else now[place]
                yield from _inside(part, there, path if place is None else (*path, place))
        elif was is not None:
            yield from _inside(was, now, path)


def _inside(old: BaseModel, new: BaseModel | None, path: Path) -> Iterator[Growing]:
    name = str(getattr(old, next(iter(type(old).model_fields))))
    if new is not None:
        yield from _growing(old, new, path, name)
        return
    for one in _growing(old, old, path, name):
        yield Growing(path, one.title, one.holder, one.old, None)


def is_growing(info: FieldInfo) -> bool:
    """Return whether a field is a list that is only appended to."""
    return any(isinstance(mark, Grows) for mark in info.metadata)


def first_entry_fields(info: FieldInfo) -> tuple[str, ...]:
    """Return the fields of a list's first entry that a correction changes; () for other lists."""
    return next((mark.fields for mark in info.metadata if isinstance(mark, FirstEntry)), ())


def identity_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields that make a record this one and no other; () where its ID says it all."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        if any(isinstance(mark, Settled) and mark.at_once for mark in info.metadata)
    )


def essential(info: FieldInfo, value: object) -> object:
    """Return what can not be blank of a part of a record: its name, its row; any other value."""
    model = inner_model(info.annotation)
    if model is None or not isinstance(value, Mapping):
        return value
    return {name: value.get(name) for name, one in model.model_fields.items() if one.is_required()}


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields that are such lists, with their title, or that contain some."""
    found = []
    for name, info in model.model_fields.items():
        marked = is_growing(info)
        inner = None if marked else inner_model(info.annotation)
        if marked or (inner and _fields(inner)):
            found.append((name, str(info.title), marked))
    return tuple(found)


def _paired(
    old: Sequence[BaseModel], new: Sequence[BaseModel]
) -> list[tuple[BaseModel, int | None]]:
    """Return each part with its place in a list whose order is free; None where it is gone.

    It is the one that is just the same, else the one called the same by its first field, else one
    whose lists go on from what this one had: then it was renamed.
    """
    free = dict(enumerate(new))
    places: dict[int, int] = {}
    for alike in _ALIKE:
        for position, was in enumerate(old):
            if position not in places:
                place = next((place for place, now in free.items() if alike(was, now)), None)
                if place is not None:
                    places[position] = place
                    del free[place]
    return [(was, places.get(position)) for position, was in enumerate(old)]


def _called_the_same(old: BaseModel, new: BaseModel) -> bool:
    first = next(iter(type(old).model_fields))
    return bool(getattr(old, first) == getattr(new, first))


def _goes_on(old: BaseModel, new: BaseModel) -> bool:
    lists = list(growing(old, new))
    kept = (one.new is not None and one.new[: len(one.old)] == one.old for one in lists)
    return any(one.old for one in lists) and all(kept)


def _is_same(old: BaseModel, new: BaseModel) -> bool:
    return old == new


_ALIKE: tuple[Callable[[BaseModel, BaseModel], bool], ...] = (_is_same, _called_the_same, _goes_on)
