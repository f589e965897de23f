"""tests/bare/run.sh: why it refuses, and that it leaves nothing behind when it is killed. What it
proves of a bare system is shown by `make test-bare` alone, which takes minutes."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.registers import REPOSITORY

SCRIPT = REPOSITORY / "tests" / "bare" / "run.sh"
WITHOUT_OPTIONS = 'while [ "${1#--}" != "$1" ]; do shift; done; '
NAMESPACES = {
    "unshare": WITHOUT_OPTIONS + 'exec "$@"',
    "setpriv": WITHOUT_OPTIONS + 'shift; exec "$@"',
}


def programs(folder: Path, **does: str) -> Path:
    """Make programs out of lines of shell, and return their folder."""
    folder.mkdir()
    for name, line in does.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (
            {"id": "echo 1000"},
            "make test-bare 要另建一个 Debian 系统，须以管理员（root）身份运行。",
        ),
        ({"id": "echo 0"}, "make test-bare 只能在有 apt-get 的 Debian 电脑上运行。"),
        (
            {"id": "echo 0", "apt-get": 'echo "E: no such package"; exit 100'},
            "没有装成 debootstrap：E: no such package",
        ),
        (
            {"id": "echo 0", "apt-get": "", "debootstrap": ""},
            "apt 的软件源里没有 Debian，不知道从哪里取。用 BARE_MIRROR=网址 指明。",
        ),
        (
            {
                "id": "echo 0",
                "apt-get": "echo mirror",
                "debootstrap": "",
                "unshare": "exit 1",
            },
            "这里不允许建立独立的挂载空间（unshare），无法另建系统。容器须有 SYS_ADMIN 权限。",
        ),
    ],
)
def test_where_it_can_not_work_it_says_why(tmp_path: Path, does: dict[str, str], said: str) -> None:
    done = subprocess.run(
        ["/bin/bash", SCRIPT, "python"],
        env={"PATH": str(programs(tmp_path / "bin", **does)), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[-1] == said


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_killed_run_leaves_no_folder(tmp_path: Path, signum: signal.Signals) -> None:
    systems = tmp_path / "systems"
    systems.mkdir()
    tools = programs(
        tmp_path / "bin",
        id="echo 0",
        debootstrap='touch "$4/begun"; sleep 5; exit 1',
        **{"apt-get": ""},
        **NAMESPACES,
    )
    env = os.environ | {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "BARE_MIRROR": "mirror",
        "BARE_FOLDER": str(systems),
    }
    with subprocess.Popen(
        ["/bin/bash", SCRIPT, "python"],
        env=env,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    ) as run:
        wait_until(lambda: list(systems.glob("*/begun")) != [])
        run.send_signal(signum)
    wait_until(lambda: list(systems.iterdir()) == [])


def wait_until(comes: Callable[[], bool]) -> None:
    """Return once something is so; fail where it is not within 20 seconds."""
    last = time.monotonic() + 20
    while not comes():
        assert time.monotonic() < last
        time.sleep(0.05)
