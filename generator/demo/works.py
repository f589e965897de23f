"""Invented work round the problems: tasks, help, measures and targets, by the day they are told."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from random import Random

from generator.demo.places import Stage
from generator.demo.sheets import Sheet, report_days
from generator.model.action import Action
from generator.model.assistance import Assistance
from generator.model.city import City
from generator.model.round import Round
from generator.model.target import Target
from generator.model.task import Task

_FIELDS = (
    ("散煤双替代", "改造散煤取暖", 4000, "户"),
    ("散乱污", "整治散乱污企业", 120, "家"),
    ("燃煤锅炉", "拆除燃煤锅炉", 60, "台"),
)
_CHECKED = 0.2
_OVERSTATES = 0.3
_MEASURES = ("预警", "约谈", "通报")
_GOAL = 54


class Works:
    """Tells of the work of a campaign; the same seed, the same work."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"works {seed}")
        self._reports: dict[str, list[dict[str, str]]] = {}
        self._checks: dict[str, list[dict[str, str]]] = {}
        self._measures = count(1)

    def sheets(self) -> Iterator[Sheet]:
        """Everything, by day: tasks and targets first, then month by month and round by round."""
        rounds = self._stage.rounds[: self._stage.used_rounds]
        yield Sheet(self._stage.first, "任务和目标", [*self._tasks(None), *self._targets(())])
        months = report_days(self._stage.first, self._stage.last)
        later = [*self._monthly(months), *(self._of_round(one) for one in rounds)]
        yield from sorted(later, key=lambda one: one.day)

    def _monthly(self, months: Sequence[date]) -> Iterator[Sheet]:
        for place, day in enumerate(months, start=1):
            told = [*self._tasks(day), *self._targets(months[:place])]
            yield Sheet(day + timedelta(2), f"{day:%Y-%m} 任务进展和目标", told)

    def _tasks(self, day: date | None) -> Iterator[Task]:
        """Every task as it is reported on a day; None before anything is reported."""
        for city in self._stage.cities:
            for number, (field, measure, goal, unit) in enumerate(_FIELDS, start=1):
                name = f"{self._stage.programme.id}-{city.id}-T{number:03}"
                if day:
                    self._report(name, city, day, goal)
                yield Task.model_validate(
                    {
                        "id": name,
                        "field": field,
                        "measure": f"示例：{measure}",
                        "goal": {"value": str(goal), "unit": unit},
                        "due": self._stage.rounds[-1].end.isoformat(),
                        "lead": ["示例局"],
                        "responsible": [f"{city.name}人民政府"],
                        "reports": list(self._reports.get(name, ())),
                        "checks": list(self._checks.get(name, ())),
                    }
                )

    def _report(self, name: str, city: City, day: date, goal: int) -> None:
        reports = self._reports.setdefault(name, [])
        done = int(reports[-1]["done"]) if reports else 0
        done = min(goal, done + self._random.randint(0, goal // 12))
        by = f"{city.name}人民政府"
        reports.append({"date": day.isoformat(), "by": by, "done": str(done), "said": "示例进展"})
        if self._random.random() < _CHECKED:
            is_less = self._random.random() < _OVERSTATES
            found = {"date": day.isoformat(), "by": f"{city.name}中心组"}
            checks = self._checks.setdefault(name, [])
            before = int(checks[-1]["done"]) if checks else 0
            checks.append({**found, "done": str(max(before, done * 3 // 4 if is_less else done))})

    def _targets(self, months: Sequence[date]) -> Iterator[Target]:
        """The aims of each city with the values of these months."""
        year = self._stage.first.year
        for place, city in enumerate(self._stage.cities):
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
            name = f"{self._stage.programme.id}-{city.id}"
            yield Target.model_validate({"id": name, "aims": [aim]})

    def _of_round(self, record: Round) -> Sheet:
        """What help was given in a round, and a measure at its end."""
        day = record.end - timedelta(1)
        given = [self._help(city, record) for city in self._stage.cities]
        return Sheet(day, f"第{record.number}轮帮扶和措施", [*given, self._measure(record, day)])

    def _help(self, city: City, record: Round) -> Assistance:
        first = record.start + timedelta(self._random.randint(0, 3))
        asked = {"date": first.isoformat(), "step": "提出", "by": "示例企业", "said": "示例困难"}
        visited = {"date": (first + timedelta(2)).isoformat(), "step": "走访"}
        answered = {"date": (first + timedelta(5)).isoformat(), "step": "答复", "said": "示例答复"}
        ended = {"date": (first + timedelta(8)).isoformat(), "step": "办结"}
        is_settled = self._random.random() > _CHECKED
        return Assistance.model_validate(
            {
                "id": f"{self._stage.programme.id}-{city.id}-R{record.number:02}-H001",
                "kind": "解决问题",
                "subject": "示例：治污设施怎样改造",
                "events": [asked, visited, *([answered, ended] if is_settled else [])],
            }
        )

    def _measure(self, record: Round, day: date) -> Action:
        city = self._random.choice(self._stage.cities)
        number = next(self._measures)
        return Action.model_validate(
            {
                "id": f"{self._stage.programme.id}-C{day.year}-{number:03}",
                "kind": _MEASURES[number % len(_MEASURES)],
                "date": day.isoformat(),
                "by": self._stage.programme.issuer,
                "whom": {"city": city.id, "name": f"{city.name}人民政府"},
                "cause": {"facts": f"示例：第{record.number}轮整改进展慢"},
                "demands": [{"what": "示例：说明原因", "due": str(day + timedelta(20))}],
            }
        )
