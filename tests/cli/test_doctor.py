"""`lantian doctor`: each fault that a machine can have is made, named, and mended as it says."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import doctor
from generator.cli.doctor import pins
from tests.pull_requests import Forge
from tests.registers import REPOSITORY, SAMPLE, copied
from tests.running import lantian


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LANTIAN_BROWSER", "skip")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    made = Forge(tmp_path / "register")
    made.git("config", "user.name", "示例")
    made.git("config", "user.email", "clerk@example.invalid")
    return made


def faults(root: Path) -> list[str]:
    """The lines with a fault; those with its mend stand below them."""
    said = lantian("doctor", "--root", root)
    found = [one for one in said.out.splitlines() if "：错误，" in one or "：提醒，" in one]
    assert said.out.count("    改法：") == len(found)
    assert said.code == (1 if any("：错误，" in one for one in found) else 0)
    return found


def test_machine_that_is_well_has_no_fault_and_nothing_is_left(forge: Forge) -> None:
    before = sorted(forge.root.rglob("*"))
    assert faults(forge.root) == []
    assert sorted(forge.root.rglob("*")) == before


def _damaged_cache(forge: Forge) -> None:
    (forge.root / ".build").mkdir()
    (forge.root / ".build/cache.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)


def _linked_work_folder(forge: Forge) -> None:
    (forge.root / ".build").symlink_to(forge.root)


def _future_files(forge: Forge) -> None:
    os.utime(forge.root / "records/vocabulary.yml", (4e9, 4e9))


def _no_repository(forge: Forge) -> None:
    shutil.rmtree(forge.root / ".git")


def _other_case(forge: Forge) -> None:
    forge.git("config", "core.ignoreCase", "true")


def _no_name(forge: Forge) -> None:
    forge.git("config", "--unset", "user.email")


def _unwritable_records(forge: Forge) -> None:
    """Where not even root may write."""
    (forge.root / "records").rename(forge.root / "moved")
    (forge.root / "records").symlink_to("/proc/self/fdinfo")


MADE: dict[str, tuple[Callable[[Forge], None], str]] = {
    "damaged cache": (_damaged_cache, "缓存：错误，缓存坏了："),
    "cache folder elsewhere": (_linked_work_folder, "缓存：错误，缓存坏了："),
    "wrong clock": (_future_files, "时间：错误，这台电脑的时间是 "),
    "no repository": (_no_repository, "仓库：提醒，"),
    "case of another disk": (_other_case, "仓库：提醒，Git 记着的大小写规则"),
    "unwritable records": (_unwritable_records, "文件夹：错误，文件夹“"),
    "no name": (_no_name, "仓库：提醒，Git 不知道录入的人是谁"),
}


@pytest.mark.parametrize("name", MADE)
def test_fault_is_named_with_its_mend(forge: Forge, name: str) -> None:
    make, said = MADE[name]
    make(forge)
    [found] = faults(forge.root)
    assert found.startswith(said)


def test_shallow_clone_is_named(forge: Forge, tmp_path: Path) -> None:
    forge.commit("Second")
    address = f"file://{forge.root}"
    words = ["git", "clone", "--quiet", "--depth=1", address, str(tmp_path / "shallow")]
    subprocess.run(words, check=True)
    assert "仓库：错误，这个仓库是浅克隆，历史不全" in faults(tmp_path / "shallow")


def test_old_and_missing_git_are_named(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert faults(forge.root)[0].startswith("Git：错误，这台电脑上没有找到 Git")
    old = tmp_path / "old/git"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho git version 2.30.2\n", encoding="utf-8")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(old.parent))
    assert faults(forge.root)[0] == "Git：错误，Git 是 2.30.2，太旧，比较不了改动"


def test_change_is_not_judged_by_an_old_git(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old/git"
    old.parent.mkdir()
    old.write_text(
        "#!/bin/sh\n"
        'case "$*" in version) echo git version 2.30.2; exit;; esac\n'
        'case "$*" in *merge-tree*) echo usage: git merge-tree >&2; exit 129;; esac\n'
        f'exec {shutil.which("git")} "$@"\n',
        encoding="utf-8",
    )
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")
    forge.commit("Second")
    said = lantian("check", "--root", forge.root, "--base", "HEAD~1")
    assert (said.code, "Git 2.30.2 太旧，不能在内存里合并" in said.err) == (3, True)


def test_full_disk_old_package_and_no_browser_are_named(
    forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can not be made here is told by the functions of Python that are asked."""
    usage = shutil.disk_usage("/")._replace(free=5 << 20)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    monkeypatch.setattr(doctor, "version", lambda name: "1.0" if name == "click" else known[name])
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    monkeypatch.delenv("LANTIAN_BROWSER")
    lock = (REPOSITORY / "requirements/run.txt").read_text(encoding="utf-8")
    known = pins(lock)
    assert {one.split("，")[1] for one in faults(forge.root) if not one.startswith("Git")} >= {
        "磁盘只剩 5 MB",
        "软件包 click 是 1.0",
        "没有找到 Chromium 浏览器",
    }


def test_terminal_without_chinese_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "doctor", "--root", copied(SAMPLE, tmp_path)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert b"iso8859-1" in done.stdout.lower() or b"latin-1" in done.stdout.lower()
    assert b"Traceback" not in done.stderr
