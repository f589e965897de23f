"""The differences between two versions of one record: events and fields, with titles.

See decision 0036.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from generator.core.model_walk import (
    essential,
    first_entry_fields,
    identity_fields,
    is_growing,
)
from generator.kinds.issue.model import Event
from generator.kinds.registry import model_of

Content = Mapping[str, object]
Parser = Callable[[bytes], Content | None]
"""Text → what it says; None where it can not be read."""

EVENTS = "events"

SINGLY = 3
"""Values of one field that are listed one by one."""

_SHA1 = 40
EVENTS_KEY = b"\nevents:\n"
_ONLY_EVENTS = re.compile(rb"(?:- [^\n]*\n(?:  [^\n]*\n)*)+")
EVENT_START = b"\n- "
_LABELS = re.compile(
    rb"^- date: \"?([0-9-]{4,10})\"?\n"
    rb"  step: ([^\s\"'#&*!|>%@`{}\[\],:-][^\n\"'#:]*)\n",
    re.MULTILINE,
)


class ChangeKind(StrEnum):
    """The kind of change that a commit made to a record."""

    CREATED = "created"
    EVENT = "event"
    INSERTED = "inserted"
    EVENT_CHANGED = "event-changed"
    EVENT_REMOVED = "event-removed"
    REORDERED = "reordered"
    FIELD = "field"
    BROKEN = "broken"
    MENDED = "mended"
    DELETED = "deleted"
    DROPPED = "dropped"


REWRITING = frozenset(
    {
        ChangeKind.INSERTED,
        ChangeKind.EVENT_CHANGED,
        ChangeKind.EVENT_REMOVED,
        ChangeKind.REORDERED,
        ChangeKind.BROKEN,
    }
    | {ChangeKind.MENDED, ChangeKind.DELETED, ChangeKind.DROPPED}
)
"""Deeds that change what was recorded before; the rule is that events are only appended."""


@dataclass(frozen=True, slots=True)
class Delta:
    """One difference. `name` says which event (date and step) or field.

    `place`: which event; of a field that is taken as a whole, how many of its values differ.
    """

    deed: ChangeKind
    name: str = ""
    place: int = -1
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class RecordDiff:
    """All that differs, and for each event of the new version its place in the old one, or -1."""

    deltas: tuple[Delta, ...]
    came_from: tuple[int, ...] = ()


def created(text: bytes) -> RecordDiff | None:
    """A first version, from its text alone; None where only parsing tells."""
    if EVENTS_KEY not in text:
        return None
    names = event_names(text[text.rindex(EVENTS_KEY) + len(EVENTS_KEY) :])
    if not names:
        return None
    return RecordDiff((Delta(ChangeKind.CREATED), *recorded(names, 0)), (-1,) * len(names))


def appended(old_blob: str, text: bytes) -> RecordDiff | None:
    """A version that only adds events to the one of this blob; None where only parsing tells."""
    first = text.rfind(EVENTS_KEY) + len(EVENTS_KEY) - 1
    place = len(text)
    while (place := text.rfind(EVENT_START, first + 1, place)) > 0:
        if blob_name(text[: place + 1], len(old_blob)) == old_blob:
            names = event_names(text[place + 1 :])
            kept = text.count(EVENT_START, first, place)
            if names is None or first < len(EVENTS_KEY) - 1:
                return None
            return RecordDiff(tuple(recorded(names, kept)), (*range(kept), *(-1 for _ in names)))
    return None


def blob_name(content: bytes, length: int) -> str:
    """The name that Git gives to a content; its length tells by which kind of hash."""
    start = b"blob %d\0" % len(content)
    kind = hashlib.sha1 if length == _SHA1 else hashlib.sha256
    return kind(start + content, usedforsecurity=False).hexdigest()


def event_names(tail: bytes) -> list[str] | None:
    """Date and step of each event, where each is written in the canonical way."""
    if not _ONLY_EVENTS.fullmatch(tail):
        return None
    names = [f"{date.decode()} {step.decode()}" for date, step in _LABELS.findall(tail)]
    return names if len(names) == tail.count(EVENT_START) + 1 else None


def recorded(names: Sequence[str], first: int) -> Iterator[Delta]:
    """New events with these names, the first of them at this place."""
    return (Delta(ChangeKind.EVENT, name, place) for place, name in enumerate(names, first))


def difference(old: Content | None, new: Content | None) -> RecordDiff:
    """Return the differences of two parsed versions; None is one that can not be read."""
    if new is None:
        return RecordDiff((Delta(ChangeKind.BROKEN),), tuple(range(len(events_of(old)))))
    events = event_difference(events_of(old), events_of(new))
    if old is None:
        return RecordDiff((Delta(ChangeKind.CREATED), *events.deltas), events.came_from)
    return RecordDiff((*events.deltas, *field_deltas(old, new)), events.came_from)


def events_of(content: Content | None) -> list[str]:
    """Return each event of a record as one text, so that equal ones compare equal."""
    events = content.get(EVENTS) if content else None
    return [as_text(event) for event in events] if isinstance(events, list) else []


Identity = tuple[str, ...]


def identity_of(path: str, content: Content) -> Identity:
    """Return what makes a record at this path from the root this one and no other.

    That is what its model marks as its identity, whatever its number; of a kind without such marks
    the path, which its ID gives.
    """
    model = model_of(path)
    names = identity_fields(model)
    return tuple(_essence(model, name, content.get(name)) for name in names) or (path,)


def _essence(model: type[BaseModel], name: str, value: object) -> str:
    info = model.model_fields[name]
    if not is_growing(info):
        return as_text(essential(info, value))
    first = value[0] if isinstance(value, list) and value else None
    fields = first_entry_fields(info) if isinstance(first, dict) else ()
    return as_text([first.get(one) for one in fields] if isinstance(first, dict) else [])


def as_text(value: object) -> str:
    """Any value as text, always the same for the same."""
    return value if isinstance(value, str) else _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
"""Made once: `json.dumps` makes an encoder for each value."""


def event_name(event: str) -> str:
    """Date and step of an event."""
    try:
        content = json.loads(event)
        return f"{content['date']} {content['step']}"
    except (ValueError, KeyError, TypeError):
        return event[:40]


def event_difference(old: Sequence[str], new: Sequence[str]) -> RecordDiff:
    """Return the changes between two lists of events, each given as text.

    An event that differs from the one at its place before counts as changed.
    """
    came_from = _kept(old, new)
    gone = sorted(set(range(len(old))) - set(came_from))
    deltas: list[Delta] = []
    if [place for place in came_from if place >= 0] != sorted(p for p in came_from if p >= 0):
        deltas.append(Delta(ChangeKind.REORDERED))
    for place, event in enumerate(new):
        if came_from[place] < 0 and place in gone:
            gone.remove(place)
            came_from[place] = place
            changed = Delta(ChangeKind.EVENT_CHANGED, event_name(event), place, old[place], event)
            deltas.append(changed)
        elif came_from[place] < 0:
            last = all(one < 0 for one in came_from[place:])
            deed = ChangeKind.EVENT if last else ChangeKind.INSERTED
            deltas.append(Delta(deed, event_name(event), place, now=event))
    removed = (Delta(ChangeKind.EVENT_REMOVED, event_name(old[one]), one, old[one]) for one in gone)
    return RecordDiff((*removed, *deltas), tuple(came_from))


def _kept(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each new event the place of the same event among the old ones, each taken once."""
    free: dict[str, list[int]] = {}
    for place, event in enumerate(old):
        free.setdefault(event, []).append(place)
    return [free[event].pop(0) if free.get(event) else -1 for event in new]


def field_deltas(old: Content, new: Content) -> Iterator[Delta]:
    """Value by value; where many values of one field differ, the field as a whole."""
    before, after = dict(_fields(old)), dict(_fields(new))
    differing: dict[str, list[str]] = {}
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            differing.setdefault(name.partition(".")[0], []).append(name)
    for field, names in differing.items():
        if len(names) > SINGLY:
            now = as_text(new.get(field, ""))
            yield Delta(ChangeKind.FIELD, field, len(names), as_text(old.get(field, "")), now)
        else:
            for name in names:
                was, now = before.get(name, ""), after.get(name, "")
                yield Delta(ChangeKind.FIELD, name, was=was, now=now)


def _fields(content: Content, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every single value but the events, with its place written as `place.name`."""
    for key, value in content.items():
        if path or key != EVENTS:
            yield from _values(value, (*path, key))


def _values(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield from _fields(value, path)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _values(item, (*path, str(number)))
    else:
        yield ".".join(path), as_text(value)


SHOWN_LIMIT = 200
"""Letters of a value that an entry keeps; the whole of it stands in the commit."""

_NEW = (ChangeKind.EVENT, ChangeKind.INSERTED)


def shown(delta: Delta) -> tuple[str, str]:
    """Return the old and the new value. A new event has neither: it is in the record itself."""
    if delta.deed in _NEW:
        return "", ""
    if delta.deed is ChangeKind.FIELD and delta.place > 0:
        return "", f"共 {delta.place} 处不同"
    if delta.deed is ChangeKind.FIELD:
        return _short(delta.was), _short(delta.now)
    was, now = _fields_of(delta.was), _fields_of(delta.now)
    if was and now:
        other = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
        was = {name: value for name, value in was.items() if name in other}
        now = {name: value for name, value in now.items() if name in other}
    return _short(_listed(was)), _short(_listed(now))


def _fields_of(event: str) -> Mapping[str, object]:
    try:
        content = json.loads(event) if event else {}
    except ValueError:
        content = None
    return content if isinstance(content, dict) else {"": event}


def _listed(fields: Mapping[str, object]) -> str:
    known = list(Event.model_fields)
    names = sorted(fields, key=lambda name: known.index(name) if name in known else len(known))
    return "；".join(f"{_title(name)} {fields[name]}".strip() for name in names)


def _title(name: str) -> str:
    field = Event.model_fields.get(name)
    return (field.title or name) if field else name


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_LIMIT else text[:SHOWN_LIMIT] + "…"
