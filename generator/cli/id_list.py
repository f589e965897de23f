"""A file of issue IDs, one a line or a column of a table → the IDs, or what is unclear about it.

A step goes to all of them: what may be an ID that was missed, or one that nobody saw, is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.cli.options import content_of
from generator.core.findings import WorkError
from generator.exchange.sheets import Sheet, address, read_sheets
from generator.kinds.registry import BY_NAME
from generator.questions.answers import shown

_ISSUE = BY_NAME["issue"]
_HEADS = frozenset({"编号", "问题编号"})
"""Heads of the column of IDs, where others hold some as well."""

_TOLD = 5
"""Places that are named of all that are wrong."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What stands in one cell of a list, and the number of its row, from 0."""

    row: int
    text: str


def listed_ids(file: Path) -> list[str]:
    """Return the IDs that a file lists; WorkError where it is not clear which ones are meant."""
    content = content_of(file, "文件")
    sheets = [one for one in read_sheets(file.name, content) if _columns(one)]
    if not sheets:
        raise WorkError(f"文件“{file}”里没有问题的编号", f"每行一个编号，例如 {_ISSUE.example}")
    if len(sheets) > 1:
        titles = "”“".join(one.title for one in sheets)
        raise WorkError(
            f"文件“{file}”的工作表“{titles}”里都有问题的编号，看不出用哪一张",
            "只留一张有编号的工作表，再运行",
        )
    return _of_sheet(file, sheets[0])


def _of_sheet(file: Path, sheet: Sheet) -> list[str]:
    column = _column(file, sheet)
    words = [_Word(at, row[column].text) for at, row in enumerate(sheet.rows) if column < len(row)]
    words = [one for one in words if one.text]
    if not _is_id(words[0].text) and not any(map(str.isdigit, words[0].text)):
        del words[0]  # a head
    _refuse_others(file, words, column, is_text=sheet.is_text)
    _refuse_hidden(file, sheet, words, column)
    return [name for one in words for name in one.text.split()]


def _columns(sheet: Sheet) -> list[int]:
    """Return the columns that hold an ID, counted from 0."""
    return sorted(
        {at for row in sheet.rows for at, cell in enumerate(row) if _begins_with_id(cell.text)}
    )


def _column(file: Path, sheet: Sheet) -> int:
    """Return the column of IDs: the only one, or the one whose head says so."""
    columns = _columns(sheet)
    if len(columns) == 1 and not sheet.is_hidden:
        return columns[0]
    if sheet.is_hidden:
        raise WorkError(
            f"文件“{file}”里有编号的工作表“{sheet.title}”是隐藏的", "要用的，取消隐藏再运行"
        )
    first = sheet.rows[0]
    headed = [at for at in columns if at < len(first) and first[at].text in _HEADS]
    are_named = all(at < len(first) and first[at].text for at in columns)
    if len(headed) == 1 and are_named and not any(_begins_with_id(one.text) for one in first):
        return headed[0]
    places = "、".join(_first_place(sheet, at) for at in columns)
    raise WorkError(
        f"文件“{file}”里有几列都有问题的编号（{places}），看不出用哪一列",
        "一行写一个编号，只留一列；其余的列删去，或者在第 1 行给每一列写上列名，编号的一列写“编号”",
    )


def _first_place(sheet: Sheet, column: int) -> str:
    rows = (at for at, row in enumerate(sheet.rows) if column < len(row))
    return next(address(at, column) for at in rows if _begins_with_id(sheet.rows[at][column].text))


def _refuse_others(file: Path, words: Sequence[_Word], column: int, *, is_text: bool) -> None:
    """Raise WorkError for whatever is no ID: it may be one that was mistyped."""
    wrong = [one for one in words if not _is_id(one.text)]
    if not wrong:
        return
    told = "、".join(
        f"{f'第 {one.row + 1} 行' if is_text else address(one.row, column)} {shown(one.text)}"
        for one in wrong[:_TOLD]
    )
    more = f" 等 {len(wrong)} 处" if len(wrong) > _TOLD else ""
    raise WorkError(
        f"文件“{file}”里有不是问题编号的内容：{told}{more}，一步也没有记",
        f"改成完整的编号，例如 {_ISSUE.example}；不要的行删去，第 1 行可以是列名",
    )


def _refuse_hidden(file: Path, sheet: Sheet, words: Sequence[_Word], column: int) -> None:
    """Raise WorkError for IDs that nobody sees who looks at the sheet, as behind a filter."""
    hidden = [one.row + 1 for one in words if one.row in sheet.hidden_rows]
    if hidden:
        rows = "、".join(map(str, hidden[:_TOLD]))
        more = f" 等 {len(hidden)}" if len(hidden) > _TOLD else ""
        raise WorkError(
            f"文件“{file}”第 {rows}{more} 行有编号，但在表里是隐藏的（例如筛选以后），一步也没有记",
            "也要记这一步的，取消筛选和隐藏；不要的，把看得见的编号复制到新表里，再运行",
        )
    if column in sheet.hidden_columns:
        raise WorkError(f"文件“{file}”里编号的一列是隐藏的", "要用的，取消隐藏再运行")


def _is_id(text: str) -> bool:
    """Return whether a cell holds nothing but IDs."""
    return bool(words := text.split()) and all(map(_ISSUE.path_of, words))


def _begins_with_id(text: str) -> bool:
    return any(map(_ISSUE.path_of, text.split()[:1]))
