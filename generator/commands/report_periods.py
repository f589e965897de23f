"""What is typed for a period of `lantian report`, and the period that it stands for."""

import re
from collections.abc import Callable

import click

from generator.cli.options import instead, shown, typed_day, typed_text
from generator.kinds.register import Register
from generator.reports.periods import Period, month_of, quarter_of, round_of, week_of, year_of

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_YEAR = re.compile(r"[0-9]{4}")
_LOOSE = re.compile(r"([0-9]{4})[^0-9]*([0-9]{0,2})")
_MONTHS = range(1, 13)

Read = Callable[[str], Period]


def typed_round(text: str, register: Register) -> Period:
    """A round on record, or `…-R00`; BadParameter with the nearest where there is no such."""
    name = typed_text(text)
    known = (*register.rounds, *(f"{one}-R00" for one in register.programmes))
    if name not in known:
        raise click.BadParameter(f"没有叫 {shown(name)} 的轮次；{instead(name, known)}")
    programme, number = name.split("-R")
    return round_of(programme, int(number), register.rounds.get(name))


def typed_week(text: str) -> Period:
    """The week that holds a day."""
    return week_of(typed_day(text))


def typed_month(text: str) -> Period:
    """A month; BadParameter with the right way to write it."""
    match = _MONTH.fullmatch(typed_text(text))
    if not match or not _is_year(match[1]):
        raise _unreadable(text, "月份", "2019-07", lambda year, part: f"{year}-{part:02}")
    if int(match[2]) not in _MONTHS:
        raise click.BadParameter(f"{shown(text)} 不是日历上的月份，月份只有 01 到 12")
    return month_of(int(match[1]), int(match[2]))


def typed_quarter(text: str) -> Period:
    """A quarter; BadParameter with the right way to write it."""
    match = _QUARTER.fullmatch(typed_text(text))
    if not match or not _is_year(match[1]):
        raise _unreadable(text, "季度", "2019-Q3", lambda year, part: f"{year}-Q{part}", last=4)
    return quarter_of(int(match[1]), int(match[2]))


def typed_year(text: str) -> Period:
    """A year; BadParameter with the right way to write it."""
    word = typed_text(text)
    if not _YEAR.fullmatch(word) or not _is_year(word):
        raise click.BadParameter(f"{shown(text)} 不是年份的写法，写成 2019")
    return year_of(int(word))


def _is_year(text: str) -> bool:
    return int(text) > 0


def _unreadable(
    text: str, what: str, example: str, spelled: Callable[[str, int], str], last: int = 12
) -> click.BadParameter:
    """What was meant, where that can be seen: `2019年7月` is 2019-07."""
    loose = _LOOSE.search(text)
    meant = int(loose[2] or 0) if loose else 0
    right = spelled(loose[1], meant) if loose and 1 <= meant <= last else example
    return click.BadParameter(f"{shown(text)} 不是{what}的写法，写成 {right}")
