"""The periods of bulletins: rounds, weeks, months, quarters and years."""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from generator.core.dates import parse_partial
from generator.core.serials import id_order
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.summaries import Overview, month_key, round_id
from generator.kinds.register import grouped
from generator.kinds.round.model import Round

MONTHS = 3
"""Months of a quarter."""

WEEKS = 8
"""The number of last weeks, this one included, that have a page; the command takes any week."""

_YEAR = 4
_QUARTERS = "一二三四"


class PeriodKind(StrEnum):
    """The kind of a period."""

    ROUND = "round"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """One period with its first and last day (ISO, "" where unknown).

    `key` is typed as `LT19-R05`, `2019-07-08` (a Monday), `2019-07`, `2019-Q3`, `2019`.
    `standing` is how the days of a round are known.
    """

    kind: PeriodKind
    key: str
    label: str
    first: str = ""
    last: str = ""
    standing: str = ""

    @property
    def is_round(self) -> bool:
        """Return whether issues belong to it by their IDs and not by the day of finding."""
        return self.kind is PeriodKind.ROUND

    @property
    def is_unknown_round(self) -> bool:
        """Return whether it holds the issues of a programme that belong to no known round."""
        return self.is_round and self.key.endswith("-R00")

    @property
    def days(self) -> tuple[date, date]:
        """Return its first and last day; ValueError where they are unknown."""
        return date.fromisoformat(self.first), date.fromisoformat(self.last)

    def holds(self, summary: IssueSummary) -> bool:
        """Return whether an issue belongs to it; a date without a day must lie inside entirely."""
        if self.is_round:
            return round_id(summary) == self.key
        found, (first, last) = parse_partial(summary.found_on), self.days
        return first <= found.earliest and found.latest <= last

    def of(self, summaries: Iterable[IssueSummary]) -> list[IssueSummary]:
        """Return those of the issues that belong to it."""
        return [one for one in summaries if self.holds(one)]

    def may_hold(self, summary: IssueSummary) -> bool:
        """Return whether an issue may belong to it and its date is too vague to decide."""
        if self.is_round or self.holds(summary):
            return False
        found, (first, last) = parse_partial(summary.found_on), self.days
        return found.earliest <= last and first <= found.latest


def round_of(programme: str, number: int, record: Round | None) -> ReportPeriod:
    """Return a round; number 0 holds the issues of a programme that belong to none."""
    return ReportPeriod(
        PeriodKind.ROUND,
        f"{programme}-R{number:02}",
        f"第{number}轮" if number else "未注明第几轮的",
        record.start.isoformat() if record else "",
        record.end.isoformat() if record else "",
        record.standing if record else "",
    )


def week_of(day: date) -> ReportPeriod:
    """Return the week, Monday to Sunday, of a day."""
    first = day - timedelta(day.weekday())
    last = first + timedelta(6)
    key = first.isoformat()
    return ReportPeriod(PeriodKind.WEEK, key, days_text(first, last), key, last.isoformat())


def month_of(year: int, month: int) -> ReportPeriod:
    """Return a calendar month."""
    first, last = _span(year, month, month)
    return ReportPeriod(
        PeriodKind.MONTH, f"{year:04}-{month:02}", f"{year}年{month}月", first, last
    )


def months_of(period: ReportPeriod) -> list[ReportPeriod]:
    """Return the months of a quarter or a year."""
    first, last = period.days
    return [month_of(first.year, month) for month in range(first.month, last.month + 1)]


def quarter_of(year: int, number: int) -> ReportPeriod:
    """Return a calendar quarter, counted from 1."""
    first, last = _span(year, MONTHS * number - 2, MONTHS * number)
    label = f"{year}年第{_QUARTERS[number - 1]}季度"
    return ReportPeriod(PeriodKind.QUARTER, f"{year:04}-Q{number}", label, first, last)


def year_of(year: int) -> ReportPeriod:
    """Return a calendar year."""
    first, last = _span(year, 1, 12)
    return ReportPeriod(PeriodKind.YEAR, f"{year:04}", f"{year}年", first, last)


def days_text(first: date, last: date) -> str:
    """Return a range of days in prose: 2019年7月8日至14日; shared parts are written once."""
    start = f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return start
    end = f"{last.day}日"
    if (first.year, first.month) != (last.year, last.month):
        end = f"{last.month}月{end}"
    return f"{start}至{end}" if first.year == last.year else f"{start}至{last.year}年{end}"


def _span(year: int, first: int, last: int) -> tuple[str, str]:
    end = calendar.monthrange(year, last)[1]
    return date(year, first, 1).isoformat(), date(year, last, end).isoformat()


@dataclass(frozen=True, slots=True)
class Filled:
    """A period with its issues, and those whose dates are too vague to decide."""

    period: ReportPeriod
    summaries: Sequence[IssueSummary]
    undated: Sequence[IssueSummary] = ()


def filled(period: ReportPeriod, summaries: Sequence[IssueSummary]) -> Filled:
    """Return a period with its issues out of these."""
    return Filled(
        period,
        period.of(summaries),
        [one for one in summaries if period.may_hold(one)],
    )


def filled_rounds(overview: Overview, rounds: Mapping[str, Round]) -> Iterator[Filled]:
    """Return every round in which issues were found, by ID."""
    for name in overview.by_round:
        yield filled_round(overview, rounds, name)


def filled_round(overview: Overview, rounds: Mapping[str, Round], name: str) -> Filled:
    """Return a round, given by ID, with its issues."""
    programme, number = name.split("-R")
    period = round_of(programme, int(number), rounds.get(name))
    return Filled(period, overview.by_round[name])


@cache
def recent_weeks(today: date) -> tuple[str, ...]:
    """Return the keys of the weeks that may have a page on a day, the latest first."""
    return tuple(week_of(today - timedelta(7 * place)).key for place in range(WEEKS))


def may_be_recent(month: str, today: date) -> bool:
    """Return whether issues found in a month, or a year, may belong to one of these weeks."""
    return month >= recent_weeks(today)[-1][: len(month)]


def recent_from(by_month: Mapping[str, Sequence[IssueSummary]], today: date) -> list[IssueSummary]:
    """Return the issues that may belong to one of these weeks, by ID, from those by month."""
    found = (one for month in by_month if may_be_recent(month, today) for one in by_month[month])
    return sorted(found, key=lambda one: id_order(one.id))


def filled_weeks(summaries: Sequence[IssueSummary], today: date, number: int) -> Iterator[Filled]:
    """Return the last weeks up to that of a day in which issues were found."""
    monday = today - timedelta(today.weekday())
    since = (monday - timedelta(7 * (number - 1))).isoformat()
    recent = [one for one in summaries if one.found_on >= since[: len(one.found_on)]]
    for place in range(number - 1, -1, -1):
        found = filled(week_of(monday - timedelta(7 * place)), recent)
        if found.summaries:
            yield found


def filled_days(summaries: Sequence[IssueSummary]) -> Iterator[Filled]:
    """Return every month, quarter and year in which issues were found, grouped once, in order."""
    by_month = grouped(summaries, month_key)
    for period in days_found(by_month):
        yield filled_from(period, by_month)


def days_found(months: Iterable[str]) -> Iterator[ReportPeriod]:
    """Return the months, quarters and years of these months, or years, of finding, in order."""
    names = set(months)
    for year in sorted(int(one) for one in {name[:_YEAR] for name in names}):
        found = [month for month in range(1, 13) if f"{year:04}-{month:02}" in names]
        yield from (month_of(year, month) for month in found)
        quarters = sorted({(month - 1) // MONTHS + 1 for month in found})
        yield from (quarter_of(year, number) for number in quarters)
        yield year_of(year)


def days_of(key: str) -> ReportPeriod:
    """Return the month, quarter or year of a key: `2019-05`, `2019-Q2`, `2019`."""
    year, _, part = key.partition("-")
    if not part:
        return year_of(int(year))
    if part.startswith("Q"):
        return quarter_of(int(year), int(part[1:]))
    return month_of(int(year), int(part))


def filled_from(period: ReportPeriod, by_month: Mapping[str, Sequence[IssueSummary]]) -> Filled:
    """Return a month, a quarter or a year with its issues, from those by month."""
    vague = by_month.get(period.first[:_YEAR], ())
    own = [one for month in months_of(period) for one in by_month.get(month.key, ())]
    if period.kind is PeriodKind.YEAR:
        return Filled(period, [*vague, *own])
    return Filled(period, own, vague)
