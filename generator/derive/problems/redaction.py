"""What remains of an issue's row where only some columns may be shown: the others are blank."""

from dataclasses import fields
from typing import TypeVar

from generator.derive.problems.column import Use
from generator.derive.problems.columns import COLUMNS, OWN_COLUMNS, attributes
from generator.derive.problems.lines import Brief, IssueLine

LineType = TypeVar("LineType", bound=Brief)

COUNTED = attributes(one for one in COLUMNS if Use.COUNTED in one.uses)
"""What the public edition counts by, also of issues that it does not show."""

TOMBSTONE = attributes(one for one in COLUMNS if Use.TOMBSTONE in one.uses)
"""What stays where a case is shown no more."""

PUBLIC = attributes(one for one in COLUMNS if one.is_public) | {"extra_text"}
"""What may be shown of a case; its texts come from the public form of its record."""


def redacted(line: LineType, kept: frozenset[str]) -> LineType:
    """The line with only what an allow-list of attributes and own columns names."""
    values = {
        name: value if name in kept else type(value)()
        for name, value in zip((field.name for field in fields(line)), line.row, strict=True)
    }
    if isinstance(line, IssueLine):
        values["own"] = tuple(
            value if column.name in kept else ""
            for column, value in zip(OWN_COLUMNS, line.own, strict=True)
        )
    return type(line)(**values)
