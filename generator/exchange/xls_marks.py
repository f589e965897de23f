"""Workbooks of Excel 97–2003 (xls): cells that show errors, hidden rows and columns.

The file is a compound file ([MS-CFB]) whose stream `Workbook` is a sequence of records ([MS-XLS]);
only the few records that matter are read.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

OLE = b"\xd0\xcf\x11\xe0"
"""The first bytes of a compound file."""

_END = 0xFFFFFFF8
"""Sector numbers from here on are no sectors."""

_FORMULA, _BOOL_OR_ERROR, _ROW, _COLUMNS = 0x0006, 0x0205, 0x0208, 0x007D
_SHEET, _BEGIN, _FINISH = 0x0085, 0x0809, 0x000A
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_LIMIT = 1024
"""More columns than this no such sheet has."""


@dataclass(slots=True)
class XlsSheet:
    """Of one sheet: cell → its error; its hidden rows and columns, counted from 0."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def xls_marks(content: bytes) -> Mapping[str, XlsSheet]:
    """Return title of a sheet → its marks; ValueError where the file is no such workbook."""
    try:
        stream = _stream(content, ("Workbook", "Book"))
        return {title: _sheet(stream, at) for title, at in _sheets(stream)}
    except (struct.error, IndexError) as error:
        raise ValueError("damaged compound file") from error


def _stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """Return the stream of one of these names."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    table = _table(content, size)
    directory = _chain(content, size, table, struct.unpack_from("<I", content, 48)[0])
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    for entry in entries:
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[: max(0, length - 2)].decode("utf-16-le", "replace") in names:
            return _content(content, size, table, entries[0], entry)
    raise ValueError("no workbook in the compound file")


def _content(content: bytes, size: int, table: list[int], root: bytes, entry: bytes) -> bytes:
    """Return what an entry of the directory holds; short streams lie within that of the root."""
    first, length = struct.unpack_from("<II", entry, 116)
    if length >= struct.unpack_from("<I", content, 56)[0]:
        return _chain(content, size, table, first)[:length]
    short = 1 << struct.unpack_from("<H", content, 32)[0]
    chain = _chain(content, size, table, struct.unpack_from("<I", content, 60)[0])
    numbers = [one[0] for one in struct.iter_unpack("<I", chain)]
    held = _chain(content, size, table, struct.unpack_from("<I", root, 116)[0])
    return b"".join(held[at * short : (at + 1) * short] for at in _followed(numbers, first))[
        :length
    ]


def _table(content: bytes, size: int) -> list[int]:
    """Return sector → the one after it; the first 109 parts of the table stand in the header."""
    places = list(struct.unpack_from("<109I", content, 76))
    at = struct.unpack_from("<I", content, 68)[0]
    seen: set[int] = set()
    while at < _END and at not in seen:
        seen.add(at)
        *more, at = struct.unpack_from(f"<{size // 4}I", content, (at + 1) * size)
        places += more
    return [
        one
        for place in places
        if place < _END
        for one in struct.unpack_from(f"<{size // 4}I", content, (place + 1) * size)
    ]


def _chain(content: bytes, size: int, table: list[int], first: int) -> bytes:
    return b"".join(content[(at + 1) * size : (at + 2) * size] for at in _followed(table, first))


def _followed(table: list[int], first: int) -> Iterator[int]:
    """Yield the sectors of a chain; ValueError where it runs in a circle."""
    seen: set[int] = set()
    at = first
    while at < _END:
        if at in seen:
            raise ValueError("circular chain of sectors")
        seen.add(at)
        yield at
        at = table[at]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Yield the title of each sheet and where its records begin."""
    for kind, body in _records(stream, 0):
        if kind == _SHEET:
            length, wide = body[6], body[7] & 1
            text = body[8 : 8 + length * (1 + wide)]
            yield text.decode("utf-16-le" if wide else "latin-1"), _offset(body)
        elif kind == _FINISH:
            return


def _offset(body: bytes) -> int:
    return int(struct.unpack_from("<I", body)[0])


def _sheet(stream: bytes, at: int) -> XlsSheet:
    found = XlsSheet()
    rows, columns = set[int](), set[int]()
    depth = 0
    for kind, body in _records(stream, at):
        depth += (kind == _BEGIN) - (kind == _FINISH)
        if not depth:
            break
        if kind == _ROW and body[12] & 0x20:
            rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            columns |= set(range(first, min(last, _LIMIT) + 1))
        elif kind in (_FORMULA, _BOOL_OR_ERROR) and (error := _error(kind, body)):
            row, column = struct.unpack_from("<HH", body)
            found.faults[row, column] = error
    found.hidden_rows, found.hidden_columns = frozenset(rows), frozenset(columns)
    return found


def _error(kind: int, body: bytes) -> str:
    """Return the error that a cell, or the result of its formula, is; "" for other values."""
    if kind == _BOOL_OR_ERROR:
        return _ERRORS.get(body[6], "#N/A") if body[7] else ""
    is_error = body[12:14] == b"\xff\xff" and body[6] == 2
    return _ERRORS.get(body[8], "#N/A") if is_error else ""
