"""Finds the files of a register and reads each as far as it can be read."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.errors import WorkError
from generator.findings import Mark
from generator.load.profile import read_text
from generator.model.raw import Fault, RawFile

SIZE_LIMIT = 1_048_576
"""Bytes in one record file; the longest real record has about 40,000."""

RECORDS = "records"
GUIDE = "README.md"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def records_folder(root: Path) -> Path:
    """The folder `records/` below `root`; WorkError where there is none."""
    folder = root / RECORDS
    if not folder.is_dir():
        raise WorkError(
            f"“{root}”里没有 records 文件夹", "到台账所在的文件夹里运行，或用 --root 指明它在哪里"
        )
    return folder


def read_files(root: Path) -> list[RawFile]:
    """Every file below `records/`, by path; a file that can not be read carries its faults."""
    folder = records_folder(root)
    return [_read(root, path) for path in _files_below(folder)]


def _files_below(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise WorkError(
            f"打不开文件夹“{folder}”：{_reason(error)}", "检查文件夹的读取权限"
        ) from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(Path(entry.path))
        elif not (entry.name == GUIDE and folder.name == RECORDS):
            yield Path(entry.path)


def _read(root: Path, path: Path) -> RawFile:
    name = _shown(path.relative_to(root).as_posix())
    try:
        fault = _file_fault(path)
        content = b"" if fault else path.read_bytes()
    except OSError as error:
        fault = Fault("unreadable-file", Mark(), {"reason": _reason(error)})
    if fault:
        return _unread(name, fault)
    fault = _encoding_fault(content)
    if fault:
        return _unread(name, fault)
    raw = read_text(name, _with_plain_breaks(content.decode("utf-8-sig")))
    return replace(raw, faults=(*_harmless_faults(content), *raw.faults))


def _shown(name: str) -> str:
    """The path as text that can be printed even where its bytes are not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _unread(name: str, *faults: Fault) -> RawFile:
    return RawFile(path=name, content=None, keys={}, values={}, faults=faults)


def _file_fault(path: Path) -> Fault | None:
    if path.is_symlink():
        return Fault("symbolic-link", Mark())
    if not path.is_file():
        return Fault("unreadable-file", Mark(), {"reason": "不是普通文件"})
    size = path.stat().st_size
    if size > SIZE_LIMIT:
        megabytes = {"size": f"{size / 1_048_576:.1f}", "limit": f"{SIZE_LIMIT // 1_048_576}"}
        return Fault("too-large", Mark(), megabytes)
    return None


def _encoding_fault(content: bytes) -> Fault | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"{content[error.start]:#04x}"
        return Fault("not-utf8", _mark_at(content, error.start), {"byte": byte})
    return None


def _harmless_faults(content: bytes) -> Iterator[Fault]:
    """What is to be mended but does not hinder reading the rest."""
    if content.startswith(_BYTE_ORDER_MARK):
        yield Fault("byte-order-mark", Mark())
    plain = content.removeprefix(_BYTE_ORDER_MARK)
    if b"\r" in plain:
        form = " Windows 格式（CRLF）" if b"\r\n" in plain else "单个的回车（CR）"
        yield Fault("carriage-return", _mark_at(plain, plain.index(b"\r")), {"form": form})


def _with_plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _mark_at(content: bytes, offset: int) -> Mark:
    line_start = content.rfind(b"\n", 0, offset) + 1
    column = len(content[line_start:offset].decode("utf-8", "replace")) + 1
    return Mark(content.count(b"\n", 0, offset) + 1, column)


def _reason(error: OSError) -> str:
    return {
        "PermissionError": "没有读取权限",
        "FileNotFoundError": "文件不见了",
        "IsADirectoryError": "这是文件夹",
    }.get(type(error).__name__, f"系统报告错误 {error.errno}")
