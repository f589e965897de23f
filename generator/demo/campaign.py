"""A campaign that is under way: its 13th round runs, and cities and rounds differ as in life.

See decision 0118.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from generator.core.dates import PartialDate
from generator.demo.texts import CITIES, ROUNDS, DemoSetting, Unevenness, cities_of, setting_of
from generator.kinds.city.model import City
from generator.kinds.programme.model import Period, Programme
from generator.kinds.round.model import Round

CAMPAIGN_ROUND, CAMPAIGN_DAY = 13, 12
"""The round that runs, and its day, as of which the campaign is shown."""

_LEAST_CITIES, _ISSUES_A_CITY = 4, 90
_STEEPNESS = 0.7
"""How fast the share of a city falls with its place; 0 makes all alike."""

_ROUND_SHARES = (0.6, 1.5)
_FIRST_SHARE = 0.4
_HOLIDAY_ROUND, _HOLIDAY_SHARE = 10, 0.25
_PACES = (0.1, 0.2, 0.2, 0.4, 0.4, 0.7, 1.1)
"""Of seven cities one is quick and one slow."""


def campaign(pattern: Programme, records: int, today: date, seed: int) -> DemoSetting:
    """Return the setting of a campaign as of a day; the day before is the last one recorded."""
    step = timedelta(pattern.step_days or 1)
    first = today - step * (CAMPAIGN_ROUND - 1) - timedelta(CAMPAIGN_DAY - 1)
    cities = cities_of(max(_LEAST_CITIES, min(CITIES, records // _ISSUES_A_CITY)))
    programme = _dated(pattern, first, first + step * ROUNDS, cities)
    setting = setting_of(programme, cities, records, CAMPAIGN_ROUND)
    uneven = _unevenness(cities, Random(f"campaign {seed}"))
    rounds = tuple(_as_known(one, today) for one in setting.rounds)
    return replace(setting, rounds=rounds, uneven=uneven, until=today - timedelta(1))


def _as_known(one: Round, today: date) -> Round:
    """Return a round as it is known on a day: one that runs is announced, later ones computed."""
    if one.end < today:
        return one
    return one.model_copy(update={"standing": "公布" if one.start <= today else "推算"})


def _dated(pattern: Programme, first: date, last: date, cities: Sequence[City]) -> Programme:
    """Return the programme as if it had begun on another day."""
    begun, ended = pattern.period.start, pattern.period.end
    assert ended
    name = pattern.name.replace(f"{begun.year}", f"{first.year}")
    start = PartialDate(first.year, first.month, first.day)
    return pattern.model_copy(
        update={
            "id": f"{pattern.id[:2]}{first:%y}",
            "name": name.replace(f"{ended.year}", f"{last.year}"),
            "period": Period(start=start, end=PartialDate(last.year, last.month)),
            "cities": [city.id for city in cities],
            "sources": [one.model_copy(update={"date": start}) for one in pattern.sources],
        }
    )


def _unevenness(cities: Sequence[City], random: Random) -> Unevenness:
    """Return shares and paces that are the same for the same seed."""
    shares = [(place + 1) ** -_STEEPNESS for place in range(len(cities))]
    random.shuffle(shares)
    paces = [_PACES[place % len(_PACES)] for place in range(len(cities))]
    random.shuffle(paces)
    rounds = [random.uniform(*_ROUND_SHARES) for _ in range(CAMPAIGN_ROUND)]
    rounds[0] = _FIRST_SHARE
    rounds[_HOLIDAY_ROUND - 1] = _HOLIDAY_SHARE
    ids = [city.id for city in cities]
    return Unevenness(shares, rounds, dict(zip(ids, paces, strict=True)))
