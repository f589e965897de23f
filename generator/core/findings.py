"""Findings of checks about records, and the error that stops work.

Wrong data is a finding; work that can not go on is a `WorkError`. Errors of the operating system
are told in Chinese, because its own words are those of its language settings.

See decisions 0010 and 0030.
"""

import difflib
import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severity of a finding: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """Return the word shown to people."""
        return {"error": "错误", "warning": "提醒"}[self.value]


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a text: line and column, both counted from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One error at one place. `path` is relative to the root folder, with `/`."""

    code: str
    slug: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    hint: str

    @property
    def is_error(self) -> bool:
        """Return whether the finding stops a build."""
        return self.severity is Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Return the key for the reading order: by file, then downwards."""
        return (self.path, self.line, self.column, self.code)


_ENDS = ("。", "？", "！")
"""Signs after which no other one follows."""

_PAUSES = "；，、："
"""Signs in the middle of a sentence: at the end of a part they give way to its sign."""

_OPENING = "".join(_ENDS) + _PAUSES
"""Signs with which no part begins."""


def sentences(*parts: str) -> str:
    """Return texts behind each other, each with one sign at its end."""
    return "".join(_ended(one, "。") for one in _bare(parts))


def clauses(*parts: str) -> str:
    """Return texts as clauses of a sentence; no sign is put behind one that has its own."""
    *before, last = _bare(parts) or [""]
    return "".join([*(_ended(one, "；") for one in before), last])


def _bare(parts: Iterable[str]) -> list[str]:
    """Return the parts that say something, without signs at which the next or last one ends."""
    opened = (one.lstrip(_OPENING) for one in parts)
    return [bare for one in opened if (bare := one.rstrip(_PAUSES))]


def _ended(part: str, sign: str) -> str:
    return part if part.endswith(_ENDS) else f"{part}{sign}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None where nothing is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else None


_ALIKE = 0.7
"""Three of four signs are the same; two words of two signs with one in common mean other things."""

_NOT = str.maketrans("不无没非", "未未未未")
_TURNING = frozenset("未内外高低上下前后增减升降新旧东西南北同环0123456789")
"""Signs that make another thing of the rest: 到位 and 不到位, 清单内 and 清单外, PM2.5 and PM10."""

_SHORTEST = 2
_MOST = 6


def near_words(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words, at most six, that `word` may be meant for; best first.

    Those that hold it or are held in it come before those with other signs. None of them says
    the opposite or another number, and none is only alike: 查处 is not 核查. See decision 0082.
    """
    same = [one for one in dict.fromkeys(known) if _turning(one) == _turning(word)]
    long = [one for one in same if min(len(one), len(word)) >= _SHORTEST]
    holding = [one for one in long if one in word or word in one]
    return holding[:_MOST] or difflib.get_close_matches(word, same, n=1, cutoff=_ALIKE)


def _turning(word: str) -> frozenset[str]:
    return _TURNING.intersection(word.translate(_NOT))


def near_hint(word: str, known: Iterable[str], called: Mapping[str, str] | None = None) -> str:
    """Return a hint that names the word meant, or the several that may be; "" where none is.

    `called`: other name → known word, asked first. An ID goes by its letters.
    """
    words = list(known)
    meant = (called or {}).get(word)
    if meant in words:
        return f"是不是“{meant}”？"
    found = [near] if word.isascii() and (near := nearest(word, words)) else near_words(word, words)
    if len(found) > 1:
        return f"相近的有：{'、'.join(found)}；按意思选一个"
    return f"是不是“{found[0]}”？" if found else ""


class WorkError(Exception):
    """An error outside the records that stops the work: one Chinese sentence and a remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_REASONS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一级不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EINVAL: "文件名或者操作不能用",
    errno.EILSEQ: "文件名里有不能用的字符",
    errno.EBUSY: "正被别的程序使用",
    errno.ETXTBSY: "正被别的程序使用",
    errno.EXDEV: "不在同一个磁盘上",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EIO: "读写磁盘出错",
    errno.EPIPE: "接收的程序已经关闭",
    errno.ENODEV: "没有这个设备",
    errno.ENXIO: "没有这个设备",
}


def reason(error: OSError) -> str:
    """Return why the system refused, in Chinese; of rare errors the number."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
