"""Invented liaison: one record for each city, as the programme begins."""

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import DemoSetting
from generator.kinds.city.model import City
from generator.kinds.liaison.model import Liaison


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the liaison of every city."""
    liaisons = [_liaison(stage, city) for city in stage.cities]
    return ScheduledFeed([RecordBatch(stage.first, "联络机制", liaisons)])


def _liaison(stage: DemoSetting, city: City) -> Liaison:
    fields = {
        "id": f"{stage.programme.id}-{city.id}-L",
        "city": [
            {"role": "总联络人", "office": f"{city.name}副市长", "duty": "示例：牵头对接"},
            {"role": "联络员", "office": f"{city.name}生态环境局局长"},
        ],
        "counties": [{"role": "联络员", "office": "区县分管负责同志", "duty": "示例：对接"}],
        "bureau": {"unit": f"{city.name}大气办", "duty": "示例：统筹调度"},
        "trades": [{"unit": f"{city.name}住建局", "fields": ["散煤双替代"]}],
    }
    return Liaison.model_validate(fields)
