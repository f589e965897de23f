"""What a problem says besides the columns of its line: words that the search finds it by."""

from collections.abc import Iterator
from itertools import chain

from pydantic import BaseModel

from generator.model.issue import Event, Issue
from generator.model.walk import reader

NOT_SAID = ("date", "step")
"""Fields of an event that columns and facets already hold."""


def said_of(issue: Issue) -> Iterator[str]:
    """Every text of the record that no other field of its line holds."""
    yield from filter(None, (issue.trigger, issue.comes_from, issue.kind, issue.round_stated))
    yield from chain.from_iterable(map(_texts, issue.events))
    yield from (event.step for event in issue.events)
    yield from chain.from_iterable(map(_texts, issue.sources))


def _texts(shape: BaseModel) -> Iterator[str]:
    values = reader(type(shape), NOT_SAID if isinstance(shape, Event) else ())(shape)
    return (str(value) for value in values if value and value is not True)
