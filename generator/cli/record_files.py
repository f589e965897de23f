"""Puts changed records on the disk: each file whole or as it was, and never over another change."""

import fcntl
import os
import stat
from pathlib import Path

from generator.commands.new_files import SCRATCH
from generator.errors import WorkError


def replace_file(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Makes the file at `path` from `root` hold `after`; its permissions stay.

    WorkError where it holds something else than `before` by now, is read-only, or the disk refuses.
    The lock keeps two commands of ours apart: the second one finds the file changed.
    """
    target = root / path
    try:
        with target.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            mode = target.lstat().st_mode
            if not stat.S_ISREG(mode) or target.read_bytes() != before:
                raise WorkError(
                    f"文件“{path}”刚刚被别人改过，没有写入", "看一看改了什么，再运行一次"
                )
            if not mode & stat.S_IWUSR:
                raise WorkError(f"文件“{path}”是只读的，没有写入", "改为可以写入，再运行一次")
            _put(root / SCRATCH, target, after, stat.S_IMODE(mode))
    except OSError as error:
        raise WorkError(
            f"写不了文件“{path}”：{error.strerror}，文件没有改动",
            "检查磁盘空间和写入权限，再运行一次",
        ) from error


def _put(scratch: Path, target: Path, content: bytes, mode: int) -> None:
    """Writes beside the records, where a killed run leaves nothing among them, and renames."""
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
