"""The ledgers (台账): the problems of one campaign, one city and one round together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.issue import Issue


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger; `round_number` 0 holds what has no round or whose round is not known."""

    programme_id: str
    city_id: str
    round_number: int
    issues: tuple[Issue, ...]

    @property
    def id(self) -> str:
        """`DC17-130200-R11`."""
        return ledger_id(self.issues[0])


def ledger_id(issue: Issue) -> str:
    """The ledger in which an issue stands."""
    return f"{issue.programme_id}-{issue.city_id}-R{issue.round_number:02}"


def ledgers(issues: Iterable[Issue]) -> tuple[Ledger, ...]:
    """Every ledger that has at least one issue, by campaign, city and round."""
    gathered: dict[tuple[str, str, int], list[Issue]] = defaultdict(list)
    for issue in issues:
        gathered[issue.programme_id, issue.city_id, issue.round_number].append(issue)
    return tuple(Ledger(*key, tuple(gathered[key])) for key in sorted(gathered))


def newest_first(issues: Iterable[Issue]) -> Sequence[Issue]:
    """Issues by the date of finding, the latest first; of one day by ID."""
    by_id = sorted(issues, key=lambda issue: issue.id)
    return sorted(by_id, key=lambda issue: issue.found_on.latest, reverse=True)
