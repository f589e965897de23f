"""tests/browser/find.sh: the browser that is there, Debian's installed by root, or why not."""

import subprocess
from pathlib import Path

import pytest

from tests.registers import REPOSITORY

INSTALLS = 'printf "#!/bin/sh\\n" > "$0.d"; /bin/chmod +x "$0.d"; /bin/mv "$0.d" "${0%/*}/chromium"'


def found(tools: Path, user: str, apt: str) -> subprocess.CompletedProcess[str]:
    """What the script says on a machine with no other programs than these."""
    tools.mkdir()
    for name, does in (("id", f"echo {user}"), ("apt-get", f'[ "$1" = update ] || {{ {apt}; }}')):
        (tools / name).write_text(f"#!/bin/sh\n{does}\n")
        (tools / name).chmod(0o755)
    return subprocess.run(
        ["/bin/bash", REPOSITORY / "tests" / "browser" / "find.sh"],
        env={"PATH": str(tools), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_root_gets_the_package_of_debian(tmp_path: Path) -> None:
    done = found(tmp_path / "bin", "0", INSTALLS)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/bin/chromium\n"), done.stderr


@pytest.mark.parametrize(("user", "said"), [("0", "没有装成：E: no such package"), ("1000", "")])
def test_where_there_is_none_the_script_fails_and_says_why(
    tmp_path: Path, user: str, said: str
) -> None:
    done = found(tmp_path / "bin", user, 'echo "E: no such package" >&2; exit 100')
    assert done.returncode == 3
    assert done.stdout == ""
    assert said in done.stderr
    assert "make test BROWSER=skip" in done.stderr
