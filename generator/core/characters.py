"""Characters that nobody sees, or takes for others; which of them have one right form.

A name that holds one looks like another name and is not found with it. See decision 0073.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_SUPPLEMENT = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵\0旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁"
    "冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟"
    "卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""The ideographs that look like U+2E81 to U+2EF3, in order; U+2E9A is no character."""

_STROKES = "𠃌\0\0\0\0\0\0\0\0乀一丨丿丿丶𠃍乛𠃊𠃎𠄌亅𡿨𠃋乀𠃑乚乙𠄎"
"""The same of the strokes U+31C6 to U+31E1. Both are Equivalent_Unified_Ideograph of Unicode 14."""

_LOOKALIKES = {
    chr(first + at): ideograph
    for first, ideographs in ((0x2E81, _SUPPLEMENT), (0x31C6, _STROKES))
    for at, ideograph in enumerate(ideographs)
    if ideograph != "\0"
}
_KANGXI = {chr(one): unicodedata.normalize("NFKC", chr(one)) for one in range(0x2F00, 0x2FD6)}
_IDEOGRAPHS = str.maketrans(_LOOKALIKES | _KANGXI)

_DELETED = (
    "\xad\u034f\u061c\u070f\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""Format characters: without width, or turning the direction of what follows."""

_BLANKS = "\xa0\u115f\u1160\u1680\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0"
"""What looks like a space and is none. The full-width space is one: texts are set with it."""

_RADICALS = "\u2e80-\u2fd5\u31c0-\u31e3"
_LOST = "\ufffd"
_CONTROLS = "\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff"

_CLASSES = {
    "control-character": re.compile(f"[{_CONTROLS}]"),
    "invisible-character": re.compile(f"[{_DELETED}]"),
    "odd-blank": re.compile(f"[{_BLANKS}]"),
    "radical-character": re.compile(f"[{_RADICALS}]"),
    "lost-character": re.compile(f"[{_LOST}]"),
}
"""Slug of the rule → its characters."""

_ANY = re.compile(f"[{_CONTROLS}{_DELETED}{_BLANKS}{_RADICALS}{_LOST}]")
_SUSPECT = re.compile(f"[{_DELETED}{_BLANKS}{_RADICALS}{_LOST}\u3000]")
_GONE = re.compile(f"[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_DELETED}]")
"""Without line ends and page breaks of other programs, for which a space may be meant."""

_SPACED = re.compile(f"[{_BLANKS}]")
EDGES = " \t\n\u3000"
"""Spaces that a value neither begins nor ends with."""


@dataclass(frozen=True, slots=True)
class OddSign:
    """A character that is not what it looks like: where it stands, and the rule against it."""

    at: int
    sign: str
    slug: str

    @property
    def facts(self) -> Mapping[str, str]:
        """Return what a finding says of it: the sign, its number in Unicode, how to mend it.

        `typed` and `meant` where it has one right form.
        """
        right = settled(self.sign)
        facts = {"sign": _numbers(self.sign), "shown": self.sign, "remedy": self._remedy}
        return facts | ({} if right == self.sign else {"typed": self.sign, "meant": right})

    @property
    def _remedy(self) -> str:
        right = settled(self.sign)
        if right == self.sign:
            return _UNKNOWN.get(self.slug, "删除这个字符，该分开的用空格")
        if right == " ":
            return "改成半角空格，在开头、末尾的删除"
        return f"改成“{right}”（{_numbers(right)}）" if right else "删除这个字符"


def _numbers(signs: str) -> str:
    """Return their numbers as Unicode writes them: U+200B."""
    return " ".join(f"U+{ord(one):04X}" for one in signs)


_UNKNOWN = {
    "radical-character": "换成通用的汉字",
    "lost-character": "照原件补上这个字；原件也没有的，写“原文缺字”",
}
"""How to mend what has no one right form."""


def is_usual(text: str) -> bool:
    """Return whether a text certainly holds no odd sign: quick, and rather too often false."""
    return (
        text.replace("\n", "").isprintable()
        and _SUSPECT.search(text) is None
        and unicodedata.is_normalized("NFC", text)
    )


def odd_signs(text: str) -> Iterator[OddSign]:
    """Yield the odd signs of a text, in order; decomposed letters with their marks."""
    for match in _ANY.finditer(text):
        slug = next(slug for slug, signs in _CLASSES.items() if signs.match(match[0]))
        yield OddSign(match.start(), match[0], slug)
    if not unicodedata.is_normalized("NFC", text):
        yield from _decomposed(text)


def _decomposed(text: str) -> Iterator[OddSign]:
    """Yield each letter that another form of the same text writes with one sign."""
    for start, end in _clusters(text):
        letter = text[start:end]
        if unicodedata.normalize("NFC", letter) != letter:
            yield OddSign(start, letter, "decomposed-character")


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the beginning and the end of each letter with the marks that follow it."""
    start = 0
    for at, sign in enumerate(text):
        if at and not unicodedata.combining(sign) and not _joins(text[at - 1], sign):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _joins(before: str, sign: str) -> bool:
    """Return whether two signs without a mark become one, as the parts of a Korean syllable."""
    return len(unicodedata.normalize("NFC", before + sign)) == 1


def settled(text: str) -> str:
    """Return the text with every odd sign in its one right form, where it has one.

    Signs without width go, other blanks become spaces, radicals ideographs, and letters composed.
    """
    shown = _SPACED.sub(" ", _GONE.sub("", text)).translate(_IDEOGRAPHS)
    return unicodedata.normalize("NFC", shown)


def tidy(text: str) -> str:
    """Return a value in its one right form: settled, without spaces at its ends.

    Of several lines the last may end as lines do.
    """
    right = settled(text)
    bare = right.strip(EDGES)
    return f"{bare}\n" if "\n" in bare and right.endswith("\n") else bare
