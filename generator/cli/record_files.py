"""Writes new and changed records to disk: each file whole or not at all.

See decision 0028.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.cache.cache import work_folder
from generator.core.fields import Record
from generator.core.file_lock import file_lock
from generator.core.findings import WorkError, reason
from generator.exchange.grown_text import grown_text
from generator.load.files import RECORDS

_LOCK = "records.lock"
"""The lock of all records: one of the record itself would keep Windows from replacing it."""


def write_new(root: Path, files: Mapping[str, str]) -> list[str]:
    """Write the files (path below `records/` → text) in order; return their paths from `root`.

    WorkError where one is there already (then nothing is written) or the disk refuses.
    """
    return write_new_bytes(
        root, {f"{RECORDS}/{path}": text.encode() for path, text in files.items()}
    )


def write_new_bytes(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write files (path from `root` → content) likewise; also such as are no records."""
    _refuse_existing(root, list(files))
    for path, content in files.items():
        try:
            _write_whole(work_folder(root), root / path, content)
        except OSError as error:
            raise WorkError(
                f"写不了文件“{path}”：{reason(error)}",
                "检查磁盘空间和写入权限，再运行一次；已经写成的文件是完整的，不会重写",
            ) from error
    return list(files)


def _refuse_existing(root: Path, paths: list[str]) -> None:
    for path in paths:
        if os.path.lexists(root / path):
            raise WorkError(f"文件“{path}”已经存在", "先用 lantian check 检查记录，改好再运行")
        for folder in PurePosixPath(path).parents:
            if (root / folder).is_symlink() and folder.parts:
                raise WorkError(f"“{folder}”是链接，不往里写", "换成普通文件夹，再运行一次")


def _write_whole(scratch: Path, path: Path, content: bytes) -> None:
    """Write elsewhere and link into place: a link never replaces a file, a rename would.

    A killed run leaves no half file among the records.
    """
    scratch.mkdir(exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = scratch / f"{path.name}.{os.getpid()}"
    try:
        draft.write_bytes(content)
        _put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a USB stick: take the name first, then fill it
        path.touch(exist_ok=False)
        draft.replace(path)


def replace_file(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Make the file at `path` from `root` hold `after`; see `replace_files`."""
    replace_files(root, [Change(path, before, after)])


@dataclass(frozen=True, slots=True)
class Change:
    """A file by its path from the root, what it holds and what it shall hold."""

    path: str
    before: bytes
    after: bytes


def replace_files(root: Path, changes: Sequence[Change]) -> None:
    """Make all these files hold what they shall, or none; their permissions stay.

    WorkError where one holds something else by now, is read-only, or the disk refuses. The lock
    separates two commands: the second one finds the files changed.
    """
    path, done = "", list[Change]()
    try:
        with file_lock(work_folder(root) / _LOCK, waits=True):
            modes = []
            for one in changes:
                path = one.path
                modes.append(_mode(root / path, one))
            for one, mode in zip(changes, modes, strict=True):
                path = one.path
                _put(work_folder(root), root / path, one.after, mode)
                done.append(one)
    except OSError as error:
        _put_back(root, done)
        raise WorkError(
            f"写不了文件“{path}”：{reason(error)}，文件没有改动",
            "检查磁盘空间和写入权限，再运行一次",
        ) from error


def _mode(target: Path, change: Change) -> int:
    """Return the permissions of a file that can be replaced; WorkError for others."""
    path, mode = change.path, target.lstat().st_mode
    if not stat.S_ISREG(mode) or target.read_bytes() != change.before:
        raise WorkError(f"文件“{path}”刚刚被别人改过，没有写入", "看一看改了什么，再运行一次")
    if not mode & stat.S_IWUSR:
        raise WorkError(f"文件“{path}”是只读的，没有写入", "改为可以写入，再运行一次")
    return stat.S_IMODE(mode)


def _put_back(root: Path, done: Sequence[Change]) -> None:
    """Make files hold what they held before; WorkError that names those that could not."""
    left = []
    for one in done:
        try:
            target = root / one.path
            _put(work_folder(root), target, one.before, stat.S_IMODE(target.lstat().st_mode))
        except OSError:
            left.append(one.path)
    if left:
        raise WorkError(
            f"只写了一部分，写不下去也退不回来：{'、'.join(left)}",
            "用 git checkout 退回这些文件，检查磁盘空间和写入权限，再运行一次",
        )


def remove_file(root: Path, path: str, before: bytes) -> None:
    """Take away the file at `path` from `root`; WorkError where it holds something else by now."""
    target = root / path
    try:
        if target.is_symlink() or target.read_bytes() != before:
            raise WorkError(f"文件“{path}”刚刚被别人改过，没有移走", "看一看改了什么，再运行一次")
        target.unlink()
    except OSError as error:
        raise WorkError(
            f"移不走文件“{path}”：{reason(error)}", "检查写入权限，再手工删去这个文件"
        ) from error


def _put(scratch: Path, target: Path, content: bytes, mode: int) -> None:
    """Write outside the records, where a killed run leaves nothing among them, and rename."""
    scratch.mkdir(exist_ok=True)
    draft = scratch / f"{target.name}.{os.getpid()}"
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Addition:
    """A file of the register and what it holds before and after something was added to it."""

    path: str
    before: bytes
    after: bytes


def addition(root: Path, below: str, grown: Record) -> Addition:
    """Return the file of a record with more in its lists; WorkError where its form forbids it."""
    path = f"{RECORDS}/{below}"
    before = (root / path).read_bytes()
    return Addition(path, before, grown_text(path, before, grown))
