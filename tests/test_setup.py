"""Set-up: a site needs run-time packages alone; tools come with tests and checks of the code."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.registers import REPOSITORY
from tests.test_bare import programs

PYTHON = """
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip config list") printf "$SETTINGS" ;;
  "-m pip install "*) echo "pip $*" >>"$LOG" ;;
esac
"""
UV = """
echo "uv $*" >>"$LOG"
exit "$UV_ENDS"
"""
RUN, DEV = "--requirement requirements/run.txt", "--requirement requirements/dev.txt"


def installed(
    folder: Path, *part: str, uv: bool = False, settings: str = "", ends: int = 0
) -> list[str]:
    """What was asked to install: which program, which file."""
    tools = programs(folder / "bin", python=PYTHON, **({"uv": UV} if uv else {}))
    log = folder / "log"
    about = {"LOG": str(log), "SETTINGS": settings, "UV_ENDS": str(ends)}
    subprocess.run(
        ["bash", "generator/setup.sh", tools / "python", folder / "venv", *part],
        cwd=REPOSITORY,
        env={"PATH": f"{tools}:/usr/bin:/bin", **about},
        capture_output=True,
        check=True,
    )
    lines = log.read_text(encoding="utf-8").splitlines()
    assert all("--require-hashes" in one or "--no-index" in one for one in lines)
    return [f"{one.split()[0]} {' '.join(one.split()[-2:])}" for one in lines]


OWN = "pip --editable ."


def test_site_needs_run_time_packages_alone(tmp_path: Path) -> None:
    assert installed(tmp_path) == [f"pip {RUN}", OWN]


def test_tools_come_on_top(tmp_path: Path) -> None:
    subprocess.run(["mkdir", "-p", tmp_path / "venv/bin"], check=True)
    programs(tmp_path / "made", python=PYTHON)
    (tmp_path / "made/python").rename(tmp_path / "venv/bin/python")
    assert installed(tmp_path, "dev") == [f"pip {DEV}"]


def test_uv_is_used_where_it_is_there(tmp_path: Path) -> None:
    assert installed(tmp_path, uv=True) == [f"uv {RUN}", OWN]


def test_uv_that_fails_gives_way_to_pip(tmp_path: Path) -> None:
    assert installed(tmp_path, uv=True, ends=1) == [f"uv {RUN}", f"pip {RUN}", OWN]


def test_mirror_of_pip_is_not_passed_by(tmp_path: Path) -> None:
    named = "global.index-url='mirror'\\n"
    assert installed(tmp_path, uv=True, settings=named) == [f"pip {RUN}", OWN]


@pytest.mark.parametrize(
    ("target", "has_tools"),
    [("site", False), ("check", False), ("serve", False), ("test", True), ("lint", True)],
)
def test_target_sets_up_what_it_needs(tmp_path: Path, target: str, has_tools: bool) -> None:
    said = subprocess.run(
        ["make", "--dry-run", target, f"VENV={tmp_path / 'none'}"],
        cwd=REPOSITORY,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    calls = [one for one in said.stdout.splitlines() if "setup.sh" in one]
    assert [one.rstrip('"').endswith("dev") for one in calls] == [False, True][: 1 + has_tools]
