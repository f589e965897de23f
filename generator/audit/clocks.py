"""Commits whose clock was wrong: dated after the day of reading, or before their parent.

Such a date bounds no event and moves no feed; what counts instead is the latest date before it that
can be relied on. See decision 0079.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from generator.audit.log import Commit
from generator.core.dates import today_in_china

SLACK = timedelta(days=1)
"""Clocks of two machines differ, and so do the days of two time zones."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def latest_day() -> date:
    """Return the last day that a commit read now may be dated, wherever it was made."""
    return today_in_china() + SLACK


def with_clocks(
    commits: Iterable[Commit], before: Mapping[str, datetime], latest: date
) -> list[Commit]:
    """Return the commits, oldest first as they are given, with `sure` where a date is wrong.

    `before`: the times that can be relied on, of parents that are not among them.
    """
    times = dict(before)
    found: list[Commit] = []
    for one in commits:
        parents = max((times[name] for name in one.parents if name in times), default=None)
        stated = _moment(one.committed)
        is_wrong = (
            stated is None or stated.date() > latest or (parents and stated < parents - SLACK)
        )
        if is_wrong or stated is None:
            sure = parents or _NEVER
            found.append(replace(one, sure=sure.isoformat()))
            times[one.id] = sure
        else:
            found.append(one)
            times[one.id] = max(stated, parents or stated)
    return found


def days_to_come(commits: Iterable[Commit]) -> Iterator[str]:
    """Yield the days (ISO) that commits are dated which lie in the future."""
    latest = latest_day()
    for one in commits:
        stated = _moment(one.committed) if one.sure else None
        if stated and stated.date() > latest:
            yield stated.date().isoformat()


def reliable(commits: Iterable[Commit]) -> dict[str, datetime]:
    """Return name → time that can be relied on, of commits that have been looked at."""
    return {one.id: moment for one in commits if (moment := _moment(one.sure or one.committed))}


def _moment(text: str) -> datetime | None:
    """Return the time of a commit; None where Git prints a year that no calendar has."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
