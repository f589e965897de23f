"""Invented plans of the cities: liaison, grids and what is monitored, one of each for a city."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from generator.demo.places import Stage
from generator.demo.sheets import Sheet, report_days
from generator.demo.texts import BRANCHES, STEMS
from generator.model.city import City, County
from generator.model.fields import Record
from generator.model.grid import Grid
from generator.model.liaison import Liaison
from generator.model.monitor import Monitor

_UNITS = ("化工有限公司", "涂装有限公司", "包装印刷厂", "石化分公司")
_INDUSTRIES = ("化工", "表面涂装", "包装印刷", "石油炼制加工")
_NEXT = {"未安装": "已安装", "已安装": "已联网", "已联网": "停运", "停运": "已联网"}
_MOVES = {"未安装": 0.3, "已安装": 0.4, "已联网": 0.03, "停运": 0.5}
"""How a state goes on, and how often it does within a month."""

_TOWNS = ("一镇", "二街道")

States = list[dict[str, str]]


class CityPlan:
    """Tells of the plans; the same seed, the same plans."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"plans {seed}")
        self._states: dict[str, States] = {}

    def sheets(self) -> Iterator[Sheet]:
        """The plans as the campaign begins, then what is monitored, month by month."""
        first = self._stage.first
        plans: list[Record] = []
        for city in self._stage.cities:
            self._begin(city, first)
            plans += [self._liaison(city), self._grid(city), self._monitor(city)]
        yield Sheet(first, "联络、网格和监测监控", plans)
        for day in report_days(first + timedelta(1), self._stage.last):
            moved = [city for city in self._stage.cities if self._moves(city, day)]
            if moved:
                yield Sheet(day, f"{day:%Y-%m} 监测监控", [self._monitor(one) for one in moved])

    def _id(self, city: City, letter: str) -> str:
        return f"{self._stage.programme.id}-{city.id}-{letter}"

    def _liaison(self, city: City) -> Liaison:
        fields = {
            "id": self._id(city, "L"),
            "city": [
                {"role": "总联络人", "office": f"{city.name}副市长", "duty": "示例：牵头对接"},
                {"role": "联络员", "office": f"{city.name}生态环境局局长"},
            ],
            "counties": [{"role": "联络员", "office": "区县分管负责同志", "duty": "示例：对接"}],
            "bureau": {"unit": f"{city.name}大气办", "duty": "示例：统筹调度"},
            "trades": [{"unit": f"{city.name}住建局", "fields": ["散煤双替代"]}],
        }
        return Liaison.model_validate(fields)

    def _grid(self, city: City) -> Grid:
        top, middle, low = self._stage.programme.grid
        nodes: list[dict[str, Any]] = [_node("1", top, city.name, f"{city.name}生态环境局")]
        for place, county in enumerate(city.counties, start=1):
            of_county = _node(f"1-{place}", middle, county.name, f"{county.name}生态环境分局")
            nodes.append({**of_county, "county": county.code})
            for position, town in enumerate(_TOWNS, start=1):
                name = county.name + town
                below = _node(f"1-{place}-{position}", low, name, f"{name}办公室")
                covers = str(self._random.randint(4, 30))
                nodes.append({**below, "covers": covers, "covered": "行政村"})
        return Grid.model_validate({"id": self._id(city, "W"), "nodes": nodes})

    def _begin(self, city: City, day: date) -> None:
        for name in (*_units(city), *_stations(city)):
            state = self._random.choice(("未安装", "已安装", "已联网"))
            self._states[name] = [{"date": day.isoformat(), "state": state}]

    def _moves(self, city: City, day: date) -> bool:
        """Whether anything that is monitored in a city changed in the month up to a day."""
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
            "id": self._id(city, "J"),
            "goals": [goal],
            "units": units,
            "stations": stations,
        }
        return Monitor.model_validate(fields)

    def _listed(self, name: str, county: County) -> dict[str, Any]:
        place = {"county": county.code, "name": county.name}
        return {"name": name, "place": place, "states": list(self._states[name])}


def _node(number: str, level: str, name: str, office: str) -> dict[str, Any]:
    return {"number": number, "level": level, "name": f"{name}网格", "office": office}


def _units(city: City) -> Sequence[str]:
    stem = STEMS[int(city.id[2:4]) % len(STEMS)]
    return [
        f"示例{city.short_name[2:]}{stem}{branch}{unit}"
        for branch, unit in zip(BRANCHES, _UNITS, strict=False)
    ]


def _stations(city: City) -> Sequence[str]:
    return [f"{city.name}{county.name}空气质量微站" for county in city.counties]
