"""iCalendar (RFC 5545): the deadlines that run in a city, for the calendars people already use.

Written by hand: a calendar is lines of one form, and the library for it takes seven times as
long; it reads them back in the tests. No alarms: whoever wants some sets them for the calendar.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID, uuid5

from generator.exchange.text_files import clean
from generator.kinds.issue.ledger import Brief, IssueLine
from generator.site.overview.reminders import Fact, Reminder

_OURS = UUID("0f6a1c9e-3c58-5a0b-8f5e-9d2b7c4e6a10")
"""Names of deadlines among all uuids; never to be changed, or calendars show each one twice."""

_OCTETS = 75
"""The longest line, its end not counted; a longer one goes on behind a space in the next."""

_SPECIAL = re.compile(r"([\\;,])")


def deadline_calendar(
    name: str,
    lines: Iterable[Brief | IssueLine],
    stamp: date,
    reminders: Iterable[Reminder] = (),
) -> str:
    """The calendar of all lines with a deadline and of all reminders; `name` is its name.

    `stamp` is the day of the commit: the same records give the same bytes, whenever built. A
    deadline that is set anew keeps its UID, so it moves in calendars that read the file again.
    """
    due = [*(_of_line(line) for line in lines if line.owed), *reminders]
    said = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lantian Ledger//Deadlines//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for one in sorted(due, key=lambda one: (one.day, one.key)):
        said += _event(one, stamp)
    said.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in said)


def _of_line(line: Brief | IssueLine) -> Reminder:
    facts = (
        Fact("编号", line.id),
        Fact("类别", line.category),
        Fact("现在的状态", line.status),
        Fact("等待", line.awaited),
        Fact("应由", line.owed_by),
    )
    title = f"{line.awaited}到期：{line.site or line.id}"
    key = f"{line.id} {line.awaited}"
    return Reminder(key, line.owed, line.awaited, title, facts, "", line.county_name)


def _event(one: Reminder, stamp: date) -> Iterator[str]:
    day = date.fromisoformat(one.day)
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(_OURS, one.key).urn}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    if one.repeats:
        yield f"RRULE:{one.repeats}"
    yield f"SUMMARY:{_escaped(one.title)}"
    told = "\n".join(f"{title}：{text}" for title, text in one.facts if text)
    yield f"DESCRIPTION:{_escaped(told)}"
    if one.place:
        yield f"LOCATION:{_escaped(one.place)}"
    yield f"CATEGORIES:{_escaped(one.sort)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Text as a value: `;` and `,` part values, a line break would end the line."""
    return _SPECIAL.sub(r"\\\1", clean(text).replace("\t", " ")).replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none ending within a character."""
    octets = line.encode()
    pieces: list[str] = []
    start, room = 0, _OCTETS
    while start < len(octets):
        piece = octets[start : start + room].decode(errors="ignore")
        pieces.append(piece)
        start, room = start + len(piece.encode()), _OCTETS - 1
    return "\r\n ".join(pieces)
