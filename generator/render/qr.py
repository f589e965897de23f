"""QR codes for the print view: paper has no links."""

import segno
from markupsafe import Markup

from generator.exports.texts import clean

_MASK = 2
"""Trying all eight for the one that looks best takes five times as long; readers take any."""


def qr_svg(text: str) -> Markup:
    """The text as an SVG in the page, level M; nothing where it is empty or too long for a code.

    It stays dark on white in any colour scheme, or scanners could not read it.
    """
    readable = clean(text)
    if not readable:
        return Markup()
    try:
        code = segno.make(
            readable, error="m", micro=False, boost_error=False, encoding="utf-8", mask=_MASK
        )
    except segno.DataOverflowError:
        return Markup()
    drawn = code.svg_inline(
        omitsize=True,
        dark="#000",
        light="#fff",
        svgclass="lt-qr",
        lineclass=None,
        title=f"二维码：{readable}",
    )
    # segno escapes the title; `role` makes it one image to a screen reader.
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))
