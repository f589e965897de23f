"""The calendar of seasonal enforcement (分季节执法): the subjects and issues of each season."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.programme.model import Programme, Season
from generator.site.tables import Behind, Cell, NumberRow, NumberTable, counted

_MONTH = len("2019-05")


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """One season of one year and one group: a count for each of its months (`2019-05`)."""

    season: Season
    year: int
    group: str
    months: tuple[tuple[str, int], ...]


def season_lines(
    seasons: Sequence[Season], summaries: Sequence[IssueSummary], years: Sequence[int]
) -> list[SeasonLine]:
    """Return the counts of all seasons that have months and groups, by their months."""
    counts = Counter((one.found_on[:_MONTH], one.group) for one in summaries)
    return [
        SeasonLine(season, year, group, _months(season, year, group, counts))
        for season in seasons
        if season.months
        for year in years
        for group in season.groups
    ]


def _months(
    season: Season, year: int, group: str, counts: Counter[tuple[str, str]]
) -> tuple[tuple[str, int], ...]:
    keys = [f"{year:04}-{month:02}" for month in sorted(set(season.months))]
    return tuple((key, counts[key, group]) for key in keys)


MONTHS = range(1, 13)
LABEL = 92
MONTH = 46
HEAD = 24
ROW = 26
THICKNESS = 16
SHORT = 6
"""Letters of a season that fit beside its row."""

UNKNOWN = "月份未公开"


@dataclass(frozen=True, slots=True)
class SeasonBar:
    """One season, in the units of the drawing; `spans` are its months, joined where they touch."""

    label: str
    said: str
    y: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SeasonCalendar:
    """The drawing, with title, description and the same as a table."""

    key: str
    title: str
    description: str
    width: int
    height: int
    start: int
    head: int
    thickness: int
    months: tuple[tuple[str, int], ...]
    bars: tuple[SeasonBar, ...]
    rows: tuple[tuple[Season, tuple[bool, ...]], ...]
    counts: NumberTable


def season_calendar(
    programme: Programme, summaries: Sequence[IssueSummary], behind: Behind, today: date
) -> SeasonCalendar | None:
    """Return the calendar of a programme; None where it has no seasons."""
    seasons = programme.seasons
    if not seasons:
        return None
    lines = season_lines(seasons, summaries, _years(programme, today))
    return SeasonCalendar(
        key=f"seasons-{programme.id}",
        title="分季节执法，按月",
        description="；".join(_season_text(one) for one in seasons) + "。",
        width=LABEL + MONTH * len(MONTHS) + 2,
        height=HEAD + ROW * len(seasons),
        start=LABEL,
        head=HEAD,
        thickness=THICKNESS,
        months=tuple((f"{one}月", _x(one) + MONTH // 2) for one in MONTHS),
        bars=tuple(_bar(place, one) for place, one in enumerate(seasons)),
        rows=tuple((one, tuple(month in one.months for month in MONTHS)) for one in seasons),
        counts=_counts(programme, lines, behind),
    )


def _years(programme: Programme, today: date) -> list[int]:
    """Return the years in which the programme has run up to a day."""
    end = programme.period.end
    last = min(today, end.latest).year if end else today.year
    return list(range(programme.period.start.year, last + 1))


def _x(month: int) -> int:
    return LABEL + MONTH * (month - 1)


def _season_text(one: Season) -> str:
    months = "、".join(f"{month}月" for month in sorted(set(one.months)))
    return f"{one.season}：{one.focus}，{months or UNKNOWN}"


def _bar(place: int, one: Season) -> SeasonBar:
    label = one.season if len(one.season) <= SHORT else f"{one.season[: SHORT - 1]}…"
    spans: list[tuple[int, int]] = []
    for month in sorted(set(one.months)):
        if spans and sum(spans[-1]) == _x(month):
            spans[-1] = (spans[-1][0], spans[-1][1] + MONTH)
        else:
            spans.append((_x(month), MONTH))
    return SeasonBar(label, _season_text(one), HEAD + ROW * place, tuple(spans))


def _counts(programme: Programme, lines: Sequence[SeasonLine], behind: Behind) -> NumberTable:
    """Return a row for each season, year and group; months outside the season stay empty."""
    rows = tuple(
        NumberRow(
            Cell(one.season.season),
            tuple(_cells(programme, one, behind)),
            words=(str(one.year), one.group),
        )
        for one in lines
    )
    heads = tuple(f"{month}月" for month in MONTHS)
    caption = "各季节当月发现的问题，按这个季节所看的大类"
    return NumberTable(caption, "季节", heads, rows, words=("年份", "问题大类"))


def _cells(programme: Programme, one: SeasonLine, behind: Behind) -> list[Cell]:
    found = dict(one.months)
    cells = []
    for month in MONTHS:
        key = f"{one.year:04}-{month:02}"
        href = behind.records(programme=programme.id, group=one.group, date=key)
        cells.append(counted(found[key], href) if key in found else Cell(""))
    return cells
