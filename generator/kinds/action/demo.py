"""Invented actions: one city is warned, called in or named at the end of each round."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import DemoSetting
from generator.kinds.action.model import Action
from generator.kinds.round.model import Round

_SORTS = ("预警", "约谈", "通报")


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return one action for each round."""
    return ScheduledFeed(_batches(stage, Random(f"actions {seed}")))


def _batches(stage: DemoSetting, random: Random) -> Iterator[RecordBatch]:
    for one in stage.rounds[: stage.used_rounds]:
        day = one.end - timedelta(1)
        yield RecordBatch(day, f"第{one.number}轮措施", [_action(stage, random, one)])


def _action(stage: DemoSetting, random: Random, record: Round) -> Action:
    city, day = stage.any_city(random), record.end - timedelta(1)
    return Action.model_validate(
        {
            "id": f"{stage.programme.id}-C{day.year}-{record.number:03}",
            "kind": _SORTS[record.number % len(_SORTS)],
            "date": day.isoformat(),
            "by": stage.programme.issuer,
            "whom": {"city": city.id, "name": f"{city.name}人民政府"},
            "cause": {"facts": f"示例：第{record.number}轮整改进展慢"},
            "demands": [{"what": "示例：说明原因", "due": str(day + timedelta(20))}],
        }
    )
