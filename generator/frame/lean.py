"""Takes out of a page what nobody can see: the frame is carried by every page of a site."""

import re
from functools import lru_cache

_VERBATIM = "pre|textarea|script|style"
_PIECES = re.compile(
    rf"(?:<!--.*?-->|<({_VERBATIM})\b.*?</\1\s*>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL | re.IGNORECASE,
)
_STAYS = re.compile(rf"<(?:!--|{_VERBATIM})", re.IGNORECASE)
_BLOCK = re.compile(
    r"<[/!]?(?:doctype|html|head|body|title|meta|link|base|header|nav|main|footer|section|article"
    r"|aside|div|form|fieldset|h[1-6]|p|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody"
    r"|tfoot|tr|th|td|hr|figure|figcaption|blockquote|details|summary|pre)(?![\w-])",
    re.IGNORECASE,
)
"""At the edge of these no white space is shown, whatever stands on the other side."""

_SPACE = re.compile(r"[ \t\r\n\f]+")
"""What HTML collapses; a no-break or an ideographic space is text."""

_IN_TAG = re.compile(r"""("[^"]*"|'[^']*')|[ \t\r\n\f]+(/?>$)?""")
_ITEM_ENDS = re.compile(r"<li[\s>]|</[uo]l>")
"""Before these HTML needs no end of an item."""

_MENU_WORD = re.compile(
    r'(<(?:a|label)\b[^>]*\bclass="md-nav__link[^>]*>) '
    r'<span class="md-ellipsis"> ?([^<]*?) ?</span> ?'
)
"""A word of the menu in an element of its own, which only cuts what is too long for one line. The
link round it is a flex box, where white space at the edges is not shown."""

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
"""HTML knows what `svg` is."""

_MARKS = 8192
"""Tags that are remembered: pages of one theme share nearly all of theirs."""


def lean(page: str) -> str:
    """The same page without white space at the edge of blocks, elsewhere with single spaces.

    Items of lists lose their end tag, words of the menu the element that nobody sees.
    """
    parts: list[str] = []
    before, end = "<html>", 0
    for piece in _PIECES.finditer(page):
        mark, text = piece[0], _text(page[end : piece.start()], before, piece[0])
        if before == "</li>" and not text and _ITEM_ENDS.match(mark):
            parts.pop()
        parts += (text, _mark(mark))
        before, end = mark, piece.end()
    parts.append(_text(page[end:], before, "</html>"))
    return _MENU_WORD.sub(r"\1\2", "".join(parts)) + "\n"


def _text(text: str, before: str, after: str) -> str:
    single = _SPACE.sub(" ", text)
    if _is_block(before):
        single = single.removeprefix(" ")
    return single.removesuffix(" ") if _is_block(after) else single


@lru_cache(_MARKS)
def _is_block(mark: str) -> bool:
    return _BLOCK.match(mark) is not None


@lru_cache(_MARKS)
def _mark(mark: str) -> str:
    """A tag with single spaces between its attributes; what is read as it stands, as it stands."""
    if _STAYS.match(mark):
        return mark
    single = _IN_TAG.sub(lambda one: one[1] or one[2] or " ", mark)
    return single.replace(_NAMESPACE, "") if single.startswith("<svg ") else single
