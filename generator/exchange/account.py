"""The account of an import: for each row of a table its record, or why it has none."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.core.fields import NUMBER_DIGITS, TEXT_LIMIT, Record, Shape
from generator.core.findings import Location, sentences
from generator.exchange.cell_values import folded
from generator.exchange.csv_rows import Known, Numbers, RowError, TableLine
from generator.exchange.sheet_lines import SheetLine
from generator.questions.question import Question


class RowOutcome(StrEnum):
    """The outcome of a row, in the words of the report."""

    IMPORTED = "导入"
    ADDED = "加在已有记录末尾"
    SAME = "已有，无变化"
    EMPTY = "没有填，不是步骤"
    DIFFERENT = "已有，内容不同，未改动"
    NOT_MERGED = "通报已有，新增数字未自动并入"
    REFUSED = "没有通过检查，没有导入"
    UNREADABLE = "读不懂"

    @property
    def is_taken(self) -> bool:
        """Return whether the row could be taken; what the register has counts as taken."""
        return self not in (RowOutcome.REFUSED, RowOutcome.UNREADABLE)


@dataclass(frozen=True, slots=True)
class RowAccount:
    """One row of a table and its outcome."""

    table: str
    line: int
    row: str
    outcome: RowOutcome
    record: str = ""
    reason: str = ""
    errors: tuple[RowError, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[RowError, ...] = ()
    """Where the row says something else than its record: what the register has → the row."""
    warnings: tuple[RowError, ...] = ()
    """What the check only warns of in the record that the row makes."""
    rewritten: tuple[str, ...] = ()
    """What is recorded otherwise than it stands in the row: each kind in the words of the count."""


_WARNED = 50
"""Rows with warnings that are listed at once; the report has all."""


@dataclass(frozen=True, slots=True)
class Account:
    """Every row of every table, in the order of the tables."""

    entries: tuple[RowAccount, ...]
    remarks: tuple[str, ...] = ()
    """What of the tables was left out: columns and rows that hold nothing to record."""

    @property
    def totals(self) -> Counter[RowOutcome]:
        """Return the number of rows by outcome."""
        return Counter(entry.outcome for entry in self.entries)

    @property
    def records(self) -> int:
        """Return how many new records the rows make."""
        made = {entry.record for entry in self.entries if entry.outcome is RowOutcome.IMPORTED}
        return len(made)

    @property
    def is_whole(self) -> bool:
        """Return whether every row could be taken."""
        return all(entry.outcome.is_taken for entry in self.entries)

    def summary(self) -> str:
        """Return the totals of each table as text."""
        return "".join(f"{_plain(line)}\n" for line in self._summary_lines())

    def attention_text(self) -> str:
        """Return what somebody has to look at: rows not taken, otherwise known, or warned of.

        What every row of a table lacks is said once.
        """
        return "".join(f"{_plain(line)}\n" for line in self._attention())

    def _attention(self) -> Iterator[str]:
        yield from self._lacking()
        for one in self.entries:
            if _own_errors(one) or (not one.outcome.is_taken and not one.errors):
                yield from _lines(one)
        for one in self.entries:
            if one.outcome is RowOutcome.DIFFERENT:
                yield _title(one)
                yield from _changes(one)
        warned = [one for one in self.entries if one.warnings]
        for one in warned[:_WARNED]:
            yield _title(one)
            yield from _warnings(one)
        if len(warned) > _WARNED:
            yield f"另有 {len(warned) - _WARNED} 行有提醒；用 --report 写出逐行的报告"

    def _lacking(self) -> Iterator[str]:
        """Yield what a table lacks as a whole, with its rows."""
        found: dict[tuple[str, str, str], list[int]] = {}
        for one in self.entries:
            for error in one.errors:
                if error.is_of_table:
                    found.setdefault((one.table, error.message, error.hint), []).append(one.line)
        for (table, message, hint), lines in found.items():
            of_table = sum(one.table == table for one in self.entries)
            rows = f"{len(lines)} 行都" if len(lines) == of_table else f"第 {_some(lines)} 行"
            yield f"{table}：{message}，{rows}没有导入。{sentences(hint)}"

    def text(self) -> str:
        """Return the whole report: the totals, what tables lack, then every row by its outcome."""
        lines = ["导入报告", "", *self._summary_lines(), *self._lacking()]
        for table in self._tables():
            for outcome in RowOutcome:
                entries = [
                    entry
                    for entry in self.entries
                    if entry.table == table and entry.outcome is outcome
                ]
                if entries:
                    lines += ["", f"{table} · {outcome}（{len(entries)} 行）"]
                    lines += [line for entry in entries for line in _lines(entry)]
        return "".join(f"{_plain(line)}\n" for line in lines)

    def _tables(self) -> list[str]:
        return list(dict.fromkeys(entry.table for entry in self.entries))

    def _rewritten(self, table: str) -> Iterator[str]:
        """Yield how many rows of a table are recorded otherwise than they stand in it."""
        entries = (one for one in self.entries if one.table == table)
        counts = Counter(kind for one in entries for kind in dict.fromkeys(one.rewritten))
        if counts:
            parts = "；".join(f"{kind} {count} 行" for kind, count in counts.items())
            yield f"{table}：{parts}。逐行的用 --report 写出"

    def _summary_lines(self) -> Iterator[str]:
        yield f"共 {len(self.entries)} 行，新记录 {self.records} 条。"
        for table in self._tables():
            counts = Counter(entry.outcome for entry in self.entries if entry.table == table)
            parts = "；".join(
                f"{outcome} {counts[outcome]}" for outcome in RowOutcome if counts[outcome]
            )
            yield f"{table}：{counts.total()} 行。{parts}。"
            yield from self._rewritten(table)
        yield from self.remarks


def _lines(entry: RowAccount) -> Iterator[str]:
    name = entry.row or f"第 {entry.line} 行"
    if not entry.outcome.is_taken:
        yield f"{entry.table} 第 {entry.line} 行 {entry.row}".rstrip()
    elif entry.record:
        yield f"{name} → {entry.record}" + (f"：{entry.reason}" if entry.reason else "")
    else:
        yield f"{name}（第 {entry.line} 行）：{entry.reason}"
    yield from (
        f"  {_place(entry, error)}{sentences(error.message, error.hint)}"
        for error in _own_errors(entry)
    )
    yield from _changes(entry)
    yield from _warnings(entry)
    yield from (f"  注意：{note}。" for note in entry.notes)


def _own_errors(entry: RowAccount) -> list[RowError]:
    """Return the errors of a row but for those of its whole table."""
    return [error for error in entry.errors if not error.is_of_table]


def _title(entry: RowAccount) -> str:
    """Return which row it is, and what became of it."""
    title = f"{entry.table} 第 {entry.line} 行 {entry.row}".rstrip()
    outcome = f"：{entry.outcome}" if entry.outcome is RowOutcome.DIFFERENT else ""
    reason = f"（{entry.reason}）" if outcome and entry.reason and not entry.changes else ""
    return f"{title} → {entry.record}{outcome}{reason}"


_MEND = (
    "以台账为准的不用改；以表为准的，打开这条记录改这几项，"
    "已经交办、公开、印发的，同时在记录里写一条更正"
)


def _changes(entry: RowAccount) -> Iterator[str]:
    yield from (f"  {_place(entry, one)}{one.message}" for one in entry.changes)
    if entry.changes:
        yield f"  改法：{_MEND}。"


def _warnings(entry: RowAccount) -> Iterator[str]:
    yield from (
        f"  提醒：{_place(entry, one)}{sentences(one.message, one.hint)}" for one in entry.warnings
    )


def _some(lines: Sequence[int]) -> str:
    more = f" 等 {len(lines)}" if len(lines) > _LISTED else ""
    return "、".join(map(str, lines[:_LISTED])) + more


_LISTED = 20


def _place(entry: RowAccount, error: RowError) -> str:
    if error.cell:
        head = " ".join(error.column.split())
        return f"{error.cell}“{head}”：" if head else f"{error.cell}："
    line = "" if error.mark.line == entry.line else f"第 {error.mark.line} 行"
    column = f"{error.column} 列" if error.column else ""
    return f"{line}{column}（第 {error.mark.column} 个字符）："


def _plain(line: str) -> str:
    """Return the line without control characters and without breaks from within a cell."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """New records in the order in which they are to be written, and the entries of the rows.

    `grown` are records of the register with more at the end of their last list.
    """

    records: tuple[Record, ...]
    entries: tuple[RowAccount, ...]
    grown: tuple[Record, ...] = ()


def entry(
    table: str,
    row: TableLine,
    row_id: str,
    outcome: RowOutcome,
    *,
    record: str = "",
    reason: str = "",
    notes: tuple[str, ...] = (),
    changes: Sequence[RowError] = (),
    rewritten: Sequence[str] = (),
) -> RowAccount:
    """Return the entry of a row that was read."""
    return RowAccount(
        table,
        row.line,
        row_id,
        outcome,
        record=record,
        reason=reason,
        notes=notes,
        changes=tuple(changes),
        rewritten=tuple(rewritten),
    )


def unreadable(
    table: str,
    row: TableLine,
    row_id: str,
    errors: Sequence[RowError],
    outcome: RowOutcome = RowOutcome.UNREADABLE,
) -> RowAccount:
    """Return the entry of a row that is not taken, with the first error of each column.

    Columns that the table lacks have no name there: each is told.
    """
    firsts = {error.column or error.message: error for error in reversed(errors)}.values()
    ordered = tuple(sorted(firsts, key=lambda one: (one.mark.line, one.mark.column)))
    return RowAccount(table, row.line, row_id, outcome, errors=ordered)


def joined(plans: Sequence[ImportPlan]) -> ImportPlan:
    """Return several plans as one; the entries in the order of their lines."""
    entries = [entry for plan in plans for entry in plan.entries]
    return ImportPlan(
        records=tuple(record for plan in plans for record in plan.records),
        entries=tuple(sorted(entries, key=lambda entry: entry.line)),
        grown=tuple(record for plan in plans for record in plan.grown),
    )


Place = tuple[str | int, ...]

_TOO_LONG = ("太长", f"一格最多 {TEXT_LIMIT} 个字")
_REMEDIES = {
    "string_too_long": _TOO_LONG,
    "too_long": _TOO_LONG,
    "bad_url": ("不是网址", "以 http:// 或 https:// 开头，中间没有空格；没有网址的空着"),
    "int_parsing": ("不是整数", "只写一个整数，不带单位、逗号和百分号，例如 13"),
    "greater_than_equal": ("太小", "查对这个数"),
    "less_than_equal": ("太大", "查对这个数"),
    "too_many_digits": ("位数太多", f"一个数最多 {NUMBER_DIGITS} 位数字；查对这个数"),
    "decimal_parsing": ("不是数字", "只写一个数，不带单位、逗号和百分号，例如 13.6"),
}


@dataclass(frozen=True, slots=True)
class TableKind:
    """One kind of table that can be imported, recognised by its header."""

    title: str
    header: str
    id_column: str
    read: Callable[[str, Sequence[TableLine], Known, Numbers], ImportPlan]
    places: Callable[[Record], Mapping[Place, str]]
    """Place of a field in a record → its column; of a part, as if it were the first."""
    asked: tuple[Question, ...] = ()
    """The questions that its columns answer: such a table may lack columns, call them otherwise,
    and stand anywhere on a sheet."""
    keys: tuple[str, ...] = ()
    """The columns without which a sheet is no such table."""
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column → other heads, where questions have other titles than the columns."""
    begun: tuple[str, ...] = ()
    """The columns with which rows of an empty list begin: with no more, they say nothing."""
    parts: tuple[str, ...] = ()
    """The lists of a record of which each row is one entry."""
    example: Mapping[str, str] = field(default_factory=dict)
    """Column → what it has in the row of an empty list that only shows what to write."""
    has_note: bool = False
    """Whether words that have no field of their own are kept in a note."""

    @property
    def columns(self) -> list[str]:
        """Return the names of its columns."""
        return self.header.split(",")

    @property
    def titles(self) -> dict[str, tuple[str, ...]]:
        """Return column → every head under which a sheet may have it."""
        called = {one.title: one.titles for one in self.asked}
        called |= {name: (name, *titles) for name, titles in self.renamed.items()}
        return {column: called.get(column, (column,)) for column in self.columns}

    @property
    def remedy(self) -> str:
        """Return the header that it must have."""
        return f"{self.title}的列是：{self.header}"


def shape_errors(
    row: TableLine, error: ValidationError, columns: Mapping[Place, str]
) -> Iterator[RowError]:
    """Yield the model's errors as row errors, at the columns that the values came from."""
    for detail in error.errors(include_url=False):
        column = columns.get(detail["loc"])
        if column is None:
            raise error
        yield _row_error(row, column, detail)


def _row_error(row: TableLine, column: str, detail: ErrorDetails) -> RowError:
    if not row[column]:
        return row.error(column, "没有填", "这一列每行都要有")
    context = detail.get("ctx", {})
    if "fact" in context:
        return row.error(column, context["fact"], context["remedy"])
    fact, remedy = _REMEDIES.get(detail["type"], ("不合规定", "对照字段说明检查"))
    return row.error(column, f"'{row[column][:40]}' {fact}", remedy)


def differences(given: Shape, kept: Shape) -> Iterator[str]:
    """Return the titles of fields that `given` fills and `kept` has otherwise, but for the ID."""
    for name, info in type(given).model_fields.items():
        value = getattr(given, name)
        if name == "id" or (not info.is_required() and value == info.get_default()):
            continue
        if not _agrees(value, getattr(kept, name)):
            yield info.title or name


def _agrees(given: object, kept: object) -> bool:
    """Return whether what is given is equal; a list that was only added to is equal as well.

    Texts are equal whatever the width of their signs, their blanks and quotes.
    """
    if isinstance(given, Shape):
        return isinstance(kept, Shape) and next(differences(given, kept), None) is None
    if isinstance(given, list) and isinstance(kept, list):
        return len(given) <= len(kept) and all(map(_agrees, given, kept))
    if isinstance(given, str) and isinstance(kept, str):
        return given == kept or folded(given) == folded(kept)
    return given == kept


def changes(
    row: TableLine, given: Shape, kept: Shape, columns: Mapping[Place, str]
) -> Iterator[RowError]:
    """Yield where a row says something else than a record: its cell, what is kept → what is said.

    `columns`: place of a field in the record → its column.
    """
    for one in _changed_fields(given, kept, (), ""):
        told = f"{_value_text(one.kept)} → {_value_text(one.given)}"
        column = nearest_column(columns, one.place)
        if column and (not isinstance(row, SheetLine) or column in row.places):
            yield row.error(column, told, "")
        else:
            yield RowError(Location(row.line), "", f"“{column or one.title}”：{told}", "", "本行")


@dataclass(frozen=True, slots=True)
class _ChangedField:
    """A field that a row gives otherwise: its place and title, and both values."""

    place: Place
    title: str
    given: object
    kept: object


def _changed_fields(
    given: object, kept: object, place: Place, title: str
) -> Iterator[_ChangedField]:
    """Yield the innermost fields that differ, as `differences` compares them."""
    if isinstance(given, Shape):
        for name, info in type(given).model_fields.items():
            value, other = getattr(given, name), getattr(kept, name, None)
            is_given = info.is_required() or value != info.get_default()
            if (name != "id" or place) and is_given and not _agrees(value, other):
                yield from _changed_fields(value, other, (*place, name), info.title or name)
    elif isinstance(given, list):
        others = kept if isinstance(kept, list) else []
        for at, value in enumerate(given):
            other = others[at] if at < len(others) else None
            if not _agrees(value, other):
                yield from _changed_fields(value, other, (*place, at), title)
    else:
        yield _ChangedField(place, title, given, kept)


_YES_OR_NO = {True: "是", False: "否"}


def _value_text(value: object) -> str:
    """Return a value as the account shows it, on one line."""
    if isinstance(value, bool):
        return _YES_OR_NO[value]
    text = "" if value is None else " ".join(str(value).split())
    return (text if len(text) <= 60 else f"{text[:60]}…") or "（空）"


def nearest_column(columns: Mapping[Place, str], place: Sequence[str | int]) -> str:
    """Return the column of a place in a record, or of what it is in; "" where none is known."""
    if not place:
        return ""
    first = (*place[:1], 0, *place[2:])
    for length in range(len(place), 0, -1):
        for known in (tuple(place[:length]), first[:length]):
            if known in columns:
                return columns[known]
    inner = [column for known, column in columns.items() if known[: len(place)] == tuple(place)]
    return inner[0] if inner else ""
