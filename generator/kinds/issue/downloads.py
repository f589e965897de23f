"""QR codes for the print view: paper has no links.

A code costs segno some milliseconds, and a register shows thousands that differ in a few letters.
So of texts of one length only the first is encoded; see `_Codes`.
"""

import re
from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from generator.exchange.text_files import clean

_MASK = 2
"""Trying all eight for the one that looks best takes five times as long; readers take any."""

_MARGIN = 4
_DARK = re.compile("1+")
_SURELY_BYTES = re.compile(r"[ -~].*[^0-9A-Z $%*+\-./:]", re.DOTALL)
"""Texts that no code can hold in fewer bits than their bytes: neither digits nor kanji."""


def qr_svg(text: str) -> Markup:
    """The text as an SVG in the page, level M; nothing where it is empty or too long for a code.

    It stays dark on white in any colour scheme, or scanners could not read it.
    """
    readable = clean(text)
    if not readable:
        return Markup()
    import segno  # loads what talks HTTP: not for a build that makes no code

    try:
        squares = _squares_of(readable)
    except segno.DataOverflowError:
        return Markup()
    side = len(squares) + 2 * _MARGIN
    # `role` makes it one image to a screen reader.
    return Markup(
        f'<svg role="img" viewBox="0 0 {side} {side}" class="lt-qr">'
        f"<title>{escape(f'二维码：{readable}', quote=False)}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{"".join(_strokes(squares))}"/></svg>'
    )


def _strokes(rows: list[str]) -> Iterator[str]:
    """The dark squares as strokes one high, each from where the last one ended."""
    end, last = 0, 0
    for down, row in enumerate(rows, start=_MARGIN):
        for dark in _DARK.finditer(row):
            start, stop = dark.span()
            if last:
                yield f"m{start - end} {down - last}h{stop - start}"
            else:
                yield f"M{start + _MARGIN} {down}.5h{stop - start}"
            end, last = stop, down


def _squares_of(text: str) -> list[str]:
    """Row by row, 1 for dark."""
    if not _SURELY_BYTES.match(text):
        return _rows(*_encoded(text))
    content = text.encode()
    codes = _BY_LENGTH.get(len(content))
    if codes is None:
        codes = _BY_LENGTH[len(content)] = _Codes(content)
    return _rows(codes.squares(content), codes.side)


def _encoded(content: str | bytes, mode: str | None = None) -> tuple[int, int]:
    """All squares as the bits of one number, and how many are on a side."""
    import segno

    code = segno.make(
        content,
        error="m",
        mode=mode,
        micro=False,
        boost_error=False,
        encoding="utf-8",
        mask=_MASK,
    )
    return int(b"".join(code.matrix).hex()[1::2], 2), len(code.matrix)


def _rows(squares: int, side: int) -> list[str]:
    digits = f"{squares:0{side * side}b}"
    return [digits[at : at + side] for at in range(0, len(digits), side)]


class _Codes:
    """The codes of all texts of one length, from those of a first one.

    Error correction is linear and the mask is fixed: a bit of the text that is turned turns the
    same squares, whatever the other bits are.
    """

    def __init__(self, first: bytes) -> None:
        self._first = int.from_bytes(first)
        self._length = len(first)
        self._squares, self.side = _encoded(first, "byte")
        self._turned: dict[int, int] = {}

    def squares(self, content: bytes) -> int:
        """The squares of a text of this length, as the bits of one number."""
        bits = int.from_bytes(content) ^ self._first
        squares = self._squares
        while bits:
            bit = bits & -bits
            squares ^= self._turned.get(bit) or self._turn(bit)
            bits ^= bit
        return squares

    def _turn(self, bit: int) -> int:
        squares, _ = _encoded((self._first ^ bit).to_bytes(self._length), "byte")
        self._turned[bit] = squares ^ self._squares
        return self._turned[bit]


_BY_LENGTH: dict[int, _Codes] = {}
