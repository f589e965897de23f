"""Invented appraisals: how counties did in a quarter or a year, and what followed."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import PUBLISHER, DemoSetting
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.city.model import City, County

_LATER = timedelta(10)
_FAILING = 0.5
_QUARTERS = range(1, 5)
_ZONE = "高新区"


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the appraisals of quarters and years."""
    return ScheduledFeed(_Appraisals(stage, seed).batches())


class _Appraisals:
    def __init__(self, stage: DemoSetting, seed: int) -> None:
        self._stage = stage
        self._random = Random(f"appraisals {seed}")

    def batches(self) -> Iterator[RecordBatch]:
        """Return all of them, by day."""
        yield from sorted(self._all(), key=lambda batch: batch.day)

    def _all(self) -> Iterator[RecordBatch]:
        first, last = self._stage.first, self._stage.last
        for year in range(first.year, last.year + 1):
            for quarter in _QUARTERS:
                end = _end_of_quarter(year, quarter)
                if first <= end <= last:
                    yield from self._appraisal(f"{year}-Q{quarter}", end, is_yearly=False)
            if (end := _end_of_quarter(year, 4)) <= last:
                yield from self._appraisal(str(year), end + timedelta(5), is_yearly=True)

    def _appraisal(self, period: str, end: date, *, is_yearly: bool) -> Iterator[RecordBatch]:
        """The list of a period, then what followed for the last of it, where something did."""
        day = end + _LATER
        entries = self._entries(is_yearly=is_yearly)
        fields: dict[str, Any] = {
            "id": f"{self._stage.programme.id}-A{period}",
            "sources": [
                {"title": f"示例评比通报（{period}）", "publisher": PUBLISHER, "date": str(day)}
            ],
            "date": day.isoformat(),
            "by": "示例考核办",
            "entries": entries,
        }
        yield RecordBatch(day, f"{period} 考核评比", [Appraisal.model_validate(fields)])
        worst = entries[-1]
        if worst.get("verdict") == "不合格":
            then = day + _LATER
            outcome = {"unit": worst["unit"], "outcome": "公开约谈", "date": then.isoformat()}
            fields = {**fields, "outcomes": [outcome]}
            yield RecordBatch(then, f"{period} 考核后果", [Appraisal.model_validate(fields)])

    def _entries(self, *, is_yearly: bool) -> list[dict[str, Any]]:
        units = [(city, county) for city in self._stage.cities for county in city.counties]
        self._random.shuffle(units)
        fails = self._random.random() < _FAILING
        entries = []
        for rank, (city, county) in enumerate(units, start=1):
            entry = _entry(city, county, rank, 95 - 40 * rank // len(units))
            is_last = rank == len(units)
            if fails and is_last:
                entry |= {"verdict": "不合格", "reason": "示例：督办的问题到期没有完成整改"}
            elif is_yearly:
                entry["verdict"] = "合格"
            entries.append(entry)
        return entries


def _entry(city: City, county: County, rank: int, score: int) -> dict[str, Any]:
    office = "管理委员会" if county.name.endswith(_ZONE) else "人民政府"
    return {
        "unit": f"{city.name}{county.name}{office}",
        "city": city.id,
        "county": county.code,
        "county_name": county.name,
        "rank": str(rank),
        "score": str(score),
    }


def _end_of_quarter(year: int, quarter: int) -> date:
    after = date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    return after - timedelta(1)
