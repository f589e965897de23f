"""Puts new records on the disk: each file whole or not at all, and never over another one."""

import os
from collections.abc import Mapping
from pathlib import Path

from generator.errors import WorkError

RECORDS = "records"
SCRATCH = ".build"
"""Where a file stands until it is whole: a killed run leaves no half file among the records."""


def write_new(root: Path, files: Mapping[str, str]) -> list[str]:
    """Writes the files (path below `records/` → text) in order; their paths from `root`.

    WorkError where one is there already (then nothing is written) or the disk refuses.
    """
    paths = [f"{RECORDS}/{path}" for path in files]
    _refuse_existing(root, paths)
    for path, text in zip(paths, files.values(), strict=True):
        try:
            _write_whole(root / SCRATCH, root / path, text)
        except OSError as error:
            raise WorkError(
                f"写不了文件“{path}”：{error.strerror}",
                "检查磁盘空间和写入权限，再运行一次；已经写成的文件是完整的，不会重写",
            ) from error
    return paths


def _refuse_existing(root: Path, paths: list[str]) -> None:
    for path in paths:
        if os.path.lexists(root / path):
            raise WorkError(f"文件“{path}”已经存在", "先用 lantian check 检查记录，改好再运行")


def _write_whole(scratch: Path, path: Path, text: str) -> None:
    """Writes elsewhere and links into place: a link never replaces a file, a rename would."""
    scratch.mkdir(exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = scratch / f"{path.name}.{os.getpid()}"
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
