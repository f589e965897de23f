"""One more event at the end of a record's file: only text is added, all the rest stays as typed."""

import re

from generator.core.raw import RawFile
from generator.core.yaml_writer import items_text
from generator.errors import WorkError
from generator.kinds.issue.model import Event
from generator.load.files import raw_file

_DASH = re.compile(r"( *)- +(?=\S)")


def appended(raw: RawFile, before: bytes, event: Event) -> bytes:
    """The bytes of the file with the event added; `raw` is the file as read from `before`.

    WorkError where the events are not the last thing in it, or are not written as a list of lines.
    """
    indent = _indent(raw, before)
    lines = items_text([event]).splitlines(keepends=True)
    added = "".join(f"{indent}{line}" if line.strip() else line for line in lines)
    after = before + (b"" if before.endswith(b"\n") else b"\n") + added.encode()
    if not _only_adds(raw, raw_file(raw.path, after), event):
        raise _not_in_form(raw)
    return after


def _indent(raw: RawFile, before: bytes) -> str:
    """What stands before the dash of the last event."""
    content = raw.content or {}
    events = content.get("events")
    if not isinstance(events, list) or list(content)[-1] != "events":
        raise _not_in_form(raw)
    mark = raw.value_mark(("events", len(events) - 1))
    dash = _DASH.match(before.decode().split("\n")[mark.line - 1])
    if not dash or dash.end() != mark.column - 1:
        raise _not_in_form(raw)
    return dash[1]


def _only_adds(raw: RawFile, after: RawFile, event: Event) -> bool:
    """Whether the file reads as before, with the event behind the others."""
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


def _not_in_form(raw: RawFile) -> WorkError:
    return WorkError(
        f"文件“{raw.path}”的 events 不在最后，或者没有一项一行地写，接不上新的一步，没有写入",
        f"先运行 lantian fmt {raw.path}，再运行一次",
    )
