"""The output folder: staging directory, publishing, lock; unchanged files are hard links.

See decisions 0014 and 0023.
"""

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.cache.build_cache import Published
from generator.cache.cache import work_folder
from generator.core.findings import WorkError

MARKER = ".lantian-site"
"""A site folder carries this file; a folder without it is not ours to replace."""

PRESERVED = ".gitignore"

_HERE = -100  # AT_FDCWD and RENAME_EXCHANGE of Linux, which Python does not offer
_EXCHANGE = 2


@contextmanager
def build_lock(root: Path) -> Iterator[None]:
    """Hold the build lock of a register. WorkError where another build holds it."""
    work = work_folder(root)
    work.mkdir(exist_ok=True)
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
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
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place}没有写入权限，原来的网站没有动", "检查文件夹的权限，或用 --out 换一个地方"
    return (
        f"{place}写不进去（系统错误 {error.errno}），原来的网站没有动",
        "检查磁盘和路径，再重新运行",
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
    new = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _clear_leftovers(out: Path) -> None:
    """Delete what a killed build left; the lock says that no other build is running."""
    for pattern in (f".{out.name}.new-*", f".{out.name}.old-*"):
        for path in out.parent.glob(pattern):
            shutil.rmtree(path, ignore_errors=True)


def theme_files(folder: Path, folders: Iterable[str]) -> Iterator[str]:
    """Yield the rendered files that go into a site unchanged: all but the layouts of `folders`."""
    layouts = {f"{name}/index.html".lstrip("/") for name in folders}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in layouts:
            yield name


def publish(new: Path, out: Path) -> None:
    """Put a finished site in the place of the old one, all or nothing. OSError."""
    if (out / PRESERVED).is_file():
        shutil.copyfile(out / PRESERVED, new / PRESERVED)
    (new / MARKER).write_text("")
    new.chmod(0o755)
    _exchange(new, out)


def _exchange(new: Path, out: Path) -> None:
    """Put `new` in the place of `out`; where both exist, `new` then holds the old site."""
    if not out.exists():
        new.rename(out)
    elif not _exchanged_atomically(new, out):
        old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old-", dir=out.parent))
        out.rename(old / out.name)
        new.rename(out)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged_atomically(new: Path, out: Path) -> bool:
    """Exchange the two folders in one step if the system can; return whether it did."""
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
        return (found.st_size, found.st_mtime_ns) == (known.size, known.time)

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
            Path(self._place(path)).write_bytes(content)
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
