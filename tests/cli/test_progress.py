"""Progress of long work, and colours: on terminals, in CI logs, nowhere else."""

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from generator.cli.progress import LogProgress, TerminalProgress, line
from generator.core.progress import counted, listening, stage
from tests.registers import REPOSITORY, TESTS, copied
from tests.running import lantian

BASE = TESTS / "cases" / "_base"


class Clock:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self, step: float = 1.0) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


LINES = {
    (0, 100, 0.0): "检查……",
    (50, 200, 2.0): "检查 50/200（25%），每秒 25，还要 6 秒",
    (50, 0, 2.0): "检查 50，每秒 25",
    (1, 400, 2.0): "检查 1/400（0%），还要 13 分 18 秒",
    (200, 200, 2.0): "检查 200/200（100%），每秒 100",
    (3, 9, 0.0): "检查 3/9（33%）",
}


@pytest.mark.parametrize("facts", LINES, ids=str)
def test_stage_is_told_with_count_rate_and_time_left(facts: tuple[int, int, float]) -> None:
    assert line("检查", *facts) == LINES[facts]


def test_terminal_has_one_line_that_is_gone_in_the_end() -> None:
    shown = StringIO()
    with listening(TerminalProgress(shown, Clock())):
        assert list(counted("检查", range(3), 3)) == [0, 1, 2]
    pictures = shown.getvalue().split("\r\x1b[K")
    assert pictures[1:3] == ["检查……", "检查 1/3（33%），每秒 1，还要 2 秒"]
    assert pictures[-1] == ""


def test_line_is_not_drawn_for_every_item() -> None:
    shown = StringIO()
    with listening(TerminalProgress(shown, Clock(0.001))):
        list(counted("检查", range(1000), 1000))
    assert shown.getvalue().count("\r") <= 15


def test_log_has_a_line_for_each_stage() -> None:
    shown = StringIO()
    with listening(LogProgress(shown, Clock())), stage("读取历史"):
        pass
    with listening(LogProgress(shown, Clock())):
        list(counted("检查", "ab", 4, lambda _: 2))
    assert shown.getvalue() == "读取历史，用了 1.0 秒\n检查 4，用了 3.0 秒\n"


def test_nobody_is_told_where_nobody_asked() -> None:
    assert list(counted("检查", "ab")) == ["a", "b"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(BASE, tmp_path)


def test_ci_log_tells_stages_unless_it_is_to_be_quiet(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    said = lantian("check", "--root", root)
    assert said.out == "共 9 条记录，没有发现问题。\n"
    assert said.err.startswith("检查记录 ")
    assert lantian("check", "--quiet", "--root", root).err == ""
    monkeypatch.delenv("CI")
    assert lantian("check", "--root", root).err == ""


WORDS = (("build",), ("check",), ("demo",), ("import",), ("audit", "verify"), ("report", "round"))


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_long_work_can_be_quiet(words: tuple[str, ...]) -> None:
    assert "--quiet" in lantian(*words, "--help").out


def on_terminal(*words: object, **variables: str) -> str:
    """All that a command shows on a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm", **variables}
    with subprocess.Popen(command, env=environment, stdout=theirs, stderr=theirs) as running:
        running.wait(timeout=120)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    return shown


def test_terminal_has_progress_and_colours_and_no_color_has_neither_colour(root: Path) -> None:
    round_file = root / "records/rounds/SL19/R01.yml"
    text = round_file.read_text(encoding="utf-8")
    round_file.write_text(text.replace("2019-05-22", "2019-02-30"), encoding="utf-8")
    shown = on_terminal("check", "--root", root)
    assert "\r\x1b[K检查记录" in shown
    assert "\x1b[31m\x1b[1m错误 S04" in shown
    plain = on_terminal("check", "--quiet", "--root", root, NO_COLOR="1")
    assert "\x1b" not in plain
    assert "R01.yml:3:6 错误 S04" in plain


def test_colours_can_be_forced_and_are_not_elsewhere(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "records/rounds/SL19/R01.yml").write_text("甲", encoding="utf-8")
    assert "\x1b" not in lantian("check", "--root", root).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m" in lantian("check", "--root", root).out
    assert "\x1b" not in lantian("check", "--format", "json", "--root", root).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in lantian("check", "--root", root).out


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_command_without_output_still_checks(root: Path, closed: str) -> None:
    words = f"{sys.executable} -m generator check --root {root} {closed}"
    done = subprocess.run(
        ["sh", "-c", words],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "CI": "true"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
