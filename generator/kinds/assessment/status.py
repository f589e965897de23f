"""The recorded work of each group: counts for the assessment of sending units.

Computed from issue summaries and lifecycles alone, without persons. Whether an appeal of a
withdrawn issue was upheld is not in them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median

from generator.core.vocabulary import Vocabulary
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.stages import End, Stages, stages
from generator.kinds.programme.model import Programme
from generator.kinds.team.model import Team

_DAY = 10
"""Letters of a whole day."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """One group of one city in one round."""

    programme: str
    city: str
    round: int
    group: str

    @property
    def round_id(self) -> str:
        """Return the round in which it worked."""
        return f"{self.programme}-R{self.round:02}"

    @property
    def prefix(self) -> str:
        """Return the beginning of the IDs of its issues."""
        return f"{self.programme}-{self.city}-R{self.round:02}-{self.group}-"

    @property
    def anchor(self) -> str:
        """Return its anchor on the page of its round."""
        return f"{self.city}-{self.group}"


@dataclass(frozen=True, slots=True)
class GroupWork:
    """The states of the issues that a group found.

    `reviewed`: accepted or refused. `verified`: found to be rectified as it should be; `returned`:
    found not to be, at least once; `checked`: either. `days`: from finding to handing over, where
    both days are known. `refused_in`, `cancelled_in`: the state of these, where it is the same.
    """

    found: int = 0
    accepted: int = 0
    refused: int = 0
    cancelled: int = 0
    verified: int = 0
    returned: int = 0
    checked: int = 0
    days: tuple[int, ...] = ()

    @property
    def reviewed(self) -> int:
        """Return how many issues have a known result of the review."""
        return self.accepted + self.refused

    @property
    def usual_days(self) -> str:
        """Return the median of the days; "" where none is known."""
        return f"{median(self.days):g}" if self.days else ""


def group_works(
    summaries: Iterable[IssueSummary], programmes: Mapping[str, Programme], vocabulary: Vocabulary
) -> Mapping[GroupKey, GroupWork]:
    """Return the issues of each group by state; groups of published cases are left out."""

    @cache
    def of_path(programme: str, name: str) -> Stages:
        lifecycle = programmes[programme].lifecycle
        found = [one for one in lifecycle.paths if one.name == name] if lifecycle else []
        return stages(found[0], vocabulary) if found else Stages()

    found: dict[GroupKey, list[IssueSummary]] = defaultdict(list)
    for one in summaries:
        group = one.id.split("-")[3]
        programme = programmes.get(one.programme)
        if programme and not programme.is_published(group[0]):
            found[GroupKey(one.programme, one.city, one.round, group)].append(one)
    ordered = sorted(found, key=lambda key: key.prefix)
    return {
        key: _work([(one, of_path(one.programme, one.path)) for one in found[key]])
        for key in ordered
    }


def senders(teams: Iterable[Team]) -> Mapping[str, tuple[str, ...]]:
    """Return the units that sent people to each group, by the beginning of its issues' IDs."""
    return {
        f"{team.programme_id}-{team.city_id}-R{team.round_number:02}-{group.code}-": tuple(
            dict.fromkeys(staff.unit for staff in group.staff)
        )
        for team in teams
        for group in team.groups
        if group.staff
    }


def _work(some: Sequence[tuple[IssueSummary, Stages]]) -> GroupWork:
    came = [(one, _ends(one, of_path)) for one, of_path in some]
    counts = Counter(end for _, ends in came for end in ends)
    return GroupWork(
        found=len(some),
        accepted=counts[End.ACCEPTED],
        refused=counts[End.REFUSED],
        cancelled=counts[End.CANCELLED],
        verified=counts[End.VERIFIED],
        returned=sum(one.returned > 0 for one, _ in some),
        checked=sum(one.returned > 0 or End.VERIFIED in ends for one, ends in came),
        days=tuple(days for one, _ in some for days in _days(one)),
    )


def _ends(one: IssueSummary, of_path: Stages) -> frozenset[End]:
    return frozenset(of_path.ends(one.status, one.sent_on or one.handed_on))


def _days(one: IssueSummary) -> Iterable[int]:
    if len(one.found_on) == _DAY and len(one.handed_on) == _DAY:
        yield (date.fromisoformat(one.handed_on) - date.fromisoformat(one.found_on)).days


def together(works: Iterable[GroupWork]) -> GroupWork:
    """Return the sum of the counts of several groups."""
    some = list(works)
    return GroupWork(
        found=sum(one.found for one in some),
        accepted=sum(one.accepted for one in some),
        refused=sum(one.refused for one in some),
        cancelled=sum(one.cancelled for one in some),
        verified=sum(one.verified for one in some),
        returned=sum(one.returned for one in some),
        checked=sum(one.checked for one in some),
        days=tuple(days for one in some for days in one.days),
    )
