"""Cells as people fill them in → answers in the form that is read: days, rounds, groups."""

import calendar
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from unicodedata import normalize

from generator.core.dates import PartialDate, small_number
from generator.kinds.programme.model import GroupKind, Programme
from generator.questions.question import AnswerError, typed_date

_MONTH_DAY = re.compile(r"([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*[日号]?")
_PART_OF_MONTH = re.compile(r"([0-9]{4}\s*年\s*[0-9]{1,2}\s*月)\s*(?:底|末|初|中旬|上旬|下旬)前?")
_BEFORE = re.compile(r"(?:之前|以前|前)$")
_DAYS = range(36526, 73051)
_EPOCH = date(1899, 12, 30)
_BESIDE = timedelta(days=15)
"""How far a day may lie outside of its round: handovers, reports of the day after."""


_WITHOUT = str.maketrans("", "", "\"'“”‘’「」『』")


def folded(text: str) -> str:
    """Return a text without what two tables write differently: widths of signs, blanks, quotes."""
    return "".join(normalize("NFKC", text).split()).translate(_WITHOUT)


def day_text(text: str, period: tuple[date, date] | None) -> str:
    """Return a day as records write it; of one without a year that of the period it is near.

    AnswerError where it is no day, or where its year is not known.
    """
    plain = normalize("NFKC", text).strip()
    plain = _BEFORE.sub("", plain)
    whole = _PART_OF_MONTH.fullmatch(plain)
    plain = whole[1] if whole else plain
    if plain.isdigit() and int(plain) in _DAYS and len(plain) == 5:
        return str(_EPOCH + timedelta(days=int(plain)))
    short = _MONTH_DAY.fullmatch(plain)
    return _in_period(text, int(short[1]), int(short[2]), period) if short else _whole(plain)


def _whole(text: str) -> str:
    """Return the only day that a text can mean; the text itself where there is none."""
    try:
        return str(typed_date(text))
    except AnswerError:
        return text


def _in_period(text: str, month: int, day: int, period: tuple[date, date] | None) -> str:
    if period is None:
        raise AnswerError(f"{text!r} 没有写年份，轮次的起止日没有登记；写上年份，例如 2019年7月3日")
    first, last = period[0] - _BESIDE, period[1] + _BESIDE
    years = [
        year
        for year in range(first.year, last.year + 1)
        if _is_day(year, month, day) and first <= date(year, month, day) <= last
    ]
    if len(years) != 1:
        raise AnswerError(
            f"{text!r} 没有写年份，也不在这一轮（{period[0]} 至 {period[1]}）前后；写上年份"
        )
    return str(PartialDate(years[0], month, day))


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def quantity_text(text: str) -> str:
    """Return a quantity without the width and the spaces of its signs."""
    plain = normalize("NFKC", text).strip()
    return plain if plain.rstrip("2").isascii() or len(plain) == len(text.strip()) else text


_ROUND_BEFORE = re.compile(r"^第?[0-9一二三四五六七八九十]{1,3}轮次?")
_NUMBER = r"(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBER_BEFORE = _NUMBER.replace("number", "before")
_BARE = re.compile(rf"第?{_NUMBER}(?:小?组)?")


def bare_group(text: str, places: Iterable[str]) -> str:
    """Return what a cell says of a group without the round and the city before it."""
    plain = re.sub(r"\s", "", normalize("NFKC", text))
    plain = _ROUND_BEFORE.sub("", plain)
    for place in sorted(places, key=len, reverse=True):
        plain = plain.removeprefix(place)
    return plain


def group_number(text: str) -> int | None:
    """Return the number of a group that is named by its number alone; None for others."""
    match = _BARE.fullmatch(text)
    return small_number(match["number"].lstrip("0")) if match else None


def named_group(text: str, programme: Programme) -> str | None:
    """Return the group of a text that names its kind, P03 of 普通3组; None for others."""
    for kind in programme.group_kinds:
        name = kind.name.removesuffix("组")
        form = rf"(?:{name}组?第?{_NUMBER}组?)|(?:第?{_NUMBER_BEFORE}{name}组?)"
        match = re.fullmatch(form, text) if kind.numbered else None
        if match:
            number = small_number((match["number"] or match["before"]).lstrip("0"))
            return f"{kind.letter}{number:02}" if number else None
        if not kind.numbered and text in (name, kind.name, f"{name}组", kind.letter):
            return kind.letter
    return None


def group_text(
    text: str,
    programme: Programme,
    places: Iterable[str],
    named: Mapping[int, Collection[str]],
) -> str:
    """Return the group of a cell as in IDs.

    `named` is number → kinds of group that the same table names with it: 3组 is 普通3组 where the
    table knows no other third group. AnswerError where several are possible.
    """
    plain = bare_group(text, places)
    known = named_group(plain, programme)
    number = group_number(plain)
    if known or number is None:
        return known or plain
    numbered = [one.letter for one in programme.group_kinds if one.numbered]
    letters = named.get(number) or numbered
    if len(letters) == 1:
        return f"{next(iter(letters))}{number:02}"
    names = "、".join(one.name for one in programme.group_kinds if one.numbered)
    raise AnswerError(
        f"{text!r} 只有组号，看不出是哪一种组（{names}）；写成“普通{number}组”这样，"
        "或者用 --group 写明全表是哪一种组"
    )


def unit_name(kind: GroupKind, group: str, city: str, round: int) -> str:
    """Return how a group signs: 第5轮西安第3普通组."""
    before = f"第{round}轮{city}" if round else city
    return f"{before}第{int(group[1:])}{kind.name}" if kind.numbered else f"{before}{kind.name}"
