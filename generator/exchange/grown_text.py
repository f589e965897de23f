"""Adds entries to lists and fields that were empty to a record; every other line stays as is."""

import re
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from generator.core.fields import Record, Shape
from generator.core.findings import WorkError
from generator.core.raw import RawRecord
from generator.core.yaml_writer import items_text, record_text
from generator.kinds.registry import BY_FOLDER
from generator.load.files import raw_file

_ITEM = re.compile(r"( *)- ")
_APART = re.compile(r"#|$")
"""The beginning of a comment, or an empty line: it belongs to what follows."""


def grown_text(path: str, before: bytes, grown: Record) -> bytes:
    """Return the file of a record with more in its lists; WorkError where its form forbids it."""
    raw = raw_file(path, before)
    after = _with_more(raw, before, grown)
    if not _holds(raw_file(path, after), grown):
        raise WorkError(
            f"“{path}”没有按规范排列，加不到末尾", "先运行 lantian fmt，再导入；没有写任何文件"
        )
    return after


def _with_more(raw: RawRecord, before: bytes, grown: Record) -> bytes:
    """Return the file with the new entries behind those of their list."""
    kept = type(grown).model_validate(raw.content)
    lines = before.decode().splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    longer = [
        name
        for name in type(grown).model_fields
        if getattr(grown, name) != getattr(kept, name)
        and (isinstance(getattr(grown, name), list) or getattr(kept, name) is None)
    ]
    # From the bottom upwards, so that the lines above keep their numbers.
    for name in sorted(longer, key=lambda one: _line_behind(raw, one, lines), reverse=True):
        at = _line_behind(raw, name, lines)
        old = getattr(kept, name)
        if old is None:
            lines[at:at] = _field_lines(grown, name)
        else:
            lines[at:at] = _added(raw, name, getattr(grown, name)[len(old) :], lines)
    return "".join(lines).encode()


def _line_behind(raw: RawRecord, name: str, lines: Sequence[str]) -> int:
    """Return the line, from 0, before which new entries of a list go: behind those it has."""
    there = list(raw.content or ())
    following = there[there.index(name) + 1 :] if name in there else _behind_in_model(raw, name)
    if not following:
        return len(lines)
    at = raw.key_mark((following[0],)).line - 1
    while at and _APART.match(lines[at - 1]):
        at -= 1
    return at


def _behind_in_model(raw: RawRecord, name: str) -> list[str]:
    """Return the fields of a file that stand behind a list that it does not have yet."""
    names = list(BY_FOLDER[raw.path.split("/")[1]].model.model_fields)
    return [one for one in raw.content or () if names.index(one) > names.index(name)]


def _added(raw: RawRecord, name: str, new: Sequence[Shape], lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of new entries, as far to the right as those that are there."""
    if name not in (raw.content or {}):
        yield f"{name}:\n"
    mark = raw.values.get((name, 0))
    item = _ITEM.match(lines[mark.line - 1]) if mark else None
    for line in items_text(new).splitlines(keepends=True):
        yield f"{item[1] if item else ''}{line}"


def _field_lines(record: Record, name: str) -> Iterator[str]:
    """Yield the lines of one field, as the whole record is written."""
    is_in_it = False
    for line in record_text(record).splitlines(keepends=True):
        if not line.startswith((" ", "-", "\n")):
            is_in_it = line.startswith(f"{name}:")
        if is_in_it:
            yield line


def _holds(raw: RawRecord, record: Record) -> bool:
    """Return whether a file is this record: what was added may have come under another key."""
    try:
        return not raw.faults and type(record).model_validate(raw.content) == record
    except ValidationError:
        return False
