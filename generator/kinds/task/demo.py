"""Invented tasks: the same three for each city, reported every month and sometimes checked."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed, report_days
from generator.demo.texts import DemoSetting
from generator.kinds.city.model import City
from generator.kinds.task.model import Task

_FIELDS = (
    ("散煤双替代", "改造散煤取暖", 4000, "户"),
    ("散乱污", "整治散乱污企业", 120, "家"),
    ("燃煤锅炉", "拆除燃煤锅炉", 60, "台"),
)
_CHECKED = 0.2
_OVERSTATES = 0.3


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the tasks as the programme begins, then as they are reported month by month."""
    return ScheduledFeed(_Tasks(stage, seed).batches())


class _Tasks:
    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"tasks {seed}")
        self._reports: dict[str, list[dict[str, str]]] = {}
        self._checks: dict[str, list[dict[str, str]]] = {}

    def batches(self) -> Iterator[RecordBatch]:
        yield RecordBatch(self._stage.first, "攻坚任务", [*self._tasks(None)])
        for day in report_days(self._stage.first, self._stage.last):
            tasks = [*self._tasks(day)]
            yield RecordBatch(day + timedelta(2), f"{day:%Y-%m} 任务进展", tasks)

    def _tasks(self, day: date | None) -> Iterator[Task]:
        """Return every task as it is reported on a day; None before anything is reported."""
        for city in self._stage.cities:
            for number, (field, measure, goal, unit) in enumerate(_FIELDS, start=1):
                name = f"{self._stage.programme.id}-{city.id}-T{number:03}"
                if day:
                    self._report(name, city, day, goal)
                yield Task.model_validate(
                    {
                        "id": name,
                        "field": field,
                        "measure": f"{measure}（示例）",
                        "goal": {"value": str(goal), "unit": unit},
                        "due": self._stage.rounds[-1].end.isoformat(),
                        "lead": ["示例局"],
                        "responsible": [f"{city.name}人民政府"],
                        "reports": list(self._reports.get(name, ())),
                        "checks": list(self._checks.get(name, ())),
                    }
                )

    def _report(self, name: str, city: City, day: date, goal: int) -> None:
        reports = self._reports.setdefault(name, [])
        done = int(reports[-1]["done"]) if reports else 0
        done = min(goal, done + self._random.randint(0, goal // 12))
        by = f"{city.name}人民政府"
        reports.append({"date": day.isoformat(), "by": by, "done": str(done), "said": "示例进展"})
        if self._random.random() < _CHECKED:
            is_less = self._random.random() < _OVERSTATES
            found = {"date": day.isoformat(), "by": f"{city.name}中心组"}
            checks = self._checks.setdefault(name, [])
            before = int(checks[-1]["done"]) if checks else 0
            checks.append({**found, "done": str(max(before, done * 3 // 4 if is_less else done))})
