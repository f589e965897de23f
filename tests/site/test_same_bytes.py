"""One commit gives the same bytes in any folder, language and time zone, for any user, any day."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making_git import History
from tests.registers import REPOSITORY, SAMPLE

AT_HOME = {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"LC_ALL": "zh_CN.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"}
CLOCK = """
import datetime as _datetime
class _Date(_datetime.date):
    @classmethod
    def today(cls):
        return cls(2031, 5, 17)
class _Moment(_datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2031, 5, 17, 23, 59, tzinfo=tz)
_datetime.date, _datetime.datetime = _Date, _Moment
"""
"""Another day for whoever asks; what is given by `--today` must be all that counts."""


def site_of(root: Path, edition: str, place: dict[str, str], mask: int, path: Path) -> Path:
    """The site of a register, made by a process of its own."""
    out = root / edition
    words = ["build", "--root", root, "--out", out, "--edition", edition, "--today", "2019-08-01"]
    subprocess.run(
        [sys.executable, "-m", "generator", *map(str, words)],
        cwd=REPOSITORY,
        env={**os.environ, **place, "PYTHONPATH": str(path)},
        umask=mask,
        check=True,
        capture_output=True,
    )
    return out


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sample in Git, and a clone of it in a folder of another name."""
    history = History(tmp_path_factory.mktemp("one") / "台账")
    for path in (SAMPLE / "records").rglob("*.yml"):
        history.write(path.relative_to(SAMPLE).as_posix(), path.read_text(encoding="utf-8"))
    history.commit({".gitignore": ".build/\nfull/\npublic/\n"}, day="2019-08-20")
    clone = tmp_path_factory.mktemp("another place") / "b" / "register"
    history.git("clone", "--quiet", "--no-hardlinks", str(history.root), str(clone))
    return history.root, clone


@pytest.mark.parametrize("edition", ["full", "public"])
def test_place_language_zone_user_and_clock_change_no_byte(
    roots: tuple[Path, Path], edition: str, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    one = site_of(roots[0], edition, AT_HOME, 0o022, tmp_path / "none")
    other = site_of(roots[1], edition, ELSEWHERE, 0o077, tmp_path)
    assert contents(one) == contents(other)


def contents(site: Path) -> dict[str, bytes]:
    """Path → bytes of every file."""
    found = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    assert found
    return found
