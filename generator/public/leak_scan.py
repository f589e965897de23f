"""What the public edition must not hold, and whether it does: looked for in what was built.

Free text only: words of the vocabulary, days and numbers say nothing of a problem by themselves.
A text that stands in something public as well is no secret.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from generator.core.model_walk import list_of_words, text_paths
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register

SHORTEST = 4
"""Characters below which a text is found by chance everywhere."""

SENTENCE = 8
"""Characters from which a text of a record that is no problem is looked for."""

_PROBES = (12, 8, SHORTEST)
"""Lengths of the beginnings by which texts are looked for, all in one go for each length."""


_FIELDS = frozenset(name for path in text_paths(Issue) for name in path.split("."))
"""Names of fields: corrections write them, and the manifest of the search lists columns by them."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of some problems: what everybody may read, and what nobody outside may."""

    public: frozenset[str]
    internal: frozenset[str]


def texts_of(issue: Issue, case: Issue | None, told: Collection[str] = ()) -> Texts:
    """The texts of a problem, of which the public sees `case`, or nothing but what is `told`."""
    public = frozenset(free_texts(case)) if case else frozenset(told)
    own = {issue.id} if case is None else set()
    return Texts(public, (frozenset(free_texts(issue)) | own) - public - _FIELDS)


def texts_of_others(register: Register, public: Register) -> Texts:
    """The texts of all records that are no problems, of which the public sees `public`.

    Short ones are left out: names of units and offices stand in many places that are public.
    """
    shown = {text for one in public.filed for text in free_texts(one.record)}
    texts = {text for one in register.filed for text in free_texts(one.record)}
    return Texts(frozenset(), frozenset(one for one in texts - shown if len(one) >= SENTENCE))


def free_texts(shape: BaseModel) -> Iterator[str]:
    """Every text of a record, or of a part of one, that was typed and not chosen from a list."""
    for name, info in type(shape).model_fields.items():
        if list_of_words(info) is None:
            yield from _texts(getattr(shape, name, None))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from free_texts(value)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


class Watch:
    """Texts to be looked for in others; quick for 100,000 of them."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._by_length: dict[int, dict[str, list[str]]] = {length: {} for length in _PROBES}
        for text in wanted:
            length = next((one for one in _PROBES if len(text) >= one), 0)
            if length:
                self._by_length[length].setdefault(text[:length], []).append(text)

    def found(self, text: str) -> set[str]:
        """Those that stand in a text."""
        return {one for probes in self._by_length.items() for one in _hits(*probes, text)}


def _hits(length: int, probes: Mapping[str, list[str]], text: str) -> Iterator[str]:
    if not probes:
        return
    for place in range(len(text) - length + 1):
        known = probes.get(text[place : place + length])
        if known:
            yield from (one for one in known if text.startswith(one, place))
