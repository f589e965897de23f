"""Invented penalties: mostly of firms that are found again, with what became of some."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from generator.demo.batches import DemoFeed, RecordBatch
from generator.demo.scenarios import DemoEvent
from generator.demo.texts import DemoSetting
from generator.kinds.penalty.model import Penalty

_SHARE, _SHARE_OF_FIRMS = 0.03, 0.25
"""Of the issues that came far: those of any site, and those of firms on record."""

_SITE = re.compile(r"^site:\n  name: (.+)$", re.MULTILINE)
_UNIT = re.compile(r"^unit: (.+)$", re.MULTILINE)
_STEP = 4
"""The event of an issue behind which a decision is made: by then it was handed over."""

_AMOUNTS = (20_000, 50_000, 100_000, 200_000)
_TERM = 180
"""Days for which a decision is public."""


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return penalties that follow the issues."""
    return _Penalties(stage, seed)


class _Penalties:
    """Makes penalties for the issues noted; the same seed gives the same."""

    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"penalties {seed}")
        self._names = {city.id: city.name for city in stage.cities}
        self._published = {one.letter for one in stage.programme.group_kinds if one.published}
        self._serials: Counter[str] = Counter()
        self._ahead: list[tuple[date, str, int, Penalty]] = []

    def note(self, event: DemoEvent) -> None:
        """Note an issue that has come far; some are followed by a decision."""
        if event.upto != _STEP or event.issue_id.split("-")[3][0] in self._published:
            return
        share = _SHARE_OF_FIRMS if _UNIT.search(event.head) else _SHARE
        if self._random.random() < share or not self._serials:
            self._add_penalty(event)

    def _add_penalty(self, event: DemoEvent) -> None:
        programme, city, *_ = event.issue_id.split("-")
        self._serials[city] += 1
        day, site = event.day + timedelta(10), _SITE.search(event.head)
        unit = _UNIT.search(event.head)
        fields: dict[str, Any] = {
            "id": f"{programme}-{city}-F{self._serials[city]:03}",
            "letter": f"示环罚〔{day.year}〕{int(city[2:4])}{self._serials[city]:03}号",
            "date": day.isoformat(),
            "by": f"{self._names[city]}示例生态环境局",
            "whom": {"name": site[1] if site else "示例单位"},
            **({"unit": unit[1]} if unit else {}),
            "cause": "示例：违反大气污染防治规定",
            "measures": ["罚款"],
            "amount": str(self._random.choice(_AMOUNTS)),
            "issues": [event.issue_id],
            "publish_from": (day + timedelta(5)).isoformat(),
            "publish_until": (day + timedelta(_TERM)).isoformat(),
        }
        self._ahead_of(fields, day + timedelta(1))
        if self._random.random() < 0.5:
            paid = day + timedelta(self._random.randint(3, 15))
            step = {"date": paid.isoformat(), "step": "缴纳罚款", "by": fields["whom"]["name"]}
            self._ahead_of({**fields, "events": [step]}, paid + timedelta(1))

    def _ahead_of(self, fields: dict[str, Any], day: date) -> None:
        record = Penalty.model_validate(fields)
        heappush(self._ahead, (day, record.id, len(record.events), record))

    def until(self, day: date) -> Iterator[RecordBatch]:
        """Return the batches of penalties up to a day."""
        while self._ahead and self._ahead[0][0] <= day:
            written, name, steps, record = heappop(self._ahead)
            done = record.events[steps - 1].step if steps else "行政处罚"
            yield RecordBatch(written, f"{name} {done}", [record])
