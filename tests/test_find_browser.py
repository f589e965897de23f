"""tests/browser/find.sh: the browser that is there, what root gets from Debian, or why not."""

import subprocess
from pathlib import Path

import pytest

from tests.registers import REPOSITORY

MISSING = (
    "node: error while loading shared libraries: libatomic.so.1:"
    " cannot open shared object file: No such file or directory"
)
APT = """
for package; do
  case $package in
    chromium)
      printf "#!/bin/sh\\n" > "$0.d"
      /bin/chmod +x "$0.d"
      /bin/mv "$0.d" "${0%/*}/chromium" ;;
    libatomic1) : > "${0%/*}/libatomic.so.1" ;;
  esac
done"""
NO_APT = '[ "$1" = update ] || { echo "E: no such package" >&2; exit 100; }'
NEEDS_LIBRARY = f'[ -e "${{0%/*}}/libatomic.so.1" ] || {{ echo "{MISSING}" >&2; exit 127; }}'


def found(
    tools: Path, user: str, apt: str, *, python: str = "exit 0", has: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Return what the script says on a machine with no other programs than these."""
    tools.mkdir()
    programs = {"id": f"echo {user}", "apt-get": apt, "python": python, **dict.fromkeys(has, "")}
    for name, does in programs.items():
        (tools / name).write_text(f"#!/bin/sh\n{does}\n")
        (tools / name).chmod(0o755)
    return subprocess.run(
        ["/bin/bash", REPOSITORY / "tests" / "browser" / "find.sh", "", tools / "python"],
        env={"PATH": str(tools), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("has", "installs"),
    [
        ((), ["安装 chromium fonts-noto-cjk……", "安装 libatomic1……"]),
        (("chromium",), ["安装 libatomic1……"]),
        (("chromium", "libatomic.so.1"), []),
    ],
)
def test_root_gets_what_is_missing_from_debian(
    tmp_path: Path, has: tuple[str, ...], installs: list[str]
) -> None:
    done = found(tmp_path / "bin", "0", APT, python=NEEDS_LIBRARY, has=has)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/bin/chromium\n"), done.stderr
    assert done.stderr.splitlines() == installs


@pytest.mark.parametrize(("user", "said"), [("0", "没有装成：E: no such package"), ("1000", "")])
def test_where_there_is_none_the_script_fails_and_says_why(
    tmp_path: Path, user: str, said: str
) -> None:
    done = found(tmp_path / "bin", user, NO_APT)
    assert done.returncode == 3
    assert done.stdout == ""
    assert said in done.stderr
    assert "装上 chromium 再试，或用 make test BROWSER=skip" in done.stderr


@pytest.mark.parametrize(("user", "said"), [("0", "没有装成：E: no such package"), ("1000", "")])
def test_where_the_library_is_missing_the_script_names_it(
    tmp_path: Path, user: str, said: str
) -> None:
    done = found(tmp_path / "bin", user, NO_APT, python=NEEDS_LIBRARY, has=("chromium",))
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr
    assert f"浏览器驱动不能启动：{MISSING}" in done.stderr
    assert "装上 libatomic1 再试，或用 make test BROWSER=skip" in done.stderr


def test_a_driver_that_fails_otherwise_installs_nothing(tmp_path: Path) -> None:
    fails = 'echo "No module named playwright" >&2; exit 1'
    done = found(tmp_path / "bin", "0", APT, python=fails, has=("chromium",))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "浏览器驱动不能启动：No module named playwright",
        "浏览器测试无法运行。用 make test BROWSER=skip 明确跳过。",
    ]
