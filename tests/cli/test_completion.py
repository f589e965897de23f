"""Completion as shells ask for it: commands, options, and what the register has."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.cli.completion import SHELLS, commands_of, table_of
from generator.cli.main import COMMANDS
from generator.cli.main import lantian as commands
from tests.registers import REPOSITORY, SAMPLE
from tests.running import lantian


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of a user."""
    return tmp_path_factory.mktemp("cache")


def asked(
    kept: Path, line: str, root: Path = SAMPLE, shell: str = "bash"
) -> subprocess.CompletedProcess[str]:
    words = line.split(" ")
    return subprocess.run(
        [sys.executable, "-m", "generator"],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "XDG_CACHE_HOME": str(kept),
            "_LANTIAN_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def offered(kept: Path, line: str, root: Path = SAMPLE) -> list[str]:
    said = asked(kept, line, root)
    assert said.stderr == ""
    return [one.partition(",")[2] for one in said.stdout.splitlines()]


LINES = {
    "lantian sub": ["submit"],
    "lantian audit ": ["log", "verify"],
    "lantian build --ed": ["--edition"],
    "lantian build --edition ": ["full", "public"],
    "lantian export --city 示例甲": ["示例甲市"],
    "lantian export --city 9902": ["990200"],
    "lantian export --programme LS1": ["LS17", "LS19"],
    "lantian export --round LS19-R0": ["LS19-R01", "LS19-R02", "LS19-R03"],
    "lantian step LS19-990100-R01-P01-": ["LS19-990100-R01-P01-001"],
    "lantian step LS19-990100-R01-P01-001 销": ["销号"],
    "lantian audit log LS19-990200-R03-P02-005": ["LS19-990200-R03-P02-005"],
    "lantian step LS19-990100-R01-P01-001 --ro": ["--root"],
    "lantian check re": ["re"],
}


@pytest.mark.parametrize("line", LINES)
def test_what_may_come_next_is_offered(kept: Path, line: str) -> None:
    found = offered(kept, line)
    assert found == LINES[line] if not line.endswith("R01-P01-") else LINES[line][0] in found


def test_copy_made_of_the_table_has_every_command_and_option() -> None:
    table = table_of(commands)
    assert [one["name"] for one in table["below"]] == list(COMMANDS)
    assert in_order(table_of(commands_of(table))) == in_order(table)


def in_order(table: dict[str, Any]) -> dict[str, Any]:
    """A table with its commands by name, as Click lists them."""
    below = sorted(map(in_order, table["below"]), key=lambda one: str(one["name"]))
    return {**table, "below": below}


def test_other_shells_ask_in_their_way(kept: Path) -> None:
    assert "plain\nsubmit\n" in asked(kept, "lantian sub", shell="zsh").stdout
    assert asked(kept, "lantian sub", shell="fish").stdout.startswith("plain")


@pytest.mark.parametrize("shell", SHELLS)
def test_script_is_printed_and_asks_for_this_program(shell: str) -> None:
    said = lantian("completion", shell)
    assert (said.code, said.err) == (0, "")
    assert f"_LANTIAN_COMPLETE={shell}_complete" in said.out


def test_bash_takes_the_script(kept: Path, tmp_path: Path) -> None:
    """As typed: the shell itself calls the program by the function that the script defines."""
    program = tmp_path / "lantian"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m generator "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    typed = (
        'eval "$(lantian completion bash)"; COMP_WORDS=(lantian renum); COMP_CWORD=1;'
        ' _lantian_completion lantian; printf %s "${COMPREPLY[*]}"'
    )
    done = subprocess.run(
        ["bash", "-c", typed],
        env={
            **os.environ,
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(REPOSITORY),
            "XDG_CACHE_HOME": str(kept),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.stderr) == ("renumber", "")


def test_ten_thousand_ids_are_offered_without_loading_a_command(kept: Path, tmp_path: Path) -> None:
    """What is at work is asked, not the clock; loading a command takes ten times as long."""
    for city in range(10):
        place = tmp_path / f"records/issues/LS19/9901{city:02}/R01"
        place.mkdir(parents=True)
        for number in range(1, 1001):
            (place / f"LS19-9901{city:02}-R01-P01-{number:03}.yml").touch()
    offered(kept, "lantian ", tmp_path)
    before = sum(os.times()[2:4])
    assert len(offered(kept, "lantian step LS19-9901", tmp_path)) == 10_000
    assert sum(os.times()[2:4]) - before < 1.5
    assert offered(kept, "lantian step LS19-990105-R01-P01-007", tmp_path) == [
        "LS19-990105-R01-P01-007"
    ]


def test_names_that_a_shell_would_read_are_not_offered(kept: Path, tmp_path: Path) -> None:
    bad = ("核$(touch x);y", "核 b", "*", "核`x`", "核;x")
    for folder in ("programmes", "rounds/LS19", "issues/LS19/990100/R01", "cities"):
        (tmp_path / "records" / folder).mkdir(parents=True)
        for name in (*bad, "LS19"):
            (tmp_path / "records" / folder / f"{name}.yml").touch()
    for code, name in enumerate((*bad, "示例甲市"), 990100):
        file = tmp_path / f"records/cities/{code}.yml"
        file.write_text(f"name: {name}\n", encoding="utf-8")
    steps = "".join(f"- word: {word}\n" for word in (*bad, "核查"))
    (tmp_path / "records/vocabulary.yml").write_text(f"v: 1\nsteps:\n{steps}", encoding="utf-8")
    found = {line: offered(kept, line, tmp_path) for line in OFFERED}
    assert found == OFFERED


OFFERED = {
    "lantian export --programme ": ["LS19"],
    "lantian export --round ": ["LS19-LS19"],
    "lantian export --city ": ["示例甲市"],
    "lantian step ": ["LS19"],
    "lantian step LS19 核": ["核查"],
}


def test_damaged_cache_is_made_anew(kept: Path) -> None:
    offered(kept, "lantian sub")
    [file] = (kept / "lantian").glob("*.json")
    file.write_text("{", encoding="utf-8")
    assert offered(kept, "lantian sub") == ["submit"]
    assert file.stat().st_size > 1000
