"""The output folder: staging directory, publishing, lock; unchanged files are hard links.

See decisions 0014 and 0023.
"""

import ctypes
import errno
import glob
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.cache.build_cache import Published
from generator.cache.cache import work_folder
from generator.core.file_lock import LockHeldError, file_lock
from generator.core.findings import WorkError

MARKER = ".lantian-site"
"""A site folder carries this file; a folder without it is not ours to replace."""

PRESERVED = ".gitignore"

_LETTERS = 8
"""At the end of the names of our folders beside a site; others of like names are not ours."""

_HERE = -100  # AT_FDCWD and RENAME_EXCHANGE of Linux, which Python does not offer
_EXCHANGE = 2


@contextmanager
def build_lock(root: Path) -> Iterator[None]:
    """Hold the build lock of a register. WorkError where another build holds it."""
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(work_folder(root) / "lock", waits=False))
        except LockHeldError as error:
            raise WorkError("另一个生成还在进行", "等它结束，再重新运行") from error
        yield


@contextmanager
def system_errors_in_chinese() -> Iterator[None]:
    """Turn errors of the system while files are written into a WorkError that says why."""
    try:
        yield
    except OSError as error:
        raise WorkError(*_reason(error)) from error


def _reason(error: OSError) -> tuple[str, str]:
    place = f"“{error.filename}”" if error.filename else "文件"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满，网站没有写成，原来的网站没有动", "腾出空间，再重新运行"
    if error.errno == errno.EACCES and _is_unreadable(error.filename):
        return f"{place}读不了，没有读取权限，原来的网站没有动", "检查这个文件的权限，再重新运行"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place}没有写入权限，原来的网站没有动", "检查文件夹的权限，或用 --out 换一个地方"
    return (
        f"{place}写不进去（系统错误 {error.errno}），原来的网站没有动",
        "检查磁盘和路径，再重新运行",
    )


def _is_unreadable(path: object) -> bool:
    """Return whether something is there that must not be read."""
    if not isinstance(path, str):
        return False
    return os.path.lexists(path) and not os.access(path, os.R_OK)


def refuse_linked_folder(root: Path, out: Path) -> None:
    """Raise WorkError where `out`, or a folder between the register and it, is a link.

    Whoever commits such a link would have files outside the register replaced and deleted.
    """
    top, place = root.resolve(), out.absolute()
    steps = (place, *place.parents)
    # The register itself may lie behind a link; what is below it may not.
    depth = next((at for at, one in enumerate(steps) if one.resolve() == top), 1)
    links = [one for one in steps[:depth] if one.is_symlink()]
    if links:
        raise WorkError(
            f"“{links[-1]}”不是普通文件夹，是链接", "删去这个链接，或用 --out 指定一个文件夹"
        )


def refuse_foreign_folder(out: Path) -> None:
    """Raise WorkError where `out` holds something that is not a site of ours."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise WorkError(f"“{out}”不是普通文件夹", "用 --out 指定一个文件夹")
    names = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if names - {PRESERVED} and MARKER not in names:
        raise WorkError(f"“{out}”里有别的文件，生成网站会把它们替换掉", "用 --out 指定一个空文件夹")


@contextmanager
def staging_directory(out: Path) -> Iterator[Path]:
    """Create an empty folder on the disk of `out`, deleted afterwards with what is left in it."""
    refuse_foreign_folder(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(out)
    new = _fresh_folder(out, "new")
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _fresh_folder(out: Path, kind: str) -> Path:
    """Make a folder beside `out`, with the permissions that the user gives to new folders."""
    folder = out.parent / f".{out.name}.{kind}-{secrets.token_hex(_LETTERS // 2)}"
    folder.mkdir()
    return folder


def _leftovers(out: Path, kind: str) -> list[Path]:
    """Return the folders of this kind that a killed build left."""
    name = re.compile(rf"\.{re.escape(out.name)}\.{kind}-[a-z0-9_]{{{_LETTERS}}}")
    found = sorted(out.parent.glob(f"{glob.escape(f'.{out.name}.{kind}-')}*"))
    return [
        one for one in found if name.fullmatch(one.name) and one.is_dir() and not one.is_symlink()
    ]


def _clear_leftovers(out: Path) -> None:
    """Delete what a killed build left; the lock says that no other build is running."""
    for path in (*_leftovers(out, "new"), *_leftovers(out, "old")):
        shutil.rmtree(path, ignore_errors=True)


def restore_interrupted(out: Path) -> None:
    """Put the old site back where a build was killed after it was moved away.

    Before anything else: what the next build finds wrong must not leave the reader without a site.
    A folder that only holds what Git keeps there is no site.
    """
    held = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if held - {PRESERVED}:
        return
    for folder in _leftovers(out, "old"):
        old = folder / out.name
        if (old / MARKER).is_file() and not old.is_symlink():
            (out / PRESERVED).unlink(missing_ok=True)
            if out.is_dir():
                out.rmdir()
            old.rename(out)
            return


def theme_files(folder: Path, folders: Iterable[str]) -> Iterator[str]:
    """Yield the rendered files that go into a site unchanged: all but the layouts of `folders`."""
    layouts = {f"{name}/index.html".lstrip("/") for name in folders}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in layouts:
            yield name


def publish(new: Path, out: Path) -> None:
    """Put a finished site in the place of the old one, all or nothing. OSError."""
    preserved = out / PRESERVED
    if preserved.is_file() and not preserved.is_symlink():
        shutil.copyfile(preserved, new / PRESERVED)
    (new / MARKER).write_text("")
    _exchange(new, out)


def _exchange(new: Path, out: Path) -> None:
    """Put `new` in the place of `out`; where both exist, `new` then holds the old site."""
    if not out.exists():
        new.rename(out)
    elif not _exchanged_atomically(new, out):
        old = _fresh_folder(out, "old")
        out.rename(old / out.name)
        new.rename(out)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged_atomically(new: Path, out: Path) -> bool:
    """Exchange the two folders in one step if the system can; return whether it did."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    names = (os.fsencode(new), os.fsencode(out))
    return bool(libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)


@dataclass(frozen=True, slots=True)
class StagingDirectory:
    """The folder `new`; `known` is the snapshot of the files of `old` at publishing.

    A file of the old site that was touched since is not reused.
    """

    new: Path
    old: Path
    known: Mapping[str, Published]
    _folders: set[str] = field(default_factory=set, repr=False)
    """Folders of the new site that exist."""

    def had(self, path: str, digest: str) -> bool:
        """Return whether the old site was published with this very file."""
        known = self.known.get(path)
        return known is not None and known.digest == digest

    def has(self, path: str, digest: str) -> bool:
        """Return whether the old site has this very file, untouched."""
        known = self.known.get(path)
        if known is None or known.digest != digest:
            return False
        try:
            found = os.lstat(f"{self.old}/{path}")
        except OSError:
            return False
        is_file = stat.S_ISREG(found.st_mode)
        return is_file and (found.st_size, found.st_mtime_ns) == (known.size, known.time)

    def link_unchanged(self, path: str) -> None:
        """Link a file of the old site."""
        old, target = f"{self.old}/{path}", self._place(path)
        try:
            os.link(old, target)
        except OSError:
            shutil.copy2(old, target)

    def write(self, path: str, content: bytes) -> str:
        """Write a file, or link it where the old site has it; return its SHA-256."""
        digest = sha256(content).hexdigest()
        if self.has(path, digest):
            self.link_unchanged(path)
        else:
            with open(self._place(path), "wb") as file:  # noqa: PTH123 a Path takes half as long
                file.write(content)
        return digest

    def snapshot(self, digests: Mapping[str, str]) -> dict[str, Published]:
        """Return a snapshot of the files of the new site."""
        found = {path: os.stat(f"{self.new}/{path}") for path in digests}  # noqa: PTH116 as above
        return {
            path: Published(digests[path], one.st_size, one.st_mtime_ns)
            for path, one in found.items()
        }

    def _place(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            (self.new / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self.new}/{path}"
