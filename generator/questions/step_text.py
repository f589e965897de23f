"""The text of an issue's record with one more step: what is there stays byte for byte."""

import re
from collections.abc import Iterator

from generator.core.fields import Source
from generator.core.findings import WorkError
from generator.core.raw import RawRecord
from generator.core.yaml_writer import items_text
from generator.kinds.issue.model import Event, Issue
from generator.load.files import raw_file

_DASH = re.compile(r"( *)- +(?=\S)")


def appended(raw: RawRecord, before: bytes, event: Event) -> bytes:
    """Return the bytes of the file with the event added; `raw` is the file as read from `before`.

    WorkError where the events are not last in it, or are not written as a block list.
    """
    indent = _indent(raw, before)
    lines = items_text([event]).splitlines(keepends=True)
    added = "".join(f"{indent}{line}" if line.strip() else line for line in lines)
    after = before + (b"" if before.endswith(b"\n") else b"\n") + added.encode()
    if not _only_adds_event(raw, raw_file(raw.path, after), event):
        raise _not_last(raw)
    return after


def _indent(raw: RawRecord, before: bytes) -> str:
    """Return the indentation before the dash of the last event."""
    content = raw.content or {}
    events = content.get("events")
    if not isinstance(events, list) or list(content)[-1] != "events":
        raise _not_last(raw)
    mark = raw.value_mark(("events", len(events) - 1))
    dash = _DASH.match(before.decode().split("\n")[mark.line - 1])
    if not dash or dash.end() != mark.column - 1:
        raise _not_last(raw)
    return dash[1]


def _only_adds_event(raw: RawRecord, after: RawRecord, event: Event) -> bool:
    """Return whether the file reads as before, with the event added at the end."""
    if after.faults or raw.content is None or after.content is None:
        return False
    old, new = dict(raw.content), dict(after.content)
    old_events, new_events = old.pop("events"), new.pop("events")
    assert isinstance(old_events, list)
    assert isinstance(new_events, list)
    return (
        old == new
        and new_events[:-1] == old_events
        and Event.model_validate(new_events[-1]) == event
    )


def _not_last(raw: RawRecord) -> WorkError:
    return _not_in_form(raw, "events 不在最后，或者没有一项一行地写，接不上新的一步")


def with_source(raw: RawRecord, before: bytes, issue: Issue, source: Source) -> tuple[bytes, int]:
    """Return the file with the source behind those it lists, and its number among them.

    A source that is listed already keeps its number, and the file stays as it is. WorkError where
    the sources are not written as a block list.
    """
    if source in issue.sources:
        return before, issue.sources.index(source) + 1
    after = _inserted(raw, before, source)
    if not _only_adds_source(raw, raw_file(raw.path, after), source):
        raise _not_in_form(raw, "sources 没有一项一行地写，接不上新的来源")
    return after, len(issue.sources) + 1


_ITEM = re.compile(r"( *)- ")
_APART = re.compile(r"#|$")
"""The beginning of a comment, or an empty line: it belongs to what follows."""


def _inserted(raw: RawRecord, before: bytes, source: Source) -> bytes:
    lines = before.decode().splitlines(keepends=True)
    at = _line_behind_sources(raw) - 1
    while at and _APART.match(lines[at - 1]):
        at -= 1
    added = [*_head(raw), *_indented(raw, lines, source)]
    return "".join([*lines[:at], *added, *lines[at:]]).encode()


def _line_behind_sources(raw: RawRecord) -> int:
    """Return the line of the key that follows the sources, or before which they have to come."""
    names = list(raw.content or ())
    if "sources" in names:
        following = names[names.index("sources") + 1 :]
    else:
        following = [name for name in names if name in ("relations", "origin", "events")]
    return raw.key_mark((following[0],)).line if following else 1


def _head(raw: RawRecord) -> Iterator[str]:
    if "sources" not in (raw.content or {}):
        yield "sources:\n"


def _indented(raw: RawRecord, lines: list[str], source: Source) -> Iterator[str]:
    """Yield the lines of the source, as far to the right as the first that is listed."""
    mark = raw.values.get(("sources", 0))
    item = _ITEM.match(lines[mark.line - 1]) if mark else None
    for line in items_text([source]).splitlines(keepends=True):
        yield f"{item[1] if item else ''}{line}"


def _only_adds_source(raw: RawRecord, after: RawRecord, source: Source) -> bool:
    """Return whether the file reads as before, with the source behind those it had."""
    if after.faults or raw.content is None or after.content is None:
        return False
    old, new = dict(raw.content), dict(after.content)
    old_sources, new_sources = old.pop("sources", []), new.pop("sources", [])
    return (
        old == new
        and isinstance(old_sources, list)
        and isinstance(new_sources, list)
        and new_sources[:-1] == old_sources
        and Source.model_validate(new_sources[-1]) == source
    )


def _not_in_form(raw: RawRecord, why: str) -> WorkError:
    """Return the error about a file that is not written as `lantian fmt` writes it."""
    return WorkError(
        f"文件“{raw.path}”的 {why}，没有写入", f"先运行 lantian fmt {raw.path}，再运行一次"
    )
