"""Batches of invented records: the records of one day, and the feeds that return them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from generator.core.fields import Record
from generator.demo.scenarios import DemoEvent

REPORT_DAY = 25
"""The day of the month by which places report."""

_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """Records that are written on a day in one commit, and the message of that commit."""

    day: date
    message: str
    records: Sequence[Record]


class DemoFeed(Protocol):
    """A source of batches of one kind of record; the same setting and seed, the same batches."""

    def note(self, event: DemoEvent) -> None:
        """Take notice of a step of an invented issue, which later batches may follow."""

    def until(self, day: date) -> Iterator[RecordBatch]:
        """Return the batches up to a day that were not returned before, by day."""


class ScheduledFeed:
    """A feed of batches that do not depend on issues."""

    def __init__(self, batches: Iterable[RecordBatch]) -> None:
        self._batches = iter(batches)
        self._next = next(self._batches, None)

    def note(self, event: DemoEvent) -> None:
        """Ignore the issue: the batches were known before."""

    def until(self, day: date) -> Iterator[RecordBatch]:
        """Return the batches up to a day that were not returned before."""
        while self._next and self._next.day <= day:
            yield self._next
            self._next = next(self._batches, None)


def report_days(first: date, last: date) -> list[date]:
    """Return the day of report in each month that lies between two days."""
    years = range(first.year, last.year + 1)
    days = (date(year, month, REPORT_DAY) for year in years for month in _MONTHS)
    return [day for day in days if first <= day <= last]
