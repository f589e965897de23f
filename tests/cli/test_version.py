"""`lantian --version`: one number, said in one place, and what it brings is in the CHANGELOG."""

import re
import tomllib

from generator import __version__
from tests.registers import REPOSITORY
from tests.running import Outcome, lantian


def test_version_is_the_newest_of_the_changelog() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert released[0] == __version__
    assert lantian("--version") == Outcome(0, f"lantian {__version__}\n", "")


def test_version_stands_in_one_place() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "generator.__version__"}
