"""Phrases of bulletins and letters: numbering, places with their counts, days and shares."""

from collections.abc import Sequence
from datetime import date

from generator.render.measures import share_text
from generator.reports.periods import Period, days_text
from generator.reports.report import PlaceCount, Report

INDENT = "　　"
NAMED = 5
"""Places that a line names one by one."""

_DIGITS = "零一二三四五六七八九"
_HUNDRED = 100
_TITLED = 3
"""Cities that a title names."""


def numeral(number: int) -> str:
    """A number as headings are counted: 一, 十, 十一, 二十; from 100 on in figures."""
    if number >= _HUNDRED:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones else "")


def counted_text(count: int, whole: int) -> str:
    """`31 条，占 25.2%（31/123）`."""
    share = share_text(count, whole)
    return f"{count} 条，占 {share}" if share else f"{count} 条"


def places_text(places: Sequence[PlaceCount], of: str) -> str:
    """The first places in official order, each with its count, and how many they are in all."""
    named = "、".join(f"{one.name} {one.count} 条" for one in places[:NAMED])
    return f"{named}等 {len(places)} 个{of}" if len(places) > NAMED else named


def prose_day(day: str) -> str:
    """An ISO day as in prose: 2019年8月1日; "" stays."""
    one = date.fromisoformat(day) if day else None
    return days_text(one, one) if one else ""


def prose_days(first: str, last: str) -> str:
    """Two ISO days as in prose: 2019年7月7日至21日."""
    return days_text(date.fromisoformat(first), date.fromisoformat(last))


def period_days(period: Period) -> str:
    """The days of a period, and how they are known where that is not plain; "" where unknown."""
    if not period.first:
        return ""
    standing = f"（{period.standing}）" if period.standing else ""
    return prose_days(period.first, period.last) + standing


def cities_text(cities: Sequence[str]) -> str:
    """The cities that a title names; "" for all."""
    rest = f"等 {len(cities)} 市" if len(cities) > _TITLED else ""
    return "、".join(cities[:_TITLED]) + rest


def report_title(report: Report) -> str:
    """The title of a bulletin."""
    programmes, cities = "、".join(report.programmes), cities_text(report.cities)
    return f"{programmes}{report.period.label}{cities}问题情况通报"
