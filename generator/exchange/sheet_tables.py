"""Sheets → tables under our own columns: the row of heads is found, what is no data is left out.

A sheet as people keep it has titles above its heads, merged cells, 同上, and totals below.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from generator.core.findings import WorkError
from generator.exchange.account import TableKind
from generator.exchange.csv_rows import Table
from generator.exchange.sheet_lines import HeadCell, SheetLine
from generator.exchange.sheets import EMPTY, Sheet, SheetCell, address

RESULT = "导入结果"
"""The head of the column that a workbook of errors has behind the others."""

_SEARCHED = 40
"""Rows from the top in which the heads are looked for."""

_FEWEST = 3
"""Heads that a row must have to be one of heads."""

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_AS_ABOVE = {"同上", "〃", '"', "″", "''", "〞", "同前", "同上行"}
_NONE = {"无", "—", "-", "--", "——", "/", "／", "\\", "暂无", "不详", "/无"}
_FOOT = re.compile(
    r"合\s*计|总\s*计|小\s*计|共\s*计|备?注[:：]|说明[:：]|填[表报]|制表|审[核批]|签[字发章]|盖章"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a sheet itself does not say: column of ours → text, for each row that has none.

    `heads` is head of the sheet → column of ours, before all that is known of heads.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class _Heads:
    """The row of heads of a sheet: its number from 0, and our column → its place in the row."""

    kind: TableKind
    row: int
    columns: Mapping[str, int]


def tables_of(
    name: str, sheets: Sequence[Sheet], kinds: Sequence[TableKind], given: Given
) -> list[Table]:
    """Return the tables on the sheets of a file; WorkError where none is known on any of them."""
    found = [(sheet, heads) for sheet in sheets if (heads := _heads(sheet, kinds, given))]
    if not found:
        kinds_text = "；".join(
            f"{one.title}要有“{'”“'.join(one.keys)}”" for one in kinds if one.keys
        )
        raise WorkError(
            f"表格“{name}”里没有找到认识的表头",
            f"{kinds_text}；用 lantian template 可以做一张空表，列名不同的用 --columns 对照",
        )
    several = len(found) > 1
    return [
        _table(f"{name}（{sheet.title}）" if several else name, sheet, heads, given)
        for sheet, heads in found
    ]


def plain_head(text: str) -> str:
    """Return a head without spaces, line breaks, marks of what is needed, and width of signs."""
    return re.sub(r"[\s*＊]+|[(（]必填[)）]", "", normalize("NFKC", text)).translate(_WIDE)


_WIDE = str.maketrans("()[]:,", "（）【】：，")


def _heads(sheet: Sheet, kinds: Sequence[TableKind], given: Given) -> _Heads | None:
    """Return the row that has most heads of one kind of table; None where no row has enough."""
    best: _Heads | None = None
    for number, row in enumerate(sheet.rows[:_SEARCHED]):
        texts = [plain_head(cell.text) for cell in row]
        for kind in kinds:
            columns = _columns(texts, kind, given)
            needed = set(kind.keys or kind.columns)
            is_known = len(columns) >= _FEWEST and needed <= columns.keys()
            if is_known and (not best or len(columns) > len(best.columns)):
                best = _Heads(kind, number, columns)
    return best


def _columns(texts: Sequence[str], kind: TableKind, given: Given) -> dict[str, int]:
    """Return our column → its place among the heads; the first of its names that is there."""
    chosen = {plain_head(head): column for head, column in given.heads.items()}
    columns: dict[str, int] = {
        column: at
        for at, text in enumerate(texts)
        if (column := chosen.get(text)) and column in kind.columns
    }
    bare = [_BRACKETS.sub("", text) for text in texts]
    for column, titles in kind.titles.items():
        if column in columns:
            continue
        named = [plain_head(one) for one in titles]
        taken = set(columns.values())
        places = [
            at
            for one in named
            for some in (texts, bare)
            for at, text in enumerate(some)
            if text == one and at not in taken and texts[at] not in chosen
        ]
        if places:
            columns[column] = places[0]
    return columns


def _table(name: str, sheet: Sheet, heads: _Heads, given: Given) -> Table:
    rows, skipped = [], []
    above: Sequence[SheetCell] = ()
    texts = [cell.text for cell in sheet.rows[heads.row]]
    for number in range(heads.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        if not any(cell.text for cell in row):
            continue
        if [cell.text for cell in row] == texts or _is_foot(row, heads):
            skipped.append(number)
            continue
        row = _as_above(row, above)
        rows.append(_line(sheet, number, row, heads, given))
        above = row
    return Table(
        name=name,
        columns=tuple(heads.kind.columns),
        rows=tuple(_numbered(rows, heads.kind.id_column)),
        broken=(),
        remarks=tuple(_remarks(sheet, heads, skipped)),
        sheet=sheet.title,
        head=heads.row + 1,
    )


def _is_foot(row: Sequence[SheetCell], heads: _Heads) -> bool:
    """Return whether a row is a total or a note: it has no keys and begins like one."""
    keys = [heads.columns[key] for key in heads.kind.keys or heads.kind.columns]
    filled = [cell for cell in row if cell.text]
    has_key = any(
        at < len(row) and row[at].text and row[at] is not filled[0] and not row[at].is_merged
        for at in keys
    )
    return not has_key and bool(_FOOT.match(normalize("NFKC", filled[0].text)))


def _as_above(row: Sequence[SheetCell], above: Sequence[SheetCell]) -> list[SheetCell]:
    """Return the row with the cells that say 同上 filled with those above."""
    return [
        above[at] if cell.text in _AS_ABOVE and at < len(above) else cell
        for at, cell in enumerate(row)
    ]


def _line(
    sheet: Sheet, number: int, row: Sequence[SheetCell], heads: _Heads, given: Given
) -> SheetLine:
    cells = dict.fromkeys(heads.kind.columns, "")
    cells |= {name: text for name, text in given.cells.items() if name in cells}
    places: dict[str, HeadCell] = {}
    texts = sheet.rows[heads.row]
    for column, at in heads.columns.items():
        text = _text(row[at] if at < len(row) else EMPTY)
        cells[column] = text or cells[column]
        places[column] = HeadCell(texts[at].text, address(number, at), at + 1)
    known = set(heads.columns.values())
    others = {
        texts[at].text: cell.text
        for at, cell in enumerate(row)
        if at not in known
        and at < len(texts)
        and cell.text
        and plain_head(texts[at].text) != RESULT
    }
    damaged = {
        column for column, at in heads.columns.items() if at < len(row) and row[at].is_damaged
    }
    return SheetLine(number + 1, "", cells, places, others, frozenset(damaged))


def _text(cell: SheetCell) -> str:
    text = normalize("NFC", cell.text)
    return "" if text in _NONE else text


def _numbered(rows: Sequence[SheetLine], column: str) -> Iterator[SheetLine]:
    """Yield the rows, each with a number of its own: that of the sheet where it is the only one."""
    seen: set[str] = set()
    for row in rows:
        own = " ".join(row[column].split()) if column in row.cells else ""
        if not own or own in seen:
            own = f"{own}（第{row.line}行）" if own else f"第{row.line}行"
        seen.add(own)
        yield replace(row, cells={**row.cells, column: own})


def _remarks(sheet: Sheet, heads: _Heads, skipped: Sequence[int]) -> Iterator[str]:
    """Yield what of a sheet was left out: its unknown columns, its totals and notes."""
    known = set(heads.columns.values())
    others = [
        cell.text
        for at, cell in enumerate(sheet.rows[heads.row])
        if at not in known and cell.text and plain_head(cell.text) != RESULT
    ]
    if others:
        heads_text = "、".join(" ".join(one.split()) for one in others)
        yield f"没有记入的列：{heads_text}；内容在逐行的报告里"
    if skipped:
        numbers = "、".join(str(one + 1) for one in skipped[:20])
        yield f"第 {numbers} 行是表头、合计或者附注，不是数据"
