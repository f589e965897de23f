"""Commands on a system without `fcntl`, fork and an exchange of folders, as Windows is; and what is
said where the output, or the place of a register, takes no text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making_git import History
from tests.pull_requests import OPEN, event, path_of
from tests.registers import REPOSITORY, SAMPLE, TODAY, ready

HIDDEN = """
import sys, types
import asyncio, ctypes, multiprocessing, concurrent.futures
import click, git, http.server, os, pydantic, sqlite3, subprocess, sysconfig, tempfile
sysconfig.get_config_vars()
sys.modules["fcntl"] = None
for name in ("fork", "geteuid", "getuid", "sched_getaffinity", "register_at_fork", "getppid"):
    if hasattr(os, name):
        delattr(os, name)
windows = types.ModuleType("msvcrt")
windows.LK_NBLCK, windows.LK_UNLCK, windows.locking = 2, 0, lambda *_: None
sys.modules["msvcrt"] = windows
sys.platform = "win32"
from generator.core import pool
pool.cores = lambda: 1
from generator.cli.main import main
main(sys.argv[1:])
"""


def run(root: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """A command where those modules are hidden."""
    return subprocess.run(
        [sys.executable, "-c", HIDDEN, *map(str, words)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_register_is_checked_written_and_built_without_them(tmp_path: Path) -> None:
    root = ready(SAMPLE, tmp_path / "register")
    history = object.__new__(History)
    history.top = history.root = root
    history.git("init", "--quiet", "--initial-branch=main")
    history.commit({}, day="2019-08-01")
    step = [OPEN, "核查", "--date", "2019-08-20", "--by", "第7轮示例乙市第2普通组"]
    written = run(root, "step", *step, "--result", "到位")
    assert (written.returncode, written.stderr) == (0, "")
    assert event() in (root / path_of(OPEN)).read_text(encoding="utf-8")
    history.commit({}, day="2019-08-21")
    for words in (
        ["check"],
        ["fmt", "--check"],
        ["check", "--base", "HEAD~1"],
        ["audit", "log", OPEN],
    ):
        done = run(root, *words)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    built = run(root, "build", "--today", TODAY.isoformat())
    assert (built.returncode, built.stderr) == (0, "")
    assert (root / "site" / "index.html").is_file()


def lantian(*words: object) -> list[str]:
    return [sys.executable, "-m", "generator", *map(str, words)]


OUTPUTS = {
    "full disk": (["check"], "/dev/full", 3),
    "full disk, help": (["check", "--help"], "/dev/full", 3),
    "nobody listens": (["explain", "C02"], "", 1),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_that_takes_nothing_is_said_in_a_sentence(name: str) -> None:
    words, place, code = OUTPUTS[name]
    if place:
        target = os.open(place, os.O_WRONLY)
    else:
        reads, target = os.pipe()
        os.close(reads)
    try:
        done = subprocess.run(
            lantian(*words),
            cwd=SAMPLE,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=target,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(target)
    said = done.stderr.decode()
    assert done.returncode == code
    assert said == "" if code == 1 else said.startswith("做不下去：结果没有写完（磁盘满了）")
    assert "Traceback" not in said
    assert "Exception ignored" not in said


@pytest.mark.parametrize(
    "coding", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_a_terminal_without_chinese_shows_numbers(coding: dict[str, str]) -> None:
    done = subprocess.run(
        lantian("explain", "Y99"),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **coding},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.stderr
