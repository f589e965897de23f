"""A record as it was on a day, from the marks on its fields (`Since`, `Past`, `KnownFrom`)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from generator.core.dates import PartialDate, first_days
from generator.core.fields import Begins, Grows, KnownFrom, Source
from generator.core.model_walk import inner_model

ShapeType = TypeVar("ShapeType", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Dates:
    """The fields of a model that say from when on it, or a part of it, exists.

    `begins`: date → whether all of it must have passed; `known`: value → its date; `parts`: those
    with parts of their own → whether they may not be empty; `courses`: lists whose entries stand in
    order → their date.
    """

    begins: dict[str, bool]
    known: dict[str, str]
    parts: dict[str, bool]
    courses: dict[str, str]


def as_of(shape: ShapeType, day: date) -> ShapeType | None:
    """Return a record, or a part of one, as it was on a day; None where it did not exist yet.

    A date that stops at the month counts from its first day: whoever recorded it knew that it had
    come; but not before an entry that stands in front of it. What is the same on that day is
    returned as it is.
    """
    dates = _dates(type(shape))
    if any(_is_later(getattr(shape, name), day, over) for name, over in dates.begins.items()):
        return None
    changes: dict[str, Any] = {}
    for name, must_hold in dates.parts.items():
        value = getattr(shape, name)
        on = dates.courses.get(name)
        kept = _part(_come(value, on, day) if on else value, day)
        if must_hold and not kept:
            return None
        if kept is not value:
            changes[name] = kept
    for name, on in dates.known.items():
        if _is_later(getattr(shape, on), day, over=on != name) and getattr(shape, name) is not None:
            changes[name] = None
    return _changed(shape, changes) if changes else shape


def _changed(shape: ShapeType, changes: dict[str, Any]) -> ShapeType:
    """Return a copy; `model_copy` would keep values that were computed from what changes."""
    values = {name: getattr(shape, name) for name in type(shape).model_fields}
    return type(shape).model_construct(shape.model_fields_set, **values | changes)


def _come(entries: list[Any], on: str, day: date) -> list[Any]:
    """Return the entries that had come by a day; the same list where all had."""
    days = first_days(getattr(one, on) for one in entries)
    kept = [one for one, first in zip(entries, days, strict=True) if first <= day]
    return kept if len(kept) < len(entries) else entries


def _part(value: Any, day: date) -> Any:
    if isinstance(value, BaseModel):
        return as_of(value, day)
    if isinstance(value, list):
        kept = [as_of(item, day) if isinstance(item, BaseModel) else item for item in value]
        is_same = all(one is other for one, other in zip(kept, value, strict=True))
        return value if is_same else [one for one in kept if one is not None]
    return value


def _is_later(value: object, day: date, over: bool) -> bool:
    """Return whether a date lies after a day."""
    if isinstance(value, Source):
        value = value.date
    if isinstance(value, PartialDate):
        return (value.latest if over else value.earliest) > day
    return isinstance(value, date) and value > day


@cache
def _dates(model: type[BaseModel]) -> _Dates:
    begins: dict[str, bool] = {}
    known: dict[str, str] = {}
    parts: dict[str, bool] = {}
    courses: dict[str, str] = {}
    for name, info in model.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, Begins):
                begins[name] = mark.over
            elif isinstance(mark, KnownFrom):
                known[name] = mark.on or name
        inner = inner_model(info.annotation)
        if inner and _has_dates(inner):
            needs_one = any(getattr(mark, "min_length", 0) for mark in info.metadata)
            parts[name] = needs_one or (info.is_required() and info.annotation is inner)
            on = _partial_date(inner)
            if on and any(isinstance(mark, Grows) for mark in info.metadata):
                courses[name] = on
    return _Dates(begins, known, parts, courses)


def _partial_date(model: type[BaseModel]) -> str:
    """Return the date from which on an entry exists, where it may stop at the month; else ""."""
    fields = model.model_fields
    names = (name for name, over in _dates(model).begins.items() if not over)
    return next((name for name in names if fields[name].annotation is PartialDate), "")


@cache
def _has_dates(model: type[BaseModel]) -> bool:
    """Return whether anything in it depends on a day."""
    dates = _dates(model)
    return bool(dates.begins or dates.known or dates.parts)
