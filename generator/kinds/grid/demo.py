"""Invented grids: a tree of three levels for each city, as the programme begins."""

from random import Random
from typing import Any

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import DemoSetting
from generator.kinds.city.model import City
from generator.kinds.grid.model import Grid

_TOWNS = ("一镇", "二街道")


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the grid of every city."""
    random = Random(f"grids {seed}")
    grids = [_grid(stage, random, city) for city in stage.cities]
    return ScheduledFeed([RecordBatch(stage.first, "网格", grids)])


def _grid(stage: DemoSetting, random: Random, city: City) -> Grid:
    top, middle, low = stage.programme.grid
    nodes: list[dict[str, Any]] = [_node("1", top, city.name, f"{city.name}生态环境局")]
    for place, county in enumerate(city.counties, start=1):
        of_county = _node(f"1-{place}", middle, county.name, f"{county.name}生态环境分局")
        nodes.append({**of_county, "county": county.code})
        for position, town in enumerate(_TOWNS, start=1):
            name = county.name + town
            below = _node(f"1-{place}-{position}", low, name, f"{name}办公室")
            nodes.append({**below, "covers": str(random.randint(4, 30)), "covered": "行政村"})
    return Grid.model_validate({"id": f"{stage.programme.id}-{city.id}-W", "nodes": nodes})


def _node(number: str, level: str, name: str, office: str) -> dict[str, Any]:
    return {"number": number, "level": level, "name": f"{name}网格", "office": office}
