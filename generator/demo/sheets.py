"""Records that are written down together on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.model.fields import Record

REPORT_DAY = 25
"""The day of a month up to which places report."""

_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Records as they are written down on a day, and why."""

    day: date
    message: str
    records: Sequence[Record]


def report_days(first: date, last: date) -> list[date]:
    """The day of report in each month that lies between two days."""
    years = range(first.year, last.year + 1)
    days = (date(year, month, REPORT_DAY) for year in years for month in _MONTHS)
    return [day for day in days if first <= day <= last]
