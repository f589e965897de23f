"""Puts a finished site in place: built beside the old one, and exchanged only when it is whole."""

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from generator.errors import WorkError

MARKER = ".lantian-site"
"""A site folder carries this file; a folder without it is not ours to replace."""

KEPT = ".gitignore"
LEFT_OUT = ("404.html", "sitemap.xml", "sitemap.xml.gz", "lunr", "workers", "*.map")
"""What MkDocs makes and an archive on disk has no use for."""

_HERE = -100  # AT_FDCWD and RENAME_EXCHANGE of Linux, which Python does not offer
_EXCHANGE = 2


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Holds the build lock of a register; WorkError where another build holds it."""
    work = root / ".build"
    work.mkdir(exist_ok=True)
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WorkError("另一个生成还在进行", "等它结束，再重新运行") from error
        yield


@contextmanager
def reasons_in_chinese() -> Iterator[None]:
    """Turns what the system refuses while files are written into a WorkError that says why."""
    try:
        yield
    except OSError as error:
        raise WorkError(*_reason(error)) from error


def _reason(error: OSError) -> tuple[str, str]:
    place = f"“{error.filename}”" if error.filename else "文件"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满，网站没有写成，原来的网站没有动", "腾出空间，再重新运行"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place}没有写入权限，原来的网站没有动", "检查文件夹的权限，或用 --out 换一个地方"
    return (
        f"{place}写不进去（系统错误 {error.errno}），原来的网站没有动",
        "检查磁盘和路径，再重新运行",
    )


def refuse_foreign_folder(out: Path) -> None:
    """WorkError where `out` holds something that is not a site of ours."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise WorkError(f"“{out}”不是普通文件夹", "用 --out 指定一个文件夹")
    names = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if names - {KEPT} and MARKER not in names:
        raise WorkError(f"“{out}”里有别的文件，生成网站会把它们替换掉", "用 --out 指定一个空文件夹")


def publish(out: Path, frame: Path, files: Mapping[str, str]) -> None:
    """Makes `out` hold the frame's files and `files`, all or nothing. Raises OSError, WorkError."""
    refuse_foreign_folder(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(out)
    new = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    try:
        _fill(new, out, frame, files)
        _exchange(new, out)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _clear_leftovers(out: Path) -> None:
    """Removes what a killed build left; the lock says that no other build is running."""
    for pattern in (f".{out.name}.new-*", f".{out.name}.old-*"):
        for path in out.parent.glob(pattern):
            shutil.rmtree(path, ignore_errors=True)


def carried(frame: Path) -> Iterator[str]:
    """The files of a frame that go into a site, by their paths within it."""
    for path in sorted(frame.rglob("*")):
        name = path.relative_to(frame)
        if path.is_file() and not any(
            fnmatch(part, odd) for part in name.parts for odd in LEFT_OUT
        ):
            yield name.as_posix()


def _fill(new: Path, out: Path, frame: Path, files: Mapping[str, str]) -> None:
    for name in carried(frame):
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(frame / name, new / name)
    for text_name, text in files.items():
        path = new / text_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if (out / KEPT).is_file():
        shutil.copyfile(out / KEPT, new / KEPT)
    (new / MARKER).write_text("")
    new.chmod(0o755)


def _exchange(new: Path, out: Path) -> None:
    """Puts `new` in the place of `out`; where both exist, `new` then holds the old site."""
    if not out.exists():
        new.rename(out)
    elif not _exchanged_at_once(new, out):
        old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old-", dir=out.parent))
        out.rename(old / out.name)
        new.rename(out)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged_at_once(new: Path, out: Path) -> bool:
    """Whether the system exchanged the two folders in one step, so that no kill can part them."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    names = (os.fsencode(new), os.fsencode(out))
    return bool(libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
