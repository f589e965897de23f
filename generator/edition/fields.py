"""What of a record everybody may see: the fields that its model marks as public, nothing else."""

from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from generator.core.fields import Audience
from generator.core.model_walk import inner_model
from generator.kinds.issue.model import Issue

ShapeType = TypeVar("ShapeType", bound=BaseModel)


@cache
def public_names(model: type[BaseModel]) -> frozenset[str]:
    """The public fields of one part of a record."""
    otherwise = bool(getattr(model, "all_public", False))
    names: set[str] = set()
    for name, info in model.model_fields.items():
        marks = [mark.everybody for mark in info.metadata if isinstance(mark, Audience)]
        if all(marks) if marks else otherwise:
            names.add(name)
    return frozenset(names)


def public_form(shape: ShapeType) -> ShapeType:
    """The same record with its internal fields absent, all the way down."""
    model = type(shape)
    kept = {
        name: _public_part(getattr(shape, name))
        for name in model.model_fields
        if name in public_names(model)
    }
    return model.model_construct(None, **kept)


def _public_part(value: object) -> object:
    if isinstance(value, BaseModel):
        return public_form(value)
    if isinstance(value, list):
        return [_public_part(item) for item in value]
    return value


def is_public(path: str, model: type[BaseModel] = Issue) -> bool:
    """Whether a field, written as in a trail (`place.name`, `events.2.note`), is public.

    What the model has no such field for is not, nor is a part with an internal field as a whole: of
    a changed event, or of a field in which much changed, a trail holds all of it in one text.
    """
    inner: type[BaseModel] | None = model
    for position, key in enumerate(path.split(".")):
        if position and key.isdecimal() and inner:
            continue
        if inner is None or key not in public_names(inner):
            return False
        inner = inner_model(inner.model_fields[key].annotation)
    return inner is None or _is_open(inner)


@cache
def _is_open(model: type[BaseModel]) -> bool:
    """Whether everything in a part of a record is public, all the way down."""
    inner = (inner_model(info.annotation) for info in model.model_fields.values())
    shown = public_names(model) == frozenset(model.model_fields)
    return shown and all(one is None or _is_open(one) for one in inner)
