"""Sheets → tables under our own columns: the row of heads is found, what is no data is left out.

A sheet as people keep it has titles above its heads, merged cells, 同上, and totals below.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from generator.core.findings import Location, WorkError
from generator.exchange.account import TableKind
from generator.exchange.column_map import ColumnMap, map_names, shipped_map
from generator.exchange.csv_rows import RowError, Table
from generator.exchange.sheet_heads import (
    SEARCHED,
    Given,
    Heads,
    columns_of,
    heads_of,
    plain_head,
    refuse_doubtful_heads,
    refuse_faulty_heads,
    refuse_wide,
    with_counties,
)
from generator.exchange.sheet_lines import FAULT_HINT, HeadCell, SheetLine, fault_text
from generator.exchange.sheet_rows import letters
from generator.exchange.sheets import EMPTY, Sheet, SheetCell, address
from generator.questions.question import AnswerKind

LISTS, ABOUT, HOW = "词表", "说明", "怎样填"
"""The sheets of a list to fill in with the words to choose from and what to write, and how that
one begins."""

_ABOVE = re.compile(r"(专项行动|城市|轮次)[:：]([^\s（(]+)")
"""What a title above the heads may say of all rows."""

_EXAMPLE = "示例"
"""The number of a row that only shows what to write."""

_AS_ABOVE = {"同上", "〃", '"', "″", "''", "〞", "同前", "同上行"}
_NONE = {"无", "—", "-", "--", "——", "/", "／", "\\", "暂无", "不详", "/无"}
_FOOT = re.compile(
    r"合\s*计|总\s*计|小\s*计|共\s*计|备?注[:：]|说明[:：]|填[表报]|制表|审[核批]|签[字发章]|盖章"
)


def tables_of(
    name: str, sheets: Sequence[Sheet], kinds: Sequence[TableKind], given: Given
) -> list[Table]:
    """Return the tables on the sheets of a file; WorkError where none is known on any of them.

    Hidden sheets are not read: they hold lists to choose from, or what somebody put aside.
    """
    for sheet in sheets:
        refuse_wide(name, sheet)
    known = [(sheet, heads_of(sheet, kinds, given)) for sheet in sheets]
    found = [(sheet, heads) for sheet, heads in known if heads and not sheet.is_hidden]
    if not found:
        raise _no_heads(name, known, kinds, given)
    for sheet, heads in found:
        refuse_faulty_heads(name, sheet, heads.row)
    found = [(sheet, with_counties(sheet, heads, given)) for sheet, heads in found]
    for sheet, heads in found:
        refuse_doubtful_heads(name, sheet, heads, given)
    several = len(found) > 1
    tables = [
        _table(f"{name}（{sheet.title}）" if several else name, sheet, heads, given)
        for sheet, heads in found
    ]
    unread = (*_unread_remarks(known), *_unseen_remarks(sheets))
    return [replace(tables[0], remarks=(*unread, *tables[0].remarks)), *tables[1:]]


def _no_heads(
    name: str,
    known: Sequence[tuple[Sheet, Heads | None]],
    kinds: Sequence[TableKind],
    given: Given,
) -> WorkError:
    """Return the error of a file without heads that are known, with what may be the reason."""
    hidden = [sheet.title for sheet, heads in known if heads]
    if hidden:
        return WorkError(
            f"“{name}”里能导入的工作表“{'”“'.join(hidden)}”是隐藏的，没有读",
            "要导入的，在表格软件里取消隐藏再导入",
        )
    for sheet, _ in known:
        for number, row in enumerate(sheet.rows[:SEARCHED]):
            texts = [plain_head(cell.text) for cell in row]
            if any(columns_of(texts, kind, given) for kind in kinds):
                refuse_faulty_heads(name, sheet, number)
    if fitting := _fitting_map([sheet for sheet, _ in known], kinds):
        return WorkError(
            f"表格“{name}”的表头是{fitting}的表头", f"加上 --columns {fitting}，按现成的对照导入"
        )
    kinds_text = "；".join(f"{one.title}要有“{'”“'.join(one.keys)}”" for one in kinds if one.keys)
    return WorkError(
        f"表格“{name}”里没有找到认识的表头",
        f"{kinds_text}；用 lantian template 可以做一张空表，列名不同的用 --columns 对照",
    )


def _fitting_map(sheets: Sequence[Sheet], kinds: Sequence[TableKind]) -> str:
    """Return the name of a shipped map all of whose heads are in one row; "" where none fits."""
    maps = {name: set(map(plain_head, shipped_map(name, kinds).all_heads)) for name in map_names()}
    for sheet in sheets:
        for row in sheet.rows[:SEARCHED]:
            texts = {plain_head(cell.text) for cell in row}
            for name, heads in maps.items():
                if heads <= texts:
                    return name
    return ""


_ABOUT_ROWS = 5
"""Rows of an explanation in which it says how to fill in the list."""


def _is_own(sheet: Sheet) -> bool:
    """Return whether a sheet of a list to fill in holds its words or its explanation."""
    begins = [row[0].text for row in sheet.rows[:_ABOUT_ROWS] if row]
    return (sheet.title == ABOUT and HOW in begins) or (sheet.title == LISTS and sheet.is_hidden)


def _unseen_remarks(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield what can not be seen in a workbook of this form."""
    for what in dict.fromkeys(one.unseen for one in sheets if one.unseen):
        yield f"这种格式的文件里看不出{what}；有的话，用表格软件另存为 .xlsx 再导入"


def _unread_remarks(known: Sequence[tuple[Sheet, Heads | None]]) -> Iterator[str]:
    """Yield which sheets were not read, and why; lists to fill in explain themselves on others."""
    filled = [
        (sheet, heads)
        for sheet, heads in known
        if any(map(len, sheet.rows)) and (heads or not _is_own(sheet))
    ]
    hidden = [sheet.title for sheet, heads in filled if sheet.is_hidden and heads]
    lists = [sheet.title for sheet, heads in filled if sheet.is_hidden and not heads]
    others = [sheet.title for sheet, heads in filled if not sheet.is_hidden and not heads]
    if hidden:
        yield f"工作表“{'”“'.join(hidden)}”是隐藏的，没有读；要导入的取消隐藏再导入"
    if lists:
        yield f"工作表“{'”“'.join(lists)}”是隐藏的，没有读"
    if others:
        yield f"工作表“{'”“'.join(others)}”里没有认识的表头，没有读"


def _table(name: str, sheet: Sheet, heads: Heads, given: Given) -> Table:
    rows, skipped = [], []
    above: Sequence[SheetCell] = ()
    given = replace(given, cells={**given.cells, **_answers_above(name, sheet, heads, given)})
    heads = replace(heads, bare=_bare(sheet, heads))
    for number in range(heads.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        if not any(cell.text for cell in row) or _is_only_begun(row, heads):
            continue
        is_head = [cell.text for cell in row] == heads.texts
        if is_head or _is_foot(row, heads) or _is_example(row, heads):
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
        remarks=(
            *_remarks(sheet, heads, [row.line - 1 for row in rows], skipped),
            *_map_remarks(heads, given.map),
        ),
        sheet=sheet.title,
        head=heads.row + 1,
    )


def _bare(sheet: Sheet, heads: Heads) -> list[int]:
    """Return the columns without a head that have text of their own beside rows of data."""
    return sorted(
        {
            at
            for row in sheet.rows[heads.row + 1 :]
            if any(cell.text for cell in row) and not _is_foot(row, heads)
            for at, cell in enumerate(row)
            if cell.text and not cell.is_merged and not "".join(heads.texts[at : at + 1])
        }
    )


def _bare_head(column: int) -> str:
    return f"{letters(column)} 列（没有表头）"


def _answers_above(name: str, sheet: Sheet, heads: Heads, given: Given) -> dict[str, str]:
    """Return what the titles above the heads answer for all rows.

    WorkError where they name two cities or rounds and none was given beside the sheet.
    """
    found: dict[str, list[str]] = {}
    for column, text in _said_above(sheet, heads):
        found.setdefault(column, []).append(text)
    several = {column: texts for column, texts in found.items() if len(set(texts)) > 1}
    kinds = {one.title: one.kind for one in heads.kind.asked}
    for column, texts in several.items():
        if column not in given.cells:
            mend = _OPTIONS.get(kinds.get(column, AnswerKind.TEXT), "只留一个")
            raise WorkError(
                f"表格“{name}”表头上面写了几个{column}：{'、'.join(dict.fromkeys(texts))}，"
                "看不出各行是哪一个；什么也没有导入",
                f"全表是一个{column}的，{mend}；各行不同的，加上“{column}”列，逐行填写",
            )
    return {column: texts[0] for column, texts in found.items() if column not in several}


_OPTIONS = {
    AnswerKind.CITY: "用 --city 写明，或者只留一个",
    AnswerKind.ROUND: "用 --round 写明，或者只留一个",
}


def _said_above(sheet: Sheet, heads: Heads) -> Iterator[tuple[str, str]]:
    """Yield our columns that the titles above the heads answer for all rows, with the answer."""
    for row in sheet.rows[: heads.row]:
        for cell in {cell.text: cell for cell in row}.values():
            for match in _ABOVE.finditer(cell.text):
                for column, titles in heads.kind.titles.items():
                    if match[1] in titles and column not in heads.columns:
                        yield column, match[2]


def _is_example(row: Sequence[SheetCell], heads: Heads) -> bool:
    """Return whether a row only shows what to write."""
    at = heads.columns.get(heads.kind.id_column)
    return at is not None and at < len(row) and row[at].text == _EXAMPLE


def _is_only_begun(row: Sequence[SheetCell], heads: Heads) -> bool:
    """Return whether a row holds no more than the list to fill in began it with."""
    begun = {heads.columns.get(column) for column in heads.kind.begun}
    filled = {at for at, cell in enumerate(row) if cell.text}
    return bool(begun) and filled <= begun


def _is_foot(row: Sequence[SheetCell], heads: Heads) -> bool:
    """Return whether a row is a total or a note: it has no keys and begins like one."""
    keys = [heads.places[key] for key in heads.kind.keys if key in heads.places]
    keys = keys or list(heads.columns.values())
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
    sheet: Sheet, number: int, row: Sequence[SheetCell], heads: Heads, given: Given
) -> SheetLine:
    cells = dict.fromkeys(heads.kind.columns, "")
    cells |= {name: text for name, text in given.cells.items() if name in cells}
    places: dict[str, HeadCell] = {}
    read = dict(_read_cells(row, heads, given.map))
    for column, cell in read.items():
        at = heads.places[column]
        cells[column] = _text(cell) or cells[column]
        places[column] = HeadCell(heads.texts[at], address(number, at), at + 1)
    heads_of_others = {**heads.others, **{at: _bare_head(at) for at in heads.bare}}
    others = {
        head: row[at].text
        for at, head in heads_of_others.items()
        if at < len(row) and row[at].text and not (at in heads.bare and row[at].is_merged)
    }
    kept = {at: row[at] for at in heads.noted if at < len(row)}
    broken = [
        RowError(
            Location(number + 1, at + 1),
            heads.texts[at],
            fault_text(cell.text),
            FAULT_HINT,
            address(number, at),
        )
        for at, cell in kept.items()
        if cell.is_fault
    ]
    return SheetLine(
        number + 1,
        "",
        cells,
        places,
        others,
        noted={heads.texts[at]: text for at, cell in kept.items() if (text := _text(cell))},
        broken=tuple(broken),
        damaged=frozenset(column for column, cell in read.items() if cell.is_damaged),
        faulty=frozenset(column for column, cell in read.items() if cell.is_fault),
    )


def _read_cells(
    row: Sequence[SheetCell], heads: Heads, map: ColumnMap
) -> Iterator[tuple[str, SheetCell]]:
    """Yield our columns with the cell that answers each, or what a map takes of several."""
    for column, at in heads.columns.items():
        yield column, row[at] if at < len(row) else EMPTY
    for column, places in heads.taken.items():
        cells = [row[at] for at in places if at < len(row)] or [EMPTY]
        faulty = next((one for one in cells if one.is_fault), None)
        text = map.taken[column].text([_text(one) for one in cells])
        yield (
            column,
            faulty or replace(cells[0], text=text, is_damaged=any(one.is_damaged for one in cells)),
        )


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


def _remarks(
    sheet: Sheet, heads: Heads, read: Sequence[int], skipped: Sequence[int]
) -> Iterator[str]:
    """Yield what of a sheet was left out, and what was taken although nobody sees it."""
    if heads.others:
        heads_text = "、".join(" ".join(one.split()) for one in heads.others.values())
        yield f"没有记入的列：{heads_text}；内容在逐行的报告里"
    if heads.bare:
        count = sum(
            bool(row[at].text) and not row[at].is_merged
            for row in (sheet.rows[number] for number in read)
            for at in heads.bare
            if at < len(row)
        )
        columns = "、".join(map(letters, heads.bare))
        if count:
            yield f"{columns} 列没有表头，里面 {count} 格内容没有记入；内容在逐行的报告里"
    if skipped:
        yield f"第 {_listed(skipped)} 行是表头、合计、附注或者示例，不是数据"
    yield from _remarks_of_examples(sheet, heads, skipped)
    yield from _remarks_of_marks(sheet, read)
    hidden = [number for number in read if number in sheet.hidden_rows]
    if hidden:
        yield (
            f"第 {_listed(hidden)} 行在表里是隐藏的（例如筛选以后），照样导入；"
            "不要的从表里删去再导入"
        )
    unseen = [heads.texts[at] for at in heads.columns.values() if at in sheet.hidden_columns]
    if unseen:
        yield f"隐藏的列照样读：{'、'.join(' '.join(one.split()) for one in unseen)}"
    if sheet.is_text:
        yield from _blanks_below(sheet, heads, read)


def _remarks_of_examples(sheet: Sheet, heads: Heads, skipped: Sequence[int]) -> Iterator[str]:
    """Yield rows that are called an example still, but do not say what the empty list did."""
    shown = [
        (heads.columns[name], text)
        for name, text in heads.kind.example.items()
        if name in heads.columns
    ]
    changed = [
        number
        for number in skipped
        if _is_example(row := sheet.rows[number], heads)
        and any(at < len(row) and row[at].text != text for at, text in shown)
    ]
    if changed:
        yield (
            f"第 {_listed(changed)} 行的“{heads.kind.id_column}”还是“{_EXAMPLE}”，没有导入，"
            f"但内容与空表里的示例不同；要导入的，把“{heads.kind.id_column}”改成数字再导入"
        )


def _remarks_of_marks(sheet: Sheet, read: Sequence[int]) -> Iterator[str]:
    """Yield cells with comments, which are not kept, and rows that are struck out, which are."""
    rows = set(read)
    commented = [place for place in sorted(sheet.marks.commented) if place[0] in rows]
    if commented:
        places = "、".join(address(*place) for place in commented[:_LISTED])
        more = f" 等 {len(commented)} 格" if len(commented) > _LISTED else ""
        yield f"{places}{more}有批注，批注没有记入；要记的写在列里再导入"
    struck = sorted(
        {
            row
            for row, column in sheet.marks.struck
            if row in rows and column < len(sheet.rows[row]) and sheet.rows[row][column].text
        }
    )
    if struck:
        yield f"第 {_listed(struck)} 行有划了删除线的内容，照样导入；不要的从表里删去再导入"


def _map_remarks(heads: Heads, map: ColumnMap) -> Iterator[str]:
    """Yield what a map took from where, and the heads of it that the table has not."""
    for column, places in heads.taken.items():
        told = map.taken[column].told
        sources = "、".join(f"“{' '.join(heads.texts[at].split())}”" for at in places)
        yield f"“{column}”取自{sources}" + (f"：{told}" if told else "")
    texts = {plain_head(text) for text in heads.texts}
    missing = [head for head in map.all_heads if plain_head(head) not in texts]
    if missing:
        yield f"列名对照里的“{'”“'.join(missing)}”，表里没有"


def _blanks_below(sheet: Sheet, heads: Heads, read: Sequence[int]) -> Iterator[str]:
    """Yield rows of a text file that say no county below one that does.

    It may have been a merged cell, of which a text file keeps the first row alone; or the city.
    """
    for one in heads.kind.asked:
        at = heads.columns.get(one.title)
        if at is None or one.kind is not AnswerKind.COUNTY:
            continue
        texts = [sheet.rows[row][at].text if at < len(sheet.rows[row]) else "" for row in read]
        first = next((place for place, text in enumerate(texts) if text), len(texts))
        blank = [row for row, text in zip(read[first:], texts[first:], strict=True) if not text]
        if blank:
            yield (
                f"第 {_listed(blank)} 行的“{' '.join(heads.texts[at].split())}”空着，没有记；"
                "原来与上面的行合并的，写“同上”再导入"
            )


_LISTED = 20


def _listed(numbers: Sequence[int]) -> str:
    """Return row numbers, which are counted from 0, as people count them."""
    more = f" 等 {len(numbers)}" if len(numbers) > _LISTED else ""
    return "、".join(str(one + 1) for one in numbers[:_LISTED]) + more
