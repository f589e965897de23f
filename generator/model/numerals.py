"""Small numbers as people write them in names and tables: 7, 七, 二十一."""

import re

_FIGURES = re.compile(r"[1-9][0-9]?")
_CHINESE = re.compile(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?")
_DIGITS = "零一二三四五六七八九"
_ROUND = re.compile(r"第\s*([0-9一二三四五六七八九十]{1,3})\s*轮")


def small_number(text: str) -> int | None:
    """The number from 1 to 99 that a text is, in figures or in Chinese; None for any other."""
    if _FIGURES.fullmatch(text):
        return int(text)
    match = _CHINESE.fullmatch(text)
    if not text or not match or (match[1] and match[3] and not match[2]):
        return None
    tens = _DIGITS.index(match[1] or "一") if match[2] else 0
    ones = _DIGITS.index(match[3] or "零") if match[2] else _DIGITS.index(text)
    return tens * 10 + ones


def round_of_unit(unit: str) -> int | None:
    """The round that a group names itself by: 5 of 第5轮西安第3普通组; None where it names none."""
    match = _ROUND.search(unit)
    return small_number(match[1]) if match else None
