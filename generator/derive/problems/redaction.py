"""What remains of an issue's row where only some columns may be shown: the others are blank."""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from generator.kinds.issue.column import Use
from generator.kinds.issue.columns import COLUMNS, OWN_COLUMNS, attributes
from generator.kinds.issue.ledger import Brief, IssueLine

LineType = TypeVar("LineType", bound=Brief)

COUNTED = attributes(one for one in COLUMNS if Use.COUNTED in one.uses)
"""What the public edition counts by, also of issues that it does not show."""

TOMBSTONE = attributes(one for one in COLUMNS if Use.TOMBSTONE in one.uses)
"""What stays where a case is shown no more."""

PUBLIC = attributes(one for one in COLUMNS if one.is_public) | {"extra_text"}
"""What may be shown of a case; its texts come from the public form of its record."""


def redacted(line: LineType, kept: frozenset[str], **changes: str) -> LineType:
    """The line with only what an allow-list of attributes and own columns names, and `changes`."""
    is_line = isinstance(line, IssueLine)
    rule = _rule(kept, is_line=is_line)
    values: dict[str, Any] = {
        name: value if is_kept else blank
        for (name, is_kept, blank), value in zip(rule, line.row, strict=True)
    }
    if isinstance(line, IssueLine):
        values["own"] = tuple(
            value if column.name in kept else ""
            for column, value in zip(OWN_COLUMNS, line.own, strict=True)
        )
    return type(line)(**(values | changes))


@cache
def _rule(kept: frozenset[str], *, is_line: bool) -> tuple[tuple[str, bool, object], ...]:
    """Each attribute, whether it is kept, and what stands for it where it is not.

    Asked once an edition: every issue of the public one is redacted.
    """
    blanks = {"round": 0, "returned": 0, "states": ()}
    names = [field.name for field in fields(IssueLine if is_line else Brief)]
    return tuple((name, name in kept, blanks.get(name, "")) for name in names)
