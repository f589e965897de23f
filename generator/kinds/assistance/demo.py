"""Invented assistance: one request for each city in each round, most of them settled."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import DemoSetting
from generator.kinds.assistance.model import Assistance
from generator.kinds.city.model import City
from generator.kinds.round.model import Round

_OPEN = 0.2


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the assistance of each round at the end of that round."""
    return ScheduledFeed(_batches(stage, Random(f"assistance {seed}")))


def _batches(stage: DemoSetting, random: Random) -> Iterator[RecordBatch]:
    for one in stage.rounds[: stage.used_rounds]:
        given = [_assistance(stage, random, city, one) for city in stage.cities]
        yield RecordBatch(one.end - timedelta(1), f"第{one.number}轮帮扶", given)


def _assistance(stage: DemoSetting, random: Random, city: City, record: Round) -> Assistance:
    first = record.start + timedelta(random.randint(0, 3))
    asked = {"date": first.isoformat(), "step": "提出", "by": "示例企业", "said": "示例困难"}
    visited = {"date": (first + timedelta(2)).isoformat(), "step": "走访"}
    answered = {"date": (first + timedelta(5)).isoformat(), "step": "答复", "said": "示例答复"}
    ended = {"date": (first + timedelta(8)).isoformat(), "step": "办结"}
    is_settled = random.random() > _OPEN
    return Assistance.model_validate(
        {
            "id": f"{stage.programme.id}-{city.id}-R{record.number:02}-H001",
            "kind": "解决问题",
            "subject": "示例：治污设施怎样改造",
            "events": [asked, visited, *([answered, ended] if is_settled else [])],
        }
    )
