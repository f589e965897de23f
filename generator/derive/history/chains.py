"""Versions that only grew: which of them are beginnings of a later text, and what they added.

Nearly every version of a record is the beginning of the next one. Git names a version by the hash
of its content, so a beginning with that hash *is* that version: it need not be read, let alone
parsed. One text then tells a whole chain of versions.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from generator.audit.changes import Arrival, Version
from generator.audit.diff import EVENT_START, EVENTS_KEY, Deed, blob_name, event_names
from generator.audit.trails import Entry, Trail


class Beginning(NamedTuple):
    """A version as the first `end` bytes of a text."""

    text: bytes
    end: int


def beginnings(
    blobs: Sequence[str], others: Collection[str], bytes_of: Callable[[str], bytes | None]
) -> dict[str, Beginning]:
    """Versions, given from old to new, as beginnings; `others` where they happen to be one.

    Read are only the last of them, and those that are not the beginning of a later one.
    """
    found: dict[str, Beginning] = {}
    wanted = {*blobs, *others}
    for blob in reversed(blobs):
        if blob and blob not in found:
            text = bytes_of(blob)
            if text is not None:
                found[blob] = Beginning(text, len(text))
                wanted.discard(blob)
                _add_beginnings(found, text, wanted, len(blob))
    return found


def _add_beginnings(
    found: dict[str, Beginning], text: bytes, wanted: set[str], length: int
) -> None:
    """Cuts a text before each of its events but the first."""
    first = text.rfind(EVENTS_KEY) + len(EVENTS_KEY)
    place = len(text)
    while wanted and (place := text.rfind(EVENT_START, first, place)) > 0:
        name = blob_name(text[: place + 1], length)
        if name in wanted:
            found[name] = Beginning(text, place + 1)
            wanted.discard(name)


class Outline(NamedTuple):
    """Where each event of a text begins, and its name."""

    starts: Sequence[int]
    names: Sequence[str]


def outline(text: bytes) -> Outline | None:
    """The events of a text where all are written in the canonical way."""
    if EVENTS_KEY not in text:
        return None
    start = text.rindex(EVENTS_KEY) + len(EVENTS_KEY)
    names = event_names(text[start:])
    if not names:
        return None
    starts = [start]
    while (start := text.find(EVENT_START, start) + 1) > 0:
        starts.append(start)
    return Outline(starts, names)


class Growth(NamedTuple):
    """Versions of which each is the beginning of the next one, and all of one text."""

    text: bytes
    before: int
    versions: Sequence[Version]
    ends: Sequence[int]


def growth(
    trail: Trail, arrivals: Sequence[Arrival], found: Mapping[str, Beginning]
) -> Growth | None:
    """How a record grew from where its trail ends; None where the next version is something else.

    A version that came by a merge itself or equals the one before is left to a closer look.
    """
    before = found.get(trail.blob)
    if trail.blob != trail.readable or (trail.blob and before is None):
        return None
    text, end = before or (None, 0)
    versions: list[Version] = []
    ends = [end]
    for one in arrivals:
        at = found.get(one.blob) if isinstance(one, Version) and not one.commit.is_merge else None
        if at is None or at.end <= ends[-1] or (text is not None and at.text is not text):
            break
        assert isinstance(one, Version)
        text = at.text
        versions.append(one)
        ends.append(at.end)
    return Growth(text, end, versions, ends[1:]) if text is not None and versions else None


def grown(trail: Trail, told: Outline, how: Growth) -> Trail | None:
    """The trail with these versions; None where it knows of other events than the text has."""
    known = bisect_left(told.starts, how.before)
    if known != len(trail.events) or bisect_left(told.starts, how.ends[0]) == 0:
        return None
    entries = list(trail.entries)
    events = list(trail.events)
    if not how.before:
        entries.append(Entry(how.versions[0].commit.number, Deed.CREATED))
    for version, end in zip(how.versions, how.ends, strict=True):
        while known < len(told.starts) and told.starts[known] < end:
            events.append((len(entries),))
            entries.append(Entry(version.commit.number, Deed.EVENT, told.names[known]))
            known += 1
    blob = how.versions[-1].blob
    return Trail(trail.path, blob, blob, tuple(events), tuple(entries))
