"""What the reader of workbooks does not tell: cells without a value, what is hidden or remarked.

A cell that shows an error, or a formula whose result was never stored, is read as a blank one.
A file of Excel 97–2003 (xls) is a compound file ([MS-CFB]) whose stream `Workbook` is a sequence
of records ([MS-XLS]); only the few that matter are read. Comments and text that is struck out are
known of xlsx alone.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from generator.exchange.sheet_lines import UNSTORED

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
_COLUMNS = 1024
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
            columns |= set(range(first, min(last, _COLUMNS) + 1))
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


"""What stands in such a cell, in the words of the report."""

Place = tuple[int, int]
"""Row and column of a cell, both counted from 0."""


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Of one sheet: cell → why it has no value; its hidden rows and columns, counted from 0.

    `commented` are cells with a comment of somebody, `struck` those whose text is struck out.
    """

    faults: Mapping[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    commented: frozenset[Place] = frozenset()
    struck: frozenset[Place] = frozenset()


OWN_AUTHOR = "导入"
"""Who signs the comments in a workbook of errors: they say nothing of the list."""

NO_MARKS = SheetMarks()
_LIMIT = 100_000
_MARKED = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']|\shidden=""")
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


def workbook_marks(content: bytes) -> Mapping[str, SheetMarks]:
    """Return title of a sheet → its marks; empty where the parts of the file are not as usual.

    ValueError where a part can not be parsed.
    """
    if content.startswith(OLE):
        return {
            title: SheetMarks(one.faults, one.hidden_rows, one.hidden_columns)
            for title, one in xls_marks(content).items()
        }
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                return dict(_of_ods(archive))
            return dict(_of_xlsx(archive, names)) if "xl/workbook.xml" in names else {}
    except (ParseError, zipfile.BadZipFile, KeyError) as error:
        raise ValueError("unreadable part of a workbook") from error


_BEFORE_97 = "Book".encode("utf-16-le"), "Workbook".encode("utf-16-le")
"""What the stream of a workbook is called before Excel 97, and since."""


def unseen_marks(content: bytes) -> str:
    """Return what is not looked at in a workbook of this form; "" of xlsx, where all is."""
    old, new = _BEFORE_97
    if content.startswith(OLE) and new not in content and old in content:
        return "批注、删除线、错误值（#REF! 等）和隐藏的行列"
    is_xlsx = not content.startswith(OLE) and b"xl/workbook.xml" in content
    return "" if is_xlsx else "批注和删除线"


def _local(name: str) -> str:
    """Return the name of an element or an attribute without its namespace."""
    return name.rpartition("}")[2]


def _attributes(element: Element) -> dict[str, str]:
    return {_local(name): text for name, text in element.attrib.items()}


def _of_xlsx(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, SheetMarks]]:
    targets: dict[str, str] = {}
    for one in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        place = one["Target"]
        targets[one["Id"]] = normpath(join("/xl", place)).lstrip("/")
    striking = _striking_styles(archive) if "xl/styles.xml" in names else frozenset()
    for one in _elements(archive, "xl/workbook.xml", "sheet"):
        part = targets.get(one.get("id", ""), "")
        if part in names:
            marks = _xlsx_sheet(archive.read(part), striking)
            commented = frozenset(_commented(archive, part, names))
            yield one["name"], replace(marks, commented=commented)


def _striking_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of the cell styles whose font is struck out."""
    content = archive.read("xl/styles.xml")
    if b"strike" not in content:
        return frozenset()
    parts = {_local(one.tag): one for one in fromstring(content)}
    fonts = [
        any(_local(one.tag) == "strike" and one.get("val", "1") in _YES for one in font)
        for font in parts.get("fonts", ())
    ]
    styles = [int(one.get("fontId", 0)) for one in parts.get("cellXfs", ())]
    return frozenset(str(at) for at, font in enumerate(styles) if font < len(fonts) and fonts[font])


def _commented(archive: zipfile.ZipFile, part: str, names: set[str]) -> Iterator[Place]:
    """Yield the cells of a sheet with comments, but for those that an import wrote."""
    folder, _, file = part.rpartition("/")
    links = f"{folder}/_rels/{file}.rels"
    for one in _elements(archive, links, "Relationship") if links in names else ():
        target = normpath(join(f"/{folder}", one["Target"])).lstrip("/")
        if one.get("Type", "").endswith("/comments") and target in names:
            yield from _comments_of(fromstring(archive.read(target)))


def _comments_of(root: Element) -> Iterator[Place]:
    authors = [one.text or "" for one in root.iter() if _local(one.tag) == "author"]
    for one in (one for one in root.iter() if _local(one.tag) == "comment"):
        author, match = int(one.get("authorId", -1)), _CELL.fullmatch(one.get("ref", ""))
        is_own = 0 <= author < len(authors) and authors[author] == OWN_AUTHOR
        if match and not is_own:
            yield int(match[2]) - 1, _column(match[0], 0)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each element of this name."""
    with archive.open(part) as file:
        for _, element in iterparse(file):
            if _local(element.tag) == name:
                yield _attributes(element)


def _xlsx_sheet(content: bytes, striking: frozenset[str]) -> SheetMarks:
    if not striking and not _MARKED.search(content):  # of most lists nothing need be parsed
        return NO_MARKS
    found = _XlsxMarks(striking)
    for event, element in iterparse(io.BytesIO(content), ("start", "end")):
        found.take(event, _local(element.tag), element)
    return SheetMarks(
        found.faults,
        frozenset(found.rows),
        frozenset(found.columns),
        struck=frozenset(found.struck),
    )


_YES = ("1", "true")


@dataclass
class _XlsxMarks:
    """The marks of a sheet as its elements are read; rows and cells may lack their address."""

    striking: frozenset[str]
    """The styles that strike out the text of a cell."""
    faults: dict[Place, str] = field(default_factory=dict)
    struck: set[Place] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    _row: int = -1
    _place: int = -1

    def take(self, event: str, name: str, element: Element) -> None:
        """Take the beginning or the end of an element."""
        match event, name:
            case "start", "row":
                self._begin_row(element)
            case "start", "c":
                self._place = _column(element.get("r", ""), self._place + 1)
                if element.get("s") in self.striking:
                    self.struck.add((self._row, self._place))
            case "end", "c":
                if fault := _xlsx_fault(element):
                    self.faults[self._row, self._place] = fault
            case "end", "row":
                element.clear()
            case "end", "col" if element.get("hidden") in _YES:
                first, last = int(element.get("min", 1)), int(element.get("max", 1))
                self.columns |= set(range(first - 1, min(last, _LIMIT)))

    def _begin_row(self, element: Element) -> None:
        self._row = int(element.get("r", self._row + 2)) - 1
        self._place = -1
        if element.get("hidden") in _YES:
            self.rows.add(self._row)


def _column(address: str, next: int) -> int:
    """Return the column of a cell, counted from 0: from its address, or else the next one."""
    match = _CELL.fullmatch(address)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - 64
    return number - 1 if match else next


def _xlsx_fault(cell: Element) -> str:
    """Return why a cell has no value; "" where it has one, or is blank.

    A formula whose result is the empty text is blank, and says so by its type.
    """
    parts = {_local(one.tag): one.text or "" for one in cell}
    kind = cell.get("t", "n")
    if kind == "e":
        return parts.get("v", "") or "#N/A"
    is_unstored = "f" in parts and not parts.get("v") and kind != "str"
    return UNSTORED if is_unstored else ""


def _of_ods(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetMarks]]:
    with archive.open("content.xml") as file:
        for _, element in iterparse(file):
            if _local(element.tag) == "table":
                yield _attributes(element).get("name", ""), _ods_sheet(element)
                element.clear()


def _ods_sheet(table: Element) -> SheetMarks:
    faults: dict[Place, str] = {}
    hidden: set[int] = set()
    number = 0
    for row in (one for one in table.iter() if _local(one.tag) == "table-row"):
        about = _attributes(row)
        count = min(int(about.get("number-rows-repeated", 1)), max(0, _LIMIT - number))
        numbers = range(number, number + count)
        if about.get("visibility") in ("collapse", "filter"):
            hidden |= set(numbers)
        for place, fault in _ods_faults(row):
            faults |= {(one, place): fault for one in numbers}
        number += count
    return SheetMarks(faults, frozenset(hidden))


def _ods_faults(row: Element) -> Iterator[tuple[int, str]]:
    """Yield the column of each cell of a row that has no value, and why."""
    place = 0
    for cell in (one for one in row if _local(one.tag) in ("table-cell", "covered-table-cell")):
        about = _attributes(cell)
        count = int(about.get("number-columns-repeated", 1))
        if fault := _ods_fault(cell, about):
            yield from ((one, fault) for one in range(place, place + min(count, _LIMIT)))
        place += count


def _ods_fault(cell: Element, about: Mapping[str, str]) -> str:
    if "formula" not in about:
        return ""
    shown = "".join(cell.itertext()).strip()
    # Of an error only what is shown is kept, beside a value of zero or of no text.
    is_error = about.get("value-type") in (None, "error") or shown.startswith(("#", "Err:"))
    is_error = is_error or any(text == "error" for text in about.values())
    return (shown or UNSTORED) if is_error else ""
