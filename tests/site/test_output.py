"""The output folder without a site in it: exchange, what a kill leaves, permissions of folders."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from generator.core.findings import WorkError
from generator.site import output
from generator.site.build import build_site
from generator.site.output import (
    MARKER,
    PRESERVED,
    publish,
    restore_interrupted,
    staging_directory,
    system_errors_in_chinese,
)
from tests.registers import TODAY


class Killed(BaseException):
    """Stands for the end of the process at this very place."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A site that is there already."""
    out = tmp_path / "site"
    out.mkdir()
    for name, text in ((MARKER, ""), ("index.html", "old"), (PRESERVED, "*\n")):
        (out / name).write_text(text)
    return out


def test_nothing_is_taken_through_a_link(out: Path, tmp_path: Path) -> None:
    """Neither what Git keeps in the folder, nor what looks like the rest of a killed build."""
    outside = tmp_path / "outside"
    (outside / "site").mkdir(parents=True)
    for name in ("secret", "site/.lantian-site"):
        (outside / name).write_text("secret")
    (out / PRESERVED).unlink()
    (out / PRESERVED).symlink_to(outside / "secret")
    (tmp_path / ".site.old-0a1b2c3d").symlink_to(outside)
    (tmp_path / ".site.new-0a1b2c3d").symlink_to(outside)
    with staging_directory(out) as new:
        publish(new, out)
    assert {path.name for path in out.iterdir()} == {MARKER}
    (out / MARKER).unlink()
    restore_interrupted(out)
    assert list(out.iterdir()) == []
    assert sorted(path.name for path in outside.rglob("*")) == [MARKER, "secret", "site"]


@pytest.fixture
def killed(out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder after a kill between the two renames of a system that can not exchange."""
    moves: Iterator[bool] = iter((True, False))
    rename = Path.rename

    def move(self: Path, target: Path) -> Path:
        if not next(moves):
            raise Killed
        return rename(self, target)

    new = out.parent / ".site.new-0a1b2c3d"
    new.mkdir()
    (new / "index.html").write_text("new")
    with monkeypatch.context() as patched, suppress(Killed):
        patched.setattr(output.sys, "platform", "darwin")
        patched.setattr(Path, "rename", move)
        publish(new, out)
    assert not out.exists()
    return out


def held(out: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in out.iterdir()}


OLD = {MARKER: "", "index.html": "old", PRESERVED: "*\n"}


def test_the_old_site_comes_back_after_a_kill_between_the_renames(killed: Path) -> None:
    restore_interrupted(killed)
    assert held(killed) == OLD
    with staging_directory(killed):
        pass
    assert held(killed) == OLD
    assert [path.name for path in killed.parent.iterdir()] == ["site"]


def test_also_where_git_has_put_back_what_it_keeps_there(killed: Path) -> None:
    killed.mkdir()
    (killed / PRESERVED).write_text("*\n")
    restore_interrupted(killed)
    assert held(killed) == OLD


def test_a_next_build_with_errors_does_not_lose_it(killed: Path) -> None:
    """The build fails before it makes anything: the folder has no records at all."""
    with pytest.raises(WorkError):
        build_site(killed.parent, killed, TODAY)
    assert held(killed) == OLD


def test_what_somebody_put_there_meanwhile_stays(killed: Path) -> None:
    killed.mkdir()
    (killed / "mine.txt").write_text("mine")
    restore_interrupted(killed)
    assert held(killed) == {"mine.txt": "mine"}


def test_without_an_exchange_the_new_site_comes_and_nothing_is_left(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output.sys, "platform", "win32")
    with staging_directory(out) as new:
        (new / "index.html").write_text("new")
        publish(new, out)
    assert held(out) == OLD | {"index.html": "new"}
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_folders_of_similar_names_are_not_ours_to_delete(out: Path) -> None:
    mine = [out.parent / name for name in (".site.old-backup", ".site.new-0a1b2c3d.zip")]
    for folder in mine:
        folder.mkdir()
    with staging_directory(out):
        pass
    assert all(folder.is_dir() for folder in mine)


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
def test_folders_and_files_have_the_permissions_that_the_user_gives(
    tmp_path: Path, mask: int
) -> None:
    """An internal site is not opened to others on the machine of somebody who wants that closed."""
    before = os.umask(mask)
    try:
        with staging_directory(tmp_path / "site") as new:
            (new / "index.html").write_text("x")
            publish(new, tmp_path / "site")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("site", "site/index.html")]
    assert modes == [0o777 & ~mask, 0o666 & ~mask]


def test_what_can_not_be_read_is_not_said_to_be_unwritable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.yml"
    path.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may read anything
    with pytest.raises(WorkError, match="没有读取权限"), system_errors_in_chinese():
        raise PermissionError(13, "denied", str(path))
