"""The ledgers (台账): the problems of one campaign, one city and one round together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.kinds.issue.ledger import Brief


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger; `round_number` 0 holds what has no round or whose round is not known."""

    programme_id: str
    city_id: str
    round_number: int
    count: int

    @property
    def id(self) -> str:
        """`DC17-130200-R11`."""
        return f"{self.programme_id}-{self.city_id}-R{self.round_number:02}"


def ledgers(briefs: Iterable[Brief]) -> tuple[Ledger, ...]:
    """Every ledger that has at least one problem, by campaign, city and round."""
    counts = Counter((one.programme, one.city, one.round) for one in briefs)
    return tuple(Ledger(*key, counts[key]) for key in sorted(counts))
