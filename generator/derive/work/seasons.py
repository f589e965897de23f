"""What was found in the months of each season, of the groups that its enforcement looks at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.kinds.issue.ledger import Brief
from generator.model.calendar import Season

_MONTH = len("2019-05")


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """One season of one year and one group: a count for each of its months (`2019-05`)."""

    season: Season
    year: int
    group: str
    months: tuple[tuple[str, int], ...]


def season_lines(
    seasons: Sequence[Season], briefs: Sequence[Brief], years: Sequence[int]
) -> list[SeasonLine]:
    """The counts of all seasons that have months and groups; months as the seasons name them."""
    counts = Counter((one.found_on[:_MONTH], one.group) for one in briefs)
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
