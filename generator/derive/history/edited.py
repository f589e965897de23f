"""What an edit of a few fields changed, without parsing what is surely the same on both sides.

A version with another head, and perhaps with further events, is the usual exception to growing.
Lines of the plainest kind can not fail to parse, whatever stands around them. Where both versions
consist of such lines and of fields that parse on their own, only fields that differ are parsed.
"""

import re
from collections.abc import Mapping

from generator.audit.diff import (
    EVENT_START,
    EVENTS,
    EVENTS_KEY,
    Difference,
    Parser,
    event_names,
    field_deltas,
    recorded,
)

_SIGN = "“”‘’（）《》〈〉【】〔〕·—…～，。；：、？！％"
_WORD = rf"[\w{_SIGN}][\w{_SIGN}./+%()-]*"
_KEY = "[a-z_]+"
_FLOW = rf"{{{_KEY}: {_WORD}(?:, {_KEY}: {_WORD})*}}"
_VALUE = rf'(?:{_WORD}(?: {_WORD})*|"[\w{_SIGN}./+%() :?=&,-]*"|\[\]|{_FLOW})'
_SURE_FIELD = re.compile(rf"{_KEY}:(?: {_VALUE}\n|\n(?:  {_KEY}: {_VALUE}\n)+)")
_SURE_EVENTS = re.compile(rf"(?:- {_KEY}: {_VALUE}\n(?:  {_KEY}: {_VALUE}\n)*)+")
_FIELD = re.compile(r"([a-z_]+):[^\n]*\n(?:[ -][^\n]*\n)*")

Fields = dict[str, str]


def edited(old: bytes, new: bytes, parsed: Parser) -> Difference | None:
    """What differs, as parsing both would tell; None where only that tells."""
    head, events = _halves(old)
    new_head, new_events = _halves(new)
    if not events or not new_events.startswith(events) or not _is_sure(new_events):
        return None
    names = _names(new_events[len(events) :])
    before, after = _fields(head), _fields(new_head)
    if names is None or before is None or after is None:
        return None
    same = {key for key, text in before.items() if after.get(key) == text and _sure(text)}
    was, now = _values(before, same, parsed), _values(after, same, parsed)
    if was is None or now is None:
        return None
    known = events.count(EVENT_START) + 1
    came_from = (*range(known), *(-1 for _ in names))
    return Difference((*recorded(names, known), *field_deltas(was, now)), came_from)


def _halves(text: bytes) -> tuple[bytes, bytes]:
    """What stands before the events, and the events."""
    place = text.rfind(EVENTS_KEY)
    if place < 0 or b"\r" in text:
        return text, b""
    return text[: place + 1], text[place + len(EVENTS_KEY) :]


def _is_sure(events: bytes) -> bool:
    try:
        return _SURE_EVENTS.fullmatch(events.decode()) is not None
    except UnicodeDecodeError:
        return False


def _names(events: bytes) -> list[str] | None:
    """The names of new events; none of them says its date or step twice."""
    if not events:
        return []
    names = event_names(events)
    twice = names is None or any(
        events.count(word) != len(names) for word in (b" date: ", b"\n  step: ")
    )
    return None if twice else names


def _fields(head: bytes) -> Fields | None:
    """Field → its lines."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        return None
    found: Fields = {}
    place = 0
    while match := _FIELD.match(text, place):
        if match[1] in found or match[1] == EVENTS:
            return None
        found[match[1]] = match[0]
        place = match.end()
    return found if place == len(text) else None


def _sure(lines: str) -> bool:
    return _SURE_FIELD.fullmatch(lines) is not None


def _values(fields: Fields, same: set[str], parsed: Parser) -> Mapping[str, object] | None:
    """What the fields say but those that are the same; None where one does not parse by itself."""
    found: dict[str, object] = {}
    for key, lines in fields.items():
        if key not in same:
            content = parsed(lines.encode())
            if content is None or list(content) != [key]:
                return None
            found[key] = content[key]
    return found
