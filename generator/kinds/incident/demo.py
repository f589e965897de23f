"""Invented incidents on the spot: for about one issue in a hundred, step by step."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from generator.demo.batches import DemoFeed, RecordBatch
from generator.demo.scenarios import DemoEvent
from generator.demo.texts import DemoSetting
from generator.kinds.incident.model import Incident

_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of incident: what happened, and the steps after it was reported."""

    kind: str
    what: str
    steps: tuple[str, ...]
    matter: str = ""


_SORTS = (
    _Sort("拒绝检查", "示例：亮明身份后仍不让进厂", ("到场处置", "恢复检查", "办结")),
    _Sort("群众阻挠", "示例：检查时有人围堵车辆", ("到场处置", "劝返", "办结")),
    _Sort("上访", "示例：有群众反映问题", ("答复", "办结"), "示例：反映附近气味大"),
)


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return incidents that follow the issues, step by step."""
    return _Incidents(stage, seed)


class _Incidents:
    """Makes incidents for the issues noted; the same seed gives the same."""

    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"incidents {seed}")
        self._published = {one.letter for one in stage.programme.group_kinds if one.published}
        self._serials: Counter[str] = Counter()
        self._ahead: list[tuple[date, str, int, Incident]] = []

    def note(self, event: DemoEvent) -> None:
        """Note an issue; the first one of a group, and some of the others, have an incident."""
        group = event.issue_id.split("-")[3]
        if event.upto > 1 or group[0] in self._published:
            return
        drawn = self._random.random()
        if drawn < _SHARE or not self._serials:
            self._add_incident(event, group)

    def _add_incident(self, event: DemoEvent, group: str) -> None:
        of, _, _ = event.issue_id.rpartition(f"-{group}-")
        self._serials[of] += 1
        sort = self._random.choice(_SORTS)
        fields: dict[str, Any] = {
            "id": f"{of}-X{self._serials[of]:03}",
            "kind": sort.kind,
            "group": group,
            "what": sort.what,
            "issues": [event.issue_id],
            "events": [{"date": event.day.isoformat(), "step": "上报", "by": event.event.by}],
        }
        if sort.matter:
            fields["matter"] = sort.matter
        self._ahead_of(fields, event.day + timedelta(1))
        day = event.day
        for step in sort.steps[: self._random.choice((1, len(sort.steps), len(sort.steps)))]:
            day += timedelta(self._random.randint(1, 6))
            handled = {"date": day.isoformat(), "step": step, "said": "示例：按职责处理"}
            fields = {**fields, "events": [*fields["events"], handled]}
            self._ahead_of(fields, day + timedelta(1))

    def _ahead_of(self, fields: dict[str, Any], day: date) -> None:
        record = Incident.model_validate(fields)
        heappush(self._ahead, (day, record.id, len(record.events), record))

    def until(self, day: date) -> Iterator[RecordBatch]:
        """Return the batches of incidents up to a day."""
        while self._ahead and self._ahead[0][0] <= day:
            written, name, steps, record = heappop(self._ahead)
            yield RecordBatch(written, f"{name} {record.events[steps - 1].step}", [record])
