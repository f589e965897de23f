"""A `#` behind a value: a comment, or a part of the value that YAML drops without a word.

“2 #锅炉” is daily language of the field; see decision 0073.
"""

import re
from collections.abc import Iterator, Sequence

import yaml

from generator.core.findings import Location
from generator.core.raw import ReadError
from generator.load.yaml_errors import in_quotes, shortened

_BEHIND = re.compile(r"[ \t]+(#.*)")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#.*)")
_REMARK = re.compile(r"#+(?:[ \t]|$)")
"""A comment after a value that is complete: a space behind the `#`."""

_COMPLETE = re.compile(r"\d{4}-\d\d-\d\d|[A-Z]{2,4}\d\d(?:-[A-Z0-9]+)*|true|false", re.ASCII)
"""Values that nobody continues: dates, IDs, yes and no. Of words and numbers that is unknown."""

_OPENED = re.compile(r"(?:^|[\s{\[])(?:[^\s:#]+:|-)[ \t]+(#.*)")
_TEXT = re.compile(r"\s*(?:- +)*[^\s:#]+:[ \t]+[^'\"\s#{\[|>].*?[ \t](#.*)")


def scalar_fault(lines: Sequence[str], event: yaml.ScalarEvent) -> ReadError | None:
    """Return the fault of a value that loses what was typed behind a `#`.

    A missing value has its own fault.
    """
    start, end = event.start_mark, event.end_mark
    if not event.style and not event.value:
        return None
    assert start
    assert end
    above = _above(lines, start.line, start.column)
    if above:
        return above
    if event.style in ("|", ">"):
        match = _HEADER.match(lines[start.line], start.column)
        is_remark = bool(match and _REMARK.match(match[1]))
        return None if match is None or is_remark else _fault(start.line, match, "")
    match = _BEHIND.match(lines[end.line], end.column)
    is_complete = bool(event.style) or bool(_COMPLETE.fullmatch(str(event.value)))
    if match is None or (is_complete and _REMARK.match(match[1])):
        return None
    typed = lines[start.line][start.column :] if start.line == end.line and not event.style else ""
    return _fault(end.line, match, typed)


def bracket_fault(lines: Sequence[str], event: yaml.CollectionEndEvent) -> ReadError | None:
    """Return the fault of what stands right behind a bracket and a `#`."""
    start, end = event.start_mark, event.end_mark
    assert start
    assert end
    if start.column == end.column:
        return None  # no bracket: the end of indented lines
    match = _BEHIND.match(lines[end.line], end.column)
    return None if match is None or _REMARK.match(match[1]) else _fault(end.line, match, "")


def unread_faults(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Iterator[ReadError]:
    """Yield the fault of a text that ends at a `#`, where its next line can not be read."""
    marks = {mark.line for mark in (error.context_mark, error.problem_mark) if mark}
    for number in sorted(marks - {0}):
        if match := _TEXT.match(lines[number - 1]):
            yield _fault(number - 1, match, "")


_HASH = re.compile(r"[ \t]*(#.*)")


def opening_hash(lines: Sequence[str], mark: Location) -> str:
    """Return what stands behind the `#` in place of a value that is missing; "" for nothing."""
    match = _HASH.match([*lines[mark.line - 1 : mark.line], ""][0], mark.column - 1)
    return match[1] if match else ""


def _above(lines: Sequence[str], number: int, column: int) -> ReadError | None:
    """Return the fault of a value on a line of its own, where its key has something behind a `#`.

    Comments between both, on lines of their own, lose nothing.
    """
    if lines[number][:column].strip():
        return None
    number -= 1
    while number >= 0 and lines[number].lstrip()[:1] in ("", "#"):
        number -= 1
    match = _OPENED.search(lines[number]) if number >= 0 else None
    return _fault(number, match, "") if match else None


def _fault(number: int, match: re.Match[str], typed: str) -> ReadError:
    """Return the fault at a `#`; `typed` is the whole value as it was meant."""
    mark = Location(number + 1, match.start(1) + 1)
    facts = {"rest": shortened(match[1].rstrip())}
    facts["quoted"] = f"：{in_quotes(typed.strip())}" if typed else ""
    return ReadError("hash-in-value", mark, facts)
