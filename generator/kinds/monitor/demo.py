"""Invented monitoring: units and stations of each city, whose state changes month by month."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed, report_days
from generator.demo.texts import BRANCHES, STEMS, DemoSetting
from generator.kinds.city.model import City, County
from generator.kinds.monitor.model import Monitor

_UNITS = ("化工有限公司", "涂装有限公司", "包装印刷厂", "石化分公司")
_INDUSTRIES = ("化工", "表面涂装", "包装印刷", "石油炼制加工")
_NEXT = {"未安装": "已安装", "已安装": "已联网", "已联网": "停运", "停运": "已联网"}
_MOVES = {"未安装": 0.3, "已安装": 0.4, "已联网": 0.03, "停运": 0.5}
"""The next state after each, and its probability within a month."""

States = list[dict[str, str]]


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return what is monitored as the programme begins, then what changed in each month."""
    return ScheduledFeed(_Monitors(stage, seed).batches())


class _Monitors:
    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"monitors {seed}")
        self._states: dict[str, States] = {}

    def batches(self) -> Iterator[RecordBatch]:
        first, cities = self._stage.first, self._stage.cities
        for city in cities:
            self._begin(city, first)
        yield RecordBatch(first, "监测监控", [self._monitor(city) for city in cities])
        for day in report_days(first + timedelta(1), self._stage.last):
            moved = [city for city in cities if self._moves(city, day)]
            if moved:
                records = [self._monitor(city) for city in moved]
                yield RecordBatch(day, f"{day:%Y-%m} 监测监控", records)

    def _begin(self, city: City, day: date) -> None:
        for name in (*_units(city), *_stations(city)):
            state = self._random.choice(("未安装", "已安装", "已联网"))
            self._states[name] = [{"date": day.isoformat(), "state": state}]

    def _moves(self, city: City, day: date) -> bool:
        """Return whether anything that is monitored in a city changed in the month up to a day."""
        moved = False
        for name in (*_units(city), *_stations(city)):
            before = self._states[name][-1]["state"]
            if self._random.random() < _MOVES[before]:
                state = {"date": day.isoformat(), "state": _NEXT[before], "by": "示例分局"}
                self._states[name].append(state)
                moved = True
        return moved

    def _monitor(self, city: City) -> Monitor:
        goal = {
            "about": "空气质量微站",
            "what": "示例：重点乡镇、街道建成空气质量微站并联网",
            "due": self._stage.last.isoformat(),
            "number": str(len(city.counties)),
            "basis": "设置",
        }
        units = [
            {**self._listed(name, county), "industry": industry}
            for name, county, industry in zip(
                _units(city), city.counties, _INDUSTRIES, strict=False
            )
        ]
        stations = [
            self._listed(name, county)
            for name, county in zip(_stations(city), city.counties, strict=True)
        ]
        fields = {
            "id": f"{self._stage.programme.id}-{city.id}-J",
            "goals": [goal],
            "units": units,
            "stations": stations,
        }
        return Monitor.model_validate(fields)

    def _listed(self, name: str, county: County) -> dict[str, Any]:
        place = {"county": county.code, "name": county.name}
        return {"name": name, "place": place, "states": list(self._states[name])}


def _units(city: City) -> Sequence[str]:
    stem = STEMS[int(city.id[2:4]) % len(STEMS)]
    return [
        f"示例{city.short_name[2:]}{stem}{branch}{unit}"
        for branch, unit in zip(BRANCHES, _UNITS, strict=False)
    ]


def _stations(city: City) -> Sequence[str]:
    return [f"{city.name}{county.name}空气质量微站" for county in city.counties]
