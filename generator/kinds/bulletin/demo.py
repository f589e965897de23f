"""Invented bulletins: figures of eight rounds at a time, published two days after the last."""

from collections.abc import Iterator
from datetime import timedelta

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import PUBLISHER, SOURCE_TITLE, DemoSetting
from generator.kinds.bulletin.model import Bulletin

_ROUNDS_A_BULLETIN = 8


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the bulletins of the rounds."""
    return ScheduledFeed(_batches(stage))


def _batches(stage: DemoSetting) -> Iterator[RecordBatch]:
    for first in range(0, stage.used_rounds, _ROUNDS_A_BULLETIN):
        record = _bulletin(stage, first)
        day = stage.rounds[first : first + _ROUNDS_A_BULLETIN][-1].end + timedelta(2)
        yield RecordBatch(day, f"通报 {record.id}", [record])


def _bulletin(stage: DemoSetting, first: int) -> Bulletin:
    rounds = stage.rounds[first : first + _ROUNDS_A_BULLETIN]
    day = rounds[-1].end + timedelta(2)
    covered = {
        "start": rounds[0].start.isoformat(),
        "end": rounds[-1].end.isoformat(),
        "granularity": "时段",
        "area": {"scope": "示例区域"},
    }
    figures = (("检查企业数", 1000 + first, "家"), ("问题数", 100 + first, "个"))
    rows = [
        {"row": f"S{number}", **covered, "metric": metric, "value": str(value), "unit": unit}
        for number, (metric, value, unit) in enumerate(figures, 1)
    ]
    source = {"title": SOURCE_TITLE, "publisher": PUBLISHER, "date": day.isoformat()}
    fields = {"id": f"{stage.programme.id}-{day:%Y%m%d}-1", "source": source, "rows": rows}
    return Bulletin.model_validate(fields)
