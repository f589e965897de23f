"""The positions of the bars and columns of a chart; the SVG is in the templates.

See decision 0047.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.site.tables import Cell, NumberRow, NumberTable

COLUMN_WIDTH = 24
SERIES_GAP = 20
COLUMN_HEIGHT = 150
HEAD_ROOM = 20
FOOT_ROOM = 40


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar; `share` is its length in hundredths of the longest."""

    label: str
    count: int
    href: str
    share: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of horizontal bars that all start at zero."""

    title: str
    description: str
    bars: tuple[BarView, ...]
    table: NumberTable


def bar_chart(title: str, corner: str, values: Sequence[Cell]) -> BarChart:
    """Return a bar for each label; a value's `sort` is its label, its text the count."""
    most = max((int(value.text) for value in values), default=0) or 1
    bars = tuple(
        BarView(value.sort, count, value.href, round(100 * count / most))
        for value in values
        for count in (int(value.text),)
    )
    rows = tuple(NumberRow(Cell(value.sort), (value,)) for value in values)
    table = NumberTable(title, corner, ("个数",), rows)
    return BarChart(title, _bars_in_words(bars), bars, table)


def _bars_in_words(bars: Sequence[BarView]) -> str:
    if not bars:
        return "没有记录。"
    most = max(bars, key=lambda bar: bar.count)
    return f"横条图，{len(bars)} 项，最长的是{most.label}，{most.count} 个。"


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a column: `kind` selects its pattern."""

    kind: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column, in the units of the drawing, with its parts from the ground up."""

    label: str
    label_x: int
    title: str
    total: int
    href: str
    x: int
    top: int
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """A chart of upright columns, each made of the same kinds of parts."""

    key: str
    title: str
    description: str
    width: int
    height: int
    ground: int
    thickness: int
    kinds: tuple[tuple[str, str], ...]
    columns: tuple[ColumnView, ...]
    table: NumberTable


@dataclass(frozen=True, slots=True)
class Stack:
    """One column: short label, full name, link, and the counts of its parts."""

    label: str
    title: str
    href: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return the sum of all parts."""
        return sum(self.counts)


def series_chart(
    key: str, kinds: Sequence[tuple[str, str]], stacks: Sequence[Stack], table: NumberTable
) -> ColumnChart:
    """Return a group of columns for each stack, beside each other: counts that do not add up."""
    most = max((count for stack in stacks for count in stack.counts), default=0) or 1
    pitch = len(kinds) * (COLUMN_WIDTH + 2) + SERIES_GAP
    return ColumnChart(
        key=key,
        title=table.caption,
        description=_series_in_words(kinds, stacks),
        width=len(stacks) * pitch + 10,
        height=HEAD_ROOM + COLUMN_HEIGHT + FOOT_ROOM,
        ground=HEAD_ROOM + COLUMN_HEIGHT,
        thickness=COLUMN_WIDTH,
        kinds=tuple(kinds),
        columns=tuple(
            column
            for place, stack in enumerate(stacks)
            for column in _series(5 + place * pitch, stack, kinds, most)
        ),
        table=table,
    )


def _series(
    start: int, stack: Stack, kinds: Sequence[tuple[str, str]], most: int
) -> Iterator[ColumnView]:
    """Yield the columns of one group; the first of them has the label of all, below the middle."""
    ground = HEAD_ROOM + COLUMN_HEIGHT
    middle = start + len(kinds) * (COLUMN_WIDTH + 2) // 2
    for at, ((kind, name), count) in enumerate(zip(kinds, stack.counts, strict=True)):
        top = ground - round(COLUMN_HEIGHT * count / most)
        parts = (PartView(kind, top, ground - top),) if count else ()
        label = stack.label if at == 0 else ""
        x = start + at * (COLUMN_WIDTH + 2)
        yield ColumnView(label, middle, f"{stack.title}{name}", count, stack.href, x, top, parts)


def _series_in_words(kinds: Sequence[tuple[str, str]], stacks: Sequence[Stack]) -> str:
    if not stacks:
        return "没有记录。"
    last = stacks[-1]
    told = "，".join(f"{name} {n} 个" for (_, name), n in zip(kinds, last.counts, strict=True))
    return f"柱形图，{stacks[0].title}至{last.title}，每月一组；{last.title}{told}。"
