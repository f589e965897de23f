"""Downloads: calendars of deadlines (RFC 5545), files of a city, QR codes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from uuid import UUID, uuid5

from markupsafe import Markup

from generator.exchange.text_files import clean
from generator.kinds.city.model import City
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import IssueSummary, LedgerRow
from generator.site.links import Links, calendar_path, download_path
from generator.site.overview.reminders import Fact, Reminder

_OURS = UUID("0f6a1c9e-3c58-5a0b-8f5e-9d2b7c4e6a10")
"""The UUID namespace of deadlines; never change it, or calendars show each one twice."""

_OCTETS = 75
"""The longest line without its end; a longer one is folded, with a space in the next."""

_SPECIAL = re.compile(r"([\\;,])")


def deadline_calendar(
    name: str,
    lines: Iterable[IssueSummary | LedgerRow],
    stamp: date,
    reminders: Iterable[Reminder] = (),
) -> str:
    """Return the calendar of all debts with a deadline and of all reminders.

    What is owed without a deadline is a to-do (VTODO) without a day.

    `stamp` is the day of the commit: the same records give the same bytes, whenever built. A
    postponed deadline keeps its UID, so it moves in calendars that read the file again.
    """
    debts = [(line, debt) for line in lines for debt in line.open_debts]
    due = [*(_of_debt(line, debt) for line, debt in debts), *reminders]
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lantian Ledger//Deadlines//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for one in sorted(due, key=lambda one: (one.day, one.key)):
        content += _event(one, stamp) if one.day else _todo(one, stamp)
    content.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in content)


def _of_debt(line: IssueSummary | LedgerRow, debt: OpenDebt) -> Reminder:
    facts = (
        Fact("编号", line.id),
        Fact("类别", line.category),
        Fact("现在的状态", line.status),
        Fact("期限", "" if debt.stated == debt.day else debt.stated),
        Fact("等待", debt.awaits),
        Fact("应由", debt.of),
        Fact("起算", debt.since),
        Fact("分办期限", debt.unit_day),
    )
    title = f"{debt.awaits}{'到期' if debt.day else '待办'}：{line.site or line.id}"
    key = f"{line.id} {debt.awaits}"
    return Reminder(key, debt.day, debt.awaits, title, facts, "", line.county_name)


def _event(one: Reminder, stamp: date) -> Iterator[str]:
    day = date.fromisoformat(one.day)
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(_OURS, one.key).urn}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    if one.repeats:
        yield f"RRULE:{one.repeats}"
    yield from _texts(one)
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _todo(one: Reminder, stamp: date) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield f"UID:{uuid5(_OURS, one.key).urn}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield from _texts(one)
    yield "STATUS:NEEDS-ACTION"
    yield "END:VTODO"


def _texts(one: Reminder) -> Iterator[str]:
    yield f"SUMMARY:{_escaped(one.title)}"
    description = "\n".join(f"{title}：{text}" for title, text in one.facts if text)
    yield f"DESCRIPTION:{_escaped(description)}"
    if one.place:
        yield f"LOCATION:{_escaped(one.place)}"
    yield f"CATEGORIES:{_escaped(one.sort)}"


def _escaped(text: str) -> str:
    """Return text as a value: `;` and `,` part values, a line break would end the line."""
    return _SPECIAL.sub(r"\\\1", clean(text).replace("\t", " ")).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return the line in pieces of at most 75 octets, none ending within a character."""
    octets = line.encode()
    pieces: list[str] = []
    start, room = 0, _OCTETS
    while start < len(octets):
        piece = octets[start : start + room].decode(errors="ignore")
        pieces.append(piece)
        start, room = start + len(piece.encode()), _OCTETS - 1
    return "\r\n ".join(pieces)


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: its content and its path."""

    label: str
    href: str


def downloads(link: Links, city: City) -> Iterator[Download]:
    """Yield the files of a city that the pipeline makes for the full edition."""
    yield Download("台账表格（XLSX）", link.to(download_path(city.id, "xlsx")))
    yield Download("台账数据包（CSV、JSON，ZIP）", link.to(download_path(city.id, "zip")))
    yield Download("期限日历（iCalendar）", link.to(calendar_path(city.id)))


_MASK = 2
"""Trying all eight for the best-looking one takes five times as long; readers take any."""

_MARGIN = 4
_DARK = re.compile("1+")
_SURELY_BYTES = re.compile(r"[ -~].*[^0-9A-Z $%*+\-./:]", re.DOTALL)
"""Texts that no code can store in fewer bits than their bytes: neither digits nor kanji."""


def qr_svg(text: str) -> Markup:
    """Return the text as an SVG in the page, level M; "" where it is empty or too long for a code.

    It stays dark on white in any colour scheme, or scanners could not read it.
    """
    readable = clean(text)
    if not readable:
        return Markup()
    import segno  # loads what talks HTTP: not for a build that makes no code

    try:
        squares = _squares_of(readable)
    except segno.DataOverflowError:
        return Markup()
    side = len(squares) + 2 * _MARGIN
    # `role` makes it one image to a screen reader.
    return Markup(
        f'<svg role="img" viewBox="0 0 {side} {side}" class="lt-qr">'
        f"<title>{escape(f'二维码：{readable}', quote=False)}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{"".join(_strokes(squares))}"/></svg>'
    )


def _strokes(rows: list[str]) -> Iterator[str]:
    """Return the dark squares as strokes of height one, each relative to the end of the last."""
    end, last = 0, 0
    for down, row in enumerate(rows, start=_MARGIN):
        for dark in _DARK.finditer(row):
            start, stop = dark.span()
            if last:
                yield f"m{start - end} {down - last}h{stop - start}"
            else:
                yield f"M{start + _MARGIN} {down}.5h{stop - start}"
            end, last = stop, down


def _squares_of(text: str) -> list[str]:
    """Return the squares row by row, 1 for dark."""
    if not _SURELY_BYTES.match(text):
        return _rows(*_encoded(text))
    content = text.encode()
    codes = _BY_LENGTH.get(len(content))
    if codes is None:
        codes = _BY_LENGTH[len(content)] = _Codes(content)
    return _rows(codes.squares(content), codes.side)


def _encoded(content: str | bytes, mode: str | None = None) -> tuple[int, int]:
    """Return all squares as the bits of one number, and how many are on a side."""
    import segno

    code = segno.make(
        content,
        error="m",
        mode=mode,
        micro=False,
        boost_error=False,
        encoding="utf-8",
        mask=_MASK,
    )
    return int(b"".join(code.matrix).hex()[1::2], 2), len(code.matrix)


def _rows(squares: int, side: int) -> list[str]:
    digits = f"{squares:0{side * side}b}"
    return [digits[at : at + side] for at in range(0, len(digits), side)]


class _Codes:
    """The codes of all texts of one length, from those of a first one.

    Error correction is linear and the mask is fixed: a bit of the text that is turned turns the
    same squares, whatever the other bits are.
    So only the first text of a length is encoded; a test compares with segno.
    """

    def __init__(self, first: bytes) -> None:
        self._first = int.from_bytes(first)
        self._length = len(first)
        self._squares, self.side = _encoded(first, "byte")
        self._turned: dict[int, int] = {}

    def squares(self, content: bytes) -> int:
        """Return the squares of a text of this length, as the bits of one number."""
        bits = int.from_bytes(content) ^ self._first
        squares = self._squares
        while bits:
            bit = bits & -bits
            squares ^= self._turned.get(bit) or self._turn(bit)
            bits ^= bit
        return squares

    def _turn(self, bit: int) -> int:
        squares, _ = _encoded((self._first ^ bit).to_bytes(self._length), "byte")
        self._turned[bit] = squares ^ self._squares
        return self._turned[bit]


_BY_LENGTH: dict[int, _Codes] = {}
