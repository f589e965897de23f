"""What another program complains of, in Chinese first: its own words come last, as 原文."""

from collections.abc import Sequence

Meanings = Sequence[tuple[Sequence[str], str]]
"""Words of a program → what they mean, the surest first."""

OF_THE_MACHINE: Meanings = (
    (("No space left", "ENOSPC", "Disk quota exceeded"), "磁盘满了"),
    (("Read-only file system", "EROFS"), "磁盘是只读的"),
    (("Permission denied", "Operation not permitted", "EACCES", "EPERM"), "没有读写的权限"),
    (("Cannot allocate memory", "out of memory", "MemoryError"), "内存不够"),
)
"""What any program may say of the machine on which it runs."""


def in_chinese(program: str, said: str, meanings: Meanings, shown: str = "") -> str:
    """Return what went wrong for a program, and behind it `shown`, or its last line."""
    lines = said.strip().splitlines()
    if not lines:
        return f"{program} 没有说明原因"
    known = (meaning for signs, meaning in meanings if any(sign in said for sign in signs))
    meaning = next(known, f"{program} 没有做成这一步")
    return f"{meaning}（原文：{shown or lines[-1].strip()}）"
