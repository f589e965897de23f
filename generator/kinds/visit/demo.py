"""Invented counts of inspected sites: for each group the days on which it found issues."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from generator.demo.batches import DemoFeed, RecordBatch
from generator.demo.scenarios import DemoEvent
from generator.demo.texts import DemoSetting
from generator.kinds.visit.model import VisitCount, Visits

_CLEAN = (4, 18)
"""Sites without problems that a group inspects beside those with issues, at least and at most."""

_LISTED = 0.8
"""The share of inspected sites that are on the task list."""

_SPARE = 1.15
"""Sites of the task list for each one of it that is inspected."""


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return what the groups of each city inspected in each round, once it is over."""
    return _Visits(stage, seed)


Day = tuple[date, str]
"""A day and the group that inspected."""


class _Visits:
    """Makes counts around the issues noted; the same seed gives the same."""

    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"visits {seed}")
        self._published = {one.letter for one in stage.programme.group_kinds if one.published}
        self._found: dict[int, dict[str, Counter[Day]]] = defaultdict(lambda: defaultdict(Counter))

    def note(self, event: DemoEvent) -> None:
        """Note a new issue of a group: its site was inspected."""
        _, city, name, group, _ = event.issue_id.split("-")
        if event.upto == 1 and group[0] not in self._published:
            day = event.event.date.earliest
            self._found[int(name[1:])][city][day, group] += 1

    def until(self, day: date) -> Iterator[RecordBatch]:
        """Return the counts of rounds that are over on a day."""
        for number in sorted(self._found):
            record = self._stage.rounds[number - 1]
            written = record.end + timedelta(1)
            if written > day:
                return
            of_round = self._found.pop(number)
            visits = [self._visits(f"{number:02}", *one) for one in sorted(of_round.items())]
            yield RecordBatch(written, f"第{number}轮检查量 {len(visits)} 个城市", visits)

    def _visits(self, number: str, city: str, found: Counter[Day]) -> Visits:
        counts = [self._count(*day, found[day]) for day in sorted(found)]
        inspected = sum(one.listed or 0 for one in counts)
        return Visits(
            id=f"{self._stage.programme.id}-{city}-R{number}-V",
            list_sites=round(inspected * _SPARE) + 1,
            note="示例：各组逐日报送。",
            counts=counts,
        )

    def _count(self, day: date, group: str, issues: int) -> VisitCount:
        sites = issues + self._random.randint(*_CLEAN)
        return VisitCount(
            date=day,
            group=group,
            sites=sites,
            listed=round(sites * _LISTED),
            with_problems=issues,
        )
