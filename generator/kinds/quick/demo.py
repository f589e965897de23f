"""Invented quick bulletins: one record for a year, an issue for each month."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed, report_days
from generator.demo.texts import DemoSetting
from generator.kinds.quick.model import Quick

_ITEMS = 4
_NEWS = (
    "示例：组织工地扬尘夜查，检查工地 {n} 个。",
    "示例：完成散煤双替代入户核对 {n} 户。",
    "示例：开展加油站油气回收检查，检查 {n} 家。",
    "示例：召开治污降霾调度会，研究难点问题 {n} 件。",
)
_OPEN = 0.4


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the record of each year, as it grows by an issue each month."""
    return ScheduledFeed(_QuickBulletin(stage, seed).batches())


class _QuickBulletin:
    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"quick {seed}")

    def batches(self) -> Iterator[RecordBatch]:
        items: dict[int, list[dict[str, Any]]] = {}
        issues: dict[int, list[dict[str, str]]] = {}
        for day in report_days(self._stage.first, self._stage.last):
            of_year = issues.setdefault(day.year, [])
            number = len(of_year) + 1
            of_year.append({"number": str(number), "date": day.isoformat()})
            items.setdefault(day.year, []).extend(self._items(day, number))
            fields = {
                "id": f"{self._stage.programme.id}-B{day.year}",
                "items": list(items[day.year]),
                "issues": list(of_year),
            }
            message = f"{day.year} 年第 {number} 期快报"
            yield RecordBatch(day, message, [Quick.model_validate(fields)])

    def _items(self, day: date, number: int) -> Iterator[dict[str, Any]]:
        for before in range(_ITEMS, 0, -1):
            city = self._random.choice(self._stage.cities)
            text = self._random.choice(_NEWS).format(n=self._random.randint(3, 40))
            item: dict[str, Any] = {
                "date": (day - timedelta(before)).isoformat(),
                "by": f"{city.name}{self._random.choice(city.counties).name}人民政府",
                "text": text,
                "number": str(number),
            }
            yield {**item, "open": True} if self._random.random() < _OPEN else item
