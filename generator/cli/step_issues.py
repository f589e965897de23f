"""The issues that `lantian step` is about: typed, listed in a file, or those of a letter.

A step goes to all of them: what may be an ID that was missed, or one that nobody saw, is refused.
"""

import re
import unicodedata
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cli.options import content_of
from generator.core.findings import WorkError
from generator.core.record_kind import RecordKind
from generator.core.serials import LAST_SERIAL, serial_text
from generator.exchange.sheets import Sheet, address, read_sheets
from generator.kinds.registry import BY_NAME
from generator.load.files import RECORDS, contents_of, folders_below, raw_of
from generator.questions.question import shown

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


_LONGEST = 40
"""Characters of what was typed that are looked at as an ID."""

_LOOSE_ID = re.compile(
    r"(\w+)-([0-9]{6})-R?([0-9]{1,2})-([A-Z])([0-9]{0,2})-([0-9]{1,9})", re.ASCII
)
"""An issue ID with digits left out or added in front of its numbers."""

_ISSUE = BY_NAME["issue"]


def chosen_ids(
    root: Path, typed: Sequence[str], file: Path | None, answers: MutableMapping[str, str]
) -> list[str]:
    """Return the IDs that were typed or are listed in a file, each once.

    Without any, those of the issues of the letter among the answers, which then is no answer.
    """
    ids = [*typed, *(listed_ids(file) if file else ())]
    if not ids and "letter" in answers:
        ids = _of_letter(root, answers.pop("letter"))
    if not ids:
        raise click.UsageError(
            "没有写给哪个问题：在步骤前面写编号，例如 LT19-610100-R05-P03-012，"
            "或者用 --from-list 写明编号在哪个文件里，或者用 --letter 写明是哪一份督办函"
        )
    return list(dict.fromkeys(ids))


def _of_letter(root: Path, letter: str) -> list[str]:
    """Return the issues that a letter lists; WorkError where no issue is in such a letter."""
    mark = letter.strip().encode()
    found = [
        raw_of(file)
        for folder in folders_below(root, f"{RECORDS}/{_ISSUE.folder}")
        for file in contents_of(root, folder)
        if mark and mark in file.content
    ]
    ids = [str(raw.content.get("id")) for raw in found if raw.content and _has(raw.content, letter)]
    if not ids:
        raise WorkError(
            f"没有问题在文号是 {shown(letter)} 的督办函里",
            "查对文号；给还没有这份函的问题记上督办函的，在步骤前面写编号",
        )
    return ids


def _has(content: object, letter: str) -> bool:
    events = content.get("events") if isinstance(content, dict) else None
    return any(
        isinstance(event, dict) and event.get("letter") == letter.strip()
        for event in (events if isinstance(events, list) else ())
    )


def path_of(root: Path, issue_id: str) -> str:
    """Return the path below `records/`; WorkError that names the ID meant where there is none."""
    path = _ISSUE.path_of(issue_id)
    if path and (root / RECORDS / path).is_file():
        return path
    raise WorkError(
        f"没有编号为 {shown(issue_id)} 的问题", _id_hint(root / RECORDS, _ISSUE, issue_id)
    )


def _id_hint(records: Path, kind: RecordKind, typed: str) -> str:
    """Return the same ID in its one form, or else which numbers there are beside it.

    P03-2 is P03-002. Another number is never guessed: it is another issue.
    """
    beginning, serial = _beginning_and_serial(typed)
    meant = f"{beginning}{serial_text(serial)}"
    path = kind.path_of(meant) if 0 < serial <= LAST_SERIAL else None
    if path is None:
        return f"编号写成 {kind.example} 这样；在“查问题”页可以查到"
    place = records / path
    if place.is_file():
        return f"是不是 {meant}？"
    near = _near_numbers(place.parent, beginning, serial)
    if near:
        return f"这一组没有这个序号，相近的序号有 {'、'.join(near)}；写完整的编号"
    return f"没有以 {beginning} 开头的问题；在“查问题”页可以查到编号"


def _beginning_and_serial(typed: str) -> tuple[str, int]:
    """Return the ID up to its running number in its one form, and that number; else "" and 0."""
    match = _LOOSE_ID.fullmatch(unicodedata.normalize("NFKC", typed[:_LONGEST]).upper())
    if match is None:
        return "", 0
    group = match[4] + (f"{int(match[5]):02}" if match[5] else "")
    return f"{match[1]}-{match[2]}-R{int(match[3]):02}-{group}-", int(match[6])


def _near_numbers(place: Path, beginning: str, number: int) -> list[str]:
    """Return the running numbers of a group that are next to a number, at most three, in order."""
    serials = [path.stem.removeprefix(beginning) for path in place.glob(f"{beginning}*.yml")]
    numbers = [int(one) for one in serials if one.isascii() and one.isdigit()]
    return [serial_text(one) for one in sorted(sorted(numbers, key=lambda n: abs(n - number))[:3])]
