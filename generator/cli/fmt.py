"""The canonical form of one file, with all that a person wrote in it, or why it has none."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice

from pydantic import BaseModel

from generator.check.judge import judge
from generator.check.shaping import shaped
from generator.core.findings import Finding
from generator.core.raw import Path, RawFile
from generator.core.yaml_writer import composed, record_text
from generator.load.comments import Comment, comments_of, homeless, with_comments
from generator.load.files import plain_text, raw_file
from generator.load.yaml_reader import read_text

MENDED = {
    "byte-order-mark": "去掉开头的 BOM 标记",
    "carriage-return": "换行改为 LF",
}
"""Faults that writing the file anew mends, and what that comes to."""

_SHAPE_RULES = frozenset("FYS")
_SHOWN_SIGNS = 3
"""Places of one text whose new signs are spelled out."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """The canonical text of a file, and what it changes that a comparison of lines hides."""

    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Why a file is not touched: its findings, or comments that would have no place."""

    findings: tuple[Finding, ...]
    homeless: tuple[Comment, ...] = ()


def formatted(name: str, content: bytes) -> Formatted | LeftAlone:
    """The canonical form of the file called `name`, a path from the root of a register."""
    raw = raw_file(name, content)
    record = shaped(_composed(raw))
    if isinstance(record, tuple) or any(fault.slug not in MENDED for fault in raw.faults):
        return unread(raw)
    text = plain_text(content)
    fresh = record_text(record)
    if text == fresh:
        return Formatted(fresh, tuple(_mended(raw)))
    comments = comments_of(text, raw)
    fresh_raw = read_text(name, fresh)
    lost = tuple(homeless(comments, fresh_raw))
    whole = with_comments(fresh, fresh_raw, () if lost else comments)
    if lost or not _is_kept(record, comments, whole, read_text(name, whole)):
        return LeftAlone((), lost or comments)
    notes = (*_mended(raw), *_recomposed(raw, comments))
    return Formatted(whole, notes)


def unread(raw: RawFile) -> LeftAlone:
    """Why a file is left alone whose bytes are not to be had, or that is no record."""
    return LeftAlone(tuple(_hindering(raw)))


def _hindering(raw: RawFile) -> Iterator[Finding]:
    """What must be mended by hand before the file can be written anew."""
    for finding in judge([_composed(raw)]).findings:
        about_form = finding.code[0] in _SHAPE_RULES or finding.slug == "bad-id"
        if finding.path == raw.path and about_form and finding.slug not in MENDED:
            yield finding


def _composed(raw: RawFile) -> RawFile:
    content = composed(raw.content)
    return replace(raw, content=content if isinstance(content, dict) else None)


def _is_kept(record: BaseModel, comments: tuple[Comment, ...], text: str, raw: RawFile) -> bool:
    """Whether the new text holds the same record and the same comments."""
    return (
        not raw.faults
        and type(record).model_validate(raw.content) == record
        and sorted(_words(comments)) == sorted(_words(comments_of(text, raw)))
    )


def _words(comments: tuple[Comment, ...]) -> Iterator[str]:
    return (unicodedata.normalize("NFC", one.text.rstrip()) for one in comments)


def _mended(raw: RawFile) -> Iterator[str]:
    slugs = {fault.slug for fault in raw.faults}
    return (done for slug, done in MENDED.items() if slug in slugs)


def _recomposed(raw: RawFile, comments: tuple[Comment, ...]) -> Iterator[str]:
    """What the composed form (NFC) changes: it looks the same, so it is told sign by sign."""
    texts = [(raw.value_mark(path).line, text) for path, text in _texts(raw.content, ())]
    texts += [(one.line, one.text) for one in comments]
    for line, text in sorted(texts):
        new = unicodedata.normalize("NFC", text)
        if new != text:
            yield f"第 {line} 行的字符改成合成的写法（NFC）：{'，'.join(_signs(text, new))}"


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, str(key)))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))


def _signs(before: str, after: str) -> Iterator[str]:
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts = (one for one in changes if one[0] != "equal")
    for _, i1, i2, j1, j2 in islice(parts, _SHOWN_SIGNS):
        yield f"{_numbers(before[i1:i2])} → {_numbers(after[j1:j2])}"


def _numbers(signs: str) -> str:
    return " ".join(f"U+{ord(sign):04X}" for sign in signs) or "无"
