"""Rows of a sheet as the XML of XLSX (ISO/IEC 29500): text in its cell, real days, numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from generator.exchange.text_files import in_cell
from generator.kinds.issue.column import Cell, Kind
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.ledger import IssueLine

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_ZERO = 693_594
"""The day that Excel counts from, as Python counts: 30 December 1899."""

_SURE_SERIAL = 61
"""1 March 1900. Excel takes 1900 for a leap year, so earlier days are one off."""

_REMEMBERED = 2048
"""Texts kept at hand: words, places and days come again and again."""


def letters(column: int) -> str:
    """The name of a column counted from 0: A … Z, AA …"""
    first, last = divmod(column, 26)
    return (letters(first - 1) if first else "") + chr(ord("A") + last)


@lru_cache(_REMEMBERED)
def text_cell(style: str, text: str) -> str:
    """All of a cell behind its place: text, never a formula, a number or a date."""
    edge = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f' s="{style}" t="inlineStr"><is><t{edge}>{in_cell(text)}</t></is></c>'


def text_row(number: int, style: Sequence[str], texts: Iterable[str]) -> str:
    """A row of text, the number counted from 1."""
    cells = (
        f'<c r="{letters(at)}{number}"{text_cell(style[at], text)}' for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def ledger_rows(lines: Iterable[IssueLine], styles: Sequence[str]) -> Iterator[str]:
    """A row for each line from the second on, with its place first; empty cells are left out."""
    names = [letters(at) for at in range(len(FILE_COLUMNS) + 1)]
    columns = [
        (name, style, column.kind, column.cell)
        for name, style, column in zip(names[1:], styles[1:], FILE_COLUMNS, strict=True)
    ]
    for number, line in enumerate(lines, start=2):
        cells = [f'<c r="A{number}" s="{styles[0]}"><v>{number - 1}</v></c>']
        for name, style, kind, cell in columns:
            value = cell(line)
            if value != "":
                cells.append(f'<c r="{name}{number}"{_cell(style, kind, value)}')
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cell(style: str, kind: Kind, value: Cell) -> str:
    number = _serial(value) if kind is Kind.DAY and isinstance(value, str) else value
    if isinstance(number, int):
        return f' s="{style}"><v>{number}</v></c>'
    return text_cell(style, str(value))


@lru_cache(_REMEMBERED)
def _serial(text: str) -> int | None:
    """The number of a day; None where only the month is known, or Excel counts otherwise."""
    if not _DAY.fullmatch(text):
        return None
    try:
        serial = date.fromisoformat(text).toordinal() - _DAY_ZERO
    except ValueError:
        return None
    return serial if serial >= _SURE_SERIAL else None
