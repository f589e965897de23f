"""Charts of counts over time: columns on an axis that begins at zero, with the same numbers as a
table. No chart is made of fewer than three values.

See decision 0107.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.site.tables import Cell, NumberRow, NumberTable

LEAST = 3
"""Values of which a chart says more than its table."""

WIDTH, HEIGHT = 600, 205
_LEFT, _TOP, _GROUND = 36, 15, 180
_BAR_SHARE = 0.6
"""How much of the room of a label its columns take."""

_MOST_STEPS = 5
_MANY = 30
"""Columns from which on there is no room for their numbers."""


@dataclass(frozen=True, slots=True)
class Series:
    """One count for each label: its look (`over`, `hand`, `done`, `wait`), its name, its values."""

    look: str
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AxisStep:
    """A line across the chart with its number."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class TrendColumn:
    """One column, in the units of the drawing, with its number above."""

    look: str
    x: float
    y: float
    width: float
    height: float
    text: str

    @property
    def middle(self) -> float:
        """Return where its number stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Label:
    """A word under the ground line."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A chart, the meaning of its columns, and its table."""

    title: str
    said: str
    steps: tuple[AxisStep, ...]
    columns: tuple[TrendColumn, ...]
    labels: tuple[Label, ...]
    keys: tuple[tuple[str, str], ...]
    table: NumberTable
    left: int = _LEFT
    ground: int = _GROUND
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def is_crowded(self) -> bool:
        """Return whether numbers above columns would stand over each other on a phone."""
        return len(self.columns) > LEAST * _MOST_STEPS


def trend_chart(
    title: str,
    corner: str,
    labels: Sequence[str],
    series: Sequence[Series],
    table: NumberTable,
    most: int = 0,
) -> TrendChart | None:
    """Return the chart of some series over the same labels; None of fewer than three labels.

    `most` is the highest value of charts that are compared; without it that of this one.
    """
    most = most or max((value for one in series for value in one.values), default=0)
    if len(labels) < LEAST or not most:
        return None
    step = _step(most)
    top = step * -(-most // step)
    return TrendChart(
        title=title,
        said=_said(title, corner, labels, series),
        steps=tuple(AxisStep(_y(value, top), str(value)) for value in range(0, top + 1, step)),
        columns=tuple(_columns(labels, series, top)),
        labels=tuple(_labels(labels)),
        keys=tuple((one.look, one.name) for one in series) if len(series) > 1 else (),
        table=table,
    )


def trend_table(
    caption: str, corner: str, labels: Sequence[Cell], series: Sequence[Series]
) -> NumberTable:
    """Return the same numbers as a table, a row for each label."""
    rows = tuple(
        NumberRow(label, tuple(Cell(str(one.values[place])) for one in series))
        for place, label in enumerate(labels)
    )
    return NumberTable(caption, corner, tuple(one.name for one in series), rows)


def _step(most: int) -> int:
    """Return the distance of the lines: 1, 2 or 5 with zeros, so that there are few."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if most <= _MOST_STEPS * factor * unit:
                return factor * unit
        unit *= 10


def _y(value: int, top: int) -> float:
    return round(_GROUND - (_GROUND - _TOP) * value / top, 1)


def _room(labels: Sequence[str]) -> float:
    return (WIDTH - _LEFT) / len(labels)


def _columns(labels: Sequence[str], series: Sequence[Series], top: int) -> Iterator[TrendColumn]:
    room = _room(labels)
    width = round(room * _BAR_SHARE / len(series), 1)
    has_numbers = len(labels) * len(series) <= _MANY
    for place in range(len(labels)):
        start = _LEFT + room * place + room * (1 - _BAR_SHARE) / 2
        for at, one in enumerate(series):
            value = one.values[place]
            y = _y(value, top)
            text = str(value) if value and has_numbers else ""
            yield TrendColumn(
                one.look, round(start + at * width, 1), y, width, round(_GROUND - y, 1), text
            )


def _labels(labels: Sequence[str]) -> Iterator[Label]:
    """Yield the labels that have room; the last always."""
    room = _room(labels)
    every = -(-len(labels) * _LETTERS // WIDTH)
    for place, text in enumerate(labels):
        if (len(labels) - 1 - place) % every == 0:
            yield Label(round(_LEFT + room * (place + 0.5), 1), text)


_LETTERS = 45
"""What a label takes of the width."""


def _said(title: str, corner: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    last = "，".join(f"{one.name} {one.values[-1]} 个" for one in series)
    span = f"{labels[0]}至{labels[-1]}"
    return f"{title}，柱状图，按{corner}，{span}；{labels[-1]}{last}。数据见图下的表。"
