"""CSV bytes → rows with their places; checks of cells; an index of the register's records."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar
from unicodedata import normalize

from generator.core.fields import Record
from generator.core.findings import Location, WorkError, near_hint
from generator.core.serials import split_serial
from generator.core.vocabulary import Vocabulary
from generator.kinds.action.model import Action
from generator.kinds.bulletin.model import Bulletin, Figure, PublishedFact
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.task.model import Task
from generator.kinds.visit.model import Visits

_FOREIGN_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")
"""The first bytes of an Excel workbook (new, old) and of UTF-16 text."""

_ENCODING_HINT = "在表格软件里另存为“CSV UTF-8（逗号分隔）”，再导入"
_UNDECODED = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FIELD = re.compile(r'("(?:[^"]|"")*"|[^,]*)(?:,|\Z)')


@dataclass(frozen=True, slots=True)
class RowError:
    """An error in a row; `column` is empty where it concerns the whole row."""

    mark: Location
    column: str
    message: str
    hint: str
    cell: str = ""
    """The address of the cell in a spreadsheet, B3; "" where lines and signs are counted."""
    is_of_table: bool = False
    """Whether the table lacks the column, so that every row has the same error."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row: its cells by column name, without the white space around them."""

    line: int
    text: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def mark(self, column: str) -> Location:
        """Return the place where the cell begins in the file."""
        fields = [match.start() for match in _FIELD.finditer(self.text)]
        return _mark(self.text, fields[list(self.cells).index(column)], self.line)

    def error(self, column: str, message: str, hint: str) -> RowError:
        """Return an error at a cell of this row."""
        return RowError(self.mark(column), column, message, hint)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: its name, its columns, its rows and the errors of unreadable rows.

    `remarks` say what of it was left out; `sheet` is the title of the sheet that it is on, `head`
    the number of its row of heads.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[TableLine, ...]
    broken: tuple[RowError, ...]
    remarks: tuple[str, ...] = ()
    sheet: str = ""
    head: int = 1


@dataclass(frozen=True, slots=True)
class _Taken:
    """The content of one row or blank line: a row, an error or nothing; and its number of lines."""

    lines: int
    found: TableLine | RowError | None = None


def read_table(name: str, content: bytes) -> Table:
    """Return the table in a CSV file; WorkError where it has another encoding or no header."""
    if _UNDECODED.search(name):
        raise WorkError("表格的文件名不是 UTF-8 编码", "给文件改名后再导入：记录里要写明来自哪个表")
    lines = _lines(name, content)
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise WorkError(f"表格“{name}”是空的", "检查导出时是否选对了工作表")
    columns = _columns(name, lines[first])
    found = list(_rows(lines, first + 1, columns))
    return Table(
        name=name,
        columns=columns,
        rows=tuple(one for one in found if isinstance(one, TableLine)),
        broken=tuple(one for one in found if isinstance(one, RowError)),
    )


def _lines(name: str, content: bytes) -> list[str]:
    text = content.decode("utf-8-sig", "surrogateescape")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    beyond_ascii = [line for line in lines if not line.isascii()]
    undecoded = [line for line in beyond_ascii if _UNDECODED.search(line)]
    # One spoiled row is a row's error; when most are, it is the file that is encoded otherwise.
    if content.startswith(_FOREIGN_STARTS) or len(undecoded) * 2 > len(beyond_ascii):
        raise WorkError(f"表格“{name}”不是 UTF-8 编码的 CSV 文件", _ENCODING_HINT)
    return lines


def _columns(name: str, line: str) -> tuple[str, ...]:
    fields = _fields(line)
    if fields is None:
        raise WorkError(f"表格“{name}”的表头里引号没有配对", "表头只写列名，不用引号")
    columns = tuple(field.strip() for field in fields)
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise WorkError(f"表格“{name}”的表头有重复的列：{'、'.join(twice)}", "每个列名只能出现一次")
    return columns


def _rows(
    lines: Sequence[str], first: int, columns: Sequence[str]
) -> Iterator[TableLine | RowError]:
    at = first
    while at < len(lines):
        taken = _taken(lines, at, columns)
        if taken.found:
            yield taken.found
        at += taken.lines


def _taken(lines: Sequence[str], at: int, columns: Sequence[str]) -> _Taken:
    if not lines[at].strip(", \t"):
        return _Taken(1)
    end = _end(lines, at)
    text = "\n".join(lines[at:end])
    spoiled = _spoiled(text, at + 1)
    if spoiled:
        return _Taken(end - at, spoiled)
    fields = _fields(text)
    if fields is not None and len(fields) == len(columns):
        cells = {
            column: normalize("NFC", field.strip())
            for column, field in zip(columns, fields, strict=True)
        }
        return _Taken(end - at, TableLine(at + 1, text, cells))
    # A quote that was left open swallows what follows: give up one line only and go on.
    if fields is None or end - at > 1:
        return _Taken(1, _open_quote(lines[at], at + 1))
    return _Taken(1, _ragged(at + 1, len(fields), len(columns)))


def _end(lines: Sequence[str], at: int) -> int:
    """Return the line after the row at `at`: a cell in quotes may span several lines."""
    if lines[at].count('"') % 2 == 0:
        return at + 1
    closing = (line for line in range(at + 1, len(lines)) if lines[line].count('"') % 2)
    return next(closing, at) + 1


def _fields(text: str) -> list[str] | None:
    """Return the cells of one row, or None where the quotes do not match."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None


def _mark(text: str, offset: int, line: int) -> Location:
    return Location(line + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset))


def _spoiled(text: str, line: int) -> RowError | None:
    undecoded = _UNDECODED.search(text)
    if undecoded:
        mark = _mark(text, undecoded.start(), line)
        return RowError(mark, "", "这里的字节不是 UTF-8 编码", _ENCODING_HINT)
    control = _CONTROL.search(text)
    if control:
        mark = _mark(text, control.start(), line)
        message = f"这里有看不见的控制字符（U+{ord(control[0]):04X}）"
        return RowError(mark, "", message, "删去这个字符，或重新输入这一格")
    return None


def _open_quote(text: str, line: int) -> RowError:
    return RowError(
        Location(line, text.rfind('"') + 1),
        "",
        "引号没有配对",
        "整格用一对英文双引号括起来；格中本来就有双引号的，写成两个",
    )


def _ragged(line: int, found: int, wanted: int) -> RowError:
    return RowError(
        Location(line, 1),
        "",
        f"这一行有 {found} 格，表头有 {wanted} 列",
        "检查是否多了或少了逗号；格中有逗号的，整格用英文双引号括起来",
    )


CaseRecord = Issue | Action | Task
"""The record that a row of a table of cases can become."""


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """The row of a table from which a record, or a part of one, was made."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure or another fact that the register has, in its bulletin."""

    bulletin: Bulletin
    figure: Figure | PublishedFact


RecordType = TypeVar("RecordType", bound=Record)


@dataclass(frozen=True, slots=True)
class Known:
    """The register, indexed by name and by row of origin."""

    vocabulary: Vocabulary
    programmes: Mapping[str, Sequence[Programme]]
    cities: Mapping[str, City]
    cases: Mapping[RecordedRow, CaseRecord]
    same_row: Mapping[str, Sequence[CaseRecord]]
    """Number of a row → the records made from rows of that number, of whatever table."""
    figures: Mapping[str, Sequence[KnownFigure]]
    """Number of a row → the figures and facts of that number, of whatever table."""
    visits: Mapping[str, Visits]
    issues: Mapping[str, Issue]
    register: Register
    added: Mapping[str, Record] = field(default_factory=dict)
    """ID → record that an earlier table of the same import made, or added to."""

    def record(self, model: type[Record], record_id: str) -> Record | None:
        """Return the record of an ID, as earlier tables left it."""
        return self.added.get(record_id) or self.register.find(model, record_id)

    def records(self, model: type[RecordType]) -> Iterator[RecordType]:
        """Yield the records of one kind, as earlier tables left them."""
        added = {name: one for name, one in self.added.items() if isinstance(one, model)}
        yield from (one for one in self.register.select(model) if one.id not in added)
        yield from added.values()

    def grown_by(self, records: Sequence[Record]) -> "Known":
        """Return it with what an earlier table of the same import made or added."""
        cases = [one for one in records if isinstance(one, CaseRecord)]
        bulletins = [one for one in records if isinstance(one, Bulletin)]
        visits = {one.id: one for one in records if isinstance(one, Visits)}
        return replace(
            self,
            cases={**self.cases, **_by_origin(cases)},
            same_row=_merged(self.same_row, _by_row(cases)),
            figures=_merged(self.figures, _figures_by_row(bulletins)),
            visits={**self.visits, **visits},
            added={**self.added, **{one.id: one for one in records}},
        )


@dataclass
class Numbers:
    """The last serial number used for each beginning of an ID."""

    last: dict[str, int] = field(default_factory=dict)

    def used(self, beginning: str, serial: int) -> None:
        """Record that a number is in use."""
        self.last[beginning] = max(self.last.get(beginning, 0), serial)

    def take(self, beginning: str) -> int:
        """Return the next free number for IDs with this beginning."""
        self.last[beginning] = self.last.get(beginning, 0) + 1
        return self.last[beginning]


def known_from(register: Register) -> Known:
    """Return the index of the register that imports need."""
    return Known(
        vocabulary=register.vocabulary,
        programmes=_by_name(register.programmes.values()),
        cities={city.name: city for city in register.cities.values()},
        cases=_by_origin(_from_cases(register)),
        same_row=_by_row(_from_cases(register)),
        figures=_figures_by_row(register.bulletins),
        visits={one.id: one for one in register.select(Visits)},
        issues={one.id: one for one in register.issues},
        register=register,
    )


def _by_origin(cases: Iterable[CaseRecord]) -> Mapping[RecordedRow, CaseRecord]:
    return {RecordedRow(one.origin.table, one.origin.row): one for one in cases if one.origin}


def _by_row(cases: Iterable[CaseRecord]) -> Mapping[str, Sequence[CaseRecord]]:
    found: dict[str, list[CaseRecord]] = {}
    for one in cases:
        if one.origin:
            found.setdefault(one.origin.row, []).append(one)
    return found


def _figures_by_row(bulletins: Iterable[Bulletin]) -> Mapping[str, Sequence[KnownFigure]]:
    found: dict[str, list[KnownFigure]] = {}
    for bulletin in bulletins:
        for figure in bulletin.parts:
            found.setdefault(figure.row, []).append(KnownFigure(bulletin, figure))
    return found


Item = TypeVar("Item")


def _merged(
    some: Mapping[str, Sequence[Item]], more: Mapping[str, Sequence[Item]]
) -> Mapping[str, Sequence[Item]]:
    return {**some, **{key: (*some.get(key, ()), *items) for key, items in more.items()}}


def _by_name(programmes: Iterable[Programme]) -> Mapping[str, Sequence[Programme]]:
    found: dict[str, list[Programme]] = {}
    for programme in programmes:
        for name in dict.fromkeys((*programme.called, programme.name)):
            found.setdefault(name, []).append(programme)
    # Behind the names, which published tables use and hints list first.
    return {**found, **{one.id: [one] for some in found.values() for one in some}}


MINISTRIES = {"生态环境部": "生态环境部", "环境保护部": "环境保护部", "环保部": "环境保护部"}
"""What tables call the ministry → its name on that day."""

_MINISTRY = re.compile(rf"({'|'.join(MINISTRIES)})(?!门)")


def ministry_in(text: str) -> str | None:
    """Return the ministry at the beginning of a text: it took the action."""
    found = _MINISTRY.match(text)
    return MINISTRIES[found[1]] if found else None


def programme_of(row: TableLine, known: Known) -> Programme | None:
    """Return the programme that the row names; None where there is none, or more than one.

    Of several that tables call the same, a province's own takes what its bodies did there since it
    began, and the one of no province the rest.
    """
    named = known.programmes.get(row["programme"], ())
    if len(named) > 1:
        province = row.cells.get("province")
        own = [one for one in named if one.province and one.province == province]
        own = [one for one in own if _begun(one, row)]
        general = [one for one in named if one.province is None]
        by_ministry = any(ministry_in(row.cells.get(it, "")) for it in ("action", "source_title"))
        named = general if by_ministry or not own else own
    return named[0] if len(named) == 1 else None


def _begun(programme: Programme, row: TableLine) -> bool:
    """Return whether the programme had begun on the day of a row, as far as both are known."""
    day = row.cells.get("date") or row.cells.get("date_to") or ""
    return day >= str(programme.period.start)[: len(day)]


def programme_error(row: TableLine, known: Known) -> RowError | None:
    """Return an error where the row's programme is not known, or is one of several."""
    named = known.programmes.get(row["programme"], ())
    if not named:
        return word_error(row, "programme", list(known.programmes), "专项行动")
    if programme_of(row, known):
        return None
    return row.error(
        "programme",
        f"有几个行动叫 '{row['programme']}'：{'、'.join(one.id for one in named)}，看不出是哪一个",
        "表中写行动的名称；省、市自己的行动在 records/programmes 里写上 province",
    )


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The city of a row, and the county or other unit within it; "" where it is the city."""

    city: City | None
    county: str

    @property
    def code(self) -> str | None:
        """Return the code of the county on the day of its name; None where it has none."""
        return self.city.codes.get(self.county) if self.city else None


def row_place(row: TableLine, known: Known) -> RowPlace:
    """Return the place of a row, its unit as recorded.

    A unit that tables list beside cities is in a city here.
    """
    name, county = row["city"], row.cells.get("county", "")
    city = known.cities.get(name)
    if city or not name:
        return RowPlace(city, (city and city.meant(county)) or county)
    homes = [one for one in known.cities.values() if name in one.codes or name in one.uncoded]
    return RowPlace(homes[0], county or name) if len(homes) == 1 else RowPlace(None, county)


def city_error(row: TableLine, known: Known) -> RowError | None:
    """Return an error where the row's city is not recorded: one like it is another city."""
    name = row["city"]
    if not name:
        return word_error(row, "city", list(known.cities), "城市")
    short = next((one.name for one in known.cities.values() if one.short_name == name), "")
    file = "先建城市记录 records/cities/代码.yml"
    hint = f"写全称“{short}”" if short else file
    return row.error("city", f"城市 '{name}' 不认识", hint)


def numbers_from(register: Register) -> Numbers:
    """Return the serial numbers that the records of the register have used."""
    numbers = Numbers()
    for bulletin in register.bulletins:
        beginning, _, serial = bulletin.id.rpartition("-")
        numbers.used(beginning, int(serial))
    for one in register.filed:
        if one.kind.serial and one.kind.model is not Bulletin:
            numbers.used(*split_serial(one.record.id))
    return numbers


def _from_cases(register: Register) -> Iterator[CaseRecord]:
    yield from register.issues
    yield from register.actions
    yield from register.tasks


def word_error(
    row: TableLine,
    column: str,
    known: list[str],
    what: str,
    called: Mapping[str, str] | None = None,
) -> RowError | None:
    """Return an error where a cell holds no known word (`called`: other name → word)."""
    word = row[column]
    if word in known:
        return None
    if not word:
        return row.error(column, f"{what}没有填", f"可填：{_some(known)}")
    hint = near_hint(word, known, called) or f"可填：{_some(known)}"
    return row.error(column, f"{what} '{word}' 不认识", hint)


def _some(words: list[str]) -> str:
    return "、".join(words[:8]) + (" 等" if len(words) > 8 else "")
