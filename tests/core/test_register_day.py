"""The day of the register: that of China, whatever the zone of the machine that builds."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from generator.core.dates import today_in_china

GENERATOR = Path(__file__).parents[2] / "generator"


def _in_china() -> date:
    return (datetime.now(UTC) + timedelta(hours=8)).date()


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "UTC", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_today_is_the_day_in_china(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        before, found, after = _in_china(), today_in_china(), _in_china()
        assert before <= found <= after
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nothing_asks_the_machine_for_its_own_day() -> None:
    asked = re.compile(r"\bdate\.today\b|\bdatetime\.(?:now\(\)|today\b)|\butcnow\b|\blocaltime\(")
    found = [
        path.name
        for path in GENERATOR.rglob("*.py")
        if asked.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
