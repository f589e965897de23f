"""The calendar of the rounds of a campaign: a bar for each, and where one reaches into the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from generator.model.round import Round
from generator.render.terms import round_label
from generator.site.links import Links
from generator.site.tables import Cell, NumberRow, NumberTable

ROW = 17
THICKNESS = 11
LABEL = 66
LENGTH = 620
HEAD = 24
END = 46
MOST_MARKS = 9
"""Marks of months above the bars; more would run into each other."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a month."""

    label: str
    x: int


@dataclass(frozen=True, slots=True)
class RoundBar:
    """One round, in the units of the drawing; `shared` are places that two rounds have."""

    label: str
    said: str
    href: str
    y: int
    x: int
    length: int
    shared: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RoundCalendar:
    """The drawing, with title, description and the same numbers as a table."""

    key: str
    title: str
    description: str
    width: int
    height: int
    head: int
    start: int
    thickness: int
    marks: tuple[Mark, ...]
    bars: tuple[RoundBar, ...]
    table: NumberTable


def round_calendar(name: str, rounds: Sequence[Round], link: Links) -> RoundCalendar | None:
    """The calendar of these rounds, in order of their numbers; None where there are none."""
    if not rounds:
        return None
    in_order = sorted(rounds, key=lambda one: one.number)
    scale = _Scale(min(one.start for one in in_order), max(one.end for one in in_order))
    title = f"{name}的轮次，按日期"
    return RoundCalendar(
        key=f"calendar-{in_order[0].programme_id}",
        title=title,
        description=_in_words(in_order),
        width=LABEL + LENGTH + END,
        height=HEAD + ROW * len(in_order),
        head=HEAD,
        start=LABEL,
        thickness=THICKNESS,
        marks=tuple(_marks(scale)),
        bars=tuple(_bar(place, in_order, scale, link) for place in range(len(in_order))),
        table=_table(title, in_order, link),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        """Where a day begins."""
        return LABEL + round(LENGTH * (day - self.first).days / self.days)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def span(self, start: date, end: date) -> tuple[int, int]:
        """Place and length of some days, both ends included."""
        x = self.x(start)
        return x, max(2, self.x(end + timedelta(1)) - x)


def overlap(before: Round, after: Round) -> tuple[date, date] | None:
    """The days that two rounds share, first and last; None where they share none."""
    start, end = max(before.start, after.start), min(before.end, after.end)
    return (start, end) if start <= end else None


def shared_days(before: Round, after: Round) -> int:
    """How many days two rounds share; below nought, how many lie between them."""
    return (before.end - after.start).days + 1


def _bar(place: int, rounds: Sequence[Round], scale: _Scale, link: Links) -> RoundBar:
    one = rounds[place]
    near = [*rounds[max(place - 1, 0) : place], *rounds[place + 1 : place + 2]]
    shared = tuple(scale.span(*days) for other in near if (days := overlap(one, other)))
    x, length = scale.span(one.start, one.end)
    label = round_label(one.number)
    said = f"{label}：{one.start} 至 {one.end}，{one.standing}"
    return RoundBar(label, said, link.round(one.id), HEAD + place * ROW, x, length, shared)


def _marks(scale: _Scale) -> Iterator[Mark]:
    months = [day for day in _firsts(scale.first) if day <= scale.last]
    every = -(-len(months) // MOST_MARKS)
    for day in months[:: every or 1]:
        yield Mark(f"{day:%Y-%m}", scale.x(day))


def _firsts(after: date) -> Iterator[date]:
    """The first days of the months from a day on; so many that any campaign ends before."""
    for number in range(after.month, after.month + 240):
        yield date(after.year + number // 12, number % 12 + 1, 1)


def _in_words(rounds: Sequence[Round]) -> str:
    shared = [
        days for before, after in pairwise(rounds) if (days := shared_days(before, after)) > 0
    ]
    told = (
        f"相邻两轮有重叠的 {len(shared)} 处，最长 {max(shared)} 天"
        if shared
        else "相邻的轮次没有重叠的日子"
    )
    last = max(one.end for one in rounds)
    return f"横条图，{len(rounds)} 个轮次，{rounds[0].start} 至 {last}；{told}。"


def _table(title: str, rounds: Sequence[Round], link: Links) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(round_label(one.number), link.round(one.id), sort=one.id),
            (Cell(str((one.end - one.start).days + 1)), *_to_next(one, rounds[place + 1 :][:1])),
            words=(str(one.start), str(one.end), one.standing),
        )
        for place, one in enumerate(rounds)
    )
    heads = ("天数", "与下一轮重叠天数", "到下一轮间隔天数")
    return NumberTable(title, "轮次", heads, rows, words=("首日", "末日", "依据"))


def _to_next(one: Round, following: Sequence[Round]) -> tuple[Cell, Cell]:
    if not following:
        return Cell(""), Cell("")
    days = shared_days(one, following[0])
    return Cell(str(max(days, 0))), Cell(str(max(-days, 0)))
