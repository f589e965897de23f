"""Counts of inspected sites: by list, with problems, and the ratios that follow from them.

See decision 0064.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.register import grouped
from generator.kinds.visit.model import VisitCount, Visits


@dataclass(frozen=True, slots=True)
class VisitTally:
    """Sums of counts. What a count does not say is in no ratio, neither above nor below.

    `split` are the sites of counts that say how many were `listed`, `judged` those of counts that
    say how many had problems. `on_lists` are the sites of task lists whose inspection is wholly
    known by list, `covered` those of them that were inspected.
    """

    sites: int = 0
    split: int = 0
    listed: int = 0
    judged: int = 0
    with_problems: int = 0
    on_lists: int = 0
    covered: int = 0

    @property
    def unlisted(self) -> int:
        """Return how many inspected sites were on no list, as far as counts tell."""
        return self.split - self.listed


def tally(records: Iterable[Visits]) -> VisitTally:
    """Return the sums over these records."""
    some = tuple(records)
    known = [(one.list_sites, covered) for one in some if (covered := list_covered(one)) >= 0]
    sums = tally_of_counts([count for one in some for count in one.counts])
    return VisitTally(
        sites=sums.sites,
        split=sums.split,
        listed=sums.listed,
        judged=sums.judged,
        with_problems=sums.with_problems,
        on_lists=sum(size or 0 for size, _ in known),
        covered=sum(covered for _, covered in known),
    )


def tally_of_counts(counts: Sequence[VisitCount]) -> VisitTally:
    """Return the sums over these counts, without task lists."""
    return VisitTally(
        sites=sum(one.sites for one in counts),
        split=sum(one.sites for one in counts if one.listed is not None),
        listed=sum(one.listed or 0 for one in counts),
        judged=sum(one.sites for one in counts if one.with_problems is not None),
        with_problems=sum(one.with_problems or 0 for one in counts),
    )


def list_covered(record: Visits) -> int:
    """Return how many sites of its task list were inspected; -1 where that is not known."""
    if record.list_sites is None or any(one.listed is None for one in record.counts):
        return -1
    return sum(one.listed or 0 for one in record.counts)


def by_key(
    record: Visits, key: Callable[[VisitCount], str]
) -> Mapping[str, tuple[VisitCount, ...]]:
    """Return the counts of a record by a key, in order of the keys."""
    return grouped(record.counts, key)


def problem_sites(counts: Sequence[VisitCount]) -> int | None:
    """Return how many sites had problems; None where a count does not say."""
    if any(one.with_problems is None for one in counts):
        return None
    return sum(one.with_problems or 0 for one in counts)
