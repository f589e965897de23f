"""Invented cities and the calendar of an invented campaign: nothing lies on a real place."""

from dataclasses import dataclass
from datetime import date, timedelta

from generator.kinds.city.model import City, County, Tile
from generator.kinds.programme.model import Programme
from generator.model.round import Round
from generator.model.source import Source

CITIES = 39
ROUNDS = 46
_NUMERALS = "零一二三四五六七八九"
_COUNTIES = ("东区", "西区", "南县", "北县", "高新区")
_TILES_A_ROW = 8
_ISSUES_A_CITY = 50
_ISSUES_A_ROUND = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and when the invented problems are found."""

    programme: Programme
    cities: tuple[City, ...]
    rounds: tuple[Round, ...]
    used_rounds: int

    @property
    def first(self) -> date:
        """The first day on which problems are found."""
        return self.rounds[0].start

    @property
    def last(self) -> date:
        """The last day of the last round in which problems are found."""
        return self.rounds[self.used_rounds - 1].end

    def round_on(self, day: date) -> int:
        """The number of the round that runs on a day; the last one after them all."""
        past = (day - self.first).days // (self.programme.cadence_days or 1)
        return min(past, len(self.rounds) - 1) + 1


def stage_for(pattern: Programme, records: int) -> Stage:
    """Cities and rounds for so many problems: few get few, so that each city has something."""
    cities = tuple(_city(number) for number in range(1, _between(2, records // _ISSUES_A_CITY)))
    programme = pattern.model_copy(update={"cities": [city.id for city in cities]})
    # After the last round in which problems are found one more goes to see what became of them.
    used = min(ROUNDS - 1, max(4, records // (len(cities) * _ISSUES_A_ROUND)))
    return Stage(programme, cities, _rounds(programme), used)


def _between(least: int, wanted: int) -> int:
    return min(CITIES, max(least, wanted)) + 1


def _city(number: int) -> City:
    code = f"99{number:02}00"
    name = f"示例{_chinese(number)}"
    return City(
        id=code,
        name=f"{name}市",
        short_name=name,
        pinyin=f"shili{chr(96 + (number + 25) // 26)}{chr(97 + (number - 1) % 26)}",
        province="示例省",
        region="示例区域",
        tile=Tile(column=(number - 1) % _TILES_A_ROW, row=(number - 1) // _TILES_A_ROW),
        note="虚构的城市，只作演示。",
        counties=[
            County(code=f"{code[:4]}{place:02}", name=f"示例{county}")
            for place, county in enumerate(_COUNTIES, 1)
        ],
        sources=[Source(title="示例区划表", publisher="示例发布者")],
    )


def _chinese(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return before + (_NUMERALS[ones] if ones else "")


def _rounds(programme: Programme) -> tuple[Round, ...]:
    length = timedelta(programme.cadence_days or 1)
    first = programme.period.start.earliest
    return tuple(
        Round(
            id=f"{programme.id}-R{number:02}",
            start=first + length * (number - 1),
            end=first + length * number - timedelta(1),
            standing="实际",
            note="示例",
        )
        for number in range(1, ROUNDS + 1)
    )
