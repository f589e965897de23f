"""The text of an issue's record with one more step: what is there stays byte for byte."""

import re
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from generator.core.fields import Source
from generator.core.findings import WorkError
from generator.core.raw import RawRecord
from generator.core.yaml_writer import items_text
from generator.kinds.issue.model import Event, Evidence, Issue
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
    after = _with_items(raw, before, "sources", [source], "接不上新的来源")
    return after, len(issue.sources) + 1


def with_evidence(raw: RawRecord, before: bytes, items: Sequence[Evidence]) -> bytes:
    """Return the file with the evidence behind that which it lists; WorkError as above."""
    return _with_items(raw, before, "evidence", items, "接不上新的证据")


def with_masked(raw: RawRecord, before: bytes, position: int) -> bytes:
    """Return the file with the mark that evidence is masked at the end of one that it lists."""
    lines = before.decode().splitlines(keepends=True)
    at = _line_of_item(raw, position) - 1
    dash = _ITEM.match(lines[at])
    end = _end_of_item(raw, lines, position)
    mark = f"{dash[1] if dash else ''}  masked: true\n"
    after = "".join([*lines[:end], mark, *lines[end:]]).encode()
    if not _only_marks(raw, raw_file(raw.path, after), position):
        raise _not_in_form(raw, "evidence 没有一项一行地写，写不上已遮挡")
    return after


def _line_of_item(raw: RawRecord, position: int) -> int:
    return raw.value_mark(("evidence", position)).line


def _end_of_item(raw: RawRecord, lines: list[str], position: int) -> int:
    """Return how many lines of the file end with an item, without what belongs to the next."""
    is_last = ("evidence", position + 1) not in raw.values
    next_line = _line_behind(raw, "evidence") if is_last else _line_of_item(raw, position + 1)
    return _before_comments(lines, next_line - 1)


def _only_marks(raw: RawRecord, after: RawRecord, position: int) -> bool:
    """Return whether the file reads as before, but for the mark at one item."""
    if after.faults or raw.content is None or after.content is None:
        return False
    old, new = dict(raw.content), dict(after.content)
    was, now = old.pop("evidence", []), new.pop("evidence", [])
    if old != new or not isinstance(was, list) or not isinstance(now, list):
        return False
    marked = [*was]
    marked[position] = {**marked[position], "masked": "true"}
    return now == marked


def _with_items(
    raw: RawRecord, before: bytes, name: str, items: Sequence[BaseModel], why: str
) -> bytes:
    """Return the file with items at the end of one of its lists; all else stays byte for byte."""
    after = _inserted(raw, before, name, items)
    if not _only_adds(raw, raw_file(raw.path, after), name, items):
        raise _not_in_form(raw, f"{name} 没有一项一行地写，{why}")
    return after


_ITEM = re.compile(r"( *)- ")
_APART = re.compile(r"#|$")
"""The beginning of a comment, or an empty line: it belongs to what follows."""


def _inserted(raw: RawRecord, before: bytes, name: str, items: Sequence[BaseModel]) -> bytes:
    lines = before.decode().splitlines(keepends=True)
    at = _before_comments(lines, _line_behind(raw, name) - 1)
    head = [] if name in (raw.content or {}) else [f"{name}:\n"]
    added = [*head, *_indented(raw, lines, name, items)]
    return "".join([*lines[:at], *added, *lines[at:]]).encode()


def _before_comments(lines: list[str], at: int) -> int:
    while at and _APART.match(lines[at - 1]):
        at -= 1
    return at


def _line_behind(raw: RawRecord, name: str) -> int:
    """Return the line of the key that follows a list, or before which the list has to come."""
    names, order = list(raw.content or ()), list(Issue.model_fields)
    if name in names:
        following = names[names.index(name) + 1 :]
    else:
        later = order[order.index(name) + 1 :]
        following = [one for one in names if one in later]
    return raw.key_mark((following[0],)).line if following else 1


def _indented(
    raw: RawRecord, lines: list[str], name: str, items: Sequence[BaseModel]
) -> Iterator[str]:
    """Yield the lines of the items, as far to the right as the first that is listed."""
    mark = raw.values.get((name, 0))
    item = _ITEM.match(lines[mark.line - 1]) if mark else None
    for line in items_text(items).splitlines(keepends=True):
        yield f"{item[1] if item else ''}{line}"


def _only_adds(raw: RawRecord, after: RawRecord, name: str, items: Sequence[BaseModel]) -> bool:
    """Return whether the file reads as before, with the items behind those its list had."""
    if after.faults or raw.content is None or after.content is None:
        return False
    old, new = dict(raw.content), dict(after.content)
    was, now = old.pop(name, []), new.pop(name, [])
    if old != new or not isinstance(was, list) or not isinstance(now, list):
        return False
    came = [type(items[0]).model_validate(one) for one in now[len(was) :]]
    return now[: len(was)] == was and came == list(items)


def _not_in_form(raw: RawRecord, why: str) -> WorkError:
    """Return the error about a file that is not written as `lantian fmt` writes it."""
    return WorkError(
        f"文件“{raw.path}”的 {why}，没有写入", f"先运行 lantian fmt {raw.path}，再运行一次"
    )
