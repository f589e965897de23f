"""Writes a whole history at once, through one stream into Git, and checks it out."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Protocol

from generator.audit.git import ask, commit_of, fed, new_repository
from generator.core.findings import WorkError, reason

BRANCH = "main"
_ZONE = "+0800"


class ImportCommit(Protocol):
    """One commit to be made. `when` is in seconds as in Git; `files` are paths from the top."""

    @property
    def author(self) -> str: ...
    @property
    def mail(self) -> str: ...
    @property
    def when(self) -> int: ...
    @property
    def message(self) -> str: ...
    @property
    def files(self) -> Mapping[str, str]: ...


def write_history(folder: Path, entries: Iterable[ImportCommit]) -> str:
    """Make `folder` a repository of these commits, checked out; return the last one's name.

    The same entries give the same names, on any machine. WorkError where the folder holds
    something already or Git refuses.
    """
    refuse_full(folder)
    try:
        repo = new_repository(folder, BRANCH)
        with fed(repo, "fast-import", "--quiet", "--done") as stream:
            for entry in entries:
                _write(stream, entry)
            stream.write(b"done\n")
    except OSError as error:
        raise WorkError(
            f"写不了文件夹“{folder}”：{reason(error)}", "检查磁盘空间和写入权限，换一个文件夹再试"
        ) from error
    ask(repo, "reset", "--hard", "--quiet")
    return commit_of(repo, "HEAD")


def refuse_full(folder: Path) -> None:
    """Raise WorkError where something is there already that is no empty folder."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise WorkError(f"“{folder}”不是空文件夹", "写一个还没有的文件夹，或者空文件夹")


def _write(stream: IO[bytes], entry: ImportCommit) -> None:
    who = f"{entry.author} <{entry.mail}> {entry.when} {_ZONE}"
    stream.write(f"commit refs/heads/{BRANCH}\nauthor {who}\ncommitter {who}\n".encode())
    stream.writelines(_sized(entry.message + "\n"))
    for path, text in entry.files.items():
        stream.write(f"M 100644 inline {path}\n".encode())
        stream.writelines(_sized(text))


def _sized(text: str) -> Iterator[bytes]:
    content = text.encode()
    yield b"data %d\n" % len(content)
    yield content
    yield b"\n"
