"""Invented targets: one aim for each city, with a value for each month."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed, report_days
from generator.demo.texts import DemoSetting
from generator.kinds.target.model import Target

_GOAL = 54


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the targets as the programme begins, then with the values of each month."""
    return ScheduledFeed(_batches(stage))


def _batches(stage: DemoSetting) -> Iterator[RecordBatch]:
    yield RecordBatch(stage.first, "目标", [*_targets(stage, ())])
    months = report_days(stage.first, stage.last)
    for place, day in enumerate(months, start=1):
        targets = [*_targets(stage, months[:place])]
        yield RecordBatch(day + timedelta(2), f"{day:%Y-%m} 目标进展", targets)


def _targets(stage: DemoSetting, months: Sequence[date]) -> Iterator[Target]:
    """Return the aims of each city with the values of these months."""
    year = stage.first.year
    for place, city in enumerate(stage.cities):
        values = [
            {"month": f"{day:%Y-%m}", "value": str(35 + (place * 7 + day.month * 5) % 40)}
            for day in months
            if day.year == year
        ]
        aim = {
            "name": "示例PM2.5平均浓度",
            "start": f"{year}-01",
            "end": f"{year}-12",
            "value": str(_GOAL),
            "unit": "微克/立方米",
            "better": "不高于",
            "months": values,
        }
        yield Target.model_validate({"id": f"{stage.programme.id}-{city.id}", "aims": [aim]})
