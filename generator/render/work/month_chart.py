"""The chart of the months of a target: a column each, and a line where the aim is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.kinds.target.model import Aim
from generator.kinds.target.status import Pace
from generator.render.terms import number_text
from generator.site.charts import COLUMN_HEIGHT, COLUMN_WIDTH, FOOT_ROOM, HEAD_ROOM, PartView
from generator.site.tables import Cell, NumberRow, NumberTable

WIDE = 44
"""From one column to the next."""

AT_LEFT = 8
AT_RIGHT = 110
"""Room for the words beside the line."""

_GROUND = HEAD_ROOM + COLUMN_HEIGHT


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """One column, in the units of the drawing."""

    label: str
    said: str
    text: str
    x: int
    top: int
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class MonthChart:
    """A column for each month, perhaps one for where it would end, and the line of the aim."""

    key: str
    title: str
    description: str
    width: int
    height: int
    ground: int
    thickness: int
    goal: int
    goal_text: str
    columns: tuple[MonthColumn, ...]
    kinds: tuple[tuple[str, str], ...]
    table: NumberTable


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    said: str
    parts: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        return sum((value for _, value in self.parts), Decimal(0))


def month_chart(key: str, aim: Aim, so_far: Pace) -> MonthChart:
    """The chart of an aim of which months are known."""
    bars = list(_bars(aim, so_far))
    most = max(aim.value, *(bar.total for bar in bars), Decimal(1))
    words = "逐月累计" if aim.adds_up else "逐月数值"
    title = f"{aim.name}，{aim.start}至{aim.end}，{words}（{aim.unit}）"
    goal = _GROUND - _length(aim.value, most)
    return MonthChart(
        key=key,
        title=title,
        description=_in_words(aim, so_far),
        width=AT_LEFT + len(bars) * WIDE + AT_RIGHT,
        height=_GROUND + FOOT_ROOM,
        ground=_GROUND,
        thickness=COLUMN_WIDTH,
        goal=goal,
        goal_text=f"目标 {number_text(aim.value)}",
        columns=tuple(_column(place, bar, most) for place, bar in enumerate(bars)),
        kinds=_kinds(aim, so_far),
        table=_table(title, aim, so_far),
    )


def _bars(aim: Aim, so_far: Pace) -> Sequence[_Bar]:
    bars, before = [], Decimal(0)
    several_years = len({one.month.year for one in aim.months}) > 1
    for one in aim.months:
        past = [("closed", before)] if aim.adds_up else []
        parts = (*past, ("open" if aim.adds_up else "closed", one.value))
        before += one.value
        label = f"{one.month.month}月"
        if several_years:
            label = f"{one.month.year % 100:02}-{one.month.month:02}"
        bars.append(_Bar(label, one.month.chinese, parts))
    if so_far.projected is not None and aim.reached is None:
        bars.append(_Bar("推算", "按目前月均推算", (("unknown", so_far.projected),)))
    return bars


def _length(value: Decimal, most: Decimal) -> int:
    return round(COLUMN_HEIGHT * max(value, Decimal(0)) / most)


def _column(place: int, bar: _Bar, most: Decimal) -> MonthColumn:
    parts, below = [], Decimal(0)
    for kind, value in bar.parts:
        low, high = (_GROUND - _length(one, most) for one in (below, below + value))
        below += value
        if low > high:
            parts.append(PartView(kind, high, low - high))
    text = number_text(bar.total)
    x = AT_LEFT + place * WIDE + (WIDE - COLUMN_WIDTH) // 2
    top = _GROUND - _length(bar.total, most)
    return MonthColumn(bar.label, f"{bar.said}：{text}", text, x, top, tuple(parts))


def _kinds(aim: Aim, so_far: Pace) -> tuple[tuple[str, str], ...]:
    kinds = [("closed", "此前各月累计"), ("open", "当月")] if aim.adds_up else [("closed", "各月")]
    if so_far.projected is not None and aim.reached is None:
        kinds.append(("unknown", "按目前月均推算"))
    return tuple(kinds)


def _in_words(aim: Aim, so_far: Pace) -> str:
    most = max(aim.months, key=lambda one: one.value)
    least = min(aim.months, key=lambda one: one.value)
    return (
        f"柱形图，{so_far.months} 个月，最高的是{most.month.chinese}，{number_text(most.value)}；"
        f"最低的是{least.month.chinese}，{number_text(least.value)}；"
        f"横线是目标，{aim.better} {number_text(aim.value)} {aim.unit}。"
    )


def _table(title: str, aim: Aim, so_far: Pace) -> NumberTable:
    rows, total = [], Decimal(0)
    for one in aim.months:
        total += one.value
        own = Cell(number_text(one.value))
        cells = (own, Cell(number_text(total))) if aim.adds_up else (own,)
        rows.append(NumberRow(Cell(str(one.month), sort=str(one.month)), cells))
    if so_far.projected is not None and aim.reached is None:
        ends = Cell(number_text(so_far.projected))
        rows.append(NumberRow(Cell("按目前月均推算"), (Cell(""), ends) if aim.adds_up else (ends,)))
    heads = ("当月", "累计") if aim.adds_up else ("数值",)
    return NumberTable(title, "月份", heads, tuple(rows))
