"""Lists of a record that are only appended to: found by their mark, at any depth, for any kind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from generator.core.fields import Grows
from generator.core.model_walk import inner_model
from generator.core.raw import Path


@dataclass(frozen=True, slots=True)
class Growing:
    """Such a list before and after a change.

    `path` leads to it in the record as it is now, `holder` is the name of the part that holds it,
    "" for the record. Where that part is gone, `new` is None and `path` leads to where it stood.
    """

    path: Path
    title: str
    holder: str
    old: Sequence[BaseModel]
    new: Sequence[BaseModel] | None


def growing(old: BaseModel, new: BaseModel) -> Iterator[Growing]:
    """Every list of a record, or of a part of one, that is only appended to."""
    return _growing(old, new, (), "")


def _growing(old: BaseModel, new: BaseModel, at: Path, holder: str) -> Iterator[Growing]:
    for name, title, is_list in _fields(type(old)):
        path, was, now = (*at, name), getattr(old, name), getattr(new, name)
        if is_list:
            yield Growing(path, title, holder, was, now)
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


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """The fields that are such lists, with their title, or that hold some further in."""
    found = []
    for name, info in model.model_fields.items():
        marked = any(isinstance(mark, Grows) for mark in info.metadata)
        inner = None if marked else inner_model(info.annotation)
        if marked or (inner and _fields(inner)):
            found.append((name, str(info.title), marked))
    return tuple(found)


def _paired(
    old: Sequence[BaseModel], new: Sequence[BaseModel]
) -> list[tuple[BaseModel, int | None]]:
    """Each part with its place in a list whose order is free; None where it is gone.

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
