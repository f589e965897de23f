"""Finds the files of a register, on disk or in Git, and reads them as far as possible."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISLNK, S_ISREG

from generator.core.findings import Location, WorkError
from generator.core.raw import RawRecord, ReadError
from generator.load.yaml_reader import read_text

SIZE_LIMIT = 1_048_576
"""Bytes in one record file; the longest real record has about 40,000."""

RECORDS = "records"
GUIDE = "README.md"
_EXACTLY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def records_folder(root: Path) -> Path:
    """Return the folder `records/` below `root`; WorkError where there is none, or only a link."""
    folder = root / RECORDS
    if folder.is_symlink():
        raise WorkError(f"“{folder}”是链接，不读链接指向的文件夹", "换成普通文件夹，把记录放在里面")
    if not folder.is_dir():
        raise WorkError(
            f"“{root}”里没有 records 文件夹", "到台账所在的文件夹里运行，或用 --root 指明它在哪里"
        )
    return folder


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of one file, or why they are unavailable. `path` counts from the root."""

    path: str
    content: bytes = b""
    fault: ReadError | None = None


def read_files(root: Path) -> list[RawRecord]:
    """Return every file below `records/`, by path; unreadable files carry their faults."""
    return [raw_of(one) for one in contents(root)]


def contents(root: Path) -> Iterator[FileContent]:
    """Return the content of every file below `records/`, by path."""
    return (_content(root, path) for path in _files_below(str(records_folder(root))))


def other_contents(root: Path, without: str) -> Iterator[FileContent]:
    """Like `contents`, but without the folder `without` (its path counts from the root)."""
    skipped = str(root / without)
    return (_content(root, path) for path in _files_below(str(records_folder(root)), skipped))


def existing_paths(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """Return those of these paths from the root that exist; each folder is read once."""
    wanted = frozenset(paths)
    folders = {path.rpartition("/")[0] for path in wanted}
    held = (f"{folder}/{name}" for folder in folders for name in _names_in(root / folder))
    return wanted.intersection(held)


def _names_in(folder: Path) -> list[str]:
    try:
        return [one.name for one in os.scandir(folder)]
    except OSError:
        return []


def folders_below(root: Path, folder: str) -> list[str]:
    """Return this folder and every folder in it, by path from the root; none if it is missing."""
    top = root / folder
    if top.is_symlink() or not top.is_dir():
        return []
    found = [top, *(path for path in top.rglob("*") if path.is_dir() and not path.is_symlink())]
    return sorted(path.relative_to(root).as_posix() for path in found)


def contents_of(root: Path, folder: str) -> list[FileContent]:
    """Return the files directly in a folder, by name; none where it is missing."""
    top = str(root / folder)
    try:
        entries = [one for one in os.scandir(top) if not one.is_dir(follow_symlinks=False)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _not_opened(top, error) from error
    return [_content(root, one.path) for one in sorted(entries, key=lambda one: one.name)]


def guide_text(root: Path) -> str | None:
    """Return the text of the register's own guide; None where it is no regular file."""
    file = _content(root, str(root / RECORDS / GUIDE))
    return None if file.fault else file.content.decode("utf-8", "replace")


def raw_of(file: FileContent) -> RawRecord:
    """Return the record in a file; errors that prevent reading are in its faults."""
    return _unread(file.path, file.fault) if file.fault else raw_file(file.path, file.content)


def read_some(root: Path, places: Iterable[str]) -> list[RawRecord]:
    """The files at these places below `records/`, and all in those that are folders, as read_files.

    A place that is not there gives nothing.
    """
    found: list[str] = []
    for place in places:
        path = records_folder(root) / place
        if path.is_dir() and not path.is_symlink():
            found += _files_below(str(path))
        elif os.path.lexists(path):
            found.append(str(path))
    return [raw_of(_content(root, path)) for path in found]


def _files_below(folder: str, skipped: str = "") -> Iterator[str]:
    """Yield paths as text: 100,000 path objects take seconds."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise _not_opened(folder, error) from error
    for entry in entries:
        if entry.path == skipped and entry.is_dir(follow_symlinks=False):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(entry.path, skipped)
        elif not (entry.name == GUIDE and _is_guide(entry, folder)):
            yield entry.path


def _is_guide(entry: os.DirEntry[str], folder: str) -> bool:
    """Return whether this is the guide of the register; a link of its name is a finding."""
    return Path(folder).name == RECORDS and entry.is_file(follow_symlinks=False)


def _not_opened(folder: str, error: OSError) -> WorkError:
    return WorkError(f"打不开文件夹“{folder}”：{_reason(error)}", "检查文件夹的读取权限")


def _content(root: Path, path: str) -> FileContent:
    name = _shown(path.removeprefix(str(root)).replace(os.sep, "/").lstrip("/"))
    try:
        stat = os.lstat(path)
        fault = _file_fault(stat)
        return FileContent(name, b"" if fault else _read(path, stat.st_size), fault)
    except OSError as error:
        return FileContent(
            name, fault=ReadError("unreadable-file", Location(), {"reason": _reason(error)})
        )


def _read(path: str, size: int) -> bytes:
    """Return the content of a regular file up to `size`; it may grow meanwhile."""
    file = os.open(path, os.O_RDONLY | _EXACTLY)
    try:
        return os.read(file, size)
    finally:
        os.close(file)


def raw_file(name: str, content: bytes) -> RawRecord:
    """Return the record in the bytes of one file; errors that prevent reading are in its faults."""
    fault = _encoding_fault(content)
    if fault:
        return _unread(name, fault)
    raw = read_text(name, plain_text(content))
    return replace(raw, faults=(*_harmless_faults(content), *raw.faults))


def _shown(name: str) -> str:
    """Return the path as text that can be printed even where its bytes are not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _unread(name: str, *faults: ReadError) -> RawRecord:
    return RawRecord(path=name, content=None, keys={}, values={}, faults=faults)


def _file_fault(stat: os.stat_result) -> ReadError | None:
    if S_ISLNK(stat.st_mode):
        return ReadError("symbolic-link", Location())
    if not S_ISREG(stat.st_mode):
        return ReadError("unreadable-file", Location(), {"reason": "不是普通文件"})
    if stat.st_size > SIZE_LIMIT:
        megabytes = {
            "size": f"{stat.st_size / 1_048_576:.1f}",
            "limit": f"{SIZE_LIMIT // 1_048_576}",
        }
        return ReadError("too-large", Location(), megabytes)
    return None


def _encoding_fault(content: bytes) -> ReadError | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"{content[error.start]:#04x}"
        return ReadError("not-utf8", _mark_at(content, error.start), {"byte": byte})
    return None


def _harmless_faults(content: bytes) -> Iterator[ReadError]:
    """Yield the faults that do not prevent reading the rest."""
    if content.startswith(_BYTE_ORDER_MARK):
        yield ReadError("byte-order-mark", Location())
    plain = content.removeprefix(_BYTE_ORDER_MARK)
    if b"\r" in plain:
        form = " Windows 格式（CRLF）" if b"\r\n" in plain else "单个的回车（CR）"
        yield ReadError("carriage-return", _mark_at(plain, plain.index(b"\r")), {"form": form})


def plain_text(content: bytes) -> str:
    """Return the text of a UTF-8 file without byte order mark, every line ended by LF."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _mark_at(content: bytes, offset: int) -> Location:
    line_start = content.rfind(b"\n", 0, offset) + 1
    column = len(content[line_start:offset].decode("utf-8", "replace")) + 1
    return Location(content.count(b"\n", 0, offset) + 1, column)


def _reason(error: OSError) -> str:
    return {
        "PermissionError": "没有读取权限",
        "FileNotFoundError": "文件不见了",
        "IsADirectoryError": "这是文件夹",
    }.get(type(error).__name__, f"系统报告错误 {error.errno}")


_LINK = "120000"


def raw_blob(name: str, mode: str, content: bytes | int | None) -> RawRecord:
    """Return the record in a blob; `content` is a length if too long, None for a submodule."""
    fault: ReadError | None = None
    if mode == _LINK:
        fault = ReadError("symbolic-link", Location())
    elif isinstance(content, int):
        sizes = {"size": f"{content / 1_048_576:.1f}", "limit": f"{SIZE_LIMIT // 1_048_576}"}
        fault = ReadError("too-large", Location(), sizes)
    elif content is None:
        fault = ReadError("unreadable-file", Location(), {"reason": "不是普通文件"})
    else:
        return raw_file(name, content)
    return RawRecord(path=name, content=None, keys={}, values={}, faults=(fault,))
