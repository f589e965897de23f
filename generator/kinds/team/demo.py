"""Invented teams: who works in each city in each round, what they take over, when they report."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from generator.demo.batches import DemoFeed, RecordBatch
from generator.demo.lifecycle_walk import GROUPS_OF_A_KIND
from generator.demo.scenarios import DemoEvent
from generator.demo.texts import BRANCHES, STEMS, DemoSetting
from generator.kinds.city.model import City
from generator.kinds.programme.model import GroupKind
from generator.kinds.round.model import Round
from generator.kinds.team.model import (
    Confirmation,
    Group,
    Handover,
    PartyBranch,
    Sponsor,
    Staff,
    Team,
)

_KEPT = 12
"""Issues of a city that are remembered, so that a team can name what it accepts."""

_WHOLE = 0.75
_NAMED = 0.9
_SILENT, _SILENT_YET = 0.08, 0.4
"""The share of groups that do not report, and of those that have not yet in a round that runs."""
_STAYS = 0.5
_SPECIAL = "特别组"
_TASKS = (
    *("散煤替代", "燃煤锅炉", "工业炉窑", "重污染应急"),
    *("移动源", "扬尘", "散乱污", "无组织排放"),
)


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return a team for each city in each round that has issues, and later what it reported."""
    return _Teams(stage, seed)


class _Teams:
    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"teams {seed}")
        self._found: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self._begun = 0
        self._reported = 0
        self._there: dict[int, tuple[Team, ...]] = {}

    def note(self, event: DemoEvent) -> None:
        """Remember an issue, for the teams that come after."""
        known = self._found[event.issue_id.split("-")[1]]
        if event.issue_id not in known:
            known.append(event.issue_id)

    def until(self, day: date) -> Iterator[RecordBatch]:
        """Return what is written of the teams up to a day, with the first issues of their round."""
        for number in range(self._begun + 1, self._stage.used_rounds + 1):
            start = self._stage.rounds[number - 1].start
            if start > day:
                return
            yield from self._reports(number - 1, start)
            yield self._opening(number)
        last = min(self._stage.rounds[self._begun - 1].end + timedelta(1), self._stage.until)
        if last <= day:
            yield from self._reports(self._begun, last)

    def _opening(self, number: int) -> RecordBatch:
        record = self._stage.rounds[number - 1]
        teams = tuple(self._team(city, record) for city in self._stage.cities)
        self._begun = number
        self._there = {number: teams}
        return RecordBatch(record.start, f"第{number}轮工作组 {len(teams)} 个", teams)

    def _reports(self, number: int, day: date) -> Iterator[RecordBatch]:
        """Return what the teams of a round reported, unless that was written before."""
        if number not in self._there or number <= self._reported:
            return
        self._reported = number
        end = self._stage.rounds[number - 1].end
        silent = _SILENT if end <= self._stage.until else _SILENT_YET
        end = min(end, self._stage.until)
        teams = tuple(
            self._with_reports(team, end, 1 - silent * self._stage.pace(city))
            for city, team in zip(self._stage.cities, self._there[number], strict=True)
        )
        yield RecordBatch(day, f"第{number}轮工作组报送情况", teams)

    def _with_reports(self, team: Team, end: date, share: float) -> Team:
        groups = [
            group.model_copy(update={"reported": end}) if self._random.random() < share else group
            for group in team.groups
        ]
        return team.model_copy(update={"groups": groups})

    def _team(self, city: City, record: Round) -> Team:
        programme = self._stage.programme
        eve = record.start - timedelta(2)
        units = sponsoring(self._stage.cities.index(city))
        return Team(
            id=f"{record.id}-{city.id}",
            sponsors=[
                Sponsor(role=role, unit=unit)
                for role, unit in zip(programme.sponsor_roles, units, strict=False)
            ],
            groups=[
                self._group(kind, number, city, units)
                for kind in programme.group_kinds
                if not kind.published
                for number in range(1, GROUPS_OF_A_KIND + 1 if kind.numbered else 2)
            ],
            confirmations=[
                Confirmation(matter=matter, date=eve, by=units[0])
                for matter in programme.team_confirmations
            ],
            branch=PartyBranch(date=record.start, under=units[0]),
            handover=self._handover(city, record) if record.number > 1 else None,
        )

    def _group(self, kind: GroupKind, number: int, city: City, units: Sequence[str]) -> Group:
        unit = self._random.choice(units)
        county = city.counties[number % len(city.counties)].name
        area = f"{county}第{number}片" if kind.numbered else city.name
        is_special = kind.name == _SPECIAL
        return Group(
            code=f"{kind.letter}{number:02}" if kind.numbered else kind.letter,
            lead=unit,
            area=None if is_special else area,
            task=f"示例：{_TASKS[number - 1]}" if is_special else None,
            staff=[self._staff(unit)],
        )

    def _staff(self, unit: str) -> Staff:
        people = self._random.randint(2, 4)
        stay = self._random.random() < _STAYS
        return Staff(unit=unit, people=people, fresh=people // 2 if stay else people)

    def _handover(self, city: City, record: Round) -> Handover | None:
        drawn = self._random.random()
        if drawn > _NAMED:
            return None
        by = f"第{record.number}轮{city.name}中心组"
        day = record.start - timedelta(1)
        known = sorted(self._found[city.id])
        if drawn < _WHOLE or not known:
            return Handover(date=day, by=by, whole=True)
        named = known[: len(known) // 2 + 1]
        return Handover(date=day, by=by, issues=named, note="示例：其余的没有移交材料。")


def sponsoring(place: int) -> tuple[str, str, str]:
    """The units that sponsor one city: a department, a subordinate unit, the province."""
    stem = STEMS[place % len(STEMS)] + BRANCHES[place % len(BRANCHES)]
    return f"示例{stem}司", f"示例{stem}中心", "示例省生态环境厅"
