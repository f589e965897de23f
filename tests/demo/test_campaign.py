"""The invented campaign that runs: a day in its 13th round, with all that presses on such a day."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from generator.cli.demo import run_campaign
from generator.kinds.issue.pressing import Pressing, pressing
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import Register
from generator.kinds.team.model import Group
from generator.site.build import read_register
from generator.site.overview.home_full import clock
from generator.site.settings import read_settings
from tests.demo.test_demo import git
from tests.registers import REPOSITORY
from tests.shared import filled_once
from tests.site_index import site_index_of

DAY = date(2027, 2, 10)
"""The campaign begins in the year before."""


@pytest.fixture(scope="module")
def root(run: Path) -> Path:
    def fill(folder: Path) -> None:
        run_campaign(folder, 400, 1, DAY)

    return filled_once(run, "campaign", fill)


@pytest.fixture(scope="module")
def register(root: Path) -> Register:
    judged = read_register(root)
    assert judged.findings == ()
    return judged.register


@pytest.fixture(scope="module")
def pressed(register: Register) -> Pressing:
    site = site_index_of(register, DAY)
    now = clock(site)
    assert now
    assert (now.round.number, now.day) == (13, 12)
    assert site.exposed
    return pressing(site.summaries, register.vocabulary, DAY)


def test_all_that_presses_is_there(pressed: Pressing) -> None:
    assert pressed.overdue > pressed.week > 0
    assert pressed.fortnight > pressed.week
    assert pressed.longest > 30
    assert pressed.to_check > 0 < pressed.to_close


def groups(register: Register, *, silent: bool) -> Sequence[Group]:
    """The groups of the 13th round that have reported, or have not."""
    teams = [one for one in register.teams if one.round_number == 13]
    return [one for team in teams for one in team.groups if silent is not bool(one.reported)]


def firms_found_again(register: Register) -> Sequence[str]:
    named = Counter(one.unit for one in register.issues if one.unit)
    return [unit for unit, count in named.items() if count > 1]


SHOWN: Mapping[str, Callable[[Register], Sequence[object]]] = {
    "silent groups": lambda register: groups(register, silent=True),
    "groups that reported": lambda register: groups(register, silent=False),
    "firms found again": firms_found_again,
    "penalties": lambda register: register.select(Penalty),
    "targets": lambda register: register.targets,
    "assistance": lambda register: register.assistance,
    "incidents": lambda register: register.incidents,
}


@pytest.mark.parametrize("what", SHOWN)
def test_all_that_a_campaign_has_is_there(register: Register, what: str) -> None:
    assert len(SHOWN[what](register)) > 1


def test_only_rounds_that_are_over_are_on_record_as_held(register: Register) -> None:
    basis = [one.standing for one in sorted(register.rounds.values(), key=lambda one: one.number)]
    assert basis == ["实际"] * 12 + ["公布"] + ["推算"] * (len(basis) - 13)


def test_rounds_and_cities_differ_as_in_life(register: Register) -> None:
    for counts in (
        Counter(one.round_number for one in register.issues),
        Counter(one.city_id for one in register.issues),
    ):
        assert len(counts) > 3
        assert max(counts.values()) > 2 * min(counts.values())


def test_nothing_is_recorded_that_lies_ahead(root: Path, register: Register) -> None:
    days = [event.date.latest for issue in register.issues for event in issue.events]
    days += [date.fromisoformat(one) for one in git(root, "log", "--format=%cs").split()]
    assert max(days) < DAY


def test_programme_is_of_the_year_in_which_it_begins(register: Register) -> None:
    [programme] = register.programmes.values()
    assert programme.id == "SL26"
    assert "2026—2028" in programme.name


def test_name_of_the_site_marks_each_page(root: Path) -> None:
    settings = read_settings(root / "mkdocs.yml")
    assert "示例" in settings["site_name"]
    assert "虚构" in settings["copyright"]


OPENED = """
from pathlib import Path
from generator.cli.browser import open_page
open_page(Path("示例.html"))
"""


@pytest.mark.parametrize(
    ("display", "is_opened"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True)],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have windows")
def test_page_is_opened_where_there_is_a_display(
    tmp_path: Path, display: dict[str, str], *, is_opened: bool
) -> None:
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    browser.write_text(f'#!/bin/sh\necho "$1" >"{seen}"\n', encoding="utf-8")
    browser.chmod(0o755)
    about = {"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin", "BROWSER": f"{browser} %s"}
    subprocess.run(
        [sys.executable, "-c", OPENED], cwd=tmp_path, env={**about, **display}, check=True
    )
    shown = seen.read_text(encoding="utf-8").strip() if seen.exists() else ""
    assert shown == ((tmp_path / "示例.html").as_uri() if is_opened else "")
