"""Which files may lie in `records/`, under which names."""

import re
from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.core.findings import Mark, nearest
from generator.core.raw import RawFile
from generator.kinds.registry import BY_FOLDER, VOCABULARY_PATH

_PLAIN = re.compile(r"[A-Za-z0-9._/-]+")
PREFIX = "records/"


def inner(raw: RawFile) -> str:
    """The path below `records/`."""
    return raw.path.removeprefix(PREFIX)


def is_record_path(path: str) -> bool:
    """Whether a file of this path below `records/` is a record of some kind, or the vocabulary."""
    folder, _, rest = path.partition("/")
    return path == VOCABULARY_PATH or (folder in BY_FOLDER and rest.endswith(".yml"))


def is_plain(path: str) -> bool:
    """Whether a path holds only characters that every system can take."""
    return bool(_PLAIN.fullmatch(path))


def _is_link(raw: RawFile) -> bool:
    return any(fault.slug == "symbolic-link" for fault in raw.faults)


def odd_path(checked: Checked) -> Iterator[Hit]:
    """Paths hold only letters, digits, `-`, `_` and `.`, so that every system can take them."""
    for raw in checked.raws:
        path = inner(raw)
        if not is_plain(path):
            odd = sorted({c for c in path if not _PLAIN.fullmatch(c)})
            shown = "、".join("空格" if sign == " " else repr(sign) for sign in odd)
            yield Hit(
                raw.path,
                Mark(),
                f"文件路径里有不能用的字符：{shown}",
                "路径只用字母、数字、短横线和点；文件名就是记录的编号加 .yml",
            )


def stray_file(checked: Checked) -> Iterator[Hit]:
    """Every file below `records/` belongs to a kind; a Git repository inside is named once."""
    named: set[str] = set()
    for raw in checked.raws:
        path = inner(raw)
        if is_record_path(path) or not is_plain(path) or _is_link(raw):
            continue
        folder, inside, _ = f"/{path}".partition("/.git/")
        if not inside:
            yield Hit(raw.path, Mark(), "这个文件不属于任何一类记录", _where_to(path))
        elif folder not in named:
            named.add(folder)
            yield _nested(raw, f"{PREFIX}{folder[1:]}".rstrip("/"))


def _nested(raw: RawFile, folder: str) -> Hit:
    """Git would take the whole folder for a repository of its own and leave its records out."""
    return Hit(
        raw.path,
        Mark(),
        f"{folder} 里嵌着另一个 Git 仓库，这个文件夹里的记录不会随台账一起提交",
        f"删除 {folder}/.git；里面有要保留的历史，先把它移到别处",
    )


def _where_to(path: str) -> str:
    folder = path.split("/")[0]
    if folder in BY_FOLDER:
        return "记录文件的扩展名是 .yml；其他文件移到 records 之外"
    near = nearest(folder, BY_FOLDER)
    if near and "/" in path:
        return f"文件夹是不是 {near}？"
    return f"records 下只有 {VOCABULARY_PATH} 和这些文件夹：{'、'.join(BY_FOLDER)}"


RULES = (
    Rule("F01", "odd-path", "路径里有不能用的字符", odd_path),
    Rule("F02", "stray-file", "不属于任何一类记录的文件", stray_file),
)
