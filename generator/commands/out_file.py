"""Puts a file where somebody wants it: whole or not at all, and over another one only if told."""

import os
from contextlib import suppress
from pathlib import Path

from generator.errors import WorkError
from generator.load.files import RECORDS


def refuse_place(root: Path, out: Path, *, force: bool) -> None:
    """WorkError where a file must not be put, before hours of work are spent on it."""
    if out.is_dir():
        raise WorkError(f"“{out}”是文件夹", "写出文件名，例如 台账.xlsx")
    if out.resolve().is_relative_to((root / RECORDS).resolve()):
        raise WorkError(f"“{out}”在 records 里，那里只放记录", "换一个位置")
    if not force and os.path.lexists(out):
        raise WorkError(f"文件“{out}”已经存在，没有改动", "换一个文件名，或加 --force 覆盖")
    if not out.parent.is_dir():
        raise WorkError(f"没有文件夹“{out.parent}”", "先建立它，或换一个位置")


def write_out(root: Path, out: Path, content: bytes, *, force: bool) -> None:
    """Writes the file beside its place and renames it; WorkError where the disk refuses."""
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        refuse_place(root, out, force=force)
        draft.replace(out)
    except OSError as error:
        raise WorkError(
            f"写不了文件“{out}”：{error.strerror}", "检查磁盘空间和写入权限，或换一个位置"
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
