"""Invented assessments: every fourth round a unit that sent people is praised or criticised."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from random import Random

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import DemoSetting
from generator.kinds.assessment.model import Assessment
from generator.kinds.team.demo import sponsoring

_ROUNDS_A_LETTER = 4


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return one letter for every four rounds."""
    return ScheduledFeed(_batches(stage, Random(f"assessments {seed}")))


def _batches(stage: DemoSetting, random: Random) -> Iterator[RecordBatch]:
    serials = count(1)
    for number in range(_ROUNDS_A_LETTER, stage.used_rounds + 1, _ROUNDS_A_LETTER):
        day = stage.rounds[number - 1].end
        letter = _letter(stage, random.randrange(len(stage.cities)), day, next(serials))
        yield RecordBatch(day, f"第{number}轮考评", [letter])


def _letter(stage: DemoSetting, city: int, day: date, serial: int) -> Assessment:
    praises = serial % 3 != 0
    fields = {
        "id": f"{stage.programme.id}-K{day.year}-{serial:03}",
        "unit": sponsoring(city)[serial % 2],
        "kind": "表扬函" if praises else "通报批评",
        "date": day.isoformat(),
        "by": stage.programme.issuer,
        "reasons": "示例：派员稳定，发现问题准确" if praises else "示例：轮换不衔接",
    }
    return Assessment.model_validate(fields)
