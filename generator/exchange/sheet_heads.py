"""The row of heads of a sheet: where it is, and which of our columns each of its heads answers.

A head that may answer what no other does is asked about, as its column would be lost.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from unicodedata import normalize

from generator.core.findings import WorkError
from generator.exchange.account import TableKind
from generator.exchange.column_map import ColumnMap
from generator.exchange.sheet_lines import fault_text
from generator.exchange.sheets import Sheet, address
from generator.questions.question import AnswerKind, Question

RESULT = "导入结果"
"""The head of the column that a workbook of errors has behind the others."""

SEARCHED = 40
"""Rows from the top in which the heads are looked for."""

WIDEST = 2_000
"""Columns of a table: more are no list that anybody keeps."""

_FEWEST = 3
"""Heads that a row must have to be one of heads."""

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True)
class Given:
    """What a sheet itself does not say: column of ours → text, for each row that has none.

    `map` says which of its columns answer ours, before all that is known of heads. `left_out` are
    heads of columns that are known to answer none, `cities` the names of all cities.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    map: ColumnMap = field(default_factory=ColumnMap)
    left_out: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()


NOTHING = Given()


@dataclass(frozen=True)
class Heads:
    """The row of heads of a sheet: its number from 0, its texts, our column → its place in it."""

    kind: TableKind
    row: int
    texts: Sequence[str]
    columns: Mapping[str, int]
    taken: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Our column → the places that the map takes it from, where it has none of its own."""
    noted: Sequence[int] = ()
    """The places whose words the map keeps in the note."""
    bare: Sequence[int] = ()
    """The places without a head below which there is text."""

    @property
    def places(self) -> Mapping[str, int]:
        """Return our column → the place that answers it, the first where there are several."""
        return {**{column: places[0] for column, places in self.taken.items()}, **self.columns}

    @cached_property
    def others(self) -> Mapping[int, str]:
        """Return place → head of each column that answers none of ours."""
        known = {*self.columns.values(), *chain(*self.taken.values()), *self.noted}
        return {
            at: text
            for at, text in enumerate(self.texts)
            if at not in known and text and plain_head(text) != RESULT
        }


def plain_head(text: str) -> str:
    """Return a head without spaces, line breaks, marks of what is needed, and width of signs."""
    return re.sub(r"[\s*＊]+|[(（]必填[)）]", "", normalize("NFKC", text)).translate(_WIDE)


_WIDE = str.maketrans("()[]:,", "（）【】：，")


def heads_of(sheet: Sheet, kinds: Sequence[TableKind], given: Given) -> Heads | None:
    """Return the row that has most heads of one kind of table; None where no row has enough."""
    best: Heads | None = None
    for number, row in enumerate(sheet.rows[:SEARCHED]):
        texts = [plain_head(cell.text) for cell in row]
        for kind in kinds if any(texts) else ():
            columns = columns_of(texts, kind, given)
            needed = set(kind.keys or kind.columns)
            is_whole = needed <= columns.keys() | given.cells.keys() or _is_mapped(
                texts, kind, given.map
            )
            is_known = len(columns) >= _FEWEST and is_whole
            if is_known and (not best or len(columns) > len(best.columns)):
                best = Heads(kind, number, [cell.text for cell in row], columns)
    return _with_map(best, given.map) if best else None


def _is_mapped(texts: Sequence[str], kind: TableKind, map: ColumnMap) -> bool:
    """Return whether a row has the heads of a map for this kind: keys may be missing then.

    What a table lacks is told of its rows.
    """
    mapped = {plain_head(head) for head in map.all_heads}
    return map.kind == kind.title and len(mapped.intersection(texts)) >= _FEWEST


def _with_map(heads: Heads, map: ColumnMap) -> Heads:
    """Return the heads with what the map takes from them for other columns, and for the note."""
    if map.kind != heads.kind.title:
        return heads
    places: dict[str, int] = {}
    for at, text in enumerate(heads.texts):
        places.setdefault(plain_head(text), at)
    taken = {
        column: [places[name] for one in rule.heads if (name := plain_head(one)) in places]
        for column, rule in map.taken.items()
        if column not in heads.columns
    }
    return replace(
        heads,
        taken={column: some for column, some in taken.items() if some},
        noted=[places[name] for one in map.noted if (name := plain_head(one)) in places],
    )


def columns_of(texts: Sequence[str], kind: TableKind, given: Given) -> dict[str, int]:
    """Return our column → its place among the heads; the first of its names that is there."""
    chosen = {plain_head(head): column for head, column in given.map.heads.items()}
    is_mapped = given.map.kind == kind.title
    noted = {plain_head(head) for head in given.map.noted if is_mapped}
    whole = _places(texts)
    mapped = [(at, chosen[text]) for text in chosen for at in whole.get(text, ())]
    columns = {column: at for at, column in sorted(mapped) if column in kind.columns}
    bare = _without_brackets(whole)
    for column, titles in kind.titles.items():
        if column in columns:
            continue
        named = [plain_head(one) for one in titles]
        taken = set(columns.values())
        rule = given.map.taken.get(column) if is_mapped else None
        kept = {*chosen, *noted, *map(plain_head, rule.heads if rule else ())}
        places = [
            at
            for one in named
            for some in (whole, bare)
            for at in some.get(one, ())
            if at not in taken and texts[at] not in kept
        ]
        if places:
            columns[column] = places[0]
    return columns


def _places(texts: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return text → where it stands: a table may have any number of columns."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        if text:
            found[text].append(at)
    return found


def _without_brackets(places: Mapping[str, Sequence[int]]) -> Mapping[str, Sequence[int]]:
    """Return what is left of texts that have brackets → where they stand."""
    found: dict[str, list[int]] = defaultdict(list)
    for text, some in places.items():
        if (bare := _BRACKETS.sub("", text)) != text:
            found[bare].extend(some)
    return {text: sorted(some) for text, some in found.items()}


def refuse_wide(name: str, sheet: Sheet) -> None:
    """Raise WorkError for more columns than a table can have: each would be compared with ours."""
    for number, row in enumerate(sheet.rows[:SEARCHED], start=1):
        filled = sum(1 for cell in row if cell.text)
        if filled > WIDEST:
            raise WorkError(
                f"表格“{name}”第 {number} 行有 {filled} 列，最多 {WIDEST} 列；什么也没有导入",
                "查对分隔符，行和列是否写反；改好再导入",
            )


def refuse_faulty_heads(name: str, sheet: Sheet, row: int) -> None:
    """Raise WorkError where a head has no value: nobody knows what its column says."""
    for at, cell in enumerate(sheet.rows[row]):
        if cell.is_fault:
            place = f"工作表“{sheet.title}”的" if sheet.title else ""
            raise WorkError(
                f"表格“{name}”{place}表头 {address(row, at)}：{fault_text(cell.text)}，"
                "看不出这一列是什么；什么也没有导入",
                "在这一格里直接写列名，再导入",
            )


def refuse_doubtful_heads(name: str, sheet: Sheet, heads: Heads, given: Given) -> None:
    """Raise WorkError where a column seems to answer what no other does: it would be lost."""
    left_out = {plain_head(one) for one in given.left_out}
    for at, head in heads.others.items():
        question = _resembled(head, heads, given)
        if question and plain_head(head) not in left_out and _has_text(sheet, heads.row, at):
            text, title = " ".join(head.split()), question.title
            raise WorkError(
                f"表格“{name}”的表头 {address(heads.row, at)}“{text}”没有认出来，"
                f"看着像“{title}”；什么也没有导入",
                f"就是“{title}”的，把列名改成“{title}”，"
                f"或者在列名对照（--columns）里写一行“{text}: {title}”；"
                f"不是的，加上 --leave-out {text}",
            )


def _resembled(head: str, heads: Heads, given: Given) -> Question | None:
    """Return the question without a column whose title, or another of its, is in a head."""
    text = plain_head(head)
    known = {*heads.columns, *heads.taken, *given.cells}
    for one in heads.kind.asked:
        titles = [plain_head(title) for title in one.titles]
        if one.title not in known and any(len(it) > 1 and it in text for it in titles):
            return one
    return None


def _has_text(sheet: Sheet, row: int, column: int) -> bool:
    """Return whether there is text below a head."""
    return any(column < len(one) and one[column].text for one in sheet.rows[row + 1 :])


def with_counties(sheet: Sheet, heads: Heads, given: Given) -> Heads:
    """Return the heads with 行政区域 read as the county, where the city is given beside the table.

    Of one city the column holds its counties; with the name of any city in it, it holds cities.
    """
    city, county = (
        next((one.title for one in heads.kind.asked if one.kind is kind), "")
        for kind in (AnswerKind.CITY, AnswerKind.COUNTY)
    )
    at = heads.columns.get(city)
    if at is None or county in ("", *heads.columns) or city not in given.cells:
        return heads
    texts = {row[at].text for row in sheet.rows[heads.row + 1 :] if at < len(row)} - {""}
    if plain_head(heads.texts[at]) != _AREA or texts & given.cities:
        return heads
    kept = {column: place for column, place in heads.columns.items() if column != city}
    return replace(heads, columns={**kept, county: at})


_AREA = "行政区域"
"""A head that tables of a province give to the city, and those of a city to the county."""
