"""`lantian --version`: one number, said in one place, and what it brings is in the CHANGELOG."""

import re
import sys
import tomllib

import pytest

from generator import __version__
from tests.registers import REPOSITORY
from tests.running import Outcome, lantian


def test_version_is_the_newest_of_the_changelog() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert released[0] == __version__
    assert lantian("--version") == Outcome(0, f"lantian {__version__}\n", "")


def test_package_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is None counts for Python as one that is not installed."""
    monkeypatch.setitem(sys.modules, "generator.cli.check", None)
    found = lantian("check")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(
        "做不下去：没有装软件包 generator.cli.check\n    改法：运行 make clean"
    )


def test_version_stands_in_one_place() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "generator.__version__"}
