"""Finds personal data among all texts of a register; privacy words what is found."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.core.raw import Path, RawFile
from generator.public.personal_data import Personal, personal

PersonalText = tuple[RawFile, Path, Personal]
"""A file, the place of a text in it, and what the text holds."""

_SHORTEST = 4
"""Letters; whatever is shorter holds nothing personal."""

_FOR_THE_PUBLIC = ("publication", "report_to")
"""Where a unit says how it can be reached."""


def personal_texts(raws: Iterable[RawFile]) -> Iterator[PersonalText]:
    """Each text that holds something personal, once for each sort."""
    for raw in raws:
        if _holds_any(raw.content):
            for path, text in _texts(raw.content, ()):
                if path != _FOR_THE_PUBLIC:
                    for kind in dict.fromkeys(found.kind for found in personal(text)):
                        yield raw, path, kind


def _holds_any(value: object) -> bool:
    """Whether any text holds something: mostly none does, and no place needs to be known."""
    if isinstance(value, str):
        return len(value) >= _SHORTEST and _holds(value)
    if isinstance(value, dict):
        return any(map(_holds_any, value.values()))
    return isinstance(value, list) and any(map(_holds_any, value))


@lru_cache(maxsize=16_384)
def _holds(text: str) -> bool:
    """Kept, because dates, steps and units come again and again."""
    return next(personal(text), None) is not None


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, str(key)))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))
