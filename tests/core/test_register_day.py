"""The day of the register: that of China, whatever the zone of the machine that builds."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import pytest

from generator.cli.main import lantian
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


PYTHON = re.compile(
    r"\bdate\.today\b|\bdatetime\.(?:now\(\)|today\b)|\butcnow\b|\b(?:local|c)time\("
    r"|\bfromtimestamp\(|\bstrftime\(|\bastimezone\(\)"
)
SCRIPT = re.compile(
    r"\bnew Date\((?:\)|[^()]*,)|\.get(?:FullYear|Month|Date|Day|Hours|TimezoneOffset)\(|\.toLocale"
)
"""What asks the machine for its own day, or reckons in its zone."""


@pytest.mark.parametrize(
    ("suffix", "asked"), [("*.py", PYTHON), ("*.js", SCRIPT), ("*.html", SCRIPT)]
)
def test_nothing_asks_the_machine_for_its_own_day(suffix: str, asked: re.Pattern[str]) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in GENERATOR.rglob(suffix)}
    assert texts
    assert [name for name, text in texts.items() if asked.search(text)] == []


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        found = group.get_command(context, word)
        assert found
        yield f"{name} {word}".strip(), found
        if isinstance(found, click.Group):
            yield from commands(found, f"{name} {word}".strip())


def test_today_of_each_command_is_the_day_in_china() -> None:
    days = {
        name: option.default
        for name, command in commands(lantian)
        for option in command.params
        if option.name == "today"
    }
    assert {"build", "export", "report"} <= {name.split()[0] for name in days}
    assert set(days.values()) == {today_in_china}
