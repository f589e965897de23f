"""Dates as sources have them: to the day, the month or the year; small numerals."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property, lru_cache
from unicodedata import normalize

from pydantic_core import PydanticCustomError

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DASH = r"\s*[-\u2010-\u2015\u2212/.年]\s*"
_SECOND_DASH = r"\s*[-\u2010-\u2015\u2212/.月]\s*"
_CLOCK = r"(?:(?:T|\s)\s*[0-9]{1,2}[:时][0-9]{2}(?:[:分][0-9]{2}(?:\.[0-9]+)?)?[分秒]?)?"
_LOOSE_DAYS = (
    re.compile(f"([0-9]{{4}}){_DASH}([0-9]{{1,2}}){_SECOND_DASH}([0-9]{{1,2}})\\s*[日号]?{_CLOCK}"),
    re.compile(f"((?:19|20)[0-9]{{2}})([01][0-9])([0-3][0-9]){_CLOCK}"),
)
_LOOSE_MONTHS = (
    re.compile(f"([0-9]{{4}}){_DASH}([0-9]{{1,2}})\\s*(?:月份?)?"),
    re.compile(r"((?:19|20)[0-9]{2})([01][0-9])"),
)
"""Other ways to write a day, or a month; a day may have a time without a zone."""

_ZONED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]\s*[0-9]{1,2}:[0-9:.]+\s*(?:Z|[+-][0-9:]+)")
_RANGE = re.compile(r"[0-9日号月年]\s*(?:[-~至到]|——?)\s*[0-9]")
_YEAR = re.compile(r"[0-9]{4}")
_LETTER = re.compile("[OoIl]")
_LOOKALIKES = str.maketrans("OoIl", "0011")
"""Letters that are typed, or scanned, in place of digits."""

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone of the register: its days begin and end in China, wherever it is built. Without summer
time since 1992, so that no database of zones is needed."""


def today_in_china() -> date:
    """Return the day that it is in China now, whatever the zone of this machine."""
    return datetime.now(CHINA).date()


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or only the year; never completed by a guess.

    What follows from it is kept: the same few thousand dates are asked for hundreds of thousands
    of times.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @cached_property
    def earliest(self) -> date:
        """Return the first calendar day of its range."""
        return date(self.year, self.month or 1, self.day or 1)

    @cached_property
    def latest(self) -> date:
        """Return the last calendar day of its range."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_exact(self) -> bool:
        """Return whether the day is known."""
        return self.day is not None

    @property
    def vagueness(self) -> str:
        """Return what is known of it where it is not the day; "" where it is."""
        if self.is_exact:
            return ""
        return "只知年月" if self.month else "只知年份"

    @property
    def month_key(self) -> str | None:
        """Return `YYYY-MM`, or None where the month is unknown."""
        return f"{self.year:04}-{self.month:02}" if self.month else None

    @property
    def chinese(self) -> str:
        """Return it in prose: 2018年11月3日, 2019年6月, 2018年."""
        parts = f"{self.year}年"
        parts += f"{self.month}月" if self.month else ""
        return parts + (f"{self.day}日" if self.day else "")

    @property
    def as_deadline(self) -> str:
        """Return it as a deadline: 2019-07-15; of a month or a year its end, 2019-07 底."""
        return str(self) if self.is_exact else f"{self} 底"

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        known = [f"{self.year:04}"]
        known += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(known)

    def is_after(self, other: "PartialDate") -> bool:
        """Return whether it is certainly later: all of its range is after that of `other`."""
        return self.earliest > other.latest


def first_days(dates: Iterable[PartialDate]) -> Iterator[date]:
    """Yield the first day that each of some dates in order may be: not before those in front of it.

    So what a source dates to the month, and tells after a day of that month, is not before it.
    """
    reached = date.min
    for one in dates:
        day = one.earliest
        if day < reached <= one.latest:
            day = reached
        reached = max(reached, day)
        yield day


def months_later(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def parse_partial(value: object) -> PartialDate:
    """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as a date; raises `bad_date` for others."""
    return value if isinstance(value, PartialDate) else _partial(_text(value))


@lru_cache(maxsize=16_384)
def _partial(text: str) -> PartialDate:
    """Return the date, cached: the same days recur in a register."""
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise _unreadable(text, "2018-11-03，只知年月写 2018-11，只知年份写 2018")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    _on_calendar(text, year, month, day)
    return PartialDate(year, month, day)


def parse_day(value: object) -> date:
    """Return `YYYY-MM-DD` as a calendar day; PydanticCustomError `bad_date` otherwise."""
    if isinstance(value, date):
        return value
    text = _text(value)
    match = _DAY.fullmatch(text)
    if not match:
        raise _unreadable(text, "2019-05-08", to_the_day=True)
    year, month, day = (int(part) for part in match.groups())
    _on_calendar(text, year, month, day)
    return date(year, month, day)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "date must be text")
    return value


def _unreadable(text: str, example: str, *, to_the_day: bool = False) -> PydanticCustomError:
    """Return the error for a text in no date's form; `meant` is the only date that it can mean."""
    digits = normalize("NFKC", text).translate(_LOOKALIKES)
    facts = {"fact": f"{text!r} 不是规定的日期写法", "remedy": f"日期的写法例如 {example}"}
    if parts := _parts(digits, to_the_day=to_the_day):
        try:
            _on_calendar(text, *parts)
        except PydanticCustomError as error:
            return error
        rule = "年四位、月和日各两位，用短横线连接" if digits == text else "字母和全角字符改成数字"
        meant = str(PartialDate(*parts))
        facts["remedy"] = f"{rule}：{meant}"
        if not _LETTER.search(text):  # a letter may stand for another digit
            facts["meant"] = meant
    elif serial := _of_serial(text):
        facts["remedy"] = f"表格软件把日期存成了数，{text} 是 {serial}；查对后写成 {serial}"
    elif _ZONED.fullmatch(digits):
        facts["remedy"] = "删去时刻；时刻带有时区，查对在北京是哪一天，只写那一天"
    elif _YEAR.search(digits) and _RANGE.search(digits) and len(digits) > len("2018-11-03"):
        facts["remedy"] = f"只写一个日子，例如 {example}；起止写到备注里"
    elif not _YEAR.search(digits):
        facts["remedy"] = f"这里只能填日期，例如 {example}；原来的说法写到备注里"
    return PydanticCustomError("bad_date", "unreadable date", facts)


def _parts(digits: str, *, to_the_day: bool) -> tuple[int, int, int | None] | None:
    """Return year, month and day of a date written in another way; None for other texts."""
    for form in _LOOSE_DAYS if to_the_day else (*_LOOSE_DAYS, *_LOOSE_MONTHS):
        if match := form.fullmatch(digits.strip()):
            year, month, *day = map(int, match.groups())
            return year, month, day[0] if day else None
    return None


_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Days of spreadsheets from 2000-01-01 to 2099-12-31, counted from their epoch."""


def _of_serial(text: str) -> date | None:
    """Return the day that a spreadsheet writes as this number; None for other texts."""
    number = int(text) if re.fullmatch(r"[0-9]{5}", text) else 0
    return _EPOCH + timedelta(days=number) if number in _SERIALS else None


def _on_calendar(text: str, year: int, month: int | None, day: int | None) -> None:
    if year == 0:
        raise _off_calendar(text, "年份从 0001 起")
    if month is not None and not 1 <= month <= 12:
        raise _off_calendar(text, "月份只有 01 到 12")
    if month is None or day is None:
        return
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise _off_calendar(text, f"{year}年{month}月只有 01 到 {last} 日")


def _off_calendar(text: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError(
        "bad_date", "off the calendar", {"fact": f"{text!r} 不是日历上的日子", "remedy": remedy}
    )


_FIGURES = re.compile(r"[1-9][0-9]?")
_CHINESE = re.compile(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?")
_DIGITS = "零一二三四五六七八九"
_STATED_ROUND = re.compile(r"第(.+)轮次")
_ROUNDS_DONE = re.compile(r"前(.+?)个?轮次?")
_ROUND = re.compile(r"第\s*([0-9一二三四五六七八九十]{1,3})\s*轮")


def small_number(text: str) -> int | None:
    """Return the number from 1 to 99 in figures or in Chinese; None for any other text."""
    if _FIGURES.fullmatch(text):
        return int(text)
    match = _CHINESE.fullmatch(text)
    if not text or not match or (match[1] and match[3] and not match[2]):
        return None
    tens = _DIGITS.index(match[1] or "一") if match[2] else 0
    ones = _DIGITS.index(match[3] or "零") if match[2] else _DIGITS.index(text)
    return tens * 10 + ones


def round_of_unit(unit: str) -> int | None:
    """Return the round in the name of a group: 5 of 第5轮西安第3普通组; None for others."""
    match = _ROUND.search(unit)
    return small_number(match[1]) if match else None


def stated_round(text: str) -> int | None:
    """Return the number in 第七轮次, 第7轮次 or 第二十一轮次 (1 to 99); None for other wordings."""
    match = _STATED_ROUND.fullmatch(text)
    return small_number(match[1]) if match else None


def rounds_done(text: str) -> int | None:
    """Return how many rounds a wording says are done: 4 of 前4轮次; None for other wordings."""
    match = _ROUNDS_DONE.fullmatch(text)
    return small_number(match[1]) if match else None
