"""What presses about some issues on a day: overdue, due soon, waiting for a check or for closing.

Every figure of this sort on any page is counted here. What ended, and the ratios, are counted by
`summaries.tally`; the work of periods by `work`.

See decision 0108.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.summaries import due_between
from generator.kinds.programme.lifecycle import ABOVE, GROUPS

WEEK, FORTNIGHT = 7, 15
"""Days ahead within which deadlines are counted apart; the longer is about a round."""

WaitingFor = tuple[str, str]
"""A role and the step that it owes."""


@dataclass(frozen=True, slots=True)
class Pressing:
    """Counts of issues as of a day; an issue that owes two things counts once.

    `overdue`: the place is past a deadline, the longest by `longest` days. `week` and `fortnight`
    are not overdue and fall due within so many days. `to_check` wait for a group to verify them,
    `to_close` for those above to close them; `checks` and `closings` are who owes that.
    `to_recheck` were checked and are to be checked again from time to time.
    """

    overdue: int = 0
    longest: int = 0
    week: int = 0
    fortnight: int = 0
    to_check: int = 0
    to_recheck: int = 0
    to_close: int = 0
    checks: tuple[WaitingFor, ...] = ()
    closings: tuple[WaitingFor, ...] = ()


def pressing(summaries: Sequence[IssueSummary], vocabulary: Vocabulary, today: date) -> Pressing:
    """Return what presses about these issues."""
    day = today.isoformat()
    over = [one.owed for one in summaries if one.is_over(day)]
    verified = _waiting(summaries, GROUPS, vocabulary.with_role("steps", Role.VERIFIED))
    to_check = [(one, debt) for one, debt in verified if not debt.again]
    to_close = _waiting(summaries, ABOVE, vocabulary.with_role("steps", Role.CLOSED))
    return Pressing(
        overdue=len(over),
        longest=(today - date.fromisoformat(min(over))).days if over else 0,
        week=len(near(summaries, today, WEEK)),
        fortnight=len(near(summaries, today, FORTNIGHT)),
        to_check=len({one for one, _ in to_check}),
        to_recheck=len({one for one, debt in verified if debt.again}),
        to_close=len({one for one, _ in to_close}),
        checks=tuple(dict.fromkeys((debt.of, debt.awaits) for _, debt in to_check)),
        closings=tuple(dict.fromkeys((debt.of, debt.awaits) for _, debt in to_close)),
    )


def days_over(summary: IssueSummary, today: date) -> int:
    """Return for how many days the place has been past its first deadline; 0 where it is not."""
    return max(0, (today - date.fromisoformat(summary.owed)).days) if summary.owed else 0


def near(summaries: Iterable[IssueSummary], today: date, days: int) -> list[IssueSummary]:
    """Return those that fall due within so many days and are not overdue, the next first."""
    return due_between(summaries, today.isoformat(), (today + timedelta(days)).isoformat())


def _waiting(
    summaries: Iterable[IssueSummary], side: str, steps: Iterable[str]
) -> list[tuple[str, OpenDebt]]:
    """Return the ID of each issue for which a side owes one of these steps, with that debt."""
    wanted = frozenset(steps)
    return [
        (one.id, debt)
        for one in summaries
        for debt in one.open_debts
        if debt.side == side and debt.awaits in wanted
    ]
