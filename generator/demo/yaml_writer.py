"""Writes invented issues as canonical YAML, step by step and fast.

The writer in `model` goes through PyYAML's emitter and takes milliseconds for each record; the
history of 100,000 issues has several times as many. What comes out is the same, byte for byte.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pydantic_core import PydanticUndefined

from generator.core.dates import PartialDate
from generator.core.fields import Record, Shape
from generator.core.yaml_writer import ON_ONE_LINE, record_text
from generator.kinds.issue.model import Event, Issue

_CERTAINLY_PLAIN = re.compile("[一-鿿][一-鿿0-9A-Za-z〔〕（），。、；：]*")
"""Texts that every reader takes unquoted; the canonical writer is asked about the others."""


class _Alone(Record):
    """A record of one text, to ask the canonical writer about it."""

    title: str


def issue_head(issue: Issue) -> str:
    """Return the record up to its events, with the line that opens them."""
    return "".join(f"{line}\n" for line in _lines(issue, "")) + "events:\n"


def spelt(record: Record) -> str:
    """Return a whole record."""
    return "".join(f"{line}\n" for line in _lines(record, "", but=""))


def event_text(event: Event) -> str:
    """Return one event as written in the list of a record."""
    return "- " + "\n  ".join(_lines(event, "")) + "\n"


def _lines(shape: Shape, indent: str, but: str = "events") -> Iterator[str]:
    for name, default in _defaults(type(shape)):
        value = getattr(shape, name)
        if value == default or name == but:
            continue
        if isinstance(value, Shape) and name in ON_ONE_LINE:
            pairs = ", ".join(_lines(value, ""))
            yield f"{indent}{name}: {{{pairs}}}"
        elif isinstance(value, Shape):
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{name}:"
            yield from (line for item in value for line in _item(item, indent))
        else:
            yield f"{indent}{name}: {_scalar(value)}"


def _item(item: object, indent: str) -> Iterator[str]:
    if not isinstance(item, Shape):
        yield f"{indent}- {_scalar(item)}"
        return
    first, *rest = _lines(item, "")
    yield f"{indent}- {first}"
    yield from (f"{indent}  {line}" for line in rest)


@lru_cache
def _defaults(model: type[Shape]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (name, PydanticUndefined if field.is_required() else field.get_default())
        for name, field in model.model_fields.items()
    )


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value if _CERTAINLY_PLAIN.fullmatch(value) else _asked(value)
    if isinstance(value, PartialDate):
        return str(value) if value.is_exact else _asked(str(value))
    if isinstance(value, bool):
        return str(value).lower()
    assert isinstance(value, int | Decimal | date)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@lru_cache(maxsize=4096)
def _asked(text: str) -> str:
    """Return the text as the canonical writer writes it on one line."""
    spelt = record_text(_Alone(id="示例", title=text)).split("title: ", 1)[1].removesuffix("\n")
    assert "\n" not in spelt, "a text of several lines"
    return spelt
